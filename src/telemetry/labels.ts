/**
 * What an operation is called in metrics, traces and logs: its kind and its root field, both words of the
 * schema. A caller's own words (the operation's name, aliases, values) are no labels: they are unbounded,
 * and anything may stand in them.
 */
import { Kind } from 'graphql';
import type { DocumentNode, OperationDefinitionNode, SelectionSetNode } from 'graphql';

export interface OperationLabels {
  type: 'query' | 'mutation' | 'subscription';
  /** The root field; of several different ones `several`, of the schema's own `introspection`. */
  field: string;
  /** All root fields, each once, in the order of the document: `claim,debtor`. */
  fields: string;
}

/** Documents come again, and each is looked at once. */
const known = new WeakMap<OperationDefinitionNode, OperationLabels>();

export function labelsOf(operation: OperationDefinitionNode, document: DocumentNode): OperationLabels {
  let labels = known.get(operation);
  if (!labels) {
    const names = new Set<string>();
    collect(operation.selectionSet, document, names, new Set());
    const own = [...names].filter((name) => !name.startsWith('__'));
    const field = own.length > 1 ? 'several' : (own[0] ?? 'introspection');
    labels = { type: operation.operation, field, fields: own.slice(0, 20).join(',') || 'introspection' };
    known.set(operation, labels);
  }
  return labels;
}

function collect({ selections }: SelectionSetNode, document: DocumentNode, names: Set<string>, seen: Set<string>): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) names.add(selection.name.value);
    else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet, document, names, seen);
    else if (!seen.has(selection.name.value)) {
      const name = selection.name.value;
      seen.add(name);
      const fragment = document.definitions.find((definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name);
      if (fragment?.kind === Kind.FRAGMENT_DEFINITION) collect(fragment.selectionSet, document, names, seen);
    }
  }
}

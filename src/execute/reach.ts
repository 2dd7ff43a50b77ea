/**
 * Walks what one operation leads to, through fragments, before anything is planned: which variables decide
 * @skip and @include, and whether there is something that is left to graphql-js.
 */
import { Kind, SchemaMetaFieldDef, TypeMetaFieldDef } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, OperationDefinitionNode, SelectionNode, SelectionSetNode } from 'graphql';

export type Fragments = Record<string, FragmentDefinitionNode>;

export function fragmentsOf(document: DocumentNode): Fragments {
  const fragments = Object.create(null) as Fragments;
  for (const definition of document.definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  return fragments;
}

/** Names of the variables that decide which fields there are; undefined if the operation is not to be compiled. */
export function conditionsOf(operation: OperationDefinitionNode, fragments: Fragments): string[] | undefined {
  const conditions = new Set<string>();
  const seen = new Set<SelectionSetNode>();
  const open: SelectionSetNode[] = [operation.selectionSet];
  for (let set = open.pop(); set; set = open.pop()) {
    if (seen.has(set)) continue;
    seen.add(set);
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD && introspection.has(selection.name.value)) return undefined;
      for (const condition of conditionsAt(selection)) {
        if (condition === undefined) return undefined;
        if (typeof condition === 'string') conditions.add(condition);
      }
      const inside = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value]?.selectionSet : selection.selectionSet;
      if (inside) open.push(inside);
    }
  }
  return [...conditions];
}

const introspection = new Set([SchemaMetaFieldDef.name, TypeMetaFieldDef.name]);

/** Name of a variable, or the constant; undefined for what only a document that was never validated says. */
export type Condition = string | boolean | undefined;

export function conditionAt(selection: SelectionNode, directive: 'skip' | 'include'): { is: Condition } | undefined {
  const { directives } = selection;
  if (!directives || directives.length === 0) return undefined;
  const found = directives.find(({ name }) => name.value === directive);
  if (!found) return undefined;
  const value = found.arguments?.find(({ name }) => name.value === 'if')?.value;
  if (value?.kind === Kind.BOOLEAN) return { is: value.value };
  return { is: value?.kind === Kind.VARIABLE ? value.name.value : undefined };
}

function conditionsAt(selection: SelectionNode): Condition[] {
  return [conditionAt(selection, 'skip'), conditionAt(selection, 'include')].flatMap((found) => (found ? [found.is] : []));
}

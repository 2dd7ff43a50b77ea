/**
 * Plugin `collectgraph/codegen`: typed documents, one constant for each operation and fragment, for the types
 * that `typescript-operations` writes into the same file.
 *
 * Options: `client` (where `TypedDocument` comes from; `collectgraph/client`), and `resume`, for subscriptions
 * that can go on where they broke off: `{ EventReceived: { variable: after, cursor: eventReceived.cursor } }`.
 */
import { print, stripIgnoredCharacters, visit } from 'graphql';
import type { ASTNode, GraphQLSchema } from 'graphql';
import type { DocumentFacts } from '../document.ts';
import type { Definitions, DocumentFile, Output } from './typed.ts';
import { definitionsOf, namesOf } from './typed.ts';

export interface DocumentsConfig {
  client?: string;
  resume?: Readonly<Record<string, { variable: string; cursor: string }>>;
}

export function plugin(_schema: GraphQLSchema, files: DocumentFile[], config: DocumentsConfig): Output {
  const { client = 'collectgraph/client', resume = {} } = config;
  const definitions = definitionsOf(files);
  const constant = (name: string, types: string, facts: DocumentFacts): string => `export const ${name} = /* @__PURE__ */ new TypedDocument<${types}>(${JSON.stringify(facts)});`;
  const fragments = [...definitions.fragments.values()].map((fragment) => {
    const name = fragment.name.value;
    return constant(`${name}FragmentDoc`, `${name}Fragment, never`, { kind: 'fragment', name, text: textOf(fragment, definitions) });
  });
  const operations = definitions.operations.map((operation) => {
    const { name, kind, result, variables, document } = namesOf(operation);
    return constant(document, `${result}, ${variables}`, { kind, name, text: textOf(operation, definitions), ...(resume[name] && { resume: resume[name] }) });
  });
  return { prepend: [`import { TypedDocument } from ${JSON.stringify(client)};`], content: [...fragments, ...operations].join('\n') };
}

/** The definition and every fragment that it needs, each once. */
function textOf(definition: ASTNode, { fragments }: Definitions): string {
  const needed = new Set<string>();
  const collect = (node: ASTNode): void => {
    visit(node, {
      FragmentSpread({ name: { value } }) {
        const fragment = fragments.get(value);
        if (!fragment) throw new Error(`There is no fragment ${value}: expected its file among the documents.`);
        if (needed.has(value)) return;
        needed.add(value);
        collect(fragment);
      },
    });
  };
  collect(definition);
  return [definition, ...[...needed].map((name) => fragments.get(name)!)].map((node) => stripIgnoredCharacters(print(node))).join(' ');
}

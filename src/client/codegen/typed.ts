/** What the plugins share: the operations and fragments of the documents, and the names of their types. */
import { Kind } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, OperationDefinitionNode } from 'graphql';

export interface DocumentFile {
  document?: DocumentNode;
}

export interface Definitions {
  operations: (OperationDefinitionNode & { name: NonNullable<OperationDefinitionNode['name']> })[];
  fragments: Map<string, FragmentDefinitionNode>;
}

/** Throws an Error of one sentence for an operation without a name. */
export function definitionsOf(files: readonly DocumentFile[]): Definitions {
  const found: Definitions = { operations: [], fragments: new Map() };
  for (const definition of files.flatMap(({ document }) => document?.definitions ?? [])) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) found.fragments.set(definition.name.value, definition);
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    if (!definition.name) throw new Error('An operation has no name: expected one, for its hook is called after it.');
    found.operations.push(definition as Definitions['operations'][number]);
  }
  found.operations.sort((a, b) => (a.name.value < b.name.value ? -1 : 1));
  return found;
}

const words = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const;

/** `DebtorOverview` -> `DebtorOverviewQuery`, `DebtorOverviewQueryVariables`, `DebtorOverviewDocument`, `useDebtorOverviewQuery`. */
export function namesOf({ name, operation }: Definitions['operations'][number]) {
  const result = `${name.value}${words[operation]}`;
  return { name: name.value, kind: operation, result, variables: `${result}Variables`, document: `${name.value}Document`, hook: `use${result[0]!.toUpperCase()}${result.slice(1)}` };
}

/** What a plugin gives back. */
export interface Output {
  prepend: string[];
  content: string;
}

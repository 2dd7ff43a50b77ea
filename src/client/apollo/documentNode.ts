/** A typed document in the form of a syntax tree, for Apollo Client and whoever else takes one. Parsed once for each document. */
import type { DocumentNode } from 'graphql';
import { parse } from 'graphql';
import type { TypedDocument } from '../document.ts';

/** As `TypedDocumentNode` of @graphql-typed-document-node/core. */
export type TypedNode<Result, Variables> = DocumentNode & { __apiType?: (variables: Variables) => Result };

export function documentNode<Result, Variables>(document: TypedDocument<Result, Variables>): TypedNode<Result, Variables> {
  return parse(String(document), { noLocation: true });
}

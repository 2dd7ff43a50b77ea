/**
 * What graphql-js says of a document that it refuses, without the values that stand in it: a client that writes
 * values into its documents writes a debtor's data there. Names stay, and so does the place, which says the rest.
 */
import { GraphQLError, Kind, print } from 'graphql';
import type { ASTNode } from 'graphql';

const mark = '(withheld)';

/** Of a document that is no GraphQL: the token that was met, without its text. */
export function withoutTokens(message: string): string {
  // The description of the token stands last.
  return message.replace(/\b(String|BlockString|Int|Float|Comment) ".*"/s, (_, kind: string) => `${kind} ${mark}`);
}

/** Of a document that does not fit the schema: the values that the error is about. */
export function withoutLiterals(message: string, error: unknown): string {
  const nodes = error instanceof GraphQLError ? (error.nodes ?? []) : [];
  return nodes.flatMap(literalsOf).reduce((text, literal) => text.replaceAll(alone(literal), () => mark), message);
}

/** A number is no part of a word. */
function alone(literal: string): RegExp {
  const text = literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(/^\w/.test(literal) ? `(?<!\\w)${text}(?!\\w)` : text, 'g');
}

/** The longest first: a list before its items. */
function literalsOf(node: ASTNode): string[] {
  if (node.kind === Kind.STRING) return [print({ ...node, block: false }), print(node), node.value].filter((text) => text.length > 1);
  if (node.kind === Kind.INT || node.kind === Kind.FLOAT) return [node.value];
  if (node.kind === Kind.LIST) return [print(node), ...node.values.flatMap(literalsOf)];
  if (node.kind === Kind.OBJECT) return [print(node), ...node.fields.flatMap(({ value }) => literalsOf(value))];
  return node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD ? literalsOf(node.value) : [];
}

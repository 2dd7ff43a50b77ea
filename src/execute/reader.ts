/**
 * Resolvers that only read a member of their source. There are dozens of them for each that makes a call, so
 * they are called with less: no arguments of their own, and as `info` a place whose members are there to be
 * read, but not its own (a spread of it is empty).
 */
import type { GraphQLFieldResolver } from 'graphql';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type AnyResolver = GraphQLFieldResolver<any, any>;

const readers = new WeakSet<AnyResolver>();

/** Says of a resolver that it neither changes its arguments nor spreads its `info`, and keeps that only if it answers a promise. */
export function markReader<T extends AnyResolver>(resolve: T): T {
  readers.add(resolve);
  return resolve;
}

const serialized = new WeakSet<AnyResolver>();

/** Says of the resolver of a field of one scalar that what it answers, where it is neither null nor an Error, is what the scalar would make of it: it is not looked at twice. */
export function markSerialized<T extends AnyResolver>(resolve: T): T {
  serialized.add(resolve);
  return resolve;
}

export function isSerialized(resolve: AnyResolver): boolean {
  return serialized.has(resolve);
}

export function isReader(resolve: AnyResolver): boolean {
  return readers.has(resolve);
}

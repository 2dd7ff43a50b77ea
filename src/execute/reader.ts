/**
 * What a resolver says of itself, so that less is done for it.
 *
 * A reader only reads a member of its source. There are dozens of them for each that makes a call, so they are called
 * with less: no arguments of their own, and as `info` a place whose members are there to be read, but not its
 * own (a spread of it is empty).
 *
 * What is serialised already needs no second look: text was looked at twice, and free JSON walked through twice.
 */

/** Any resolver, whatever it takes. */
type AnyResolver = (...parts: never[]) => unknown;

const readers = new WeakSet<AnyResolver>();
const serialized = new WeakSet<AnyResolver>();

/** Says of a resolver that it neither changes its arguments nor spreads its `info`, and keeps that only if it answers a promise. */
export function markReader<T extends AnyResolver>(resolve: T): T {
  readers.add(resolve);
  return resolve;
}

export function isReader(resolve: AnyResolver): boolean {
  return readers.has(resolve);
}

/** Says of the resolver of a field of one scalar that what it answers, where it is neither null nor an Error, is what the scalar would make of it. */
export function markSerialized<T extends AnyResolver>(resolve: T): T {
  serialized.add(resolve);
  return resolve;
}

export function isSerialized(resolve: AnyResolver): boolean {
  return serialized.has(resolve);
}

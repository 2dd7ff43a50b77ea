/**
 * The types of the graph by name, in the order in which the operations reach them.
 *
 * The same declaration is defined once. Two declarations may share a name when they mean the same
 * type, word for word; a name that would mean two shapes is refused, never numbered.
 */
import { Kind, parse, specifiedScalarTypes } from 'graphql';
import { directiveDefinitions, scalarDefinitions } from '../rest/directives.ts';
import { isName, pascal, suggestion } from './names.ts';
import type { Work } from './work.ts';
import { refuse } from './work.ts';

export interface Definition {
  pointer: string;
  /** Printed without its own and its fields' descriptions: what two declarations are compared by. */
  shape: string;
  text: string;
}

interface Declared {
  pointer: string;
  identity: string;
  /** What it is, in a sentence: `an item with the key "ref"`. */
  what: string;
  /** The overlay key that would give it another name, and where it would stand. */
  key: string;
  at: string;
  build: () => Definition;
}

export interface Definitions {
  byName: Map<string, Declared[]>;
  queue: Declared[];
}

export const noDefinitions = (): Definitions => ({ byName: new Map(), queue: [] });

/** Names that the graph's own language or GraphQL itself has given away. */
const taken: ReadonlySet<string> = new Set([
  ...specifiedScalarTypes.map((type) => type.name),
  'Query', 'Mutation', 'Subscription', 'BulkError',
  ...parse(directiveDefinitions + scalarDefinitions).definitions.flatMap((node) =>
    'name' in node && node.name && node.kind !== Kind.DIRECTIVE_DEFINITION ? [node.name.value] : []),
]);

/**
 * Defines a type, once for each `identity`; `build` prints it later, so that types may refer to
 * each other. `key` is the overlay key that would rename it, at `pointer` unless `at` says where.
 * `own` types are the graph's, under names that it has given away to itself.
 */
export function define(
  work: Work,
  options: { name: string; pointer: string; identity: string; what: string; key: string; at?: string | undefined; own?: boolean; build: () => Definition },
): void {
  const { name, pointer, identity, what, key, at = pointer, own = false, build } = options;
  const known = work.definitions.byName.get(name);
  if (known?.some((one) => one.identity === identity)) return;
  if (!known && !own) {
    if (!isName(name)) {
      refuse(work, { pointer, found: `the type name "${name}"`, expected: 'a GraphQL name', overlay: { update: { [key]: pascal(suggestion(name, 'type')) } } });
    } else if (taken.has(name)) {
      refuse(work, { pointer, found: `the type name ${name}`, expected: 'a name that the graph does not use itself', overlay: { update: { [key]: `${pascal(work.name)}${name}` } } });
    }
  }
  const declared = { pointer, identity, what, key, at, build };
  work.definitions.byName.set(name, [...(known ?? []), declared]);
  work.definitions.queue.push(declared);
}

/** The action that gives one of two declarations another name, without renaming the other too. */
function rename(name: string, one: Declared, other: Declared): { at: string; update: Record<string, string> } {
  const both = [one.key, other.key];
  const apart = one.at === one.pointer && other.at !== other.pointer ? other : one;
  if (one.pointer === other.pointer && both.includes('x-graphql-type-name') && both.includes('x-graphql-input-type-name') && /.Input$/.test(name)) {
    // An answer that is called an input loses the word: its twin keeps the name.
    return { at: one.pointer, update: { 'x-graphql-type-name': name.replace(/Input$/, '') } };
  }
  return { at: apart.at, update: { [apart.key]: `Other${name}` } };
}

/** Builds what is declared until nothing new is reached, and answers the printed types. */
export function finish(work: Work): string[] {
  const built = new Map<Declared, Definition>();
  // Building declares further types, which join the end of the same queue.
  for (const declared of work.definitions.queue) built.set(declared, declared.build());
  const texts: string[] = [];
  for (const [name, declarations] of work.definitions.byName) {
    const [first, ...others] = declarations.map((declared) => ({ declared, definition: built.get(declared) }));
    if (!first?.definition) throw new Error(`type ${name} was declared and never built`);
    texts.push(first.definition.text);
    for (const { declared, definition } of others) {
      if (!definition || definition.shape === first.definition.shape) continue;
      refuse(work, {
        pointer: declared.pointer,
        found: `the type name ${name} for ${declared.what} that differs from ${first.declared.what} of ${first.declared.pointer}`,
        expected: 'one shape for each name',
        overlay: rename(name, declared, first.declared),
      });
    }
  }
  return texts;
}

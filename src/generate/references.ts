/**
 * Follows `$ref`s within the document and gathers what stands beside them. Files beside the
 * document are part of it by then; an address on the network is refused, generation needs no internet.
 */
import type { JsonObject, Place } from './place.ts';
import { below, isObject, member, segments } from './place.ts';
import type { Work } from './work.ts';
import { refuse, rootOf } from './work.ts';

/** Keywords that change what a schema accepts, when they stand beside a `$ref`. */
const structural = ['type', 'properties', 'items', 'prefixItems', 'additionalProperties', 'patternProperties', 'enum', 'const', 'allOf', 'oneOf', 'anyOf', 'required', 'format'];

export const hasStructure = (schema: JsonObject): boolean => structural.some((key) => schema[key] !== undefined);

/** The place that a chain of `$ref`s ends at, and the annotations on the way, the nearest first. */
export function follow(work: Work, place: Place): { home: Place; notes: JsonObject } | undefined {
  const notes: JsonObject = {};
  const seen = new Set<string>();
  let home = place;
  for (;;) {
    if (isObject(home.value)) annotate(notes, home.value);
    const reference = isObject(home.value) ? home.value.$ref : undefined;
    if (typeof reference !== 'string') return { home, notes };
    if (!work.legacy && hasStructure(home.value as JsonObject)) return { home, notes };
    if (seen.has(home.pointer)) {
      refuse(work, { pointer: home.pointer, found: 'a $ref that leads back to itself', expected: 'one that ends at a value', overlay: { at: `${home.pointer}/$ref`, remove: true } });
      return undefined;
    }
    seen.add(home.pointer);
    const next = target(work, home, reference);
    if (!next) return undefined;
    home = next;
  }
}

/** What one `$ref` points at. */
export function target(work: Work, from: Place, reference: string): Place | undefined {
  const place = reference.startsWith('#/') || reference === '#' ? below(rootOf(work), ...segments(decoded(reference.slice(1)))) : undefined;
  if (place && place.value !== undefined) return place;
  refuse(work, {
    pointer: from.pointer,
    found: `the $ref "${reference}" that ${reference.startsWith('#') ? 'points at nothing' : 'leads out of the document'}`,
    expected: 'a JSON pointer into the document',
    overlay: { at: reference === member(from.value, '$ref') ? `${from.pointer}/$ref` : from.pointer, remove: true },
  });
  return undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Keywords that describe the use of a schema and not its shape. */
const annotations = new Set(['description', 'title', 'deprecated', 'default', 'readOnly', 'writeOnly', 'nullable']);

/** Overlay keys that belong to the place where they stand and not to every `$ref` to it. */
const local = new Set(['x-graphql-field-name', 'x-graphql-ignore', 'x-graphql-inherit', 'x-graphql-non-null', 'x-graphql-phrase', 'x-graphql-phrase-after', 'x-graphql-money']);

function annotate(notes: JsonObject, schema: JsonObject): void {
  for (const [key, value] of Object.entries(schema)) {
    if (Object.hasOwn(notes, key) || local.has(key)) continue;
    if (annotations.has(key) || key.startsWith('x-graphql-')) notes[key] = value;
  }
}

/** Objects of the document other than schemas that may stand behind a `$ref`: parameters, bodies, answers. */
export const resolve = (work: Work, place: Place): Place => follow({ ...work, legacy: true }, place)?.home ?? { value: undefined, pointer: place.pointer };

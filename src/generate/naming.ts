/**
 * Type names. A component keeps its name; a schema written in place is named after the component or
 * operation that declares it and the properties on the way, so that one declaration has one name
 * wherever it is used.
 */
import { pascal } from './names.ts';
import { ownKind } from './own-shapes.ts';
import type { Place } from './place.ts';
import { member, segments } from './place.ts';
import type { Reading } from './schemas.ts';
import type { Work } from './work.ts';

export type Side = 'out' | 'in';

const keywords = new Set(['properties', 'items', 'prefixItems', 'allOf', 'oneOf', 'anyOf', 'additionalProperties', 'patternProperties', '$defs', 'definitions', 'type']);

/** The document's name of what stands at a place, without the overlay's word. */
export function baseName(work: Work, pointer: string): string {
  const known = work.names.get(pointer);
  if (known !== undefined) return known;
  const path = segments(pointer);
  let { name, length } = start(work, path);
  let value: unknown = path.slice(0, length).reduce<unknown>(member, work.root);
  name = renamed(value) ?? name;
  while (length < path.length) {
    const keyword = path[length]!;
    const map = value;
    value = member(value, keyword);
    length += 1;
    if (keyword === 'additionalProperties') {
      name += isItem(map, value) ? 'Item' : 'ItemValue';
    } else if (keyword !== 'items') {
      const key = path[length] ?? '';
      value = member(value, key);
      length += 1;
      name = step(name, keyword, key, value);
    }
    name = renamed(value) ?? name;
  }
  work.names.set(pointer, name);
  return name;
}

/** Whether a map's value gives its fields to the item, or stands in a field of it. */
function isItem(map: unknown, value: unknown): boolean {
  const object = ownKind(value) === 'object' || member(value, 'allOf') !== undefined;
  const type = member(value, 'type');
  const nullable = member(value, 'nullable') === true || (Array.isArray(type) && type.includes('null'));
  return object && !nullable && member(map, 'x-graphql-value') === undefined;
}

function step(name: string, keyword: string, key: string, value: unknown): string {
  const title = member(value, 'title');
  if (keyword === 'properties') return name + pascal(text(member(value, 'x-graphql-field-name')) ?? key);
  if (keyword === '$defs' || keyword === 'definitions') return name + pascal(key);
  if (keyword === 'patternProperties') return `${name}Item`;
  if (keyword === 'prefixItems') return name + pascal(text(title) ?? '');
  if (keyword === 'oneOf' || keyword === 'anyOf') return text(title) === undefined ? name : pascal(text(title)!);
  return name;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const renamed = (value: unknown): string | undefined => text(member(value, 'x-graphql-type-name'));

/** The name that a pointer starts with, and how many of its segments it takes. */
function start(work: Work, path: string[]): { name: string; length: number } {
  for (let length = path.length; length > 0; length -= 1) {
    const base = work.bases.get(pointerOf(path.slice(0, length)));
    if (base !== undefined) return { name: base, length };
  }
  const components = path.indexOf('components');
  if (components >= 0 && components <= 2 && path.length > components + 2) {
    const schemas = path[components + 1] === 'schemas';
    const first = schemas ? -1 : path.indexOf('schema', components + 3);
    return { name: pascal(path[components + 2]!), length: first > 0 ? first + 1 : components + 3 };
  }
  // A file beside the document: named after the last word before the schema's own keywords.
  if ((path[2] === 'definitions' || path[2] === '$defs') && path[3] !== undefined) return { name: pascal(path[3]), length: 4 };
  let length = Math.min(2, path.length);
  while (length < path.length && !keywords.has(path[length]!)) length += 1;
  const last = path[length - 1] ?? '';
  return { name: pascal((last.split('/').at(-1) ?? '').replace(/\.(ya?ml|json)$/, '')), length };
}

const pointerOf = (path: string[]): string => path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The graph's name of a type: the overlay's word, else the document's; input twins end in `Input`. */
export function typeName(work: Work, reading: Pick<Reading, 'home' | 'notes'>, side: Side): string {
  const name = text(reading.notes['x-graphql-type-name']) ?? baseName(work, reading.home.pointer);
  return side === 'out' ? name : (text(reading.notes['x-graphql-input-type-name']) ?? twin(name));
}

export const twin = (name: string): string => (name.endsWith('Input') ? name : `${name}Input`);

/** A component's own name in the document, whatever the overlay calls its type. */
export function documentName(place: Place): string | undefined {
  const path = segments(place.pointer);
  const at = path.lastIndexOf('schemas');
  if (at >= 0 && path[at - 1] === 'components' && path.length === at + 2) return path[at + 1];
  return undefined;
}

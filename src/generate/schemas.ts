/**
 * What a schema of the document means, whatever way it is written: `$ref`s followed, `nullable` and
 * null branches taken out, `allOf` flattened, alternatives told apart. A reading is the same for
 * answers and bodies; it knows no graph type yet.
 */
import { branchesOf, isNull, readAlternatives } from './alternatives.ts';
import { readAllOf } from './flatten.ts';
import { ownKind, ownShape } from './own-shapes.ts';
import type { JsonObject, Place } from './place.ts';
import { isObject, member } from './place.ts';
import { follow } from './references.ts';
import { subtypes } from './subtypes.ts';
import type { Work } from './work.ts';
import { refuse } from './work.ts';

export type ScalarType = 'string' | 'number' | 'integer' | 'boolean';

export type Shape =
  /** Any JSON value. */
  | { kind: 'any' }
  /** An object without declared members. */
  | { kind: 'free' }
  | { kind: 'scalar'; type: ScalarType; format?: string | undefined; values?: unknown[] | undefined }
  | { kind: 'enum'; values: string[] }
  | { kind: 'list'; items: Place }
  | { kind: 'tuple'; items: Place[] }
  | { kind: 'map'; values: Place }
  | { kind: 'object'; fields: Property[]; union?: Reading | undefined }
  | { kind: 'union'; members: Reading[]; discriminator?: Place | undefined };

export interface Property {
  wire: string;
  place: Place;
  required: boolean;
}

export interface Reading {
  shape: Shape;
  /** Where the shape is declared, after all `$ref`s: what gives it its name. */
  home: Place;
  /** Annotations and overlay keys on the way there, the nearest first. */
  notes: JsonObject;
  nullable: boolean;
  /** Where an overlay names this use alone, when that is not where the shape is declared. */
  use?: string | undefined;
}

/** Reads the schema at a place; a schema that cannot be read is refused and reads as any value. */
export function read(work: Work, place: Place): Reading {
  const known = work.readings.get(place.pointer);
  if (known) return known;
  const anything: Reading = { shape: { kind: 'any' }, home: place, notes: {}, nullable: false };
  if (known === null) {
    refuse(work, { pointer: place.pointer, found: 'a composition that contains itself', expected: 'one that ends', overlay: { update: { 'x-graphql-json': true } } });
    return anything;
  }
  work.readings.set(place.pointer, null);
  const reading = readOnce(work, place) ?? anything;
  work.readings.set(place.pointer, reading);
  return reading;
}

function readOnce(work: Work, place: Place): Reading | undefined {
  const followed = follow(work, place);
  if (!followed) return undefined;
  const { home, notes } = followed;
  const nullable = isNullable(home.value) || notes.nullable === true || branchesOf(home).some((branch) => isNull(work, branch));
  const reading = { home, notes, nullable };
  if (notes['x-graphql-json'] === true) return { ...reading, shape: { kind: ownKind(home.value) === 'object' ? 'free' : 'any' } };
  // What nothing is said of may be null too.
  if (home.value === true || home.value === undefined) return { ...reading, nullable: true, shape: { kind: 'any' } };
  if (!isObject(home.value)) {
    refuse(work, { pointer: home.pointer, found: `${JSON.stringify(home.value)} for a schema`, expected: 'an object', overlay: { remove: true } });
    return undefined;
  }
  const stood = subtypes(work, home);
  if (stood.length > 0) return readAlternatives(work, { reading, branches: stood });
  const composed = composition(home.value);
  if (composed === 'allOf') return readAllOf(work, { reading });
  if (composed === 'alternatives') return readAlternatives(work, { reading, branches: branchesOf(home) });
  const shape = ownShape(work, home);
  return { ...reading, nullable: nullable || (shape.kind === 'any' && ownKind(home.value) === 'any'), shape };
}

/** How a schema is put together: of parts, of alternatives alone, or not at all. */
export function composition(schema: JsonObject): 'allOf' | 'alternatives' | 'none' {
  const alternatives = Array.isArray(schema.oneOf) || Array.isArray(schema.anyOf) || types(schema).length > 1;
  if (Array.isArray(schema.allOf) || typeof schema.$ref === 'string') return 'allOf';
  if (!alternatives) return 'none';
  const beside = isObject(schema.properties) || (Array.isArray(schema.oneOf) && Array.isArray(schema.anyOf));
  return beside ? 'allOf' : 'alternatives';
}

/** The types of a schema other than null. */
export function types(schema: unknown): string[] {
  const type = member(schema, 'type');
  const list = Array.isArray(type) ? type : [type];
  return list.filter((one): one is string => typeof one === 'string' && one !== 'null');
}

function isNullable(schema: unknown): boolean {
  const type = member(schema, 'type');
  const values = member(schema, 'enum');
  return member(schema, 'nullable') === true || type === 'null' || member(schema, 'const') === null
    || (Array.isArray(type) && type.includes('null')) || (Array.isArray(values) && values.includes(null) && type === undefined);
}

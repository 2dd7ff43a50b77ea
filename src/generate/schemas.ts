/**
 * What a schema of the document means, whatever way it is written: `$ref`s followed, `nullable` and
 * null branches taken out, `allOf` flattened, alternatives told apart. A reading is the same for
 * answers and bodies; it knows no graph type yet.
 */
import { branchesOf, isNull, readAlternatives } from './alternatives.ts';
import { readAllOf } from './flatten.ts';
import { follow } from './references.ts';
import type { JsonObject, Place } from './place.ts';
import { below, isObject, items, member, members } from './place.ts';
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
  if (home.value === true || home.value === undefined) return { ...reading, shape: { kind: 'any' } };
  if (!isObject(home.value)) {
    refuse(work, { pointer: home.pointer, found: `${JSON.stringify(home.value)} for a schema`, expected: 'an object', overlay: { remove: true } });
    return undefined;
  }
  const stood = subtypes(work, home);
  if (stood.length > 0) return readAlternatives(work, { reading, branches: stood });
  const composed = composition(home.value);
  if (composed === 'allOf') return readAllOf(work, { reading });
  if (composed === 'alternatives') return readAlternatives(work, { reading, branches: branchesOf(home) });
  return { ...reading, shape: ownShape(work, home) };
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

/** What a schema's own keywords, without its composition, speak of. */
export function ownKind(schema: unknown): 'object' | 'list' | 'scalar' | 'any' {
  if (member(schema, 'enum') !== undefined || member(schema, 'const') !== undefined) return 'scalar';
  const [type] = types(schema);
  if (type === 'object' || type === 'array') return type === 'object' ? 'object' : 'list';
  if (type !== undefined) return 'scalar';
  if (['properties', 'additionalProperties', 'patternProperties'].some((key) => isObject(member(schema, key)))) return 'object';
  if (member(schema, 'items') !== undefined || member(schema, 'prefixItems') !== undefined) return 'list';
  return 'any';
}

/** The shape of a schema that is not composed. */
export function ownShape(work: Work, home: Place): Shape {
  const kind = ownKind(home.value);
  if (kind === 'object') return objectShape(work, home);
  if (kind === 'list') return listShape(work, home);
  if (kind === 'scalar') return scalarShape(work, home);
  return { kind: 'any' };
}

function objectShape(work: Work, home: Place): Shape {
  const required = requiredOf(home.value);
  const fields = members(below(home, 'properties')).flatMap(({ key, place }) =>
    place.value === false ? [] : [{ wire: key, place, required: required.has(key) }]);
  const hidden = members(below(home, 'dependentSchemas')).map(({ place }) => place).concat(below(home, 'then'), below(home, 'else'))
    .flatMap((branch) => members(below(branch, 'properties')))
    .find(({ key }) => !fields.some((field) => field.wire === key));
  if (hidden) {
    refuse(work, {
      pointer: hidden.place.pointer,
      found: `the property ${JSON.stringify(hidden.key)} under a condition`,
      expected: 'it among the properties of the schema itself',
      overlay: { at: home.pointer, update: { properties: { [hidden.key]: hidden.place.value } } },
    });
  }
  const values = mapValues(work, home);
  if (fields.length === 0) return values ? { kind: 'map', values } : { kind: 'free' };
  if (values) {
    refuse(work, {
      pointer: home.pointer,
      found: 'properties beside a schema for all others',
      expected: 'an object or a map',
      overlay: { update: { 'x-graphql-json': true } },
    });
  }
  return { kind: 'object', fields };
}

export const requiredOf = (schema: unknown): Set<string> => {
  const required = member(schema, 'required');
  return new Set(Array.isArray(required) ? required.filter((name) => typeof name === 'string') : []);
};

/** The schema of a map's values; absent where an object says nothing about members that it does not name. */
function mapValues(work: Work, home: Place): Place | undefined {
  const patterns = members(below(home, 'patternProperties'));
  const additional = below(home, 'additionalProperties');
  const says = isObject(additional.value) && (Object.keys(additional.value).length > 0 || member(home.value, 'x-graphql-key') !== undefined);
  if (patterns.length > 1 || (patterns.length === 1 && says)) {
    refuse(work, {
      pointer: home.pointer,
      found: 'several schemas for members by their names',
      expected: 'one',
      overlay: { update: { 'x-graphql-json': true } },
    });
  }
  if (patterns[0]) return patterns[0].place;
  if (says) return additional;
  return member(home.value, 'x-graphql-key') === undefined || isObject(member(home.value, 'properties')) ? undefined : { value: {}, pointer: additional.pointer };
}

function listShape(work: Work, home: Place): Shape {
  const positions = items(below(home, 'prefixItems'));
  const rest = below(home, 'items');
  if (positions.length === 0) return { kind: 'list', items: rest };
  if (isObject(rest.value)) {
    refuse(work, {
      pointer: home.pointer,
      found: 'a list with named places and further items',
      expected: 'places or items',
      overlay: { update: { 'x-graphql-json': true } },
    });
  }
  return { kind: 'tuple', items: positions };
}

function scalarShape(work: Work, home: Place): Shape {
  const schema = home.value as JsonObject;
  const listed = schema.const !== undefined ? [schema.const] : Array.isArray(schema.enum) ? schema.enum : undefined;
  const values = listed?.filter((value) => value !== null);
  const format = typeof schema.format === 'string' ? schema.format : typeof schema.contentMediaType === 'string' && schema.contentEncoding === undefined ? 'binary' : undefined;
  const [type] = types(schema);
  if (values === undefined) {
    if (isScalarType(type)) return { kind: 'scalar', type, format };
    refuse(work, { pointer: home.pointer, found: `the type "${String(type)}"`, expected: 'a type of JSON Schema', overlay: { update: { type: 'string' } } });
    return { kind: 'any' };
  }
  if (values.length > 0 && values.every((value) => typeof value === 'string') && (type === undefined || type === 'string')) return { kind: 'enum', values: [...new Set(values)] };
  const inferred = isScalarType(type) ? type : scalarTypeOf(values);
  return inferred && values.every((value) => typeof value !== 'object') ? { kind: 'scalar', type: inferred, format, values } : { kind: 'any' };
}

const isScalarType = (type: string | undefined): type is ScalarType =>
  type === 'string' || type === 'number' || type === 'integer' || type === 'boolean';

/** The one type of values that are no names of an enum. */
function scalarTypeOf(values: unknown[]): ScalarType | undefined {
  if (values.length === 0) return undefined;
  if (values.every((value) => typeof value === 'boolean')) return 'boolean';
  if (values.every((value) => typeof value === 'number')) return values.every(Number.isInteger) ? 'integer' : 'number';
  return values.every((value) => typeof value === 'string') ? 'string' : undefined;
}

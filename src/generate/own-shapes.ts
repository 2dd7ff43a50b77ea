/** What a schema says with its own keywords, without its composition: an object, a map, a list, a tuple, a scalar, an enum. */
import type { JsonObject, Place } from './place.ts';
import { below, isObject, items, member, members } from './place.ts';
import type { ScalarType, Shape } from './schemas.ts';
import { types } from './schemas.ts';
import type { Work } from './work.ts';
import { refuse } from './work.ts';

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

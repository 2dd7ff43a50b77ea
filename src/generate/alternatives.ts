/**
 * Reads `oneOf`, `anyOf` and lists of types: what may be null, what is one type after all, what is a
 * union. What remains can only be told by an overlay, and is refused with the line that tells it.
 */
import type { Place } from './place.ts';
import { below, isObject, items, member } from './place.ts';
import { follow } from './references.ts';
import { scalarName } from './scalars.ts';
import type { Reading, Shape } from './schemas.ts';
import { read, types } from './schemas.ts';
import type { Work } from './work.ts';
import { refuse } from './work.ts';

/** The alternatives of a schema; of a list of types, one schema for each. */
export function branchesOf(home: Place): Place[] {
  for (const key of ['oneOf', 'anyOf']) {
    const branches = items(below(home, key));
    if (branches.length > 0) return branches;
  }
  const schema = isObject(home.value) ? home.value : {};
  return types(schema).length > 1
    ? types(schema).map((type, index) => ({ value: { ...schema, type }, pointer: below(home, 'type', index).pointer }))
    : [];
}

/** Whether a schema allows null and nothing else. */
export function isNull(work: Work, place: Place): boolean {
  const schema = follow(work, place)?.home.value;
  const values = member(schema, 'enum');
  return member(schema, 'type') === 'null' || member(schema, 'const') === null || (Array.isArray(values) && values.length === 1 && values[0] === null);
}

export function readAlternatives(work: Work, options: { reading: Omit<Reading, 'shape'>; branches: Place[] }): Reading {
  const { reading, branches } = options;
  const live = branches.filter((branch) => !isNull(work, branch));
  const readings = distinct(live.map((branch) => read(work, branch)));
  const nullable = reading.nullable || live.length < branches.length || readings.some((one) => one.nullable);
  const whole = { ...reading, nullable };
  const as = (one: Reading): Reading => ({ ...one, notes: { ...one.notes, ...reading.notes }, nullable });

  const [only] = readings;
  if (!only) return { ...whole, shape: { kind: 'any' } };
  if (readings.length === 1) return as(only);

  const bare = reading.notes['x-graphql-bare'];
  const objects = readings.filter((one) => one.shape.kind === 'object');
  if (typeof bare === 'string' && objects.length === 1 && objects[0]) return { ...as(objects[0]), use: reading.home.pointer };

  const list = oneOrMany(work, readings);
  if (list) return { ...as(list), home: reading.home };
  const shape = scalars(readings) ?? union(readings, below(reading.home, 'discriminator'));
  if (shape) return { ...whole, shape };
  if (readings.some((one) => one.shape.kind === 'any') || readings.every((one) => one.shape.kind === 'free')) {
    return { ...whole, shape: readings.every((one) => one.shape.kind === 'free') ? { kind: 'free' } : { kind: 'any' } };
  }
  const property = objects.length === 1 && objects[0]?.shape.kind === 'object' ? objects[0].shape.fields[0]?.wire : undefined;
  refuse(work, {
    pointer: reading.home.pointer,
    found: `alternatives of different kinds (${readings.map((one) => one.shape.kind).join(', ')})`,
    expected: 'all of them objects, all of them scalars, or one value or a list of it',
    overlay: { update: property === undefined ? { 'x-graphql-json': true } : { 'x-graphql-bare': property } },
  });
  return { ...whole, shape: { kind: 'any' } };
}

function distinct(readings: Reading[]): Reading[] {
  return [...new Map(readings.map((one) => [one.home.pointer, one])).values()];
}

/** `oneOf(T, list of T)`: always a list; a lone value is read as a list of one. */
function oneOrMany(work: Work, readings: Reading[]): Reading | undefined {
  const [list, one] = [...readings].sort((a, b) => Number(b.shape.kind === 'list') - Number(a.shape.kind === 'list'));
  if (readings.length !== 2 || list?.shape.kind !== 'list' || !one || one.shape.kind === 'list') return undefined;
  const home = follow(work, list.shape.items)?.home;
  if (home?.pointer === one.home.pointer) return list;
  if (!home || work.readings.get(home.pointer) === null) return undefined;
  const item = read(work, list.shape.items);
  if (item.shape.kind === 'scalar' && one.shape.kind === 'scalar' && scalarName(item.shape) === scalarName(one.shape)) return list;
  const same = item.shape.kind === one.shape.kind && JSON.stringify(home.value) === JSON.stringify(one.home.value);
  return same ? list : undefined;
}

/** Alternatives that are all scalars: one scalar that holds them all. */
function scalars(readings: Reading[]): Shape | undefined {
  const shapes = readings.map((one) => one.shape);
  if (shapes.every((shape) => shape.kind === 'enum')) {
    // A list of constants, each with its description, is the way to describe the values of an enum.
    const constants = readings.every((one) => member(one.home.value, 'const') !== undefined);
    if (constants) return { kind: 'enum', values: [...new Set(shapes.flatMap((shape) => shape.values))] };
  }
  if (!shapes.every((shape) => shape.kind === 'scalar' || shape.kind === 'enum')) return undefined;
  const kinds = new Set(shapes.map((shape) => (shape.kind === 'enum' ? 'String' : scalarName(shape))));
  const [first] = shapes;
  if (kinds.size === 1 && first?.kind === 'scalar') return { ...first, values: undefined };
  const is = (...names: string[]): boolean => [...kinds].every((kind) => names.includes(kind));
  if (is('Int', 'SafeInt')) return { kind: 'scalar', type: 'integer' };
  if (is('Int', 'SafeInt', 'Float')) return { kind: 'scalar', type: 'number' };
  if (is('Int', 'SafeInt', 'Float', 'Decimal')) return { kind: 'scalar', type: 'number', format: 'decimal' };
  return kinds.has('Boolean') ? { kind: 'any' } : { kind: 'scalar', type: 'string' };
}

/** Alternatives that are all objects; those of a union among them are alternatives too. */
function union(readings: Reading[], discriminator: Place): Shape | undefined {
  if (!readings.every((one) => one.shape.kind === 'object' || one.shape.kind === 'union')) return undefined;
  const members = distinct(readings.flatMap((one) => (one.shape.kind === 'union' ? one.shape.members : [one])));
  return { kind: 'union', members, ...(isObject(discriminator.value) && { discriminator }) };
}

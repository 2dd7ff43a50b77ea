/**
 * A value of the wire -> the value of the graph, by functions compiled once from the field's type and rules.
 *
 * Objects are passed on as they were parsed and lists are copied only where an item changes; what is inside
 * them is read when it is asked for. A value that does not fit is an error value in its place.
 */
import {
  getNamedType, getNullableType, isEnumType, isListType, isNonNullType, isObjectType, isUnionType,
  type GraphQLEnumType, type GraphQLObjectType, type GraphQLOutputType, type GraphQLResolveInfo,
} from 'graphql';
import { setOwn } from '../json/main.ts';
import type { RequestContext } from '../context.ts';
import type { Build } from './build.ts';
import { ExactNumber } from './exact-json.ts';
import { leaves } from './leaves.ts';
import { misfit, type Place } from './misfit.ts';
import type { FieldRules, MapRule } from './rules.ts';
import { SchemaError } from './schema-error.ts';

/** Reads a value that is neither null nor undefined; answers the graph's value, or an Error in its place. */
export type Read = (value: unknown, context: RequestContext, info: GraphQLResolveInfo) => unknown;

export interface ReadOptions {
  build: Build;
  type: GraphQLOutputType;
  rules: Pick<FieldRules, 'map' | 'flatten' | 'freeform'>;
  /** For messages at build: `receeve.graphql: Account.meta`. */
  where: string;
  place: Place;
  /** Whether a lone value may stand for a list of one. */
  lone: boolean;
}

export function compileRead(options: ReadOptions): Read {
  const { rules, where } = options;
  const type = getNullableType(options.type);
  if (rules.map) return mapReader(options, rules.map);
  if (isListType(type)) {
    const item = compileRead({ ...options, type: type.ofType, rules: { ...rules, flatten: false }, lone: true });
    const list = listReader({ ...options, item, keepNull: !isNonNullType(type.ofType) });
    return rules.flatten ? (value, context, info) => list(Array.isArray(value) ? value.flat() : value, context, info) : list;
  }
  if (rules.flatten) throw new SchemaError(where, `@flatten is for lists, but this is ${String(options.type)}.`);
  if (isObjectType(type)) return objectReader(options, type);
  if (isUnionType(type)) return (value) => value;
  if (isEnumType(type)) return enumReader(options, type);
  if (type.name === 'Upload') throw new SchemaError(where, 'Upload is for input; an answer cannot hold one.');
  if (rules.freeform && type.name !== 'JSON') throw new SchemaError(where, `@freeform is for JSON, but this is ${String(options.type)}.`);
  return leafReader(options, type.name, rules.freeform ? freeform : undefined);
}

function leafReader({ where, place }: ReadOptions, name: string, before: ((value: unknown) => unknown) | undefined): Read {
  const leaf = leaves[name];
  if (!leaf) throw new SchemaError(where, `${name} is no scalar that can be read; found none of ${Object.keys(leaves).join(', ')}.`);
  return (value, context, info) => {
    const read = leaf.read(before ? before(value) : value);
    return read === undefined ? misfit({ place, expected: leaf.expected, value, context, info }) : read;
  };
}

/** Text that holds a JSON object is that object; an empty list is an empty object, as PHP prints it. */
function freeform(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? {} : value;
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? (parsed.length === 0 ? {} : value) : parsed;
  } catch {
    return value; // Text like any other: the scalar takes it as it is.
  }
}

function enumReader({ build, place }: ReadOptions, type: GraphQLEnumType): Read {
  const exact = new Map<string, string>();
  const folded = new Map<string, string>();
  for (const { name } of type.getValues()) {
    const wire = build.rules.enums.get(type.name)?.get(name) ?? name;
    exact.set(wire, name);
    if (!folded.has(wire.toLowerCase())) folded.set(wire.toLowerCase(), name);
  }
  return (value, context, info) => {
    const text = leaves['String']?.read(value) as string | undefined;
    const name = text === undefined ? undefined : (exact.get(text) ?? folded.get(text.toLowerCase()));
    return name ?? misfit({ place, expected: `a value of ${type.name}`, value, context, info });
  };
}

/** Null items of a list that promises none say nothing and are left out; a broken promise must not null the others. */
function listReader({ item, place, lone, keepNull }: ReadOptions & { item: Read; keepNull: boolean }): Read {
  return (value, context, info) => {
    if (!Array.isArray(value)) return lone ? [item(value, context, info)] : misfit({ place, expected: 'a list', value, context, info });
    const list = value as unknown[];
    let copy: unknown[] | undefined;
    for (let index = 0; index < list.length; index++) {
      const before = list[index];
      const after = before == null ? null : item(before, context, info);
      if (copy === undefined) {
        if (after === before && (after !== null || keepNull)) continue;
        copy = list.slice(0, index);
      }
      if (after !== null || keepNull) copy.push(after);
    }
    return copy ?? list;
  };
}

function objectReader({ build, place }: ReadOptions, type: GraphQLObjectType): Read {
  const { rules } = build;
  const { bare, tuple } = rules.types.get(type.name) ?? { bare: undefined, tuple: false };
  const fields = Object.values(type.getFields());
  const wireOf = (field: string) => rules.fields.get(`${type.name}.${field}`)?.wire ?? field;
  const bareField = bare === undefined ? undefined : type.getFields()[bare];
  if (bare !== undefined && !bareField) throw new SchemaError(rules.place(type.name), `@bare names the field ${bare}, which the type lacks; found ${fields.map(({ name }) => name).join(', ')}.`);
  const bareWire = bare === undefined ? undefined : wireOf(bare);
  const bareList = bareField !== undefined && isListType(getNullableType(bareField.type)) && !rules.fields.get(`${type.name}.${bare}`)?.map;
  const wires = tuple ? fields.map(({ name }) => wireOf(name)) : undefined;
  return (value, context, info) => {
    if (Array.isArray(value)) {
      if (wires) return fromTuple(wires, value as unknown[]);
      if (value.length === 0 && !bareList) return {}; // An empty object as PHP prints it.
    } else if (typeof value === 'object' && !(value instanceof ExactNumber)) return value;
    if (bareWire !== undefined) return { [bareWire]: value };
    return misfit({ place, expected: 'an object', value, context, info });
  };
}

function fromTuple(wires: string[], values: unknown[]): object {
  const object = {};
  wires.forEach((wire, index) => setOwn(object, wire, values[index] ?? null));
  return object;
}

function mapReader(options: ReadOptions, map: MapRule): Read {
  const { build: { rules }, place, where } = options;
  const item = getNamedType(options.type);
  if (!isListType(getNullableType(options.type)) || !isObjectType(item)) throw new SchemaError(where, `@map is for a list of objects, but this is ${String(options.type)}.`);
  const fields = item.getFields();
  const missing = [map.key, ...(map.value == null ? [] : [map.value])].find((name) => !(name in fields));
  if (missing !== undefined) throw new SchemaError(where, `@map names the field ${missing}, which ${item.name} lacks; found ${Object.keys(fields).join(', ')}.`);
  const wireOf = (name: string) => rules.fields.get(`${item.name}.${name}`)?.wire ?? name;
  const keyWire = wireOf(map.key);
  const valueWire = map.value == null ? undefined : wireOf(map.value);
  const readItem = objectReader(options, item);
  return (value, context, info) => {
    if (typeof value !== 'object' || value instanceof ExactNumber || (Array.isArray(value) && value.length > 0)) return misfit({ place, expected: 'an object of items by key', value, context, info });
    return Object.entries(value as object).map(([key, found]) => {
      let one: unknown = {};
      if (valueWire !== undefined) setOwn(one as object, valueWire, found);
      else if (found != null) one = readItem(found, context, info);
      if (!(one instanceof Error)) setOwn(one as object, keyWire, key);
      return one;
    });
  };
}

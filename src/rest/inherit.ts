/**
 * `@inherit`: a field that the upstream leaves out takes the value of the argument, key or field of the same
 * name above it. Only objects on the way to such a field are touched: each gets the values from above under
 * a symbol, and its own missing field filled in. The way is known at build.
 */
import { getNamedType, isCompositeType, isObjectType, isUnionType, type GraphQLNamedType, type GraphQLObjectType } from 'graphql';
import { setOwn } from '../json/main.ts';
import type { Build } from './build.ts';
import { getter } from './json-value.ts';
import { SchemaError } from './schema-error.ts';

type Item = Record<string | symbol, unknown>;
type Values = Record<string, unknown>;

const inherited = Symbol('inherited');

/** Value of a field from above, where the object has none of its own. */
export function inheritedValue(source: Item, name: string): unknown {
  return (source[inherited] as Values | undefined)?.[name];
}

/** Hands the values that `child` and what is below it inherit to a value that was read, or to each item of a list. */
export type Pass = (child: unknown, source: Item) => void;

export function compilePass(options: { build: Build; parent: GraphQLObjectType; root: boolean; child: GraphQLNamedType }): Pass | undefined {
  const { build: { rules }, build, parent, root, child } = options;
  const names = [...(build.inherits.get(child.name) ?? [])];
  if (names.length === 0) return undefined;
  const getters = names.map((name) => {
    const field = root ? undefined : parent.getFields()[name];
    const get = root ? getter(name) : field && getter(rules.fields.get(`${parent.name}.${name}`)?.wire ?? name);
    return { name, get };
  });
  const fills = isObjectType(child) ? names.flatMap((name) => (rules.fields.get(`${child.name}.${name}`)?.inherit ? [{ name, wire: rules.fields.get(`${child.name}.${name}`)?.wire ?? name }] : [])) : [];

  return (value, source) => {
    const values: Values = {};
    for (const { name, get } of getters) values[name] = get?.(source) ?? inheritedValue(source, name);
    if (Array.isArray(value)) (value as unknown[]).forEach((item) => give(item, values));
    else give(value, values);
  };

  function give(value: unknown, values: Values): void {
    if (typeof value !== 'object' || value === null || value instanceof Error || Array.isArray(value)) return;
    const item = value as Item;
    item[inherited] = values;
    for (const { name, wire } of fills) if (item[wire] == null && values[name] != null) setOwn(item, wire, values[name]);
  }
}

/** Names that each type, or a type below it, inherits from above: what its own fields do not give. */
export function inheritedNames({ schema, rules }: Pick<Build, 'schema' | 'rules'>): Map<string, Set<string>> {
  const types = Object.values(schema.getTypeMap()).filter((type) => isCompositeType(type) && !type.name.startsWith('__'));
  const names = new Map(types.map((type) => [type.name, new Set<string>()]));
  const add = (type: string, name: string) => {
    const of = names.get(type);
    const before = of?.size;
    return of?.add(name).size !== before;
  };
  let changed = true;
  while (changed) {
    changed = false;
    for (const type of types) {
      if (isUnionType(type)) {
        for (const member of type.getTypes()) for (const name of names.get(member.name) ?? []) changed = add(type.name, name) || changed;
      }
      if (!isObjectType(type)) continue;
      const fields = type.getFields();
      for (const field of Object.values(fields)) {
        if (rules.fields.get(`${type.name}.${field.name}`)?.inherit) changed = add(type.name, field.name) || changed;
        for (const name of names.get(getNamedType(field.type).name) ?? []) if (!(name in fields)) changed = add(type.name, name) || changed;
      }
    }
  }
  return names;
}

/** Refuses `@inherit` on a field whose name nothing above could ever give. */
export function checkInherit({ schema, rules }: Pick<Build, 'schema' | 'rules'>): void {
  const given = new Set<string>();
  const wanted: { type: string; field: string }[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      for (const argument of field.args) given.add(argument.name);
      if (rules.fields.get(`${type.name}.${field.name}`)?.inherit) wanted.push({ type: type.name, field: field.name });
      else given.add(field.name);
    }
  }
  for (const { type, field } of wanted) {
    if (!given.has(field)) throw new SchemaError(rules.place(type, field), `@inherit takes the value of an argument or key ${field} above it, but there is none of that name.`);
  }
}

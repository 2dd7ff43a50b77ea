/**
 * The keys that a bulk write asks for, in the order of its input: an answer that leaves one out is noticed.
 * They are the names of a map, or the member that stands for the key in each item of an array,
 * perhaps within a oneOf or an inlined object. A key that stands in two items is one key.
 */
import { getNamedType, getNullableType, isInputObjectType, isListType, isScalarType, type GraphQLArgument, type GraphQLInputType } from 'graphql';
import { compileText } from './argument-text.ts';
import type { ArgumentRules, Rules } from './rules.ts';
import { SchemaError } from './schema-error.ts';

export type KeysOf = (input: unknown) => string[];

type Find = (item: Record<string, unknown>) => unknown;

export function compileKeys(options: { key: string; argument: GraphQLArgument | undefined; argumentRules: ArgumentRules; rules: Rules; where: string }): KeysOf {
  const { key, argument, argumentRules, rules, where } = options;
  const list = argument && getNullableType<GraphQLInputType>(argument.type);
  if (!list || !isListType(list)) throw new SchemaError(where, `@bulk needs the argument input, a list in which the keys stand; found ${argument ? String(argument.type) : 'none'}.`);
  const item = getNullableType<GraphQLInputType>(list.ofType);
  if (isScalarType(item)) return distinct((one) => one, compileText({ type: item, rules, where }));

  const name = argumentRules.map?.key ?? key;
  const found = find(item, name, new Set());
  if (!found) throw new SchemaError(where, `@bulk has the key ${name}, which no field of ${getNamedType(item).name} gives; name the field of the input so.`);
  const toText = compileText({ type: found.type, rules, where });
  return distinct(found.get as (item: unknown) => unknown, toText);

  function find(type: GraphQLInputType, field: string, above: Set<unknown>): { type: GraphQLInputType; get: Find } | undefined {
    if (!isInputObjectType(type) || above.has(type)) return undefined;
    const fields = type.getFields();
    const own = fields[field];
    if (own && !type.isOneOf) return { type: own.type, get: (one) => one[field] };
    const inside = Object.values(fields).flatMap((member) => {
      if (!type.isOneOf && !rules.fields.get(`${type.name}.${member.name}`)?.inline) return [];
      const below = find(getNullableType<GraphQLInputType>(member.type), field, new Set([...above, type]));
      return below ? [{ name: member.name, ...below }] : [];
    });
    const [first] = inside;
    if (!first || (type.isOneOf && inside.length < Object.keys(fields).length)) return undefined;
    return {
      type: first.type,
      get: (one) => {
        for (const { name: member, get } of inside) {
          const value = one[member];
          if (value != null) return get(value as Record<string, unknown>);
        }
        return undefined;
      },
    };
  }
}

function distinct(get: (item: unknown) => unknown, toText: (value: unknown) => string): KeysOf {
  return (input) => {
    if (!Array.isArray(input)) return [];
    const keys = new Set<string>();
    for (const item of input as unknown[]) {
      const value = item == null ? undefined : get(item);
      if (value != null) keys.add(toText(value));
    }
    return [...keys];
  };
}

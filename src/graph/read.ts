/**
 * Reads the fields of the remote's answers: by response key, leniently, and one by one.
 *
 * Lenient: a number stands for a text, a text of digits for a number. Not lenient: a field that was left
 * out, a null where the schema promises a value, an enum value that it does not publish. Such a place
 * becomes one error with a code at its own path; its neighbours live. Never quotes the value.
 */
import {
  getNullableType, GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLInt, GraphQLString, isAbstractType, isEnumType, isLeafType, isListType, isNonNullType,
} from 'graphql';
import type { GraphQLFieldResolver, GraphQLLeafType, GraphQLOutputType, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import type { RequestContext } from '../context.ts';
import { markReader } from '../execute/main.ts';
import { Failure, toError } from './failure.ts';
import type { RemoteNames } from './names.ts';

/** A value that graphql-js can complete, or why there is none. */
type Reader = (value: unknown) => unknown;
export type FieldReader = (value: unknown, context: RequestContext, info: GraphQLResolveInfo) => unknown;
export type RemoteFieldResolver = GraphQLFieldResolver<unknown, RequestContext> & { value: FieldReader };

/** Under this key every object of an interface or union says its type. */
const typenameKey = '__typename';

export function typenameOf(value: unknown): string | undefined {
  const name = (value as Record<string, unknown>)[typenameKey];
  return typeof name === 'string' ? name : undefined;
}

/** Resolver of a field below a root field: `source` is an object of the remote's answer. */
export function fieldResolver(type: GraphQLOutputType, names: RemoteNames, schema: GraphQLSchema): RemoteFieldResolver {
  const read = reader(type, names, schema);
  const value: FieldReader = (found, context, info) => {
    const result = read(found);
    if (result instanceof Failure) throw toError(result, [], context, info);
    // A reader answers the list itself unless an item of it failed.
    return result !== found && Array.isArray(result) ? withErrors(result, [], context, info) : result;
  };
  const resolve: GraphQLFieldResolver<unknown, RequestContext> = (source, _args, context, info) => {
    const [node] = info.fieldNodes;
    const key = node?.alias ? node.alias.value : info.fieldName;
    return value((source as Record<string, unknown>)[key], context, info);
  };
  return Object.assign(markReader(resolve), { value });
}

function withErrors(list: unknown[], below: readonly number[], context: RequestContext, info: GraphQLResolveInfo): unknown[] {
  return list.map((item, index) => {
    const path = [...below, index];
    if (item instanceof Failure) return toError(item, path, context, info);
    return Array.isArray(item) ? withErrors(item, path, context, info) : item;
  });
}

function reader(type: GraphQLOutputType, names: RemoteNames, schema: GraphQLSchema): Reader {
  const read = valueReader(getNullableType(type) as GraphQLOutputType, names, schema);
  if (isNonNullType(type)) return (value) => (value === null ? new Failure('null where its schema promises a value') : read(value));
  return (value) => (value === null ? null : read(value));
}

function valueReader(type: GraphQLOutputType, names: RemoteNames, schema: GraphQLSchema): Reader {
  const read = isListType(type) ? listReader(type.ofType as GraphQLOutputType, names, schema) : isLeafType(type) ? leafReader(type) : objectReader();
  return (value) => {
    if (value instanceof Failure) return value;
    return value === undefined ? new Failure('a field was left out') : read(value);
  };

  function objectReader(): Reader {
    return (value) => {
      if (typeof value !== 'object' || Array.isArray(value)) return new Failure('no object where its schema promises one');
      if (!isAbstractType(type)) return value;
      const name = names.gatewayType.get(typenameOf(value) ?? '');
      const member = schema.getPossibleTypes(type).some((possible) => possible.name === name);
      return member ? value : new Failure(`a type that is not known to belong to ${type.name}`);
    };
  }
}

function listReader(itemType: GraphQLOutputType, names: RemoteNames, schema: GraphQLSchema): Reader {
  const read = reader(itemType, names, schema);
  return (value) => {
    if (!Array.isArray(value)) return new Failure('no list where its schema promises one');
    let copy: unknown[] | undefined;
    for (let index = 0; index < value.length; index++) {
      const item: unknown = value[index];
      const result = read(item);
      // A mark that is in the list already is to become an error too.
      if (result === item && !(item instanceof Failure)) continue;
      copy ??= [...(value as unknown[])];
      copy[index] = result;
    }
    return copy ?? (value as unknown[]);
  };
}

const plain = new Map<unknown, (value: unknown) => boolean>([
  [GraphQLString, (value) => typeof value === 'string'],
  [GraphQLID, (value) => typeof value === 'string'],
  [GraphQLBoolean, (value) => typeof value === 'boolean'],
  [GraphQLFloat, (value) => Number.isFinite(value)],
  [GraphQLInt, (value) => Number.isInteger(value) && Math.abs(value as number) <= 0x7fffffff],
]);

function leafReader(type: GraphQLLeafType): Reader {
  if (isEnumType(type)) {
    return (value) => (typeof value === 'string' && type.getValue(value) ? value : new Failure(`a value that ${type.name} does not have`));
  }
  const isPlain = plain.get(type);
  return (value) => {
    if (isPlain?.(value)) return value;
    try {
      type.serialize(value);
      return value;
    } catch {
      return new Failure(`a value that is no ${type.name}`);
    }
  };
}

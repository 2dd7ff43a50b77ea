/**
 * Fields of the graph, asked by the gateway itself: the very resolvers that answer callers, so that wire
 * names, checks and permissions are theirs. An error value is thrown; nothing is asked but the field itself.
 */
import { coerceInputValue, defaultFieldResolver, GraphQLError, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../../context.ts';

export interface Asking {
  context: RequestContext;
  /** Of the field that asks, for the schema and for the words of errors. */
  info: GraphQLResolveInfo;
}

/** Value of a root field, `args` as a caller would give them in variables. */
export async function askRoot(root: 'Query' | 'Mutation', name: string, args: Record<string, unknown>, asking: Asking): Promise<unknown> {
  const field = fieldOf(root, name, asking);
  const known = Object.entries(args).filter(([, value]) => value !== undefined);
  const coerced = known.map(([key, value]): [string, unknown] => {
    const argument = field.args.find((one) => one.name === key);
    if (!argument) throw new Error(`${root}.${name} has no argument ${key}.`);
    return [key, coerceInputValue(value, argument.type, (path, _value, error): never => refuse(`${[key, ...path].join('.')}: ${error.message}`))];
  });
  return thrown(await resolve(field, undefined, Object.fromEntries(coerced), asking));
}

/** Value of a field without arguments of an object that another field answered. */
export function readField(type: string, name: string, source: unknown, asking: Asking): unknown {
  return thrown(resolve(fieldOf(type, name, asking), source, {}, asking));
}

/** `readField` of a text; null and blank are undefined. */
export function readText(type: string, name: string, source: unknown, asking: Asking): string | undefined {
  const value = readField(type, name, source, asking);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** `readField` of a list; null is none. */
export function readList(type: string, name: string, source: unknown, asking: Asking): unknown[] {
  const value = readField(type, name, source, asking);
  return Array.isArray(value) ? (value as unknown[]).map(thrown) : [];
}

/** The caller asked for what cannot be; `path` leads to what is at fault, `input.expiresAt`. */
export function refuse(sentence: string): never {
  throw new GraphQLError(sentence, { extensions: { code: 'BAD_USER_INPUT' } });
}

function resolve(field: GraphQLField<unknown, unknown>, source: unknown, args: Record<string, unknown>, { context, info }: Asking): unknown {
  return (field.resolve ?? defaultFieldResolver)(source, args, context, { ...info, fieldName: field.name });
}

function fieldOf(type: string, name: string, { info }: Asking): GraphQLField<unknown, unknown> {
  const owner = info.schema.getType(type);
  const field = isObjectType(owner) ? owner.getFields()[name] : undefined;
  if (!field) throw new Error(`The graph has no field ${type}.${name}.`);
  return field;
}

function thrown(value: unknown): unknown {
  if (value instanceof Error) throw value;
  return value;
}

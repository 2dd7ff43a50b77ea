/**
 * Variables of one operation, read as graphql-js reads them, by functions that are made once from their types.
 *
 * They read what is right. Whatever is in any way wrong makes them answer nothing, and graphql-js, which reads
 * it again, has the say: the errors, their words and their order are its own.
 *
 * A variable that is a long list may be read in slices, as long lists are answered.
 */
import { GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLInt, GraphQLString, isInputObjectType, isInputType, isLeafType, isListType, isNonNullType, typeFromAST, valueFromAST } from 'graphql';
import type { GraphQLInputObjectType, GraphQLInputType, GraphQLLeafType, GraphQLSchema, VariableDefinitionNode } from 'graphql';

type Values = Record<string, unknown>;
/** Undefined: graphql-js is to read them. */
export type ReadVariables = (inputs: Readonly<Values>) => Values | undefined;

export interface VariableReader {
  read: ReadVariables;
  /** Whether there is a list so long that it pays to read it in slices; absent where none is a list. */
  isLong: ((inputs: Readonly<Values>) => boolean) | undefined;
  readInSlices(inputs: Readonly<Values>, slices: ReadSlices): Promise<Values | undefined>;
}

export interface ReadSlices {
  sliceMs: number;
  /** Rejects where nobody waits any more. */
  turn: () => Promise<void>;
}

/** Items of a list that are read at once. */
const atOnce = 1000;
/** Items after which the clock is looked at. */
const every = 64;

/** Answers `wrong` for what does not fit; never undefined. */
type Coerce = (value: unknown) => unknown;
const wrong = Symbol('no value of its type');

interface Variable {
  name: string;
  coerce: Coerce;
  nonNull: boolean;
  /** Read anew for each run, as resolvers may change it; absent where there is none. */
  fallback: (() => unknown) | undefined;
  /** Of a list: reads an item of it. */
  item: Coerce | undefined;
}

/** Undefined where graphql-js is to read all of them always. */
export function compileVariables(schema: GraphQLSchema, definitions: readonly VariableDefinitionNode[]): VariableReader | undefined {
  const variables: Variable[] = [];
  const known = new Map<GraphQLInputType, Coerce>();
  for (const { variable, type: node, defaultValue } of definitions) {
    const name = variable.name.value;
    const type = typeFromAST(schema, node);
    // An assignment to such a name would meet what every object inherits.
    if (!isInputType(type) || name in Object.prototype) return undefined;
    variables.push({
      name,
      coerce: coercer(type, known),
      nonNull: isNonNullType(type),
      fallback: defaultValue && (() => valueFromAST(defaultValue, type)),
      item: itemCoercer(type, known),
    });
  }
  const lists = variables.filter(({ item }) => item !== undefined);
  const longList = (inputs: Readonly<Values>, name: string): unknown[] | undefined => {
    const value = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    return Array.isArray(value) && value.length > atOnce ? value : undefined;
  };
  const read = (inputs: Readonly<Values>, ready?: Readonly<Values>): Values | undefined => {
    const values: Values = {};
    for (let index = 0; index < variables.length; index++) {
      const { name, coerce, nonNull, fallback } = variables[index] as Variable;
      if (!Object.hasOwn(inputs, name)) {
        if (fallback) values[name] = fallback();
        else if (nonNull) return undefined;
        continue;
      }
      const value = ready?.[name] ?? coerce(inputs[name]);
      if (value === wrong) return undefined;
      values[name] = value;
    }
    return values;
  };
  return {
    read,
    isLong: lists.length === 0 ? undefined : (inputs) => lists.some(({ name }) => longList(inputs, name) !== undefined),
    async readInSlices(inputs, slices) {
      const ready: Values = {};
      for (const { name, item } of lists) {
        const list = longList(inputs, name);
        if (list === undefined) continue;
        const items = await readItems(list, item as Coerce, slices);
        if (items === undefined) return undefined;
        ready[name] = items;
      }
      return read(inputs, ready);
    },
  };
}

async function readItems(list: readonly unknown[], item: Coerce, { sliceMs, turn }: ReadSlices): Promise<unknown[] | undefined> {
  // What came before was parsed: that is long enough.
  await turn();
  let began = performance.now();
  const items: unknown[] = [];
  for (let index = 0; index < list.length; index++) {
    const coerced = item(list[index]);
    if (coerced === wrong) return undefined;
    items.push(coerced);
    if (index % every !== every - 1 || performance.now() - began < sliceMs) continue;
    await turn();
    began = performance.now();
  }
  return items;
}

function itemCoercer(type: GraphQLInputType, known: Map<GraphQLInputType, Coerce>): Coerce | undefined {
  const list = isNonNullType(type) ? type.ofType : type;
  return isListType(list) ? coercer(list.ofType, known) : undefined;
}

function coercer(type: GraphQLInputType, known: Map<GraphQLInputType, Coerce>): Coerce {
  let coerce = known.get(type);
  if (!coerce) {
    // Types lead back to themselves: whoever asks again while this one is being made gets it by and by.
    known.set(type, (value) => (coerce as Coerce)(value));
    coerce = makeCoercer(type, known);
    known.set(type, coerce);
  }
  return coerce;
}

function makeCoercer(type: GraphQLInputType, known: Map<GraphQLInputType, Coerce>): Coerce {
  if (isNonNullType(type)) {
    const inner = coercer(type.ofType, known);
    return (value) => (value == null ? wrong : inner(value));
  }
  if (isListType(type)) return listCoercer(coercer(type.ofType, known));
  if (isInputObjectType(type)) return objectCoercer(type, known);
  if (isLeafType(type)) return leafCoercer(type);
  return () => wrong;
}

function listCoercer(item: Coerce): Coerce {
  return (value) => {
    if (value == null) return null;
    if (!Array.isArray(value)) {
      // JSON knows no other list; what else can be walked through is left to graphql-js.
      if (typeof value === 'object') return Symbol.iterator in value ? wrong : alone(item(value));
      return alone(item(value));
    }
    const items: unknown[] = [];
    for (let index = 0; index < value.length; index++) {
      const coerced = item(value[index]);
      if (coerced === wrong) return wrong;
      items.push(coerced);
    }
    return items;
  };
}

function alone(item: unknown): unknown {
  return item === wrong ? wrong : [item];
}

function objectCoercer(type: GraphQLInputObjectType, known: Map<GraphQLInputType, Coerce>): Coerce {
  const definitions = type.getFields();
  const fields = Object.values(definitions).map((field) => ({
    name: field.name,
    coerce: coercer(field.type, known),
    required: isNonNullType(field.type),
    fallback: field.defaultValue,
  }));
  if (fields.some(({ name }) => name in Object.prototype)) return () => wrong;
  return (value) => {
    if (value == null) return null;
    if (typeof value !== 'object' || Array.isArray(value)) return wrong;
    const given = value as Values;
    const values: Values = {};
    for (let index = 0; index < fields.length; index++) {
      const { name, coerce, required, fallback } = fields[index] as (typeof fields)[number];
      const member = given[name];
      if (member === undefined) {
        if (fallback !== undefined) values[name] = fallback;
        else if (required) return wrong;
        continue;
      }
      const coerced = coerce(member);
      if (coerced === wrong) return wrong;
      values[name] = coerced;
    }
    for (const name of Object.keys(given)) if (!definitions[name]) return wrong;
    if (type.isOneOf) {
      const keys = Object.keys(values);
      if (keys.length !== 1 || values[keys[0] as string] === null) return wrong;
    }
    return values;
  };
}

const standard = new Map<unknown, (value: unknown) => boolean>([
  [GraphQLString, (value) => typeof value === 'string'],
  [GraphQLID, (value) => typeof value === 'string'],
  [GraphQLBoolean, (value) => typeof value === 'boolean'],
  [GraphQLInt, (value) => typeof value === 'number' && (value | 0) === value],
  [GraphQLFloat, (value) => typeof value === 'number' && Number.isFinite(value)],
]);

/** A value of a standard scalar that is what it should be passes without a call. */
function leafCoercer(type: GraphQLLeafType): Coerce {
  const isPlain = standard.get(type);
  return (value) => {
    if (value == null) return null;
    if (isPlain?.(value)) return value;
    try {
      const parsed: unknown = type.parseValue(value);
      return parsed === undefined ? wrong : parsed;
    } catch {
      return wrong; // graphql-js finds it again, and says it.
    }
  };
}

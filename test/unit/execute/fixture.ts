/**
 * A schema with something of everything, and values for it that go wrong in every way. What a place answers
 * follows from its path and the seed alone, so that two executors meet the same world.
 */
import {
  GraphQLError, GraphQLScalarType, buildSchema, getNullableType, isEnumType, isInterfaceType, isListType, isNonNullType, isObjectType, isScalarType, isUnionType,
} from 'graphql';
import type { GraphQLOutputType, GraphQLResolveInfo, GraphQLSchema } from 'graphql';

export interface World {
  seed: number;
  /** Of 100 values, how many go wrong. */
  wrong: number;
  /** Of 100 values, how many have to be waited for. */
  late: number;
}

const sdl = `
  interface Node { id: ID! owner: User }
  interface Named { name: String node: Node }
  union Thing = User | Post | Robot
  enum Mood { HAPPY SAD ANGRY }
  scalar Picky
  input Filter { text: String = "x" limit: Int! = 2 tags: [String!] mood: Mood inner: Filter }
  type User implements Node & Named {
    id: ID! owner: User name: String node: Node
    mood: Mood moods: [Mood!] age: Int score: Float active: Boolean! picky: Picky pickies: [Picky!]
    friends: [User!] best: User needed: User! grid: [[Int]!] strict: [[Int!]!]! deep: [[[User!]]!]
    things: [Thing] strictThings: [Thing!]! named: [Named] thing: Thing
    posts(first: Int = 3, filter: Filter, mood: Mood, picky: Picky, tags: [String!]): [Post!]!
    plain: String plainNumber: Int! plainList: [String] plainUser: User plainThing: Thing plainNeeded: User!
  }
  type Post implements Node { id: ID! owner: User title: String! thing: Thing named: [Named] best: User plain: String echo(text: String! = "t", tags: [[Int!]!], filter: Filter): String }
  type Robot implements Named { name: String node: Node serial: Int! mood: Mood plainUser: User needed: User! }
  type Query { user(id: ID): User needed: User! users: [User!]! things: [Thing!] node: Node named: Named echo(text: String! = "t", tags: [[Int!]!], filter: Filter): String count: Int query: Query! plain: String }
  type Mutation { first(text: String): User second: User! third: Int! fourth: [Thing!] }
`;

/** Fields of these names have no resolver: the value lies in the object above. */
const isPlain = (name: string): boolean => name.startsWith('plain');

export function fixtureSchema(): GraphQLSchema {
  const schema = buildSchema(sdl);
  Object.assign(schema.getType('Picky') ?? {}, {
    serialize: (value: unknown) => {
      if (value === 'throw') throw new GraphQLError('too picky', { extensions: { code: 'PICKY' } });
      if (value === 'null') return null;
      if (value === 'later') return Promise.resolve('serialized later');
      if (value === 'refused') return Promise.reject(new Error('refused later'));
      return { is: value };
    },
  } satisfies Partial<GraphQLScalarType>);
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isUnionType(type)) type.resolveType = (value, { seed }: World) => runtimeType(value, seed);
    if (isInterfaceType(type) && type.name === 'Node') type.resolveType = (value, { seed }: World) => runtimeType(value, seed);
    if (!isObjectType(type)) continue;
    // Named has no resolveType: graphql-js asks each of its members.
    if (type.name === 'Robot') type.isTypeOf = (value) => (value as Thing).type === 'Robot';
    if (type.name === 'User') {
      type.isTypeOf = (value, { seed }: World) => {
        const thing = value as Thing;
        const is = thing.type === 'User' && number(seed, `${thing.at} isTypeOf`) % 29 !== 0;
        if (number(seed, `${thing.at} isTypeOf later`) % 3 === 0) return Promise.resolve(is);
        if (number(seed, `${thing.at} isTypeOf thrown`) % 37 === 0) throw new Error(`isTypeOf failed at ${thing.at}`);
        return is;
      };
    }
    for (const field of Object.values(type.getFields())) {
      if (isPlain(field.name)) continue;
      field.resolve = (_source, args, world: World, info) => behave(world, `${pathOf(info)}(${JSON.stringify(args)})`, field.type);
    }
  }
  return schema;
}

interface Thing {
  type: string;
  at: string;
}

function pathOf(info: GraphQLResolveInfo): string {
  let text = '';
  for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at; at = at.prev) text = `${at.typename ?? ''}.${at.key}/${text}`;
  return `${text}${info.fieldName}`;
}

/** A number that follows from seed and text (FNV-1a). */
export function number(seed: number, text: string): number {
  let hash = (2166136261 ^ seed) >>> 0;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 16777619) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 15), 2246822507) >>> 0;
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** What a resolver does there. */
export function behave(world: World, at: string, type: GraphQLOutputType): unknown {
  const value = () => valueOf(world, at, type);
  const ticks = number(world.seed, `${at} ticks`) % 4;
  if (number(world.seed, `${at} late`) % 100 >= world.late) return value();
  const promise = later(ticks, value);
  promise.catch(() => undefined);
  return promise;
}

async function later(ticks: number, value: () => unknown): Promise<unknown> {
  for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
  return value();
}

/** May throw, and may be an Error: both count as errors. */
function valueOf(world: World, at: string, type: GraphQLOutputType): unknown {
  const roll = number(world.seed, `${at} value`);
  if (roll % 100 < world.wrong) {
    switch ((roll >>> 8) % 8) {
      case 0: throw new Error(`thrown at ${at}`);
      case 1: return new GraphQLError(`returned at ${at}`, { extensions: { code: 'RETURNED', at } });
      case 2: return rejected(new Error(`rejected at ${at}`));
      case 3: return rejected(`no error at ${at}`);
      case 4: return undefined;
      case 5: return { [Symbol.toStringTag]: 'nothing known', type: 'Nothing', at };
      case 6: throw new GraphQLError(`located at ${at}`, { path: ['else', 'where'], extensions: { code: 'LOCATED' } });
      default: return null;
    }
  }
  const nullable = getNullableType(type) as GraphQLOutputType;
  if (!isNonNullType(type) && roll % 11 === 0) return null;
  if (isListType(nullable)) {
    const items = Array.from({ length: (roll >>> 4) % 4 }, (_, index) => behaveSafely(world, `${at}[${index}]`, nullable.ofType as GraphQLOutputType));
    return roll % 5 === 0 ? new Set(items) : items;
  }
  if (isEnumType(nullable)) return nullable.getValues()[(roll >>> 4) % 3]?.value;
  if (isScalarType(nullable)) return scalarOf(nullable.name, roll >>> 4);
  return thingOf(world, at, isObjectType(nullable) ? nullable.name : (['User', 'Post', 'Robot'][(roll >>> 4) % 3] as string));
}

/** An item cannot throw while its list is made: an error stands in its place. */
function behaveSafely(world: World, at: string, type: GraphQLOutputType): unknown {
  try {
    return behave(world, at, type);
  } catch (error) {
    return error instanceof Error ? error : rejected(error);
  }
}

/** Whoever is never asked for it must not end the test. */
async function refuse(reason: unknown): Promise<never> {
  throw reason;
}

function rejected(reason: unknown): Promise<never> {
  const promise = refuse(reason);
  promise.catch(() => undefined);
  return promise;
}

function scalarOf(name: string, roll: number): unknown {
  const values: Record<string, unknown[]> = {
    ID: ['a', 7, 'b'], String: ['text', 12, true, ''], Int: [1, 0, -0, 2147483647, '3', true, 2147483648, 1.5], Float: [1.5, 2, '2.5', Number.NaN], Boolean: [true, false, 1, 'no'],
    Picky: ['fine', 'throw', 'null', 'later', 'refused', 3],
  };
  const known = values[name] ?? [];
  return known[roll % known.length];
}

function thingOf(world: World, at: string, type: string): object {
  const thing: Record<string, unknown> = { type, at };
  // Messages show values, which must not wake the getters.
  Object.defineProperty(thing, 'toJSON', { value: () => `${type} at ${at}` });
  for (const [name, fieldType] of Object.entries(plainTypes(type))) {
    const inside = `${at}/${name}`;
    const roll = number(world.seed, `${inside} kind`);
    const leaf = getNullableType(fieldType);
    if (roll % 2 === 0 && isScalarType(leaf)) thing[name] = roll % 17 === 0 ? new Error(`in place at ${inside}`) : scalarOf(leaf.name, roll >>> 4);
    else if (roll % 3 === 0) Object.defineProperty(thing, name, { get: () => behave(world, inside, fieldType), enumerable: true });
    else {
      thing[name] = function (this: Thing, args: object, context: World, info: GraphQLResolveInfo) {
        return behave(context, `${this.at} ${JSON.stringify(args)} ${pathOf(info)}`, fieldType);
      };
    }
  }
  return thing;
}

const reference = buildSchema(sdl);

function plainTypes(type: string): Record<string, GraphQLOutputType> {
  const found = reference.getType(type);
  if (!isObjectType(found)) return {};
  return Object.fromEntries(Object.values(found.getFields()).filter(({ name }) => isPlain(name)).map(({ name, type: fieldType }) => [name, fieldType]));
}

function runtimeType(value: unknown, seed: number): string | Promise<string> | undefined {
  const { type, at } = value as Thing;
  const roll = number(seed, `${at} resolveType`);
  if (roll % 41 === 0) throw new Error(`resolveType failed at ${at}`);
  const odd: unknown[] = ['Query', 'Unheard', 'Node', undefined, 7, {}];
  const name = (roll % 43 < odd.length ? odd[roll % 43] : type) as string | undefined;
  return roll % 3 === 0 ? Promise.resolve(name as string) : name;
}

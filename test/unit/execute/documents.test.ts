/** Documents chosen for what is easily got wrong; each is run through both executors. */
import { describe, expect, it } from '@jest/globals';
import { GraphQLError, buildSchema, execute, parse } from 'graphql';
import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { compileOperation } from '../../../src/execute/main.ts';
import { compare } from './compare.ts';
import type { Asked } from './compare.ts';

const sdl = `
  interface Animal { name: String owner: Person }
  union Found = Dog | Cat
  enum Size { SMALL LARGE }
  scalar Odd
  input Where { near: String = "here" far: Where tags: [String!] }
  type Person { name: String age: Int! pets: [Animal] best: Animal! friend: Person }
  type Dog implements Animal { name: String owner: Person barks: Boolean! size: Size }
  type Cat implements Animal { name: String owner: Person lives: Int }
  type Query {
    person: Person people: [Person] strictPeople: [Person!] needed: Person! found: [Found!] animal: Animal
    list: [Int] strictList: [Int!] neededList: [Int!]! lists: [[Int!]] any: [String] odd: Odd number: Int float: Float text: String flag: Boolean id: ID size: Size
    args(text: String! = "t", where: Where, size: Size, tags: [String!] = ["x"], count: Int): String
    self: Query!
  }
  type Mutation { one: Int two: Int! three: Int }
  type Subscription { tick: Int }
`;

type Resolvers = Record<string, GraphQLFieldResolver<any, any>>;

function schemaOf(resolvers: Resolvers = {}, change: (schema: GraphQLSchema) => void = () => undefined): GraphQLSchema {
  const schema = buildSchema(sdl);
  for (const [name, resolve] of Object.entries(resolvers)) {
    const [type = '', field = ''] = name.split('.');
    (schema.getType(type) as any).getFields()[field].resolve = resolve;
  }
  change(schema);
  return schema;
}

async function expectSame(asked: Asked): Promise<any> {
  const { reference, compiled } = await compare(asked);
  expect(compiled).toEqual([reference, reference]);
  return reference;
}

/** Whatever is thrown, errors or not. */
function rejectedWith(reason: any): Promise<never> {
  return { then: (_done: unknown, failed: (reason: unknown) => void) => failed(reason) } as unknown as Promise<never>;
}

const dog = { __typename: 'Dog', name: 'Rex', barks: true, size: 'LARGE' };
const cat = { __typename: 'Cat', name: 'Tom', lives: 9 };
const person = { name: 'Ann', age: 40, pets: [dog, cat, null], best: cat, friend: { name: 'Bob', age: 50, pets: [], best: dog } };
const root = () => ({ person, people: [person, null, person], found: [dog, cat], animal: dog, self: { self: {} }, needed: person });

describe('selections', () => {
  it.each([
    ['aliases and the order of keys', '{ b: person { z: name a: age } a: person { name } person { age } }'],
    ['fields of one key merged across fragments', '{ ...A person { age } ...B ... on Query { person { friend { age } } } } fragment A on Query { person { name friend { name } } } fragment B on Query { person { name best { name } } }'],
    ['fragments by type', '{ animal { __typename name ...D ... on Cat { lives } } found { __typename ... on Animal { name } ... on Cat { lives } ...D } } fragment D on Dog { barks size owner { name } }'],
    ['a fragment used twice counts once', '{ person { ...P ...P friend { ...P } } } fragment P on Person { age name }'],
    ['__typename everywhere', '{ t: __typename __typename self { __typename self { __typename } } people { kind: __typename } }'],
    ['lists with nulls', '{ people { name pets { name } } }'],
    ['constants in conditions', '{ person { name @skip(if: true) age @include(if: true) friend @include(if: false) { name } ... @skip(if: false) { n: name } ... on Person @include(if: false) { a: age } ...P @skip(if: true) best @skip(if: true) @include(if: true) { name } } } fragment P on Person { p: name }'],
    ['nothing left', '{ person { name @skip(if: true) } }'],
  ])('%s', async (_what, document) => {
    const { data, errors } = await expectSame({ schema: schemaOf(), document, root });
    expect(errors).toBeUndefined();
    expect(data).not.toBeNull();
  });

  it('follows conditions that variables decide, each run anew', async () => {
    const document = parse('query ($a: Boolean!, $b: Boolean = true) { person { name @include(if: $a) ...P @skip(if: $b) } ... @include(if: $a) { person { friend { age } } } } fragment P on Person { age ... @skip(if: $a) { n: name } }');
    const seen = new Set<string>();
    for (const variableValues of [{ a: true }, { a: false }, { a: true, b: false }, { a: false, b: false }]) {
      seen.add(JSON.stringify(await expectSame({ schema: schemaOf(), document, root, variableValues })));
    }
    expect(seen.size).toBe(4);
    const compiled = compileOperation({ schema: schemaOf(), document });
    const data = (a: boolean) => compiled?.run({ variableValues: { a }, rootValue: root() });
    expect([data(true), data(false), data(true)]).toEqual([
      { data: { person: { name: 'Ann', friend: { age: 50 } } } }, { data: { person: {} } }, { data: { person: { name: 'Ann', friend: { age: 50 } } } },
    ]);
  });

  it('leaves a condition that is null to graphql-js', async () => {
    const { errors, members } = await expectSame({ schema: schemaOf(), document: 'query ($b: Boolean = true) { person { name } number @skip(if: $b) }', root, variableValues: { b: null } });
    expect(members).toEqual(['errors', 'data']);
    expect(errors).toMatchObject([{ message: 'Argument "if" of non-null type "Boolean!" must not be null.' }]);
  });

  it('answers the same however many variants are asked for', async () => {
    const names = Array.from({ length: 6 }, (_, index) => `v${index}`);
    const document = parse(`query (${names.map((name) => `$${name}: Boolean!`).join(' ')}) { person { ${names.map((name) => `${name}: name @include(if: $${name})`).join(' ')} } }`);
    const schema = schemaOf();
    const compiled = compileOperation({ schema, document });
    for (let bits = 0; bits < 64; bits++) {
      const variableValues = Object.fromEntries(names.map((name, index) => [name, (bits & (1 << index)) !== 0]));
      const expected = names.filter((name) => variableValues[name]);
      expect(Object.keys((compiled?.run({ variableValues, rootValue: root() }) as any).data.person)).toEqual(expected);
    }
  });

  it('answers the same when an operation multiplies beyond what is kept', async () => {
    const levels = 11;
    const fragments = Array.from({ length: levels }, (_, index) => `fragment F${index} on Person { name a: friend { ...F${index + 1} } b: friend { ...F${index + 1} } }`).join(' ');
    const endless: any = { name: 'Ann' };
    endless.friend = endless;
    endless.a = endless.b = endless;
    const reference = await expectSame({ schema: schemaOf(), document: `{ person { ...F0 } } ${fragments} fragment F${levels} on Person { name }`, root: () => ({ person: endless }) });
    expect(JSON.stringify(reference).length).toBeGreaterThan(50_000);
  });
});

describe('errors', () => {
  const fails = (message: string) => () => {
    throw new GraphQLError(message, { extensions: { code: message.toUpperCase() } });
  };

  it.each<[string, string, Resolvers]>([
    ['thrown, returned, rejected', '{ number text flag float size }', {
      'Query.number': fails('thrown'), 'Query.text': () => new TypeError('returned'), 'Query.flag': () => Promise.reject(new Error('rejected')), 'Query.float': async () => new Error('resolved'), 'Query.size': async () => rejectedWith('text'),
    }],
    ['in lists', '{ list strictList lists any }', {
      'Query.list': () => [1, new Error('item'), Promise.reject(new Error('late')), Promise.resolve(3), null, 'x', Promise.resolve(new Error('error resolved'))],
      'Query.strictList': () => [1, null, 2], 'Query.lists': () => [[1, 2], [3, null], null, Promise.resolve([Promise.resolve(null)]), new Set([4]), [5, new Error('deep')]], 'Query.any': () => 'no list',
    }],
    ['up to the nearest nullable', '{ person { friend { name age best { name } } name } people { best { name } } strictPeople { age } }', {
      'Query.person': () => ({ friend: { name: 'x', age: null, best: null }, name: 'y' }), 'Query.people': () => [{ best: null }, { best: dog }], 'Query.strictPeople': () => [{ age: 1 }, { age: 'no' }, { age: null }],
    }],
    ['up to the top', '{ number needed { name } text }', { 'Query.number': fails('first'), 'Query.needed': fails('second') }],
    ['up to the top, late', '{ number needed { name } text }', { 'Query.number': () => Promise.reject(new Error('first')), 'Query.needed': async () => null, 'Query.text': async () => fails('never seen')() }],
    ['of values that fit no type', '{ number float flag id size text odd animal { name } found { __typename } }', {
      'Query.number': () => 2 ** 31, 'Query.float': () => Number.NaN, 'Query.flag': () => 'yes', 'Query.id': () => ({}), 'Query.size': () => 'HUGE', 'Query.text': () => Symbol('s'),
      'Query.animal': () => ({ __typename: 'Person' }), 'Query.found': () => [{ __typename: 'Bird' }, dog],
    }],
    ['below what another has nulled, later', '{ person { name age friend { name } } }', {
      'Query.person': () => ({ friend: {} }), 'Person.age': () => null, 'Person.name': async () => fails('suppressed')(), 'Person.friend': async () => fails('suppressed too')(),
    }],
    ['that know their place already', '{ number }', { 'Query.number': () => Promise.reject(new GraphQLError('located', { path: ['else'], extensions: { code: 'X' } })) }],
  ])('%s', async (_what, document, resolvers) => {
    const { errors } = await expectSame({ schema: schemaOf(resolvers), document, root });
    expect(errors.length).toBeGreaterThan(0);
  });

  it('loses a list at once and lets no rejected item go unheard', async () => {
    const schema = schemaOf({ 'Query.strictList': () => [Promise.reject(new Error('late')), null] });
    const result = await compileOperation({ schema, document: parse('{ strictList }') })?.run({});
    expect(JSON.parse(JSON.stringify(result))).toEqual({ data: { strictList: null }, errors: [{ message: 'Cannot return null for non-nullable field Query.strictList.', path: ['strictList', 1], locations: [{ line: 1, column: 3 }] }] });
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('of variables come without data', async () => {
    const document = 'query ($n: Int!, $w: Where, $s: Size) { args(count: $n, where: $w, size: $s) }';
    const schema = schemaOf();
    const { members, errors } = await expectSame({ schema, document, variableValues: { n: 'x', w: { nope: 1 }, s: 'HUGE' } });
    expect([members, errors.length]).toEqual([['errors'], 3]);
    const many = Array.from({ length: 80 }, (_, index) => `$v${index}: Int!`);
    const asked = { schema, document: `query (${many.join(' ')}) { args(count: $v0) ${many.map((_, index) => `a${index}: args(count: $v${index})`).join(' ')} }` };
    expect((await expectSame(asked)).errors).toHaveLength(51);
  });
});

describe('values', () => {
  it('are passed, converted or serialised', async () => {
    const odd = (schema: GraphQLSchema) => Object.assign(schema.getType('Odd') ?? {}, { serialize: (value: unknown) => ({ of: value, list: [1, { deep: true }] }) });
    const roots = [{ number: 1, float: 2, text: 'a', flag: true, id: 'x', size: 'SMALL', odd: 1 }, { number: '7', float: '2.5', text: 12, flag: 0, id: 7, size: 'LARGE', odd: null }, { number: -0, float: true, text: { valueOf: () => 'v' }, flag: 2, id: { toJSON: () => 'j' }, size: undefined, odd: {} }];
    for (const one of roots) {
      const { errors } = await expectSame({ schema: schemaOf({}, odd), document: '{ number float text flag id size odd }', root: () => one });
      expect(errors).toBeUndefined();
    }
  });

  it('come from properties, getters, methods and functions', async () => {
    class Source {
      count = 3;
      get number() { return ++this.count; }
      text(args: object, context: object, info: any) { return JSON.stringify([this.count, args, context, info.fieldName, info.path, info.parentType.name]); }
      args = (args: object) => JSON.stringify(args);
      get flag(): boolean { throw new Error('no flag'); }
      person = () => Promise.resolve({ name: 'late', age: () => 5 });
    }
    const asked = { schema: schemaOf(), document: '{ number text args(count: 3) flag person { name age } }', context: () => ({ c: 1 }), root: () => new Source() };
    const { errors } = await expectSame(asked);
    expect(errors).toMatchObject([{ message: 'no flag', path: ['flag'] }]);
    for (const source of [undefined, null, 5, 'text']) await expectSame({ ...asked, root: () => source });
    await expectSame({ ...asked, root: () => Object.assign(() => undefined, { number: 4, person: null }) });
  });

  it('are told apart by isTypeOf where no type is named, at hand or later', async () => {
    for (const later of [false, true]) {
      const told = (schema: GraphQLSchema) => {
        for (const name of ['Dog', 'Cat']) (schema.getType(name) as any).isTypeOf = (value: any) => (later ? Promise.resolve(value.is === name) : value.is === name);
      };
      const values = [{ is: 'Dog', name: 'Rex', barks: true }, { is: 'Cat', lives: 7 }, { is: 'Bird' }];
      const { errors } = await expectSame({ schema: schemaOf({}, told), document: '{ person { pets { __typename name ... on Cat { lives } } } animal { ... on Dog { barks } } }', root: () => ({ person: { pets: values, age: 1 }, animal: values[0] }) });
      expect(errors).toMatchObject([{ path: ['person', 'pets', 2] }]);
    }
  });

  it('wait for nothing that is at hand', () => {
    const result = compileOperation({ schema: schemaOf(), document: parse('{ people { name pets { name } } }') })?.run({ rootValue: root() });
    expect(result).not.toBeInstanceOf(Promise);
  });
});

describe('arguments', () => {
  const shown: GraphQLFieldResolver<unknown, unknown> = (_source, args) => JSON.stringify(args);
  const schema = schemaOf({ 'Query.args': shown });

  it.each<[string, Record<string, unknown>]>([
    ['{ args }', {}],
    ['{ args(text: "a", size: LARGE, count: 3, tags: ["q"], where: { far: { tags: [] } }) b: args(where: null, size: null) }', {}],
    ['query ($t: String!, $c: Int, $s: Size = SMALL) { args(count: $c, size: $s, text: $t) }', { t: 'x' }],
    ['query ($t: String!, $c: Int, $s: Size = SMALL) { args(count: $c, size: $s, text: $t) }', { t: 'x', c: null, s: null }],
    ['query ($t: String = "d") { args(text: $t) }', { t: null }],
    ['query ($g: [String!]) { args(tags: $g) b: args(where: { tags: $g, near: "n" }) }', {}],
    ['query ($g: [String!], $n: String!) { args(tags: [$n, "c"]) b: args(where: { tags: $g, near: $n }) }', { g: ['a'], n: 'b' }],
    ['query ($constructor: String, $toString: Int) { args(text: "q", count: $toString) b: args(where: { near: $constructor }) }', {}],
  ])('%s with %j', async (document, variableValues) => {
    await expectSame({ schema, document, variableValues });
  });

  it('are an object of its own for each call, lists in it too', async () => {
    const greedy = schemaOf({ 'Query.args': (_source, args: any) => {
      const before = JSON.stringify(args);
      args.text = 'changed';
      args.where?.tags?.push('changed');
      return before;
    } });
    const compiled = compileOperation({ schema: greedy, document: parse('{ args(text: "a", where: { tags: ["b"] }) b: args(count: 1) }') });
    const first = await compiled?.run({});
    expect(await compiled?.run({})).toEqual(first);
    expect(JSON.stringify(first)).not.toContain('changed');
  });
});

describe('mutations', () => {
  it('run one after the other, and stop where a promised value is lost', async () => {
    const order = (log: string[], name: string, value: () => unknown): GraphQLFieldResolver<unknown, unknown> => async () => {
      log.push(`${name} starts`);
      await new Promise((resolve) => setImmediate(resolve));
      log.push(`${name} ends`);
      return value();
    };
    const logs: string[][] = [];
    for (const two of [() => 2, () => null]) {
      const log: string[] = [];
      logs.push(log);
      const schema = schemaOf({ 'Mutation.one': order(log, 'one', () => { throw new Error('one'); }), 'Mutation.two': order(log, 'two', two), 'Mutation.three': order(log, 'three', () => 3) });
      await expectSame({ schema, document: 'mutation { three one two again: three }' });
    }
    const once = (names: string[]) => names.flatMap((name) => [`${name} starts`, `${name} ends`]);
    const all = once(['three', 'one', 'two', 'three']);
    const stopped = once(['three', 'one', 'two']);
    expect(logs).toEqual([[...all, ...all, ...all], [...stopped, ...stopped, ...stopped]]);
  });

  it('need no promise where all is at hand', async () => {
    const schema = schemaOf({ 'Mutation.one': () => 1, 'Mutation.two': () => 2, 'Mutation.three': () => null });
    expect(compileOperation({ schema, document: parse('mutation { one two three }') })?.run({})).toEqual({ data: { one: 1, two: 2, three: null } });
    await expectSame({ schema: schemaOf({ 'Mutation.two': () => null }), document: 'mutation { one two three }' });
  });
});

describe('what is left to graphql-js', () => {
  it.each([
    ['introspection', '{ __schema { queryType { name } } }', undefined],
    ['a type asked for in a fragment below', '{ self { ...F } } fragment F on Query { __type(name: "Query") { name } }', undefined],
    ['a subscription', 'subscription { tick }', undefined],
    ['no operation', 'fragment F on Query { number }', undefined],
    ['two operations, none named', 'query A { number } query B { text }', undefined],
    ['an unknown name', 'query A { number }', 'B'],
    ['a condition that nobody validated', '{ number @skip }', undefined],
  ])('%s', (_what, text, operationName) => {
    expect(compileOperation({ schema: schemaOf(), document: parse(text), operationName })).toBeUndefined();
  });

  it('a schema that is not valid', () => {
    expect(compileOperation({ schema: buildSchema('type Query { a: Int } type Empty implements Lost { b: Int } type Lost { c: Int }', { assumeValidSDL: true }), document: parse('{ a }') })).toBeUndefined();
  });

  it('one of several operations is chosen by its name', async () => {
    const document = 'query A { number } query B { text }';
    const { data } = await expectSame({ schema: schemaOf(), document, operationName: 'B', root: () => ({ number: 1, text: 'b' }) });
    expect(data).toEqual({ keys: [['text', 'b']] });
  });

  it('variables that are no object', () => {
    const document = parse('{ number }');
    const schema = schemaOf();
    const message = 'Variables must be provided as an Object';
    expect(() => execute({ schema, document, variableValues: 'x' as any })).toThrow(message);
    expect(() => compileOperation({ schema, document })?.run({ variableValues: 'x' as any })).toThrow(message);
  });
});

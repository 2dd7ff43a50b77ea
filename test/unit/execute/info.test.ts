/** What resolvers are told, and what stands in the answer under odd names. */
import { describe, expect, it } from '@jest/globals';
import { buildSchema, execute, parse } from 'graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { compileOperation, markReader, markSerialized } from '../../../src/execute/main.ts';

const document = parse('query Q($n: Int = 3, $more: Boolean = false) { a: part(n: $n) { parts { ...P } other { name @include(if: $more) name } } ...R } fragment P on Part { alias: name } fragment R on Query { a: part(n: $n) { parts { name } } }');

function heard(): { schema: ReturnType<typeof buildSchema>; infos: GraphQLResolveInfo[] } {
  const schema = buildSchema('type Query { part(n: Int): Part } type Part { name: String parts: [Part] other: Other } interface Other { name: String } type One implements Other { name: String }');
  const infos: GraphQLResolveInfo[] = [];
  const values: Record<string, unknown> = { part: {}, parts: [{}, {}], name: 'n', other: {} };
  for (const type of ['Query', 'Part', 'One']) {
    for (const field of Object.values((schema.getType(type) as any).getFields() as Record<string, any>)) {
      field.resolve = (_source: unknown, _args: unknown, _context: unknown, info: GraphQLResolveInfo) => {
        infos.push(info);
        return values[field.name];
      };
    }
  }
  (schema.getType('Other') as any).resolveType = (_value: unknown, _context: unknown, info: GraphQLResolveInfo) => {
    infos.push(info);
    return 'One';
  };
  return { schema, infos };
}

describe('info', () => {
  it('has the members that graphql-js gives it, as its own', () => {
    const { schema, infos } = heard();
    const rootValue = { root: true };
    const reference = execute({ schema, document, rootValue });
    const expected = infos.splice(0);
    expect(compileOperation({ schema, document })?.run({ rootValue })).toEqual(reference);
    expect(infos.length).toBe(expected.length);
    for (const [index, info] of infos.entries()) {
      const known = expected[index] as GraphQLResolveInfo;
      expect(Object.keys({ ...info })).toEqual(Object.keys(known));
      for (const member of ['schema', 'operation', 'parentType', 'returnType', 'rootValue'] as const) expect(info[member]).toBe(known[member]);
      expect([info.fieldName, info.path, info.variableValues]).toEqual([known.fieldName, known.path, known.variableValues]);
      expect(info.fieldNodes.length).toBe(known.fieldNodes.length);
      for (const [at, node] of info.fieldNodes.entries()) expect(node).toBe(known.fieldNodes[at]);
      expect(Object.entries(info.fragments)).toEqual(Object.entries(known.fragments));
    }
  });

  it('keeps the nodes of a field the same object in every run, and the path of a field above the same within a run', () => {
    const { schema, infos } = heard();
    const compiled = compileOperation({ schema, document });
    void compiled?.run({});
    const first = infos.splice(0);
    void compiled?.run({});
    for (const [index, info] of infos.entries()) expect(info.fieldNodes).toBe(first[index]?.fieldNodes);
    const [part, parts] = infos;
    expect(parts?.path.prev).toBe(part?.path);
    expect(infos[2]?.path.prev?.prev).toBe(parts?.path);
  });

  it('says which nodes a variant has', () => {
    const { schema, infos } = heard();
    const compiled = compileOperation({ schema, document });
    const nodes = (more: boolean) => {
      infos.length = 0;
      void compiled?.run({ variableValues: { more } });
      return infos.find(({ fieldName, parentType }) => fieldName === 'name' && parentType.name === 'One')?.fieldNodes;
    };
    expect([nodes(false)?.length, nodes(true)?.length]).toEqual([1, 2]);
    expect(nodes(true)).toBe(nodes(true));
  });
});

describe('objects of the answer', () => {
  const schema = buildSchema('type Query { name: String self: Query list: [Query!] late: String }');
  const rootValue = { name: 'n', self: { name: 's' }, list: [{ name: 'l' }], late: () => Promise.resolve('late') };

  it('hold keys that every object inherits as their own', async () => {
    const odd = parse('{ __proto__: name constructor: self { __proto__: name toString: name } toJSON: name list { hasOwnProperty: name __proto__: self { name } } then: late b: name }');
    const reference = await execute({ schema, document: odd, rootValue });
    const compiled = await compileOperation({ schema, document: odd })?.run({ rootValue });
    expect(JSON.stringify(compiled)).toBe(JSON.stringify(reference));
    expect(JSON.stringify(compiled)).toBe('{"data":{"__proto__":"n","constructor":{"__proto__":"s","toString":"s"},"toJSON":"n","list":[{"hasOwnProperty":"l","__proto__":null}],"then":"late","b":"n"}}');
    expect(({} as any).name).toBeUndefined();
  });

  it('hold them also where each value is waited for before the next', async () => {
    const written = buildSchema('type Mutation { one: String two: Mutation three: [String] } type Query { q: String }');
    const odd = parse('mutation { __proto__: one constructor: two { __proto__: one toString: one } then: three hasOwnProperty: one }');
    const late = { one: () => Promise.resolve('late'), two: () => Promise.resolve(late), three: () => [Promise.resolve('x'), 'y'] };
    const reference = await execute({ schema: written, document: odd, rootValue: late });
    expect(reference.errors).toBeUndefined();
    expect(JSON.stringify(await compileOperation({ schema: written, document: odd })?.run({ rootValue: late }))).toBe(JSON.stringify(reference));
  });

  it('an object under __proto__ becomes nobody\'s prototype', () => {
    const compiled = compileOperation({ schema, document: parse('{ __proto__: self { name } name }') })?.run({ rootValue }) as any;
    expect(Object.keys(compiled.data)).toEqual(['__proto__', 'name']);
    expect(Object.getPrototypeOf(compiled.data)).toBeNull();
  });

  it('are plain otherwise', () => {
    const compiled = compileOperation({ schema, document: parse('{ self { name } }') })?.run({ rootValue }) as any;
    expect(compiled).toStrictEqual({ data: { self: { name: 's' } } });
  });
});

describe('a resolver that only reads', () => {
  it('may ask a place for all that info holds, and is given no arguments of its own', async () => {
    const { schema, infos } = heard();
    const rootValue = { root: true };
    await execute({ schema, document, rootValue });
    const expected = infos.splice(0);
    const members = Object.keys(expected[0] as GraphQLResolveInfo) as (keyof GraphQLResolveInfo)[];
    const told: { args: unknown; info: GraphQLResolveInfo; path: unknown; again: unknown }[] = [];
    mark(schema, (resolve) => (source, args, context, info) => {
      const asked = Object.fromEntries(members.map((member) => [member, info[member]])) as unknown as GraphQLResolveInfo;
      told.push({ args, info, path: asked.path, again: info.path });
      return resolve(source, args, context, asked);
    });
    void compileOperation({ schema, document })?.run({ rootValue });
    expect(infos).toEqual(expected);
    expect(told.length).toBeGreaterThan(5);
    for (const { args, path, again } of told) {
      expect(Object.isFrozen(args)).toBe(true);
      expect(again).toBe(path);
    }
  });

  it('may keep its place if it answers a promise, and others that fail keep theirs', async () => {
    const schema = buildSchema('type Query { items: [Item] } type Item { at: String late: String bad: String list: [String] }');
    const kept: GraphQLResolveInfo[] = [];
    const resolvers: Record<string, (info: GraphQLResolveInfo) => unknown> = {
      at: (info) => info.path.prev?.key,
      late: (info) => (kept.push(info), Promise.resolve().then(() => `${info.path.prev?.key} ${info.path.key}`)),
      bad: (info) => new Error(`bad at ${info.path.prev?.key}`),
      list: () => ['a', Promise.resolve('b')],
    };
    for (const [name, resolve] of Object.entries(resolvers)) (schema.getType('Item') as any).getFields()[name].resolve = markReader((_source: unknown, _args: unknown, _context: unknown, info: GraphQLResolveInfo) => resolve(info));
    const asked = { schema, document: parse('{ items { at late x: at bad list y: late bad2: bad z: at } }'), rootValue: { items: [{}, {}] } };
    const reference = await execute(asked);
    kept.length = 0;
    const compiled = await compileOperation(asked)?.run(asked);
    expect(JSON.stringify(compiled)).toBe(JSON.stringify(reference));
    expect(compiled?.errors).toHaveLength(4);
    expect(kept.map(({ path }) => [path.prev?.key, path.key])).toEqual([[0, 'late'], [0, 'y'], [1, 'late'], [1, 'y']]);
  });
});

type Resolve = (source: unknown, args: unknown, context: unknown, info: GraphQLResolveInfo) => unknown;

/** All fields below the root. */
function mark(schema: ReturnType<typeof buildSchema>, around: (resolve: Resolve) => Resolve): void {
  for (const type of ['Part', 'One']) {
    for (const field of Object.values((schema.getType(type) as any).getFields() as Record<string, any>)) field.resolve = markReader(around(field.resolve as Resolve));
  }
}

describe('a resolver that answers what its scalar would make of it', () => {
  it('is taken at its word, but for nothing and errors', () => {
    const schema = buildSchema('scalar Day type Query { day: Day none: Day must: Day! broken: Day plain: Day }');
    const seen: unknown[] = [];
    (schema.getType('Day') as any).serialize = (value: unknown) => {
      seen.push(value);
      return `day ${String(value)}`;
    };
    const fields = schema.getQueryType()!.getFields();
    const answers: Record<string, unknown> = { day: 'monday', none: null, broken: new Error('no day'), plain: 'sunday' };
    for (const name of ['day', 'none', 'broken']) fields[name]!.resolve = markSerialized(markReader(() => answers[name]));
    fields['plain']!.resolve = markReader(() => answers['plain']);
    const result = compileOperation({ schema, document: parse('{ day none broken plain }') })?.run({}) as any;
    expect(result.data).toEqual({ day: 'monday', none: null, broken: null, plain: 'day sunday' });
    expect(result.errors.map((error: Error) => error.message)).toEqual(['no day']);
    expect(seen).toEqual(['sunday']);
    fields['must']!.resolve = markSerialized(markReader(() => null));
    expect((compileOperation({ schema, document: parse('{ must }') })?.run({}) as any).errors[0].message).toBe('Cannot return null for non-nullable field Query.must.');
  });
});

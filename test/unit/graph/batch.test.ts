/** The reads of one request travel together, and each gets its own outcome. Writes travel alone, once. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { execute, GraphQLError, parse, printSchema } from 'graphql';
import { read } from '../../../src/graph/batch.ts';
import type { Lookup } from '../../../src/graph/lookup.ts';
import type { Reader } from '../../../src/graph/reads.ts';
import { Question, mergeLookups, ownKey, textOf, writeBody } from '../../../src/graph/lookup.ts';
import { ask, executable, newContext, newLog, startBench } from './fixture.ts';
import type { System } from '../../../src/upstream/call.ts';
import type { Answerer, Bench } from './fixture.ts';

const typeDefs = /* GraphQL */ `
  type Link { id: ID! name: String }
  type Query { link(id: ID!): Link  must(id: ID!): Link!  other: Other  broken: String }
  type Other { link(id: ID): Link }
  type Mutation { make(id: ID!): Link  namespace: Namespace }
  type Namespace { make(id: ID!): Link }
`;

const refuse = (id: string): never => {
  throw new GraphQLError(`No link ${id}.`);
};
const find = (_: unknown, { id }: { id: string }) => (id.startsWith('bad') ? refuse(id) : { id, name: `name of ${id}` });

let bench: Bench;
let made: string[] = [];
beforeAll(async () => {
  const make = (_: unknown, { id }: { id: string }) => (made.push(id), find(_, { id }));
  const schema = executable(typeDefs, {
    Query: { link: find, must: find, other: () => ({}), broken: () => refuse('x') },
    Other: { link: find },
    Mutation: { make, namespace: () => ({}) },
    Namespace: { make },
  });
  bench = await startBench(schema, { snapshot: printSchema(schema), lookupsPerDocument: 10 });
});
afterAll(() => bench.close());
beforeEach(() => {
  bench.remote.requests.length = 0;
  bench.remote.answer = undefined;
  made = [];
});

const sent = (): string[] => bench.remote.requests.map(({ body }) => body.query);
const answering = (answer: Answerer): void => {
  bench.remote.answer = (request, response) => (request.body.operationName === 'IntrospectionQuery' ? undefined : answer(request, response));
};

describe('the reads of one request', () => {
  it('travel in one HTTP request, told apart by alias', async () => {
    expect(await bench.ask('query Q($id: ID!) { a: link(id: $id) { id } b: must(id: "b") { name } other { link { id } link2: link(id: "o") { id } } account { amount } }', { id: 'x' })).toMatchObject({
      data: { a: { id: 'x' }, b: { name: 'name of b' } },
    });
    expect(bench.remote.requests.map(({ body }) => body)).toEqual([
      {
        query: 'query Q($id: ID!) { _0: link(id: $id) { id } _1: must(id: "b") { name } _2: other { link { id } link2: link(id: "o") { id } } }',
        variables: { id: 'x' },
        operationName: 'Q',
      },
    ]);
  });

  it('are the same one when they say the same, under fifty aliases', async () => {
    const aliases = Array.from({ length: 50 }, (_, index) => `a${index}`);
    const { data, errors } = await bench.ask(`query ($id: ID!) { ${aliases.map((alias) => `${alias}: link(id: $id) { id name }`).join(' ')} }`, { id: 'x' });
    expect(errors).toEqual([]);
    expect(data).toEqual(Object.fromEntries(aliases.map((alias) => [alias, { id: 'x', name: 'name of x' }])));
    expect(sent()).toEqual(['query ($id: ID!) { link(id: $id) { id name } }']);
  });

  it('are not the same when only a value differs', async () => {
    await bench.ask('{ a: link(id: "1") { id } b: link(id: "2") { id } c: link(id: "1") { name } }');
    expect(sent()).toEqual(['query { _0: link(id: "1") { id } _1: link(id: "2") { id } _2: link(id: "1") { name } }']);
  });

  it('travel in several documents where one would grow too large', async () => {
    const ids = Array.from({ length: 25 }, (_, index) => `i${index}`);
    const { data, errors } = await bench.ask(`{ ${ids.map((id) => `${id}: link(id: "${id}") { id }`).join(' ')} }`);
    expect(errors).toEqual([]);
    expect(data).toEqual(Object.fromEntries(ids.map((id) => [id, { id }])));
    expect(sent().map((query) => query.match(/link\(/g)?.length).sort()).toEqual([10, 10, 5]);
  });

  it('find their answers by key, not by position', async () => {
    answering(() => ({ data: { _1: { id: 'second' }, _2: { id: 'third' }, _0: { id: 'first' } } }));
    expect(await bench.ask('{ a: link(id: "1") { id } b: link(id: "2") { id } c: link(id: "3") { id } }')).toEqual({
      data: { a: { id: 'first' }, b: { id: 'second' }, c: { id: 'third' } },
      errors: [],
    });
  });

  it('do not wait for, and do not see, those of another request', async () => {
    const query = 'query ($id: ID!) { a: link(id: $id) { id } b: link(id: "same") { id } }';
    const ids = Array.from({ length: 20 }, (_, index) => `r${index}`);
    const answers = await Promise.all(ids.map((id) => bench.ask(query, { id })));
    expect(answers).toEqual(ids.map((id) => ({ data: { a: { id }, b: { id: 'same' } }, errors: [] })));
    expect(bench.remote.requests).toHaveLength(20);
    expect(bench.remote.requests.map(({ body }) => body.variables?.['id']).sort()).toEqual([...ids].sort());
  });

  it('are asked anew in the next request', async () => {
    await bench.ask('{ link(id: "x") { id } }');
    await bench.ask('{ link(id: "x") { id } }');
    expect(sent()).toHaveLength(2);
  });
});

describe('one failing read', () => {
  const refused = (path: unknown[], id: string, operation = 'link') => ({
    message: 'collectmaxx refused the request.',
    path,
    extensions: { code: 'UPSTREAM_BAD_REQUEST', system: 'collectmaxx', operation, requestId: expect.any(String), retryable: false, messages: [`No link ${id}.`] },
  });

  it('leaves its neighbours alone where the remote nulls only it', async () => {
    expect(await bench.ask('{ a: link(id: "a") { id } b: link(id: "bad") { id } c: link(id: "c") { id } }')).toEqual({
      data: { a: { id: 'a' }, b: null, c: { id: 'c' } },
      errors: [refused(['b'], 'bad')],
    });
    expect(sent()).toHaveLength(1);
  });

  it('leaves its neighbours alone where the remote nulls everything: those are sent again, one by one, once', async () => {
    expect(await bench.ask('{ a: link(id: "a") { id } b: must(id: "bad") { id } c: must(id: "c") { id } }')).toEqual({
      data: { a: { id: 'a' }, b: null, c: { id: 'c' } },
      errors: [refused(['b'], 'bad', 'must')],
    });
    expect(sent().sort()).toEqual([
      'query { _0: link(id: "a") { id } _1: must(id: "bad") { id } _2: must(id: "c") { id } }',
      'query { link(id: "a") { id } }',
      'query { must(id: "c") { id } }',
    ]);
  });

  it('is told apart where the remote says nothing but that the document is wrong', async () => {
    answering(({ body }) => (body.query.includes('"b"') ? { errors: [{ message: 'Cannot query this.', locations: [{ line: 1, column: 1 }] }] } : undefined));
    const answer = await bench.ask('{ a: link(id: "a") { id } b: link(id: "b") { id } c: link(id: "c") { id } }');
    expect(answer.data).toEqual({ a: { id: 'a' }, b: null, c: { id: 'c' } });
    expect(answer.errors).toMatchObject([{ path: ['b'], extensions: { code: 'UPSTREAM_BAD_REQUEST', messages: ['Cannot query this.'] } }]);
    expect(sent()).toHaveLength(4);
  });

  it('is told apart where the remote reports an error without a place beside nulls', async () => {
    answering(({ body }) => {
      if (body.query.startsWith('query { _0')) return { data: { _0: { id: 'a' }, _1: null, _2: { id: 'c', name: null } }, errors: [{ message: 'Somewhere.' }] };
      return body.query.includes('"b"') ? { data: { link: null }, errors: [{ message: 'Here.' }] } : { data: { link: { id: 'c', name: null } } };
    });
    const answer = await bench.ask('{ a: link(id: "a") { id } b: link(id: "b") { id } c: link(id: "c") { id name } }');
    expect(answer.data).toEqual({ a: { id: 'a' }, b: null, c: { id: 'c', name: null } });
    expect(answer.errors).toMatchObject([{ path: ['b'], extensions: { messages: ['Here.'] } }]);
    expect(sent()).toHaveLength(3);
  });

  it('shows each error at its own path, also for two aliases of one lookup', async () => {
    const answer = await bench.ask('{ a: link(id: "bad1") { id } other { link(id: "bad2") { id } } b: link(id: "bad1") { id } ok: link(id: "ok") { id } }');
    expect(answer.data).toEqual({ a: null, other: { link: null }, b: null, ok: { id: 'ok' } });
    expect(answer.errors).toEqual(
      expect.arrayContaining([refused(['a'], 'bad1'), refused(['b'], 'bad1'), refused(['other', 'link'], 'bad2', 'other.link')]),
    );
    expect(answer.errors).toHaveLength(3);
  });

  it('does not multiply the requests where every read is refused for the key', async () => {
    answering(() => ({ errors: [{ message: 'who are you', extensions: { code: 'UNAUTHENTICATED' } }] }));
    const answer = await bench.ask('{ a: link(id: "a") { id } b: link(id: "b") { id } }');
    expect(answer.errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual([[['a'], 'UPSTREAM_UNAUTHENTICATED'], [['b'], 'UPSTREAM_UNAUTHENTICATED']]);
    expect(sent()).toHaveLength(1);
  });

  it('says in the log when an error belongs nowhere', async () => {
    bench.log.lines.length = 0;
    answering(() => ({ data: { _0: { id: 'a' }, _1: { id: 'b' } }, errors: [{ message: 'a warning', path: ['_0', 'id'] }, { message: 'another' }] }));
    expect(await bench.ask('{ a: link(id: "a") { id } b: link(id: "b") { id } }')).toEqual({ data: { a: { id: 'a' }, b: { id: 'b' } }, errors: [] });
    expect(bench.log.lines).toEqual([
      'warn Collectmaxx reported an error that belongs to no part of its answer.',
      'warn Collectmaxx reported an error that belongs to no part of its answer.',
    ]);
    expect(sent()).toHaveLength(1);
  });
});

describe('a write', () => {
  it('travels alone, one after another, also beside others of the same field', async () => {
    expect(await bench.ask('mutation { a: make(id: "1") { id } b: make(id: "1") { id } namespace { x: make(id: "2") { id } y: make(id: "3") { id } } }')).toEqual({
      data: { a: { id: '1' }, b: { id: '1' }, namespace: { x: { id: '2' }, y: { id: '3' } } },
      errors: [],
    });
    expect(sent()).toEqual([
      'mutation { make(id: "1") { id } }',
      'mutation { make(id: "1") { id } }',
      'mutation { namespace { x: make(id: "2") { id } y: make(id: "3") { id } } }',
    ]);
    expect(made).toEqual(['1', '1', '2', '3']);
  });

  it('is never sent again, whatever comes back', async () => {
    for (const answer of [
      { data: null, errors: [{ message: 'no' }] },
      { errors: [{ message: 'no', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] },
      { data: { make: null }, errors: [{ message: 'somewhere' }] },
      'nonsense',
      {},
    ]) {
      bench.remote.requests.length = 0;
      answering(() => answer);
      const { data, errors } = await bench.ask('mutation { make(id: "1") { id } }');
      expect(data).toEqual({ make: null });
      expect(errors).toHaveLength(1);
      expect(sent()).toHaveLength(1);
    }
  });
});

describe('the client of the remote', () => {
  it('is told what is read and what is written, and what for', async () => {
    const calls: { operation: string; read: boolean }[] = [];
    const system: System = { ...bench.system, send: (call, scope) => (calls.push({ operation: call.operation, read: call.read }), bench.system.send(call, scope)) };
    for (const query of [
      '{ link(id: "a") { id } }',
      '{ other { l: link(id: "a") { id } ... on Other { link(id: "b") { id } } } }',
      '{ a: other { link(id: "a") { id } } b: other { link(id: "b") { id } } }',
      '{ a: other { link(id: "a") { id } } link(id: "b") { id } }',
      'mutation { make(id: "a") { id } }',
      'mutation { namespace { make(id: "a") { id } } }',
    ]) {
      expect((await ask(bench.graph, newContext(system), query)).errors).toEqual([]);
    }
    expect(calls).toEqual([
      { operation: 'link', read: true },
      { operation: 'other.link', read: true },
      { operation: 'other.link', read: true },
      { operation: 'query', read: true },
      { operation: 'make', read: false },
      { operation: 'namespace.make', read: false },
    ]);
  });

  it('is given the bounds of the request', async () => {
    const context = newContext(undefined);
    const scopes: unknown[] = [];
    const system: System = { ...bench.system, send: (call, scope) => (scopes.push(scope), bench.system.send(call, scope)) };
    const own = { ...context, systems: new Map([['collectmaxx', system]]) };
    await ask(bench.graph, own, '{ link(id: "a") { id } }');
    expect(scopes).toEqual([expect.objectContaining({ requestId: context.requestId, signal: context.signal, deadline: context.deadline })]);
  });
});

describe('lookups with variables of their own', () => {
  const lookup = (id: string, more: Partial<Lookup> = {}): Lookup => ({
    kind: 'query',
    root: 'link',
    write: (own) => `link(id: ${own('id')}) { ...F }`,
    fragments: new Map([['F', 'fragment F on Link { id }']]),
    variables: [{ name: 'n', definition: '$n: Int = 5', value: 6 }, { name: 'm', definition: '$m: Int', value: undefined }],
    own: [{ name: 'id', type: 'ID!', value: id }],
    operationName: 'Claims',
    operation: () => 'link',
    ...more,
  });

  it('share the caller\'s variables and fragments, and carry their own numbers', () => {
    expect(mergeLookups([lookup('a'), lookup('b')])).toEqual({
      query: 'query Claims($n: Int = 5, $m: Int, $_0_id: ID!, $_1_id: ID!) { _0: link(id: $_0_id) { ...F } _1: link(id: $_1_id) { ...F } } fragment F on Link { id }',
      variables: { n: 6, _0_id: 'a', _1_id: 'b' },
      keys: ['_0', '_1'],
    });
  });

  it('give way to names of the caller', () => {
    const variables = [{ name: '_0_id', definition: '$_0_id: ID', value: 'caller' }, { name: '__x', definition: '$__x: ID', value: 'too' }];
    expect(mergeLookups([lookup('a', { variables })]).query).toBe('query Claims($_0_id: ID, $__x: ID, $___0_id: ID!) { link(id: $___0_id) { ...F } } fragment F on Link { id }');
  });

  it('are written once where they differ in values alone, whoever travels along', () => {
    const [one, other] = [new Question(), new Question()];
    const lists = ['a', 'ab', 'aab', 'abb', 'a', 'ba', 'aaaaaaaaaaaaaaaa', 'ab', 'b'];
    for (const list of lists) {
      const lookups = [...list].map((name, index) => (name === 'a' ? lookup(`${list}${index}`, { question: one }) : lookup(`${list}${index}`, { question: other, write: (own) => `other(id: ${own('id')})` })));
      const merged = mergeLookups(lookups.map((each) => ({ ...each, question: undefined })));
      expect(mergeLookups(lookups)).toEqual(merged);
      const { body, keys } = writeBody(lookups);
      expect(body).toBe(JSON.stringify({ query: merged.query, variables: merged.variables, operationName: 'Claims' }));
      expect(keys).toEqual(merged.keys);
    }
    const again = writeBody([lookup('x', { question: one, write: () => 'not asked for again' })]);
    expect(JSON.parse(again.body)).toMatchObject({ query: expect.stringContaining('link(id: $_0_id)'), variables: { _0_id: 'x' } });
  });

  it('go without what there is none of', () => {
    const bare = lookup('a', { variables: [], own: [], operationName: undefined, fragments: new Map(), write: () => 'link(id: 1) { id }' });
    expect(writeBody([bare]).body).toBe('{"query":"query { link(id: 1) { id } }"}');
    expect(JSON.parse(writeBody([{ ...bare, variables: [{ name: '__proto__', definition: '$__proto__: ID', value: 1 }] }]).body)).toEqual(JSON.parse('{"query":"query ($__proto__: ID) { link(id: 1) { id } }","variables":{"__proto__":1}}'));
  });

  it('are the same by text and values', () => {
    const keys = (one: Lookup): string[] => [textOf(one), ownKey(one)];
    expect(keys(lookup('a'))).toEqual(keys(lookup('a')));
    expect(keys(lookup('a'))).not.toEqual(keys(lookup('b')));
    expect(keys(lookup('a', { write: (own) => `link(id: ${own('id')}) { name }` }))).not.toEqual(keys(lookup('a')));
    expect(keys(lookup('a', { question: new Question() }))).toEqual(keys(lookup('a')));
  });

  it('travel in one request, the same one once, unless writes happen in between', async () => {
    const plainLookup = (id: string): Reader<unknown> => ({ read: (value) => value, ...lookup(id, { variables: [], write: (own) => `link(id: ${own('id')}) { id name }`, fragments: new Map() }) });
    for (const remember of [true, false]) {
      bench.remote.requests.length = 0;
      const options = { context: newContext(bench.system), remember, log: newLog(), lookupsPerDocument: 100 };
      const values = await Promise.all(['a', 'b', 'a', 'bad'].map((id) => read(plainLookup(id), options)));
      expect(values.slice(0, 3)).toEqual([{ id: 'a', name: 'name of a' }, { id: 'b', name: 'name of b' }, { id: 'a', name: 'name of a' }]);
      expect(values[3]).toMatchObject({ cause: { code: 'UPSTREAM_BAD_REQUEST' } });
      expect(bench.remote.requests.map(({ body }) => body.variables)).toEqual([{ _0_id: 'a', _1_id: 'b', _2_id: 'bad' }]);
      await read(plainLookup('a'), options);
      expect(bench.remote.requests).toHaveLength(remember ? 1 : 2);
    }
  });
});

describe('concurrent requests', () => {
  it('of one document with different variables never see each other\'s values', async () => {
    const document = parse('query ($id: ID!) { link(id: $id) { ...F } other { link(id: $id) { id } } } fragment F on Link { name }');
    const results = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => execute({ schema: bench.graph.schema, document, variableValues: { id: `c${index}` }, contextValue: newContext(bench.system) })),
    );
    expect(JSON.parse(JSON.stringify(results))).toEqual(
      Array.from({ length: 50 }, (_, index) => ({ data: { link: { name: `name of c${index}` }, other: { link: { id: `c${index}` } } } })),
    );
  });

  it('fail each for itself', async () => {
    const [bad, good] = await Promise.all(['bad', 'good'].map((id) => ask(bench.graph, newContext(bench.system), 'query ($id: ID!) { link(id: $id) { id } }', { id })));
    expect(bad?.errors).toHaveLength(1);
    expect(good).toEqual({ data: { link: { id: 'good' } }, errors: [] });
  });
});

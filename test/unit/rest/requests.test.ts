import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { graphql } from 'graphql';
import { UpstreamError } from '../../../src/errors.ts';
import { startHarness, type Harness } from '../../support/documents.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness(`
    type Query {
      thing(id: String!, trace: String): Thing @rest(source: "test", GET: "/thing/{id}", headers: [{ name: "X-Trace", value: "{trace}" }])
      search(input: SearchInput!): Thing @rest(source: "test", POST: "/search", body: JSON)
    }
    type Mutation {
      save(input: SearchInput!): Thing @rest(source: "test", POST: "/save", body: JSON)
      touch(id: String!): Thing @rest(source: "test", GET: "/touch/{id}")
      name(id: String!): String @rest(source: "test", DELETE: "/name/{id}", select: "name", nullOn: [404])
    }
    input SearchInput { word: String! }
    type Thing { name: String  child: Thing }
  `);
});
beforeEach(() => {
  harness.server.reset();
  harness.server.answer(({ url }) => ({ body: { name: url } }));
});
afterAll(() => harness.close());

describe('reads of one request', () => {
  it('make the same call once, and different calls each', async () => {
    const { data } = await harness.run('{ a: thing(id: "1") { name } b: thing(id: "1") { name } c: thing(id: "2") { name } d: thing(id: "1", trace: "t") { name } e: thing(id: "1", trace: null) { name } }');
    expect(data).toEqual({ a: { name: '/thing/1' }, b: { name: '/thing/1' }, c: { name: '/thing/2' }, d: { name: '/thing/1' }, e: { name: '/thing/1' } });
    expect(harness.server.requests.map(({ url, headers }) => [url, headers['x-trace']]).sort()).toEqual([['/thing/1', undefined], ['/thing/1', 't'], ['/thing/2', undefined]].sort());
  });

  it('are not shared between requests', async () => {
    await harness.run('{ thing(id: "1") { name } }');
    await harness.run('{ thing(id: "1") { name } }');
    expect(harness.server.requests).toHaveLength(2);
  });

  it('leave together: none waits for another', async () => {
    let waiting: (() => void)[] = [];
    harness.server.answer(({ url }) => new Promise((resolve) => {
      waiting.push(() => resolve({ body: { name: url } }));
      if (waiting.length < 3) return;
      for (const go of waiting) go();
      waiting = [];
    }));
    const { data } = await harness.run('{ a: thing(id: "1") { name } b: thing(id: "2") { name } c: thing(id: "3") { name } }');
    expect(data).toEqual({ a: { name: '/thing/1' }, b: { name: '/thing/2' }, c: { name: '/thing/3' } });
  });

  it('that fail reject each asker at its own path and leave the others', async () => {
    harness.server.answer(({ url }) => (url === '/thing/1' ? { status: 403 } : { body: { name: url } }));
    const { data, errors } = await harness.run('{ a: thing(id: "1") { name } b: thing(id: "1") { name } c: thing(id: "2") { name } }');
    expect(data).toEqual({ a: null, b: null, c: { name: '/thing/2' } });
    expect(errors?.map(({ path, extensions }) => [path, extensions])).toEqual(['a', 'b'].map((alias) => [[alias], { code: 'UPSTREAM_FORBIDDEN', system: 'test', operation: 'thing', retryable: false }]));
    expect(harness.server.requests).toHaveLength(2);
  });

  it('by POST are sent each time and never repeated by others', async () => {
    await harness.run('{ a: search(input: { word: "x" }) { name } b: search(input: { word: "x" }) { name } }');
    expect(harness.server.requests).toHaveLength(2);
    expect(harness.system.calls.slice(-2).map(({ read }) => read)).toEqual([false, false]);
    harness.server.answer({ body: 'no json' });
    expect((await harness.run('{ search(input: { word: "x" }) { name } }')).errors?.[0]?.extensions?.['code']).toBe('UPSTREAM_INVALID_RESPONSE');
  });
});

describe('writes', () => {
  it('are sent as often as they are asked for, GET or not', async () => {
    await harness.run('mutation { a: save(input: { word: "x" }) { name } b: save(input: { word: "x" }) { name } c: touch(id: "1") { name } d: touch(id: "1") { name } }');
    expect(harness.server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /save', 'POST /save', 'GET /touch/1', 'GET /touch/1']);
    expect(harness.system.calls.slice(-4).map(({ read }) => read)).toEqual([false, false, false, false]);
  });

  it.each([['a success', 200], ['a failure', 400]])('forget what was read before when they end in %s', async (_what, status) => {
    const contextValue = harness.context();
    const run = (source: string) => graphql({ schema: harness.schema, source, contextValue });
    await run('{ thing(id: "1") { name } }');
    await run('{ thing(id: "1") { name } }');
    expect(harness.server.requests).toHaveLength(1);
    harness.server.answer({ status, body: {} });
    await run('mutation { save(input: { word: "x" }) { name } }');
    harness.server.answer({ body: { name: 'new' } });
    expect((await run('{ thing(id: "1") { name } }')).data).toEqual({ thing: { name: 'new' } });
    expect(harness.server.requests).toHaveLength(3);
  });

  it.each([['nothing', ''], ['HTML', '<!doctype html>secret'], ['broken JSON', '{"secret"'], ['text in place of an object', '"secret"'], ['a list in place of an object', '["secret"]'], ['null', 'null']])('answered with %s may have happened', async (_what, body) => {
    harness.server.answer({ body });
    const { data, errors } = await harness.run('mutation { save(input: { word: "x" }) { name } name(id: "1") }');
    expect(data).toEqual({ save: null, name: null });
    expect(errors?.map(({ path, extensions }) => [path, extensions])).toEqual(['save', 'name'].map((operation) => [[operation], { code: 'OUTCOME_UNKNOWN', system: 'test', operation, requestId: 'r-1', retryable: false }]));
    expect(JSON.stringify(errors)).not.toContain('secret');
    expect(harness.server.requests).toHaveLength(2);
  });

  it('that are told by a status or a missing member that there is nothing are null', async () => {
    harness.server.answer({ status: 404, body: 'secret' });
    expect(await harness.run('mutation { name(id: "1") }')).toEqual({ data: { name: null } });
    harness.server.answer({ body: {} });
    expect(await harness.run('mutation { name(id: "1") }')).toEqual({ data: { name: null } });
  });

  it('whose answer has one odd member are done all the same', async () => {
    harness.server.answer({ body: { name: { secret: 1 }, child: { name: 'c' } } });
    expect(await harness.run('mutation { save(input: { word: "x" }) { name child { name } } }')).toMatchObject({
      data: { save: { name: null, child: { name: 'c' } } }, errors: [{ path: ['save', 'name'], extensions: { code: 'UPSTREAM_INVALID_RESPONSE', operation: 'save' } }],
    });
  });
});

describe('what a system throws', () => {
  const failing = (error: Error) => ({ ...harness.context(), systems: new Map([['test', { ...harness.system, send: () => Promise.reject(error) }]]) });

  it('passes unchanged, whether it is ours or a mistake', async () => {
    const ours = new UpstreamError({ code: 'UPSTREAM_RATE_LIMITED', system: 'test', operation: 'thing', retryAfter: 7 });
    const mistake = new TypeError('x is not a function');
    for (const error of [ours, mistake]) {
      const read = await graphql({ schema: harness.schema, source: '{ thing(id: "1") { name } }', contextValue: failing(error) });
      const write = await graphql({ schema: harness.schema, source: 'mutation { save(input: { word: "x" }) { name } }', contextValue: failing(error) });
      for (const result of [read, write]) {
        expect(result.errors?.[0]?.originalError).toBe(error);
        expect(result.errors?.[0]?.message).toBe(error.message);
      }
    }
  });

  it('is made an error where it is none', async () => {
    const result = await graphql({ schema: harness.schema, source: '{ thing(id: "1") { name } }', contextValue: failing('text' as unknown as Error) });
    expect(result.errors?.[0]?.message).toBe('A call was rejected with something that is no error.');
  });
});

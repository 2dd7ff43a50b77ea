/** The short way answers what the long way answers, byte for byte; and what must take the long way does. */
import { ApolloServer } from '@apollo/server';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { pino } from 'pino';
import { createEngine } from '../../../src/execute/main.ts';
import { createLimits, noLimits } from '../../../src/limits/main.ts';
import { createHotLane } from '../../../src/server/hotLane.ts';
import { post, startFixture } from './fixture.ts';
import type { Fixture, Reply } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => (fixture = await startFixture()));
afterAll(() => fixture.close());
const apollo = jest.spyOn(ApolloServer.prototype, 'executeHTTPGraphQLRequest');
afterEach(() => void apollo.mockClear());

const fixed = { 'x-request-id': 'r-1' };
const comparable = ({ status, text, headers }: Reply) => ({ status, text, headers: [...headers].filter(([name]) => name !== 'date') });
const ask = async (body: unknown, headers: Record<string, string> = {}) => comparable(await post(fixture.url, body, { ...fixed, ...headers }));

describe('the short way', () => {
  it.each<[string, Record<string, unknown>, Record<string, string>?]>([
    ['a query', { query: '{ hello(name: "Zoë") }' }],
    ['variables', { query: 'query A($n: String) { hello(name: $n) }', variables: { n: 'Ann' } }],
    ['variables that are null', { query: 'query Null { hello }', variables: null, operationName: null }],
    ['a named operation', { query: 'query A { hello } query B { requestId }', operationName: 'B' }],
    ['a coded error beside data', { query: '{ hello down }' }],
    ['an accident, masked', { query: '{ hello broken }' }],
    ['a null that takes all with it', { query: '{ required { name } }' }],
    ['a value that does not fit its type', { query: '{ wrongType hello }' }],
    ['a mutation', { query: 'mutation { touch }' }],
    ['another media type', { query: 'query Typed { hello }' }, { accept: 'application/graphql-response+json, application/json;q=0.9' }],
    ['aliases, order and nesting', { query: '{ b: hello(name: "b") __typename a: hello(name: "a") }' }],
  ])('answers %s as the long way does', async (_, body, headers = {}) => {
    const long = await ask(body, headers);
    expect(apollo).toHaveBeenCalledTimes(1);
    const short = await ask(body, headers);
    expect(apollo).toHaveBeenCalledTimes(1);
    // A mutation counts on; everything else is the same to the last byte.
    if (!String(body['query']).startsWith('mutation')) expect(short).toEqual(long);
    else expect(short.status).toBe(200);
  });

  it.each<[string, Record<string, unknown>]>([
    ['variables that are refused', { query: 'query V($i: [Item!]!) { items(input: $i) }', variables: { i: [{ name: 1 }] } }],
    ['a document that is not valid', { query: '{ nothing }' }],
    ['an operation that is not there', { query: 'query A { hello }', operationName: 'B' }],
    ['extensions', { query: '{ hello }', extensions: {} }],
    ['variables of another kind', { query: '{ hello }', variables: 'x' }],
  ])('leaves %s to the long way', async (_, body) => {
    const first = await ask(body);
    const calls = apollo.mock.calls.length;
    expect(await ask(body)).toEqual(first);
    expect(apollo.mock.calls.length).toBe(calls + 1);
  });

  it('executes a mutation once, whichever way it goes', async () => {
    const counts: unknown[] = [];
    for (let n = 0; n < 3; n += 1) counts.push(((await post(fixture.url, { query: 'mutation Count { touch }' })).body.data as { touch: number }).touch);
    expect(Number(counts[2]) - Number(counts[0])).toBe(2);
    expect(Number(counts[1]) - Number(counts[0])).toBe(1);
  });
});

describe('its memory', () => {
  const schema = buildSchema('type Query { a: Int }');
  const lane = () => {
    const made = createHotLane({ engine: createEngine(), log: pino({ level: 'silent' }), limits: createLimits(noLimits), suggestions: true });
    made.follow(schema);
    made.learn(undefined, 'application/json');
    return made;
  };

  it('forgets every document when the schema changes, and takes none of another schema', () => {
    const hot = lane();
    hot.remember('{ a }', parse('{ a }'), schema);
    expect(hot.prepare({ query: '{ a }' }, undefined)).toBeDefined();
    const next = buildSchema('type Query { b: Int }');
    hot.follow(next);
    expect(hot.prepare({ query: '{ a }' }, undefined)).toBeUndefined();
    hot.remember('{ a }', parse('{ a }'), schema);
    expect(hot.prepare({ query: '{ a }' }, undefined)).toBeUndefined();
  });

  it('is bounded in documents', () => {
    const hot = lane();
    for (let n = 0; n < 1_001; n += 1) hot.remember(`{ a } # ${n}`, parse('{ a }'), schema);
    expect(hot.prepare({ query: '{ a } # 0' }, undefined)).toBeUndefined();
    expect(hot.prepare({ query: '{ a } # 1' }, undefined)).toBeDefined();
    expect(hot.prepare({ query: '{ a } # 1000' }, undefined)).toBeDefined();
  });

  it('is bounded in characters', () => {
    const hot = lane();
    const long = (n: number) => `{ a } # ${n} ${'x'.repeat(4_000_000)}`;
    for (let n = 0; n < 20; n += 1) hot.remember(long(n), parse('{ a }'), schema);
    expect(hot.prepare({ query: long(0) }, undefined)).toBeUndefined();
    expect(hot.prepare({ query: long(19) }, undefined)).toBeDefined();
  });

  it('knows only accept headers that were answered before', () => {
    const hot = lane();
    hot.remember('{ a }', parse('{ a }'), schema);
    expect(hot.prepare({ query: '{ a }' }, 'text/html')).toBeUndefined();
  });
});

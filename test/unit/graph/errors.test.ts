/** What fails at the remote, as the caller sees it: one coded error at the right place, the neighbours alive, nothing of the vendor's leaked. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { printSchema } from 'graphql';
import { UpstreamError } from '../../../src/errors.ts';
import type { ErrorCode } from '../../../src/errors.ts';
import type { System } from '../../../src/upstream/call.ts';
import { ask, connect, executable, hang, newContext, startBench } from './fixture.ts';
import type { Bench } from './fixture.ts';

const typeDefs = /* GraphQL */ `
  scalar Blob
  enum Status { ready paid }
  interface Node { id: ID! }
  union Any = Link | Mandate
  type Mandate implements Node { id: ID! }
  type Link implements Node {
    id: ID!  name: String  status: Status  must: Status!  statuses: [Status]  grid: [[Int!]]  next: Link  links: [Link!]  any: Any  node: Node
    count: Int  price: Float  live: Boolean  blob: Blob
  }
  type Query { payLink: PayLinkQuery  mandate: MandateQuery  direct(id: ID): Link  sure: Link! }
  type PayLinkQuery { links(n: Int): [Link!]  one(id: ID): Link  page: Page! }
  type Page { total: Int! }
  type MandateQuery { one: Mandate }
  type Mutation { payLink: PayLinkMutation  make(id: ID): Link }
  type PayLinkMutation { create(id: ID): Link  count: Int! }
`;

let bench: Bench;
beforeAll(async () => {
  const schema = executable(typeDefs);
  bench = await startBench(schema, { snapshot: printSchema(schema) });
});
afterAll(() => bench.close());
beforeEach(() => void (bench.remote.requests.length = 0));

/** The caller's answer when the remote answers this. */
async function answer(query: string, body: unknown, status = 200): Promise<Awaited<ReturnType<typeof ask>>> {
  bench.remote.answer = ({ body: { operationName } }, response) => {
    if (operationName === 'IntrospectionQuery') return undefined;
    response.statusCode = status;
    return body;
  };
  return bench.ask(query);
}

const error = (code: ErrorCode, operation: string, more: Record<string, unknown> = {}) => ({
  code, system: 'collectmaxx', operation, requestId: expect.stringMatching(/^request-/), retryable: ['UPSTREAM_TIMEOUT', 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_RATE_LIMITED', 'UPSTREAM_CIRCUIT_OPEN'].includes(code), ...more,
});
const link = { id: '1', name: 'n', status: 'paid' };

describe('an error that the remote reports', () => {
  it('is shown where it happened, in the caller\'s words for it', async () => {
    const { data, errors } = await answer('{ mine: payLink { some: links { label: name id } one { id } } account { amount } }', {
      data: { payLink: { some: [{ label: 'n', id: '1' }, { label: null, id: '2' }], one: null } },
      errors: [
        { message: 'No name.', path: ['payLink', 'some', 1, 'label'], locations: [{ line: 1, column: 9 }], extensions: { trace: 'secret', code: 'NAME' } },
        { message: 'No one.', path: ['payLink', 'one'] },
      ],
    });
    expect(data).toEqual({ mine: { some: [{ label: 'n', id: '1' }, { label: null, id: '2' }], one: null }, account: { amount: null } });
    expect(errors).toEqual([
      { message: 'collectmaxx refused the request.', path: ['mine', 'some', 1, 'label'], extensions: error('UPSTREAM_BAD_REQUEST', 'payLink.links', { messages: ['No name.'] }) },
      { message: 'collectmaxx refused the request.', path: ['mine', 'one'], extensions: error('UPSTREAM_BAD_REQUEST', 'payLink.one', { messages: ['No one.'] }) },
    ]);
  });

  it('keeps its path where the null has travelled upwards', async () => {
    const { data, errors } = await answer('{ payLink { page { total } } mandate { one { id } } }', {
      data: { _0: null, _1: { one: null } },
      errors: [{ message: 'No total.', path: ['_0', 'page', 'total'] }],
    });
    expect(data).toEqual({ payLink: null, mandate: { one: null } });
    expect(errors).toMatchObject([{ path: ['payLink', 'page', 'total'], extensions: { code: 'UPSTREAM_BAD_REQUEST', operation: 'payLink.page' } }]);
  });

  it('is one with others at the same null, with the messages of all', async () => {
    const { errors } = await answer('{ payLink { page { total } } }', {
      data: { payLink: null },
      errors: [{ message: 'First.', path: ['payLink', 'page', 'total'] }, { message: 'Second.', path: ['payLink', 'page'] }, { message: 'First.', path: ['payLink', 'page'] }],
    });
    expect(errors).toMatchObject([{ extensions: { messages: ['First.', 'Second.'] } }]);
  });

  it('without a place is shown at the outermost null', async () => {
    expect(await answer('{ payLink { links { id next { id } name } } }', { data: { payLink: { links: [{ id: '1', next: { id: 2 }, name: null }] } }, errors: [{ message: 'Oh.' }] })).toMatchObject({
      data: { payLink: { links: [{ id: '1', next: { id: '2' }, name: null }] } },
      errors: [{ path: ['payLink', 'links', 0, 'name'], extensions: { messages: ['Oh.'] } }],
    });
  });

  it('keeps its path in an answer so large that it is read in turns', async () => {
    const links = Array.from({ length: 12_000 }, (_, id) => ({ id, name: `the name of link ${id}`, next: id === 11_000 ? null : { id } }));
    const body = { data: { payLink: { links } }, errors: [{ message: 'No next.', path: ['payLink', 'links', 11_000, 'next'] }] };
    expect(JSON.stringify(body).length).toBeGreaterThan(512 * 1024);
    const { data, errors } = await answer('{ payLink { links { id name next { id } } } }', body);
    expect(data).toEqual({ payLink: { links: links.map(({ id, name, next }) => ({ id: String(id), name, next: next && { id: String(id) } })) } });
    expect(errors).toMatchObject([{ path: ['payLink', 'links', 11_000, 'next'], extensions: { code: 'UPSTREAM_BAD_REQUEST', messages: ['No next.'] } }]);
    const malformed = await answer('{ payLink { links { id } } }', JSON.stringify(body).slice(0, -1));
    expect(malformed.errors).toMatchObject([{ message: expect.stringContaining('the answer is not JSON'), extensions: { code: 'UPSTREAM_INVALID_RESPONSE' } }]);
  });

  it.each<[string, unknown, ErrorCode, ErrorCode]>([
    ['code INTERNAL_SERVER_ERROR', { code: 'INTERNAL_SERVER_ERROR' }, 'UPSTREAM_UNAVAILABLE', 'OUTCOME_UNKNOWN'],
    ['category internal', { category: 'internal' }, 'UPSTREAM_UNAVAILABLE', 'OUTCOME_UNKNOWN'],
    ['code UNAUTHENTICATED', { code: 'UNAUTHENTICATED' }, 'UPSTREAM_UNAUTHENTICATED', 'UPSTREAM_UNAUTHENTICATED'],
    ['category authentication', { category: 'authentication' }, 'UPSTREAM_UNAUTHENTICATED', 'UPSTREAM_UNAUTHENTICATED'],
    ['code FORBIDDEN', { code: 'FORBIDDEN' }, 'UPSTREAM_FORBIDDEN', 'UPSTREAM_FORBIDDEN'],
    ['any other code', { code: 'BAD_USER_INPUT' }, 'UPSTREAM_BAD_REQUEST', 'UPSTREAM_BAD_REQUEST'],
    ['no extensions', undefined, 'UPSTREAM_BAD_REQUEST', 'UPSTREAM_BAD_REQUEST'],
    ['extensions that are none', ['internal'], 'UPSTREAM_BAD_REQUEST', 'UPSTREAM_BAD_REQUEST'],
  ])('with %s has its code, for reads and writes', async (_, extensions, read, write) => {
    const messages = (code: ErrorCode): Record<string, unknown> => (code === 'UPSTREAM_BAD_REQUEST' ? { messages: ['No.'] } : {});
    const reported = (path: string[]): unknown => [{ message: 'No.', path, extensions }];
    const query = await answer('{ payLink { one { id } } }', { data: { payLink: { one: null } }, errors: reported(['payLink', 'one']) });
    expect(query).toEqual({ data: { payLink: { one: null } }, errors: [{ message: expect.any(String), path: ['payLink', 'one'], extensions: error(read, 'payLink.one', messages(read)) }] });
    const mutation = await answer('mutation { payLink { create { id } } }', { data: { payLink: { create: null } }, errors: reported(['payLink', 'create']) });
    expect(mutation).toEqual({
      data: { payLink: { create: null } },
      errors: [{ message: expect.any(String), path: ['payLink', 'create'], extensions: error(write, 'payLink.create', messages(write)) }],
    });
    // The same without any data.
    expect((await answer('{ payLink { one { id } } }', { errors: [{ message: 'No.', extensions }] })).errors).toMatchObject([{ path: ['payLink'], extensions: { code: read } }]);
    expect((await answer('mutation { payLink { create { id } } }', { errors: [{ message: 'No.', extensions }] }, 400)).errors).toMatchObject([{ path: ['payLink'], extensions: { code: write } }]);
  });

  it('passes on messages alone, and of those neither addresses, credentials, stacks nor novels', async () => {
    const host = new URL(bench.remote.url).host;
    const { errors } = await answer('{ payLink { one { id } } }', {
      data: { payLink: { one: null } },
      errors: [
        { message: 'Plain.\n    at resolve (/srv/app/link.js:1:1)', path: ['payLink', 'one'], extensions: { stacktrace: ['at secret'], debug: 'secret' }, locations: [{ line: 3, column: 4 }], secret: 1 },
        { message: `Could not reach https://internal.example/v1`, path: ['payLink', 'one'] },
        { message: `${host} is busy`, path: ['payLink', 'one'] },
        { message: 'Authorization: Bearer abc123def', path: ['payLink', 'one'] },
        { message: 'x'.repeat(100_000), path: ['payLink', 'one'] },
        { message: { secret: true }, path: ['payLink', 'one'] },
        'secret',
        null,
      ],
    });
    const [only] = errors;
    expect(errors).toHaveLength(1);
    expect(Object.keys(only?.extensions ?? {}).sort()).toEqual(['code', 'messages', 'operation', 'requestId', 'retryable', 'system']);
    const messages = only?.extensions['messages'] as string[];
    expect(messages[0]).toBe('Plain.');
    expect(messages).toHaveLength(2);
    expect(messages[1]?.length).toBeLessThanOrEqual(500);
    expect(JSON.stringify(errors)).not.toMatch(/secret|internal|127\.0\.0\.1|Bearer|srv/);
  });

  it('has no message where the vendor gave none', async () => {
    const { errors } = await answer('{ payLink { one { id } } }', { data: { payLink: { one: null } }, errors: [{ path: ['payLink', 'one'] }] });
    expect(errors[0]?.extensions).toEqual(error('UPSTREAM_BAD_REQUEST', 'payLink.one'));
  });

  it('reaches for nothing outside the answer, whatever its path says', async () => {
    const paths: unknown[] = [
      ['payLink', '__proto__', 'polluted'], ['payLink', 'constructor', 'prototype', 'polluted'], ['payLink', 'links', '__proto__'], ['payLink', 'links', 'length'],
      ['payLink', 'links', -1], ['payLink', 'links', 99], ['payLink', 'links', 0.5], ['payLink', 0], ['__proto__', 'polluted'], [], 'payLink', { length: 2 }, [null], [['payLink']],
    ];
    for (const path of paths) {
      const { data, errors } = await answer('{ payLink { links { id } one { id } } }', { data: { payLink: { links: [{ id: '1' }], one: null } }, errors: [{ message: 'Oh.', path }] });
      expect(data).toEqual({ payLink: { links: [{ id: '1' }], one: null } });
      // It is shown at the null that is there, unless its path says that it is about something not asked for.
      expect(errors.length).toBeLessThanOrEqual(1);
      for (const shown of errors) expect(shown).toMatchObject({ path: ['payLink', 'one'], extensions: { code: 'UPSTREAM_BAD_REQUEST' } });
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('an answer that is none', () => {
  it.each<[string, unknown, number]>([
    ['text', 'nothing here', 200],
    ['HTML', '<html><body>busy</body></html>', 200],
    ['nothing', '""', 200],
    ['half of JSON', '{"data":{"payLink"', 200],
    ['null', 'null', 200],
    ['a list', '[]', 200],
    ['an empty object', '{}', 200],
    ['data null', '{"data":null}', 200],
    ['data null and no errors', '{"data":null,"errors":[]}', 200],
    ['data that is text', '{"data":"x"}', 200],
    ['data that is a list', '{"data":[]}', 200],
    ['errors that are no list', '{"data":null,"errors":"x"}', 200],
    ['another answer', '{"data":{"other":1}}', 200],
  ])('(%s) is UPSTREAM_INVALID_RESPONSE for a read, OUTCOME_UNKNOWN for a write', async (_, body, status) => {
    const read = await answer('{ payLink { one { id } } account { amount } }', body, status);
    expect(read).toMatchObject({ data: { payLink: null, account: { amount: null } }, errors: [{ path: ['payLink'], extensions: error('UPSTREAM_INVALID_RESPONSE', 'payLink.one') }] });
    const write = await answer('mutation { payLink { create { id } } }', body, status);
    expect(write).toMatchObject({ data: { payLink: null }, errors: [{ path: ['payLink'], extensions: error('OUTCOME_UNKNOWN', 'payLink.create') }] });
    expect(bench.remote.requests).toHaveLength(2);
  });

  it('with status 400 was a refusal, for reads and writes', async () => {
    for (const query of ['{ payLink { one { id } } }', 'mutation { payLink { create { id } } }']) {
      expect(await answer(query, '<html>bad</html>', 400)).toMatchObject({ data: { payLink: null }, errors: [{ extensions: { code: 'UPSTREAM_BAD_REQUEST' } }] });
    }
  });

  it('leaves neighbours alone where only a part is missing', async () => {
    expect(await answer('{ a: payLink { one { id } } b: mandate { one { id } } }', { data: { _1: { one: { id: '7' } } } })).toEqual({
      data: { a: null, b: { one: { id: '7' } } },
      errors: [{ message: 'collectmaxx gave an answer that could not be read (a field was left out).', path: ['a'], extensions: error('UPSTREAM_INVALID_RESPONSE', 'payLink.one') }],
    });
  });
});

describe('a field of the answer', () => {
  const one = async (fields: string, value: unknown) => answer(`{ payLink { one { ${fields} } } }`, { data: { payLink: { one: value } } });
  const unreadable = (path: unknown[]) => ({ path: ['payLink', 'one', ...path], extensions: error('UPSTREAM_INVALID_RESPONSE', 'payLink.one') });

  it('with an enum value that was added since is null with an error, its siblings alive', async () => {
    expect(await one('id status statuses name', { id: '1', status: 'refunded', statuses: ['paid', 'refunded', null, 7], name: 'n' })).toMatchObject({
      data: { payLink: { one: { id: '1', status: null, statuses: ['paid', null, null, null], name: 'n' } } },
      errors: [unreadable(['status']), unreadable(['statuses', 1]), unreadable(['statuses', 3])],
    });
  });

  it('with such a value where null is forbidden takes its parent along, and no more', async () => {
    expect(await answer('{ payLink { links { id } one { id next { must } } } }', { data: { payLink: { links: [{ id: '1' }], one: { id: '2', next: { must: 'refunded' } } } } })).toMatchObject({
      data: { payLink: { links: [{ id: '1' }], one: { id: '2', next: null } } },
      errors: [unreadable(['next', 'must'])],
    });
  });

  it('is read leniently: numbers for texts, texts for numbers', async () => {
    expect(await one('id name count price live blob', { id: 12, name: 31612345678, count: '5', price: '1.5', live: 1, blob: { any: ['thing'] } })).toEqual({
      data: { payLink: { one: { id: '12', name: '31612345678', count: 5, price: 1.5, live: true, blob: { any: ['thing'] } } } },
      errors: [],
    });
  });

  it.each([
    ['name', { secret: 1 }], ['name', ['secret']], ['id', { secret: 1 }], ['id', 1.5], ['count', 3_000_000_000], ['count', 'secret'], ['count', 1.5], ['price', 'secret'], ['live', 'secret'],
    ['name', undefined], ['id', null],
  ])('(%s: %j) that cannot be read is an error without the value', async (field, value) => {
    const { data, errors } = await one(`next { ${field} }`, { next: { [field]: value } });
    expect(data).toEqual({ payLink: { one: { next: field === 'id' ? null : { [field]: null } } } });
    expect(errors).toMatchObject([unreadable(['next', field])]);
    expect(JSON.stringify(errors)).not.toContain('secret');
  });

  it.each<[string, string, unknown, unknown[]]>([
    ['an object that is text', 'next { id }', 'secret', ['next']],
    ['an object that is a list', 'next { id }', [], ['next']],
    ['a list that is an object', 'links { id }', { 0: link }, ['links']],
    ['a member of no known type', 'any { __typename }', { __typename: 'Coupon' }, ['any']],
    ['a member of a type that does not belong', 'any { __typename }', { __typename: 'Page' }, ['any']],
    ['a member that does not say its type', 'any { __typename }', { id: '1' }, ['any']],
    ['a member whose type is a number', 'node { id }', { __typename: 5, id: '1' }, ['node']],
    ['an inner list that is none', 'grid', [[1], 2], ['grid', 1]],
    ['a null in an inner list', 'grid', [[1], [null]], ['grid', 1, 0]],
    ['a null in a list of objects', 'links { id }', [link, null], ['links', 1]],
  ])('(%s) is an error at its place', async (_, fields, value, path) => {
    const key = /^\w+/.exec(fields)?.[0] ?? '';
    const { data, errors } = await one(`name ${fields}`, { name: 'n', [key]: value });
    expect(data).toMatchObject({ payLink: { one: { name: 'n' } } });
    expect(errors).toMatchObject([unreadable(path)]);
    expect(JSON.stringify(errors)).not.toContain('secret');
  });

  it('of a write: the result itself missing may have been done, a part of it is just unreadable', async () => {
    expect(await answer('mutation { payLink { a: create { id status } } make { name } }', { data: { payLink: { a: { id: '1', status: 'refunded' } } } })).toMatchObject({
      data: { payLink: { a: { id: '1', status: null } }, make: null },
      errors: [
        { path: ['payLink', 'a', 'status'], extensions: error('UPSTREAM_INVALID_RESPONSE', 'payLink.create') },
        { path: ['make'], extensions: error('OUTCOME_UNKNOWN', 'make') },
      ],
    });
    expect(await answer('mutation { payLink { create { id } count } }', { data: { payLink: { create: { id: '1' } } } })).toMatchObject({
      data: { payLink: null },
      errors: [{ path: ['payLink', 'count'], extensions: error('OUTCOME_UNKNOWN', 'payLink.count') }],
    });
    expect(await answer('mutation { make { id } }', { data: { make: { id: null } } })).toMatchObject({ data: { make: null }, errors: [{ path: ['make', 'id'], extensions: error('UPSTREAM_INVALID_RESPONSE', 'make') }] });
  });
});

describe('a call that fails', () => {
  it.each<[number, ErrorCode, ErrorCode]>([
    [401, 'UPSTREAM_UNAUTHENTICATED', 'UPSTREAM_UNAUTHENTICATED'],
    [403, 'UPSTREAM_FORBIDDEN', 'UPSTREAM_FORBIDDEN'],
    [404, 'UPSTREAM_NOT_FOUND', 'UPSTREAM_NOT_FOUND'],
    [429, 'UPSTREAM_RATE_LIMITED', 'UPSTREAM_RATE_LIMITED'],
    [500, 'UPSTREAM_UNAVAILABLE', 'OUTCOME_UNKNOWN'],
  ])('with status %i fails every field of the remote at its own path, and no other', async (status, read, write) => {
    const answered = await answer('{ a: payLink { one { id } links { id } } b: mandate { one { id } } sure { id } account { amount } }', '<html>', status);
    expect(answered.data).toEqual({ a: null, b: null, sure: null, account: { amount: null } });
    expect(answered.errors.map(({ path, extensions }) => [path, extensions])).toEqual([
      [['a'], error(read, 'payLink')],
      [['b'], error(read, 'mandate.one')],
      [['sure'], error(read, 'sure.id')],
    ]);
    expect(await answer('mutation { payLink { create { id } } updateAccount(amount: 1) { amount } }', '<html>', status)).toMatchObject({
      data: { payLink: null, updateAccount: { amount: 1 } },
      errors: [{ path: ['payLink'], extensions: error(write, 'payLink.create') }],
    });
  });

  it('for want of an answer is a timeout for a read, unknown for a write', async () => {
    bench.remote.answer = () => hang;
    const { system, close } = connect(bench.remote, { timeoutMs: 50 });
    const [read, write] = await Promise.all([
      ask(bench.graph, newContext(system), '{ payLink { one { id } } }'),
      ask(bench.graph, newContext(system), 'mutation { payLink { create { id } } }'),
    ]);
    expect(read.errors).toMatchObject([{ path: ['payLink'], extensions: { code: 'UPSTREAM_TIMEOUT' } }]);
    expect(write.errors).toMatchObject([{ path: ['payLink'], extensions: { code: 'OUTCOME_UNKNOWN' } }]);
    await close();
  });

  it('hands on the extensions of the client untouched, but for whose operation it was', async () => {
    const failed = new UpstreamError({ code: 'UPSTREAM_RATE_LIMITED', system: 'collectmaxx', operation: 'query', requestId: 'r', retryAfter: 7, detail: 'slow down' });
    const system: System = { ...bench.system, send: () => Promise.reject(failed) };
    const { errors } = await ask(bench.graph, newContext(system), '{ payLink { one { id } } mandate { one { id } } }');
    expect(errors).toEqual(
      [['payLink', 'payLink.one'], ['mandate', 'mandate.one']].map(([path, operation]) => ({
        message: 'collectmaxx refused the call because too many were made (slow down).',
        path: [path],
        extensions: { code: 'UPSTREAM_RATE_LIMITED', system: 'collectmaxx', operation, requestId: 'r', retryable: true, retryAfter: 7 },
      })),
    );
    expect(failed.extensions['operation']).toBe('query');
  });
});

import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeAll, codeOf, json, make, outcome, read, scope, startServer, write } from './support.ts';

afterEach(closeAll);

const table: [number, string, string][] = [
  [300, 'UPSTREAM_INVALID_RESPONSE', 'OUTCOME_UNKNOWN'],
  [304, 'UPSTREAM_INVALID_RESPONSE', 'OUTCOME_UNKNOWN'],
  [400, 'UPSTREAM_BAD_REQUEST', 'UPSTREAM_BAD_REQUEST'],
  [401, 'UPSTREAM_UNAUTHENTICATED', 'UPSTREAM_UNAUTHENTICATED'],
  [403, 'UPSTREAM_FORBIDDEN', 'UPSTREAM_FORBIDDEN'],
  [404, 'UPSTREAM_NOT_FOUND', 'UPSTREAM_NOT_FOUND'],
  [405, 'UPSTREAM_BAD_REQUEST', 'UPSTREAM_BAD_REQUEST'],
  [408, 'UPSTREAM_TIMEOUT', 'OUTCOME_UNKNOWN'],
  [409, 'UPSTREAM_BAD_REQUEST', 'UPSTREAM_BAD_REQUEST'],
  [418, 'UPSTREAM_BAD_REQUEST', 'UPSTREAM_BAD_REQUEST'],
  [422, 'UPSTREAM_BAD_REQUEST', 'UPSTREAM_BAD_REQUEST'],
  [429, 'UPSTREAM_RATE_LIMITED', 'UPSTREAM_RATE_LIMITED'],
  [500, 'UPSTREAM_UNAVAILABLE', 'OUTCOME_UNKNOWN'],
  [502, 'UPSTREAM_UNAVAILABLE', 'OUTCOME_UNKNOWN'],
  [503, 'UPSTREAM_UNAVAILABLE', 'OUTCOME_UNKNOWN'],
  [504, 'UPSTREAM_UNAVAILABLE', 'OUTCOME_UNKNOWN'],
  [599, 'UPSTREAM_UNAVAILABLE', 'OUTCOME_UNKNOWN'],
  [600, 'UPSTREAM_INVALID_RESPONSE', 'OUTCOME_UNKNOWN'],
];

describe('statuses', () => {
  it.each(table)('%i is %s for a read and %s for a write, each sent once', async (status, forRead, forWrite) => {
    const server = await startServer((_seen, response) => json(response, status, {}));
    const { system } = make(server.url);
    expect(await codeOf(system.send(read(), scope()))).toBe(forRead);
    expect(await codeOf(system.send(write(), scope()))).toBe(forWrite);
    expect(server.seen.map(({ method }) => method)).toEqual(['GET', 'POST']);
  });

  it.each([200, 201, 202, 204, 299])('%i is an answer', async (status) => {
    const server = await startServer((_seen, response) => response.writeHead(status).end());
    expect(await outcome(make(server.url).system.send(write(), scope()))).toEqual({ status });
  });

  it.each([301, 401, 404, 429, 500])('%i is an answer where the call accepts it, with its body', async (status) => {
    const server = await startServer((_seen, response) => json(response, status, { message: 'so' }));
    const answer = await make(server.url).system.send(read({ accept: [status] }), scope());
    expect({ ...answer, headers: answer.headers['content-type'], body: answer.body.toString() }).toEqual({
      status, headers: 'application/json', body: '{"message":"so"}',
    });
  });

  it('an accepted status does not excuse another one', async () => {
    const server = await startServer((_seen, response) => json(response, 403, {}));
    expect(await codeOf(make(server.url).system.send(read({ accept: [404] }), scope()))).toBe('UPSTREAM_FORBIDDEN');
  });

  it.each([301, 302, 303, 307, 308])('%i is not followed, so no credential reaches another host', async (status) => {
    const other = await startServer((_seen, response) => json(response, 200, {}));
    const server = await startServer((_seen, response) => response.writeHead(status, { location: `${other.url}/stolen` }).end());
    const { system } = make(server.url, { credentials: [{ type: 'BEARER', name: 'c', token: 'secret' }] });
    const result = await outcome(system.send(read({ credential: 'c' }), scope()));
    expect(result).toMatchObject({ code: 'UPSTREAM_INVALID_RESPONSE', message: 'vendor gave an answer that could not be read (a redirect, which is never followed).' });
    expect(await codeOf(system.send(write({ credential: 'c' }), scope()))).toBe('OUTCOME_UNKNOWN');
    expect(other.seen).toHaveLength(0);
  });

  it('passes over what comes before the final status', async () => {
    const server = await startServer((_seen, response) => {
      response.writeEarlyHints({ link: '</x>; rel=preload' });
      json(response, 200, { a: 1 });
    });
    expect((await make(server.url).system.send(read(), scope())).body.toString()).toBe('{"a":1}');
  });
});

describe('the error', () => {
  it('says system, operation, request and whether a retry is safe, and has no other error in it', async () => {
    const server = await startServer((_seen, response) => json(response, 500, { message: 'stack at /srv' }));
    const { system } = make(server.url);
    const error = await system.send(read({ operation: 'accountClaims' }), scope({ requestId: 'r-9' })).catch((thrown: unknown) => thrown as Error & Record<string, unknown>);
    expect(error).toMatchObject({
      name: 'UpstreamError',
      message: 'vendor is unavailable.',
      extensions: { code: 'UPSTREAM_UNAVAILABLE', system: 'vendor', operation: 'accountClaims', requestId: 'r-9', retryable: true },
    });
    expect((error as Record<string, unknown>)['originalError']).toBeUndefined();
    expect((error as Error).cause).toBeUndefined();
    expect(JSON.stringify(error)).not.toContain('/srv');
  });
});

describe('the vendor\'s messages', () => {
  async function messages(status: number, body: string | Buffer, headers: Record<string, string> = {}): Promise<unknown> {
    const server = await startServer((_seen, response) => response.writeHead(status, headers).end(body));
    const { system } = make(`${server.url}/base`, { credentials: [{ type: 'API_KEY', name: 'c', header: 'k', key: 'Pa55-key' }] });
    return (await outcome(system.send(write({ credential: 'c', path: '/v1/do_it?x=1' }), scope())))['messages'];
  }

  it.each([
    ['{"message": "Missing parameter"}', ['Missing parameter']],
    ['{"success": false, "messageIds": [], "messages": ["one", "two"]}', ['one', 'two']],
    ['{"error": "invalid_request"}', ['invalid_request']],
    ['{"messages": "alone"}', ['alone']],
    ['{"message": "a", "messages": ["b"], "error": "c"}', ['a', 'b', 'c']],
    ['{"messages": ["kept", 7, null, {"a": 1}, ["x"], "", "  "]}', ['kept']],
    ['{"message": "a\\r\\nb\\u0000c"}', ['a b c']],
    ['', undefined],
    ['plain text', undefined],
    ['<html>Bad Request</html>', undefined],
    ['"text"', undefined],
    ['null', undefined],
    ['[]', undefined],
    ['{"message": {"deep": "x"}}', undefined],
    ['{"other": "x"}', undefined],
  ])('of %s are %j', async (body, expected) => {
    expect(await messages(400, body)).toEqual(expected);
  });

  it.each([
    'see https://vendor.example/x',
    'see www.vendor.example',
    'no route for 127.0.0.1:1',
    'no route for /base/v1/do_it',
    'key Pa55-key is unknown',
    'Authorization=abc is wrong',
    'Bearer abc123def is wrong',
    'Basic dXNlcjpwYXNz1== is wrong',
    'token eyJhbGciOiJIUzI1NiJ9.e30.x has expired',
  ])('leave out "%s", and keep their neighbours', async (text) => {
    const server = await startServer((_seen, response) => json(response, 400, { messages: [text.replace('127.0.0.1:1', new URL(server.url).host), 'kept'] }));
    const { system } = make(`${server.url}/base`, { credentials: [{ type: 'API_KEY', name: 'c', header: 'k', key: 'Pa55-key' }] });
    expect((await outcome(system.send(write({ credential: 'c', path: '/v1/do_it?x=1' }), scope())))['messages']).toEqual(['kept']);
  });

  it.each(["body/['ref-1'] should have required property 'amount'", 'basic information is missing', 'SyntaxError: Unexpected token } in JSON at position 389'])('keep "%s"', async (text) => {
    expect(await messages(422, JSON.stringify({ message: text }))).toEqual([text]);
  });

  it('are at most 20, each of at most 500 characters', async () => {
    const many = (await messages(400, JSON.stringify({ messages: Array.from({ length: 50 }, (_, i) => `${i} ${'x'.repeat(1000)}`) }))) as string[];
    expect(many).toHaveLength(20);
    expect(new Set(many.map(({ length }) => length))).toEqual(new Set([500]));
    expect(many[0]).toMatch(/^0 x+…$/);
  });

  it('of a body that is too large for messages are none', async () => {
    expect(await messages(400, JSON.stringify({ message: 'a', filler: 'x'.repeat(70_000) }))).toBeUndefined();
    expect(await messages(400, JSON.stringify({ message: 'a', filler: 'x'.repeat(60_000) }))).toEqual(['a']);
  });

  it('are read from a compressed body, and are none if that is damaged', async () => {
    expect(await messages(400, gzipSync('{"message":"small"}'), { 'content-encoding': 'gzip' })).toEqual(['small']);
    expect(await messages(400, 'no gzip', { 'content-encoding': 'gzip' })).toBeUndefined();
    expect(await messages(400, '{"message":"small"}', { 'content-encoding': 'zstd' })).toBeUndefined();
  });

  it.each([401, 403, 404, 408, 429, 500])('are not asked for with %i', async (status) => {
    expect(await messages(status, '{"message": "internal"}')).toBeUndefined();
  });
});

describe('Retry-After', () => {
  it.each([
    [429, '7', 7],
    [503, '7', 7],
    [429, '0', 0],
    [429, '86400', 86400],
    [429, '86401', undefined],
    [429, '1e3', undefined],
    [429, '-1', undefined],
    [429, '99999999999999999999', undefined],
    [429, 'soon', undefined],
    [429, 'Jan', undefined],
    [429, '2', 2],
    [429, 'Wed, 21 Oct 2015 07:28:00 GMT', 0],
    [400, '7', undefined],
  ])('with %i and "%s" is %s', async (status, value, expected) => {
    const server = await startServer((_seen, response) => json(response, status, {}, { 'retry-after': value }));
    expect((await outcome(make(server.url).system.send(read(), scope())))['retryAfter']).toBe(expected);
  });

  it('as a date in the future is the seconds until then', async () => {
    const { readRetryAfter } = await import('../../../src/upstream/retryAfter.ts');
    const now = Date.UTC(2030, 0, 1, 12, 0, 0, 500);
    expect(readRetryAfter('Tue, 01 Jan 2030 12:01:30 GMT', now)).toBe(90);
    expect(readRetryAfter('Tuesday, 01-Jan-30 12:01:30 GMT', now)).toBe(90);
    expect(readRetryAfter('Tue Jan  1 12:01:30 2030', now)).toBe(90);
    expect(readRetryAfter('Tue, 01 Feb 2030 12:00:00 GMT', now)).toBeUndefined();
    expect(readRetryAfter(['5', '9'], now)).toBe(5);
    expect(readRetryAfter(undefined, now)).toBeUndefined();
    expect(readRetryAfter(null, now)).toBeUndefined();
  });
});

/** The client over real HTTP: what it sends, what it sends again, and what it says of an answer that did not come. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createClient, GraphQLRequestError, TypedDocument } from '../../../src/client/main.ts';
import type { ClientOptions } from '../../../src/client/main.ts';

const read = new TypedDocument<{ claim: string | null }, { reference?: string }>({ kind: 'query', name: 'Claim', text: 'query Claim($reference:String){claim(reference:$reference)}' });
const write = new TypedDocument<{ pay: boolean }, { amount?: string; file?: Blob }>({ kind: 'mutation', name: 'Pay', text: 'mutation Pay{pay}' });

interface Seen {
  headers: IncomingMessage['headers'];
  body: string;
}

let servers: Server[] = [];
afterEach(async () => {
  const open = servers;
  servers = [];
  await Promise.all(open.map((server) => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); })));
});

/** Answers in turn; the last one again and again. */
async function gateway(...answers: ((response: ServerResponse) => void)[]) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('latin1').on('data', (text: string) => (body += text));
    request.on('end', () => {
      seen.push({ headers: request.headers, body });
      answers[Math.min(seen.length, answers.length) - 1]!(response);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  return { seen, client: (options: Partial<ClientOptions> = {}) => createClient({ url, ...options }) };
}

const json = (value: object, status = 200, headers: Record<string, string> = {}) => (response: ServerResponse): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
};
const broken = (response: ServerResponse): void => void response.destroy();
const silent = (): void => undefined;
const good = json({ data: { claim: 'CLM-1', pay: true } });
const failure = (code: string) => ({ message: `It is ${code}.`, extensions: { code } });

const errorOf = async (promise: Promise<unknown>): Promise<GraphQLRequestError<unknown>> => {
  const error = await promise.then(() => undefined, (reason: unknown) => reason);
  expect(error).toBeInstanceOf(GraphQLRequestError);
  return error as GraphQLRequestError<unknown>;
};

describe('a request', () => {
  it('carries the operation, its variables and its name as JSON, and gives the data', async () => {
    const { seen, client } = await gateway(good);
    expect(await client().request(read, { reference: 'CLM-1' })).toEqual({ claim: 'CLM-1', pay: true });
    expect(JSON.parse(seen[0]!.body)).toEqual({ query: String(read), operationName: 'Claim', variables: { reference: 'CLM-1' } });
    expect(seen[0]!.headers['content-type']).toBe('application/json');
  });

  it('carries the key or the token, asked for anew each time, and headers of its own', async () => {
    const { seen, client } = await gateway(good);
    let count = 0;
    const both = client({ apiKey: 'key-1', bearer: async () => `token-${++count}`, headers: { 'x-tenant': 'a' } });
    await both.request(read);
    await both.request(read, {}, { headers: { 'x-trace': '7' } });
    expect(seen.map(({ headers }) => [headers['x-api-key'], headers['authorization'], headers['x-tenant'], headers['x-trace']])).toEqual([['key-1', 'Bearer token-1', 'a', undefined], ['key-1', 'Bearer token-2', 'a', '7']]);
  });

  it('carries files as the multipart request specification says', async () => {
    const { seen, client } = await gateway(good);
    await client().request(write, { amount: '1.00', file: new Blob(['hello'], { type: 'text/plain' }) });
    expect(seen[0]!.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(seen[0]!.headers['apollo-require-preflight']).toBe('true');
    const parts = seen[0]!.body.split(/--[^\r\n]+\r\n/).filter(Boolean).map((part) => [/name="(\w+)"/.exec(part)![1], part.split('\r\n\r\n')[1]!.split('\r\n')[0]]);
    expect(parts.map(([name]) => name)).toEqual(['operations', 'map', '0']);
    expect(JSON.parse(parts[0]![1]!)).toMatchObject({ variables: { amount: '1.00', file: null } });
    expect(parts[1]![1]).toBe('{"0":["variables.file"]}');
    expect(parts[2]![1]).toBe('hello');
  });
});

describe('an answer', () => {
  it('with errors throws them, and what arrived all the same', async () => {
    const { client } = await gateway(json({ data: { claim: null }, errors: [{ ...failure('UPSTREAM_TIMEOUT'), path: ['claim'] }, failure('FORBIDDEN')] }));
    const error = await errorOf(client().request(read));
    expect(error).toMatchObject({ code: 'UPSTREAM_TIMEOUT', data: { claim: null }, status: 200, retry: 'yes', message: 'It is UPSTREAM_TIMEOUT. (and 1 more)' });
    expect(error.errors).toHaveLength(2);
  });

  it('with errors can be had as it is', async () => {
    const { client } = await gateway(json({ data: { claim: null }, errors: [failure('FORBIDDEN')] }));
    expect(await client().execute(read)).toEqual({ data: { claim: null }, errors: [failure('FORBIDDEN')], status: 200 });
  });

  it.each([['<html>', 'INVALID_ANSWER'], ['{}', 'INVALID_ANSWER'], ['null', 'INVALID_ANSWER'], ['[]', 'INVALID_ANSWER']])('that is %s is no answer', async (text, code) => {
    const { client, seen } = await gateway((response) => response.end(text));
    expect(await errorOf(client().request(read))).toMatchObject({ code, status: 200, retry: 'no' });
    expect(seen).toHaveLength(1);
  });

  it('without a code is an error inside the server', async () => {
    const { client } = await gateway(json({ errors: [{ message: 'no' }] }, 500));
    expect(await errorOf(client().request(read))).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', status: 500 });
  });
});

describe('a read', () => {
  it.each([
    ['a broken connection', broken],
    ['429', json({ errors: [failure('LIMIT_EXCEEDED')] }, 429)],
    ['502 of a proxy', (response: ServerResponse) => { response.statusCode = 502; response.end('<html>'); }],
    ['503', json({ errors: [failure('NOT_READY')] }, 503)],
  ])('is sent again after %s', async (_name, answer) => {
    const { client, seen } = await gateway(answer, good);
    expect(await client().request(read)).toMatchObject({ claim: 'CLM-1' });
    expect(seen).toHaveLength(2);
  });

  it('is given up after as many retries as are asked for', async () => {
    const { client, seen } = await gateway(broken);
    expect(await errorOf(client({ retries: 1 }).request(read))).toMatchObject({ code: 'NETWORK_FAILED', retry: 'yes', data: null });
    expect(seen).toHaveLength(2);
  });

  it('is not sent again for what another attempt does not mend', async () => {
    const { client, seen } = await gateway(json({ errors: [failure('GRAPHQL_VALIDATION_FAILED')] }, 400));
    expect((await errorOf(client().request(read))).code).toBe('GRAPHQL_VALIDATION_FAILED');
    const partial = await gateway(json({ data: { claim: null }, errors: [failure('UPSTREAM_TIMEOUT')] }));
    await errorOf(partial.client().request(read));
    expect([seen.length, partial.seen.length]).toEqual([1, 1]);
  });

  it('waits as long as Retry-After says, and no longer than its time', async () => {
    const { client, seen } = await gateway(json({ errors: [failure('NOT_READY')] }, 503, { 'retry-after': '3600' }));
    expect(await errorOf(client({ timeoutMs: 200 }).request(read))).toMatchObject({ code: 'REQUEST_TIMEOUT' });
    expect(seen).toHaveLength(1);
  });
});

describe('a write', () => {
  it.each([
    ['a broken connection', broken, 'OUTCOME_UNKNOWN'],
    ['502 of a proxy', (response: ServerResponse) => { response.statusCode = 502; response.end('<html>'); }, 'OUTCOME_UNKNOWN'],
    ['503', json({ errors: [failure('NOT_READY')] }, 503), 'NOT_READY'],
    ['429', json({ errors: [failure('UPSTREAM_RATE_LIMITED')] }, 429), 'UPSTREAM_RATE_LIMITED'],
  ])('is never sent again after %s', async (_name, answer, code) => {
    const { client, seen } = await gateway(answer, good);
    expect((await errorOf(client({ retries: 5 }).request(write))).code).toBe(code);
    expect(seen).toHaveLength(1);
  });

  it('that gets no answer in time may have been done', async () => {
    const { client, seen } = await gateway(silent);
    expect(await errorOf(client({ timeoutMs: 100 }).request(write))).toMatchObject({ code: 'OUTCOME_UNKNOWN', retry: 'look' });
    expect(seen).toHaveLength(1);
  });
});

describe('ending a request', () => {
  it('throws the reason that it was ended for', async () => {
    const { client } = await gateway(silent);
    const controller = new AbortController();
    const request = client().request(read, {}, { signal: controller.signal });
    controller.abort(new Error('the page was left'));
    await expect(request).rejects.toThrow('the page was left');
    await expect(client().request(read, {}, { signal: controller.signal })).rejects.toThrow('the page was left');
  });

  it('ends the wait between two attempts', async () => {
    const { client, seen } = await gateway((response) => { controller.abort(new Error('left')); broken(response); });
    const controller = new AbortController();
    await expect(client().request(read, {}, { signal: controller.signal })).rejects.toThrow('left');
    expect(seen).toHaveLength(1);
  });

  it('takes its own time over that of the client', async () => {
    const { client } = await gateway(silent);
    expect((await errorOf(client({ timeoutMs: 60_000 }).request(read, {}, { timeoutMs: 50 }))).message).toBe('No answer within 50 ms.');
  });
});

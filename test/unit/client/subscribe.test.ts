/** Subscriptions over Server-Sent Events: nothing lost and nothing twice over connections that break. */
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createClient, TypedDocument } from '../../../src/client/main.ts';

interface Received {
  event: { cursor: string };
}
const facts = { kind: 'subscription', name: 'Event', text: 'subscription Event($after:ID){event(after:$after){cursor}}' } as const;
const resumed = new TypedDocument<Received, { after?: string }>({ ...facts, resume: { variable: 'after', cursor: 'event.cursor' } });
const plain = new TypedDocument<Received, { after?: string }>(facts);

let server: Server;
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function gateway(answer: (response: ServerResponse, after: string | undefined, attempt: number) => void) {
  const asked: (string | undefined)[] = [];
  const headers: unknown[] = [];
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { after } = (JSON.parse(body) as { variables: { after?: string } }).variables;
      asked.push(after);
      headers.push([request.headers['accept'], request.headers['x-api-key']]);
      answer(response, after, asked.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { asked, headers, client: createClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, apiKey: 'key-1' }) };
}

const begin = (response: ServerResponse): void => void response.writeHead(200, { 'content-type': 'text/event-stream' });
const next = (response: ServerResponse, cursor: number): void => void response.write(`event: next\ndata: ${JSON.stringify({ data: { event: { cursor: String(cursor) } } })}\n\n`);
const complete = (response: ServerResponse): void => void response.end('event: complete\ndata:\n\n');

async function collect(events: AsyncIterable<Received>): Promise<string[]> {
  const cursors: string[] = [];
  for await (const { event } of events) cursors.push(event.cursor);
  return cursors;
}

describe('a subscription', () => {
  it('gives each answer until it is complete', async () => {
    const { client, headers } = await gateway((response) => { begin(response); next(response, 1); next(response, 2); complete(response); });
    expect(await collect(client.subscribe(plain))).toEqual(['1', '2']);
    expect(headers).toEqual([[expect.stringContaining('text/event-stream'), 'key-1']]);
  });

  it('goes on behind the last cursor when the connection breaks, as often as it does', async () => {
    const { client, asked } = await gateway((response, after, attempt) => {
      begin(response);
      const first = Number(after ?? 0) + 1;
      next(response, first);
      next(response, first + 1);
      if (attempt < 3) setImmediate(() => response.destroy());
      else complete(response);
    });
    expect(await collect(client.subscribe(resumed))).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(asked).toEqual([undefined, '2', '4']);
  });

  it('keeps the cursor that it was given while nothing has come yet', async () => {
    const { client, asked } = await gateway((response, _after, attempt) => {
      if (attempt === 1) return void response.destroy();
      begin(response);
      next(response, 8);
      complete(response);
    });
    expect(await collect(client.subscribe(resumed, { after: '7' }))).toEqual(['8']);
    expect(asked).toEqual(['7', '7']);
  });

  it('that cannot go on ends with the error', async () => {
    const { client, asked } = await gateway((response) => { begin(response); next(response, 1); setImmediate(() => response.destroy()); });
    await expect(collect(client.subscribe(plain))).rejects.toThrow();
    expect(asked).toHaveLength(1);
  });

  it.each([[400], [401], [403]])('is not asked for again where the gateway answers %i', async (status) => {
    const { client, asked } = await gateway((response) => { response.writeHead(status, { 'content-type': 'application/json' }); response.end('{"errors":[{"message":"no","extensions":{"code":"FORBIDDEN"}}]}'); });
    await expect(collect(client.subscribe(resumed))).rejects.toThrow();
    expect(asked).toHaveLength(1);
  });

  it('goes on from where the gateway ended it because it came faster than it was taken', async () => {
    const { client, asked } = await gateway((response, _after, attempt) => {
      begin(response);
      next(response, attempt);
      if (attempt === 1) response.write(`event: next\ndata: {"errors":[{"message":"too fast","extensions":{"code":"LIMIT_EXCEEDED","cursor":"1"}}]}\n\n`);
      complete(response);
    });
    expect(await collect(client.subscribe(resumed))).toEqual(['1', '2']);
    expect(asked).toEqual([undefined, '1']);
  });

  it('throws the errors of an answer, typed, and does not go on', async () => {
    const { client, asked } = await gateway((response) => { begin(response); response.write(`event: next\ndata: {"errors":[{"message":"no","extensions":{"code":"FORBIDDEN"}}]}\n\n`); complete(response); });
    await expect(collect(client.subscribe(resumed))).rejects.toMatchObject({ name: 'GraphQLRequestError', code: 'FORBIDDEN' });
    expect(asked).toHaveLength(1);
  });

  it('ends, and lets go of its connection, when it is ended', async () => {
    const { client } = await gateway((response) => { begin(response); next(response, 1); closed = new Promise((resolve) => response.once('close', resolve)); });
    let closed: Promise<unknown> | undefined;
    const controller = new AbortController();
    const seen: string[] = [];
    for await (const { event } of client.subscribe(resumed, {}, { signal: controller.signal })) {
      seen.push(event.cursor);
      controller.abort();
    }
    expect(seen).toEqual(['1']);
    await closed;
  });

  it('lets go of its connection when the loop is left', async () => {
    const { client } = await gateway((response) => { begin(response); next(response, 1); closed = new Promise((resolve) => response.once('close', resolve)); });
    let closed: Promise<unknown> | undefined;
    for await (const { event } of client.subscribe(resumed)) if (event.cursor === '1') break;
    await closed;
  });
});

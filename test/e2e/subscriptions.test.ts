import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import type { Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { openStream } from '../support/eventStream.ts';
import type { EventStream } from '../support/eventStream.ts';
import { startSandboxGateway } from '../support/sandboxGateway.ts';
import type { SandboxGateway } from '../support/sandboxGateway.ts';

const secret = 'knock-knock';
let folder: string;
let gateway: SandboxGateway;
let graphql: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'subscriptions-'));
  gateway = await start();
  graphql = `${gateway.gateway.url}/graphql`;
}, 60_000);
afterAll(async () => {
  await gateway.close();
  await rm(folder, { recursive: true });
});

function start(env: NodeJS.ProcessEnv = {}): Promise<SandboxGateway> {
  return startSandboxGateway({ EVENTS_PATH: join(folder, 'events.db'), COLLECTMAXX_WEBHOOK_SECRET: secret, ...env });
}

let id = 0;
async function tell(event: string, fields: Record<string, unknown> = {}, to = gateway): Promise<void> {
  id += 1;
  const body = { datetime: '2026-03-01T11:11:11Z', id: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`, serviceId: 'adbc180b-a494-477f-958d-9f0b050a09c3', service: 'paylink', reference: 'CLM-1', event, data: {}, ...fields };
  const response = await fetch(`${to.gateway.url}/webhooks/collectmaxx/${secret}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  expect(response.status).toBe(200);
}

const all = 'subscription All($types: [String!], $reference: String, $after: ID) { eventReceived(types: $types, reference: $reference, after: $after) { cursor type reference event { __typename ... on PayLinkPaid { paymentMethod transactionAmount payLinkId } } } }';
const received = ({ data }: any) => data.eventReceived;

/** Results of one subscription over a WebSocket, as they come. */
function over(client: Client, variables: Record<string, unknown> = {}, query = all): AsyncIterator<any> {
  return client.iterate({ query, variables })[Symbol.asyncIterator]();
}

/** Resolves when the stream takes what comes from now on: what it gets first says so. */
async function begun(stream: EventStream, reference: string): Promise<any> {
  await tell('PayLinkVisited', { reference });
  return received(await stream.next());
}

describe('a subscription over Server-Sent Events', () => {
  it('gets what comes, in a form of its own', async () => {
    const stream = await openStream({ url: graphql, query: all });
    expect(stream.status).toBe(200);
    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(stream.headers.get('cache-control')).toBe('no-store');
    expect(stream.headers.get('x-request-id')).toMatch(/./);
    await begun(stream, 'CLM-0');
    await tell('PayLinkPaid', { data: { 'payment-method': 'ideal', 'transaction-amount': 114 } });
    expect(received(await stream.next())).toEqual({
      cursor: expect.any(String), type: 'PayLinkPaid', reference: 'CLM-1',
      event: { __typename: 'PayLinkPaid', paymentMethod: 'ideal', transactionAmount: 114, payLinkId: 'adbc180b-a494-477f-958d-9f0b050a09c3' },
    });
    stream.close();
  });

  it('by GET, as an EventSource asks', async () => {
    const stream = await openStream({ url: graphql, query: all, method: 'GET', variables: { reference: 'CLM-GET' } });
    expect(await begun(stream, 'CLM-GET')).toMatchObject({ type: 'PayLinkVisited', reference: 'CLM-GET' });
    stream.close();
  });

  it('leads on into the graph: the pay link as it is now', async () => {
    const { data } = await gateway.ask('{ payLink { payLinks(limit: 1) { items { id status } } } }');
    const [link] = data.payLink.payLinks.items;
    const query = 'subscription { eventReceived(reference: "CLM-LINK") { event { ... on PayLinkPaid { payLink { id status } } ... on PayLinkVisited { payLink { id } } } } }';
    const stream = await openStream({ url: graphql, query });
    await begun(stream, 'CLM-LINK');
    await tell('PayLinkPaid', { reference: 'CLM-LINK', serviceId: link.id });
    expect(received(await stream.next())).toEqual({ event: { payLink: link } });
    // Asked anew for each event: no answer lives from one to the next.
    gateway.reset();
    await tell('PayLinkPaid', { reference: 'CLM-LINK', serviceId: link.id });
    expect(received(await stream.next())).toEqual({ event: { payLink: link } });
    expect(Object.values(gateway.counts())).toEqual([1]);
    stream.close();
  });

  it('goes on from a cursor: what was missed, then what comes, each once and in order', async () => {
    const first = await openStream({ url: graphql, query: all, variables: { reference: 'CLM-2' } });
    const { cursor } = await begun(first, 'CLM-2');
    first.close();
    for (let n = 0; n < 60; n += 1) await tell(n % 2 === 0 ? 'PayLinkPaid' : 'PayLinkVisited', { reference: 'CLM-2', data: { 'transaction-amount': n } });
    const second = await openStream({ url: graphql, query: all, variables: { reference: 'CLM-2', types: ['PayLinkPaid'], after: cursor } });
    const amounts: number[] = [];
    for (let n = 0; n < 30; n += 1) amounts.push(received(await second.next()).event.transactionAmount);
    expect(amounts).toEqual(Array.from({ length: 30 }, (_, n) => n * 2));
    await tell('PayLinkPaid', { reference: 'CLM-2', data: { 'transaction-amount': 999 } });
    expect(received(await second.next()).event.transactionAmount).toBe(999);
    second.close();
  }, 60_000);

  it.each([
    ['no GraphQL', '{', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', 'subscription { nobody }', 'GRAPHQL_VALIDATION_FAILED'],
    ['two root fields', 'subscription { a: eventReceived { id } b: eventReceived { id } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a cursor that is none', 'subscription { eventReceived(after: "x") { id } }', 'BAD_USER_INPUT'],
    ['too many types', `subscription { eventReceived(types: [${Array.from({ length: 101 }, () => '"A"').join(' ')}]) { id } }`, 'BAD_USER_INPUT'],
    ['a variable that does not fit', 'subscription ($r: Int!) { eventReceived(reference: "x") { id @skip(if: false) event { __typename } cursor } }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('is refused for %s, in a message that completes', async (_what, query, code) => {
    const stream = await openStream({ url: graphql, query });
    expect(await stream.next()).toEqual({ errors: [expect.objectContaining({ message: expect.any(String), extensions: expect.objectContaining({ code }) })] });
    expect(await stream.next()).toBeUndefined();
  });

  it('carries the one result of any other operation to a client that takes nothing else; a mutation by POST alone', async () => {
    const stream = await openStream({ url: graphql, query: '{ __typename }' });
    expect(await stream.next()).toEqual({ data: { __typename: 'Query' } });
    expect(await stream.next()).toBeUndefined();
    const refused = await fetch(`${graphql}?query=${encodeURIComponent('mutation { __typename }')}`, { headers: { accept: 'text/event-stream' } });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('a client that takes JSON as well gets JSON, unless it subscribes', async () => {
    const headers = { accept: 'application/graphql-response+json, application/json, text/event-stream', 'content-type': 'application/json' };
    const json = await fetch(graphql, { method: 'POST', headers, body: '{"query":"{ __typename }"}' });
    expect(json.headers.get('content-type')).toMatch(/^application\/graphql-response\+json/);
    expect(await json.json()).toEqual({ data: { __typename: 'Query' } });
    const stream = await openStream({ url: graphql, query: all, variables: { reference: 'CLM-BOTH' }, headers });
    expect(await begun(stream, 'CLM-BOTH')).toMatchObject({ reference: 'CLM-BOTH' });
    stream.close();
  });

  it('refuses what the log refuses to say: as many streams as may be open', async () => {
    const small = await startSandboxGateway({ COLLECTMAXX_WEBHOOK_SECRET: secret, MAX_SUBSCRIPTIONS: '1' });
    const url = `${small.gateway.url}/graphql`;
    const one = await openStream({ url, query: all });
    const refused = await fetch(url, { method: 'POST', headers: { accept: 'text/event-stream', 'content-type': 'application/json' }, body: JSON.stringify({ query: all }) });
    expect([refused.status, ((await refused.json()) as any).errors[0].extensions.code]).toEqual([503, 'LIMIT_EXCEEDED']);
    one.close();
    await small.close();
  }, 60_000);
});

describe('a subscription over graphql-ws', () => {
  function connect(options: { url?: string; connectionParams?: Record<string, unknown>; webSocketImpl?: unknown } = {}): Client {
    return createClient({ url: graphql.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0, lazy: true, ...options });
  }

  it('gets what comes, beside queries on the same connection', async () => {
    const client = connect();
    const events = over(client, { reference: 'CLM-WS' });
    const next = events.next();
    // The connection takes messages in order: when this is answered, the subscription stands.
    expect((await over(client, {}, '{ __typename }').next()).value).toEqual({ data: { __typename: 'Query' } });
    await tell('PayLinkPaid', { reference: 'CLM-WS', data: { 'transaction-amount': 5 } });
    expect(received((await next).value)).toMatchObject({ type: 'PayLinkPaid', event: { transactionAmount: 5 } });
    await events.return?.();
    await client.dispose();
  });

  it('is refused a document that is not valid, with its code', async () => {
    const client = connect();
    await expect(over(client, {}, 'subscription { nobody }').next()).rejects.toEqual([expect.objectContaining({ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })]);
    await client.dispose();
  });

  it('is refused to a page of another origin', async () => {
    const opened = await new Promise<string>((resolve) => {
      const socket = new WebSocket(graphql.replace('http', 'ws'), 'graphql-transport-ws', { origin: 'https://elsewhere.example' });
      socket.once('open', () => resolve('open'));
      socket.once('error', ({ message }) => resolve(message));
    });
    expect(opened).toBe('Unexpected server response: 403');
  });

  it('takes nothing but the protocol', async () => {
    for (const message of ['{', '{"type":"subscribe","id":"1","payload":{"query":"{ __typename }"}}', '{"type":"nobody"}', '[]', '"x"', '{"__proto__":{"type":"ping"}}', Buffer.from([1, 2, 3])]) {
      const code = await new Promise<number>((resolve) => {
        const socket = new WebSocket(graphql.replace('http', 'ws'), 'graphql-transport-ws');
        socket.once('open', () => socket.send(message));
        socket.once('close', resolve);
      });
      expect([4400, 4401]).toContain(code);
    }
    const { data } = await gateway.ask('{ __typename }');
    expect(data).toEqual({ __typename: 'Query' });
  });

  it('other paths are not upgraded', async () => {
    const answer = await new Promise<string>((resolve) => {
      const socket = new WebSocket(`${graphql.replace('http', 'ws')}/elsewhere`, 'graphql-transport-ws');
      socket.once('error', ({ message }) => resolve(message));
    });
    expect(answer).toBe('Unexpected server response: 404');
  });
});

it('is told to go elsewhere when the gateway ends, and goes on at the next one without loss', async () => {
  const path = join(folder, 'restarted.db');
  const first = await start({ EVENTS_PATH: path });
  const stream = await openStream({ url: `${first.gateway.url}/graphql`, query: all });
  await tell('PayLinkPaid', {}, first);
  const { cursor } = received(await stream.next());
  await tell('PayLinkVisited', {}, first);
  await stream.next();
  await first.close();
  await expect(stream.next()).rejects.toThrow('without "complete"');

  const second = await start({ EVENTS_PATH: path });
  const again = await openStream({ url: `${second.gateway.url}/graphql`, query: all, variables: { after: cursor } });
  expect(received(await again.next())).toMatchObject({ type: 'PayLinkVisited' });
  await tell('PayLinkPaid', {}, second);
  expect(received(await again.next())).toMatchObject({ type: 'PayLinkPaid' });
  again.close();
  await second.close();
}, 60_000);

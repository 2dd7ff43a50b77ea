/** Who may subscribe, for how long, and to whose events. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { bearer, callerFiles, token } from '../support/callers.ts';
import type { CallerFiles } from '../support/callers.ts';
import { openStream } from '../support/eventStream.ts';
import { startSandboxGateway } from '../support/sandboxGateway.ts';
import type { SandboxGateway } from '../support/sandboxGateway.ts';

const secret = 'knock-knock';
const jwtSecret = 'a shared key of at least 32 bytes.';
const query = 'subscription { eventReceived { type event { ... on PayLinkPaid { payLink { id } } } } }';

let files: CallerFiles;
let graph: SandboxGateway;
let url: string;
beforeAll(async () => {
  files = callerFiles();
  const keys = files.keys([{ name: 'listener', scopes: ['events:read'] }, { name: 'leaver', scopes: ['events:read'] }, { name: 'desk', scopes: ['receeve:read', 'collectmaxx:read'] }]);
  graph = await startSandboxGateway({ GATEWAY_API_KEYS_FILE: keys, GATEWAY_JWT_SECRET: jwtSecret, COLLECTMAXX_WEBHOOK_SECRET: secret });
  url = `${graph.gateway.url}/graphql`;
}, 180_000);
afterAll(async () => {
  await graph.close();
  files.remove();
});

let id = 0;
async function tell(): Promise<void> {
  id += 1;
  const body = JSON.stringify({ id: String(id), serviceId: 'x', service: 'paylink', event: 'PayLinkPaid', reference: 'CLM-1', data: {} });
  const { status } = await fetch(`${graph.gateway.url}/webhooks/collectmaxx/${secret}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect(status).toBe(200);
}

it('needs events:read, and links below it the scopes of their systems', async () => {
  const refused = await openStream({ url, query, headers: files.as('desk') });
  expect(await refused.next()).toEqual({ errors: [expect.objectContaining({ extensions: expect.objectContaining({ code: 'FORBIDDEN' }) })] });
  expect(await refused.next()).toBeUndefined();

  graph.reset();
  const stream = await openStream({ url, query, headers: files.as('listener') });
  await tell();
  const { data, errors } = await stream.next();
  expect(data.eventReceived).toEqual({ type: 'PayLinkPaid', event: { payLink: null } });
  expect(errors).toEqual([expect.objectContaining({ path: ['eventReceived', 'event', 'payLink'], extensions: expect.objectContaining({ code: 'FORBIDDEN', system: 'collectmaxx' }) })]);
  expect(graph.counts()).toEqual({});
  stream.close();
}, 60_000);

it('is refused to whoever shows nothing', async () => {
  const response = await fetch(url, { method: 'POST', headers: { accept: 'text/event-stream', 'content-type': 'application/json' }, body: JSON.stringify({ query }) });
  expect(response.status).toBe(401);
  const code = await new Promise<number>((resolve) => {
    const client = createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0, lazy: false, onNonLazyError: () => undefined, on: { closed: (event) => resolve((event as { code: number }).code) } });
    void client;
  });
  expect(code).toBe(4403);
}, 60_000);

it('takes a key in the first message of a WebSocket, where a browser can set no header', async () => {
  const client = createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: { 'X-API-Key': files.as('listener')['x-api-key'] } });
  const events = client.iterate({ query: 'subscription { eventReceived { type } }' })[Symbol.asyncIterator]();
  const next = events.next();
  await client.iterate({ query: '{ __typename }' })[Symbol.asyncIterator]().next();
  await tell();
  expect((await next).value).toEqual({ data: { eventReceived: { type: 'PayLinkPaid' } } });
  await events.return?.();
  await client.dispose();
}, 60_000);

it('ends when the token runs out, without an event', async () => {
  const exp = Math.floor(Date.now() / 1000) + 3;
  const stream = await openStream({ url, query, headers: bearer(await token(jwtSecret, { scope: 'events:read', exp })) });
  expect(stream.status).toBe(200);
  expect(await stream.next()).toEqual({ errors: [expect.objectContaining({ extensions: expect.objectContaining({ code: 'UNAUTHENTICATED' }) })] });
  expect(await stream.next()).toBeUndefined();
}, 60_000);

it('ends with the next event when its key stands in the file no more', async () => {
  const stream = await openStream({ url, query, headers: files.as('leaver') });
  const other = await openStream({ url, query, headers: files.as('listener') });
  files.keys([{ name: 'listener', scopes: ['events:read'] }]);
  // The file is looked at now and then: until the key is gone, events come.
  for (;;) {
    await tell();
    expect((await other.next()).data.eventReceived.type).toBe('PayLinkPaid');
    const { data, errors } = await stream.next();
    if (data) continue;
    expect(errors).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code: 'UNAUTHENTICATED' }) })]);
    break;
  }
  expect(await stream.next()).toBeUndefined();
  other.close();
}, 60_000);


/**
 * Callers who hang up: before their request is whole, while the systems take their time, while the answer comes;
 * and subscribers who go away, by Server-Sent Events and by WebSocket, at every step of their protocol.
 */
import { once } from 'node:events';
import { request as ask } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { readsOf } from '../../chaos/operations.ts';
import { createClient } from '../client.ts';
import { times } from '../scenario.ts';
import type { Scenario, Tools } from '../scenario.ts';
import { write } from '../systems.ts';

const width = 16;
/** For one caller to come, wait and go, in ms. */
const patienceMs = 30_000;
/** How long the systems take while callers hang up, in ms. */
const slowMs = 60;
const subscription = 'subscription ($reference: String) { eventReceived(reference: $reference) { id type } }';
const large = 'query { payLink { payLinks(limit: 100) { items { id status personName createdOn attributes { id value } } } } }';

let events = 0;

interface Sent {
  request: ClientRequest;
  response: Promise<IncomingMessage>;
}

function send({ gateway }: Tools, body: string, headers: Record<string, string | number> = {}): Sent {
  const request = ask(`${gateway.url}/graphql`, { method: 'POST', agent: false, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers } });
  request.on('error', () => undefined); // It is we who break off.
  const response = (once(request, 'response') as Promise<[IncomingMessage]>).then(([one]) => one.on('error', () => undefined));
  response.catch(() => undefined);
  return { request, response };
}

function read(tools: Tools): string {
  const { query, variables } = tools.random.pick(readsOf(tools.names))(tools.random);
  return JSON.stringify({ query, variables });
}

/** However it comes to its end. */
function over(one: { once(event: 'close', listener: () => void): unknown }): Promise<void> {
  return new Promise((resolve) => void one.once('close', resolve));
}

/** One event for all who follow. */
async function tell({ gateway, systems }: Tools): Promise<void> {
  const { webhooks } = systems.sandbox;
  const body = JSON.stringify({ service: 'PayLink', event: 'PayLinkVisited', data: { id: `${(events += 1)}` } });
  const response = await fetch(`${gateway.url}/webhooks/collectmaxx/${webhooks.collectmaxxSecret}`, { method: 'POST', headers: { 'content-type': 'application/json', connection: 'close' }, body });
  await response.arrayBuffer();
  if (response.status >= 300) throw new Error(`an event was answered ${response.status}`);
}

async function webSocket({ gateway }: Tools): Promise<WebSocket> {
  const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  socket.on('error', () => undefined);
  await once(socket, 'open');
  return socket;
}

async function acknowledged(socket: WebSocket): Promise<void> {
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await once(socket, 'message');
}

const subscribe = (id: number): string => JSON.stringify({ id: String(id), type: 'subscribe', payload: { query: subscription } });

/** Each way to go away. */
const ways: Record<string, (tools: Tools, n: number) => Promise<void>> = {
  async 'within the head'({ gateway }) {
    const socket = net.connect(Number(new URL(gateway.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write('POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-ty');
    await sleep(2);
    socket.resetAndDestroy();
  },
  async 'within the body'(tools) {
    const body = read(tools);
    const { request } = send(tools, body);
    request.write(body.slice(0, body.length / 2));
    await sleep(2);
    request.destroy();
  },
  async 'at once'(tools) {
    const { request } = send(tools, read(tools));
    await once(request, 'socket');
    request.on('finish', () => request.destroy()).end(read(tools));
    await over(request);
  },
  async 'while the systems think'(tools, n) {
    const body = read(tools);
    const { request } = send(tools, body);
    request.end(body);
    await sleep(n % slowMs);
    request.destroy();
  },
  async 'a GET, while the systems think'({ gateway }, n) {
    const request = ask(`${gateway.url}/graphql?query=${encodeURIComponent(`{ a${n}: ${large.slice(large.indexOf('{') + 1)}`)}`, { agent: false, headers: { 'apollo-require-preflight': 'true' } });
    request.on('error', () => undefined).end();
    await sleep(n % slowMs);
    request.destroy();
  },
  async 'within the answer'(tools) {
    const body = JSON.stringify({ query: large });
    const { request, response } = send(tools, body);
    request.end(body);
    const answer = await response;
    answer.once('data', () => answer.destroy());
    await over(answer);
  },
  async 'within a file'(tools) {
    const text = '--b\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{"query":"mutation ($file: Upload!) { uploadFiles(input: { file: $file }) { success } }","variables":{"file":null}}\r\n--b\r\ncontent-disposition: form-data; name="map"\r\n\r\n{"0":["variables.file"]}\r\n--b\r\ncontent-disposition: form-data; name="0"; filename="a.csv"\r\ncontent-type: text/csv\r\n\r\n';
    const { request } = send(tools, text, { 'content-type': 'multipart/form-data; boundary=b', 'apollo-require-preflight': 'true', 'content-length': 1_000_000 });
    request.write(text + 'x'.repeat(20_000));
    await sleep(10);
    request.destroy();
  },
  async 'a stream, before its head'(tools) {
    const body = JSON.stringify({ query: subscription });
    const { request } = send(tools, body, { accept: 'text/event-stream' });
    request.end(body);
    await once(request, 'finish');
    request.destroy();
  },
  async 'a stream, after its head'(tools, n) {
    const body = JSON.stringify({ query: subscription, variables: { reference: n % 2 ? `reference ${n}` : null } });
    const { request, response } = send(tools, body, { accept: 'text/event-stream' });
    request.end(body);
    const answer = await response;
    if (answer.statusCode !== 200) tools.problem(`a subscription was answered ${answer.statusCode}`);
    answer.resume();
    await sleep(n % 10);
    request.destroy();
  },
  async 'a stream, after an event'(tools) {
    const body = JSON.stringify({ query: subscription });
    const { request, response } = send(tools, body, { accept: 'text/event-stream' });
    request.end(body);
    const answer = await response;
    const told = new Promise<void>((resolve) => {
      answer.on('data', (bytes: Buffer) => bytes.includes('event: next') && resolve()).on('close', resolve);
    });
    await tell(tools);
    await told;
    request.destroy();
  },
  async 'a WebSocket, within its handshake'(tools) {
    const socket = new WebSocket(`${tools.gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    socket.on('error', () => undefined);
    await sleep(1);
    socket.terminate();
  },
  async 'a WebSocket, before it says who it is'(tools) {
    (await webSocket(tools)).terminate();
  },
  async 'a WebSocket, with subscriptions'(tools, n) {
    const socket = await webSocket(tools);
    await acknowledged(socket);
    for (let id = 0; id < 5; id++) socket.send(subscribe(id));
    await sleep(n % 10);
    socket.terminate();
  },
  async 'a WebSocket, after an event'(tools) {
    const socket = await webSocket(tools);
    await acknowledged(socket);
    socket.send(subscribe(1));
    // An operation after it in the line: when it is answered, the subscription stands.
    socket.send(JSON.stringify({ id: '2', type: 'subscribe', payload: { query: '{ __typename }' } }));
    await once(socket, 'message');
    const told = Promise.race([once(socket, 'message'), over(socket)]);
    await tell(tools);
    await told;
    socket.terminate();
  },
  async 'a WebSocket, while the systems think'(tools, n) {
    const socket = await webSocket(tools);
    await acknowledged(socket);
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: JSON.parse(read(tools)) as object }));
    await sleep(n % slowMs);
    socket.close();
  },
};

const all = Object.entries(ways);

async function abort(tools: Tools, units: number): Promise<void> {
  tools.systems.trouble = () => (response, answer) => void setTimeout(() => write(response, answer), slowMs);
  const client = createClient(tools.gateway.url, 1);
  await times(units, width, async (n) => {
    const [name, way] = all[n % all.length]!;
    // Who waits for what never comes would wait for ever.
    const late = await Promise.race([way(tools, n), sleep(patienceMs, true, { ref: false })]);
    if (late) tools.problem(`${name}: what it waits for did not come within ${patienceMs} ms`);
    tools.count(name);
  });
  tools.systems.trouble = undefined;
  // Whoever stays is served as ever.
  const { status, codes } = await client.post({ query: large });
  if (status !== 200 || codes.length > 0) tools.problem(`whoever stayed was answered ${status} ${codes.join()}`);
  await client.close();
}

export const aborted: Scenario = {
  name: 'aborted',
  unit: 'aborted request',
  async warmUp(tools, share) {
    // Events of a while are kept for those who come back: as many as there is room for.
    const client = createClient(tools.gateway.url, 8);
    await times(Math.round(Math.max(20, 120 * share)), 8, async () => void (await client.post(read(tools))));
    await client.close();
    await abort(tools, Math.max(45, Math.round(450 * share)));
  },
  stretch: abort,
};

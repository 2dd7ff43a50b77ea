/**
 * Every write of every system, derived from the graph, so that a new one cannot be left out: whatever breaks,
 * it arrives once, and the caller is told that it may have been done; where nothing can have been done, that.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, graphqlSync } from 'graphql';
import { pino } from 'pino';
import type { ErrorCode } from '../../src/errors.ts';
import { startGateway, type Gateway } from '../../src/server/main.ts';
import type { GraphQLAnswer } from '../support/gateway.ts';
import { rootFieldsOf, type RootField } from '../support/rootFields.ts';
import { answer, hang, resetAfterBody, resetBeforeBody, startTroubled, truncated, truncatedChunks, type Trouble, type Troubled } from '../support/troubled.ts';
import { upload } from '../support/upload.ts';

const read = (name: string): string => readFileSync(new URL(`../../schema/${name}`, import.meta.url), 'utf8');
const snapshot = buildSchema(read('collectmaxx.graphql'));
/** Made of several calls, of which none is repeated but those that are the same however often: it has tests of its own. */
const composed = ['requestPayment'];
const writes = rootFieldsOf(buildSchema(read('graph.graphql')), 'mutation').filter(({ name }) => !composed.includes(name));

type Name = 'receeve' | 'ucollect' | 'cm' | 'collectmaxx';
const names: Name[] = ['receeve', 'ucollect', 'cm', 'collectmaxx'];

let vendors: Record<Name, Troubled>;
let gateway: Gateway;
let impatient: Gateway;

const introspection: Trouble = async (response, body) => {
  const { query } = JSON.parse((await body()).toString()) as { query: string };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(graphqlSync({ schema: snapshot, source: query })));
};

async function start(env: NodeJS.ProcessEnv = {}): Promise<Gateway> {
  vendors.collectmaxx.behave(introspection);
  const started = await startGateway({
    log: pino({ level: 'silent' }),
    env: {
      PORT: '0', GATEWAY_MODE: 'live', UPSTREAM_RETRIES: '3', CIRCUIT_FAILURES: '1000000',
      RECEEVE_URL: vendors.receeve.url, RECEEVE_CLIENT_ID: '11111111-2222-4333-8444-555555555555', RECEEVE_API_CLIENT: 'client', RECEEVE_API_SECRET: 'secret',
      UCOLLECT_URL: vendors.ucollect.url, UCOLLECT_API_KEY: 'key', UCOLLECT_LEDGER: 'L', UCOLLECT_USER: 'user@example.com',
      CM_URL: vendors.cm.url, CM_CLIENT_ID: 'client', CM_CLIENT_SECRET: 'secret',
      COLLECTMAXX_URL: vendors.collectmaxx.url, COLLECTMAXX_API_KEY: 'key',
      ...env,
    },
  });
  // It is asked for its schema once, and not while writes are counted.
  expect(started.graph.remote.state).toBe('introspected');
  // Tokens are fetched by now; whatever connection there was is closed.
  behave(answer({ status: 404, headers: { connection: 'close' } }));
  await ask(started, { query: '{ account(accountReference: "a") { currency } paymentLinkStatus(reference: "r") { status } }' });
  return started;
}

function behave(trouble: Trouble): void {
  for (const name of names) vendors[name].behave(trouble);
}

const arrived = (): number => names.reduce((sum, name) => sum + vendors[name].calls.length, 0);

async function ask(at: Gateway, one: Pick<RootField, 'query'> & Partial<RootField>): Promise<GraphQLAnswer> {
  const { query, variables = {}, file } = one;
  if (file !== undefined) return upload({ gateway: at }, { query, variables, at: file, file: new File(['x'.repeat(2_000_000)], 'a.pdf') });
  const response = await fetch(`${at.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) });
  return (await response.json()) as GraphQLAnswer;
}

beforeAll(async () => {
  const [receeve, ucollect, cm, collectmaxx] = await Promise.all([startTroubled(), startTroubled(), startTroubled(), startTroubled()]);
  vendors = { receeve, ucollect, cm, collectmaxx };
  gateway = await start();
  impatient = await start({ UPSTREAM_TIMEOUT_MS: '1500' });
}, 60_000);
afterAll(async () => {
  await Promise.all([gateway.close(), impatient.close()]);
  await goAway();
});

let gone: Promise<unknown> | undefined;
/** From now on nobody listens at the vendors' addresses. */
function goAway(): Promise<unknown> {
  return (gone ??= Promise.all(names.map((name) => vendors[name].close())));
}

function expectError(reply: GraphQLAnswer, one: RootField, code: ErrorCode, retryable: boolean): void {
  expect(one.valueIn(reply.data) ?? null).toBeNull();
  expect(reply.errors).toHaveLength(1);
  expect(reply.errors?.[0]?.extensions).toMatchObject({ code, retryable, operation: one.name });
}

it('there are 33 of them: 25 of Receeve, 2 of uCollect, 2 of CM, 4 of Collectmaxx', async () => {
  behave(answer({ status: 429 }));
  for (const one of writes) await ask(gateway, one);
  expect(writes).toHaveLength(33);
  expect(names.map((name) => vendors[name].calls.length)).toEqual([25, 2, 2, 4]);
});

/** Resets the connection when something of the body has come, and remembers whether all had. */
const inBody: { whole: boolean[] } = { whole: [] };
const resetInBody: Trouble = (response) => {
  const { req: request } = response;
  request.once('data', (chunk: Buffer) => {
    inBody.whole.push(chunk.length >= Number(request.headers['content-length'] ?? Infinity));
    request.socket.resetAndDestroy();
  });
};

const html = (status: number): Trouble => answer({ status, headers: { 'content-type': 'text/html' }, body: '<html></html>' });

/** A long text in the first place in the body that takes one, so that it does not arrive in one piece. */
function longer(one: RootField): RootField {
  let done = false;
  const grow = (value: unknown): unknown => {
    if (value === 'text' && !done) {
      done = true;
      return 'x'.repeat(2_000_000);
    }
    if (Array.isArray(value)) return value.map(grow);
    if (typeof value !== 'object' || value === null) return value;
    // A reference may stand in the path.
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, /reference$|Id$/i.test(key) ? inner : grow(inner)]));
  };
  const variables = Object.fromEntries(Object.entries(one.variables).map(([name, value]) => [name, typeof value === 'string' ? value : grow(value)]));
  return { ...one, variables };
}

describe.each<[string, Trouble, ErrorCode]>([
  ['500', html(500), 'OUTCOME_UNKNOWN'], ['502', html(502), 'OUTCOME_UNKNOWN'], ['503', html(503), 'OUTCOME_UNKNOWN'], ['504', html(504), 'OUTCOME_UNKNOWN'],
  ['503 with a time', answer({ status: 503, headers: { 'retry-after': '0' } }), 'OUTCOME_UNKNOWN'],
  ['a reset before the body was read', resetBeforeBody, 'OUTCOME_UNKNOWN'],
  ['a reset within the body', resetInBody, 'OUTCOME_UNKNOWN'],
  ['a reset after the body', resetAfterBody, 'OUTCOME_UNKNOWN'],
  ['an answer cut off before its length', truncated, 'OUTCOME_UNKNOWN'],
  ['an answer without its last chunk', truncatedChunks, 'OUTCOME_UNKNOWN'],
  ['429', answer({ status: 429, headers: { 'retry-after': '0' } }), 'UPSTREAM_RATE_LIMITED'],
])('%s', (_what, trouble, code) => {
  it.each(writes.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    behave(trouble);
    const reply = await ask(gateway, trouble === resetInBody ? longer(one) : one);
    expect(arrived()).toBe(1);
    expectError(reply, one, code, code !== 'OUTCOME_UNKNOWN');
  });
});

it('the bodies that were to break off within were not whole, but for those that hold no text', () => {
  expect(inBody.whole).toHaveLength(33);
  expect(inBody.whole.filter((whole) => !whole).length).toBeGreaterThan(20);
});

it('no answer at all: each has arrived once when its time is over', async () => {
  behave(hang);
  const replies = await Promise.all(writes.map((one) => ask(impatient, one)));
  replies.forEach((reply, index) => expectError(reply, writes[index]!, 'OUTCOME_UNKNOWN', false));
  // Each of them at least once, and all of them so often.
  expect(arrived()).toBe(33);
}, 60_000);

it('no connection: nothing has arrived, and each may be tried again', async () => {
  const lonely = await start();
  behave(hang);
  await goAway();
  try {
    for (const one of writes) expectError(await ask(lonely, one), one, 'UPSTREAM_UNAVAILABLE', true);
    expect(arrived()).toBe(0);
  } finally {
    await lonely.close();
  }
}, 60_000);

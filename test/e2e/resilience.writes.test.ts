/**
 * Every write of every system, derived from the graph, so that a new one cannot be left out: whatever breaks,
 * it arrives once, and the caller is told that it may have been done; where nothing can have been done, that.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import type { ErrorCode } from '../../src/errors.ts';
import type { Gateway } from '../../src/server/main.ts';
import type { GraphQLAnswer } from '../support/gateway.ts';
import { rootFieldsOf, type RootField } from '../support/rootFields.ts';
import { answer, hang, resetAfterBody, resetBeforeBody, truncated, truncatedChunks, type Trouble } from '../support/troubled.ts';
import { askGateway, startTroubledVendors, vendorNames, type TroubledVendors } from '../support/troubledGateway.ts';

/** Made of several calls, of which none is repeated but those that are the same however often: it has tests of its own. */
const composed = ['requestPayment'];
const writes = rootFieldsOf(buildSchema(readFileSync(new URL('../../schema/graph.graphql', import.meta.url), 'utf8')), 'mutation').filter(({ name }) => !composed.includes(name));

let vendors: TroubledVendors;
let gateway: Gateway;
let impatient: Gateway;

beforeAll(async () => {
  vendors = await startTroubledVendors();
  gateway = await vendors.start({ UPSTREAM_RETRIES: '3' });
  impatient = await vendors.start({ UPSTREAM_RETRIES: '3', UPSTREAM_TIMEOUT_MS: '1500' });
}, 60_000);
afterAll(async () => {
  await Promise.all([gateway.close(), impatient.close()]);
  await vendors.goAway();
});

function expectError(reply: GraphQLAnswer, one: RootField, code: ErrorCode, retryable: boolean): void {
  expect(one.valueIn(reply.data) ?? null).toBeNull();
  expect(reply.errors).toHaveLength(1);
  expect(reply.errors?.[0]?.extensions).toMatchObject({ code, retryable, operation: one.name });
}

it('there are 33 of them: 25 of Receeve, 2 of uCollect, 2 of CM, 4 of Collectmaxx', async () => {
  vendors.behave(answer({ status: 429 }));
  for (const one of writes) await askGateway(gateway, one);
  expect(writes).toHaveLength(33);
  expect(vendorNames.map((name) => vendors.vendors[name].calls.length)).toEqual([25, 2, 2, 4]);
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
    vendors.behave(trouble);
    const reply = await askGateway(gateway, trouble === resetInBody ? longer(one) : one);
    expect(vendors.arrived()).toBe(1);
    expectError(reply, one, code, code !== 'OUTCOME_UNKNOWN');
  });
});

it('the bodies that were to break off within were not whole, but for those that hold no text', () => {
  expect(inBody.whole).toHaveLength(33);
  expect(inBody.whole.filter((whole) => !whole).length).toBeGreaterThan(20);
});

it('no answer at all: each has arrived once when its time is over', async () => {
  vendors.behave(hang);
  const replies = await Promise.all(writes.map((one) => askGateway(impatient, one)));
  replies.forEach((reply, index) => expectError(reply, writes[index]!, 'OUTCOME_UNKNOWN', false));
  // Each of them at least once, and all of them so often.
  expect(vendors.arrived()).toBe(33);
}, 60_000);

it('no connection: nothing has arrived, and each may be tried again', async () => {
  const lonely = await vendors.start({ UPSTREAM_RETRIES: '3' });
  vendors.behave(hang);
  await vendors.goAway();
  try {
    for (const one of writes) expectError(await askGateway(lonely, one), one, 'UPSTREAM_UNAVAILABLE', true);
    expect(vendors.arrived()).toBe(0);
  } finally {
    await lonely.close();
  }
}, 60_000);

/** Two gateways that share a Redis: tokens, turns of payment requests; and what is left when Redis goes away in the middle. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { startSandbox } from '../../src/sandbox/main.ts';
import type { Sandbox } from '../../src/sandbox/main.ts';
import { startGateway } from '../../src/server/main.ts';
import type { Gateway } from '../../src/server/main.ts';
import { startRedis } from '../support/redis.ts';
import type { TestRedis } from '../support/redis.ts';

let redis: TestRedis;
let sandbox: Sandbox;
let gateways: Gateway[];
const said: string[] = [];
beforeAll(async () => {
  redis = await startRedis();
  sandbox = await startSandbox();
  const log = pino({ level: 'warn' }, { write: (line: string) => void said.push(line) });
  const env = { ...sandbox.env, GATEWAY_MODE: 'live', PORT: '0', REDIS_URL: redis.url, CIRCUIT_FAILURES: '1000' };
  gateways = [await startGateway({ env, log }), await startGateway({ env, log })];
}, 180_000);
afterAll(async () => {
  await Promise.all(gateways.map((one) => one.close()));
  await sandbox.close();
  await redis.stop();
}, 60_000);

async function ask(gateway: Gateway, query: string): Promise<any> {
  const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) });
  return response.json();
}

const account = '{ account(accountReference: "ACC-0015") { currency } }';
const answered = { data: { account: { currency: 'EUR' } } };
const tokenCalls = (): number => Object.entries(sandbox.calls.counts()).reduce((sum, [name, count]) => (/oken$/.test(name) ? sum + count : sum), 0);
const request = (claim: string): string => `mutation { requestPayment(input: { accountReference: "ACC-0015", claimReference: "${claim}", provider: CM }) { created remembered paymentRequest { paymentRequestId } } }`;

it('a token that one has fetched serves the other; one that was refused is taken from nobody', async () => {
  const [first, second] = gateways as [Gateway, Gateway];
  expect(await ask(first, account)).toEqual(answered);
  expect(tokenCalls()).toBe(1);
  expect(await ask(second, account)).toEqual(answered);
  expect(tokenCalls()).toBe(1);
  sandbox.systems.receeve.expireTokens();
  expect(await ask(first, account)).toEqual(answered);
  expect(tokenCalls()).toBe(2);
  // The second has its own refused, and finds the new one.
  expect(await ask(second, account)).toEqual(answered);
  expect(tokenCalls()).toBe(2);
}, 60_000);

it('Redis holds nothing that opens a door', async () => {
  const client = new Redis(redis.url);
  const keys = (await client.keys('collectgraph:token:*')).sort();
  expect(keys.length).toBeGreaterThan(0);
  const held = Buffer.concat(await Promise.all(keys.map(async (key) => (await client.getBuffer(key))!))).toString('latin1') + keys.join(' ');
  const sent = sandbox.calls.list().map(({ headers }) => headers.authorization).filter((value) => value !== undefined);
  expect(sent.length).toBeGreaterThan(2);
  for (const value of [...sent, sandbox.env['RECEEVE_API_SECRET']!]) expect(held).not.toContain(value);
  // What somebody else wrote there is no token, and harms nobody.
  for (const key of keys) await client.set(key, 'x'.repeat(60), 'PX', 60_000);
  sandbox.systems.receeve.expireTokens();
  for (const gateway of gateways) expect(await ask(gateway, account)).toEqual(answered);
  client.disconnect();
}, 60_000);

it('twenty requests for one claim at two instances make one link', async () => {
  sandbox.calls.clear();
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => ask(gateways[n % 2]!, request('CLM-0134'))));
  for (const { errors } of answers) expect(errors).toBeUndefined();
  const ids = new Set(answers.map(({ data }) => data.requestPayment.paymentRequest.paymentRequestId));
  expect(ids.size).toBe(1);
  expect(answers.filter(({ data }) => data.requestPayment.created)).toHaveLength(1);
  expect(sandbox.calls.list({ system: 'cm', operation: 'createPaymentLink' })).toHaveLength(1);
}, 120_000);

it('Redis gone in the middle: each keeps to itself and says so, no request fails; and they share again when it is back', async () => {
  said.length = 0;
  const asking = { on: true };
  const failures: unknown[] = [];
  let asked = 0;
  const load = gateways.map(async (gateway) => {
    while (asking.on) {
      const answer = await ask(gateway, account);
      asked += 1;
      if (JSON.stringify(answer) !== JSON.stringify(answered)) failures.push(answer);
    }
  });
  const enough = async (): Promise<void> => {
    const until = asked + 20;
    while (asked < until) await ask(gateways[0]!, account);
  };
  await enough();
  await redis.kill();
  sandbox.systems.receeve.expireTokens();
  await enough();
  for (const [index, claim] of ['CLM-0135', 'CLM-0136'].entries()) {
    const { data, errors } = await ask(gateways[index]!, request(claim));
    expect(errors).toBeUndefined();
    expect(data.requestPayment).toMatchObject({ remembered: true });
  }
  await redis.start();
  await enough();
  asking.on = false;
  await Promise.all(load);
  expect(failures).toEqual([]);
  expect(said.some((line) => line.includes('Redis cannot be reached'))).toBe(true);
  expect(said.some((line) => line.includes('turns of payment requests are kept within this instance'))).toBe(true);
  expect(said.join('\n')).not.toContain(redis.url);
}, 180_000);

/** Two gateways of two workers each that share a Redis: four processes, to whoever calls one gateway; and what is left when Redis goes away. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { freePort } from '../support/freePort.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/main.ts';
import { openStream } from '../support/eventStream.ts';
import { readNumbers } from '../support/numbers.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { send, startWorkers, until, type Reply, type WorkingProgram } from '../support/workers.ts';

jest.setTimeout(120_000);

let redis: TestRedis;
let sandbox: Sandbox;
let gateways: WorkingProgram[] = [];
let ports: number[];

beforeAll(async () => {
  [redis, sandbox, ports] = await Promise.all([startRedis(), startSandbox(), Promise.all([freePort(), freePort()])]);
  const env = { ...sandbox.env, GATEWAY_MODE: 'live', REDIS_URL: redis.url, GATEWAY_RATE_LIMIT: '100' };
  gateways = await Promise.all(ports.map((port) => startWorkers({ ...env, METRICS_PORT: String(port) })));
});
afterAll(async () => {
  for (const gateway of gateways) gateway.close();
  await sandbox.close();
  await redis.stop();
});

const graphql = (at: number, query: string, variables = {}): Promise<Reply> => send(`${gateways[at % 2]!.url}/graphql`, { body: { query, variables } });
const tokenCalls = (system: 'receeve' | 'cm'): number => sandbox.calls.list({ system }).filter(({ operation }) => /oken$/.test(operation)).length;
const payment = (claim: string): string => `mutation { requestPayment(input: { accountReference: "ACC-0015", claimReference: "${claim}", provider: CM }) { created paymentRequest { paymentRequestId } } }`;
const creates = (): number => sandbox.calls.list({ system: 'cm', operation: 'createPaymentLink' }).length;

describe('four workers of two gateways', () => {
  it('use one token, which the first of them has fetched', async () => {
    for (let n = 0; n < 8; n += 1) expect((await graphql(n, '{ account(accountReference: "ACC-0015") { currency } }')).body).toEqual({ data: { account: { currency: 'EUR' } } });
    expect(tokenCalls('receeve')).toBe(1);
  });

  it('asked at once for one payment make one link', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => graphql(n, payment('CLM-0134'))));
    for (const { body } of answers) expect(body.errors).toBeUndefined();
    expect(answers.filter(({ body }) => body.data.requestPayment.created)).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => body.data.requestPayment.paymentRequest.paymentRequestId)).size).toBe(1);
    expect(creates()).toBe(1);
  });

  it('each hear what was told to one of them, once and in one order', async () => {
    const query = 'subscription { eventReceived { reference } }';
    const streams = await Promise.all(Array.from({ length: 8 }, (_, n) => openStream({ url: `${gateways[n % 2]!.url}/graphql`, query })));
    const references = Array.from({ length: 10 }, (_, n) => `CLM-${n}`);
    for (const [n, reference] of [...references, 'CLM-3'].entries()) {
      const body = { id: reference, serviceId: 'x', service: 'paylink', event: 'PayLinkPaid', reference, data: {} };
      expect((await send(`${gateways[n % 2]!.url}/webhooks/collectmaxx/${sandbox.env['COLLECTMAXX_WEBHOOK_SECRET']}`, { body })).status).toBe(200);
    }
    for (const stream of streams) {
      const heard: unknown[] = [];
      while (heard.length < references.length) heard.push((await stream.next()).data.eventReceived.reference);
      expect(heard).toEqual(references);
      stream.close();
    }
  });

  it('tell their numbers at an address of their own, all workers of a gateway together, whichever is asked', async () => {
    const [gateway] = gateways as [WorkingProgram];
    const metrics = `http://127.0.0.1:${ports[0]}/metrics`;
    const counted = async (): Promise<number> => (await readNumbers(metrics)).of('collectgraph_operations_total', { field: 'organisationStatus' });
    const ask = async (times: number): Promise<void> => {
      for (let n = 0; n < times; n += 1) expect((await graphql(0, '{ organisationStatus { status } }')).body.errors).toBeUndefined();
    };
    expect(await counted()).toBe(0);
    await ask(6);
    for (let n = 0; n < 3; n += 1) expect(await counted()).toBe(6);
    expect((await send(`${gateway.url}/metrics`, { method: 'GET' })).status).toBe(404);
    // What one had counted stays, and the address is served as long as anything is.
    await gateway.replaced(gateway.workers()[0]!);
    expect(await counted()).toBe(6);
    await ask(4);
    expect(await counted()).toBe(10);
  });

  it('count the requests of a caller together', async () => {
    const ask = async (at: number): Promise<number> => (await graphql(at, '{ __typename }')).status;
    // As many as are allowed in this minute, all to one of them.
    await until(async () => (await Promise.all(Array.from({ length: 20 }, () => ask(0)))).includes(429));
    expect(await Promise.all([1, 1, 1, 1, 0, 0, 0, 0].map(ask))).toEqual(Array(8).fill(429));
  });

  it('without Redis: each gateway counts for itself, and its workers still make one link together', async () => {
    const before = creates();
    await redis.kill();
    // Who had asked too much of all has asked this one, by its own count, nothing.
    await until(async () => (await graphql(0, '{ __typename }')).status === 200);
    const answers = await Promise.all(Array.from({ length: 10 }, () => graphql(0, payment('CLM-0133'))));
    for (const { body } of answers) expect(body.errors).toBeUndefined();
    expect(answers.filter(({ body }) => body.data.requestPayment.created)).toHaveLength(1);
    expect(creates()).toBe(before + 1);
    const statuses = await Promise.all(Array.from({ length: 110 }, async () => (await graphql(0, '{ __typename }')).status));
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(90);
  });
});

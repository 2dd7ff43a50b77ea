/** Two gateways on one Redis: what one is told, the followers of both get, each event once and in one order. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openStream } from '../support/eventStream.ts';
import { startRedis } from '../support/redis.ts';
import type { TestRedis } from '../support/redis.ts';
import { startSandboxGateway } from '../support/sandboxGateway.ts';
import type { SandboxGateway } from '../support/sandboxGateway.ts';

const secret = 'knock-knock';
const query = 'subscription ($after: ID) { eventReceived(after: $after) { cursor reference } }';

let redis: TestRedis;
let gateways: SandboxGateway[];
beforeAll(async () => {
  redis = await startRedis();
  gateways = [await start(), await start()];
}, 180_000);
afterAll(async () => {
  await Promise.all(gateways.map((one) => one.close()));
  await redis.stop();
});

const start = (): Promise<SandboxGateway> => startSandboxGateway({ REDIS_URL: redis.url, COLLECTMAXX_WEBHOOK_SECRET: secret });

async function tell(n: number, to: SandboxGateway): Promise<void> {
  const body = JSON.stringify({ id: String(n), serviceId: 'x', service: 'paylink', event: 'PayLinkPaid', reference: `CLM-${n}`, data: {} });
  const { status } = await fetch(`${to.gateway.url}/webhooks/collectmaxx/${secret}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect(status).toBe(200);
}

it('each gets all, once, in one order; and goes on at the other when one ends', async () => {
  const [first, second] = gateways as [SandboxGateway, SandboxGateway];
  const open = (of: SandboxGateway, after?: string) => openStream({ url: `${of.gateway.url}/graphql`, query, ...(after !== undefined && { variables: { after } }) });
  const streams = [await open(first), await open(second)];
  const read = async (stream: (typeof streams)[number], count: number): Promise<{ cursor: string; reference: string }[]> => {
    const events = [];
    while (events.length < count) events.push((await stream.next()).data.eventReceived);
    return events;
  };
  // Told to both at once, some of them twice.
  await Promise.all(Array.from({ length: 60 }, (_, n) => tell(n, n % 2 === 0 ? first : second)));
  await Promise.all([tell(3, first), tell(4, second)]);
  const [atFirst, atSecond] = [await read(streams[0]!, 60), await read(streams[1]!, 60)];
  expect(atSecond).toEqual(atFirst);
  expect(new Set(atFirst.map(({ reference }) => reference)).size).toBe(60);

  streams[0]!.close();
  await gateways.shift()!.close();
  for (let n = 100; n < 110; n += 1) await tell(n, second);
  const again = await open(second, atFirst[29]!.cursor);
  expect((await read(again, 40)).map(({ reference }) => reference)).toEqual([...atFirst.slice(30).map(({ reference }) => reference), ...Array.from({ length: 10 }, (_, n) => `CLM-${n + 100}`)]);
  again.close();
  streams[1]!.close();
}, 120_000);

/** `kill -9` at any moment: nothing that was acknowledged is lost, and nothing that is read comes twice. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createRandom } from '../../src/sandbox/random.ts';
import { startDoorsProcess } from '../support/doorsProcess.ts';
import { startGatewayProcess } from '../support/gatewayProcess.ts';
import { sendWhileKilled } from '../support/killedVendor.ts';
import type { KilledOptions, Outcome } from '../support/killedVendor.ts';
import { startRedis } from '../support/redis.ts';
import { eventLog } from '../support/webhooks.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'killed-'));
});
afterEach(() => rm(folder, { recursive: true }));

const secret = 'killed';
const door = `/webhooks/collectmaxx/${secret}`;
const numberOf = ({ payload }: any): number => payload.number as number;

const readPlain: KilledOptions['read'] = async (url, after) => {
  const response = await fetch(`${url}/read${after === undefined ? '' : `?after=${after}`}`);
  const { items, ...page } = (await response.json()) as any;
  return { ...page, numbers: items.map(numberOf) };
};

const readGraph: KilledOptions['read'] = async (url, after) => {
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: eventLog, variables: { after, first: 500 } }) });
  const { items, ...page } = ((await response.json()) as any).data.eventLog;
  return { ...page, numbers: items.map(numberOf) };
};

function judge({ acknowledged, sent, followed, whole, broken }: Outcome, kills: number): void {
  // The vendor has sent everything until it was acknowledged.
  expect(acknowledged.size).toBe(sent);
  expect(new Set(whole).size).toBe(whole.length);
  expect([...whole].sort((a, b) => a - b)).toEqual(Array.from({ length: sent }, (_, n) => n + 1));
  // Whoever followed has met the same, in the same order.
  expect(followed).toEqual(whole);
  // It was killed in the midst of work: some answers never came.
  expect(broken).toBeGreaterThan(kills / 2);
}

describe('the log', () => {
  it('loses nothing and tells nothing twice when its process is killed fifty times under load', async () => {
    const kills = 50;
    const random = createRandom(50);
    const start = () => startDoorsProcess({ EVENTS_PATH: join(folder, 'events.db'), SECRET: secret });
    judge(await sendWhileKilled({ start, door, read: readPlain, kills, random: () => random.next() }), kills);
  }, 300_000);

  it('does so behind the whole gateway', async () => {
    const kills = 3;
    const random = createRandom(3);
    const start = () => startGatewayProcess({ PORT: '0', GATEWAY_MODE: 'live', COLLECTMAXX_WEBHOOK_SECRET: secret, EVENTS_PATH: join(folder, 'events.db') });
    judge(await sendWhileKilled({ start, door, read: readGraph, kills, random: () => random.next() }), kills);
  }, 120_000);

  it('does so in Redis, which is killed as well', async () => {
    const kills = 6;
    const random = createRandom(6);
    const redis = await startRedis();
    let round = 0;
    const start = async () => {
      if (round++ > 0) {
        await redis.kill();
        await redis.start();
      }
      return startDoorsProcess({ REDIS_URL: redis.url, SECRET: secret });
    };
    judge(await sendWhileKilled({ start, door, read: readPlain, kills, random: () => random.next() }), kills);
    await redis.stop();
  }, 120_000);
});

/**
 * The log in Redis Streams, for several instances: one order, one memory of what was seen, one list of callbacks.
 *
 *   scripts.ts    what happens at once, inside Redis
 *   read.ts       pages of events; callbacks.ts what has to be followed up
 *
 * An event is as durable here as Redis is: with `appendonly yes` and `appendfsync always` it is on disk when it is
 * acknowledged. With less, or where Redis may evict keys, that is said in the log.
 */
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { RedisConnection } from '../../redis/connect.ts';
import { digestOf } from '../identity.ts';
import { CursorError, LogUnavailable } from '../log.ts';
import type { EventLog, NewEvent } from '../log.ts';
import { createWake } from '../wake.ts';
import type { Run } from './callbacks.ts';
import { callbacksIn } from './callbacks.ts';
import type { Entry } from './read.ts';
import { readHead, readPage } from './read.ts';
import { append, meta, seen, stream, sweep } from './scripts.ts';

export interface RedisLogOptions {
  /** Left open when the log is closed. */
  redis: RedisConnection;
  /** In ms. */
  maxAgeMs: number;
  /** Of the events' texts, in bytes. */
  maxBytes: number;
  log: { info: (message: string) => void; warn: (message: string) => void };
  /** Ms since the epoch; the machine's clock if absent. */
  now?: (() => number) | undefined;
}

/** How often age is looked at, in ms. */
const sweepMs = 60_000;
/** How long one waits for an event before one asks again, in ms. */
const waitMs = 5_000;
/** Pause after a failed wait, in ms. */
const pauseMs = 500;
/** Events in one script: it holds up everybody else. */
const mostAtOnce = 100;

export async function openRedisLog({ redis, maxAgeMs, maxBytes, log, now = Date.now }: RedisLogOptions): Promise<EventLog> {
  const { client } = redis;
  const run: Run = {
    script: (text, keys, values) => known(client, () => client.eval(text, keys.length, ...keys, ...values)),
    lowest: async (key) => {
      const [, score] = await known(client, () => client.zrange(key, 0, 0, 'WITHSCORES'));
      return score === undefined ? undefined : Number(score);
    },
  };
  let closed = false;
  await tellDurability(client, log);

  let watching: Redis | undefined;
  const wake = createWake((listening) => {
    watching?.disconnect();
    watching = listening && !closed ? redis.another(waitMs) : undefined;
    if (watching) void watch(watching);
  });

  /** Wakes for what other instances append. */
  async function watch(connection: Redis): Promise<void> {
    const current = (): boolean => watching === connection;
    while (current()) {
      try {
        // Whatever came before this place is read by whoever is woken now.
        const { place } = await readHead(run);
        wake.call();
        let news = null;
        while (news === null && current()) news = await connection.xread('COUNT', 1, 'BLOCK', waitMs, 'STREAMS', stream, place);
      } catch {
        if (!current()) break;
        // A connection of which nothing is heard any more is not waited for again.
        if (connection.status === 'ready') connection.disconnect(true);
        await new Promise((resolve) => setTimeout(resolve, pauseMs).unref());
      }
    }
  }

  let written = 0;
  let sweeping: Promise<void> | undefined;
  const sweepAll = async (): Promise<void> => {
    written = 0;
    try {
      while (!closed && ((await run.script(sweep, [stream, meta], [maxBytes, now() - maxAgeMs])) as number) > 0);
    } catch {
      // The next time will do.
    }
    sweeping = undefined;
  };
  const keepSmall = (): void => void (sweeping ??= sweepAll());
  const ageing = setInterval(keepSmall, sweepMs).unref();
  keepSmall();

  async function appendSome(events: readonly NewEvent[]): Promise<{ duplicate: boolean }[]> {
    const digests = events.map(({ tenant, key }) => digestOf(tenant, key));
    const values = events.flatMap(({ system, type, reference, occurredAt, payload, tenant, value = '' }) => {
      const entry: Entry = { id: randomUUID(), received: now(), occurred: occurredAt, system, type, reference, tenant: tenant ?? '' };
      return [value, JSON.stringify(entry), payload];
    });
    const appended = (await run.script(append, [stream, meta, ...digests.map(seen)], [maxAgeMs, ...values])) as number[];
    return appended.map((one) => ({ duplicate: one === 0 }));
  }

  return {
    async append(events) {
      const appended: { duplicate: boolean }[] = [];
      for (let at = 0; at < events.length; at += mostAtOnce) appended.push(...(await appendSome(events.slice(at, at + mostAtOnce))));
      if (appended.some(({ duplicate }) => !duplicate)) wake.call();
      for (const { payload } of events) written += payload.length;
      if (written > maxBytes / 100) keepSmall();
      return appended;
    },
    read: (options) => readPage(run, options),
    head: async () => (await readHead(run)).cursor,
    subscribe: (listener) => wake.add(listener),
    callbacks: callbacksIn({ run, now, maxAgeMs }),
    async close() {
      closed = true;
      clearInterval(ageing);
      watching?.disconnect();
      watching = undefined;
      await sweeping;
    },
  };
}

async function known<T>(client: Redis, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof CursorError) throw error;
    throw new LogUnavailable(client.status === 'ready' ? 'was refused by Redis' : 'is not connected to Redis', { cause: error });
  }
}

/** Where Redis does not say, as hosted ones do not, nothing is said. */
async function tellDurability(client: Redis, log: RedisLogOptions['log']): Promise<void> {
  const setting = async (name: string): Promise<string | undefined> => ((await client.config('GET', name)) as string[])[1];
  try {
    const [appendonly, appendfsync, policy] = [await setting('appendonly'), await setting('appendfsync'), await setting('maxmemory-policy')];
    if (appendonly !== 'yes' || appendfsync !== 'always') log.warn('Redis does not write each event to disk before it acknowledges it (appendonly yes, appendfsync always): what was acknowledged last can be lost with it.');
    if (policy !== 'noeviction') log.warn('Redis may evict keys (maxmemory-policy is not noeviction), events among them.');
  } catch {
    // Not allowed, or not connected yet.
  }
}

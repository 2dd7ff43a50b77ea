/**
 * The turn of a payment request across instances: a key in Redis beside the lock of the own process. Whoever
 * holds it renews it while he works; when his process dies it runs out by itself.
 *
 * While Redis is away, or slow, each instance keeps its own order, and that is said once. What then still
 * stands between two instances and a second link is the intent that the protocol writes before each create.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LockTimeout } from '../graph/payments/lock.ts';
import type { Lock } from '../graph/payments/lock.ts';
import type { RedisConnection } from './connect.ts';
import { inTime } from './inTime.ts';

export interface SharedLockOptions {
  redis: Promise<RedisConnection>;
  /** Of this process. */
  own: Lock;
  log: { warn: (message: string) => void };
  /** A turn that is not renewed ends after so many ms: 30000. */
  lifeMs?: number | undefined;
}

const release = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0";
const renew = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0";
/** Between two looks whether the turn is free, in ms, growing. */
const firstPauseMs = 10;
const longestPauseMs = 250;

export function sharedLock({ redis, own, log, lifeMs = 30_000 }: SharedLockOptions): Lock {
  let alone = false;

  function goAlone(): undefined {
    if (!alone) log.warn('Redis is away: turns of payment requests are kept within this instance.');
    alone = true;
    return undefined;
  }

  /** What gives the turn back; undefined where Redis cannot say whose turn it is. */
  async function enter(key: string, { deadline, signal }: { deadline: number; signal: AbortSignal }): Promise<(() => Promise<void>) | undefined> {
    const token = randomUUID();
    for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
      let taken: unknown;
      try {
        const { client } = await redis;
        taken = await inTime(client.set(key, token, 'PX', lifeMs, 'NX'));
      } catch {
        // It may have been taken all the same: then it runs out.
        return goAlone();
      }
      alone = false;
      if (taken !== null) return hold(key, token);
      if (signal.aborted || Date.now() + pause >= deadline) throw new LockTimeout();
      await sleep(pause * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {
        throw new LockTimeout();
      });
    }
  }

  function hold(key: string, token: string): () => Promise<void> {
    const renewing = setInterval(() => {
      redis.then(({ client }) => client.eval(renew, 1, key, token, lifeMs)).catch(() => goAlone());
    }, lifeMs / 3);
    renewing.unref();
    return async () => {
      clearInterval(renewing);
      await redis.then(({ client }) => inTime(client.eval(release, 1, key, token))).catch(() => goAlone());
    };
  }

  return {
    run: (key, wait, work) =>
      own.run(key, wait, async () => {
        const leave = await enter(`collectgraph:turn:${key}`, wait);
        try {
          return await work();
        } finally {
          await leave?.();
        }
      }),
  };
}

/**
 * How many requests a caller may make in a minute: who asks more is told when to come back. One caller's
 * haste costs no other one anything.
 *
 * Several instances count together in Redis. While it is away, or slow, each counts for itself: a caller may
 * then make as many requests at each instance, and none is refused because nobody could count.
 */
import { hash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { inTime } from '../redis/inTime.ts';
import { Refusal } from '../server/refusal.ts';
import type { Caller } from './caller.ts';

export interface RateLimitOptions {
  perMinute: number;
  /** Where instances count together; absent: in this process. */
  redis?: Redis | undefined;
}

/** Rejects with a `Refusal`. */
export type RateLimit = (caller: Caller) => Promise<void>;

/** How long Redis is left alone when it did not answer, in ms. */
const aloneMs = 1000;

export function createRateLimit({ perMinute, redis }: RateLimitOptions): RateLimit {
  const limits = { points: perMinute, duration: 60 };
  const own = new RateLimiterMemory(limits);
  const shared = redis && new RateLimiterRedis({ ...limits, storeClient: redis, keyPrefix: 'collectgraph:rate', rejectIfRedisNotReady: true });
  let aloneUntil = 0;

  async function count(name: string): Promise<unknown> {
    if (!shared || Date.now() < aloneUntil) return own.consume(name);
    try {
      return await inTime(shared.consume(name));
    } catch (reason) {
      if (reason instanceof RateLimiterRes) throw reason;
      // The connection itself tells that Redis is away, once.
      aloneUntil = Date.now() + aloneMs;
      return own.consume(name);
    }
  }

  return async (caller) => {
    try {
      await count(nameOf(caller));
    } catch (reason) {
      if (!(reason instanceof RateLimiterRes)) throw reason;
      const seconds = Math.max(1, Math.ceil(reason.msBeforeNext / 1000));
      throw new Refusal({
        status: 429,
        code: 'LIMIT_EXCEEDED',
        message: `This caller has made its ${perMinute} requests of this minute, as many as GATEWAY_RATE_LIMIT allows.`,
        headers: { 'retry-after': String(seconds) },
      });
    }
  };
}

/** A key and a token of one name are two callers, and so are those of two tenants. A name may be a person's, and is not told. */
function nameOf({ kind, tenant, name }: Caller): string {
  return hash('sha256', JSON.stringify([kind, tenant ?? null, name]), 'base64url');
}

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
  /** Where this process counts; in itself if absent. */
  own?: Count | undefined;
}

/** One more request of this name: the time that it has to wait, in ms, where it is one too many. */
export type Count = (name: string) => Promise<number | undefined>;

/** Rejects with a `Refusal`. */
export type RateLimit = (caller: Caller) => Promise<void>;

/** How long Redis is left alone when it did not answer, in ms. */
const aloneMs = 1000;

/** In this process's memory. */
export function countHere(perMinute: number): Count {
  const limiter = new RateLimiterMemory(limitsOf(perMinute));
  return (name) => waitOf(limiter.consume(name));
}

export function createRateLimit({ perMinute, redis, own = countHere(perMinute) }: RateLimitOptions): RateLimit {
  const shared = redis && new RateLimiterRedis({ ...limitsOf(perMinute), storeClient: redis, keyPrefix: 'collectgraph:rate', rejectIfRedisNotReady: true });
  let aloneUntil = 0;

  async function count(name: string): Promise<number | undefined> {
    if (!shared || Date.now() < aloneUntil) return own(name);
    try {
      return await waitOf(inTime(shared.consume(name)));
    } catch {
      // The connection itself tells that Redis is away, once.
      aloneUntil = Date.now() + aloneMs;
      return own(name);
    }
  }

  return async (caller) => {
    const waitMs = await count(nameOf(caller));
    if (waitMs === undefined) return;
    throw new Refusal({
      status: 429,
      code: 'LIMIT_EXCEEDED',
      message: `This caller has made its ${perMinute} requests of this minute, as many as GATEWAY_RATE_LIMIT allows.`,
      headers: { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) },
    });
  };
}

function limitsOf(perMinute: number): { points: number; duration: number } {
  return { points: perMinute, duration: 60 };
}

async function waitOf(consumed: Promise<unknown>): Promise<number | undefined> {
  try {
    await consumed;
    return undefined;
  } catch (reason) {
    if (reason instanceof RateLimiterRes) return reason.msBeforeNext;
    throw reason;
  }
}

/** A key and a token of one name are two callers, and so are those of two tenants. A name may be a person's, and is not told. */
function nameOf({ kind, tenant, name }: Caller): string {
  return hash('sha256', JSON.stringify([kind, tenant ?? null, name]), 'base64url');
}

/** How many requests a caller may make in a minute: who asks more is told when to come back. One caller's haste costs no other one anything. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { Refusal } from '../server/refusal.ts';
import type { Caller } from './caller.ts';

export interface RateLimitOptions {
  perMinute: number;
  /** Where the counts are kept; in this process if absent. */
  limiter?: RateLimiterAbstract | undefined;
}

/** Rejects with a `Refusal`. */
export type RateLimit = (caller: Caller) => Promise<void>;

export function createRateLimit({ perMinute, limiter = new RateLimiterMemory({ points: perMinute, duration: 60 }) }: RateLimitOptions): RateLimit {
  return async (caller) => {
    try {
      await limiter.consume(nameOf(caller));
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

/** A key and a token of one name are two callers, and so are those of two tenants. */
function nameOf({ kind, tenant, name }: Caller): string {
  return JSON.stringify([kind, tenant ?? null, name]);
}

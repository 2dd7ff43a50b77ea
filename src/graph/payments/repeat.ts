/**
 * Does something again until it succeeds, for work that is the same however often it is done. Growing
 * pauses with jitter, the vendor's `Retry-After` honoured, never beyond `until`; a plain refusal is final.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { UpstreamError } from '../../errors.ts';
import type { ErrorCode } from '../../errors.ts';

export interface RepeatOptions {
  /** No attempt begins after it; on the clock `now`, in ms. */
  until: number;
  now?: (() => number) | undefined;
  /** Pauses for some ms. */
  pause?: ((ms: number) => Promise<void>) | undefined;
}

const firstPauseMs = 100;
const longestPauseMs = 3000;

/** What another attempt may change. A broken-off write counts: it may not have been done. */
const passing = new Set<ErrorCode>(['UPSTREAM_TIMEOUT', 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_RATE_LIMITED', 'UPSTREAM_INVALID_RESPONSE', 'UPSTREAM_CIRCUIT_OPEN', 'OUTCOME_UNKNOWN']);

/** Rejects with the last attempt's error. */
export async function repeat<T>(work: () => Promise<T>, options: RepeatOptions): Promise<T> {
  const { until, now = Date.now, pause = (ms) => sleep(ms) } = options;
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof UpstreamError) || !passing.has(error.code)) throw error;
      const longest = Math.min(longestPauseMs, firstPauseMs * 2 ** attempt);
      const { retryAfter } = error.extensions as { retryAfter?: number };
      const wait = Math.max(longest * (0.5 + Math.random() / 2), (retryAfter ?? 0) * 1000);
      if (now() + wait >= until) throw error;
      await pause(wait);
    }
  }
}

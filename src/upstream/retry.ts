/**
 * When a read is tried once more, and after which pause. A write never comes here.
 *
 * Growing pauses with full jitter, so that those who failed together do not come back together; at least
 * what `Retry-After` asks for. A pause that the operation's deadline does not leave room for is not begun:
 * the caller gets the failure now, with the time to wait, and not the same failure later.
 */
import type { Failure, FailureKind } from './failure.ts';

const firstPauseMs = 100;
const longestPauseMs = 2000;
/** What an attempt needs at the least: one that the deadline ends at once helps nobody. */
const leastAttemptMs = 10;

/** Ms to wait before the read is tried again; undefined: it is not. `repeats`: how often it was already. */
export function pauseBeforeRetry(failure: Failure, repeats: number, leftMs: number): number | undefined {
  if (!isPassing(failure)) return undefined;
  const jitter = Math.random() * Math.min(longestPauseMs, firstPauseMs * 2 ** repeats);
  const pause = (failure.retryAfter ?? 0) * 1000 + jitter;
  return pause + leastAttemptMs < leftMs ? pause : undefined;
}

const passing: ReadonlySet<FailureKind> = new Set(['unreachable', 'broken', 'timeout', 'late', 'rateLimited', 'serverError']);

/** What another attempt may change: no connection, one that broke off, no answer in time, 429, 502, 503 and 504. */
function isPassing({ kind, status, ours }: Failure): boolean {
  if (ours || !passing.has(kind)) return false;
  return status === undefined || status < 500 || (status >= 502 && status <= 504);
}

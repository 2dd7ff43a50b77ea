import { describe, expect, it } from '@jest/globals';
import { UpstreamError } from '../../../../src/errors.ts';
import type { ErrorCode } from '../../../../src/errors.ts';
import { repeat } from '../../../../src/graph/payments/repeat.ts';

const failed = (code: ErrorCode, retryAfter?: number) => new UpstreamError({ code, system: 'receeve', operation: 'updateAccountMeta', retryAfter });

/** Work that fails with these errors, then succeeds, on a clock that moves by pauses alone. */
function trial(errors: unknown[], until = Infinity) {
  const pauses: number[] = [];
  let now = 0;
  let attempts = 0;
  const done = repeat(
    async () => {
      attempts += 1;
      if (errors.length > 0) throw errors.shift() as Error;
      return 'done';
    },
    { until, now: () => now, pause: async (ms) => { pauses.push(ms); now += ms; } },
  );
  return { done, pauses, attempts: () => attempts };
}

describe('repeating', () => {
  it.each(['UPSTREAM_TIMEOUT', 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_RATE_LIMITED', 'UPSTREAM_INVALID_RESPONSE', 'UPSTREAM_CIRCUIT_OPEN', 'OUTCOME_UNKNOWN'] as const)('goes on after %s', async (code) => {
    const { done, attempts } = trial([failed(code), failed(code)]);
    expect(await done).toBe('done');
    expect(attempts()).toBe(3);
  });

  it.each(['UPSTREAM_BAD_REQUEST', 'UPSTREAM_FORBIDDEN', 'UPSTREAM_UNAUTHENTICATED', 'UPSTREAM_NOT_FOUND', 'SYSTEM_NOT_CONFIGURED'] as const)('ends with %s', async (code) => {
    const { done, attempts } = trial([failed(code)]);
    await expect(done).rejects.toMatchObject({ code });
    expect(attempts()).toBe(1);
  });

  it('ends with an error that is no answer of a system', async () => {
    const { done, attempts } = trial([new TypeError('a fault')]);
    await expect(done).rejects.toThrow('a fault');
    expect(attempts()).toBe(1);
  });

  it('pauses longer and longer, to a bound, and never the same for all', async () => {
    const { done, pauses } = trial(Array.from({ length: 10 }, () => failed('UPSTREAM_UNAVAILABLE')));
    await done;
    pauses.forEach((ms, index) => {
      const longest = Math.min(3000, 100 * 2 ** index);
      expect(ms).toBeGreaterThanOrEqual(longest / 2);
      expect(ms).toBeLessThanOrEqual(longest);
    });
    expect(new Set(pauses).size).toBeGreaterThan(5);
  });

  it('waits as long as the vendor says', async () => {
    const { done, pauses } = trial([failed('UPSTREAM_RATE_LIMITED', 7)]);
    await done;
    expect(pauses).toEqual([7000]);
  });

  it('does not begin what the time is not enough for', async () => {
    const { done, pauses, attempts } = trial([failed('UPSTREAM_RATE_LIMITED', 7)], 6999);
    await expect(done).rejects.toMatchObject({ code: 'UPSTREAM_RATE_LIMITED' });
    expect([pauses, attempts()]).toEqual([[], 1]);
  });
});

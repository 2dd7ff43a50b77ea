import { expect, it } from '@jest/globals';
import { sharesOf } from '../../../../src/server/workers/shares.ts';

it.each([
  { workers: 1, upstreamConcurrency: 32, maxSubscriptions: 1000, each: ['32', '1000'] },
  { workers: 2, upstreamConcurrency: 32, maxSubscriptions: 1000, each: ['16', '500'] },
  { workers: 3, upstreamConcurrency: 32, maxSubscriptions: 1000, each: ['11', '334'] },
  { workers: 256, upstreamConcurrency: 32, maxSubscriptions: 1, each: ['1', '1'] },
])('$workers workers share $upstreamConcurrency and $maxSubscriptions: each has one at least, and all together no less than one process', ({ each, ...config }) => {
  const shares = sharesOf(config);
  expect(shares).toEqual({ UPSTREAM_CONCURRENCY: each[0], MAX_SUBSCRIPTIONS: each[1] });
  expect(Number(shares['UPSTREAM_CONCURRENCY']) * config.workers).toBeGreaterThanOrEqual(config.upstreamConcurrency);
});

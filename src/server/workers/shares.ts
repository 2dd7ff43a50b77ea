/**
 * Limits that hold for a gateway as a whole, shared out among its workers: what a system is asked at the same time
 * is not doubled by a second worker. Each gets one at least.
 */
import type { Config } from '../../config.ts';

/** Variables of a worker, instead of the gateway's. */
export function sharesOf({ workers, upstreamConcurrency, maxSubscriptions }: Pick<Config, 'workers' | 'upstreamConcurrency' | 'maxSubscriptions'>): Record<string, string> {
  const share = (all: number): string => String(Math.ceil(all / workers));
  return { UPSTREAM_CONCURRENCY: share(upstreamConcurrency), MAX_SUBSCRIPTIONS: share(maxSubscriptions) };
}

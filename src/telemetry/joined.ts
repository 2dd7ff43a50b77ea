/**
 * The numbers of several processes as one: counters and histograms are sums, gauges what each says of itself (a
 * circuit is open where any process has left the system alone). A process that has died takes its gauges with it;
 * what it had counted when it was last asked stays, since a counter that falls looks like a restart of them all.
 */
import type { Registry } from 'prom-client';
import type { Page } from './page.ts';

/** Numbers of one process, as prom-client writes them down. */
export type Told = readonly { name: string; type: string }[];

export interface Joined {
  /** One page of what is told now and what was told by those who are gone. */
  page(told: readonly Told[]): Promise<Page>;
  /** This process will tell nothing more. */
  gone(last: Told): void;
}

export function createJoined(): Joined {
  let left: Promise<Told> = Promise.resolve([]);

  async function join(all: readonly Told[]): Promise<Registry> {
    // Loaded when somebody asks.
    const { AggregatorRegistry } = await import('prom-client');
    return AggregatorRegistry.aggregate<Registry['contentType']>([...all] as object[]);
  }

  return {
    gone(last) {
      const counted = last.filter(({ type }) => type === 'counter' || type === 'histogram');
      if (counted.length > 0) left = left.then(async (before) => (await (await join([before, counted])).getMetricsAsJSON()) as unknown as Told);
    },
    async page(told) {
      const { printed } = await import('./page.ts');
      return printed(await join([...told, await left]));
    },
  };
}

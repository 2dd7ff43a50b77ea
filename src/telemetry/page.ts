/**
 * The page that Prometheus reads: the gateway's own numbers and those of the process (memory, processor time, event
 * loop delay, garbage collection), which prom-client knows and prints. It is loaded when the page is first
 * asked for, so that a start waits for nothing and a gateway that nobody watches pays nothing. `joined.ts` makes one
 * page of those of several processes.
 */
import type { Metric, Registry } from 'prom-client';
import type { Told } from './joined.ts';
import type { Family } from './series.ts';

export interface Page {
  contentType: string;
  body: string;
}

/** Facts of the process, whoever asks in it: watched once. */
let ofProcess: Promise<Registry> | undefined;

export function createPage(families: readonly Family[]): () => Promise<Page> {
  let page: Promise<Registry> | undefined;
  return async () => printed(await (page ??= build(families)));
}

/** The same before it is printed, for whoever joins it with that of others: see `joined.ts`. */
export function createNumbers(families: readonly Family[]): () => Promise<Told> {
  let page: Promise<Registry> | undefined;
  return async () => (await (page ??= build(families))).getMetricsAsJSON() as unknown as Promise<Told>;
}

export async function printed(registry: Registry): Promise<Page> {
  return { contentType: registry.contentType, body: await registry.metrics() };
}

async function build(families: readonly Family[]): Promise<Registry> {
  const { Registry } = await import('prom-client');
  const own = new Registry();
  for (const family of families) own.registerMetric(asMetric(family));
  ofProcess ??= watchProcess();
  return Registry.merge([own, await ofProcess]);
}

async function watchProcess(): Promise<Registry> {
  const { Registry, collectDefaultMetrics } = await import('prom-client');
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** A family as prom-client prints it: all that a registry asks of a metric is `get`. */
function asMetric(family: Family): Metric {
  const { name, help, type, join = 'sum' } = family;
  const get = async () => ({
    name,
    help,
    type,
    aggregator: join,
    values: family.samples().map(({ suffix = '', labels, value }) => ({ metricName: name + suffix, labels, value })),
  });
  return { name, help, type, get } as unknown as Metric;
}

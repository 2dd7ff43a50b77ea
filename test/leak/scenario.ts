/** What one scenario is: a gateway of its own, and equal stretches of work for it. */
import type { Random } from '../../src/sandbox/random.ts';
import type { Names } from '../chaos/operations.ts';
import type { MeasuredGateway } from './process.ts';
import type { Systems } from './systems.ts';

export interface Scenario {
  name: string;
  /** One of what it does: `aborted request`. */
  unit: string;
  /** Variables of its gateway. */
  env?: Record<string, string>;
  /** Fills whatever is bounded, and lets code get warm; `share` of the usual amount. */
  warmUp(tools: Tools, share: number): Promise<void>;
  /** So many units; answers how many of them were done. */
  stretch(tools: Tools, units: number): Promise<void>;
}

export interface Tools {
  gateway: MeasuredGateway;
  systems: Systems;
  names: Names;
  random: Random;
  /** Counts what was seen; printed at the end. */
  count(what: string): void;
  /** Something was not as it has to be: the scenario did not do what it says. */
  problem(sentence: string): void;
}

/** Runs `work` so many times, `width` at a time. */
export async function times(count: number, width: number, work: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, worker));
}

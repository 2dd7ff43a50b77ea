/** Callbacks in Redis: followed up by one instance at a time. Times in ms since the epoch, by the instances' clocks. */
import { randomUUID } from 'node:crypto';
import { digestOf } from '../identity.ts';
import type { Callback, Callbacks, Tenant } from '../log.ts';
import { callbacks, due, giveBack, keep, take } from './scripts.ts';

/** What of the connection is needed. */
export interface Run {
  script(text: string, keys: readonly string[], values: readonly (string | number)[]): Promise<unknown>;
  /** The lowest score of a sorted set. */
  lowest(key: string): Promise<number | undefined>;
}

interface Kept {
  tenant: string;
  ref: string;
  version: string;
  lease: string;
  tries: number;
}

export function callbacksIn({ run, now, maxAgeMs }: { run: Run; now: () => number; maxAgeMs: number }): Callbacks {
  const keys = [callbacks, due];
  const digest = ({ tenant, ref }: { tenant: Tenant; ref: string }): string => digestOf(tenant, `callback ${ref}`);
  const back = async (callback: Callback, again: number | ''): Promise<void> => void (await run.script(giveBack, keys, [digest(callback), callback.lease, callback.version, now(), again]));
  return {
    keep: async (refs) => void (await run.script(keep, keys, [now(), ...refs.flatMap((one) => [digest(one), one.tenant ?? '', one.ref, randomUUID()])])),
    async take({ limit, leaseMs }) {
      const leases = Array.from({ length: limit }, () => randomUUID());
      const taken = (await run.script(take, keys, [now(), now() + leaseMs, now() - maxAgeMs, ...leases])) as string[];
      return taken.map((text) => {
        const { tenant, ref, version, lease, tries } = JSON.parse(text) as Kept;
        return { tenant: tenant === '' ? undefined : tenant, ref, version, lease, tries };
      });
    },
    done: (callback) => back(callback, ''),
    later: (callback, delayMs) => back(callback, now() + delayMs),
    async next() {
      const first = await run.lowest(due);
      return first === undefined ? undefined : Math.max(0, first - now());
    },
  };
}

import { describe, expect, it } from '@jest/globals';
import { unwatch, watch } from '../../../src/upstream/watch.ts';
import type { Watched } from '../../../src/upstream/watch.ts';

class One implements Watched {
  endsAt = 0;
  place = -1;
  readonly #onTime: (one: One) => void;

  constructor(onTime: (one: One) => void) {
    this.#onTime = onTime;
  }

  onTime(): void {
    this.#onTime(this);
  }
}

/** Resolves when all of these have ended, with their order. */
function ended<T>(count: number): { end: (one: T) => void; all: Promise<T[]> } {
  const order: T[] = [];
  let resolve: (order: T[]) => void;
  const all = new Promise<T[]>((done) => (resolve = done));
  return { end: (one) => void (order.push(one) === count && resolve(order)), all };
}

describe('what is watched', () => {
  it('ends once, when its time is over and not before', async () => {
    const { end, all } = ended<number>(3);
    const startedAt = performance.now();
    const after: number[] = [];
    for (const ms of [90, 30, 60]) {
      watch(new One(() => {
        after.push(performance.now() - startedAt - ms);
        end(ms);
      }), ms);
    }
    expect((await all).sort()).toEqual([30, 60, 90]);
    expect(after.filter((late) => late < 0)).toEqual([]);
  });

  it('may be watched anew, for longer and for shorter', async () => {
    const { end, all } = ended<string>(2);
    const longer = new One(() => end('longer'));
    const shorter = new One(() => end('shorter'));
    watch(longer, 1);
    watch(shorter, 1_000_000);
    watch(longer, 60);
    watch(shorter, 20);
    expect(await all).toEqual(['shorter', 'longer']);
    expect([longer.place, shorter.place]).toEqual([-1, -1]);
  });

  it('forever does not end, nor does what is watched no longer', async () => {
    const wrong: string[] = [];
    const forever = new One(() => wrong.push('forever'));
    const left = new One(() => wrong.push('left'));
    watch(forever, Infinity);
    watch(left, 10);
    unwatch(left);
    unwatch(left);
    const { end, all } = ended<string>(1);
    watch(new One(() => end('last')), 40);
    await all;
    expect(wrong).toEqual([]);
    unwatch(forever);
  });

  it('may end others and watch new ones while it ends', async () => {
    const { end, all } = ended<string>(4);
    const spared = Array.from({ length: 50 }, (_, n) => new One(() => end(`spared ${n}`)));
    for (const n of [0, 1, 2]) {
      watch(new One(() => {
        for (const one of spared) unwatch(one);
        end(`first ${n}`);
        if (n === 1) watch(new One(() => end('new')), 5);
      }), 15);
      // Between those that end, so that the last takes the place of many.
      for (const one of spared.slice(n * 16, n * 16 + 16)) watch(one, 60_000);
    }
    const order = await all;
    expect(order.indexOf('new')).toBeGreaterThan(order.indexOf('first 1'));
    expect([...order].sort()).toEqual(['first 0', 'first 1', 'first 2', 'new']);
    expect(spared.map(({ place }) => place)).toEqual(spared.map(() => -1));
  });
});

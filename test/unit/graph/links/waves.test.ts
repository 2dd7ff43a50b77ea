/** Lookups wait for calls that will add to them, and for nothing else. */
import { describe, expect, it } from '@jest/globals';
import { Waves } from '../../../../src/graph/links/waves.ts';

const turns = async (): Promise<void> => {
  for (let n = 0; n < 5; n++) await new Promise((resolve) => setImmediate(resolve));
};

function held(): { call: Promise<void>; land: () => void; fail: () => void } {
  let land = (): void => undefined;
  let fail = (): void => undefined;
  const call = new Promise<void>((resolve, reject) => {
    land = resolve;
    fail = () => reject(new Error('lost'));
  });
  call.catch(() => undefined);
  return { call, land, fail };
}

describe('a lookup', () => {
  it('goes at once where nothing is on its way, after what this turn brings about', async () => {
    const waves = new Waves();
    const order: string[] = [];
    waves.whenCalm(() => order.push('lookup'));
    void Promise.resolve().then(() => Promise.resolve()).then(() => order.push('what settles'));
    await turns();
    expect(order).toEqual(['what settles', 'lookup']);
  });

  it('waits for all calls that lead to more, whether they come home or not', async () => {
    const waves = new Waves();
    const [one, two] = [held(), held()];
    const order: string[] = [];
    void waves.during(one.call).catch(() => undefined);
    void waves.during(two.call);
    waves.whenCalm(() => order.push('lookup'));
    one.fail();
    await turns();
    expect(order).toEqual([]);
    void two.call.then(() => order.push('what the call brings'));
    two.land();
    await turns();
    expect(order).toEqual(['what the call brings', 'lookup']);
  });

  it('waits again where what came home set another call going', async () => {
    const waves = new Waves();
    const [first, second] = [held(), held()];
    const order: string[] = [];
    void waves.during(first.call).then(() => void waves.during(second.call));
    waves.whenCalm(() => order.push('lookup'));
    first.land();
    await turns();
    expect(order).toEqual([]);
    second.land();
    await turns();
    expect(order).toEqual(['lookup']);
  });

  it('does not wait for ever, and later ones do not wait again for the same call', async () => {
    const waves = new Waves();
    const hanging = held();
    void waves.during(hanging.call);
    await new Promise<void>((resolve) => waves.whenCalm(resolve));
    const order: string[] = [];
    waves.whenCalm(() => order.push('lookup'));
    await turns();
    expect(order).toEqual(['lookup']);
    hanging.land();
    await turns();
    const next = held();
    void waves.during(next.call);
    waves.whenCalm(() => order.push('patient again'));
    await turns();
    expect(order).toEqual(['lookup']);
    next.land();
    await turns();
    expect(order).toEqual(['lookup', 'patient again']);
  });
});

/** Lookups wait for calls that will add to them, and for nothing else. */
import { stat } from 'node:fs/promises';
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

  it('waits as long as it was told, and no longer', async () => {
    const order: string[] = [];
    const [patient, hasty] = [new Waves(60_000), new Waves(1)];
    const hanging = held();
    void patient.during(hanging.call);
    void hasty.during(hanging.call);
    patient.whenCalm(() => order.push('patient'));
    await new Promise<void>((resolve) => hasty.whenCalm(() => (order.push('hasty'), resolve())));
    await turns();
    expect(order).toEqual(['hasty']);
    hanging.land();
    await turns();
    expect(order).toEqual(['hasty', 'patient']);
  });

  it('does not give up on what arrived while the process had no time', async () => {
    const waves = new Waves(20);
    const order: string[] = [];
    // After these come the timers, and only then what has arrived.
    await new Promise((resolve) => setImmediate(resolve));
    void waves.during(stat(import.meta.filename)).then(() => order.push('what the call brings'));
    const sent = new Promise<void>((resolve) => waves.whenCalm(() => (order.push('lookup'), resolve())));
    // Till the lookup has begun to wait, in the same turn.
    await new Promise<void>((resolve) => void Promise.resolve().then(() => Promise.resolve()).then(() => process.nextTick(resolve)));
    for (const until = performance.now() + 100; performance.now() < until; );
    await sent;
    expect(order).toEqual(['what the call brings', 'lookup']);
  });
});

import { describe, expect, it } from '@jest/globals';
import { createLock, LockTimeout } from '../../../../src/graph/payments/lock.ts';

const never = new AbortController().signal;
const patient = { deadline: Infinity, signal: never };

/** A promise, and what settles it. */
function gate() {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { open, passed };
}

describe('a lock', () => {
  it('lets one work at a time on a key, in the order of coming', async () => {
    const lock = createLock();
    const order: string[] = [];
    const work = (name: string) => lock.run('a', patient, async () => {
      order.push(`${name} begins`);
      await Promise.resolve();
      order.push(`${name} ends`);
      return name;
    });
    expect(await Promise.all(['1', '2', '3'].map(work))).toEqual(['1', '2', '3']);
    expect(order).toEqual(['1 begins', '1 ends', '2 begins', '2 ends', '3 begins', '3 ends']);
  });

  it('keeps no key waiting for another', async () => {
    const lock = createLock();
    const { open, passed } = gate();
    const held = lock.run('a', patient, () => passed);
    expect(await lock.run('b', patient, async () => 'done')).toBe('done');
    open();
    await held;
  });

  it('passes a failure on to whoever worked, and the turn to the next', async () => {
    const lock = createLock();
    const failing = lock.run('a', patient, async () => {
      throw new Error('of the work');
    });
    const next = lock.run('a', patient, async () => 'next');
    await expect(failing).rejects.toThrow('of the work');
    expect(await next).toBe('next');
    // A work that throws at once, too.
    await expect(lock.run('a', patient, () => { throw new Error('at once'); })).rejects.toThrow('at once');
    expect(await lock.run('a', patient, async () => 'after')).toBe('after');
  });

  it.each([
    ['whose time is up', () => ({ deadline: Date.now(), signal: never })],
    ['who is gone already', () => ({ deadline: Infinity, signal: AbortSignal.abort() })],
  ])('sends away %s, without his work, and serves the others', async (_, wait) => {
    const lock = createLock();
    const { open, passed } = gate();
    const held = lock.run('a', patient, () => passed);
    let began = false;
    const late = lock.run('a', wait(), async () => void (began = true));
    const next = lock.run('a', patient, async () => 'next');
    await expect(late).rejects.toThrow(LockTimeout);
    open();
    await held;
    expect(await next).toBe('next');
    expect(began).toBe(false);
  });

  it('sends away who hangs up while he waits', async () => {
    const lock = createLock();
    const { open, passed } = gate();
    const held = lock.run('a', patient, () => passed);
    const caller = new AbortController();
    const late = lock.run('a', { deadline: Infinity, signal: caller.signal }, async () => 'late');
    caller.abort();
    await expect(late).rejects.toThrow(LockTimeout);
    open();
    await held;
  });

  it('does not take the turn from who has it when his time is up', async () => {
    const lock = createLock();
    const { open, passed } = gate();
    const caller = new AbortController();
    const held = lock.run('a', { deadline: Date.now(), signal: caller.signal }, () => passed);
    caller.abort();
    let began = false;
    const next = lock.run('a', patient, async () => void (began = true));
    await Promise.resolve();
    expect(began).toBe(false);
    open();
    await Promise.all([held, next]);
    expect(began).toBe(true);
  });
});

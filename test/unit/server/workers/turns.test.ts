/** Turns of several workers: one at a time, in order, and nobody waits for a worker that is gone. */
import { describe, expect, it } from '@jest/globals';
import { LockTimeout } from '../../../../src/graph/payments/lock.ts';
import { createTurns, type Turns } from '../../../../src/server/workers/turns.ts';

const settled = (): Promise<void> => new Promise(setImmediate);

/** Enters, and notes in `entered` when the turn has come. */
function entering(turns: Turns) {
  const entered: string[] = [];
  const enter = (worker: number, turn: number, key = 'CLM-1'): Promise<void> => {
    const whole = turns.enter(worker, { turn, key }).then(() => void entered.push(`${worker}.${turn}`));
    whole.catch(() => undefined);
    return whole;
  };
  return { entered, enter };
}

describe('turns of two workers', () => {
  it('come one after the other, in the order of asking', async () => {
    const turns = createTurns();
    const { entered, enter } = entering(turns);
    void enter(1, 1);
    void enter(2, 1);
    void enter(1, 2);
    await settled();
    expect(entered).toEqual(['1.1']);
    turns.leave(1, 1);
    await settled();
    expect(entered).toEqual(['1.1', '2.1']);
    turns.leave(2, 1);
    await settled();
    expect(entered).toEqual(['1.1', '2.1', '1.2']);
  });

  it('keep no other key waiting', async () => {
    const turns = createTurns();
    const { entered, enter } = entering(turns);
    void enter(1, 1, 'CLM-1');
    void enter(2, 1, 'CLM-2');
    await settled();
    expect(entered).toEqual(['1.1', '2.1']);
  });

  it('one that no longer waits is passed over', async () => {
    const turns = createTurns();
    const { entered, enter } = entering(turns);
    void enter(1, 1);
    const given = enter(2, 1);
    void enter(1, 2);
    await settled();
    turns.leave(2, 1);
    await expect(given).rejects.toThrow(LockTimeout);
    turns.leave(1, 1);
    await settled();
    expect(entered).toEqual(['1.1', '1.2']);
  });

  it('one that leaves in the moment of asking has had no turn, and the key is free', async () => {
    const turns = createTurns();
    const { entered, enter } = entering(turns);
    // Both messages in one piece: nothing happens between them.
    const given = enter(1, 1);
    turns.leave(1, 1);
    await expect(given).rejects.toThrow(LockTimeout);
    await enter(2, 1);
    expect(entered).toEqual(['2.1']);
  });

  it('what is left twice, or was never entered, does nothing', async () => {
    const turns = createTurns();
    const { entered, enter } = entering(turns);
    turns.leave(7, 7);
    void enter(1, 1);
    void enter(2, 1);
    void enter(1, 2);
    await settled();
    turns.leave(1, 1);
    turns.leave(1, 1);
    await settled();
    expect(entered).toEqual(['1.1', '2.1']);
  });

  it('a number of one worker is not that of another', async () => {
    const turns = createTurns();
    const { entered, enter } = entering(turns);
    void enter(1, 1);
    void enter(2, 2);
    await settled();
    turns.leave(2, 1);
    await settled();
    expect(entered).toEqual(['1.1']);
  });
});

describe('a worker that dies', () => {
  it('leaves its turn to the next', async () => {
    const turns = createTurns();
    const { entered, enter } = entering(turns);
    void enter(1, 1);
    void enter(2, 1);
    await settled();
    turns.leaveAll(1);
    await settled();
    expect(entered).toEqual(['1.1', '2.1']);
  });

  it('waits no longer: its turn does not come to nobody', async () => {
    const turns = createTurns();
    const { entered, enter } = entering(turns);
    void enter(1, 1);
    void enter(2, 1);
    void enter(2, 2);
    void enter(3, 1);
    await settled();
    turns.leaveAll(2);
    turns.leave(1, 1);
    await settled();
    expect(entered).toEqual(['1.1', '3.1']);
  });

  it('with turns at several keys, held and waited for, leaves all; those of others stay', async () => {
    const turns = createTurns();
    const { entered, enter } = entering(turns);
    void enter(1, 1, 'CLM-1');
    void enter(1, 2, 'CLM-2');
    void enter(3, 1, 'CLM-3');
    void enter(1, 3, 'CLM-3');
    void enter(2, 1, 'CLM-1');
    void enter(2, 2, 'CLM-2');
    void enter(2, 3, 'CLM-3');
    await settled();
    turns.leaveAll(1);
    await settled();
    expect(entered).toEqual(['1.1', '1.2', '3.1', '2.1', '2.2']);
    turns.leave(3, 1);
    await settled();
    expect(entered.at(-1)).toBe('2.3');
  });

  it('in the moment of asking blocks nobody', async () => {
    const turns = createTurns();
    const { entered, enter } = entering(turns);
    void enter(1, 1);
    turns.leaveAll(1);
    await enter(2, 1);
    expect(entered).toEqual(['2.1']);
  });

  it('without any turn is nothing', () => {
    expect(() => createTurns().leaveAll(1)).not.toThrow();
  });
});

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Stop } from '../../../src/upstream/bounds.ts';
import { Circuit, verdictOf } from '../../../src/upstream/circuit.ts';
import { Failure, failures, type FailureKind } from '../../../src/upstream/failure.ts';

let now = 0;
beforeEach(() => {
  now = 1_700_000_000_000;
  jest.spyOn(Date, 'now').mockImplementation(() => now);
});
afterEach(() => {
  jest.restoreAllMocks();
});

function make(count = 3, resetMs = 10_000) {
  const states: string[] = [];
  const circuit = new Circuit({ failures: count, resetMs, onState: (state) => states.push(state) });
  return {
    circuit,
    states,
    /** One attempt after another, each ending so; what it counts is counted when this is over. */
    attempts: async (...verdicts: ('works' | 'fails' | 'unknown')[]): Promise<void> => {
      for (const verdict of verdicts) {
        circuit.leave(circuit.enter(), verdict);
        await told();
      }
    },
  };
}

const told = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Undefined where a call may go. */
function refusal(act: () => unknown): Failure | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return error as Failure;
  }
}

describe('a circuit', () => {
  it('opens after so many failures one after another, and says for how long', async () => {
    const { circuit, states, attempts } = make();
    await attempts('fails', 'fails');
    expect([circuit.state, states]).toEqual(['closed', []]);
    await attempts('fails');
    expect([circuit.state, states]).toEqual(['open', ['open']]);
    expect(refusal(() => circuit.check())).toMatchObject({ kind: 'circuitOpen', retryAfter: 10 });
    now += 8_001;
    expect(refusal(() => circuit.enter())).toMatchObject({ kind: 'circuitOpen', retryAfter: 2 });
    expect(circuit.state).toBe('open');
  });

  it('does not open for failures with a success between them', async () => {
    const { circuit, attempts } = make();
    await attempts('fails', 'fails', 'works', 'fails', 'fails');
    expect(circuit.state).toBe('closed');
    await attempts('fails');
    expect(circuit.state).toBe('open');
  });

  it('takes no notice of attempts that say nothing: they neither count nor begin the count anew', async () => {
    const { circuit, attempts } = make();
    await attempts('unknown', 'fails', 'unknown', 'unknown', 'fails', 'unknown');
    expect(circuit.state).toBe('closed');
    await attempts('fails');
    expect(circuit.state).toBe('open');
  });

  it('lets one call try when its time has come, and refuses all others meanwhile', async () => {
    const { circuit, states, attempts } = make();
    await attempts('fails', 'fails', 'fails');
    now += 10_000;
    expect(refusal(() => circuit.check())).toBeUndefined();
    // To look is not to try.
    expect(circuit.state).toBe('open');
    expect(circuit.enter()).toBe(true);
    expect(circuit.state).toBe('half-open');
    expect(refusal(() => circuit.enter())).toMatchObject({ kind: 'circuitOpen', retryAfter: 1 });
    expect(refusal(() => circuit.check())).toMatchObject({ kind: 'circuitOpen', retryAfter: 1 });
    circuit.leave(true, 'works');
    await told();
    expect([circuit.state, states]).toEqual(['closed', ['open', 'half-open', 'closed']]);
    // The count begins anew.
    await attempts('fails', 'fails');
    expect(circuit.state).toBe('closed');
  });

  it('opens again for its whole time when the call that tried fails', async () => {
    const { circuit, states, attempts } = make();
    await attempts('fails', 'fails', 'fails');
    now += 10_000;
    await attempts('fails');
    expect([circuit.state, states]).toEqual(['open', ['open', 'half-open', 'open']]);
    now += 9_999;
    expect(refusal(() => circuit.enter())).toMatchObject({ retryAfter: 1 });
    now += 1;
    await attempts('works');
    expect(circuit.state).toBe('closed');
  });

  it('lets the next call try at once when the one that tried has found out nothing', async () => {
    const { circuit, attempts } = make();
    await attempts('fails', 'fails', 'fails');
    now += 10_000;
    await attempts('unknown');
    expect(circuit.state).toBe('open');
    expect(refusal(() => circuit.check())).toBeUndefined();
    await attempts('unknown', 'fails');
    expect(refusal(() => circuit.check())).toMatchObject({ retryAfter: 10 });
    now += 10_000;
    await attempts('works');
    expect(circuit.state).toBe('closed');
  });

  it('is not moved by calls that began before it opened', async () => {
    const { circuit, attempts } = make();
    const early = [circuit.enter(), circuit.enter(), circuit.enter()];
    await attempts('fails', 'fails', 'fails');
    early.forEach((trying) => circuit.leave(trying, 'works'));
    await told();
    expect(circuit.state).toBe('open');
    now += 10_000;
    early.forEach((trying) => circuit.leave(trying, 'fails'));
    await told();
    // They did not take the place of the call that tries.
    expect(circuit.enter()).toBe(true);
    early.forEach((trying) => circuit.leave(trying, 'fails'));
    await told();
    expect(circuit.state).toBe('half-open');
    circuit.leave(true, 'works');
    await told();
    expect(circuit.state).toBe('closed');
  });

  it('opens once for many that fail together', async () => {
    const { circuit, states } = make();
    const all = Array.from({ length: 20 }, () => circuit.enter());
    all.forEach((trying) => circuit.leave(trying, 'fails'));
    await told();
    expect([circuit.state, states]).toEqual(['open', ['open']]);
  });
});

describe('what an attempt says of its system', () => {
  const fails: FailureKind[] = ['unreachable', 'late', 'timeout', 'broken', 'unreadable', 'tokenUnreadable', 'serverError'];
  const works: FailureKind[] = ['refused', 'unauthenticated', 'forbidden', 'notFound', 'rateLimited'];

  it.each(Object.keys(failures) as FailureKind[])('%s', (kind) => {
    expect(verdictOf(new Failure(kind), undefined)).toBe(fails.includes(kind) ? 'fails' : works.includes(kind) ? 'works' : 'unknown');
  });

  it.each<[Stop | undefined, string]>([['limit', 'fails'], ['deadline', 'fails'], ['cancelled', 'unknown'], [undefined, 'fails']])('when it was ended by %s', (stopped, verdict) => {
    expect(verdictOf(new Failure('timeout'), stopped)).toBe(verdict);
  });

  it('is nothing where our side failed', () => {
    expect(verdictOf(new Failure('broken', { ours: true }), undefined)).toBe('unknown');
    expect(verdictOf(new TypeError('a fault'), undefined)).toBe('unknown');
  });

  it('is said once by a failure that many share', () => {
    const shared = new Failure('unreachable');
    expect([verdictOf(shared, undefined), verdictOf(shared, undefined)]).toEqual(['fails', 'unknown']);
  });
});

/** Many lookups of one request: each is answered, whatever waits for what, and others have their turn between one batch and the next. */
import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { nextTurn } from '../../../src/execute/main.ts';
import { Waves } from '../../../src/graph/links/waves.ts';
import type { Lookup } from '../../../src/graph/lookup.ts';
import type { Reader } from '../../../src/graph/reads.ts';
import { Reads } from '../../../src/graph/reads.ts';

const lookup = (n: number): Reader<unknown> => ({ read: (value) => value, kind: 'query', root: 'link', write: () => 'link', fragments: new Map(), variables: [], own: [{ name: 'n', type: 'Int', value: n }], operationName: undefined, operation: () => 'link' });

function readsOver(waves: Waves, send: (lookups: readonly Lookup[]) => Promise<unknown[]>, most = 10): Reads {
  return new Reads({ remember: true, most, whenCalm: (job) => waves.whenCalm(job), nextTurn: () => waves.during(nextTurn()), send });
}

describe('many lookups at the same time', () => {
  it('travel in several batches, between which others have their turn', async () => {
    const order: string[] = [];
    const reads = readsOver(new Waves(), async (lookups) => (order.push(`batch of ${lookups.length}`), lookups.map(({ own }) => own[0]?.value)));
    const answers = Promise.all(Array.from({ length: 45 }, (_, n) => reads.load(lookup(n))));
    let others = 0;
    const other = (): void => {
      order.push('other');
      if ((others += 1) < 20) setImmediate(other);
    };
    setImmediate(other);
    expect(await answers).toEqual(Array.from({ length: 45 }, (_, n) => n));
    const batches = order.flatMap((one, at) => (one === 'other' ? [] : [at]));
    expect(batches.map((at) => order[at])).toEqual(['batch of 10', 'batch of 10', 'batch of 10', 'batch of 10', 'batch of 5']);
    for (const [index, at] of batches.slice(1).entries()) expect(at - (batches[index] as number)).toBeGreaterThan(1);
  });

  it('are all answered, in whatever order runs pause, answers come and lead to further ones', async () => {
    const step = fc.record({ load: fc.nat(60), pauses: fc.nat(3), turns: fc.nat(3), further: fc.boolean(), fails: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 20 }), async (steps, most) => {
        const waves = new Waves();
        let sends = 0;
        const reads = readsOver(
          waves,
          async (lookups) => {
            const { turns, fails } = steps[(sends += 1) % steps.length] as (typeof steps)[number];
            for (let turn = 0; turn < turns; turn++) await nextTurn();
            if (fails) throw new Error('lost');
            return lookups.map(({ own }) => own[0]?.value);
          },
          most,
        );
        let asked = 0;
        const settled: Promise<unknown>[] = [];
        const ask = (count: number, further: boolean): void => {
          for (let n = 0; n < count; n++) {
            const mine = (asked += 1);
            settled.push(
              reads.load(lookup(mine)).then(
                (value) => {
                  expect(value).toBe(mine);
                  if (further && n === 0) ask(count >> 1, false);
                },
                (error: Error) => expect(error.message).toBe('lost'),
              ),
            );
          }
        };
        for (const { load, pauses, further } of steps) {
          ask(load, further);
          for (let pause = 0; pause < pauses; pause++) await waves.during(nextTurn());
        }
        // What leads to further lookups adds to them.
        for (let before = -1; before !== settled.length; ) {
          before = settled.length;
          await Promise.all(settled);
        }
      }),
      { numRuns: 200, seed: 20240301 },
    );
  });
});

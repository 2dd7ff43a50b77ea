import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Line } from '../../../src/upstream/line.ts';
import type { Queued } from '../../../src/upstream/line.ts';

class One implements Queued<One> {
  ahead: One | undefined;
  behind: One | undefined;
}

describe('the line', () => {
  it('is first come first served, lets go of whoever leaves, and of nobody twice', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('add', 'shift', 'delete', 'gone'), fc.nat()), { maxLength: 80 }), (steps) => {
        const line = new Line<One>();
        let expected: One[] = [];
        const gone: One[] = [];
        for (const [step, pick] of steps) {
          if (step === 'add') {
            const one = new One();
            line.add(one);
            expected.push(one);
          } else if (step === 'shift') {
            const first = expected.shift();
            expect(line.shift()).toBe(first);
            if (first) gone.push(first);
          } else if (step === 'delete' && expected.length > 0) {
            const one = expected[pick % expected.length]!;
            expected = expected.filter((other) => other !== one);
            expect(line.delete(one)).toBe(true);
            gone.push(one);
          } else if (step === 'gone' && gone.length > 0) {
            expect(line.delete(gone[pick % gone.length]!)).toBe(false);
          }
          expect(line.size).toBe(expected.length);
          // An old one that points to a young one would keep it, and all who come later, from being collected early.
          for (const one of gone) expect([one.ahead, one.behind]).toEqual([undefined, undefined]);
        }
        for (const one of expected) expect(line.shift()).toBe(one);
        expect(line.shift()).toBeUndefined();
      }),
    );
  });

  it('takes back who has left, at its end', () => {
    const line = new Line<One>();
    const [first, second] = [new One(), new One()];
    line.add(first);
    line.add(second);
    line.delete(first);
    line.add(first);
    expect([line.shift(), line.shift(), line.shift()]).toEqual([second, first, undefined]);
  });
});

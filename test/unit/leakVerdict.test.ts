/** The leak suite tells what grows from what merely moves. */
import { describe, expect, it } from '@jest/globals';
import { growthOf, verdict } from '../leak/verdict.ts';

const MiB = 2 ** 20;
const of = (...heaps: number[]) => growthOf(heaps.map((heap) => ({ heap: heap * MiB, others: 4 * MiB })), 1_000);
const told = (...heaps: number[]) => verdict(of(...heaps), { unit: 'request', count: 1_000 });

describe('what a process holds after equal stretches of work', () => {
  it.each([
    ['the same', [40, 40, 40, 40, 40, 40]],
    ['up and down', [40, 40.6, 40.1, 40.5, 40, 40.4]],
    ['less and less', [44, 43, 42, 41, 40, 39]],
    ['one that is out of line', [40, 40, 40.1, 55, 40.1, 40]],
    ['the first, before all was full', [36, 40, 40, 40.1, 40, 40]],
    ['the last, in the middle of something', [40, 40, 40, 40, 40, 48]],
    ['little beside what there is', [200, 200.6, 201.3, 202, 202.6, 203.3]],
  ])('is no leak: %s', (_, heaps) => {
    expect(told(...heaps)).toBeUndefined();
  });

  it.each([
    ['a little each time', [40, 40.3, 40.6, 40.9, 41.2, 41.5]],
    ['a little each time, among noise', [40, 40.8, 40.7, 41.5, 41.3, 41.9]],
    ['much, and one that is out of line', [40, 45, 50, 41, 60, 65]],
  ])('is a leak: %s', (_, heaps) => {
    expect(told(...heaps)).toMatch(/^its heap grew by [\d.]+ MiB \(\d+ bytes for each request\) over 1000 requests, and at most 1\.00 MiB is no leak$/);
  });

  it('is no leak where it is less than an object for each of many', () => {
    const held = [0, 0.7, 1.4].map((heap) => ({ heap: (40 + heap) * MiB, others: 0 }));
    expect(verdict(growthOf(held, 100_000), { unit: 'request', count: 100_000 })).toBeUndefined();
    expect(verdict(growthOf(held, 50_000), { unit: 'request', count: 50_000 })).toMatch(/ grew by 1\.40 MiB \(29 bytes for each request\) /);
  });

  it('is a leak beside the heap, too', () => {
    const growth = growthOf([4, 6, 8, 10].map((others) => ({ heap: 40 * MiB, others: others * MiB })), 1_000);
    expect(growth).toEqual({ heap: 0, others: 6 * MiB, allowed: MiB });
    expect(verdict(growth, { unit: 'aborted request', count: 1_000 })).toBe('its memory beside the heap grew by 6.00 MiB (6291 bytes for each aborted request) over 1000 aborted requests, and at most 1.00 MiB is no leak');
  });
});

import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Failure, failures, type FailureKind, type FailureOptions } from '../../../src/upstream/failure.ts';
import { pauseBeforeRetry } from '../../../src/upstream/retry.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

const ample = 60_000;
const isRetried = (kind: FailureKind, options: FailureOptions = {}): boolean => pauseBeforeRetry(new Failure(kind, options), 0, ample) !== undefined;

describe('what is tried again', () => {
  const passing: FailureKind[] = ['unreachable', 'broken', 'timeout', 'late', 'rateLimited', 'serverError'];

  it.each((Object.keys(failures) as FailureKind[]).filter((kind) => kind !== 'serverError'))('%s', (kind) => {
    expect(isRetried(kind)).toBe(passing.includes(kind));
  });

  it.each([[500, false], [501, false], [502, true], [503, true], [504, true], [505, false], [599, false]])('a system that answers %d: %s', (status, again) => {
    expect(isRetried('serverError', { status })).toBe(again);
    // Of a token call.
    expect(isRetried('unreachable', { status })).toBe(again);
  });

  it('nothing that failed on our side', () => {
    expect(passing.map((kind) => isRetried(kind, { ours: true }))).toEqual(passing.map(() => false));
  });
});

describe('the pause before it', () => {
  const pause = (random: number, repeats: number, options: FailureOptions = {}, leftMs = ample): number | undefined => {
    jest.spyOn(Math, 'random').mockReturnValue(random);
    return pauseBeforeRetry(new Failure('serverError', { status: 503, ...options }), repeats, leftMs);
  };

  it('is anything from nothing to a bound that grows twofold, up to two seconds', () => {
    expect([0, 1, 2, 3, 4, 5, 9].map((repeats) => pause(0.5, repeats))).toEqual([50, 100, 200, 400, 800, 1000, 1000]);
    expect([0, 3, 9].map((repeats) => pause(0, repeats))).toEqual([0, 0, 0]);
  });

  it('is at least what the system asks for', () => {
    expect(pause(0, 0, { retryAfter: 7 })).toBe(7000);
    expect(pause(0.5, 0, { retryAfter: 7 })).toBe(7050);
    expect(pause(0.5, 0, { retryAfter: 0 })).toBe(50);
  });

  it('is not begun where the deadline leaves no room for an attempt after it', () => {
    expect(pause(0.5, 0, {}, 61)).toBe(50);
    expect(pause(0.5, 0, {}, 60)).toBeUndefined();
    expect(pause(0, 0, { retryAfter: 7 }, 7_010)).toBeUndefined();
    expect(pause(0, 0, { retryAfter: 7 }, 7_011)).toBe(7000);
    expect(pause(0, 0, {}, -5)).toBeUndefined();
  });
});

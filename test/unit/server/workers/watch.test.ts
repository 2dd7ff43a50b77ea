/** A worker that does not answer is given up; one that is merely slow, or gone, is not. */
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { watchOver } from '../../../../src/server/workers/watch.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function watching(ask: () => Promise<unknown>) {
  const found = { asked: 0, silences: 0 };
  const stop = watchOver({
    ask() {
      found.asked += 1;
      return ask();
    },
    onSilence: () => (found.silences += 1),
    everyMs: 1_000,
    most: 3,
  });
  return { found, stop };
}

it('gives up one that answers nothing, once', async () => {
  const { found } = watching(() => new Promise(() => undefined));
  await jest.advanceTimersByTimeAsync(3_999);
  expect(found).toEqual({ asked: 3, silences: 0 });
  await jest.advanceTimersByTimeAsync(1);
  expect(found).toEqual({ asked: 3, silences: 1 });
  await jest.advanceTimersByTimeAsync(60_000);
  expect(found).toEqual({ asked: 3, silences: 1 });
});

it('leaves one alone that answers, however long it runs', async () => {
  const { found } = watching(async () => undefined);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(found).toEqual({ asked: 60, silences: 0 });
});

it('begins to count anew when a late answer comes', async () => {
  let answer = (): void => undefined;
  const { found } = watching(() => new Promise<void>((resolve) => (answer = resolve)));
  await jest.advanceTimersByTimeAsync(3_500);
  answer();
  await jest.advanceTimersByTimeAsync(3_000);
  expect(found).toEqual({ asked: 6, silences: 0 });
  await jest.advanceTimersByTimeAsync(1_000);
  expect(found.silences).toBe(1);
});

it('that was ended asks nothing more', async () => {
  const { found, stop } = watching(() => new Promise(() => undefined));
  await jest.advanceTimersByTimeAsync(2_500);
  stop();
  await jest.advanceTimersByTimeAsync(60_000);
  expect(found).toEqual({ asked: 2, silences: 0 });
});

it('does not take a refused question for an answer', async () => {
  const { found } = watching(() => Promise.reject(new Error('gone')));
  await jest.advanceTimersByTimeAsync(60_000);
  expect(found).toEqual({ asked: 3, silences: 1 });
});

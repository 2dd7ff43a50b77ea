/** Logs of several processes in one file that tell one another what is new: told at once, in turn, and found all the same where nobody tells. */
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import type { EventLog } from '../../../src/events/log.ts';
import type { LogNeighbours } from '../../../src/events/neighbours.ts';
import { openFileLog } from '../../../src/events/sqlite/main.ts';
import { day, fileHome, newEvent } from '../../support/eventLogs.ts';

let home: Awaited<ReturnType<typeof fileHome>>;
let logs: EventLog[];
beforeEach(async () => {
  home = await fileHome();
  logs = [];
});
afterEach(async () => {
  await Promise.all(logs.map((log) => log.close()));
  await home.remove();
});

/** The others of one process: what it tells, whom it calls, and the turns that it took. */
function others(options: Partial<Pick<LogNeighbours, 'inTurn'>> = {}) {
  const listeners = new Set<() => void>();
  const seen = { told: 0, turns: 0 };
  const neighbours: LogNeighbours = {
    tell: () => void (seen.told += 1),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    inTurn(write) {
      seen.turns += 1;
      return write();
    },
    ...options,
  };
  return { neighbours, seen, listeners, call: () => listeners.forEach((listener) => listener()) };
}

async function open(neighbours?: LogNeighbours): Promise<EventLog> {
  const log = await openFileLog({ path: home.path, log: { info: () => undefined, warn: (text) => void home.said.push(text) }, maxAgeMs: 30 * day, maxBytes: 2 ** 30, neighbours });
  logs.push(log);
  return log;
}

it('what one has written another hears of as soon as it is told', async () => {
  // Nobody looks by himself.
  jest.useFakeTimers({ doNotFake: ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'setTimeout', 'clearTimeout'] });
  try {
    const here = others();
    const log = await open(here.neighbours);
    const other = await open();
    let calls = 0;
    log.subscribe(() => (calls += 1));
    // Whoever subscribes reads first.
    expect(calls).toBe(1);
    await other.append([newEvent()]);
    expect(calls).toBe(1);
    here.call();
    expect(calls).toBe(2);
    expect((await log.read({ tenant: undefined, first: 10 })).items).toHaveLength(1);
    // Told again, without anything new.
    here.call();
    expect(calls).toBe(2);
  } finally {
    jest.useRealTimers();
  }
});

it('finds it all the same where nobody tells', async () => {
  const log = await open(others().neighbours);
  const other = await open();
  let hear = (): void => undefined;
  log.subscribe(() => hear());
  const heard = new Promise<void>((resolve) => (hear = resolve));
  await other.append([newEvent()]);
  await heard;
});

it('tells the others what is new, once for each append, and nothing of what was there', async () => {
  const { neighbours, seen } = others();
  const log = await open(neighbours);
  const event = newEvent();
  await log.append([event, newEvent()]);
  expect(seen.told).toBe(1);
  await log.append([event]);
  await log.append([]);
  expect(seen.told).toBe(1);
});

it('tells nothing that could not be written', async () => {
  const { neighbours, seen } = others({ inTurn: () => Promise.reject(new Error('no turn')) });
  const log = await open(neighbours);
  await expect(log.append([newEvent()])).rejects.toThrow();
  expect(seen.told).toBe(0);
});

it('writes in turn: one after the other, with what has come meanwhile', async () => {
  let running = 0;
  let most = 0;
  let turn: Promise<unknown> = Promise.resolve();
  const shared: LogNeighbours['inTurn'] = (write) => {
    const done = turn.then(async () => {
      most = Math.max(most, (running += 1));
      try {
        return await write();
      } finally {
        running -= 1;
      }
    });
    turn = done.catch(() => undefined);
    return done;
  };
  const both = [await open(others({ inTurn: shared }).neighbours), await open(others({ inTurn: shared }).neighbours)];
  await Promise.all(Array.from({ length: 40 }, (_, n) => both[n % 2]!.append([newEvent()])));
  expect(most).toBe(1);
  for (const log of both) expect((await log.read({ tenant: undefined, first: 100 })).items).toHaveLength(40);
});

it('listens no more once it is closed', async () => {
  const { neighbours, listeners, call } = others();
  const log = await open(neighbours);
  expect(listeners.size).toBe(1);
  await logs.pop()?.close();
  expect(listeners.size).toBe(0);
  expect(call).not.toThrow();
  await expect(log.append([newEvent()])).rejects.toThrow();
});

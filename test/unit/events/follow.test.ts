import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { follow, TooSlow } from '../../../src/events/live/follow.ts';
import { isAfter } from '../../../src/events/live/order.ts';
import { createTail, Ending } from '../../../src/events/live/tail.ts';
import type { Filter, Tail } from '../../../src/events/live/tail.ts';
import { CursorError } from '../../../src/events/log.ts';
import type { EventLog, LoggedEvent } from '../../../src/events/log.ts';
import { fileHome, newEvent } from '../../support/eventLogs.ts';
import type { LogHome } from '../../support/eventLogs.ts';

let home: LogHome;
let log: EventLog;
let tail: Tail;

beforeEach(async () => {
  home = await fileHome();
  log = await home.open();
  tail = createTail({ log });
});
afterEach(async () => {
  tail.close();
  await log.close();
  await home.remove();
});

const nobody: Filter = { tenant: undefined };
const numbered = (n: number, fields = {}) => newEvent({ payload: JSON.stringify({ n }), key: String(n), ...fields });
const numberOf = ({ payload }: LoggedEvent): number => (payload as { n: number }).n;

async function take(iterator: AsyncIterator<LoggedEvent>, count: number): Promise<LoggedEvent[]> {
  const events: LoggedEvent[] = [];
  while (events.length < count) {
    const { value, done } = await iterator.next();
    if (done) break;
    events.push(value);
  }
  return events;
}

describe('a follower', () => {
  it('without a cursor gets what comes from now on, and nothing that was there', async () => {
    await log.append([numbered(1)]);
    const following = follow({ log, tail, filter: nobody });
    const next = following.next();
    await tail.position();
    await log.append([numbered(2), numbered(3)]);
    expect([numberOf((await next).value as LoggedEvent), ...(await take(following, 1)).map(numberOf)]).toEqual([2, 3]);
    await following.return();
  });

  it('with a cursor gets what it has missed, then what comes', async () => {
    await log.append(Array.from({ length: 1234 }, (_, n) => numbered(n)));
    const { items } = await log.read({ tenant: undefined, first: 10 });
    const following = follow({ log, tail, filter: nobody, after: items[9]?.cursor });
    const missed = await take(following, 1000);
    await log.append([numbered(2000)]);
    expect([...missed, ...(await take(following, 225))].map(numberOf)).toEqual([...Array.from({ length: 1224 }, (_, n) => n + 10), 2000]);
    await following.return();
  });

  it('gets what concerns it: its reference, its types, its tenant', async () => {
    const following = [
      follow({ log, tail, filter: { tenant: undefined, reference: 'CLM-1' } }),
      follow({ log, tail, filter: { tenant: undefined, types: new Set(['B']) } }),
      follow({ log, tail, filter: { tenant: 'acme' } }),
      follow({ log, tail, filter: { tenant: 'acme', reference: 'CLM-1' } }),
    ];
    const first = following.map((one) => one.next());
    await tail.position();
    await log.append([
      numbered(1, { type: 'A', reference: 'CLM-1' }),
      numbered(2, { type: 'B', reference: 'CLM-2' }),
      numbered(3, { type: 'A', reference: 'CLM-2', tenant: 'acme' }),
      numbered(4, { type: 'A', reference: 'CLM-1', tenant: 'acme' }),
    ]);
    expect((await Promise.all(first)).map(({ value }) => numberOf(value as LoggedEvent))).toEqual([1, 2, 3, 4]);
    await Promise.all(following.map((one) => one.return()));
    expect(tail.followers).toBe(0);
  });

  it('that takes events too slowly is told where to go on, and is kept nothing for', async () => {
    const following = follow({ log, tail, filter: nobody, mostWaiting: 10 });
    const first = following.next();
    await tail.position();
    await log.append([numbered(0)]);
    const { cursor } = (await first).value as LoggedEvent;
    await log.append(Array.from({ length: 11 }, (_, n) => numbered(n + 1)));
    const other = follow({ log, tail, filter: nobody, after: cursor });
    expect((await take(other, 11)).map(numberOf)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    await other.return();
    const refused = await following.next().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TooSlow);
    expect((refused as TooSlow).cursor).toBe(cursor);
    expect(await following.next()).toEqual({ done: true, value: undefined });
    expect(tail.followers).toBe(0);
  });

  it('is refused a cursor that is none', async () => {
    for (const after of ['', 'x', 'AAAAAAAA.1', '1-2-3', 'é.\u0000']) {
      await expect(follow({ log, tail, filter: nobody, after }).next()).rejects.toThrow(CursorError);
    }
    expect(tail.followers).toBe(0);
  });

  it('that leaves while it waits is let go of at once', async () => {
    const following = follow({ log, tail, filter: nobody });
    const next = following.next();
    await tail.position();
    await following.return();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(tail.followers).toBe(0);
  });

  it('is told when the gateway ends', async () => {
    const following = follow({ log, tail, filter: nobody });
    const next = following.next();
    await tail.position();
    tail.close();
    await expect(next).rejects.toThrow(Ending);
    await expect(follow({ log, tail, filter: nobody }).next()).rejects.toThrow(Ending);
  });

  it('waits while the log cannot be read, and misses nothing', async () => {
    let failures = 0;
    const troubled: Pick<EventLog, 'read' | 'head' | 'subscribe'> = {
      head: () => log.head(),
      subscribe: (listener) => log.subscribe(listener),
      read: (options) => {
        if (failures > 0) {
          failures -= 1;
          return Promise.reject(new Error('the disk is away'));
        }
        return log.read(options);
      },
    };
    const patient = createTail({ log: troubled, retryMs: 1 });
    const following = follow({ log: troubled, tail: patient, filter: nobody });
    const next = following.next();
    await patient.position();
    failures = 3;
    await log.append([numbered(1)]);
    expect(numberOf((await next).value as LoggedEvent)).toBe(1);
    expect(failures).toBe(0);
    patient.close();
  });
});

it('each follower gets each event once and in order, whenever it comes and goes', async () => {
  let n = 0;
  const steps = fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.record({ do: fc.constant('append' as const), count: fc.integer({ min: 1, max: 40 }) }) },
      fc.record({ do: fc.constant('cut' as const), who: fc.nat(3) }),
      fc.record({ do: fc.constant('take' as const), who: fc.nat(3), count: fc.integer({ min: 1, max: 30 }) }),
    ),
    { maxLength: 30 },
  );
  await fc.assert(
    fc.asyncProperty(steps, fc.integer({ min: 1, max: 20 }), async (script, recent) => {
      const short = createTail({ log, recent });
      const from = n;
      let after = await log.head();
      const readers = Array.from({ length: 4 }, () => ({ got: [] as number[], cursor: after, following: undefined as ReturnType<typeof follow> | undefined }));
      const read = async (who: number, count: number): Promise<void> => {
        const reader = readers[who];
        if (!reader) return;
        reader.following ??= follow({ log, tail: short, filter: nobody, after: reader.cursor });
        const possible = n - from - reader.got.length;
        for (const event of await take(reader.following, Math.min(count, possible))) {
          reader.got.push(numberOf(event));
          reader.cursor = event.cursor;
        }
      };
      for (const step of script) {
        if (step.do === 'append') await log.append(Array.from({ length: step.count }, () => numbered(n++)));
        else if (step.do === 'take') await read(step.who, step.count);
        else {
          await readers[step.who]?.following?.return();
          const reader = readers[step.who];
          if (reader) reader.following = undefined;
        }
      }
      await Promise.all(readers.map((_, who) => read(who, Infinity)));
      const all = Array.from({ length: n - from }, (_, index) => from + index);
      for (const reader of readers) expect(reader.got).toEqual(all);
      after = await log.head();
      for (const { following } of readers) await following?.return();
      expect(short.followers).toBe(0);
      short.close();
    }),
    { numRuns: 60 },
  );
}, 120_000);

it('places are compared as numbers, part by part', () => {
  expect(isAfter('e.10', 'e.9')).toBe(true);
  expect(isAfter('e.9', 'e.10')).toBe(false);
  expect(isAfter('e.9', 'e.9')).toBe(false);
  expect(isAfter('e.1700000000000-10', 'e.1700000000000-9')).toBe(true);
  expect(isAfter('e.1700000000001-0', 'e.1700000000000-9')).toBe(true);
  expect(isAfter('e.1700000000000-9', 'e.1700000000001-0')).toBe(false);
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CursorError, everyTenant, pageBytes } from '../../../src/events/log.ts';
import type { EventLog, LoggedEvent } from '../../../src/events/log.ts';
import { day, fileHome, newEvent, redisHome } from '../../support/eventLogs.ts';
import type { LogHome } from '../../support/eventLogs.ts';

const homes: [string, () => Promise<LogHome>][] = [['in a file', fileHome], ['in Redis', redisHome]];

describe.each(homes)('the event log %s', (_name, makeHome) => {
  let home: LogHome;
  let logs: EventLog[];

  beforeEach(async () => {
    home = await makeHome();
    logs = [];
  });
  afterEach(async () => {
    await Promise.all(logs.map((log) => log.close()));
    await home.remove();
  });

  async function open(limits?: Parameters<LogHome['open']>[0]): Promise<EventLog> {
    const log = await home.open(limits);
    logs.push(log);
    return log;
  }

  const keys = (items: LoggedEvent[]): unknown[] => items.map(({ payload }) => (payload as { n: unknown }).n);
  const numbered = (n: number, fields = {}) => newEvent({ payload: JSON.stringify({ n }), ...fields });

  /** Page by page, as a client does. */
  async function readAll(log: EventLog, options: Partial<Parameters<EventLog['read']>[0]> = {}): Promise<LoggedEvent[]> {
    const items: LoggedEvent[] = [];
    let after: string | undefined = options.after;
    for (;;) {
      const page = await log.read({ tenant: undefined, first: 7, ...options, after });
      items.push(...page.items);
      after = page.endCursor;
      if (!page.hasMore) return items;
    }
  }

  it('gives back what was appended, in order', async () => {
    const log = await open();
    const event = newEvent({ type: 'PayLinkPaid', reference: 'CLM-1', occurredAt: '2026-03-01T11:59:00.000Z', payload: '{"a":[1,{"b":null}],"__proto__":{"c":1}}' });
    expect(await log.append([event, newEvent({ system: 'receeve', type: 'event.claim.created' })])).toEqual([{ duplicate: false }, { duplicate: false }]);
    const { items, hasMore, endCursor } = await log.read({ tenant: undefined, first: 10 });
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({ system: 'collectmaxx', type: 'PayLinkPaid', reference: 'CLM-1', occurredAt: '2026-03-01T11:59:00.000Z', receivedAt: '2026-03-01T12:00:00.000Z', tenant: undefined });
    expect(JSON.stringify(items[0]?.payload)).toBe('{"a":[1,{"b":null}],"__proto__":{"c":1}}');
    expect(items[1]).toMatchObject({ system: 'receeve', type: 'event.claim.created', reference: null, occurredAt: null });
    expect(new Set(items.flatMap(({ id, cursor }) => [id, cursor])).size).toBe(4);
    expect(hasMore).toBe(false);
    expect(endCursor).toBe(items[1]?.cursor);
  });

  it('takes an event once, however it comes again', async () => {
    const log = await open();
    const event = numbered(1, { key: 'a' });
    expect(await log.append([event, event])).toEqual([{ duplicate: false }, { duplicate: true }]);
    const again = await Promise.all(Array.from({ length: 20 }, () => log.append([event])));
    expect(again.flat()).toEqual(Array(20).fill({ duplicate: true }));
    const both = await Promise.all([log.append([numbered(2, { key: 'b' })]), log.append([numbered(3, { key: 'b' })])]);
    expect(both.flat().filter(({ duplicate }) => duplicate)).toHaveLength(1);
    expect(await readAll(log)).toHaveLength(2);
  });

  it('takes a value of a key once in a row, and again when it came back', async () => {
    const log = await open();
    const status = (value: string) => log.append([newEvent({ key: 'status of a', value, payload: JSON.stringify({ n: value }) })]);
    expect((await status('open'))[0]).toEqual({ duplicate: false });
    expect((await status('open'))[0]).toEqual({ duplicate: true });
    expect((await status('paid'))[0]).toEqual({ duplicate: false });
    expect((await status('paid'))[0]).toEqual({ duplicate: true });
    expect((await status('open'))[0]).toEqual({ duplicate: false });
    expect(keys(await readAll(log))).toEqual(['open', 'paid', 'open']);
  });

  it('pages by cursors, each event exactly once', async () => {
    const log = await open();
    await log.append(Array.from({ length: 30 }, (_, n) => numbered(n)));
    const first = await log.read({ tenant: undefined, first: 10 });
    expect(first.hasMore).toBe(true);
    expect(first.endCursor).toBe(first.items[9]?.cursor);
    expect(keys(await readAll(log, { after: first.items[4]?.cursor }))).toEqual(Array.from({ length: 25 }, (_, n) => n + 5));
    expect(keys(await readAll(log))).toEqual(Array.from({ length: 30 }, (_, n) => n));
  });

  it('answers a cursor behind which there is nothing yet', async () => {
    const log = await open();
    const head = await log.head();
    const none = await log.read({ tenant: undefined, first: 10 });
    expect(none).toEqual({ items: [], endCursor: head, hasMore: false });
    await log.append([numbered(1)]);
    expect(keys((await log.read({ tenant: undefined, first: 10, after: head })).items)).toEqual([1]);
    const now = await log.head();
    expect((await log.read({ tenant: undefined, first: 10, after: now })).items).toEqual([]);
    await log.append([numbered(2)]);
    expect(keys((await log.read({ tenant: undefined, first: 10, after: now })).items)).toEqual([2]);
  });

  it('moves the cursor of a question with few answers along with the log', async () => {
    const log = await open();
    await log.append([numbered(1, { type: 'Rare' }), ...Array.from({ length: 20 }, (_, n) => numbered(100 + n))]);
    const page = await log.read({ tenant: undefined, first: 10, types: ['Rare'] });
    expect(keys(page.items)).toEqual([1]);
    expect(page.hasMore).toBe(false);
    expect(page.endCursor).toBe(await log.head());
  });

  it('filters by type and by reference', async () => {
    const log = await open();
    const types = ['A', 'B', 'C'];
    const references = ['X', 'Y', null];
    await log.append(Array.from({ length: 60 }, (_, n) => numbered(n, { type: types[n % 3], reference: references[Math.floor(n / 3) % 3] })));
    const expected = (wanted: (n: number) => boolean) => Array.from({ length: 60 }, (_, n) => n).filter(wanted);
    for (const tenant of [undefined, everyTenant] as const) {
      expect(keys(await readAll(log, { tenant, types: ['B'] }))).toEqual(expected((n) => n % 3 === 1));
      expect(keys(await readAll(log, { tenant, types: ['C', 'A', 'A', 'unheard of'] }))).toEqual(expected((n) => n % 3 !== 1));
      expect(keys(await readAll(log, { tenant, reference: 'Y' }))).toEqual(expected((n) => Math.floor(n / 3) % 3 === 1));
      expect(keys(await readAll(log, { tenant, reference: 'X', types: ['A', 'B'] }))).toEqual(expected((n) => Math.floor(n / 3) % 3 === 0 && n % 3 !== 2));
      expect(await readAll(log, { tenant, types: [] })).toEqual([]);
      expect(await readAll(log, { tenant, reference: '' })).toEqual([]);
    }
  });

  it('ends a page where it grows too large, and loses nothing by it', async () => {
    const log = await open();
    const large = 'x'.repeat(2 ** 20);
    for (let n = 0; n < 9; n++) await log.append([newEvent({ type: n % 2 ? 'A' : 'B', payload: JSON.stringify({ n, large }) })]);
    await log.append([newEvent({ payload: JSON.stringify({ n: 9, large: large.repeat(5) }) }), numbered(10)]);
    for (const types of [undefined, ['A', 'B', 'PayLinkPaid']]) {
      const page = await log.read({ tenant: undefined, first: 1000, types });
      expect(page.hasMore).toBe(true);
      expect(page.items.length).toBeGreaterThan(1);
      expect(page.items.length).toBeLessThanOrEqual(pageBytes / 2 ** 20 + 1);
      expect(keys(await readAll(log, { first: 1000, types }))).toEqual(Array.from({ length: 11 }, (_, n) => n));
    }
    const before = (await log.read({ tenant: undefined, first: 4 })).items;
    expect(keys(await readAll(log, { first: 1, after: before.at(-1)?.cursor })).at(-1)).toBe(10);
  }, 60_000);

  it('keeps tenants apart: in reading and in telling what came before', async () => {
    const log = await open();
    const mine = numbered(1, { tenant: 'acme', key: 'same', type: 'A', reference: 'R' });
    const yours = numbered(2, { tenant: 'other', key: 'same', type: 'A', reference: 'R' });
    const own = numbered(3, { tenant: undefined, key: 'same', type: 'A', reference: 'R' });
    expect((await log.append([mine, yours, own])).map(({ duplicate }) => duplicate)).toEqual([false, false, false]);
    for (const filter of [{}, { types: ['A'] }, { reference: 'R' }, { types: ['A'], reference: 'R' }]) {
      expect(keys(await readAll(log, { tenant: 'acme', ...filter }))).toEqual([1]);
      expect(keys(await readAll(log, { tenant: 'other', ...filter }))).toEqual([2]);
      expect(keys(await readAll(log, { tenant: undefined, ...filter }))).toEqual([3]);
      expect(keys(await readAll(log, { tenant: '', ...filter }))).not.toContain(1);
      expect(keys(await readAll(log, { tenant: everyTenant, ...filter }))).toEqual([1, 2, 3]);
    }
    expect((await readAll(log, { tenant: everyTenant })).map(({ tenant }) => tenant)).toEqual(['acme', 'other', undefined]);
  });

  it('says of a cursor that is none of its own that it is unknown', async () => {
    const log = await open();
    await log.append([numbered(1)]);
    const cursor = await log.head();
    const [epoch = '', place = ''] = cursor.split('.');
    const foreign = ['', '.', 'x', '1', `${epoch}`, `${epoch}.`, `${epoch}.-1`, `${epoch}.1 `, `${epoch}.1;`, `${epoch}.1e3`, `other.${place}`, `${epoch}.99999999999999`, `${epoch}.${place}.1`, cursor.repeat(1000)];
    for (const after of foreign) {
      const reading = log.read({ tenant: undefined, first: 1, after });
      await expect(reading).rejects.toBeInstanceOf(CursorError);
      await expect(reading).rejects.toMatchObject({ kind: 'unknown' });
    }
  });

  it('knows after a restart all that it knew: events, cursors, duplicates', async () => {
    const before = await home.open();
    await before.append([numbered(1, { key: 'a' }), numbered(2, { key: 'b' })]);
    const [one] = (await before.read({ tenant: undefined, first: 1 })).items;
    await before.close();
    const log = await open();
    expect(await log.append([numbered(1, { key: 'a' }), numbered(3)])).toEqual([{ duplicate: true }, { duplicate: false }]);
    expect(keys(await readAll(log, { after: one?.cursor }))).toEqual([2, 3]);
    expect((await readAll(log))[0]).toEqual(one);
  });

  it('has one order for several instances, and each learns of what the other appended', async () => {
    const [a, b] = [await open(), await open()];
    const woken = new Promise<void>((resolve) => b.subscribe(resolve));
    await a.append([numbered(1)]);
    await woken;
    await Promise.all(Array.from({ length: 50 }, (_, n) => (n % 2 ? a : b).append([numbered(2 + n), numbered(100 + n)])));
    const [fromA, fromB] = [await readAll(a), await readAll(b)];
    expect(fromA).toHaveLength(101);
    expect(fromA).toEqual(fromB);
  });

  it('takes what a dozen instances append at the same time: none of them waits in the way of another\'s commit', async () => {
    const many: EventLog[] = [];
    for (let n = 0; n < 12; n += 1) many.push(await open());
    for (let round = 0; round < 5; round += 1) await Promise.all(many.map((log, n) => log.append([numbered(round * 100 + n)])));
    expect(await readAll(many[0]!)).toHaveLength(60);
  });

  it('tells listeners of what is new, until they leave, and of nothing for a duplicate', async () => {
    const log = await open();
    const calls: string[] = [];
    const leave = log.subscribe(() => void calls.push('a'));
    log.subscribe(() => void calls.push('b'));
    const one = new Promise<void>((resolve) => log.subscribe(resolve));
    await log.append([numbered(1, { key: 'k' })]);
    await one;
    expect(calls).toEqual(expect.arrayContaining(['a', 'b']));
    leave();
    leave();
    calls.length = 0;
    const two = new Promise<void>((resolve) => log.subscribe(resolve));
    await log.append([numbered(2)]);
    await two;
    expect(calls).toContain('b');
    expect(calls).not.toContain('a');
  });

  it('shares one order among appends of a moment, each whole', async () => {
    const log = await open();
    await Promise.all(Array.from({ length: 300 }, (_, n) => log.append([numbered(2 * n), numbered(2 * n + 1)])));
    const all = keys(await readAll(log)) as number[];
    expect([...all].sort((x, y) => x - y)).toEqual(Array.from({ length: 600 }, (_, n) => n));
    for (let at = 0; at < 600; at += 2) expect(all[at + 1]).toBe((all[at] as number) + 1);
  });

  it('drops what is too old, tells a cursor that fell out, and still knows younger duplicates', async () => {
    const log = await home.open({ maxAgeMs: day });
    await log.append([numbered(1, { key: 'a' }), numbered(2)]);
    const [first, second] = await readAll(log);
    home.now += day / 2;
    await log.append([numbered(3, { key: 'c' })]);
    await log.close();
    home.now += day / 2 + 1;
    const later = await open({ maxAgeMs: day });
    await until(async () => keys(await readAll(later)).length === 1);
    expect(keys(await readAll(later))).toEqual([3]);
    await expect(later.read({ tenant: undefined, first: 5, after: first?.cursor })).rejects.toMatchObject({ kind: 'expired' });
    // The last that was dropped: nothing behind it is missing.
    expect(keys(await readAll(later, { after: second?.cursor }))).toEqual([3]);
    expect(await later.append([numbered(3, { key: 'c' })])).toEqual([{ duplicate: true }]);
  });

  it('keeps its places when everything was dropped', async () => {
    const log = await home.open({ maxAgeMs: day });
    await log.append([numbered(1), numbered(2)]);
    const head = await log.head();
    await log.close();
    home.now += 2 * day;
    const later = await open({ maxAgeMs: day });
    await until(async () => (await readAll(later)).length === 0);
    expect(await later.head()).toBe(head);
    await later.append([numbered(3)]);
    expect(keys(await readAll(later, { after: head }))).toEqual([3]);
  });

  it('drops the oldest when it is too large, and still knows what it dropped as duplicates', async () => {
    const maxBytes = 2 ** 20;
    const log = await open({ maxBytes });
    const payload = (n: number) => JSON.stringify({ n, text: 'x'.repeat(2_000) });
    const total = 2_000;
    for (let n = 0; n < total; n += 100) await log.append(Array.from({ length: 100 }, (_, i) => newEvent({ key: `size ${n + i}`, payload: payload(n + i) })));
    await until(async () => (await readAll(log, { first: 1000 })).length < total / 2);
    const left = keys(await readAll(log, { first: 1000 })) as number[];
    expect(left.at(-1)).toBe(total - 1);
    expect(left).toEqual(left.map((_, at) => total - left.length + at));
    expect(await log.append([newEvent({ key: 'size 0', payload: payload(0) })])).toEqual([{ duplicate: true }]);
  });

  describe('callbacks', () => {
    const refs = (...names: string[]) => names.map((ref) => ({ tenant: undefined, ref }));

    it('are given to one at a time until they are done', async () => {
      const [a, b] = [await open(), await open()];
      expect(await a.callbacks.next()).toBeUndefined();
      await a.callbacks.keep(refs('r1', 'r2', 'r3', 'r1'));
      expect(await b.callbacks.next()).toBe(0);
      const taken = (await Promise.all([a.callbacks.take({ limit: 2, leaseMs: 1000 }), b.callbacks.take({ limit: 2, leaseMs: 1000 })])).flat();
      expect(taken.map(({ ref }) => ref).sort()).toEqual(['r1', 'r2', 'r3']);
      expect(taken.every(({ tries, tenant }) => tries === 0 && tenant === undefined)).toBe(true);
      expect(await a.callbacks.take({ limit: 5, leaseMs: 1000 })).toEqual([]);
      expect(await a.callbacks.next()).toBe(1000);
      for (const callback of taken) await b.callbacks.done(callback);
      expect(await a.callbacks.next()).toBeUndefined();
    });

    it('come again when whoever took them is gone, also after a restart', async () => {
      const before = await home.open();
      await before.callbacks.keep([{ tenant: 'acme', ref: 'r1' }]);
      expect(await before.callbacks.take({ limit: 1, leaseMs: 1000 })).toHaveLength(1);
      await before.close();
      const log = await open();
      expect(await log.callbacks.take({ limit: 1, leaseMs: 1000 })).toEqual([]);
      home.now += 1000;
      expect(await log.callbacks.take({ limit: 1, leaseMs: 1000 })).toMatchObject([{ tenant: 'acme', ref: 'r1', tries: 0 }]);
    });

    it('are put off with their tries counted', async () => {
      const log = await open();
      await log.callbacks.keep(refs('r1'));
      const [first] = await log.callbacks.take({ limit: 1, leaseMs: 60_000 });
      await log.callbacks.later(first!, 5000);
      expect(await log.callbacks.next()).toBe(5000);
      expect(await log.callbacks.take({ limit: 1, leaseMs: 1 })).toEqual([]);
      home.now += 5000;
      expect(await log.callbacks.take({ limit: 1, leaseMs: 1 })).toMatchObject([{ ref: 'r1', tries: 1 }]);
    });

    it('that come again while one is followed up are followed up once more', async () => {
      const log = await open();
      await log.callbacks.keep(refs('r1'));
      const [first] = await log.callbacks.take({ limit: 1, leaseMs: 60_000 });
      await log.callbacks.keep(refs('r1'));
      // Not beside the first: the older answer could come last.
      expect(await log.callbacks.take({ limit: 1, leaseMs: 60_000 })).toEqual([]);
      await log.callbacks.done(first!);
      const [second] = await log.callbacks.take({ limit: 1, leaseMs: 60_000 });
      expect(second).toMatchObject({ ref: 'r1', tries: 0 });
      // Whoever has lost his turn changes nothing.
      await log.callbacks.done(first!);
      await log.callbacks.later(first!, 5);
      await log.callbacks.keep(refs('r1'));
      await log.callbacks.later(second!, 60_000);
      const [third] = await log.callbacks.take({ limit: 1, leaseMs: 60_000 });
      expect(third).toMatchObject({ ref: 'r1', tries: 0 });
      await log.callbacks.done(third!);
      expect(await log.callbacks.next()).toBeUndefined();
    });

    it('of two tenants are two', async () => {
      const log = await open();
      await log.callbacks.keep([{ tenant: 'acme', ref: 'r' }, { tenant: undefined, ref: 'r' }]);
      expect((await log.callbacks.take({ limit: 9, leaseMs: 1 })).map(({ tenant }) => tenant ?? 'own').sort()).toEqual(['acme', 'own']);
    });
  });

  async function until(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
  }
});

/** The same read at the same time is called once for those who share, and nobody is the worse for it. Over real HTTP, calls counted at the vendor. */
import { afterEach, describe, expect, it } from '@jest/globals';
import type http from 'node:http';
import { UpstreamError } from '../../../src/errors.ts';
import type { CallScope, System, UpstreamAnswer, UpstreamCall } from '../../../src/upstream/call.ts';
import type { CallRecord } from '../../../src/upstream/observer.ts';
import type { SystemConfig } from '../../../src/upstream/settings.ts';
import { joinableMs, Sharing } from '../../../src/upstream/sharing.ts';
import { captureLog, closeAll, codeOf, json, latch, make, oauth, outcome, read, scope, startServer, write } from './support.ts';

afterEach(closeAll);

/** A vendor that answers only when told to, its system, and what `Sharing` makes of it. */
async function shared(config: Partial<SystemConfig> = {}) {
  const waiting: { response: http.ServerResponse; url: string; gone: Promise<void> }[] = [];
  const gone: string[] = [];
  let reached = latch();
  let wanted = 0;
  const server = await startServer(({ url, method }, response) => {
    if (url === '/token') return json(response, 200, { access_token: 'one', expires_in: 3600 });
    const end = latch();
    response.on('close', () => {
      if (!response.writableFinished) {
        gone.push(`${method} ${url}`);
        end.open();
      }
    });
    waiting.push({ response, url, gone: end.promise });
    if (waiting.length >= wanted) reached.open();
  });
  const told: CallRecord[] = [];
  const sharedOnes: string[] = [];
  const made = make(server.url, config, undefined, { callEnded: (record) => void told.push(record) });
  let now = 0;
  const sharing = new Sharing({ ...captureLog(), clock: () => now, observer: { callShared: ({ operation }) => void sharedOnes.push(operation) } });
  const view = (): System => sharing.viewFor(made.systems.systems).get('vendor')!;
  return {
    sharing, view, made, told, sharedOnes, gone, waiting,
    pass: (ms: number) => void (now += ms),
    calls: () => server.seen.filter(({ url }) => url !== '/token').map(({ method, url }) => `${method} ${url}`),
    headers: () => server.seen.map(({ headers }) => headers),
    /** Until this many calls wait for their answers at once. */
    async holds(count: number) {
      wanted = count;
      if (waiting.length >= count) return;
      reached = latch();
      await reached.promise;
    },
    answer(body: unknown = {}, status = 200, headers = {}) {
      json(waiting.shift()!.response, status, body, headers);
    },
  };
}

const bodyOf = async (answer: Promise<UpstreamAnswer>): Promise<unknown> => JSON.parse((await answer).body.toString());

/** A scope that can be ended as a caller's hang-up ends it. */
function ending(rest: Partial<CallScope> = {}): { scope: CallScope; hangUp: () => void } {
  const controller = new AbortController();
  return { scope: scope({ signal: controller.signal, ...rest }), hangUp: () => controller.abort() };
}

describe('the same read at the same time', () => {
  it('is called once, and each gets the answer', async () => {
    const vendor = await shared();
    const view = vendor.view();
    const answers = Array.from({ length: 5 }, () => bodyOf(view.send(read(), scope())));
    await vendor.holds(1);
    vendor.answer({ a: 1 });
    expect(await Promise.all(answers)).toEqual(Array.from({ length: 5 }, () => ({ a: 1 })));
    expect(vendor.calls()).toEqual(['GET /thing']);
    expect(vendor.told).toHaveLength(1);
    expect(vendor.sharedOnes).toHaveLength(4);
  });

  it('is called again once it has been answered: nothing is kept', async () => {
    const vendor = await shared();
    const view = vendor.view();
    for (const n of [1, 2]) {
      const answer = bodyOf(view.send(read(), scope()));
      await vendor.holds(1);
      vendor.answer({ n });
      expect(await answer).toEqual({ n });
    }
    expect(vendor.calls()).toHaveLength(2);
  });

  it('is called anew while an older one hangs', async () => {
    const vendor = await shared();
    const view = vendor.view();
    const first = bodyOf(view.send(read(), scope()));
    vendor.pass(joinableMs - 1);
    const joined = bodyOf(view.send(read(), scope()));
    vendor.pass(1);
    const second = bodyOf(view.send(read(), scope()));
    const withSecond = bodyOf(view.send(read(), scope()));
    await vendor.holds(2);
    const [one, two] = vendor.waiting;
    json(two!.response, 200, { n: 2 });
    expect(await Promise.all([second, withSecond])).toEqual([{ n: 2 }, { n: 2 }]);
    // That the newer one has ended does not open the older one again.
    const third = bodyOf(view.send(read(), scope()));
    json(one!.response, 200, { n: 1 });
    expect(await Promise.all([first, joined])).toEqual([{ n: 1 }, { n: 1 }]);
    await vendor.holds(3);
    json(vendor.waiting[2]!.response, 200, { n: 3 });
    expect(await third).toEqual({ n: 3 });
  });

  it('is a call for each caller, of one tenant and of two', async () => {
    const vendor = await shared();
    const other = make(vendor.made.system.baseURL).systems;
    const views = [vendor.view(), vendor.view(), vendor.sharing.viewFor(other.systems).get('vendor')!];
    const answers = views.map((view) => codeOf(view.send(read(), scope())));
    await vendor.holds(3);
    views.forEach(() => vendor.answer());
    expect(await Promise.all(answers)).toEqual([200, 200, 200]);
  });

  it.each<[string, Partial<UpstreamCall>]>([
    ['path', { path: '/thing?b' }],
    ['encoding', { path: '/%74hing' }],
    ['method', { method: 'HEAD' }],
    ['header', { headers: { accept: 'text/plain' } }],
    ['body', { method: 'POST', body: '{"a":1}' }],
    ['credential', { credential: 'oauth2' }],
    ['operation', { operation: 'other' }],
    ['accepted status', { accept: [404] }],
  ])('is another read with another %s', async (_what, rest) => {
    const vendor = await shared({ credentials: [oauth()] });
    const view = vendor.view();
    const base = rest.method === 'POST' ? { method: 'POST', body: '{"a":2}' } : {};
    const answers = [codeOf(view.send(read(base), scope())), codeOf(view.send(read(rest), scope()))];
    await vendor.holds(2);
    vendor.answer();
    vendor.answer();
    expect(await Promise.all(answers)).toEqual([200, 200]);
    expect(vendor.sharedOnes).toEqual([]);
  });

  it('is not shared where it has to be of now, nor does it take others along', async () => {
    const vendor = await shared();
    const view = vendor.view();
    const answers = [scope(), scope({ fresh: true }), scope({ fresh: true }), scope()].map((one) => codeOf(view.send(read(), one)));
    await vendor.holds(3);
    for (let left = 3; left > 0; left -= 1) vendor.answer();
    expect(await Promise.all(answers)).toEqual([200, 200, 200, 200]);
    expect(vendor.calls()).toHaveLength(3);
  });

  it('is one of each operation\'s calls, whoever makes it', async () => {
    const vendor = await shared();
    const view = vendor.view();
    const budget = { left: 2, leftBySystem: new Map([['vendor', 1]]) };
    const first = codeOf(view.send(read(), scope()));
    const joined = codeOf(view.send(read(), scope({ budget })));
    expect(budget).toEqual({ left: 1, leftBySystem: new Map([['vendor', 0]]) });
    expect(await codeOf(view.send(read(), scope({ budget })))).toBe('LIMIT_EXCEEDED');
    await vendor.holds(1);
    vendor.answer();
    expect(await Promise.all([first, joined])).toEqual([200, 200]);
  });
});

describe('a write', () => {
  it('is never shared', async () => {
    const vendor = await shared();
    const view = vendor.view();
    const calls = [write(), write(), write({ method: 'GET', body: undefined, read: true, write: true }), write({ method: 'GET', body: undefined, read: true, write: true }), write({ read: false, write: false }), write({ read: false, write: false })];
    const answers = calls.map((call) => codeOf(view.send(call, scope())));
    await vendor.holds(6);
    calls.forEach(() => vendor.answer());
    expect(await Promise.all(answers)).toEqual(calls.map(() => 200));
  });

  it('parts the reads before it, during it and after it, for all callers of the tenant and at all systems', async () => {
    const vendor = await shared();
    const [reader, writer] = [vendor.view(), vendor.view()];
    const ask = (): Promise<unknown> => bodyOf(reader.send(read(), scope()));
    const before = [ask(), ask()];
    await vendor.holds(1);
    const written = codeOf(writer.send(write(), scope()));
    const during = [ask(), ask()];
    await vendor.holds(3);
    const [first, post, second] = vendor.waiting;
    json(post!.response, 200, {});
    expect(await written).toBe(200);
    const after = [ask(), ask()];
    await vendor.holds(4);
    json(first!.response, 200, 'before');
    json(second!.response, 200, 'during');
    json(vendor.waiting[3]!.response, 200, 'after');
    expect(await Promise.all([...before, ...during, ...after])).toEqual(['before', 'before', 'during', 'during', 'after', 'after']);
    expect(vendor.calls()).toEqual(['GET /thing', 'POST /thing', 'GET /thing', 'GET /thing']);
  });

  it('parts them where its outcome is not known, too', async () => {
    const vendor = await shared();
    const view = vendor.view();
    const written = codeOf(view.send(write(), scope()));
    await vendor.holds(1);
    const during = codeOf(view.send(read(), scope()));
    await vendor.holds(2);
    vendor.waiting[0]!.response.destroy();
    expect(await written).toBe('OUTCOME_UNKNOWN');
    const after = codeOf(view.send(read(), scope()));
    await vendor.holds(3);
    json(vendor.waiting[1]!.response, 200, {});
    json(vendor.waiting[2]!.response, 200, {});
    expect(await Promise.all([during, after])).toEqual([200, 200]);
  });

  it('of another tenant parts nothing, an event parts everything', async () => {
    const vendor = await shared();
    const other = make(vendor.made.system.baseURL).systems;
    const view = vendor.view();
    const answers = [codeOf(view.send(read(), scope()))];
    answers.push(codeOf(vendor.sharing.viewFor(other.systems).get('vendor')!.send(write(), scope())));
    await vendor.holds(2);
    answers.push(codeOf(view.send(read(), scope())));
    expect(vendor.sharedOnes).toHaveLength(1);
    vendor.sharing.readAnew();
    answers.push(codeOf(view.send(read(), scope())));
    await vendor.holds(3);
    for (let left = 3; left > 0; left -= 1) vendor.answer();
    expect(await Promise.all(answers)).toEqual([200, 200, 200, 200]);
  });
});

describe('a failure', () => {
  it('is everybody\'s, each with an error of his own that names his request', async () => {
    const vendor = await shared();
    const view = vendor.view();
    const errors = ['r-1', 'r-2', 'r-3'].map((requestId) => view.send(read(), scope({ requestId })).then(() => undefined, (error: unknown) => error as UpstreamError));
    await vendor.holds(1);
    vendor.answer({ messages: ['no such thing'] }, 400);
    const all = await Promise.all(errors);
    expect(all.map((error) => error?.extensions)).toEqual(
      ['r-1', 'r-2', 'r-3'].map((requestId) => ({ code: 'UPSTREAM_BAD_REQUEST', system: 'vendor', operation: 'account', requestId, retryable: false, messages: ['no such thing'] })),
    );
    expect(new Set(all).size).toBe(3);
    expect(new Set(all.map((error) => error?.extensions)).size).toBe(3);
    expect(new Set(all.map((error) => error?.extensions['messages'])).size).toBe(3);
    expect(new Set(all.map((error) => error?.message)).size).toBe(1);
    expect(all.every((error) => error instanceof UpstreamError && error.code === 'UPSTREAM_BAD_REQUEST')).toBe(true);
    expect(vendor.calls()).toHaveLength(1);
  });

  it('is tried again once for all', async () => {
    const vendor = await shared({ retries: 1 });
    const view = vendor.view();
    const answers = [view.send(read(), scope()), view.send(read(), scope())].map(codeOf);
    await vendor.holds(1);
    vendor.answer({}, 503);
    await vendor.holds(1);
    vendor.answer();
    expect(await Promise.all(answers)).toEqual([200, 200]);
    expect(vendor.calls()).toHaveLength(2);
  });

  it('that a pause until the deadline follows is told at once, with the time to wait', async () => {
    const vendor = await shared({ retries: 5 });
    const view = vendor.view();
    const answers = [1, 2].map(() => outcome(view.send(read(), scope({ deadline: Date.now() + 60_000 }))));
    await vendor.holds(1);
    vendor.answer({}, 429, { 'retry-after': '3600' });
    for (const one of await Promise.all(answers)) expect(one).toMatchObject({ code: 'UPSTREAM_RATE_LIMITED', retryAfter: 3600 });
    expect(vendor.calls()).toHaveLength(1);
  });

  it('counts once for the circuit', async () => {
    const vendor = await shared({ circuitFailures: 2 });
    const view = vendor.view();
    for (const expected of ['UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE']) {
      const answers = [1, 2, 3].map(() => codeOf(view.send(read(), scope())));
      await vendor.holds(1);
      vendor.answer({}, 500);
      expect(await Promise.all(answers)).toEqual([expected, expected, expected]);
    }
    expect(await codeOf(view.send(read(), scope()))).toBe('UPSTREAM_CIRCUIT_OPEN');
    expect(vendor.calls()).toHaveLength(2);
  });
});

describe('whoever leaves', () => {
  it.each([['first', 0], ['last', 2]])('takes nothing from the others: the %s one', async (_who, who) => {
    const vendor = await shared();
    const view = vendor.view();
    const all = [1, 2, 3].map((n) => ending({ requestId: `r-${n}` }));
    const answers = all.map(({ scope: one }) => outcome(view.send(read(), one)));
    await vendor.holds(1);
    all[who]!.hangUp();
    expect(await answers[who]).toMatchObject({ code: 'UPSTREAM_TIMEOUT', requestId: `r-${who + 1}` });
    vendor.answer();
    expect((await Promise.all(answers)).filter(({ status }) => status === 200)).toHaveLength(2);
    expect(vendor.gone).toEqual([]);
    expect(vendor.calls()).toHaveLength(1);
  });

  it('as the last one ends the call, which nobody joins any more', async () => {
    const vendor = await shared();
    const view = vendor.view();
    const all = [ending(), ending()];
    const answers = all.map(({ scope: one }) => codeOf(view.send(read(), one)));
    await vendor.holds(1);
    all.forEach(({ hangUp }) => hangUp());
    const later = codeOf(view.send(read(), scope()));
    expect(await Promise.all(answers)).toEqual(['UPSTREAM_TIMEOUT', 'UPSTREAM_TIMEOUT']);
    await vendor.waiting.shift()!.gone;
    await vendor.holds(1);
    vendor.answer();
    expect(await later).toBe(200);
    expect(vendor.gone).toEqual(['GET /thing']);
    // Nobody has found out anything about the system.
    expect(vendor.told.map(({ code }) => code)).toEqual(['UPSTREAM_TIMEOUT', 'OK']);
  });

  it('leaves when his own deadline has passed, the others wait for theirs', async () => {
    const vendor = await shared();
    const view = vendor.view();
    const patient = codeOf(view.send(read(), scope({ requestId: 'patient' })));
    const hurried = outcome(view.send(read(), scope({ requestId: 'hurried', deadline: Date.now() + 30 })));
    expect(await hurried).toMatchObject({ code: 'UPSTREAM_TIMEOUT', requestId: 'hurried', message: 'vendor did not answer in time (the deadline of the whole operation passed).' });
    await vendor.holds(1);
    vendor.answer();
    expect(await patient).toBe(200);
  });

  it('leaves a call that goes on beyond the deadline of the one who began it', async () => {
    const vendor = await shared();
    const view = vendor.view();
    const first = codeOf(view.send(read(), scope({ deadline: Date.now() + 30 })));
    const second = codeOf(view.send(read(), scope()));
    expect(await first).toBe('UPSTREAM_TIMEOUT');
    await vendor.holds(1);
    vendor.answer();
    expect(await second).toBe(200);
    expect(vendor.calls()).toHaveLength(1);
  });

  it('as the last one, by his deadline, tells of the system as any call would', async () => {
    const vendor = await shared({ circuitFailures: 1 });
    const view = vendor.view();
    const answers = [1, 2].map(() => codeOf(view.send(read(), scope({ deadline: Date.now() + 30 }))));
    expect(await Promise.all(answers)).toEqual(['UPSTREAM_TIMEOUT', 'UPSTREAM_TIMEOUT']);
    expect(await codeOf(view.send(read(), scope()))).toBe('UPSTREAM_CIRCUIT_OPEN');
  });

  it('has left before he came: he is refused as ever, and joins nobody', async () => {
    const vendor = await shared();
    const view = vendor.view();
    expect(await codeOf(view.send(read(), scope({ deadline: Date.now() - 1 })))).toBe('UPSTREAM_TIMEOUT');
    expect(await codeOf(view.send(read(), scope({ signal: AbortSignal.abort() })))).toBe('UPSTREAM_TIMEOUT');
    expect(vendor.calls()).toEqual([]);
  });
});

describe('what is told of a shared call', () => {
  it('says to each request when it asked, and that another had begun it', async () => {
    const vendor = await shared();
    const view = vendor.view();
    const records: CallRecord[][] = [[], [], []];
    const all = records.map((list) => ending({ onCall: (record) => void list.push(record) }));
    const answers = all.map(({ scope: one }) => codeOf(view.send(read(), one)));
    await vendor.holds(1);
    all[1]!.hangUp();
    vendor.answer({ a: 1 });
    expect(await Promise.all(answers)).toEqual([200, 'UPSTREAM_TIMEOUT', 200]);
    const [[first], [gone], [third]] = records as [CallRecord[], CallRecord[], CallRecord[]];
    expect(first).toMatchObject({ system: 'vendor', operation: 'account', code: 'OK', status: 200, attempts: 1, bytes: 7 });
    expect(first).not.toHaveProperty('shared');
    expect(gone).toMatchObject({ code: 'UPSTREAM_TIMEOUT', status: undefined, attempts: 0, shared: true });
    expect(third).toMatchObject({ code: 'OK', status: 200, attempts: 1, bytes: 7, shared: true });
    expect(third!.sentAt).toBeGreaterThanOrEqual(third!.startedAt);
    expect(third!.startedAt).toBeGreaterThanOrEqual(first!.startedAt);
    expect(records.map((list) => list.length)).toEqual([1, 1, 1]);
    // Counted is what was called.
    expect(vendor.told).toHaveLength(1);
  });
});

describe('where nobody shares', () => {
  it('each read is a call of its own', async () => {
    const vendor = await shared();
    const answers = [1, 2].map(() => codeOf(vendor.made.system.send(read(), scope())));
    await vendor.holds(2);
    vendor.answer();
    vendor.answer();
    expect(await Promise.all(answers)).toEqual([200, 200]);
  });
});

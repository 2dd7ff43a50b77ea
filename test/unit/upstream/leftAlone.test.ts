import { afterEach, describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import type http from 'node:http';
import type { UpstreamObserver } from '../../../src/upstream/observer.ts';
import { closeAll, codeOf, deadUrl, json, latch, make, oauth, outcome, read, scope, startRaw, startServer, write } from './support.ts';

afterEach(closeAll);

/** A server that answers with what `status` says now. */
async function answering(first: number) {
  const state = { status: first };
  const server = await startServer((_seen, response) => json(response, state.status, {}));
  return { server, state };
}

/** Asks until a call is let through again. */
async function untilTried(ask: () => Promise<unknown>): Promise<unknown> {
  for (;;) {
    const code = await ask();
    if (code !== 'UPSTREAM_CIRCUIT_OPEN') return code;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('a system that fails several times in a row', () => {
  it('is left alone: calls fail at once, none is sent, and the caller knows for how long', async () => {
    const { server } = await answering(500);
    const { system, systems, lines } = make(server.url, { circuitFailures: 3, circuitResetMs: 60_000 });
    const codes = [];
    for (const call of [read(), write(), write(), read(), write()]) codes.push(await codeOf(system.send(call, scope())));
    expect(codes).toEqual(['UPSTREAM_UNAVAILABLE', 'OUTCOME_UNKNOWN', 'OUTCOME_UNKNOWN', 'UPSTREAM_CIRCUIT_OPEN', 'UPSTREAM_CIRCUIT_OPEN']);
    expect(server.seen).toHaveLength(3);
    expect(await outcome(system.send(write(), scope()))).toEqual({
      name: 'UpstreamError', message: 'vendor failed repeatedly and is left alone for a while.', code: 'UPSTREAM_CIRCUIT_OPEN',
      system: 'vendor', operation: 'createThing', requestId: 'r-1', retryable: true, retryAfter: 60,
    });
    expect(systems.states()).toMatchObject([{ circuit: 'open', lastOutcome: 'UPSTREAM_CIRCUIT_OPEN' }]);
    expect(lines.filter(({ msg }) => /left alone/.test(msg as string))).toMatchObject([{ level: 40, system: 'vendor', forMs: 60_000 }]);
  });

  it('is tried by one call when it had its time, and is back when that goes well', async () => {
    const { server, state } = await answering(503);
    const states: string[] = [];
    const { system, systems } = make(server.url, { circuitFailures: 2, circuitResetMs: 50 }, undefined, { circuit: (change) => states.push(`${change.system} ${change.state}`) });
    const ask = () => codeOf(system.send(read(), scope()));
    expect([await ask(), await ask(), await ask()]).toEqual(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_CIRCUIT_OPEN']);
    // Still down: one call has found out, and the next ones are spared.
    expect(await untilTried(ask)).toBe('UPSTREAM_UNAVAILABLE');
    expect(server.seen).toHaveLength(3);
    state.status = 200;
    expect(await untilTried(ask)).toBe(200);
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([200, 200, 200]);
    expect(states).toEqual(['vendor open', 'vendor half-open', 'vendor open', 'vendor half-open', 'vendor closed']);
    expect(systems.states()).toMatchObject([{ circuit: 'closed' }]);
  });

  it('is tried by one call alone, while the others still fail at once', async () => {
    const held: http.ServerResponse[] = [];
    const tried = latch();
    const server = await startServer((_seen, response) => {
      if (server.seen.length === 1) return json(response, 500, {});
      held.push(response);
      tried.open();
    });
    const { system } = make(server.url, { circuitFailures: 1, circuitResetMs: 1 });
    expect(await codeOf(system.send(read(), scope()))).toBe('UPSTREAM_UNAVAILABLE');
    const trying = untilTried(() => codeOf(system.send(write(), scope())));
    await tried.promise;
    expect(await outcome(system.send(read(), scope()))).toMatchObject({ code: 'UPSTREAM_CIRCUIT_OPEN', retryAfter: 1 });
    held.forEach((response) => json(response, 200, {}));
    expect(await trying).toBe(200);
    expect(server.seen).toHaveLength(2);
  });

  it('counts each attempt of a read, which ends as its attempts did and not with the circuit', async () => {
    const { server } = await answering(503);
    const { system } = make(server.url, { retries: 2, circuitFailures: 5, circuitResetMs: 60_000 });
    const ask = () => codeOf(system.send(read(), scope()));
    expect([await ask(), await ask(), await ask()]).toEqual(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_CIRCUIT_OPEN']);
    expect(server.seen).toHaveLength(5);
  });

  it('spares those who wait for their turn, too', async () => {
    const { server } = await answering(500);
    const { system } = make(server.url, { concurrency: 1, circuitFailures: 2, circuitResetMs: 60_000 });
    const codes = await Promise.all(Array.from({ length: 6 }, () => codeOf(system.send(write(), scope()))));
    expect(codes).toEqual(['OUTCOME_UNKNOWN', 'OUTCOME_UNKNOWN', ...Array.from({ length: 4 }, () => 'UPSTREAM_CIRCUIT_OPEN')]);
    expect(server.seen).toHaveLength(2);
  });

  it.each<[string, number[]]>([['refusals', [400, 401, 403, 404, 422]], ['too many calls', [429]]])('is not meant by %s: it works', async (_, statuses) => {
    const { server, state } = await answering(200);
    const { system, systems } = make(server.url, { circuitFailures: 2 });
    for (const status of [...statuses, ...statuses, ...statuses]) {
      state.status = status;
      await codeOf(system.send(read(), scope()));
      await codeOf(system.send(write(), scope()));
    }
    expect(server.seen).toHaveLength(statuses.length * 6);
    expect(systems.states()).toMatchObject([{ circuit: 'closed' }]);
  });

  it('is one that does not answer, and one that is not there', async () => {
    const silent = await startServer(() => undefined);
    const slow = make(silent.url, { circuitFailures: 2, timeoutMs: 50 });
    const gone = make(await deadUrl(), { circuitFailures: 2 });
    for (const { system } of [slow, gone]) {
      const codes = [];
      for (let i = 0; i < 3; i += 1) codes.push(await codeOf(system.send(read(), scope())));
      expect(codes[2]).toBe('UPSTREAM_CIRCUIT_OPEN');
    }
    expect(silent.seen).toHaveLength(2);
  });

  it('is not one whose callers hang up', async () => {
    let reached = latch();
    const server = await startServer(() => reached.open());
    const { system, systems } = make(server.url, { circuitFailures: 1 });
    for (let i = 0; i < 5; i += 1) {
      reached = latch();
      const abort = new AbortController();
      const told = codeOf(system.send(read(), scope({ signal: abort.signal })));
      await reached.promise;
      abort.abort();
      expect(await told).toBe('UPSTREAM_TIMEOUT');
    }
    expect(systems.states()).toMatchObject([{ circuit: 'closed' }]);
    expect(server.seen).toHaveLength(5);
  });

  it('is not one whose callers break off their uploads', async () => {
    const begun = latch();
    const { url } = await startRaw((socket) => socket.once('data', () => begun.open()));
    const { system, systems } = make(url, { circuitFailures: 1 });
    const open = (): Readable => Readable.from((async function* () {
      yield Buffer.from('a part');
      await begun.promise;
      throw new Error('the caller is gone');
    })());
    const body = { parts: [{ name: 'file', filename: 'a.pdf', contentType: 'application/pdf', open }] };
    expect(await codeOf(system.send(write({ body, headers: {} }), scope()))).toBe('OUTCOME_UNKNOWN');
    expect(systems.states()).toMatchObject([{ circuit: 'closed' }]);
  });

  it('has failed once when the one token failed that many calls waited for', async () => {
    const held: http.ServerResponse[] = [];
    const server = await startServer((_seen, response) => void held.push(response));
    const { system, systems } = make(server.url, { circuitFailures: 2, credentials: [oauth()], defaultCredential: 'oauth2' });
    const calls = Array.from({ length: 10 }, () => codeOf(system.send(read(), scope())));
    while (held.length === 0) await new Promise((resolve) => setImmediate(resolve));
    held.forEach((response) => json(response, 500, {}));
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['UPSTREAM_UNAVAILABLE']));
    expect(server.seen).toHaveLength(1);
    expect(systems.states()).toMatchObject([{ circuit: 'closed' }]);
  });

  it('is left alone for those of one tenant, not for those of another', async () => {
    const server = await startServer(({ headers }, response) => json(response, headers['x-key'] === 'bad' ? 500 : 200, {}));
    const tenant = (key: string) => make(server.url, { circuitFailures: 1, credentials: [{ type: 'API_KEY', name: 'k', header: 'x-key', key }], defaultCredential: 'k' });
    const [one, other] = [tenant('bad'), tenant('good')];
    expect(await codeOf(one.system.send(read(), scope()))).toBe('UPSTREAM_UNAVAILABLE');
    expect(await codeOf(one.system.send(read(), scope()))).toBe('UPSTREAM_CIRCUIT_OPEN');
    expect(await codeOf(other.system.send(read(), scope()))).toBe(200);
  });
});

describe('a budget of calls', () => {
  it('is used up by calls, however often each is tried, and then nothing is sent', async () => {
    const { server } = await answering(503);
    const { system } = make(server.url, { retries: 1 });
    const budget = { left: 2 };
    const codes = [];
    for (const call of [read(), write(), write(), read()]) codes.push(await codeOf(system.send(call, scope({ budget }))));
    expect(codes).toEqual(['UPSTREAM_UNAVAILABLE', 'OUTCOME_UNKNOWN', 'LIMIT_EXCEEDED', 'LIMIT_EXCEEDED']);
    expect(server.seen).toHaveLength(3);
    expect(budget.left).toBe(0);
    expect(await outcome(system.send(read(), scope({ budget })))).toMatchObject({
      message: 'vendor was not asked: a limit of the operation is exceeded (the operation makes more upstream calls than it may).', retryable: false, operation: 'account',
    });
    // Another request has its own.
    expect(await codeOf(system.send(read({ accept: [503] }), scope()))).toBe(503);
  });

  it('may bound the calls to one system', async () => {
    const { server } = await answering(200);
    const { system } = make(server.url);
    const budget = { left: 5, leftBySystem: new Map([['vendor', 1], ['other', 0]]) };
    expect(await codeOf(system.send(read(), scope({ budget })))).toBe(200);
    expect(await codeOf(system.send(read(), scope({ budget })))).toBe('LIMIT_EXCEEDED');
    expect([budget.left, budget.leftBySystem.get('vendor'), server.seen.length]).toEqual([4, 0, 1]);
    budget.leftBySystem.delete('vendor');
    expect(await codeOf(system.send(read(), scope({ budget })))).toBe(200);
  });

  it('that is used up says nothing of the system', async () => {
    const { server } = await answering(200);
    const { system, systems } = make(server.url, { circuitFailures: 1 });
    await codeOf(system.send(read(), scope({ budget: { left: 0 } })));
    expect(systems.states()).toMatchObject([{ circuit: 'closed' }]);
  });
});

describe('who observes', () => {
  function watching() {
    const told: unknown[] = [];
    const observer: UpstreamObserver = {
      callStarted: (call) => {
        told.push(['started', call]);
        return ({ code }) => void told.push(['span ended', code]);
      },
      callEnded: (record) => void told.push(['ended', record]),
      tokenRefreshed: (refresh) => void told.push(['token', refresh]),
    };
    return { told, observer };
  }

  it('is told of a call: its beginning, its end, and so is its request', async () => {
    const server = await startServer((_seen, response) => json(response, 201, { a: 1 }));
    const { told, observer } = watching();
    const { system } = make(server.url, {}, undefined, observer);
    const before = performance.now();
    await system.send(write({ lookups: 7 }), scope({ onCall: (record) => void told.push(['mine', record]) }));
    const record = {
      system: 'vendor', operation: 'createThing', method: 'POST', status: 201, code: 'OK', attempts: 1, bytes: 7, lookups: 7,
      startedAt: expect.any(Number), sentAt: expect.any(Number), endedAt: expect.any(Number),
    };
    expect(told).toEqual([
      ['started', { system: 'vendor', operation: 'createThing', method: 'POST', requestId: 'r-1' }],
      ['span ended', 'OK'], ['ended', record], ['mine', record],
    ]);
    const { startedAt, sentAt, endedAt } = (told[3] as [string, { startedAt: number; sentAt: number; endedAt: number }])[1];
    expect([before, startedAt, sentAt, endedAt]).toEqual([before, startedAt, sentAt, endedAt].sort((a, b) => a - b));
  });

  it('is told of all attempts as one call', async () => {
    const server = await startServer((_seen, response) => json(response, server.seen.length < 3 ? 503 : 200, {}));
    const { told, observer } = watching();
    const { system } = make(server.url, { retries: 2 }, undefined, observer);
    await system.send(read(), scope());
    expect(told).toMatchObject([['started', {}], ['span ended', 'OK'], ['ended', { code: 'OK', status: 200, attempts: 3, bytes: 2 }]]);
  });

  it('is told what was never sent, why it failed, and the last status', async () => {
    const { server, state } = await answering(500);
    const { told, observer } = watching();
    const up = make(server.url, { circuitFailures: 2 }, undefined, observer);
    const gone = make(await deadUrl(), { retries: 1 }, undefined, observer);
    await codeOf(up.system.send(write(), scope()));
    state.status = 404;
    await codeOf(up.system.send(read(), scope()));
    await codeOf(gone.system.send(read(), scope()));
    await codeOf(up.system.send(read(), scope({ budget: { left: 0 } })));
    expect(told.filter(([what]: any) => what === 'ended')).toMatchObject([
      ['ended', { code: 'OUTCOME_UNKNOWN', status: 500, attempts: 1, bytes: 0 }],
      ['ended', { code: 'UPSTREAM_NOT_FOUND', status: 404, attempts: 1 }],
      ['ended', { code: 'UPSTREAM_UNAVAILABLE', status: undefined, attempts: 0, sentAt: undefined }],
      ['ended', { code: 'LIMIT_EXCEEDED', status: undefined, attempts: 0, sentAt: undefined }],
    ]);
  });

  it('is told of tokens, and of the call that a renewed one repeated', async () => {
    let tokens = 0;
    const server = await startServer(({ url, headers }, response) => {
      if (url !== '/token') return json(response, headers.authorization === 'Bearer t2' ? 200 : 401, {});
      tokens += 1;
      json(response, tokens < 3 ? 200 : 500, { access_token: `t${tokens}`, expires_in: 3600 });
    });
    const { told, observer } = watching();
    const { system } = make(server.url, { credentials: [oauth()], defaultCredential: 'oauth2' }, undefined, observer);
    await system.send(write(), scope());
    expect(told).toMatchObject([
      ['started', {}], ['token', { system: 'vendor', ok: true }], ['token', { system: 'vendor', ok: true }], ['span ended', 'OK'], ['ended', { attempts: 2, status: 200 }],
    ]);
  });
});

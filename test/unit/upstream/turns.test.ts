import { afterEach, describe, expect, it } from '@jest/globals';
import type http from 'node:http';
import { closeAll, codeOf, json, latch, make, outcome, read, scope, startServer, write } from './support.ts';

afterEach(closeAll);

/** A server that answers only when told to, oldest first. */
async function held() {
  const waiting: http.ServerResponse[] = [];
  let most = 0;
  let wanted = 0;
  let reached = latch();
  const server = await startServer((_seen, response) => {
    waiting.push(response);
    most = Math.max(most, waiting.length);
    if (waiting.length >= wanted) reached.open();
  });
  return {
    server,
    most: () => most,
    /** Until this many calls wait for their answers. */
    async holds(count: number) {
      wanted = count;
      if (waiting.length >= count) return;
      reached = latch();
      await reached.promise;
    },
    answerOne: () => {
      const response = waiting.shift();
      if (response) json(response, 200, {});
    },
    urls: () => server.seen.map(({ url }) => url),
  };
}

describe('concurrent calls to one system', () => {
  it('are capped, and all are made', async () => {
    const upstream = await held();
    const { system } = make(upstream.server.url, { concurrency: 3 });
    const calls = Array.from({ length: 10 }, () => codeOf(system.send(read(), scope())));
    for (let made = 0; made < 10; made += 1) {
      await upstream.holds(Math.min(3, 10 - made));
      upstream.answerOne();
    }
    expect(await Promise.all(calls)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(upstream.most()).toBe(3);
  });

  it('take turns by request: a single call is not behind a thousand of another request', async () => {
    const upstream = await held();
    const { system } = make(upstream.server.url, { concurrency: 1 });
    const call = (requestId: string, n: number) => codeOf(system.send(read({ path: `/${requestId}${n}` }), scope({ requestId })));
    const calls = [call('a', 1), call('a', 2), call('a', 3), call('a', 4), call('b', 1), call('c', 1), call('b', 2)];
    for (let made = 0; made < 7; made += 1) {
      await upstream.holds(1);
      upstream.answerOne();
    }
    await Promise.all(calls);
    expect(upstream.urls()).toEqual(['/a1', '/a2', '/b1', '/c1', '/a3', '/b2', '/a4']);
  });

  it('of two systems do not take each other\'s places', async () => {
    const upstream = await held();
    const slow = make(upstream.server.url, { concurrency: 1 });
    const other = make(upstream.server.url, { concurrency: 1 });
    const calls = [codeOf(slow.system.send(read(), scope())), codeOf(other.system.send(read(), scope()))];
    await upstream.holds(2);
    upstream.answerOne();
    upstream.answerOne();
    expect(await Promise.all(calls)).toEqual([200, 200]);
  });

  it('that end while they wait were not sent, and a retry is safe', async () => {
    const upstream = await held();
    const { system } = make(upstream.server.url, { concurrency: 1 });
    const abort = new AbortController();
    const first = codeOf(system.send(write(), scope()));
    await upstream.holds(1);
    const hungUp = outcome(system.send(write(), scope({ requestId: 'r-2', signal: abort.signal })));
    const late = outcome(system.send(write(), scope({ requestId: 'r-3', deadline: Date.now() + 50 })));
    const patient = codeOf(system.send(write(), scope({ requestId: 'r-2' })));
    abort.abort();
    expect(await hungUp).toMatchObject({ code: 'UPSTREAM_TIMEOUT', retryable: true, message: 'vendor did not answer in time (the caller hung up before the call was sent).' });
    expect(await late).toMatchObject({ code: 'UPSTREAM_TIMEOUT', retryable: true, message: 'vendor did not answer in time (the deadline of the whole operation passed before the call was sent).' });
    upstream.answerOne();
    await upstream.holds(1);
    upstream.answerOne();
    expect([await first, await patient]).toEqual([200, 200]);
    expect(upstream.server.seen).toHaveLength(2);
  });

  it('do not spend their own time limit on waiting', async () => {
    const upstream = await held();
    const { system } = make(upstream.server.url, { concurrency: 1, timeoutMs: 150 });
    // The first two hang until their limits; a third that had counted the wait would be over too.
    const codes = [0, 1].map(() => codeOf(system.send(read(), scope())));
    const third = codeOf(system.send(read(), scope()));
    expect(await Promise.all(codes)).toEqual(['UPSTREAM_TIMEOUT', 'UPSTREAM_TIMEOUT']);
    await upstream.holds(3);
    upstream.answerOne();
    upstream.answerOne();
    upstream.answerOne();
    expect(await third).toBe(200);
  });

  it('give their place back however they end', async () => {
    const answers: ((response: http.ServerResponse) => void)[] = [
      (response) => json(response, 500, {}),
      (response) => response.socket?.destroy(),
      (response) => response.end('x'.repeat(2000)),
      () => undefined,
    ];
    const server = await startServer((_seen, response) => (answers.shift() ?? ((one: http.ServerResponse) => json(one, 200, {})))(response));
    const { system } = make(server.url, { concurrency: 1, maxAnswerBytes: 1000, timeoutMs: 100 });
    const codes: unknown[] = [];
    for (let i = 0; i < 4; i += 1) codes.push(await codeOf(system.send(read(), scope())));
    codes.push(await codeOf(system.send(read({ path: 'bad' }), scope())), await codeOf(system.send(read(), scope())));
    expect(codes).toEqual(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_INVALID_RESPONSE', 'UPSTREAM_TIMEOUT', 'UPSTREAM_BAD_REQUEST', 200]);
  });
});

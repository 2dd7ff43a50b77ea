import { afterEach, describe, expect, it } from '@jest/globals';
import type http from 'node:http';
import { closeAll, codeOf, deadUrl, json, latch, make, oauth, outcome, read, scope, startRaw, startServer, write } from './support.ts';

afterEach(closeAll);

type Act = (response: http.ServerResponse) => void;

const status = (code: number, headers: http.OutgoingHttpHeaders = {}): Act => (response) => json(response, code, {}, headers);
const ok = status(200);
const reset: Act = (response) => void response.socket?.resetAndDestroy();
const truncated: Act = (response) => {
  response.writeHead(200, { 'content-length': '100' });
  response.write('half', () => response.socket?.end());
};
const hang: Act = () => undefined;

/** A server that meets its first request with the first act and so on, all later ones with the last. */
async function acting(...acts: Act[]) {
  const server = await startServer((_seen, response) => (acts[Math.min(server.seen.length, acts.length) - 1] ?? ok)(response));
  return server;
}

describe('a read', () => {
  it.each<[string, Act]>([
    ['429', status(429)], ['502', status(502)], ['503', status(503)], ['504', status(504)], ['408', status(408)],
    ['a connection that is reset', reset], ['an answer that is cut off', truncated], ['no answer in time', hang],
  ])('is tried again after %s, and its answer is the answer', async (_, act) => {
    const server = await acting(act, act, ok);
    const { system, lines } = make(server.url, { retries: 2, timeoutMs: 300 });
    expect(await codeOf(system.send(read(), scope()))).toBe(200);
    expect(server.seen).toHaveLength(3);
    // A failure that nobody met is nobody's warning.
    expect(lines.map(({ msg }) => msg)).toEqual(['upstream call']);
  });

  it.each<[string, Act, string]>([
    ['429', status(429), 'UPSTREAM_RATE_LIMITED'], ['503', status(503), 'UPSTREAM_UNAVAILABLE'], ['a reset', reset, 'UPSTREAM_UNAVAILABLE'], ['nothing', hang, 'UPSTREAM_TIMEOUT'],
  ])('is tried no more often than it may be, and fails as its last attempt: %s', async (_, act, code) => {
    const server = await acting(act);
    const { system, lines } = make(server.url, { retries: 3, timeoutMs: 100 });
    expect(await codeOf(system.send(read(), scope()))).toBe(code);
    expect(server.seen).toHaveLength(4);
    expect(lines).toMatchObject([{ level: 40, code, attempts: 4 }]);
  });

  it.each<[string, Act, unknown]>([
    ['500', status(500), 'UPSTREAM_UNAVAILABLE'], ['501', status(501), 'UPSTREAM_UNAVAILABLE'], ['400', status(400), 'UPSTREAM_BAD_REQUEST'], ['401', status(401), 'UPSTREAM_UNAUTHENTICATED'],
    ['403', status(403), 'UPSTREAM_FORBIDDEN'], ['404', status(404), 'UPSTREAM_NOT_FOUND'], ['a redirect', status(302, { location: '/' }), 'UPSTREAM_INVALID_RESPONSE'],
    ['what is no HTTP', (response) => void response.socket?.end('nonsense\r\n\r\n'), 'UPSTREAM_INVALID_RESPONSE'],
    ['a damaged compression', status(200, { 'content-encoding': 'gzip' }), 'UPSTREAM_INVALID_RESPONSE'],
  ])('is not tried again after %s', async (_, act, code) => {
    const server = await acting(act, ok);
    const { system } = make(server.url, { retries: 2 });
    expect(await codeOf(system.send(read(), scope()))).toBe(code);
    expect(server.seen).toHaveLength(1);
  });

  it('that accepts a status has its answer', async () => {
    const server = await acting(status(503));
    const { system } = make(server.url, { retries: 2 });
    expect(await codeOf(system.send(read({ accept: [503] }), scope()))).toBe(503);
    expect(server.seen).toHaveLength(1);
  });

  it('by POST is a read all the same, its body sent each time', async () => {
    const server = await acting(status(503), reset, ok);
    const { system } = make(server.url, { retries: 2 });
    expect(await codeOf(system.send(write({ read: true }), scope()))).toBe(200);
    expect(server.seen.map(({ method, body }) => [method, body])).toEqual([['POST', '{"a":1}'], ['POST', '{"a":1}'], ['POST', '{"a":1}']]);
  });

  it('finds a system that came back in between', async () => {
    const { url, port, close } = await startRaw(() => undefined);
    await close();
    const { system } = make(url, { retries: 10 });
    const asked = codeOf(system.send(read(), scope()));
    const server = await startServer((_seen, response) => json(response, 200, {}), port);
    expect(await asked).toBe(200);
    expect(server.seen).toHaveLength(1);
  });

  it('waits as long as the system asks for', async () => {
    const at: number[] = [];
    const server = await startServer((_seen, response) => (at.push(performance.now()) === 1 ? status(503, { 'retry-after': '1' })(response) : ok(response)));
    const { system } = make(server.url, { retries: 2 });
    expect(await codeOf(system.send(read(), scope()))).toBe(200);
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(999);
  });

  it('fails at once where the deadline does not leave so long, and says how long it would be', async () => {
    const server = await acting(status(429, { 'retry-after': '30' }), ok);
    const { system } = make(server.url, { retries: 2 });
    expect(await outcome(system.send(read(), scope({ deadline: Date.now() + 20_000 })))).toMatchObject({ code: 'UPSTREAM_RATE_LIMITED', retryAfter: 30 });
    expect(server.seen).toHaveLength(1);
  });

  it('has the time limit of one attempt each time, and ends with the deadline', async () => {
    const server = await acting(hang);
    const { system } = make(server.url, { retries: 10, timeoutMs: 200 });
    const told = await outcome(system.send(read(), scope({ deadline: Date.now() + 700 })));
    expect(told).toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
    expect(server.seen.length).toBeGreaterThanOrEqual(2);
    expect(server.seen.length).toBeLessThanOrEqual(4);
  });

  it('gives its place to others while it pauses', async () => {
    const server = await startServer(({ url }, response) => (url === '/a' && server.seen.length === 1 ? status(503, { 'retry-after': '1' })(response) : ok(response)));
    const { system } = make(server.url, { retries: 1, concurrency: 1 });
    const calls = ['/a', '/b', '/c'].map((path) => codeOf(system.send(read({ path }), scope())));
    expect(await Promise.all(calls)).toEqual([200, 200, 200]);
    expect(server.seen.map(({ url }) => url)).toEqual(['/a', '/b', '/c', '/a']);
  });

  it('is not tried again for a caller who hung up in the pause', async () => {
    const asked = latch();
    const server = await startServer((_seen, response) => {
      status(503, { 'retry-after': '30' })(response);
      response.once('close', () => asked.open());
    });
    const { system } = make(server.url, { retries: 5 });
    const abort = new AbortController();
    const told = codeOf(system.send(read(), scope({ signal: abort.signal })));
    server.seen.length = 0;
    // The answer is out; whether the pause has begun by now or not, it ends.
    await asked.promise;
    abort.abort();
    expect(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_TIMEOUT']).toContain(await told);
    expect(server.seen).toHaveLength(1);
  });

  it('is not tried again by a gateway that shuts down', async () => {
    const server = await acting(status(503, { 'retry-after': '1' }), ok);
    const { system, systems } = make(server.url, { retries: 5 });
    const told = codeOf(system.send(read(), scope()));
    await Promise.all([systems.close(), told]);
    expect(await told).toBe('UPSTREAM_UNAVAILABLE');
    expect(server.seen).toHaveLength(1);
  });

  it('whose token cannot be had is tried again with it: the token call is, too', async () => {
    let tokens = 0;
    const server = await startServer(({ url }, response) => {
      if (url !== '/token') return ok(response);
      tokens += 1;
      if (tokens < 3) reset(response);
      else json(response, 200, { access_token: 't', expires_in: 3600 });
    });
    const { system } = make(server.url, { retries: 2, credentials: [oauth()], defaultCredential: 'oauth2' });
    expect(await codeOf(system.send(read(), scope()))).toBe(200);
    expect(tokens).toBe(3);
    expect(server.seen.filter(({ url }) => url === '/thing')).toHaveLength(1);
  });

  it('is not tried again where its token is refused', async () => {
    const server = await acting(status(400));
    const { system } = make(server.url, { retries: 2, credentials: [oauth()], defaultCredential: 'oauth2' });
    expect(await codeOf(system.send(read(), scope()))).toBe('UPSTREAM_UNAUTHENTICATED');
    expect(server.seen).toHaveLength(1);
  });
});

describe('a write', () => {
  it.each<[string, Act, string]>([
    ['429', status(429), 'UPSTREAM_RATE_LIMITED'], ['500', status(500), 'OUTCOME_UNKNOWN'], ['502', status(502), 'OUTCOME_UNKNOWN'], ['503', status(503), 'OUTCOME_UNKNOWN'],
    ['503 with a time', status(503, { 'retry-after': '0' }), 'OUTCOME_UNKNOWN'], ['504', status(504), 'OUTCOME_UNKNOWN'], ['408', status(408), 'OUTCOME_UNKNOWN'],
    ['a reset', reset, 'OUTCOME_UNKNOWN'], ['a cut', truncated, 'OUTCOME_UNKNOWN'], ['nothing', hang, 'OUTCOME_UNKNOWN'],
  ])('is sent once, whatever it meets: %s', async (_, act, code) => {
    const server = await acting(act, ok);
    const { system } = make(server.url, { retries: 5, timeoutMs: 200 });
    expect(await codeOf(system.send(write(), scope()))).toBe(code);
    expect(server.seen).toHaveLength(1);
  });

  it('that finds no connection is left to its caller', async () => {
    const { system } = make(await deadUrl(), { retries: 5 });
    expect(await outcome(system.send(write(), scope()))).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryable: true });
  });

  it('whose token cannot be had was not sent, and asks for it once', async () => {
    const server = await acting(status(503));
    const { system } = make(server.url, { retries: 5, credentials: [oauth()], defaultCredential: 'oauth2' });
    expect(await codeOf(system.send(write(), scope()))).toBe('UPSTREAM_UNAVAILABLE');
    expect(server.seen.map(({ url }) => url)).toEqual(['/token']);
  });
});

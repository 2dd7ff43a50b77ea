import { afterEach, describe, expect, it } from '@jest/globals';
import type http from 'node:http';
import { closeAll, codeOf, deadUrl, json, latch, make, oauth, outcome, read, scope, startRaw, startServer, write } from './support.ts';
import type { Seen } from './support.ts';

afterEach(closeAll);

type Respond = (seen: Seen, response: http.ServerResponse, count: number) => void;

/** A vendor with a token call and an API behind it; both counted, the n-th token is `t-n`. */
async function vendor(options: { token?: Respond; api?: Respond } = {}) {
  const tokens: Seen[] = [];
  const calls: Seen[] = [];
  const token = options.token ?? ((_seen, response, count) => json(response, 200, { access_token: `t-${count}`, expires_in: 3600, token_type: 'Bearer' }));
  const api = options.api ?? ((_seen, response) => json(response, 200, {}));
  const server = await startServer((seen, response) => {
    if (seen.url.endsWith('/token')) token(seen, response, tokens.push(seen));
    else api(seen, response, calls.push(seen));
  });
  return { url: server.url, tokens, calls, used: () => calls.map(({ headers }) => headers.authorization) };
}

/** A clock that only the test moves. */
function clock() {
  let now = 1_000_000;
  return { read: () => now, forward: (ms: number) => (now += ms) };
}

const withToken = { credential: 'oauth2' };

describe('the token call', () => {
  it('with the client in the form', async () => {
    const { url, tokens, used } = await vendor();
    await make(`${url}/base`, { credentials: [oauth({ id: 'i d&', secret: 's=+' })] }).system.send(read(withToken), scope());
    expect(tokens).toHaveLength(1);
    expect(tokens[0]).toMatchObject({
      method: 'POST', url: '/base/token', body: 'grant_type=client_credentials&client_id=i+d%26&client_secret=s%3D%2B',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', 'user-agent': 'collectgraph' },
    });
    expect(tokens[0]?.headers.authorization).toBeUndefined();
    expect(used()).toEqual(['Bearer t-1']);
  });

  it('with the client as Basic, and the token sent raw', async () => {
    const { url, tokens, used } = await vendor();
    await make(url, { credentials: [oauth({ client: 'BASIC', scheme: 'raw' })] }).system.send(read(withToken), scope());
    expect(tokens[0]).toMatchObject({
      body: 'grant_type=client_credentials',
      headers: { authorization: `Basic ${Buffer.from('the-id:the-secret').toString('base64')}`, 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(used()).toEqual(['t-1']);
  });

  it('is not made for a call without credential', async () => {
    const { url, tokens } = await vendor();
    await make(url, { credentials: [oauth()] }).system.send(read(), scope());
    expect(tokens).toHaveLength(0);
  });

  it('is made once for a hundred calls at once, and not again for the next ones', async () => {
    const { url, tokens, used } = await vendor();
    const { system } = make(url, { credentials: [oauth()] });
    await Promise.all(Array.from({ length: 100 }, (_, i) => system.send(i % 2 ? read(withToken) : write(withToken), scope())));
    await system.send(read(withToken), scope());
    expect(tokens).toHaveLength(1);
    expect(new Set(used())).toEqual(new Set(['Bearer t-1']));
    expect(used()).toHaveLength(101);
  });

  it('is made once for each credential', async () => {
    const { url, tokens } = await vendor();
    const { system } = make(url, { credentials: [oauth(), oauth({ name: 'other', id: 'other-id' })] });
    await Promise.all([system.send(read(withToken), scope()), system.send(read({ credential: 'other' }), scope())]);
    expect(tokens.map(({ body }) => new URLSearchParams(body).get('client_id')).sort()).toEqual(['other-id', 'the-id']);
  });

  const refusals: [string, Respond, string, boolean][] = [
    ['400 invalid_client', (_seen, response) => json(response, 400, { error: 'invalid_client' }), 'UPSTREAM_UNAUTHENTICATED', false],
    ['401', (_seen, response) => json(response, 401, {}), 'UPSTREAM_UNAUTHENTICATED', false],
    ['403', (_seen, response) => json(response, 403, {}), 'UPSTREAM_UNAUTHENTICATED', false],
    ['404', (_seen, response) => json(response, 404, {}), 'UPSTREAM_INVALID_RESPONSE', false],
    ['405', (_seen, response) => response.writeHead(405).end(), 'UPSTREAM_INVALID_RESPONSE', false],
    ['408', (_seen, response) => json(response, 408, {}), 'UPSTREAM_TIMEOUT', true],
    ['429', (_seen, response) => json(response, 429, {}, { 'retry-after': '9' }), 'UPSTREAM_RATE_LIMITED', true],
    ['500', (_seen, response) => json(response, 500, {}), 'UPSTREAM_UNAVAILABLE', true],
    ['503', (_seen, response) => json(response, 503, {}), 'UPSTREAM_UNAVAILABLE', true],
    ['302', (_seen, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), 'UPSTREAM_INVALID_RESPONSE', false],
    ['a reset', (_seen, response) => response.socket?.resetAndDestroy(), 'UPSTREAM_UNAVAILABLE', true],
    ['no JSON', (_seen, response) => response.end('<html>'), 'UPSTREAM_INVALID_RESPONSE', false],
    ['JSON null', (_seen, response) => response.end('null'), 'UPSTREAM_INVALID_RESPONSE', false],
    ['no token', (_seen, response) => json(response, 200, { expires_in: 3600 }), 'UPSTREAM_INVALID_RESPONSE', false],
    ['an empty token', (_seen, response) => json(response, 200, { access_token: '' }), 'UPSTREAM_INVALID_RESPONSE', false],
    ['a token that is a number', (_seen, response) => json(response, 200, { access_token: 7 }), 'UPSTREAM_INVALID_RESPONSE', false],
    ['a token that would end its header', (_seen, response) => json(response, 200, { access_token: 'a\r\nx: y' }), 'UPSTREAM_INVALID_RESPONSE', false],
    ['a giant answer', (_seen, response) => json(response, 200, { access_token: 't', filler: 'x'.repeat(70_000) }), 'UPSTREAM_INVALID_RESPONSE', false],
    ['nothing', (_seen, response) => response.end(), 'UPSTREAM_INVALID_RESPONSE', false],
  ];

  it.each(refusals)('answered with %s: the call is not sent, and a write is told so', async (_name, token, code, retryable) => {
    const { url, tokens, calls } = await vendor({ token });
    const { system } = make(url, { credentials: [oauth()] });
    expect(await outcome(system.send(write(withToken), scope()))).toMatchObject({ code, retryable });
    expect(await codeOf(system.send(read(withToken), scope()))).toBe(code);
    expect(calls).toHaveLength(0);
    // The failure of one call is not remembered for the next.
    expect(tokens).toHaveLength(2);
  });

  it('answered with a redirect does not show the secret to another host', async () => {
    const other = await startServer((_seen, response) => json(response, 200, { access_token: 'forged', expires_in: 3600 }));
    const { url, calls } = await vendor({ token: (_seen, response) => response.writeHead(307, { location: `${other.url}/token` }).end() });
    expect(await codeOf(make(url, { credentials: [oauth()] }).system.send(read(withToken), scope()))).toBe('UPSTREAM_INVALID_RESPONSE');
    expect([other.seen.length, calls.length]).toEqual([0, 0]);
  });

  it('says when to come again', async () => {
    const { url } = await vendor({ token: (_seen, response) => json(response, 429, {}, { 'retry-after': '9' }) });
    expect(await outcome(make(url, { credentials: [oauth()] }).system.send(read(withToken), scope()))).toMatchObject({ retryAfter: 9 });
  });

  it('that fails, fails all that wait for it with their own operation, and is made once', async () => {
    const { url, tokens } = await vendor({ token: (_seen, response) => json(response, 400, { error: 'invalid_client' }) });
    const { system } = make(url, { credentials: [oauth()] });
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) => outcome(system.send(read({ ...withToken, operation: `op${i}` }), scope({ requestId: `r-${i}` })))),
    );
    expect(results.map(({ operation, requestId }) => [operation, requestId])).toEqual(Array.from({ length: 20 }, (_, i) => [`op${i}`, `r-${i}`]));
    expect(new Set(results.map(({ code, message }) => `${String(code)} ${String(message)}`))).toEqual(
      new Set(['UPSTREAM_UNAUTHENTICATED vendor does not accept the configured credentials (its token call was answered 400).']),
    );
    expect(tokens).toHaveLength(1);
  });

  it('that cannot be made', async () => {
    const { system } = make(await deadUrl(), { credentials: [oauth()] });
    expect(await outcome(system.send(write(withToken), scope()))).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryable: true });
  });

  it.each(['head', 'body'])('that takes too long (%s) is a timeout, for a write too', async (where) => {
    const { url } = await vendor({
      token: (_seen, response) => {
        if (where === 'body') response.writeHead(200).write('{"access_');
      },
    });
    expect(await outcome(make(url, { credentials: [oauth()], timeoutMs: 60 }).system.send(write(withToken), scope()))).toMatchObject({ code: 'UPSTREAM_TIMEOUT', retryable: true });
  });

  it('outlives a caller who stops waiting for it', async () => {
    const asked = latch();
    const answer = latch();
    const { url, tokens, calls } = await vendor({
      token: (_seen, response) => {
        asked.open();
        void answer.promise.then(() => json(response, 200, { access_token: 't', expires_in: 3600 }));
      },
    });
    const { system } = make(url, { credentials: [oauth()] });
    const abort = new AbortController();
    const impatient = outcome(system.send(write(withToken), scope({ signal: abort.signal })));
    const patient = codeOf(system.send(write(withToken), scope()));
    await asked.promise;
    abort.abort();
    expect(await impatient).toMatchObject({ code: 'UPSTREAM_TIMEOUT', message: 'vendor did not answer in time (the caller hung up while it waited for a token).' });
    answer.open();
    expect(await patient).toBe(200);
    expect([tokens.length, calls.length]).toEqual([1, 1]);
  });

  it('is not made for a call whose deadline has passed', async () => {
    const { url, tokens } = await vendor();
    expect(await codeOf(make(url, { credentials: [oauth()] }).system.send(write(withToken), scope({ deadline: Date.now() - 1 })))).toBe('UPSTREAM_TIMEOUT');
    expect(tokens).toHaveLength(0);
  });

  it('is ended when the systems are closed', async () => {
    const time = clock();
    const asked = latch();
    const { url } = await vendor({
      token: (_seen, response, count) => {
        if (count === 1) json(response, 200, { access_token: 't-1', expires_in: 100 });
        else asked.open();
      },
    });
    const { system, systems } = make(url, { credentials: [oauth()] }, time.read);
    await system.send(read(withToken), scope());
    time.forward(95_000);
    await system.send(read(withToken), scope());
    await asked.promise;
    await systems.close();
  });
});

describe('the life of a token', () => {
  it('is used until the last tenth of its life; then renewed once in the background, delaying nobody', async () => {
    const time = clock();
    const renewal = latch();
    const asked = latch();
    const { url, tokens, used } = await vendor({
      token: (_seen, response, count) => {
        const give = () => json(response, 200, { access_token: `t-${count}`, expires_in: 1000 });
        if (count === 1) return give();
        asked.open();
        void renewal.promise.then(give);
      },
    });
    const { system } = make(url, { credentials: [oauth()] }, time.read);
    await system.send(read(withToken), scope());
    time.forward(899_000);
    await system.send(read(withToken), scope());
    expect(tokens).toHaveLength(1);
    time.forward(2_000);
    // The renewal is on its way and not answered: these calls go through all the same.
    await Promise.all(Array.from({ length: 10 }, () => system.send(read(withToken), scope())));
    await asked.promise;
    await system.send(read(withToken), scope());
    expect(tokens).toHaveLength(2);
    expect(new Set(used())).toEqual(new Set(['Bearer t-1']));
    renewal.open();
    // Beyond the life of the old one: waits for the renewal that is on its way.
    time.forward(98_000);
    await system.send(read(withToken), scope());
    expect(used().at(-1)).toBe('Bearer t-2');
    expect(tokens).toHaveLength(2);
  });

  it('ends shortly before it runs out: the next call waits for another', async () => {
    const time = clock();
    const { url, tokens, used } = await vendor();
    const { system } = make(url, { credentials: [oauth()] }, time.read);
    await system.send(read(withToken), scope());
    time.forward(3_600_000 - 9_000);
    await Promise.all([system.send(read(withToken), scope()), system.send(read(withToken), scope())]);
    expect(tokens).toHaveLength(2);
    expect(used()).toEqual(['Bearer t-1', 'Bearer t-2', 'Bearer t-2']);
  });

  it('a renewal that fails in the background is logged, paused, and harms no call', async () => {
    const time = clock();
    let failing = true;
    const failed = [latch(), latch()];
    const { url, tokens, used } = await vendor({
      token: (_seen, response, count) => {
        if (count > 1 && failing) {
          response.once('close', () => failed[count - 2]?.open());
          return json(response, 503, {});
        }
        json(response, 200, { access_token: `t-${count}`, expires_in: 1000 });
      },
    });
    const { system, lines } = make(url, { credentials: [oauth()] }, time.read);
    const warned = async () => {
      while (!lines.some(({ msg }) => msg === 'token not renewed, the old one still serves')) await new Promise((resolve) => setImmediate(resolve));
    };
    await system.send(read(withToken), scope());
    time.forward(905_000);
    expect(await codeOf(system.send(read(withToken), scope()))).toBe(200);
    await failed[0]?.promise;
    await warned();
    expect(await codeOf(system.send(read(withToken), scope()))).toBe(200);
    expect(tokens).toHaveLength(2);
    failing = false;
    time.forward(1_001);
    expect(await codeOf(system.send(read(withToken), scope()))).toBe(200);
    while (lines.filter(({ msg }) => msg === 'token fetched').length < 2) await new Promise((resolve) => setImmediate(resolve));
    await system.send(read(withToken), scope());
    expect(tokens).toHaveLength(3);
    expect(used()).toEqual(['Bearer t-1', 'Bearer t-1', 'Bearer t-1', 'Bearer t-1', 'Bearer t-3']);
    expect(lines.find(({ msg }) => msg === 'token not renewed, the old one still serves')).toMatchObject({ level: 40, system: 'vendor', credential: 'oauth2', failure: 'unreachable', status: 503 });
    expect(JSON.stringify(lines)).not.toMatch(/the-secret|the-id|t-1|127\.0\.0\.1/);
  });

  it.each([
    [undefined, 300],
    [null, 300],
    ['soon', 300],
    ['', 300],
    [0, 300],
    [-5, 300],
    [{}, 300],
    ['1200', 1200],
    [0.5, 0.5],
    [1e12, 86_400],
    ['Infinity', 86_400],
  ])('with expires_in %j lasts %d seconds', async (expires_in, seconds) => {
    const time = clock();
    const { url, tokens } = await vendor({ token: (_seen, response, count) => json(response, 200, { access_token: `t-${count}`, expires_in }) });
    const { system } = make(url, { credentials: [oauth()] }, time.read);
    await system.send(read(withToken), scope());
    time.forward(seconds * 1000 * 0.89);
    await system.send(read(withToken), scope());
    expect(tokens).toHaveLength(1);
    time.forward(seconds * 1000 * 0.11);
    await system.send(read(withToken), scope());
    expect(tokens).toHaveLength(2);
  });
});

describe('a 401 of the API', () => {
  const onlyTokens = (...good: string[]): Respond => ({ headers }, response) =>
    json(response, good.includes(headers.authorization?.replace('Bearer ', '') ?? '') ? 200 : 401, {});

  it.each([['read', read], ['write', write]] as const)('renews the token and sends the %s once more', async (_name, call) => {
    const { url, tokens, used, calls } = await vendor({ api: onlyTokens('t-2') });
    const { system } = make(url, { credentials: [oauth()] });
    expect(await codeOf(system.send(call({ ...withToken, path: '/x?y=1' }), scope()))).toBe(200);
    expect(used()).toEqual(['Bearer t-1', 'Bearer t-2']);
    expect(calls[0]).toMatchObject({ url: '/x?y=1', body: calls[1]?.body, method: calls[1]?.method });
    expect(tokens).toHaveLength(2);
  });

  it('works with a raw token', async () => {
    const { url, used } = await vendor({ api: onlyTokens('t-2') });
    expect(await codeOf(make(url, { credentials: [oauth({ scheme: 'raw' })] }).system.send(read(withToken), scope()))).toBe(200);
    expect(used()).toEqual(['t-1', 't-2']);
  });

  it('is renewed once for all calls that meet it', async () => {
    const { url, tokens, calls } = await vendor({ api: onlyTokens('t-2') });
    const { system } = make(url, { credentials: [oauth()], concurrency: 50 });
    const codes = await Promise.all(Array.from({ length: 50 }, () => codeOf(system.send(write(withToken), scope()))));
    expect(new Set(codes)).toEqual(new Set([200]));
    expect(tokens).toHaveLength(2);
    expect(calls).toHaveLength(100);
  });

  it('that comes late, for a token already replaced, renews nothing', async () => {
    const late = latch();
    const held = latch();
    let first = true;
    const { url, tokens, used } = await vendor({
      api: (seen, response) => {
        const answer = () => onlyTokens('t-2')(seen, response, 0);
        if (!first) return answer();
        first = false;
        held.open();
        void late.promise.then(answer);
      },
    });
    const { system } = make(url, { credentials: [oauth()] });
    const slow = codeOf(system.send(write(withToken), scope()));
    await held.promise;
    expect(await codeOf(system.send(write(withToken), scope()))).toBe(200);
    expect(tokens).toHaveLength(2);
    late.open();
    expect(await slow).toBe(200);
    expect(tokens).toHaveLength(2);
    expect(used()).toEqual(['Bearer t-1', 'Bearer t-1', 'Bearer t-2', 'Bearer t-2']);
  });

  it('twice is UPSTREAM_UNAUTHENTICATED after two sends', async () => {
    const { url, tokens, calls } = await vendor({ api: onlyTokens() });
    const { system } = make(url, { credentials: [oauth()] });
    expect(await outcome(system.send(write(withToken), scope()))).toMatchObject({ code: 'UPSTREAM_UNAUTHENTICATED', retryable: false, message: 'vendor does not accept the configured credentials.' });
    expect([tokens.length, calls.length]).toEqual([2, 2]);
  });

  it('whose renewal fails is that failure, and nothing was done', async () => {
    const { url, calls } = await vendor({
      token: (_seen, response, count) => (count === 1 ? json(response, 200, { access_token: 't-1', expires_in: 3600 }) : json(response, 503, {})),
      api: onlyTokens(),
    });
    const { system } = make(url, { credentials: [oauth()] });
    expect(await outcome(system.send(write(withToken), scope()))).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryable: true });
    expect(calls).toHaveLength(1);
  });

  it('is followed by one more token call when a renewal failed, not by the refused token', async () => {
    const { url, tokens, used } = await vendor({
      token: (_seen, response, count) => (count === 2 ? json(response, 503, {}) : json(response, 200, { access_token: `t-${count}`, expires_in: 3600 })),
      api: onlyTokens('t-3'),
    });
    const { system } = make(url, { credentials: [oauth()] });
    await codeOf(system.send(read(withToken), scope()));
    expect(await codeOf(system.send(read(withToken), scope()))).toBe(200);
    expect(tokens).toHaveLength(3);
    expect(used()).toEqual(['Bearer t-1', 'Bearer t-3']);
  });

  it('that the call accepts is its answer', async () => {
    const { url, tokens } = await vendor({ api: onlyTokens() });
    const { system } = make(url, { credentials: [oauth()] });
    expect(await codeOf(system.send(read({ ...withToken, accept: [401] }), scope()))).toBe(401);
    expect(tokens).toHaveLength(1);
  });

  it('whose second send breaks off is of unknown outcome for a write', async () => {
    const { url } = await vendor({
      api: (_seen, response, count) => (count === 1 ? json(response, 401, {}) : response.socket?.resetAndDestroy()),
    });
    expect(await codeOf(make(url, { credentials: [oauth()] }).system.send(write(withToken), scope()))).toBe('OUTCOME_UNKNOWN');
  });
});

describe('secrets', () => {
  it('stand in no error and no log line, whatever the vendor echoes', async () => {
    const { url } = await vendor({
      token: (_seen, response) => json(response, 200, { access_token: 'opaque-token-1', expires_in: 3600 }),
      api: ({ headers }, response) => json(response, 400, { messages: [`your ${headers.authorization}`, 'token opaque-token-1', 'the-secret', 'fine'], message: 'call http://x' }),
    });
    const { system, lines } = make(url, { credentials: [oauth({ scheme: 'raw' })] });
    const result = await outcome(system.send(write(withToken), scope()));
    expect(result).toMatchObject({ code: 'UPSTREAM_BAD_REQUEST', messages: ['fine'] });
    expect(JSON.stringify([result, lines])).not.toMatch(/opaque-token|the-secret|the-id|127\.0\.0\.1|\/thing/);
  });

  it('do not reach a port that nobody opened to them', async () => {
    const bytes: Buffer[] = [];
    const { url } = await startRaw((socket) => socket.on('data', (chunk) => { bytes.push(chunk); socket.destroy(); }));
    await codeOf(make(url.replace('http:', 'https:'), { credentials: [oauth()] }).system.send(read(withToken), scope()));
    expect(Buffer.concat(bytes).toString('latin1')).not.toContain('the-secret');
  });
});

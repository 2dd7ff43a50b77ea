import { afterEach, describe, expect, it } from '@jest/globals';
import { closeAll, codeOf, json, latch, make, outcome, read, scope, startRaw, startServer, write } from './support.ts';

afterEach(closeAll);

describe('the bytes of a request', () => {
  it('puts the base path before the path of the call and sends the body as it is', async () => {
    const server = await startServer((_seen, response) => json(response, 200, { ok: true }));
    const { system } = make(`${server.url}/base/v1`);
    const answer = await system.send(write({ path: '/a%2Fb?c=d%20e', body: '{"ä":1}' }), scope());
    expect({ status: answer.status, body: answer.body.toString() }).toEqual({ status: 200, body: '{"ok":true}' });
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]).toMatchObject({ method: 'POST', url: '/base/v1/a%2Fb?c=d%20e', body: '{"ä":1}' });
    expect(server.seen[0]?.headers).toMatchObject({ 'content-type': 'application/json', 'content-length': '8', 'user-agent': 'collectgraph' });
  });

  it('writes exactly these bytes', async () => {
    const got = latch<string>();
    const { url, port } = await startRaw((socket) => {
      let text = '';
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1');
        if (!text.endsWith('{"a":1}')) return;
        got.open(text);
        socket.end('HTTP/1.1 204 No Content\r\n\r\n');
      });
    });
    const { system } = make(url, { credentials: [{ type: 'API_KEY', name: 'apiKey', header: 'APIKey', key: 'k-1' }] });
    const answer = await system.send(write({ credential: 'apiKey' }), scope());
    expect(answer).toMatchObject({ status: 204, body: Buffer.alloc(0) });
    expect(await got.promise).toBe(
      `POST /thing HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: keep-alive\r\nuser-agent: collectgraph\r\n` +
        'content-type: application/json\r\napikey: k-1\r\ncontent-length: 7\r\n\r\n{"a":1}',
    );
  });

  it.each([
    ['/v1', '', '/v1'],
    ['/v1', '?q=1', '/v1?q=1'],
    ['', '', '/'],
    ['', '?q=1', '/?q=1'],
    ['', '/x', '/x'],
    ['', '//other.example/x', '//other.example/x'],
    ['', '/a/..%2Fb', '/a/..%2Fb'],
  ])('base path "%s" and path "%s" are the target "%s"', async (basePath, path, target) => {
    const server = await startServer((_seen, response) => json(response, 200, {}));
    await make(server.url + basePath).system.send(read({ path }), scope());
    expect(server.seen.map(({ url }) => url)).toEqual([target]);
  });

  it.each(['thing', '@other.example/', 'http://other.example/', '/a b', '/a\r\nX: y', '/a#b', '/é'])('refuses the path %j and sends nothing', async (path) => {
    const server = await startServer((_seen, response) => json(response, 200, {}));
    const { system } = make(server.url);
    expect(await outcome(system.send(write({ path }), scope()))).toEqual({
      name: 'UpstreamError',
      message: 'vendor refused the request (its path is not a percent-encoded path that begins with a slash).',
      code: 'UPSTREAM_BAD_REQUEST', system: 'vendor', operation: 'createThing', requestId: 'r-1', retryable: false,
    });
    expect(server.seen).toHaveLength(0);
  });

  it.each<Record<string, string>>([{ 'x-a': 'b\r\nx-c: d' }, { 'x a': 'b' }, { 'x-a': 'b\0' }])('refuses the headers %j and sends nothing', async (headers: Record<string, string>) => {
    const server = await startServer((_seen, response) => json(response, 200, {}));
    expect(await codeOf(make(server.url).system.send(write({ headers }), scope()))).toBe('UPSTREAM_BAD_REQUEST');
    expect(server.seen).toHaveLength(0);
  });

  it('keeps a connection for the next call', async () => {
    const connections: number[] = [];
    const { url } = await startRaw((socket, connection) => {
      connections.push(connection);
      socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'));
    });
    const { system } = make(url);
    for (let i = 0; i < 20; i += 1) expect((await system.send(read(), scope())).body.toString()).toBe('ok');
    // A connection rests for a turn of the event loop after its answer; meanwhile another takes over.
    expect(connections.length).toBeLessThanOrEqual(2);
  });
});

describe('static credentials', () => {
  it.each([
    ['API_KEY', { type: 'API_KEY', name: 'c', header: 'X-AUTH-TOKEN', key: 'key 1' }, 'x-auth-token', 'key 1'],
    ['BEARER', { type: 'BEARER', name: 'c', token: 'abc' }, 'authorization', 'Bearer abc'],
    ['BASIC', { type: 'BASIC', name: 'c', user: 'us', password: 'p:ä' }, 'authorization', `Basic ${Buffer.from('us:p:ä').toString('base64')}`],
  ] as const)('%s stands in its header', async (_type, credential, header, value) => {
    const server = await startServer((_seen, response) => json(response, 200, {}));
    const { system } = make(server.url, { credentials: [credential] });
    await system.send(read({ credential: 'c' }), scope());
    expect(server.seen[0]?.headers[header]).toBe(value);
  });

  it('wins over a header of the call', async () => {
    const server = await startServer((_seen, response) => json(response, 200, {}));
    const { system } = make(server.url, { credentials: [{ type: 'BEARER', name: 'c', token: 'ours' }] });
    await system.send(read({ credential: 'c', headers: { authorization: 'theirs' } }), scope());
    expect(server.seen[0]?.headers.authorization).toBe('Bearer ours');
  });

  it('is sent with no call that does not name it', async () => {
    const server = await startServer((_seen, response) => json(response, 200, {}));
    const { system } = make(server.url, { credentials: [{ type: 'BEARER', name: 'c', token: 'ours' }] });
    await system.send(read(), scope());
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
  });

  it('is the default where the system says so', async () => {
    const server = await startServer((_seen, response) => json(response, 200, {}));
    const { system } = make(`${server.url}/v1`, { credentials: [{ type: 'API_KEY', name: 'c', header: 'X-AUTH-TOKEN', key: 'k' }], defaultCredential: 'c' });
    await system.send(write({ path: '' }), scope());
    expect(server.seen[0]).toMatchObject({ url: '/v1', headers: { 'x-auth-token': 'k' } });
  });

  it('is refused by a name that nobody configured, before anything is sent', async () => {
    const server = await startServer((_seen, response) => json(response, 200, {}));
    expect(await codeOf(make(server.url).system.send(read({ credential: 'nobody' }), scope()))).toBe('SYSTEM_NOT_CONFIGURED');
    expect(server.seen).toHaveLength(0);
  });

  it('is sent once although it is refused', async () => {
    const server = await startServer((_seen, response) => json(response, 401, { message: 'Unauthorized' }));
    const { system } = make(server.url, { credentials: [{ type: 'API_KEY', name: 'c', header: 'k', key: 'k' }] });
    expect(await codeOf(system.send(read({ credential: 'c' }), scope()))).toBe('UPSTREAM_UNAUTHENTICATED');
    expect(server.seen).toHaveLength(1);
  });
});

describe('the state of a system', () => {
  it('is absent before the first call, then how the last one ended', async () => {
    let status = 200;
    const server = await startServer((_seen, response) => json(response, status, {}));
    const { system, systems } = make(server.url);
    expect(systems.states()).toEqual([{ system: 'vendor', configured: true, circuit: 'closed' }]);
    await system.send(read(), scope());
    expect(systems.states()).toEqual([{ system: 'vendor', configured: true, lastOutcome: 'OK', lastOutcomeAt: expect.any(Number), circuit: 'closed' }]);
    status = 503;
    await codeOf(system.send(read(), scope()));
    expect(systems.states()).toMatchObject([{ lastOutcome: 'UPSTREAM_UNAVAILABLE' }]);
  });
});

describe('close', () => {
  it('waits for calls on their way, refuses new ones and closes the sockets', async () => {
    const arrived = latch();
    const answer = latch();
    const closed = latch();
    const { url } = await startRaw((socket) => {
      socket.on('data', () => {
        arrived.open();
        void answer.promise.then(() => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'));
      });
      socket.on('close', () => closed.open());
    });
    const { system, systems } = make(url);
    const running = system.send(read(), scope());
    await arrived.promise;
    const closing = systems.close();
    expect(await outcome(system.send(write(), scope()))).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE', message: 'vendor is unavailable (the gateway is shutting down).',
    });
    const again = systems.close();
    answer.open();
    expect((await running).body.toString()).toBe('ok');
    await Promise.all([closing, again]);
    await closed.promise;
  });
});

describe('a fault of our own', () => {
  it('passes no door: the caller gets a code, the log its place and not its words', async () => {
    const server = await startServer((_seen, response) => json(response, 200, {}));
    const { system, lines } = make(server.url);
    const headers = { get a(): string { throw new TypeError('Jane Debtor'); } };
    expect(await outcome(system.send(write({ headers }), scope()))).toMatchObject({ code: 'OUTCOME_UNKNOWN', system: 'vendor' });
    expect(lines[0]).toMatchObject({ level: 50, cause: 'TypeError', operation: 'createThing' });
    expect(lines[0]?.['stack']).toEqual(expect.arrayContaining([expect.stringMatching(/^\s*at /)]));
    expect(JSON.stringify(lines)).not.toContain('Jane');
    expect(await codeOf(system.send(read(), scope()))).toBe(200);
  });
});

describe('the log', () => {
  it('has one line for each call, without address, headers or body', async () => {
    const server = await startServer(({ url }, response) => json(response, url.includes('bad') ? 500 : 200, { name: 'Jane Debtor' }));
    const { system, lines } = make(server.url, { credentials: [{ type: 'BEARER', name: 'c', token: 'tok-secret' }] });
    await system.send(read({ path: '/x?name=Jane', credential: 'c' }), scope());
    await codeOf(system.send(write({ path: '/bad?name=Jane', credential: 'c', body: '{"name":"Jane"}' }), scope()));
    expect(lines).toMatchObject([
      { level: 20, system: 'vendor', operation: 'account', requestId: 'r-1', status: 200, bytes: 22, ms: expect.any(Number) },
      { level: 40, system: 'vendor', operation: 'createThing', requestId: 'r-1', status: 500, code: 'OUTCOME_UNKNOWN' },
    ]);
    const all = JSON.stringify(lines);
    for (const secret of ['Jane', 'tok-secret', '127.0.0.1', '/x', '/bad', 'authorization']) expect(all).not.toContain(secret);
  });
});

import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type net from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeAll, codeOf, deadUrl, json, latch, make, outcome, read, scope, startRaw, startServer, write } from './support.ts';

afterEach(closeAll);

/** Both halves: what a read and what a write is told, and how many requests of each arrived. */
async function both(url: string, config: Parameters<typeof make>[1] = {}, rest: Parameters<typeof scope>[0] = {}) {
  const { system } = make(url, config);
  return {
    read: await codeOf(system.send(read(), scope(rest))),
    write: await codeOf(system.send(write(), scope(rest))),
  };
}

/** A raw server that answers every request head or body end by `act`; `count` counts whole requests. */
async function startCounting(act: (socket: net.Socket, request: string) => void) {
  const requests: string[] = [];
  const { url } = await startRaw((socket) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/content-length: (\d+)/.exec(text)?.[1] ?? 0);
      if (text.length < end + 4 + length) return;
      const request = text.slice(0, end + 4 + length);
      text = text.slice(end + 4 + length);
      requests.push(request.slice(0, request.indexOf(' ')));
      act(socket, request);
    });
  });
  return { url, requests };
}

describe('when no connection is made, nothing was sent', () => {
  it('refused', async () => {
    const url = await deadUrl();
    const { system, lines } = make(url);
    expect(await outcome(system.send(write(), scope()))).toEqual({
      name: 'UpstreamError', message: 'vendor is unavailable (no connection).', code: 'UPSTREAM_UNAVAILABLE',
      system: 'vendor', operation: 'createThing', requestId: 'r-1', retryable: true,
    });
    expect(lines).toMatchObject([{ level: 40, cause: 'ECONNREFUSED' }]);
    expect(await codeOf(system.send(read(), scope()))).toBe('UPSTREAM_UNAVAILABLE');
  });

  it('no such host', async () => {
    expect(await both('http://nobody.invalid')).toEqual({ read: 'UPSTREAM_UNAVAILABLE', write: 'UPSTREAM_UNAVAILABLE' });
  });

  it('no TLS on the other side', async () => {
    const { url } = await startRaw((socket) => socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    expect(await both(url.replace('http:', 'https:'))).toEqual({ read: 'UPSTREAM_UNAVAILABLE', write: 'UPSTREAM_UNAVAILABLE' });
  });

  it('closed in the TLS handshake', async () => {
    const { url } = await startRaw((socket) => socket.on('data', () => socket.destroy()));
    expect(await both(url.replace('http:', 'https:'))).toEqual({ read: 'UPSTREAM_UNAVAILABLE', write: 'UPSTREAM_UNAVAILABLE' });
  });

  it('the TLS handshake never ends: a timeout, and a retry is safe', async () => {
    const { url } = await startRaw((socket) => socket.resume());
    const result = await outcome(make(url.replace('http:', 'https:'), { timeoutMs: 50 }).system.send(write(), scope()));
    expect(result).toMatchObject({ code: 'UPSTREAM_TIMEOUT', retryable: true, message: 'vendor did not answer in time (the time limit of one call passed before the call was sent).' });
  });

  it('the next call reaches a server that came up meanwhile', async () => {
    const url = await deadUrl();
    const { system } = make(url);
    expect(await codeOf(system.send(write(), scope()))).toBe('UPSTREAM_UNAVAILABLE');
    const server = await startServer((_seen, response) => json(response, 200, {}), Number(new URL(url).port));
    expect(await codeOf(system.send(write(), scope()))).toBe(200);
    expect(server.seen).toHaveLength(1);
  });
});

describe('when the connection breaks off after the request was sent', () => {
  const endings: [string, (socket: net.Socket) => void][] = [
    ['closed without an answer', (socket) => socket.end()],
    ['reset without an answer', (socket) => socket.resetAndDestroy()],
    ['closed in the head', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-le')],
    ['closed in a body of known length', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort')],
    ['closed in a body of known length, said beforehand', (socket) => socket.end('HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 100\r\n\r\nshort')],
    ['closed in a chunk', (socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n64\r\nshort')],
    ['closed between chunks', (socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nshort\r\n')],
    ['closed between chunks, said beforehand', (socket) => socket.end('HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n5\r\nshort\r\n')],
    ['reset in the body', (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort', () => socket.resetAndDestroy())],
    ['another protocol', (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n')],
    ['asked to go on', (socket) => socket.write('HTTP/1.1 100 Continue\r\n\r\n')],
  ];

  it.each(endings)('%s: a read may be retried, a write has an unknown outcome, and each arrived once', async (_name, end) => {
    const { url, requests } = await startCounting(end);
    expect(await both(url)).toEqual({ read: 'UPSTREAM_UNAVAILABLE', write: 'OUTCOME_UNKNOWN' });
    expect(requests).toEqual(['GET', 'POST']);
  });

  const foreign: [string, string][] = [
    ['no HTTP', 'SSH-2.0-OpenSSH\r\n\r\n'],
    ['a broken head', 'HTTP/1.1 200 OK\r\nbro ken: x\r\n\r\n'],
    ['a broken chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'],
    ['a huge head', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`],
  ];

  it.each(foreign)('%s is an answer that cannot be read', async (_name, bytes) => {
    const { url, requests } = await startCounting((socket) => socket.write(bytes));
    expect(await both(url)).toEqual({ read: 'UPSTREAM_INVALID_RESPONSE', write: 'OUTCOME_UNKNOWN' });
    expect(requests).toEqual(['GET', 'POST']);
  });

  it('a refusal holds even if its body is lost', async () => {
    const { url } = await startCounting((socket) => socket.end('HTTP/1.1 409 Conflict\r\ncontent-length: 100\r\n\r\n{"mess'));
    expect(await both(url)).toEqual({ read: 'UPSTREAM_BAD_REQUEST', write: 'UPSTREAM_BAD_REQUEST' });
  });

  it('an accepted status whose body is lost is no answer', async () => {
    const { url } = await startCounting((socket) => socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 100\r\n\r\n{"mess'));
    const { system } = make(url);
    expect(await codeOf(system.send(read({ accept: [404] }), scope()))).toBe('UPSTREAM_UNAVAILABLE');
  });
});

describe('keep-alive connections that the other side closes', () => {
  const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

  it('while idle: the next call goes over a new connection and is answered', async () => {
    const closed = [latch(), latch()];
    let connection = -1;
    const { url, requests } = await startCounting((socket) => {
      connection += 1;
      const gone = closed[connection];
      socket.on('close', () => gone?.open());
      socket.end(ok);
    });
    const { system } = make(url, { concurrency: 1 });
    expect(await codeOf(system.send(write(), scope()))).toBe(200);
    await closed[0]?.promise;
    expect(await codeOf(system.send(write(), scope()))).toBe(200);
    expect(requests).toEqual(['POST', 'POST']);
  });

  it('right after each answer, without a word: no write arrives twice, and none that was not sent is of unknown outcome', async () => {
    const ids: string[] = [];
    const { url } = await startCounting((socket, request) => {
      ids.push(/\{"id":(\d+)\}/.exec(request)?.[1] ?? 'none');
      socket.end(ok);
    });
    const { system } = make(url, { concurrency: 1 });
    const codes: unknown[] = [];
    for (let id = 0; id < 200; id += 1) codes.push(await codeOf(system.send(write({ body: JSON.stringify({ id }) }), scope())));
    expect(codes.filter((code) => code !== 200 && code !== 'OUTCOME_UNKNOWN')).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    // Only a close that crosses the next request on the wire leaves a doubt.
    expect(codes.filter((code) => code === 200).length).toBeGreaterThan(190);
  });

  it.each(['end', 'resetAndDestroy'] as const)('on every second request (%s), with calls side by side: each write arrives at most once', async (ending) => {
    const arrived = new Map<string, number>();
    let count = 0;
    const { url } = await startCounting((socket, request) => {
      const id = /\{"id":(\d+)\}/.exec(request)?.[1] ?? 'none';
      arrived.set(id, (arrived.get(id) ?? 0) + 1);
      count += 1;
      if (count % 2 === 0) socket[ending]();
      else socket.write(ok);
    });
    const { system } = make(url, { concurrency: 4 });
    const codes = await Promise.all(Array.from({ length: 300 }, (_, id) => codeOf(system.send(write({ body: JSON.stringify({ id }) }), scope({ requestId: `r-${id % 7}` })))));
    expect([...arrived.values()].filter((times) => times !== 1)).toEqual([]);
    expect(arrived.size).toBe(300);
    expect(codes.filter((code) => code === 200)).toHaveLength(150);
    expect(codes.filter((code) => code === 'OUTCOME_UNKNOWN')).toHaveLength(150);
  });

  it('an answer that nobody asked for does not become the answer of the next call', async () => {
    const { url, requests } = await startCounting((socket, request) => {
      socket.write(request.startsWith('GET') ? `${ok}HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nforged` : ok);
    });
    const { system } = make(url, { concurrency: 1 });
    await codeOf(system.send(read(), scope()));
    expect((await system.send(write(), scope())).body.toString()).toBe('ok');
    expect(requests).toEqual(['GET', 'POST']);
  });
});

describe('deadlines', () => {
  const silent: [string, (socket: net.Socket) => void][] = [
    ['nothing', () => undefined],
    ['half a head', (socket) => socket.write('HTTP/1.1 200 OK\r\n')],
    ['a head and silence', (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n')],
    ['a dripping body', (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n');
      const drip = setInterval(() => socket.write('x'), 5);
      socket.on('close', () => clearInterval(drip));
    }],
    ['a dripping head', (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const drip = setInterval(() => socket.write('a: b\r\n'), 5);
      socket.on('close', () => clearInterval(drip));
    }],
  ];

  it.each(silent)('an answer of %s ends with the time limit of the call, and closes the socket', async (_name, act) => {
    const closed = latch();
    const { url } = await startCounting((socket) => {
      socket.on('close', () => closed.open());
      act(socket);
    });
    expect(await outcome(make(url, { timeoutMs: 60 }).system.send(read(), scope()))).toMatchObject({
      code: 'UPSTREAM_TIMEOUT', retryable: true, message: 'vendor did not answer in time (the time limit of one call passed).',
    });
    await closed.promise;
    expect(await outcome(make(url, { timeoutMs: 60 }).system.send(write(), scope()))).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: false });
  });

  it('the deadline of the operation ends a call before its own limit', async () => {
    const { url } = await startCounting(() => undefined);
    const { system } = make(url);
    expect(await outcome(system.send(read(), scope({ deadline: Date.now() + 60 })))).toMatchObject({
      code: 'UPSTREAM_TIMEOUT', message: 'vendor did not answer in time (the deadline of the whole operation passed).',
    });
    expect(await codeOf(system.send(write(), scope({ deadline: Date.now() + 60 })))).toBe('OUTCOME_UNKNOWN');
  });

  it('a deadline that has passed sends nothing', async () => {
    const server = await startServer((_seen, response) => json(response, 200, {}));
    const { system } = make(server.url);
    expect(await outcome(system.send(write(), scope({ deadline: Date.now() - 1 })))).toMatchObject({ code: 'UPSTREAM_TIMEOUT', retryable: true });
    expect(server.seen).toHaveLength(0);
  });

  it.each([Infinity, Number.MAX_SAFE_INTEGER])('a deadline of %d is far away', async (deadline) => {
    const server = await startServer((_seen, response) => json(response, 200, {}));
    expect(await codeOf(make(server.url, { timeoutMs: Number.MAX_SAFE_INTEGER }).system.send(write(), scope({ deadline })))).toBe(200);
  });

  it('a caller that hangs up aborts the socket', async () => {
    const arrived = latch();
    const closed = latch();
    const { url } = await startCounting((socket) => {
      socket.on('close', () => closed.open());
      arrived.open();
    });
    const abort = new AbortController();
    const call = outcome(make(url).system.send(write(), scope({ signal: abort.signal })));
    await arrived.promise;
    abort.abort();
    expect(await call).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    await closed.promise;
  });

  it('a caller that hung up before sends nothing', async () => {
    const server = await startServer((_seen, response) => json(response, 200, {}));
    expect(await outcome(make(server.url).system.send(write(), scope({ signal: AbortSignal.abort() })))).toMatchObject({
      code: 'UPSTREAM_TIMEOUT', message: 'vendor did not answer in time (the caller hung up before the call was sent).',
    });
    expect(server.seen).toHaveLength(0);
  });

  it('many calls under one signal leave no listener and no warning behind', async () => {
    const warnings: string[] = [];
    const onWarning = (warning: Error) => void warnings.push(warning.name);
    process.on('warning', onWarning);
    const server = await startServer((_seen, response) => json(response, 200, {}));
    const { system } = make(server.url);
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => { listeners += 1; add(...args); };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => { listeners -= 1; remove(...args); };
    await Promise.all(Array.from({ length: 50 }, () => system.send(read(), scope({ signal }))));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', onWarning);
    expect({ listeners, warnings }).toEqual({ listeners: 0, warnings: [] });
  });
});

describe('the size of answers', () => {
  const large = Buffer.alloc(20_000_000, 'x');

  it('20 MB come whole', async () => {
    const server = await startServer((_seen, response) => response.writeHead(200).end(large));
    const answer = await make(server.url).system.send(read(), scope());
    expect(answer.body.equals(large)).toBe(true);
  });

  it.each([
    ['of known length', (body: Buffer) => `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body.toString()}`],
    ['in chunks', (body: Buffer) => `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body.toString()}\r\n0\r\n\r\n`],
    ['until the end', (body: Buffer) => `HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${body.toString()}`],
  ])('a body %s of exactly the cap is read, one byte more is not', async (_name, bytes) => {
    let size = 1000;
    const { url } = await startCounting((socket) => socket.end(bytes(Buffer.alloc(size, 'x'))));
    const { system } = make(url, { maxAnswerBytes: 1000 });
    expect((await system.send(read(), scope())).body).toHaveLength(1000);
    size = 1001;
    expect(await outcome(system.send(read(), scope()))).toMatchObject({
      code: 'UPSTREAM_INVALID_RESPONSE', message: 'vendor gave an answer that could not be read (the answer is larger than 1000 bytes).',
    });
    expect(await codeOf(system.send(write(), scope()))).toBe('OUTCOME_UNKNOWN');
  });

  it('an endless body is cut off, and its socket closed', async () => {
    const closed = latch();
    const { url } = await startCounting((socket) => {
      socket.on('close', () => closed.open());
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const pump = () => {
        while (!socket.destroyed && socket.write(Buffer.alloc(65_536, 'x')));
        socket.once('drain', pump);
      };
      pump();
    });
    expect(await codeOf(make(url, { maxAnswerBytes: 1_000_000 }).system.send(read(), scope()))).toBe('UPSTREAM_INVALID_RESPONSE');
    await closed.promise;
  });

  it('a length beyond the cap is refused before the body', async () => {
    const { url } = await startCounting((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n'));
    expect(await codeOf(make(url).system.send(read(), scope()))).toBe('UPSTREAM_INVALID_RESPONSE');
  });

  it('a refusal with a giant body is still a refusal', async () => {
    const server = await startServer((_seen, response) => response.writeHead(404).end(large));
    expect(await codeOf(make(server.url, { maxAnswerBytes: 1000 }).system.send(write(), scope()))).toBe('UPSTREAM_NOT_FOUND');
  });

  const encodings: [string, (body: Buffer) => Buffer][] = [['gzip', gzipSync], ['x-gzip', gzipSync], ['deflate', deflateSync], ['br', brotliCompressSync], ['GZIP ', gzipSync]];

  it.each(encodings)('%s is undone, and a bomb is caught by the cap', async (encoding, compress) => {
    let size = 1000;
    const server = await startServer((_seen, response) => response.writeHead(200, { 'content-encoding': encoding }).end(compress(Buffer.alloc(size, 'x'))));
    const { system } = make(server.url, { maxAnswerBytes: 1000 });
    const answer = await system.send(read(), scope());
    expect(answer.body.toString()).toBe('x'.repeat(1000));
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(server.seen[0]?.headers['accept-encoding']).toBeUndefined();
    size = 1001;
    expect(await codeOf(system.send(read(), scope()))).toBe('UPSTREAM_INVALID_RESPONSE');
    expect(await codeOf(system.send(write(), scope()))).toBe('OUTCOME_UNKNOWN');
  });

  it.each(['gzip', 'zstd', 'gzip, gzip'])('damaged or unknown compression (%s) cannot be read', async (encoding) => {
    const server = await startServer((_seen, response) => response.writeHead(200, { 'content-encoding': encoding }).end('{}'));
    expect(await both(server.url)).toEqual({ read: 'UPSTREAM_INVALID_RESPONSE', write: 'OUTCOME_UNKNOWN' });
  });

  it.each(['identity', ''])('"%s" is no compression', async (encoding) => {
    const server = await startServer((_seen, response) => response.writeHead(200, { 'content-encoding': encoding }).end('{}'));
    expect((await make(server.url).system.send(read(), scope())).body.toString()).toBe('{}');
  });
});

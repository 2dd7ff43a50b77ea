import { once } from 'node:events';
import type net from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { closeAll, codeOf, json, latch, make, outcome, read, scope, startRaw, startServer, write } from '../support.ts';

afterEach(closeAll);

/** A raw server that answers each whole request by `act`; `requests` has what arrived. */
async function startCounting(act: (socket: net.Socket, request: string, connection: number) => void) {
  const requests: string[] = [];
  const { url } = await startRaw((socket, connection) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      for (;;) {
        const end = text.indexOf('\r\n\r\n');
        const length = Number(/content-length: (\d+)/.exec(text)?.[1] ?? 0);
        if (end < 0 || text.length < end + 4 + length) return;
        const request = text.slice(0, end + 4 + length);
        text = text.slice(end + 4 + length);
        requests.push(request);
        act(socket, request, connection);
      }
    });
  });
  return { url, requests };
}

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3;x=y\r\n{"a\r\n4\r\n":1}\r\n0\r\nx-t: 1\r\n\r\n';

describe('an answer that ends too early', () => {
  const endings = {
    end: (socket: net.Socket, bytes: string) => void socket.end(bytes, 'latin1'),
    reset: (socket: net.Socket, bytes: string) => void (bytes === '' ? socket.resetAndDestroy() : socket.write(bytes, 'latin1', () => socket.resetAndDestroy())),
  };

  it.each([
    ['of known length', ok, 'end'], ['of known length', ok, 'reset'],
    ['in chunks', chunked, 'end'], ['in chunks', chunked, 'reset'],
  ] as const)('%s, at every byte (%#): a read may be retried, a write has an unknown outcome, neither is sent twice', async (_name, whole, ending) => {
    let at = 0;
    const { url, requests } = await startCounting((socket) => endings[ending](socket, whole.slice(0, at)));
    const { system } = make(url);
    for (; at < whole.length; at += 1) {
      requests.length = 0;
      const codes = [await codeOf(system.send(read(), scope())), await codeOf(system.send(write(), scope()))];
      expect({ at, codes, requests: requests.map((request) => request.slice(0, 4)) }).toEqual({ at, codes: ['UPSTREAM_UNAVAILABLE', 'OUTCOME_UNKNOWN'], requests: ['GET ', 'POST'] });
    }
  });

  it('on a connection that has carried others: the same', async () => {
    for (const cut of [0, 1, 20, ok.length - 1]) {
      let count = 0;
      const { url, requests } = await startCounting((socket) => {
        count += 1;
        if (count % 2 === 1) socket.write(ok);
        else endings.end(socket, ok.slice(0, cut));
      });
      const { system } = make(url, { concurrency: 1 });
      const codes: unknown[] = [];
      for (const call of [read(), read(), read(), write()]) {
        codes.push(await codeOf(system.send(call, scope())));
        // The connection is at rest no more: it is this one that the next call goes over.
        await turns();
      }
      expect(codes).toEqual([200, 'UPSTREAM_UNAVAILABLE', 200, 'OUTCOME_UNKNOWN']);
      expect(requests).toHaveLength(4);
    }
  });

  it('any answer, damaged anywhere and cut anywhere: a code, within the time, and one arrival', async () => {
    let pieces: string[] = [];
    const { url, requests } = await startCounting((socket) => {
      // One after another, each in a turn of its own.
      const next = (at: number): void => {
        const piece = pieces[at];
        if (piece === undefined) socket.end();
        else socket.write(piece, 'latin1', () => setImmediate(() => next(at + 1)));
      };
      next(0);
    });
    const { system } = make(url, { maxAnswerBytes: 10_000 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(ok, chunked), fc.nat(), fc.string({ unit: 'binary-ascii', maxLength: 3 }), fc.nat({ max: 2 }), fc.array(fc.nat(), { maxLength: 4 }), async (whole, place, put, dropped, cuts) => {
        const at = place % whole.length;
        const damaged = whole.slice(0, at) + put + whole.slice(at + dropped);
        const places = [...new Set([...cuts.map((cut) => cut % (damaged.length + 1)), damaged.length])].sort((a, b) => a - b);
        pieces = places.map((end, n) => damaged.slice(places[n - 1] ?? 0, end)).filter((piece) => piece !== '');
        requests.length = 0;
        const codes = [await codeOf(system.send(read(), scope())), await codeOf(system.send(write(), scope()))];
        expect(requests).toHaveLength(2);
        const status = codes[0];
        if (typeof status === 'number') expect(codes[1]).toBe(status);
        else if (['UPSTREAM_UNAVAILABLE', 'UPSTREAM_INVALID_RESPONSE'].includes(status as string)) expect(['OUTCOME_UNKNOWN']).toContain(codes[1]);
        // A damaged status line may have become a refusal.
        else expect(codes[1]).toMatch(/^(?:UPSTREAM_|OUTCOME_UNKNOWN$)/);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});

describe('answers that do not belong to the request', () => {
  it.each([
    ['glued to the first', (socket: net.Socket) => void socket.write(`${ok}HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nforged`)],
    ['a line break after the first', (socket: net.Socket) => void socket.write(`${ok}\r\n`)],
  ])('%s: neither is believed', async (_name, act) => {
    const { url, requests } = await startCounting(act);
    const { system } = make(url, { concurrency: 1 });
    expect([await codeOf(system.send(read(), scope())), await codeOf(system.send(write(), scope()))]).toEqual(['UPSTREAM_INVALID_RESPONSE', 'OUTCOME_UNKNOWN']);
    expect(requests).toHaveLength(2);
  });

  it('sent while nobody asks: the connection is closed and the next call has its own answer', async () => {
    const asked = latch<net.Socket>();
    const { url } = await startCounting((socket, _request, connection) => {
      if (connection === 1) asked.open(socket);
      socket.write(connection === 1 ? ok : ok.replace('ok', 'me'));
    });
    const { system } = make(url, { concurrency: 1 });
    const socket = asked.promise;
    expect((await system.send(read(), scope())).body.toString()).toBe('ok');
    await turns();
    const closed = once(await socket, 'close');
    (await socket).write('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nforged');
    await closed;
    expect((await system.send(read(), scope())).body.toString()).toBe('me');
  });

  it('each of many calls side by side has its own, whatever order the server answers in', async () => {
    const waiting: (() => void)[] = [];
    const { url } = await startCounting((socket, request) => {
      const id = /GET \/(\d+)/.exec(request)?.[1] ?? '';
      waiting.push(() => {
        const answer = `HTTP/1.1 200 OK\r\ncontent-length: ${id.length}\r\n\r\n${id}`;
        const half = Math.floor(answer.length / 2);
        socket.write(answer.slice(0, half), () => socket.write(answer.slice(half)));
      });
      if (waiting.length < 8) return;
      for (const answer of waiting.splice(0).reverse()) answer();
    });
    const { system } = make(url, { concurrency: 8 });
    const ids = Array.from({ length: 400 }, (_, id) => String(id));
    const answers = await Promise.all(ids.map(async (id) => (await system.send(read({ path: `/${id}` }), scope())).body.toString()));
    expect(answers).toEqual(ids);
  });
});

describe('an answer before the request has left', () => {
  it('is taken, and its connection is not used again', async () => {
    let connections = 0;
    const { url } = await startRaw((socket, connection) => {
      connections = connection;
      socket.once('data', () => {
        socket.pause();
        socket.write('HTTP/1.1 413 Content Too Large\r\ncontent-length: 0\r\n\r\n');
      });
    });
    const { system } = make(url, { concurrency: 1 });
    // More than the socket's buffers hold.
    const body = Buffer.alloc(20_000_000, 'x');
    for (let n = 1; n <= 2; n += 1) {
      expect(await codeOf(system.send(write({ body }), scope()))).toBe('UPSTREAM_BAD_REQUEST');
      expect(connections).toBe(n);
    }
  });

  it('that is no answer leaves a write in doubt', async () => {
    const { url } = await startRaw((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await codeOf(make(url).system.send(write({ body: Buffer.alloc(20_000_000, 'x') }), scope()))).toBe('OUTCOME_UNKNOWN');
  });

  it('a body of 20 MB arrives whole', async () => {
    const server = await startServer(({ body }, response) => json(response, 200, { bytes: body.length }));
    const answer = await make(server.url, { timeoutMs: 30_000 }).system.send(write({ body: 'é'.repeat(10_000_000) }), scope());
    expect(JSON.parse(answer.body.toString())).toEqual({ bytes: 10_000_000 });
    expect(server.seen[0]?.headers['content-length']).toBe('20000000');
  }, 60_000);
});

describe('a connection', () => {
  it('that is half closed by the other side before it answers is lost, and the call too', async () => {
    const { url, requests } = await startCounting((socket) => void socket.end());
    const { system } = make(url);
    expect(await codeOf(system.send(write(), scope()))).toBe('OUTCOME_UNKNOWN');
    expect(requests).toHaveLength(1);
  });

  it.each(['connection: close', 'Connection: Close', 'connection: keep-alive, close', 'keep-alive: timeout=2', 'keep-alive: timeout=0'])('is not used again after "%s"', async (header) => {
    let connections = 0;
    const { url } = await startCounting((socket, _request, connection) => {
      connections = connection;
      socket.write(`HTTP/1.1 200 OK\r\n${header}\r\ncontent-length: 2\r\n\r\nok`);
    });
    const { system } = make(url, { concurrency: 1 });
    for (let n = 1; n <= 3; n += 1) {
      expect(await codeOf(system.send(read(), scope()))).toBe(200);
      expect(connections).toBe(n);
      await turns();
    }
  });

  it('is closed when it has been idle for as long as the other side allows, less a margin', async () => {
    const closed = latch();
    const { url } = await startCounting((socket) => {
      socket.on('close', () => closed.open());
      socket.write('HTTP/1.1 200 OK\r\nkeep-alive: timeout=3\r\ncontent-length: 2\r\n\r\nok');
    });
    const { system } = make(url);
    await system.send(read(), scope());
    // By the sweep: no call comes.
    await closed.promise;
  });

  it('that was used last is used next: the others grow old', async () => {
    const used: number[] = [];
    const held: (() => void)[] = [];
    let all = latch();
    const { url } = await startCounting((socket, _request, connection) => {
      used.push(connection);
      held.push(() => void socket.write(ok));
      if (held.length === 3) all.open();
    });
    const { system } = make(url, { concurrency: 3 });
    const first = Array.from({ length: 3 }, () => system.send(read(), scope()));
    await all.promise;
    for (const answer of held.splice(0)) answer();
    await Promise.all(first);
    await turns();
    used.length = 0;
    for (let n = 0; n < 5; n += 1) {
      all = latch();
      const call = system.send(read(), scope());
      while (held.length === 0) await turns();
      held.shift()?.();
      await call;
      await turns();
    }
    expect(new Set(used).size).toBe(1);
  });

  it('is opened for no more calls than may run at the same time', async () => {
    const sockets = new Set<net.Socket>();
    let most = 0;
    const { url } = await startRaw((socket) => {
      sockets.add(socket);
      most = Math.max(most, sockets.size);
      socket.on('close', () => sockets.delete(socket));
      let count = 0;
      socket.on('data', () => {
        count += 1;
        // Some connections end with an answer, some without one.
        if (count % 7 === 0) socket.end(ok);
        else if (count % 11 === 0) socket.destroy();
        else socket.write(ok);
      });
    });
    const { system } = make(url, { concurrency: 5 });
    const codes = await Promise.all(Array.from({ length: 500 }, (_, n) => codeOf(system.send(read(), scope({ requestId: `r-${n % 9}` })))));
    expect(new Set(codes)).toEqual(new Set([200, 'UPSTREAM_UNAVAILABLE']));
    // The other side may hear of a farewell after the next connection is made.
    expect(most).toBeLessThanOrEqual(10);
  });

  it('is lost with all others at the end, and who waits for one is told', async () => {
    const arrived = latch();
    const { url } = await startCounting(() => arrived.open());
    const { system, systems } = make(url, { concurrency: 1, timeoutMs: 300 });
    const running = codeOf(system.send(write(), scope()));
    await arrived.promise;
    const waiting = codeOf(system.send(write(), scope()));
    const closing = systems.close();
    expect(await running).toBe('OUTCOME_UNKNOWN');
    expect(await waiting).toMatch(/^UPSTREAM_|^OUTCOME_UNKNOWN$/);
    await closing;
  });
});

describe('connections that cannot be made', () => {
  it('fail those who wait, one for each, and not those who found another', async () => {
    let refuse = false;
    const { url } = await startRaw((socket) => {
      if (refuse) return socket.resetAndDestroy();
      socket.on('data', () => socket.write(ok));
    });
    const { system } = make(url, { concurrency: 4 });
    const answered = await Promise.all(Array.from({ length: 40 }, () => codeOf(system.send(read(), scope()))));
    expect(answered).toEqual(Array.from({ length: 40 }, () => 200));
    refuse = true;
    const codes = await Promise.all(Array.from({ length: 40 }, () => codeOf(system.send(read(), scope()))));
    expect(codes.filter((code) => code !== 200 && code !== 'UPSTREAM_UNAVAILABLE')).toEqual([]);
  });

  it('a call that ends while its connection is being made is not sent over it later', async () => {
    const seen: string[] = [];
    const { url } = await startRaw((socket) => socket.on('data', (chunk: Buffer) => {
      seen.push(chunk.toString('latin1').split(' ')[1] ?? '');
      socket.write(ok);
    }));
    const { system } = make(url, { concurrency: 1 });
    const abort = new AbortController();
    const call = outcome(system.send(write({ path: '/late' }), scope({ signal: abort.signal })));
    // In the same turn: the connection cannot have been made.
    abort.abort();
    expect(await call).toMatchObject({ code: 'UPSTREAM_TIMEOUT', retryable: true });
    expect(await codeOf(system.send(read({ path: '/next' }), scope()))).toBe(200);
    expect(seen).toEqual(['/next']);
  });
});

describe('many calls', () => {
  it('10,000 one after another leave one connection and its listeners', async () => {
    const sockets = new Set<net.Socket>();
    const { url } = await startRaw((socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('data', () => socket.write(ok));
    });
    const { system } = make(url);
    const ours = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
    const before = ours();
    for (let n = 0; n < 10_000; n += 1) await system.send(read(), scope());
    await turns();
    // One for each turn of the event loop that a connection rests, at most, at both ends.
    expect(sockets.size).toBeLessThanOrEqual(3);
    expect(ours() - before).toBeLessThanOrEqual(6);
    for (const socket of sockets) expect(socket.listenerCount('close')).toBeLessThanOrEqual(4);
  }, 120_000);

  it('10,000 that fail leave nothing', async () => {
    const sockets = new Set<net.Socket>();
    const { url } = await startRaw((socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-le'));
    });
    const { system } = make(url, { concurrency: 20 });
    for (let n = 0; n < 100; n += 1) await Promise.all(Array.from({ length: 100 }, () => codeOf(system.send(read(), scope()))));
    while (sockets.size > 0) await Promise.race([...sockets].map((socket) => once(socket, 'close')));
    expect(sockets.size).toBe(0);
  }, 120_000);
});

/** Until a connection that has answered is at rest no more. */
async function turns(): Promise<void> {
  for (let n = 0; n < 4; n += 1) await new Promise((resolve) => setImmediate(resolve));
}

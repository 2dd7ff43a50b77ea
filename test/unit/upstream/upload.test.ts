import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { MultipartPart, UpstreamCall } from '../../../src/upstream/call.ts';
import { closeAll, codeOf, deadUrl, json, latch, make, oauth, outcome, scope, startRaw, startServer, write } from './support.ts';

afterEach(closeAll);

function file(content: string | Buffer, rest: { name?: string; filename?: string; contentType?: string } = {}) {
  const opened: Readable[] = [];
  const part: MultipartPart = {
    name: 'file', filename: 'a.pdf', contentType: 'application/pdf', ...rest,
    open: () => {
      const stream = Readable.from([Buffer.from(content)], { objectMode: false });
      opened.push(stream);
      return stream;
    },
  };
  return { part, opened };
}

function upload(parts: MultipartPart[], rest: Partial<UpstreamCall> = {}): UpstreamCall {
  return write({ operation: 'uploadFiles', path: '/v1/c/upload_files?triggerName=a%20b', headers: {}, body: { parts }, ...rest });
}

function boundaryOf(contentType: string | undefined): string {
  return /^multipart\/form-data; boundary=(\S+)$/.exec(contentType ?? '')?.[1] ?? 'none';
}

describe('a multipart body', () => {
  it('is sent byte for byte, part after part, in chunks', async () => {
    const server = await startServer((_seen, response) => json(response, 200, { key: { success: true } }));
    const { system } = make(`${server.url}/base`, { credentials: [{ type: 'API_KEY', name: 'c', header: 'k', key: 'v' }] });
    const { part, opened } = file('%PDF\r\n--x');
    const answer = await system.send(upload([{ name: 'accountId', value: 'é"1' }, part], { credential: 'c' }), scope());
    expect({ status: answer.status, body: answer.body.toString(), type: answer.headers['content-type'] }).toEqual({
      status: 200, body: '{"key":{"success":true}}', type: 'application/json',
    });
    const [seen] = server.seen;
    const boundary = boundaryOf(seen?.headers['content-type']);
    expect(boundary).toMatch(/^----collectgraph[0-9a-f]{32}$/);
    expect(seen).toMatchObject({ method: 'POST', url: '/base/v1/c/upload_files?triggerName=a%20b' });
    expect(seen?.headers).toMatchObject({ 'transfer-encoding': 'chunked', connection: 'close', k: 'v', 'user-agent': 'collectgraph' });
    expect(seen?.headers['accept-encoding']).toBeUndefined();
    expect(seen?.body).toBe(
      `--${boundary}\r\ncontent-disposition: form-data; name="accountId"\r\n\r\né"1\r\n` +
        `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\ncontent-type: application/pdf\r\n\r\n%PDF\r\n--x\r\n` +
        `--${boundary}--\r\n`,
    );
    expect(opened.map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  it.each([
    ['a"; x="b', 'a%22; x=%22b'],
    ['a\r\nx: y', 'a%0D%0Ax: y'],
    ['ünïcode 1.pdf', 'ünïcode 1.pdf'],
  ])('a file named %j cannot add a header', async (filename, sent) => {
    const server = await startServer((_seen, response) => json(response, 200, {}));
    await make(server.url).system.send(upload([file('x', { filename }).part]), scope());
    expect(server.seen[0]?.body).toContain(`filename="${sent}"\r\ncontent-type: application/pdf\r\n\r\nx\r\n`);
  });

  it.each([
    ['text/plain; charset=utf-8', 'text/plain; charset=utf-8'],
    ['image/svg+xml', 'image/svg+xml'],
    ['text/plain\r\nx: y', 'application/octet-stream'],
    ['nonsense', 'application/octet-stream'],
    ['', 'application/octet-stream'],
  ])('a file of type %j is sent as %s', async (contentType, sent) => {
    const server = await startServer((_seen, response) => json(response, 200, {}));
    await make(server.url).system.send(upload([file('x', { contentType }).part]), scope());
    expect(server.seen[0]?.body).toContain(`\r\ncontent-type: ${sent}\r\n\r\nx\r\n`);
  });

  it('of empty files and empty values keeps its frame', async () => {
    const server = await startServer((_seen, response) => json(response, 200, {}));
    await make(server.url).system.send(upload([{ name: 'a', value: '' }, file('').part]), scope());
    const boundary = boundaryOf(server.seen[0]?.headers['content-type']);
    expect(server.seen[0]?.body.split(`--${boundary}`)).toHaveLength(4);
    expect(server.seen[0]?.body).toContain('application/pdf\r\n\r\n\r\n--');
  });

  it('is streamed: its first bytes arrive before its last exist', async () => {
    const arrived = latch();
    const { url } = await startRaw((socket) => {
      let text = '';
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1');
        if (text.includes('first')) arrived.open();
        if (text.endsWith('0\r\n\r\n')) socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');
      });
    });
    async function* slow() {
      yield Buffer.from('first');
      await arrived.promise;
      yield Buffer.from('last');
    }
    const part: MultipartPart = { name: 'file', filename: 'f', contentType: 'text/plain', open: () => Readable.from(slow()) };
    expect((await make(url).system.send(upload([part]), scope())).status).toBe(200);
  });

  it('of 40 MB is never held as a whole', async () => {
    let ahead = 0;
    let most = 0;
    const chunk = Buffer.alloc(1_000_000, 'x');
    const server = await startRaw((socket) => {
      let tail = '';
      socket.on('data', (data: Buffer) => {
        ahead -= data.length;
        tail = (tail + data.toString('latin1')).slice(-10);
        if (tail.endsWith('0\r\n\r\n')) socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');
      });
    });
    async function* large() {
      for (let i = 0; i < 40; i += 1) {
        yield chunk;
        ahead += chunk.length;
        most = Math.max(most, ahead);
      }
    }
    const part: MultipartPart = { name: 'file', filename: 'f', contentType: 'text/plain', open: () => Readable.from(large(), { highWaterMark: 1 }) };
    expect((await make(server.url).system.send(upload([part]), scope())).status).toBe(200);
    // What the process and the sockets between the two ends hold at most.
    expect(most).toBeLessThan(20_000_000);
  });
});

describe('an upload that is refused with 401', () => {
  it('is sent once more with a new token, its files opened again', async () => {
    let tokens = 0;
    const server = await startServer(({ url, headers }, response) => {
      if (url === '/token') return json(response, 200, { access_token: `t-${(tokens += 1)}`, expires_in: 3600 });
      json(response, headers.authorization === 'Bearer t-2' ? 200 : 401, {});
    });
    const { part, opened } = file('content');
    const { system } = make(server.url, { credentials: [oauth()] });
    expect(await codeOf(system.send(upload([part], { credential: 'oauth2' }), scope()))).toBe(200);
    const bodies = server.seen.filter(({ url }) => url !== '/token').map(({ body, headers }) => body.replaceAll(boundaryOf(headers['content-type']), 'B'));
    expect(bodies).toHaveLength(2);
    expect(bodies[0]).toBe(bodies[1]);
    expect(opened.map(({ destroyed }) => destroyed)).toEqual([true, true]);
  });

  it('before its end is not sent to its end', async () => {
    let pulled = 0;
    async function* endless() {
      for (;;) {
        pulled += 1;
        yield Buffer.alloc(65_536, 'x');
      }
    }
    const streams: Readable[] = [];
    const part: MultipartPart = {
      name: 'file', filename: 'f', contentType: 'text/plain',
      open: () => {
        const stream = Readable.from(endless());
        streams.push(stream);
        return stream;
      },
    };
    const { url } = await startRaw((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 401 Unauthorized\r\ncontent-length: 2\r\n\r\n{}'));
      socket.resume();
    });
    expect(await codeOf(make(url).system.send(upload([part]), scope()))).toBe('UPSTREAM_UNAUTHENTICATED');
    expect(streams.map(({ destroyed }) => destroyed)).toEqual([true]);
    const after = pulled;
    for (let i = 0; i < 20; i += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(pulled).toBeLessThanOrEqual(after + 1);
  });
});

describe('an upload that fails', () => {
  it('without a connection', async () => {
    expect(await outcome(make(await deadUrl()).system.send(upload([file('x').part]), scope()))).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', operation: 'uploadFiles', retryable: true });
    expect(await codeOf(make('http://nobody.invalid').system.send(upload([file('x').part]), scope()))).toBe('UPSTREAM_UNAVAILABLE');
  });

  it('in the TLS handshake', async () => {
    const { url } = await startRaw((socket) => socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    expect(await codeOf(make(url.replace('http:', 'https:')).system.send(upload([file('x').part]), scope()))).toBe('UPSTREAM_UNAVAILABLE');
    const silent = await startRaw((socket) => socket.resume());
    expect(await codeOf(make(silent.url.replace('http:', 'https:'), { timeoutMs: 50 }).system.send(upload([file('x').part]), scope()))).toBe('UPSTREAM_TIMEOUT');
  });

  it.each([
    ['closed', ''],
    ['cut off in the head', 'HTTP/1.1 200 OK\r\ncont'],
    ['cut off in a body of known length', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort'],
    ['cut off in a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n64\r\nshort'],
    ['cut off between chunks', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nshort\r\n'],
    ['no HTTP', 'SSH-2.0-OpenSSH\r\n\r\n'],
    ['of 500', 'HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n'],
    ['of 302', 'HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n'],
    ['of 303 without a place', 'HTTP/1.1 303 See Other\r\ncontent-length: 0\r\n\r\n'],
    ['too large', `HTTP/1.1 200 OK\r\ncontent-length: 1001\r\n\r\n${'x'.repeat(1001)}`],
  ])('by an answer %s: of unknown outcome, and it arrived once', async (_name, bytes) => {
    let requests = 0;
    const { url } = await startRaw((socket) => {
      let text = '';
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1');
        if (!text.endsWith('0\r\n\r\n')) return;
        requests += 1;
        socket.end(bytes);
      });
    });
    expect(await codeOf(make(url, { maxAnswerBytes: 1000 }).system.send(upload([file('x').part]), scope()))).toBe('OUTCOME_UNKNOWN');
    expect(requests).toBe(1);
  });

  it('by a redirect, which is not followed', async () => {
    const other = await startServer((_seen, response) => json(response, 200, {}));
    for (const status of [301, 302, 303, 307, 308]) {
      const server = await startServer((_seen, response) => response.writeHead(status, { location: `${other.url}/stolen` }).end());
      expect(await codeOf(make(server.url).system.send(upload([file('x').part]), scope()))).toBe('OUTCOME_UNKNOWN');
    }
    expect(other.seen).toHaveLength(0);
  });

  it('by a refusal keeps the vendor\'s messages', async () => {
    const server = await startServer((_seen, response) => json(response, 400, { messages: ['file is required'] }));
    expect(await outcome(make(server.url).system.send(upload([file('x').part]), scope()))).toMatchObject({ code: 'UPSTREAM_BAD_REQUEST', messages: ['file is required'] });
  });

  it('by a refusal whose body is lost is still refused', async () => {
    const { url } = await startRaw((socket) => socket.once('data', () => socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 100\r\n\r\nshort')));
    expect(await codeOf(make(url).system.send(upload([file('x').part]), scope()))).toBe('UPSTREAM_NOT_FOUND');
  });

  it.each(['nothing', 'a head'])('by its time limit, after %s', async (what) => {
    const closed = latch();
    const { url } = await startRaw((socket) => {
      socket.on('close', () => closed.open());
      socket.on('data', () => what === 'a head' && socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n'));
    });
    expect(await codeOf(make(url, { timeoutMs: 80 }).system.send(upload([file('x').part]), scope()))).toBe('OUTCOME_UNKNOWN');
    await closed.promise;
  });

  it('by a caller who hangs up', async () => {
    const arrived = latch();
    const closed = latch();
    const { url } = await startRaw((socket) => {
      socket.once('data', () => arrived.open());
      socket.on('close', () => closed.open());
    });
    const abort = new AbortController();
    const { part, opened } = file('x');
    const call = codeOf(make(url).system.send(upload([part]), scope({ signal: abort.signal })));
    await arrived.promise;
    abort.abort();
    expect(await call).toBe('OUTCOME_UNKNOWN');
    await closed.promise;
    expect(opened.every(({ destroyed }) => destroyed)).toBe(true);
  });

  it('by a deadline that has passed sends nothing', async () => {
    const server = await startServer((_seen, response) => json(response, 200, {}));
    expect(await codeOf(make(server.url).system.send(upload([file('x').part]), scope({ deadline: Date.now() - 1 })))).toBe('UPSTREAM_TIMEOUT');
    expect(server.seen).toHaveLength(0);
  });

  it('because a file breaks off: the other side never gets a whole request', async () => {
    const server = await startServer((_seen, response) => json(response, 200, {}));
    async function* broken() {
      yield Buffer.from('first');
      throw new Error('disk /home/jane is gone');
    }
    const part: MultipartPart = { name: 'file', filename: 'f', contentType: 'text/plain', open: () => Readable.from(broken()) };
    const { system, lines } = make(server.url);
    const result = await outcome(system.send(upload([part]), scope()));
    expect(['OUTCOME_UNKNOWN', 'UPSTREAM_BAD_REQUEST']).toContain(result['code']);
    expect(result['message']).toContain('the upload could not be read to its end');
    expect(JSON.stringify([result, lines])).not.toContain('jane');
    expect(server.seen).toHaveLength(0);
  });

  it('because a header cannot be written', async () => {
    const server = await startServer((_seen, response) => json(response, 200, {}));
    expect(await codeOf(make(server.url).system.send(upload([file('x').part], { headers: { a: 'b\r\nc: d' } }), scope()))).toBe('UPSTREAM_BAD_REQUEST');
    expect(server.seen).toHaveLength(0);
  });

  it.each(['/v1/../x', '/v1/%2e%2E/x', '/v1/./x'])('because its path %s would be sent as another one', async (path) => {
    const server = await startServer((_seen, response) => json(response, 200, {}));
    expect(await codeOf(make(server.url).system.send(upload([file('x').part], { path }), scope()))).toBe('UPSTREAM_BAD_REQUEST');
    expect(server.seen).toHaveLength(0);
  });
});

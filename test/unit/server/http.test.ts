/** Requests as they stand on the wire: what is odd is answered or refused, and the server goes on. */
import { request as httpRequest } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { post, raw, startFixture } from './fixture.ts';
import type { Fixture } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => (fixture = await startFixture({ maxBodyBytes: 1_000 })));
afterAll(() => fixture.close());
afterEach(async () => {
  expect((await post(fixture.url, { query: '{ hello }' })).body).toEqual({ data: { hello: 'Hello world' } });
  expect(fixture.logged.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});

const body = '{"query":"{ hello }"}';
const close = 'host: 127.0.0.1\r\nconnection: close\r\n';
const json = `content-type: application/json\r\ncontent-length: ${body.length}\r\n`;
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]);

describe('a method', () => {
  it.each(['TRACE', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'LOCK', 'HEAD'])('%s is not taken by the graph, and nothing of the request comes back', async (method) => {
    const answer = await raw(fixture.url, `${method} /graphql HTTP/1.1\r\n${close}x-secret: tell-nobody\r\n\r\n`);
    expect(statusOf(answer)).toBe(405);
    expect(answer).toMatch(/\r\nallow: GET, POST, OPTIONS\r\n/);
    expect(answer).not.toContain('tell-nobody');
  });

  it.each(['GOT', 'get', 'POST\t', '{', 'CONNECT'])('that is no method (%j) ends the connection', async (method) => {
    expect(await raw(fixture.url, `${method} /graphql HTTP/1.1\r\n${close}\r\n`)).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
  });

  it('of another protocol is answered as plain HTTP', async () => {
    const answer = await raw(fixture.url, `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: upgrade, close\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\n${json}\r\n${body}`);
    expect(answer).not.toMatch(/^HTTP\/1\.1 101 /);
  });

  it.each(['/graphql', '/health/live', '/health/ready'])('OPTIONS of %s runs nothing', async (path) => {
    const answer = await raw(fixture.url, `OPTIONS ${path} HTTP/1.1\r\n${close}${json}\r\n${body}`);
    expect(statusOf(answer)).toBe(204);
    expect(answer).not.toContain('hello');
  });
});

describe('a target', () => {
  it.each([
    ['http://127.0.0.1/graphql', 200],
    ['HTTP://EXAMPLE/graphql', 200],
    ['http://127.0.0.1:1/graphql?a=b', 200],
    ['/graphql?query=x', 200],
    ['/graphql#fragment', 404],
    ['/graphql/../graphql', 404],
    ['/graphql%2f', 404],
    ['/%2e%2e/graphql', 404],
    ['/graphql;a=b', 404],
    ['/graphql%00', 404],
    ['//127.0.0.1/graphql', 404],
    ['*', 404],
    ['graphql', 400],
    ['http://', 404],
    ['ftp://127.0.0.1/graphql', 404],
    ['/graph\u00e9', 400],
  ])('%s is answered %i', async (target, status) => {
    expect(statusOf(await raw(fixture.url, `POST ${target} HTTP/1.1\r\n${close}${json}\r\n${body}`))).toBe(status);
  });
});

describe('a version of HTTP', () => {
  it('1.0 is answered, and the connection ended', async () => {
    const answer = await raw(fixture.url, `POST /graphql HTTP/1.0\r\n${json}\r\n${body}`);
    expect(statusOf(answer)).toBe(200);
    expect(answer).toContain('{"data":{"hello":"Hello world"}}');
    expect(answer).not.toContain('transfer-encoding');
  });

  it.each(['HTTP/9.9', 'HTTX/1.1', ''])('%j is none', async (version) => {
    expect(statusOf(await raw(fixture.url, `POST /graphql ${version}\r\n${close}${json}\r\n${body}`))).toBeGreaterThanOrEqual(400);
  });

  it('1.1 names a host', async () => {
    expect(statusOf(await raw(fixture.url, `POST /graphql HTTP/1.1\r\nconnection: close\r\n${json}\r\n${body}`))).toBe(400);
  });
});

describe('headers', () => {
  it.each([
    ['of 20 kB', `x-large: ${'x'.repeat(20_000)}\r\n`, 431],
    ['of a target of 20 kB', '', 431],
    ['with a line feed alone', 'x-odd: a\nx-other: b\r\n', 400],
    ['folded over two lines', 'x-odd: a\r\n b\r\n', 400],
    ['with a blank before the colon', 'content-length : 5\r\n', 400],
    ['with a zero byte', 'x-odd: a\u0000b\r\n', 400],
  ])('%s are refused', async (name, header, status) => {
    const target = name.includes('target') ? `/graphql?query=${'x'.repeat(20_000)}` : '/graphql';
    expect(statusOf(await raw(fixture.url, `GET ${target} HTTP/1.1\r\n${close}${header}\r\n`))).toBe(status);
  });

  it('of an answer hold nothing that a caller wrote', async () => {
    const answer = await raw(fixture.url, `POST /graphql HTTP/1.1\r\n${close}x-request-id: a\tb\r\norigin: https://evil.example\r\naccept-language: secret\r\n${json}\r\n${body}`);
    expect(answer).not.toMatch(/evil|secret|a\tb/);
  });

  it('of every answer say that nobody keeps, frames or guesses at it', async () => {
    for (const [method, path] of [['GET', '/'], ['GET', '/health/live'], ['GET', '/health/ready'], ['POST', '/graphql'], ['PUT', '/graphql'], ['OPTIONS', '/graphql'], ['GET', '/graphql?query={hello}']] as const) {
      const { headers } = await fetch(`${fixture.url}${path}`, { method });
      expect(Object.fromEntries([...headers].filter(([name]) => /^(cache-control|content-security-policy|cross-origin-resource-policy|referrer-policy|x-content-type-options|x-frame-options|server|x-powered-by)$/.test(name)))).toEqual({
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      });
      expect(headers.get('x-request-id')).not.toBeNull();
    }
  });
});

describe('what a client expects', () => {
  it('100-continue, it gets, and then its answer', async () => {
    const answer = await new Promise<{ continued: boolean; status: number | undefined }>((resolve, reject) => {
      let continued = false;
      const outgoing = httpRequest(`${fixture.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': body.length, expect: '100-continue' } }, (response) => {
        response.resume();
        response.on('end', () => resolve({ continued, status: response.statusCode }));
      });
      outgoing.on('continue', () => {
        continued = true;
        outgoing.end(body);
      });
      outgoing.on('error', reject);
      outgoing.flushHeaders();
    });
    expect(answer).toEqual({ continued: true, status: 200 });
  });

  it('of a body that is too large is a refusal', async () => {
    const answer = await raw(fixture.url, `POST /graphql HTTP/1.1\r\n${close}content-type: application/json\r\nexpect: 100-continue\r\ncontent-length: 1001\r\n\r\n${' '.repeat(1001)}`);
    expect(answer).toContain('HTTP/1.1 413 ');
  });

  it('anything else is refused', async () => {
    expect(statusOf(await raw(fixture.url, `POST /graphql HTTP/1.1\r\n${close}expect: miracles\r\n${json}\r\n${body}`))).toBe(417);
  });
});

describe('requests one behind the other', () => {
  it('are answered in their order', async () => {
    const one = (name: string, last = false): string => {
      const text = JSON.stringify({ query: `{ hello(name: "${name}") }` });
      return `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n${last ? 'connection: close\r\n' : ''}\r\n${text}`;
    };
    const names = Array.from({ length: 50 }, (_, index) => `n${index}`);
    const answer = await raw(fixture.url, names.map((name, index) => one(name, index === 49)).join(''));
    expect([...answer.matchAll(/Hello (n\d+)/g)].map(([, name]) => name)).toEqual(names);
  });

  it('end where one of them is not HTTP: what stands behind it is not run', async () => {
    const before = fixture.seen.touched;
    const touch = '{"query":"mutation { touch }"}';
    const answer = await raw(fixture.url, `GARBAGE\r\n\r\nPOST /graphql HTTP/1.1\r\n${close}content-type: application/json\r\ncontent-length: ${touch.length}\r\n\r\n${touch}`);
    expect([...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status)).toEqual(['400']);
    expect(fixture.seen.touched).toBe(before);
  });
});

describe('a page of another site', () => {
  const simple: [string, Record<string, string>, string][] = [
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'query=mutation%7Btouch%7D'],
    ['a form of text', { 'content-type': 'text/plain' }, '{"query":"mutation { touch }"}'],
    ['a form of parts', { 'content-type': 'multipart/form-data; boundary=x' }, '--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{"query":"mutation { touch }"}\r\n--x--\r\n'],
    ['a request without a type', { 'content-type': '' }, '{"query":"mutation { touch }"}'],
    ['a beacon', { 'content-type': 'text/plain;charset=UTF-8', 'sec-fetch-mode': 'no-cors' }, '{"query":"mutation { touch }"}'],
    ['a type that only looks simple', { 'content-type': 'text/plain; application/json' }, '{"query":"mutation { touch }"}'],
  ];

  it.each(simple)('does nothing by %s', async (_, headers, text) => {
    const before = fixture.seen.touched;
    const reply = await post(fixture.url, text, { ...headers, origin: 'https://evil.example' });
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(fixture.seen.touched).toBe(before);
  });

  it('does nothing by a link or an image', async () => {
    const before = fixture.seen.touched;
    for (const query of ['mutation { touch }', '{ hello }']) {
      const response = await fetch(`${fixture.url}/graphql?query=${encodeURIComponent(query)}`, { headers: { accept: 'image/avif,image/webp,*/*;q=0.8', 'sec-fetch-site': 'cross-site' } });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(await response.text()).not.toContain('Hello');
    }
    expect(fixture.seen.touched).toBe(before);
  });

  it('that asks first is told nothing that lets it go on', async () => {
    const response = await fetch(`${fixture.url}/graphql`, { method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' } });
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

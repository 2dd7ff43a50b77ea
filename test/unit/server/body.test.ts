import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { post, raw, startFixture } from './fixture.ts';
import type { Fixture } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => (fixture = await startFixture()));
afterAll(() => fixture.close());

const refused = async (body: unknown, headers: Record<string, string> = {}) => {
  const reply = await post(fixture.url, body, headers);
  const [error] = reply.body.errors!;
  expect(reply.body.data).toBeUndefined();
  return { status: reply.status, code: error!.extensions.code, message: error!.message };
};

describe('a body that is no operation', () => {
  it.each([
    ['nothing', '', 'The body of a POST is empty; expected a JSON object with "query".'],
    ['half of JSON', '{"query": "{ hello }"', 'The body of the request is not valid JSON.'],
    ['text', 'secret-of-jane', 'The body of the request is not valid JSON.'],
    ['a number', '1', 'The body of the request must be a JSON object with "query".'],
    ['null', 'null', 'The body of the request must be a JSON object with "query".'],
    ['an array of operations', '[{"query":"{ hello }"}]', 'The body is an array; operations are taken one at a time, each as a JSON object with "query".'],
  ])('%s is refused in one sentence', async (_, body, message) => {
    expect(await refused(body)).toEqual({ status: 400, code: 'BAD_REQUEST', message });
  });

  it('is read, and refused, in the same words where it is so large that it is read in turns', async () => {
    const filler = Array.from({ length: 60_000 }, (_, n) => `"item ${n}"`).join();
    expect(filler.length).toBeGreaterThan(512 * 1024);
    const roomy = await startFixture({ maxBodyBytes: 10_000_000 });
    try {
      const answers = [`{"ignored":[${filler}],"query":"{ hello }"}`, `{"query":"{ hello }","ignored":[${filler}]`, `[${filler}]`].map(async (body) => (await post(roomy.url, body)).body);
      expect(await Promise.all(answers)).toMatchObject([
        { data: { hello: 'Hello world' } },
        { errors: [{ message: 'The body of the request is not valid JSON.', extensions: { code: 'BAD_REQUEST' } }] },
        { errors: [{ message: expect.stringContaining('The body is an array'), extensions: { code: 'BAD_REQUEST' } }] },
      ]);
    } finally {
      await roomy.close();
    }
  });

  it('is refused when it is not UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('{"query":"{ hello(name: \\"'), Buffer.from([0xc3, 0x28]), Buffer.from('\\") }"}')]);
    expect(await refused(bytes)).toMatchObject({ status: 400, message: 'The body of the request is not valid UTF-8.' });
  });

  it('is refused, not crashed on, when it nests a twenty thousand deep', async () => {
    const depth = 20_000;
    const variables = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    const reply = await post(fixture.url, `{"query":"query ($i: [Item!]!) { items(input: $i) }","variables":{"i":${variables}}}`);
    expect(reply.body.errors![0]!.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('cannot reach the prototype of anything', async () => {
    await post(fixture.url, '{"query":"{ hello }","__proto__":{"polluted":1},"variables":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('the content-type', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'application/json;charset="UTF-8"', 'Application/JSON'])('%s is taken', async (type) => {
    expect((await post(fixture.url, { query: '{ hello }' }, { 'content-type': type })).status).toBe(200);
  });

  it.each(['application/xml', 'application/json; charset=latin1', 'application/jsonx', 'application/graphql', 'nonsense'])('%s is refused', async (type) => {
    expect(await refused({ query: '{ hello }' }, { 'content-type': type })).toMatchObject({ status: 415, code: 'BAD_REQUEST' });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])('%s, which a foreign page can send, is refused as that', async (type) => {
    const { status, message } = await refused('mutation=1', { 'content-type': type });
    expect(status).toBe(400);
    expect(message).toContain('CSRF');
  });

  it('text/plain is refused with the preflight header, too', async () => {
    expect(await refused('{"query":"{ hello }"}', { 'content-type': 'text/plain', 'apollo-require-preflight': '1' })).toMatchObject({ status: 415 });
  });

  it('does not come with a content-encoding', async () => {
    expect(await refused(gzipSync('{"query":"{ hello }"}'), { 'content-encoding': 'gzip' })).toMatchObject({ status: 415 });
  });
});

describe('the size of a body', () => {
  const operation = (bytes: number) => {
    const empty = JSON.stringify({ query: '{ hello }', variables: { x: '' } });
    return JSON.stringify({ query: '{ hello }', variables: { x: 'x'.repeat(bytes - empty.length) } });
  };
  const message = 'The request is larger than the 100000 bytes that MAX_BODY_BYTES allows.';

  it('may be exactly the limit', async () => {
    expect((await post(fixture.url, operation(100_000))).body).toEqual({ data: { hello: 'Hello world' } });
  });

  it('is refused one byte above, before it is read', async () => {
    expect(await refused(operation(100_001))).toEqual({ status: 413, code: 'LIMIT_EXCEEDED', message });
  });

  it('is counted when no length is declared', async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const request = httpRequest(`${fixture.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' } });
      request.on('response', (response) => {
        resolve(response.statusCode!);
        request.destroy();
      });
      request.on('error', reject);
      // No end: the refusal must come while the body is still being sent.
      request.write('{"query":"');
      request.write('x'.repeat(150_000));
    });
    expect(status).toBe(413);
  });

  it('of an answer has no limit', async () => {
    const { body } = await post(fixture.url, { query: '{ big(bytes: 5000000) }' });
    expect(body.data!.big).toHaveLength(5_000_000);
  });
});

describe('requests that two readers could read in two ways', () => {
  const json = '{"query":"mutation { touch }"}';
  const head = 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

  it.each([
    ['a length and chunks', `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['two lengths', `${head}Content-Length: 5\r\nContent-Length: ${json.length}\r\n\r\n${json}`],
    ['a negative length', `${head}Content-Length: -1\r\n\r\n${json}`],
    ['a folded header', `${head}X-A: 1\r\n 2\r\nContent-Length : ${json.length}\r\n\r\n${json}`],
    ['an unknown transfer-encoding', `${head}Transfer-Encoding: chunked, cow\r\n\r\n${json}`],
    ['a bare line feed', `POST /graphql HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: ${json.length}\n\n${json}`],
    ['headers without end', `${head}X-A: ${'a'.repeat(20_000)}\r\n\r\n`],
    ['no host', `POST /graphql HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: ${json.length}\r\n\r\n${json}`],
  ])('%s is refused, and nothing is run', async (_, bytes) => {
    const before = fixture.seen.touched;
    expect(await raw(fixture.url, bytes)).toMatch(/^HTTP\/1\.1 4(00|31) /);
    expect(fixture.seen.touched).toBe(before);
  });

  it('the absolute form of a proxy is understood', async () => {
    const reply = await raw(fixture.url, 'GET http://x/health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(reply).toMatch(/^HTTP\/1\.1 200 /);
    expect(reply).toContain('{"status":"live"}');
  });
});

describe('a slow body', () => {
  it('is given up after the request timeout, and the server goes on', async () => {
    const impatient = await startFixture({ requestTimeoutMs: 100 });
    try {
      const reply = await raw(impatient.url, 'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"que');
      expect(reply).toMatch(/^HTTP\/1\.1 408 /);
      expect((await post(impatient.url, { query: '{ hello }' })).status).toBe(200);
      expect(impatient.logged).toEqual([]);
    } finally {
      await impatient.close();
    }
  });
});

import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { post, raw, startFixture } from './fixture.ts';
import type { Fixture } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => (fixture = await startFixture()));
afterAll(() => fixture.close());

/** Every file sent begins with this, so that what is kept of it can be told from other files. */
const marker = randomUUID();
const bytesOf = (length: number): string => marker.slice(0, length).padEnd(length, 'x');

/** The temporary files that hold something of ours. */
function kept(): string[] {
  const files = readdirSync(tmpdir()).filter((name) => name.startsWith('capacitor-'));
  return files.filter((name) => {
    try {
      return readFileSync(join(tmpdir(), name), 'latin1').startsWith(marker);
    } catch {
      return false; // gone meanwhile
    }
  });
}

const preflighted = { 'apollo-require-preflight': 'true' };
const mutation = 'mutation ($file: Upload!) { upload(file: $file) }';

interface Parts {
  operations?: unknown;
  map?: unknown;
  files?: Record<string, { bytes: number; name?: string; type?: string }>;
}

function form({ operations = { query: mutation, variables: { file: null } }, map = { 0: ['variables.file'] }, files = { 0: { bytes: 3 } } }: Parts): FormData {
  const data = new FormData();
  if (operations !== null) data.set('operations', typeof operations === 'string' ? operations : JSON.stringify(operations));
  if (map !== null) data.set('map', typeof map === 'string' ? map : JSON.stringify(map));
  for (const [key, { bytes, name = 'a.txt', type = 'text/plain' }] of Object.entries(files)) data.set(key, new File([bytesOf(bytes)], name, { type }));
  return data;
}

async function send(body: FormData, headers: Record<string, string> = preflighted) {
  const response = await fetch(`${fixture.url}/graphql`, { method: 'POST', headers, body });
  const text = await response.text();
  const answer = JSON.parse(text) as { data?: unknown; errors?: { message: string; extensions: Record<string, unknown> }[] };
  return { status: response.status, data: answer.data, message: answer.errors?.[0]?.message, code: answer.errors?.[0]?.extensions.code };
}

/** Polls what the file system says: temporary files go when the response's connection has been seen to close. */
async function emptied(): Promise<void> {
  while (kept().length > 0) await new Promise((resolve) => setImmediate(resolve));
}

describe('a file', () => {
  it('reaches the resolver with its name, type and bytes, and leaves nothing behind', async () => {
    expect(await send(form({ files: { 0: { bytes: 150_000, name: 'Brief Ä.pdf', type: 'application/pdf' } } }))).toMatchObject({
      status: 200,
      data: { upload: 'Brief Ä.pdf application/pdf 150000' },
    });
    await emptied();
  });

  it('that no resolver reads leaves nothing behind either', async () => {
    const operations = { query: 'mutation ($file: Upload!) { uploadBroken(file: $file) }', variables: { file: null } };
    expect(await send(form({ operations, files: { 0: { bytes: 150_000 } } }))).toMatchObject({ data: { uploadBroken: 'never looked at the file' } });
    await emptied();
  });

  it('that is no longer wanted does not stand in the way of the next request on its connection', async () => {
    const roomy = await startFixture({ maxUploadBytes: 10_000_000 });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const sockets = new Set<unknown>();
    const ask = (body: string, headers: Record<string, string>) =>
      new Promise<string>((resolve, reject) => {
        const request = httpRequest(`${roomy.url}/graphql`, { method: 'POST', agent, headers }, (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).on('end', () => resolve(text));
        });
        request.on('socket', (socket) => sockets.add(socket)).on('error', reject);
        request.end(body);
      });
    const part = (name: string, value: string) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    // Refused at once for a variable that does not exist, with most of the file still to come.
    const upload = part('operations', JSON.stringify({ query: 'mutation ($file: Upload!, $n: Int!) { upload(file: $file) a: touch }', variables: { file: null } })) + part('map', '{"0":["variables.file"]}') + `--b\r\ncontent-disposition: form-data; name="0"; filename="a"\r\n\r\n${bytesOf(4_000_000)}\r\n--b--\r\n`;
    expect(await ask(upload, { ...preflighted, 'content-type': 'multipart/form-data; boundary=b' })).toContain('errors');
    expect(await ask('{"query":"{ hello }"}', { 'content-type': 'application/json' })).toBe('{"data":{"hello":"Hello world"}}\n');
    expect(sockets.size).toBe(1);
    agent.destroy();
    await roomy.close();
    await emptied();
  });

  it('is not taken without the header that a foreign page cannot send; the body is not touched', async () => {
    const { status, message } = await send(form({}), {});
    expect(status).toBe(400);
    expect(message).toContain('CSRF');
    expect(kept()).toEqual([]);
  });

  it('in the same request as a query needs no file', async () => {
    expect(await send(form({ operations: { query: '{ hello }' }, map: {}, files: {} }))).toMatchObject({ data: { hello: 'Hello world' } });
  });
});

describe('limits', () => {
  it('a file may not be larger than MAX_UPLOAD_BYTES', async () => {
    const { data, code, message } = await send(form({ files: { 0: { bytes: 200_001 } } }));
    expect(data).toEqual({ upload: null });
    expect(code).toBe('LIMIT_EXCEEDED');
    expect(message).toContain('200000 byte size limit');
    await emptied();
  });

  it('all files together may not be larger either: said before they are read', async () => {
    const file = { bytes: 160_000 };
    expect(await send(form({ map: { 0: ['variables.file'], 1: ['variables.x'] }, files: { 0: file, 1: file } }))).toMatchObject({
      status: 413,
      code: 'LIMIT_EXCEEDED',
      message: 'The request is larger than the 200000 bytes that MAX_UPLOAD_BYTES allows.',
    });
  });

  it('without a declared length the connection is cut when they grow too large', async () => {
    const ended = await new Promise<string>((resolve) => {
      const request = httpRequest(`${fixture.url}/graphql`, { method: 'POST', headers: { ...preflighted, 'content-type': 'multipart/form-data; boundary=b' } });
      request.on('error', ({ code }: NodeJS.ErrnoException) => resolve(String(code)));
      const part = (name: string, value: string) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
      request.write(part('operations', JSON.stringify({ query: mutation, variables: { file: null } })) + part('map', '{"0":["variables.file"]}'));
      request.write('--b\r\ncontent-disposition: form-data; name="ignored"; filename="a"\r\n\r\n');
      const more = (): void => {
        if (!request.destroyed) request.write('x'.repeat(20_000), () => setImmediate(more));
      };
      more();
    });
    expect(['ECONNRESET', 'EPIPE']).toContain(ended);
    expect((await post(fixture.url, { query: '{ hello }' })).status).toBe(200);
    await emptied();
  });

  it('an operation may not be larger than MAX_BODY_BYTES', async () => {
    const operations = { query: mutation, variables: { file: null, x: 'x'.repeat(100_000) } };
    expect(await send(form({ operations }))).toMatchObject({ status: 413, code: 'LIMIT_EXCEEDED' });
  });

  it('ten files are the most', async () => {
    const map = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [i, [`variables.f${i}`]]));
    expect(await send(form({ map }))).toMatchObject({ status: 413, message: '10 max file uploads exceeded.' });
  });
});

describe('a multipart body that is none', () => {
  it.each<[string, Parts, string]>([
    ['no operations', { operations: null }, 'operations'],
    ['no map', { map: null }, 'map'],
    ['operations that are not JSON', { operations: '{"query"' }, 'Invalid JSON in the ‘operations’ multipart field'],
    ['a map that is a list', { map: [] }, 'Invalid type for the ‘map’ multipart field'],
    ['a map without lists', { map: { 0: 'variables.file' } }, 'Invalid type for the ‘map’ multipart field'],
    ['an array of operations', { operations: [{ query: mutation, variables: { file: null } }], map: { 0: ['0.variables.file'] } }, 'The body is an array'],
    ['a file in the place of the query', { map: { 0: ['query'] } }, 'GraphQL queries must be strings.'],
  ])('%s is refused', async (_, parts, message) => {
    const reply = await send(form(parts));
    expect(reply).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
    expect(reply.message).toContain(message);
    await emptied();
  });

  it('a file that is announced and does not come is an error at its field', async () => {
    expect(await send(form({ files: {} }))).toEqual({ status: 200, data: { upload: null }, code: 'BAD_USER_INPUT', message: 'File missing in the request.' });
  });

  it.each([
    ['constructor.prototype.polluted'],
    ['__proto__.polluted'],
    ['variables.__proto__.polluted'],
  ])('the path %s reaches no prototype', async (path) => {
    await send(form({ map: { 0: [path] } }));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    await emptied();
  });

  it.each([
    ['no boundary', 'multipart/form-data', 'x'],
    ['no end', 'multipart/form-data; boundary=b', '--b\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{}'],
    ['no head', 'multipart/form-data; boundary=b', '--b\r\nx\r\n\r\n1\r\n--b--'],
    ['nothing', 'multipart/form-data; boundary=b', ''],
  ])('%s is refused', async (_, type, bytes) => {
    const reply = await post(fixture.url, bytes, { ...preflighted, 'content-type': type });
    expect(reply.status).toBe(400);
    expect(reply.body.errors![0]!.extensions.code).toBe('BAD_REQUEST');
  });

  it('a client that leaves in the middle of a file crashes nothing and leaves nothing', async () => {
    const part = (name: string, value: string) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const body = part('operations', JSON.stringify({ query: mutation, variables: { file: null } })) + part('map', '{"0":["variables.file"]}') + '--b\r\ncontent-disposition: form-data; name="0"; filename="a"\r\n\r\n' + bytesOf(1000);
    const request = httpRequest(`${fixture.url}/graphql`, {
      method: 'POST',
      headers: { ...preflighted, 'content-type': 'multipart/form-data; boundary=b', 'content-length': '100000' },
    });
    request.on('error', () => undefined);
    request.write(body);
    while (kept().length === 0) await new Promise((resolve) => setImmediate(resolve));
    request.destroy();
    await emptied();
    expect(await raw(fixture.url, 'GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
    expect(fixture.logged).toEqual([]);
  });
});

import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compressedFrom, encodingFor, isCompressible } from '../../../src/server/compress.ts';
import { startFixture } from './fixture.ts';
import type { Fixture } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => (fixture = await startFixture()));
afterAll(() => fixture.close());

/** The answer as it came over the wire: fetch would unpack it. */
function ask(bytes: number, encoding: string | undefined): Promise<{ headers: IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(`${fixture.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...(encoding !== undefined && { 'accept-encoding': encoding }) } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }));
    });
    outgoing.on('error', reject);
    outgoing.end(JSON.stringify({ query: `{ big(bytes: ${bytes}) }` }));
  });
}

const answerOf = (bytes: number): string => `{"data":{"big":"${'x'.repeat(bytes)}"}}\n`;
/** Of the answer around its text. */
const around = answerOf(0).length;

describe('a large answer', () => {
  it.each<[string, string, (body: Buffer) => Buffer]>([
    ['gzip', 'gzip', gunzipSync],
    ['br', 'br', brotliDecompressSync],
    ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['gzip, br;q=0.5', 'gzip', gunzipSync],
    ['*', 'br', brotliDecompressSync],
    ['br;q=0, *', 'gzip', gunzipSync],
  ])('is compressed for %s, the first time and when it is known', async (accept, encoding, unpack) => {
    for (let time = 0; time < 3; time++) {
      const { headers, body } = await ask(100_000, accept);
      expect(headers).toMatchObject({ 'content-encoding': encoding, vary: 'accept-encoding', 'content-length': String(body.length), 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
      expect(body.length).toBeLessThan(2_000);
      expect(unpack(body).toString()).toBe(answerOf(100_000));
    }
  });

  it.each([undefined, '', 'identity', 'deflate', 'zstd', 'gzip;q=0', 'br;q=0, gzip;q=0', '*;q=0', 'identity, gzip;q=0.5', 'nonsense;;;q=x'])('is not for %j', async (accept) => {
    const { headers, body } = await ask(100_000, accept);
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers.vary).toBe('accept-encoding');
    expect(body.toString()).toBe(answerOf(100_000));
  });

  it('begins where the first packets end', async () => {
    const small = await ask(compressedFrom - around - 1, 'gzip');
    expect(small.headers['content-encoding']).toBeUndefined();
    expect(small.headers.vary).toBeUndefined();
    expect((await ask(compressedFrom - around, 'gzip')).headers['content-encoding']).toBe('gzip');
  });

  it('is compressed while others are answered', async () => {
    const order: string[] = [];
    await Promise.all([
      ask(20_000_000, 'br').then(({ body }) => order.push(`large ${brotliDecompressSync(body).length}`)),
      ask(1, 'br').then(() => order.push('small')),
    ]);
    expect(order.sort()).toEqual([`large ${20_000_000 + around}`, 'small']);
  });
});

describe('what is compressed', () => {
  it('is text', () => {
    for (const type of ['application/json; charset=utf-8', 'application/graphql-response+json; charset=utf-8', 'text/javascript; charset=utf-8', 'text/css', 'text/html', 'image/svg+xml']) expect(isCompressible(type, compressedFrom)).toBe(true);
    for (const type of ['image/png', 'font/woff2', 'application/octet-stream', 'application/jsonx2'.replace('jsonx2', 'zip'), undefined]) expect(isCompressible(type, compressedFrom)).toBe(false);
  });

  it('follows the client, whatever it writes', () => {
    expect(encodingFor('GZIP')).toBe('gzip');
    expect(encodingFor('x'.repeat(10_000))).toBeUndefined();
    expect(encodingFor(',,,;q=,')).toBeUndefined();
  });
});

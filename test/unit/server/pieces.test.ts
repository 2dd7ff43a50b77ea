/** Large answers in pieces: the bytes of JSON.stringify, others served in between, an end when nobody waits. */
import { once } from 'node:events';
import { createServer, get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { sendPieces } from '../../../src/server/largeAnswer.ts';
import { jsonPieces } from '../../../src/server/pieces.ts';

const large = (items: number): object => ({ errors: undefined, data: { before: 'é', list: Array.from({ length: items }, (_, n) => ({ n, text: 'x'.repeat(100), inside: [n, null, { deep: 'ü\u2028' }] })), after: null } });

describe('jsonPieces', () => {
  it('writes what JSON.stringify writes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.object({ maxDepth: 4, withNullPrototype: true, withDate: true, values: [fc.string(), fc.double(), fc.boolean(), fc.constantFrom(null, undefined)] }), fc.integer({ min: 0, max: 500 }), async (inside, copies) => {
        const value = { errors: undefined, data: { inside, many: Array.from({ length: copies }, () => inside), lists: [[], Array.from({ length: copies }, (_, n) => [n, undefined])], empty: {} } };
        expect(Buffer.concat(await jsonPieces(value)).toString()).toBe(`${JSON.stringify(value)}\n`);
      }),
      { numRuns: 60, seed: 20240301 },
    );
  });

  it('makes pieces of a bounded size and asks for a turn between them', async () => {
    let turns = 0;
    const value = large(20_000);
    const pieces = await jsonPieces(value, { sliceMs: 0, turn: async () => void (turns += 1) });
    expect(Buffer.concat(pieces).toString()).toBe(`${JSON.stringify(value)}\n`);
    expect(turns).toBe(pieces.length - 1);
    expect(pieces.length).toBeGreaterThan(10);
    for (const piece of pieces) expect(piece.length).toBeLessThan(200_000);
  });

  it('stops when its turn does not come any more', async () => {
    let turns = 0;
    const turn = async (): Promise<void> => {
      if ((turns += 1) === 3) throw new Error('gone');
    };
    await expect(jsonPieces(large(20_000), { sliceMs: 0, turn })).rejects.toThrow('gone');
    expect(turns).toBe(3);
  });
});

describe('sendPieces', () => {
  const value = large(5000);
  const text = `${JSON.stringify(value)}\n`;

  async function served<T>(use: (port: number, sent: () => Promise<void> | undefined) => Promise<T>): Promise<T> {
    let sent: Promise<void> | undefined;
    const server = createServer((request, response) => {
      void jsonPieces(value).then((pieces) => (sent = sendPieces(request, response, 'application/json; charset=utf-8', pieces)));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      return await use((server.address() as AddressInfo).port, () => sent);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  it.each([
    { accept: '', encoding: undefined, decode: (body: Buffer) => body },
    { accept: 'gzip', encoding: 'gzip', decode: gunzipSync },
    { accept: 'br', encoding: 'br', decode: brotliDecompressSync },
  ])('sends all of it with its length, for a client that takes "$accept"', async ({ accept, encoding, decode }) => {
    await served(async (port) => {
      const [response] = (await once(get({ port, headers: { 'accept-encoding': accept } }), 'response')) as [IncomingMessage];
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      expect(response.headers).toMatchObject({ 'content-length': String(body.length), 'content-type': 'application/json; charset=utf-8', vary: 'accept-encoding', 'cache-control': 'no-store' });
      expect(response.headers['content-encoding']).toBe(encoding);
      expect(decode(body).toString()).toBe(text);
    });
  });

  it('ends with a client that hangs up in the middle', async () => {
    await served(async (port, sent) => {
      const request = get({ port });
      request.on('error', () => undefined);
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      response.on('error', () => undefined);
      response.pause();
      request.destroy();
      await sent();
    });
  });
});

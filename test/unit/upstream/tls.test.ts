import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { makeCertificate } from '../../support/certificate.ts';
import type { TestCertificate } from '../../support/certificate.ts';
import { closeAll, codeOf, later, make, outcome, read, scope, write } from './support.ts';

const good = makeCertificate({ hosts: ['localhost', '127.0.0.1'] });
const connect = tls.connect.bind(tls) as (options: tls.ConnectionOptions) => tls.TLSSocket;

afterEach(async () => {
  jest.restoreAllMocks();
  await closeAll();
});

/** As if an operator had put this certificate among those that the process trusts. */
function trust({ cert }: TestCertificate): tls.ConnectionOptions[] {
  const seen: tls.ConnectionOptions[] = [];
  jest.spyOn(tls, 'connect').mockImplementation(((options: tls.ConnectionOptions) => {
    seen.push(options);
    return connect({ ...options, ca: cert });
  }) as typeof tls.connect);
  return seen;
}

async function startTLS({ cert, key }: TestCertificate, answer: (request: string, socket: tls.TLSSocket) => void) {
  const names: unknown[] = [];
  const reused: boolean[] = [];
  const requests: string[] = [];
  const server = tls.createServer({ cert, key, ALPNProtocols: ['http/1.1'] }, (socket) => {
    socket.on('error', () => undefined);
    names.push(socket.servername);
    reused.push(socket.isSessionReused());
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (!text.includes('\r\n\r\n') || (text.startsWith('POST') && !text.endsWith('}'))) return;
      const request = text;
      text = '';
      requests.push(request);
      answer(request, socket);
    });
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets = new Set<tls.TLSSocket>();
  server.on('secureConnection', (socket) => sockets.add(socket));
  later(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  const { port } = server.address() as AddressInfo;
  return { port, names, reused, requests };
}

const ok = (text: string) => `HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n${text}`;

describe('a system behind TLS', () => {
  it('is asked by its name, over one connection for one call after another', async () => {
    const server = await startTLS(good, (_request, socket) => void socket.write(ok('fine')));
    trust(good);
    const { system } = make(`https://localhost:${server.port}`);
    for (let n = 0; n < 5; n += 1) {
      expect((await system.send(read(), scope())).body.toString()).toBe('fine');
      for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(server.names).toEqual(['localhost']);
    expect(server.requests[0]).toContain(`\r\nhost: localhost:${server.port}\r\n`);
  });

  it('that is an address is asked without a name, and its certificate must have the address', async () => {
    const server = await startTLS(good, (_request, socket) => void socket.write(ok('fine')));
    const seen = trust(good);
    expect(await codeOf(make(`https://127.0.0.1:${server.port}`).system.send(read(), scope()))).toBe(200);
    expect(server.names).toEqual([false]);
    expect(seen.every(({ rejectUnauthorized }) => rejectUnauthorized !== false)).toBe(true);
  });

  it('shortens the next handshake by the session of the first', async () => {
    const server = await startTLS(good, (_request, socket) => void socket.end(ok('fine').replace('\r\n', '\r\nconnection: close\r\n')));
    trust(good);
    const { system } = make(`https://localhost:${server.port}`);
    for (let n = 0; n < 3; n += 1) {
      expect(await codeOf(system.send(read(), scope()))).toBe(200);
      for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(server.reused).toEqual([false, true, true]);
  });

  it.each<[string, () => TestCertificate, boolean, string]>([
    ['by nobody whom we trust', () => good, false, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['for another name', () => makeCertificate({ hosts: ['other.example'] }), true, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['that has run out', () => makeCertificate({ hosts: ['localhost'], from: new Date('2001-01-01') }), true, 'CERT_HAS_EXPIRED'],
  ])('with a certificate %s gets no request, and no write is in doubt', async (_name, makeOne, trusted, cause) => {
    const certificate = makeOne();
    const server = await startTLS(certificate, (_request, socket) => void socket.write(ok('fine')));
    if (trusted) trust(certificate);
    const { system, lines } = make(`https://localhost:${server.port}`);
    for (const call of [read(), write()]) {
      expect(await outcome(system.send(call, scope()))).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', message: 'vendor is unavailable (no connection).', retryable: true });
    }
    expect(lines).toMatchObject([{ cause }, { cause }]);
    expect(server.requests).toEqual([]);
  });

  it.each([
    ['of a size beyond one record', 100_000],
    ['of the largest record', 16_384],
  ])('an answer %s comes whole', async (_name, size) => {
    const text = 'x'.repeat(size);
    const server = await startTLS(good, (_request, socket) => void socket.write(ok(text)));
    trust(good);
    expect((await make(`https://localhost:${server.port}`).system.send(read(), scope())).body.toString()).toBe(text);
  });

  it.each<[string, (socket: tls.TLSSocket) => void]>([
    ['without an answer', (socket) => void socket.end()],
    ['in its answer', (socket) => void socket.end(ok('fine').slice(0, 30))],
    ['with a reset', (socket) => socket.destroy()],
  ])('that closes %s leaves a write in doubt, sent once', async (_name, close) => {
    const server = await startTLS(good, (_request, socket) => close(socket));
    trust(good);
    const { system } = make(`https://localhost:${server.port}`);
    expect([await codeOf(system.send(read(), scope())), await codeOf(system.send(write(), scope()))]).toEqual(['UPSTREAM_UNAVAILABLE', 'OUTCOME_UNKNOWN']);
    expect(server.requests.map((request) => request.slice(0, 4))).toEqual(['GET ', 'POST']);
  });

  it('large bodies go and come, side by side', async () => {
    const server = await startTLS(good, (request, socket) => void socket.write(ok(String(request.length - request.indexOf('\r\n\r\n') - 4))));
    trust(good);
    const { system } = make(`https://localhost:${server.port}`, { concurrency: 4 });
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => system.send(write({ body: `${'x'.repeat(300_000 + n)}}` }), scope())));
    expect(answers.map(({ body }) => Number(body.toString()))).toEqual(Array.from({ length: 12 }, (_, n) => 300_001 + n));
  });
});

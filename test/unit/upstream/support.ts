/** Real servers, scopes and calls for the tests of the upstream clients. */
import { EventEmitter, once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import pino from 'pino';
import type { Logger } from 'pino';
import type { CallScope, System, UpstreamCall } from '../../../src/upstream/call.ts';
import type { UpstreamSystems } from '../../../src/upstream/main.ts';
import { createSystems } from '../../../src/upstream/main.ts';
import type { UpstreamObserver } from '../../../src/upstream/observer.ts';
import type { ClientName, CredentialConfig, SystemConfig } from '../../../src/upstream/settings.ts';

export interface Seen {
  method: string;
  url: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

export interface Server {
  url: string;
  /** Every request whose body came whole, in order. */
  seen: Seen[];
  close: () => Promise<void>;
}

/** What is under test in this file is closed after each test, newest first. */
const open: (() => Promise<unknown>)[] = [];

export async function closeAll(): Promise<void> {
  for (const close of open.splice(0).reverse()) await close();
}

export function later(close: () => Promise<unknown>): void {
  open.push(close);
}

/** An HTTP server; `handle` gets the request after its body. */
export async function startServer(handle: (seen: Seen, response: http.ServerResponse) => void, port = 0): Promise<Server> {
  const seen: Seen[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
      seen.push(one);
      handle(one, response);
    });
  });
  const started = await listening(server, port);
  later(started.close);
  return { ...started, seen };
}

/** A server of raw bytes; `handle` gets each connection with its number, from 1. */
export async function startRaw(handle: (socket: net.Socket, connection: number) => void): Promise<{ url: string; port: number; close: () => Promise<void> }> {
  let connections = 0;
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    handle(socket, (connections += 1));
  });
  const started = await listening(server);
  later(started.close);
  return started;
}

async function listening(server: net.Server, wanted = 0): Promise<{ url: string; port: number; close: () => Promise<void> }> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}

/** An address at which nothing listens. */
export async function deadUrl(): Promise<string> {
  const { url, close } = await listening(net.createServer());
  await close();
  return url;
}

/** The client that calls go over, where a test file does not say. */
let client: ClientName | undefined;

/** From now on, in this file. */
export function useClient(name: ClientName): void {
  client = name;
}

export interface Made {
  system: System;
  systems: UpstreamSystems;
  /** Everything that was logged, line by line. */
  lines: Record<string, unknown>[];
}

/** One attempt for each call and no circuit, unless `config` says otherwise. */
export function make(baseURL: string, config: Partial<SystemConfig> = {}, clock?: () => number, observer?: UpstreamObserver): Made {
  const { log, lines } = captureLog();
  const systems = createSystems({
    config: [{ name: 'vendor', baseURL, variables: {}, credentials: [], timeoutMs: 10_000, concurrency: 32, retries: 0, circuitFailures: 1_000_000, circuitResetMs: 60_000, maxAnswerBytes: 2 ** 26, client, ...config }],
    log,
    observer,
    clock,
  });
  later(() => systems.close());
  const system = systems.systems.get('vendor');
  if (!system) throw new Error('the system is absent');
  return { system, systems, lines };
}

export function captureLog(): { log: Logger; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const log = pino(
    { level: 'debug' },
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
        done();
      },
    }),
  );
  return { log, lines };
}

export function read(rest: Partial<UpstreamCall> = {}): UpstreamCall {
  return { operation: 'account', method: 'GET', path: '/thing', headers: {}, read: true, ...rest };
}

export function write(rest: Partial<UpstreamCall> = {}): UpstreamCall {
  return { operation: 'createThing', method: 'POST', path: '/thing', headers: { 'content-type': 'application/json' }, body: '{"a":1}', read: false, ...rest };
}

export function scope(rest: Partial<CallScope> = {}): CallScope {
  return { requestId: 'r-1', signal: new AbortController().signal, deadline: Date.now() + 60_000, ...rest };
}

/** How a call ended, as plain data: its status, or what the caller is told. */
export async function outcome(promise: Promise<{ status: number }>): Promise<Record<string, unknown>> {
  try {
    return { status: (await promise).status };
  } catch (error) {
    const { name, message, extensions } = error as { name: string; message: string; extensions: Record<string, unknown> };
    return { name, message, ...extensions };
  }
}

export async function codeOf(promise: Promise<{ status: number }>): Promise<unknown> {
  const { code, status } = await outcome(promise);
  return code ?? status;
}

/** A promise that a test opens by hand. */
export function latch<T = void>(): { promise: Promise<T>; open(value: T): void } {
  const emitter = new EventEmitter();
  const promise = once(emitter, 'open').then(([value]) => value as T);
  return { promise, open: (value) => void emitter.emit('open', value) };
}

export function oauth(rest: Partial<Extract<CredentialConfig, { type: 'OAUTH2' }>> = {}): CredentialConfig {
  return { type: 'OAUTH2', name: 'oauth2', tokenPath: '/token', client: 'FORM', id: 'the-id', secret: 'the-secret', scheme: 'bearer', ...rest };
}

export function json(response: http.ServerResponse, status: number, body: unknown, headers: http.OutgoingHttpHeaders = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

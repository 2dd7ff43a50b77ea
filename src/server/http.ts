/**
 * The HTTP server: a table of paths and methods, 404 and 405 for the rest, limits in time, and an
 * end that lets requests in flight finish. It knows nothing of GraphQL.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { Telemetry } from '../telemetry/main.ts';
import { Reply, send, sendRefusal } from './answer.ts';
import { requestIdOf } from './context.ts';
import { preflightHeaders, shareWith } from './cors.ts';
import { describeError } from './describeError.ts';
import { ClientGone, Refusal } from './refusal.ts';
import { StartError } from './startError.ts';

/** Answers a request, or throws a `Refusal` before it has begun to. */
export type Handler = (request: IncomingMessage, response: ServerResponse, requestId: string) => Promise<void> | void;

export interface Route {
  /** With a trailing slash: everything below it, too. */
  path: string;
  methods: Partial<Record<'GET' | 'HEAD' | 'POST', Handler>>;
  /** Other origins whose pages may read its answers; absent: none. */
  origins?: ReadonlySet<string> | undefined;
}

export interface ListenOptions {
  host: string;
  /** 0: any free port. */
  port: number;
  routes: Route[];
  log: Logger;
  /** Time for a request to come in completely, in ms. */
  requestTimeoutMs?: number | undefined;
  /** Told of each request and how it was answered. */
  requests?: Telemetry['requests'];
  /** Takes over a connection that asks to become a WebSocket, by path. */
  upgrades?: Readonly<Record<string, Upgrade>> | undefined;
}

export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface CloseOptions {
  /** For how long requests are still taken, so that load balancers notice that this server is not ready, in ms: 0. */
  drainMs?: number;
  /** After that, for how long those in flight may go on, in ms. */
  graceMs: number;
  /** Called between the two: answers without an end are to be ended now. */
  onDrained?: () => void;
}

export interface HTTPServer {
  /** `http://127.0.0.1:4000` */
  url: string;
  /** Resolves when all requests are answered, or when their time is over and those still open are cut off. */
  close(options: CloseOptions): Promise<void>;
}

const defaultRequestTimeoutMs = 120_000;
const lingerMs = 1_000;

export async function listen({ host, port, routes, log, requestTimeoutMs = defaultRequestTimeoutMs, requests, upgrades }: ListenOptions): Promise<HTTPServer> {
  // A number, and no set: a set that lives long and changes often keeps what it held alive until a major collection.
  let inFlight = 0;
  let closing = false;
  let idle: (() => void) | undefined;
  // Comes once for each response, whatever becomes of it.
  const onClosed = (): void => {
    inFlight -= 1;
    if (inFlight === 0) idle?.();
  };

  const server = createServer(
    {
      requestTimeout: requestTimeoutMs,
      headersTimeout: Math.min(20_000, requestTimeoutMs),
      connectionsCheckingInterval: Math.min(5_000, requestTimeoutMs),
      // Longer than a load balancer's usual 60 s, so that it is never we who close a connection just as it sends.
      keepAliveTimeout: 65_000,
      ServerResponse: Reply,
    },
    (request, response) => {
      inFlight += 1;
      response.on('close', onClosed);
      if (requests) watch(response, requests);
      if (closing) response.setHeader('connection', 'close');
      answer(request, response, routes, log);
    },
  );
  if (upgrades) {
    server.on('upgrade', (request, socket, head) => {
      const path = pathOf(request);
      if (Object.hasOwn(upgrades, path)) upgrades[path]?.(request, socket, head);
      else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    });
  }
  await startListening(server, host, port);

  async function whenIdle(byTime: number): Promise<void> {
    if (inFlight > 0) await resolvedOrAfter(byTime - performance.now(), (done) => (idle = done));
  }

  return {
    url: address(server),
    async close({ drainMs = 0, graceMs, onDrained }) {
      if (closing) return;
      closing = true;
      // Still listening, so that a probe sees the 503 and nobody's request is refused before the load has moved on.
      if (drainMs > 0) await resolvedOrAfter(drainMs, () => undefined);
      onDrained?.();
      const end = performance.now() + graceMs;
      await whenIdle(end);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      // What came in with the last breath is answered, too.
      await whenIdle(end);
      server.closeAllConnections();
      // A connection that speaks HTTP no more is not the server's to close, nor to wait for.
      await resolvedOrAfter(lingerMs, (done) => void closed.then(done));
    },
  };
}

function watch(response: Reply, requests: NonNullable<Telemetry['requests']>): void {
  const startedAt = performance.now();
  requests.requestStarted();
  response.on('close', () => requests.requestEnded(response.route ?? 'other', response.writableFinished ? response.statusCode : undefined, startedAt));
}

async function resolvedOrAfter(ms: number, hand: (resolve: () => void) => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
    hand(resolve);
  });
  clearTimeout(timer);
}

function answer(request: IncomingMessage, response: Reply, routes: Route[], log: Logger): void {
  const requestId = requestIdOf(request);
  response.requestId = requestId;
  const onFailure = (error: unknown): void => {
    if (error instanceof ClientGone) return;
    if (error instanceof Refusal) return sendRefusal(request, response, error, requestId);
    log.error({ requestId, error: describeError(error) }, 'unexpected error while answering a request');
    if (response.headersSent) response.destroy();
    else sendAccident(request, response, requestId);
  };
  try {
    dispatch(request, response, routes, requestId)?.catch(onFailure);
  } catch (error) {
    onFailure(error);
  }
}

function dispatch(request: IncomingMessage, response: ServerResponse, routes: Route[], requestId: string): Promise<void> | void {
  const path = pathOf(request);
  const route = routes.find((r) => r.path === path || (r.path.endsWith('/') && path.startsWith(r.path)));
  if (!route) throw new Refusal({ status: 404, code: 'NOT_FOUND', message: 'There is nothing at this path; the graph is at /graphql.' });
  (response as Reply).route = route.path;
  if (route.origins) shareWith(route.origins, request, response);
  const handler = Object.hasOwn(route.methods, request.method ?? '') ? route.methods[request.method as 'GET'] : undefined;
  if (handler) return handler(request, response, requestId);
  const allow = [...Object.keys(route.methods), 'OPTIONS'].join(', ');
  if (request.method === 'OPTIONS') {
    const shared = route.origins && preflightHeaders(route.origins, request, Object.keys(route.methods));
    return send(request, response, { status: 204, headers: { allow, ...shared }, body: '' });
  }
  throw new Refusal({ status: 405, code: 'BAD_REQUEST', message: `This path takes ${allow}.`, headers: { allow } });
}

/** Without the query; still percent-encoded: no path here needs decoding. */
function pathOf({ url = '' }: IncomingMessage): string {
  // What all but proxies send: `/graphql`.
  if (url.startsWith('/') && !url.includes('?')) return url;
  const target = /^https?:\/\/[^/?]*(.*)$/i.exec(url)?.[1] ?? url; // a proxy's absolute form
  const at = target.indexOf('?');
  return at < 0 ? target : target.slice(0, at);
}

function sendAccident(request: IncomingMessage, response: ServerResponse, requestId: string): void {
  const errors = [{ message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } }];
  send(request, response, { status: 500, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify({ errors }) + '\n' });
}

type ReplyServer = Server<typeof IncomingMessage, typeof Reply>;

async function startListening(server: ReplyServer, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new StartError(cannotListen(error, host, port))));
    server.listen(port, host, resolve);
  });
}

function cannotListen({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === 'EADDRINUSE') return `Port ${port} on ${host} is in use: set PORT to a free one.`;
  if (code === 'EACCES') return `Port ${port} on ${host} needs rights that this process has not: set PORT to one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `HOST is ${host}, which is no address of this machine.`;
  return `Cannot listen on ${host}, port ${port}: ${message}.`;
}

function address(server: ReplyServer): string {
  const { address: host, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${host}]` : host}:${port}`;
}

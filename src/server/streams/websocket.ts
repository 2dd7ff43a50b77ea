/**
 * Operations over one WebSocket, by the protocol of graphql-ws (`graphql-transport-ws`): any number up to a limit,
 * subscriptions and others alike. The library speaks the protocol; who asks, what may run and how it is run is
 * the same as for a request.
 *
 * A browser lets any page open a WebSocket to anywhere and tells where the page is from: a page that is
 * neither ours nor allowed by CORS_ORIGINS is refused. The next result is asked for when the one before has left.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError } from 'graphql';
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Callers } from '../../callers/main.ts';
import { connectionHeaders } from '../../callers/main.ts';
import { Ending } from '../../events/live/tail.ts';
import { requestIdOf } from '../context.ts';
import { describeError } from '../describeError.ts';
import { Refusal } from '../refusal.ts';
import type { Prepared } from './documents.ts';
import type { Client, Results, Runner } from './run.ts';

export interface WebSocketOptions {
  runner: Runner;
  callers: Callers;
  /** Throws a `Refusal` for a document that is not trusted. Undefined: there is no graph yet. */
  prepare: (asked: Record<string, unknown>) => Prepared | readonly GraphQLError[] | undefined;
  /** Whether a page from there may connect. */
  allowsOrigin: (origin: string, request: IncomingMessage) => boolean;
  /** Whether as many subscriptions are open as may be. */
  mostOpen: () => boolean;
  maxMessageBytes: number;
  log: Logger;
}

export interface WebSockets {
  /** Takes over a connection that asks to be upgraded. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Subscriptions under way. */
  readonly open: number;
  /** All connections are told to go elsewhere. */
  close(): void;
}

interface Connection {
  request: IncomingMessage;
  socket: WebSocket;
  /** When it has said who it is. */
  client?: Client;
  /** Subscriptions under way. */
  operations: number;
}

/** Connections of all clients, and operations of one of them, at a time. */
const mostConnections = 50_000;
const mostOperations = 100;
const goingAway = 1001;
/** Every so often each connection is asked whether it is there; one that has not answered the last time is cut, in ms. */
const pulseMs = 15_000;
/** For a client to say who it is, in ms. */
const initMs = 10_000;

type Arguments = ExecutionArgs & { prepared: Prepared; connection: Connection };

export function createWebSockets({ runner, callers, prepare, allowsOrigin, mostOpen, maxMessageBytes, log }: WebSocketOptions): WebSockets {
  const server = new WebSocketServer({ noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload: maxMessageBytes, handleProtocols });
  const sockets = new Map<WebSocket, { answered: boolean }>();
  let open = 0;
  let pulse: NodeJS.Timeout | undefined;

  const protocol = makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: initMs,
    async onConnect({ connectionParams, extra }) {
      try {
        const caller = await callers.authenticate(connectionHeaders(connectionParams, extra.request.headers));
        await callers.admit(caller);
        extra.client = { requestId: requestIdOf(extra.request), caller };
        return true;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return false;
      }
    },
    async onSubscribe({ extra }, _id, payload) {
      const { client } = extra;
      if (!client || !callers.isCurrent(client.caller)) return [refused('UNAUTHENTICATED', 'What the caller showed counts no longer: connect again.')];
      if (extra.operations >= mostOperations) return [refused('LIMIT_EXCEEDED', `A connection has at most ${mostOperations} operations at a time.`)];
      if (mostOpen()) return [refused('LIMIT_EXCEEDED', 'As many subscriptions are open as MAX_SUBSCRIPTIONS allows.')];
      let prepared: ReturnType<typeof prepare>;
      try {
        await callers.admit(client.caller);
        prepared = prepare({ ...payload });
      } catch (error) {
        if (error instanceof Refusal) return [refused(error.code, error.message)];
        throw error;
      }
      if (!prepared) return [refused('NOT_READY', 'The graph is not built yet.')];
      if (!('operation' in prepared)) return prepared;
      const { schema, document, operationName, variables } = prepared;
      return { schema, document, operationName, variableValues: variables, prepared, connection: extra } as Arguments;
    },
    execute: run,
    subscribe: run,
    // They are in the form in which they leave already.
    onNext: (_context, _id, _payload, _args, result) => result,
  });

  async function run(args: ExecutionArgs): Promise<ExecutionResult | AsyncIterable<ExecutionResult>> {
    const { prepared, connection } = args as Arguments;
    const outcome = await runner.run(prepared, connection.client as Client);
    return (Symbol.asyncIterator in outcome ? counted(outcome, connection) : outcome) as ExecutionResult | AsyncIterable<ExecutionResult>;
  }

  function counted(results: Results, connection: Connection): Results {
    connection.operations += 1;
    open += 1;
    let ended = false;
    const end = (): void => {
      if (ended) return;
      ended = true;
      connection.operations -= 1;
      open -= 1;
    };
    const all: Results = {
      async next() {
        try {
          const next = await results.next();
          if (next.done) end();
          return next;
        } catch (error) {
          end();
          if (!(error instanceof Ending)) throw error;
          connection.socket.close(goingAway, 'Going away');
          return { done: true, value: undefined };
        }
      },
      return() {
        end();
        return results.return();
      },
      [Symbol.asyncIterator]: () => all,
    };
    return all;
  }

  function connect(socket: WebSocket, request: IncomingMessage): void {
    const state = { answered: true };
    sockets.set(socket, state);
    pulse ??= setInterval(beat, pulseMs).unref();
    const connection: Connection = { request, socket, operations: 0 };
    let take: ((data: string) => Promise<void>) | undefined;
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (data) =>
          new Promise((resolve) => {
            // Whether it left, its own close tells; nobody else has to know.
            if (socket.readyState === socket.OPEN) socket.send(data, () => resolve());
            else resolve();
          }),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (listener) => (take = listener),
      },
      connection,
    );
    socket.on('message', (data, binary) => {
      if (binary) return socket.close(CloseCode.BadRequest, 'Messages are text.');
      take?.((data as Buffer).toString('utf8')).catch((error: unknown) => {
        // Messages that are none close the connection with a code of the protocol; this is an accident of ours.
        log.error({ error: describeError(error) }, 'unexpected error in a WebSocket');
        socket.close(CloseCode.InternalServerError, 'Internal server error');
      });
    });
    socket.on('pong', () => (state.answered = true));
    // Frames that are none, or too large: the library closes with the code of the WebSocket protocol.
    socket.on('error', () => undefined);
    socket.once('close', (code, reason) => {
      sockets.delete(socket);
      closed(code, reason.toString('utf8')).catch((error: unknown) => log.error({ error: describeError(error) }, 'unexpected error at the end of a WebSocket'));
    });
  }

  function beat(): void {
    if (sockets.size === 0) {
      clearInterval(pulse);
      pulse = undefined;
    }
    for (const [socket, state] of sockets) {
      if (!state.answered) socket.terminate();
      else if (socket.readyState === socket.OPEN) {
        state.answered = false;
        socket.ping();
      }
    }
  }

  return {
    get open() {
      return open;
    },
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      const { origin } = request.headers;
      if (origin !== undefined && !allowsOrigin(origin, request)) return refuse(socket, '403 Forbidden');
      if (sockets.size >= mostConnections) return refuse(socket, '503 Service Unavailable');
      server.handleUpgrade(request, socket, head, (webSocket) => connect(webSocket, request));
    },
    close() {
      clearInterval(pulse);
      for (const socket of sockets.keys()) socket.close(goingAway, 'Going away');
    },
  };
}

function refused(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/**
 * Connections that last: subscriptions, and whatever else a client sends over them.
 *
 *   main.ts        both transports over one runner
 *   documents.ts   text -> a valid operation within the limits
 *   run.ts         an operation -> its results, one for each event
 *     moment.ts      what one result is made during
 *   sse.ts         Server-Sent Events; websocket.ts graphql-ws
 */
import type { IncomingMessage } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import type { Callers } from '../../callers/main.ts';
import { createFormatError } from '../errors.ts';
import type { Runtime } from '../execution.ts';
import type { TrustedDocuments } from '../trusted.ts';
import { createDocuments } from './documents.ts';
import type { Prepared } from './documents.ts';
import { createRunner } from './run.ts';
import type { Result, RunnerOptions } from './run.ts';
import { createSSE } from './sse.ts';
import type { SSE } from './sse.ts';
import { createWebSockets } from './websocket.ts';
import type { WebSockets } from './websocket.ts';

export interface StreamsOptions {
  runtime: Runtime;
  /** Undefined until the graph is built. */
  schema: () => GraphQLSchema | undefined;
  introspection: boolean;
  callers: Callers;
  contextOf: RunnerOptions['contextOf'];
  /** Absent: every document may be run. */
  trusted?: TrustedDocuments | undefined;
  allowsOrigin: (origin: string, request: IncomingMessage) => boolean;
  /** Subscriptions open at a time, over all connections. */
  maxSubscriptions: number;
  maxMessageBytes: number;
}

export interface Streams {
  sse: SSE;
  webSockets: WebSockets;
  /** For `SSE.serve`: a document that is a trusted one where only those run. */
  prepare(asked: Record<string, unknown>): Prepared | { errors: Result['errors'] };
  /** Subscriptions open now. */
  readonly open: number;
  close(): void;
}

export function createStreams(options: StreamsOptions): Streams {
  const { runtime, schema, callers, trusted, maxSubscriptions } = options;
  const documents = createDocuments({ limits: runtime.limits, introspection: options.introspection });
  const runner = createRunner({ runtime, callers, contextOf: options.contextOf });
  const format = createFormatError({ log: runtime.log, stacktraces: false, telemetry: runtime.telemetry });
  const open = (): number => sse.open + webSockets.open;
  const mostOpen = (): boolean => open() >= maxSubscriptions;
  const sse = createSSE({ runner, mostOpen });
  const webSockets = createWebSockets({
    runner, callers, mostOpen,
    allowsOrigin: options.allowsOrigin,
    maxMessageBytes: options.maxMessageBytes,
    log: runtime.log,
    prepare(asked) {
      const now = schema();
      return now && documents.prepare(trusted ? { ...asked, query: trusted.textOf(asked) } : asked, now);
    },
  });

  return {
    sse,
    webSockets,
    prepare(asked) {
      const now = schema();
      if (!now) throw new Error('asked before the graph was built');
      const prepared = documents.prepare(asked, now);
      return 'operation' in prepared ? prepared : { errors: prepared.map((error) => format(error.toJSON(), error)) };
    },
    get open() {
      return open();
    },
    close: () => webSockets.close(),
  };
}

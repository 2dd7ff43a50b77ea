/**
 * The server around a graph: opens the port first, so that probes are answered while the graph is
 * being built, then Apollo, and closes everything in the opposite order.
 */
import type { ApolloServer } from '@apollo/server';
import type { Logger } from 'pino';
import type { RequestContext } from '../context.ts';
import { createEngine } from '../execute/main.ts';
import type { Telemetry } from '../telemetry/main.ts';
import type { Systems } from '../upstream/call.ts';
import { createApollo } from './apollo.ts';
import type { SchemaSource } from './gateway.ts';
import { graphiqlHandler } from './graphiql.ts';
import { graphqlHandler } from './graphql.ts';
import type { Health } from './health.ts';
import { createHotLane } from './hotLane.ts';
import { live, ready } from './health.ts';
import type { Route } from './http.ts';
import { listen } from './http.ts';

export interface ServerOptions {
  host: string;
  /** 0: any free port. */
  port: number;
  systems: Systems;
  /** Of one operation, in ms. */
  requestDeadlineMs: number;
  maxBodyBytes: number;
  maxUploadBytes: number;
  introspection: boolean;
  stacktraces: boolean;
  graphiql: boolean;
  /** Folder of the built GraphiQL; its usual place if absent. */
  graphiqlFolder?: string | undefined;
  /** What readiness tells besides its status. */
  health: () => Omit<Health, 'status'>;
  log: Logger;
  telemetry?: Telemetry | undefined;
  requestTimeoutMs?: number | undefined;
}

export interface RunningServer {
  url: string;
  /** From here on `/graphql` answers and the server is ready. */
  serve(graph: SchemaSource): Promise<void>;
  /** Not ready from now on; requests in flight have `graceMs` to finish. Once is enough, twice does no harm. */
  close(graceMs?: number): Promise<void>;
}

const defaultGraceMs = 10_000;

export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host, port, log, requestTimeoutMs, telemetry } = options;
  let status: Health['status'] = 'starting';
  let apollo: ApolloServer<RequestContext> | undefined;

  // One for both lanes, so that a document counts as the same in either.
  const engine = createEngine();
  // Stack traces are Apollo's to add.
  const lane = options.stacktraces ? undefined : createHotLane({ engine, log, telemetry });
  const health = ready(() => ({ status, ...options.health() }));
  const graphql = graphqlHandler({
    apollo: () => apollo,
    lane,
    systems: options.systems,
    deadlineMs: options.requestDeadlineMs,
    maxBodyBytes: options.maxBodyBytes,
    maxUploadBytes: options.maxUploadBytes,
    telemetry,
  });
  const routes: Route[] = [
    { path: '/graphql', methods: { GET: graphql, POST: graphql } },
    { path: '/health/live', methods: { GET: live, HEAD: live } },
    { path: '/health/ready', methods: { GET: health, HEAD: health } },
  ];
  if (options.graphiql) {
    const page = await graphiqlHandler(options.graphiqlFolder);
    routes.push({ path: '/graphiql', methods: { GET: page, HEAD: page } }, { path: '/graphiql/', methods: { GET: page, HEAD: page } });
  }
  const http = await listen({ host, port, routes, log, requestTimeoutMs });

  let closed: Promise<void> | undefined;
  const close = async (graceMs: number): Promise<void> => {
    status = 'closing';
    await http.close(graceMs);
    await apollo?.stop();
  };
  return {
    url: http.url,
    async serve(graph) {
      const started = await createApollo({ graph, introspection: options.introspection, stacktraces: options.stacktraces, log, engine, telemetry, lane });
      if (status === 'closing') return started.stop();
      apollo = started;
      status = 'ready';
    },
    close: (graceMs = defaultGraceMs) => (closed ??= close(graceMs)),
  };
}

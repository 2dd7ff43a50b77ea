/**
 * The server around a graph: opens the port first, so that probes are answered while the graph is
 * being built, then Apollo, and closes everything in the opposite order.
 */
import type { ApolloServer } from '@apollo/server';
import type { Logger } from 'pino';
import type { Caller, Callers } from '../callers/main.ts';
import type { RequestContext } from '../context.ts';
import { createEngine } from '../execute/main.ts';
import { createLimits } from '../limits/main.ts';
import type { LimitSettings } from '../limits/main.ts';
import type { Markers } from '../privacy/main.ts';
import type { Telemetry } from '../telemetry/main.ts';
import type { Systems } from '../upstream/call.ts';
import { createApollo } from './apollo.ts';
import type { Runtime } from './execution.ts';
import type { SchemaSource } from './gateway.ts';
import { demoRoutes } from './demo.ts';
import { docsHandler } from './docs.ts';
import { graphiqlHandler } from './graphiql.ts';
import { graphqlHandler } from './graphql.ts';
import type { Health } from './health.ts';
import { mostDocuments } from './documentTable.ts';
import { createHotLane } from './hotLane.ts';
import { live, ready } from './health.ts';
import type { HTTPServer, Route } from './http.ts';
import { listen } from './http.ts';
import { whilePaused } from './pauses.ts';
import { webhookRoutes } from './webhooks.ts';
import type { WebhooksOptions } from './webhooks.ts';
import { metricsRoute } from './metrics.ts';
import { createStreams } from './streams/main.ts';
import type { TrustedDocuments } from './trusted.ts';

export interface ServerOptions extends LimitSettings {
  host: string;
  /** 0: any free port. */
  port: number;
  callers: Callers;
  /** Those that a caller's calls reach. */
  systemsOf: (caller: Caller) => Systems;
  /** Of all systems that any caller's calls may reach. */
  systemNames: readonly string[];
  /** Of one operation, in ms. */
  requestDeadlineMs: number;
  /** The longest that lookups of links wait for one another, in ms. */
  linkPatienceMs?: number | undefined;
  maxBodyBytes: number;
  maxUploadBytes: number;
  /** Open at a time, over all connections. */
  maxSubscriptions: number;
  /** What vendors tell of their own accord; absent: nothing is taken. */
  webhooks?: Pick<WebhooksOptions, 'doors' | 'keep'> | undefined;
  /** Absent: every document may be run. */
  trusted?: TrustedDocuments | undefined;
  /** Origins whose pages may read the graph's answers; absent: the gateway's own alone. */
  corsOrigins?: ReadonlySet<string> | undefined;
  introspection: boolean;
  stacktraces: boolean;
  graphiql: boolean;
  /** Folder of the built GraphiQL; its usual place if absent. */
  graphiqlFolder?: string | undefined;
  /** Whether `/demo` stands beside it. */
  demo?: boolean | undefined;
  /** The documents of the graph, for its documentation; `schema/` of the package if absent. */
  schemaFolder?: string | undefined;
  /** What readiness tells besides its status. */
  health: () => Omit<Health, 'status'>;
  log: Logger;
  telemetry?: Telemetry | undefined;
  /** What is sensitive in the schema. */
  sensitive?: Markers | undefined;
  /** Whether `/metrics` stands beside `/graphql`. */
  metrics?: boolean | undefined;
  /** Whether the port opens when the graph stands, and not before: where another process answers meanwhile. */
  listenLate?: boolean | undefined;
  /** After the end was asked for, for how long requests are still taken, in ms: 0. */
  drainMs?: number | undefined;
  requestTimeoutMs?: number | undefined;
}

export interface RunningServer {
  /** Where it listens. */
  readonly url: string;
  /** From here on `/graphql` answers and the server is ready. */
  serve(graph: SchemaSource): Promise<void>;
  /**
   * Not ready from now on. Requests are taken for `drainMs` more; then those in flight have `graceMs` to
   * finish, as much as an operation may take unless given. Once is enough, twice does no harm.
   */
  close(graceMs?: number): Promise<void>;
  /** Called when requests are no longer taken: for answers that have no end of their own. */
  onDrained(end: () => void): void;
}

/** Beyond the deadline of an operation: for its answer to leave. */
const answerMs = 1_000;

export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host, port, log, requestTimeoutMs, telemetry } = options;
  let status: Health['status'] = 'starting';
  let apollo: ApolloServer<RequestContext> | undefined;

  // One for both lanes, so that a document counts as the same in either.
  const limits = createLimits(options, options.systemNames);
  // As many plans as documents: those in between would be parsed once and planned each time.
  const engine = createEngine({ size: mostDocuments, slices: { onPause: (context, over) => whilePaused(context as RequestContext, over) } });
  const runtime: Runtime = { engine, log, limits, suggestions: options.introspection, telemetry, sensitive: options.sensitive };
  // Stack traces are Apollo's to add.
  const lane = options.stacktraces ? undefined : createHotLane(runtime);
  const health = ready(() => ({ status, ...options.health() }));
  let graph: SchemaSource | undefined;
  const streams = createStreams({
    runtime,
    schema: () => graph?.schema,
    introspection: options.introspection,
    callers: options.callers,
    contextOf: (of) => ({ ...of, systems: options.systemsOf(of.caller), deadlineMs: options.requestDeadlineMs, linkPatienceMs: options.linkPatienceMs, budget: limits.budget(), loads: telemetry?.loads }),
    trusted: options.trusted,
    allowsOrigin: (origin, { headers }) => options.corsOrigins?.has(origin) === true || origin.replace(/^https?:\/\//, '') === headers.host,
    maxSubscriptions: options.maxSubscriptions,
    maxMessageBytes: options.maxBodyBytes,
  });
  const graphql = graphqlHandler({
    apollo: () => apollo,
    lane,
    callers: options.callers,
    systemsOf: options.systemsOf,
    deadlineMs: options.requestDeadlineMs,
    linkPatienceMs: options.linkPatienceMs,
    maxBodyBytes: options.maxBodyBytes,
    maxUploadBytes: options.maxUploadBytes,
    limits,
    trusted: options.trusted,
    telemetry,
    streams,
  });
  const routes: Route[] = [
    { path: '/graphql', methods: { GET: graphql, POST: graphql }, origins: options.corsOrigins },
    { path: '/health/live', methods: { GET: live, HEAD: live } },
    { path: '/health/ready', methods: { GET: health, HEAD: health } },
  ];
  if (options.webhooks) routes.push(...webhookRoutes({ ...options.webhooks, maxBodyBytes: options.maxBodyBytes }));
  if (options.graphiql) {
    const page = await graphiqlHandler(options.graphiqlFolder);
    routes.push({ path: '/graphiql', methods: { GET: page, HEAD: page } }, { path: '/graphiql/', methods: { GET: page, HEAD: page } });
    if (options.demo) routes.push(...(await demoRoutes()));
    const docs = docsHandler({ schema: () => graph?.schema, schemaFolder: options.schemaFolder });
    routes.push({ path: '/docs', methods: { GET: docs, HEAD: docs } }, { path: '/docs/', methods: { GET: docs, HEAD: docs } });
  }
  if (options.metrics && telemetry?.page) routes.push(metricsRoute(telemetry.page));
  const open = (): Promise<HTTPServer> => listen({ host, port, routes, log, requestTimeoutMs, requests: telemetry?.requests, upgrades: { '/graphql': (request, socket, head) => streams.webSockets.upgrade(request, socket, head) } });
  let http = options.listenLate ? undefined : await open();

  telemetry?.measure({ name: 'collectgraph_subscriptions_open', help: 'Subscriptions that are open.', read: () => streams.open });
  const endless: (() => void)[] = [];
  let closed: Promise<void> | undefined;
  const close = async (graceMs: number): Promise<void> => {
    status = 'closing';
    await http?.close({ drainMs: options.drainMs ?? 0, graceMs, onDrained: () => [() => streams.close(), ...endless].forEach((end) => end()) });
    await apollo?.stop();
  };
  return {
    get url() {
      return http?.url ?? '';
    },
    async serve(built) {
      options.trusted?.check(built.schema, limits);
      const started = await createApollo({ graph: built, introspection: options.introspection, stacktraces: options.stacktraces, runtime, lane });
      if (status === 'closing') return started.stop();
      apollo = started;
      graph = built;
      status = 'ready';
      http ??= await open();
    },
    close: (graceMs = options.requestDeadlineMs + answerMs) => (closed ??= close(graceMs)),
    onDrained: (end) => void endless.push(end),
  };
}

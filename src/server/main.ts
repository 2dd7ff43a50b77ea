/**
 * The whole gateway: configuration, systems, graph, server; started in this order, closed in the opposite one.
 *
 *   main.ts          from environment variables to a running gateway
 *   schemaFolder.ts  the documents it is made of
 *   workers/         the same in several processes on one port
 *   server.ts        the server around a graph
 *     http.ts        port, paths, methods, the end; answer.ts how answers leave; refusal.ts what is refused
 *     graphql.ts     /graphql: body.ts, upload.ts read a request, context.ts what it carries along
 *     admission.ts   what passes before Apollo: accept.ts the answer's type, trusted.ts documents, ../limits
 *     cors.ts        pages of other origins; compress.ts large answers
 *     apollo.ts      Apollo Server; gateway.ts hands it the graph and runs operations
 *     errors.ts      errors as callers see them; variables.ts, describeError.ts keep data out of them
 *     webhooks.ts    /webhooks: what vendors tell, for ../events
 *     health.ts      /health; graphiql.ts /graphiql; docs.ts /docs; demo.ts /demo; example.ts the query to begin with
 *
 * Systems are asked for nothing before the port is open, so that one that is down holds nothing up.
 */
import type { Logger } from 'pino';
import { createCallers, createReach } from '../callers/main.ts';
import { readConfig, readSystems } from '../config.ts';
import type { Config } from '../config.ts';
import { isLoopback } from '../config/loopback.ts';
import { readTenantsFile } from '../config/tenants.ts';
import { createEvents } from '../events/events.ts';
import { eventLinks } from '../events/links.ts';
import type { EventSettings } from '../events/settings.ts';
import { createLock } from '../graph/payments/lock.ts';
import type { Schedule } from '../graph/follow.ts';
import { readLinkRules } from '../graph/links/rules.ts';
import { buildGraph } from '../graph/main.ts';
import type { Graph } from '../graph/main.ts';
import { createLog, lazyMarkers } from '../privacy/main.ts';
import { sharedLock } from '../redis/lock.ts';
import { sharedTokens } from '../redis/tokens.ts';
import { buildRestSchema, parseDocuments, readSources } from '../rest/main.ts';
import type { Sandbox } from '../sandbox/main.ts';
import { createSystems } from '../upstream/main.ts';
import { Sharing } from '../upstream/sharing.ts';
import { joinCircuits } from '../upstream/tenantCircuits.ts';
import type { UpstreamSystems } from '../upstream/main.ts';
import { startTelemetry } from '../telemetry/main.ts';
import type { Health } from './health.ts';
import { keepHeapOfServer } from './heap.ts';
import { listen } from './http.ts';
import { metricsRoute } from './metrics.ts';
import { readSchemaFolder } from './schemaFolder.ts';
import { startServer } from './server.ts';
import { readTrustedDocuments } from './trusted.ts';
import { packageVersion } from './version.ts';
import type { Neighbours } from './workers/neighbours.ts';

export interface GatewayOptions {
  /** The process's own if absent. */
  env?: NodeJS.ProcessEnv;
  /** Instead of HOST and PORT. */
  host?: string;
  port?: number;
  /** JSON lines on stderr if absent. */
  log?: Logger;
  /** The documents of the graph; `schema/` of the package if absent. */
  schemaFolder?: string;
  /** When Collectmaxx is asked for its schema again; by the clock if absent. */
  schedule?: Schedule;
  /** The other processes that serve the same port: what is there once for all of them. Absent: this one is alone. */
  neighbours?: Neighbours;
}

export interface SystemSummary {
  name: string;
  state: 'configured' | 'stand-in' | 'not configured';
  /** Host and port; nothing else of the address. */
  host?: string;
}

export interface Gateway {
  /** `http://127.0.0.1:4000` */
  url: string;
  /** Where numbers are read; undefined where nobody counts. */
  metricsURL: string | undefined;
  mode: Config['mode'];
  /** Whether `/graphiql` is served. */
  graphiql: boolean;
  systems: SystemSummary[];
  graph: Graph;
  /** The stand-ins, in sandbox mode. */
  sandbox: Sandbox | undefined;
  /** Requests are taken for `DRAIN_MS` more, those in flight finish (for at most `graceMs`, else an operation's deadline), then everything is let go. Twice does no harm. */
  close(graceMs?: number): Promise<void>;
}

/** Throws a `ConfigError` or `StartError`, whose message is for the person who starts the gateway, and then leaves nothing running. */
export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const env = placed(options);
  const { documents: texts, snapshot, links, events: eventFields, sensitive: list } = await readSchemaFolder(options.schemaFolder);
  const documents = parseDocuments(texts);
  const sources = readSources(documents);
  const fileNotes: string[] = [];
  const tenants = await readTenantsFile(env, fileNotes);
  const config = readConfig(env, sources, tenants);
  const sensitive = lazyMarkers({ documents: [...documents.map(({ ast }) => ast), ...[links, eventFields].filter((text) => text !== undefined)], list });
  const log = options.log ?? createLog({ level: config.logLevel, names: () => sensitive().names });
  const { neighbours } = options;
  // Of several processes, the one that looks after them says it.
  if (!neighbours) for (const note of [...fileNotes, ...config.notes]) log.warn(note);
  const rules = await readLinkRules(config.linksFile);
  const trusted = config.trustedDocumentsFile === undefined ? undefined : await readTrustedDocuments(config.trustedDocumentsFile);
  const rest = buildRestSchema(documents);

  const opened = new Opened();
  try {
    const counted = await startTelemetry({ metrics: config.metrics.at !== 'nowhere', traces: config.traces && { ...config.traces, version: await packageVersion() }, log });
    opened.add(() => counted.close());
    const telemetry = neighbours && counted.page ? { ...counted, page: neighbours.page } : counted;
    if (neighbours) neighbours.numbers = counted.numbers;
    const sandbox = config.mode === 'sandbox' && !neighbours ? await standIns() : undefined;
    if (sandbox) opened.add(() => sandbox.close());
    const invented = sandbox ?? neighbours?.sandbox;
    const observerOf = joinCircuits(telemetry.upstream);
    const standInSystems = invented && readSystems(invented.env, sources, config);
    const redis = config.redisURL === undefined ? undefined : import('../redis/connect.ts').then(({ connectRedis }) => connectRedis({ url: config.redisURL ?? '', log }));
    opened.add(async () => (await redis)?.close());
    const upstream = createSystems({
      config: standInSystems ?? config.systems,
      unconfigured: invented ? [] : config.unconfigured,
      log,
      observer: observerOf(),
      tokens: redis ? sharedTokens(redis) : neighbours?.tokens(),
    });
    opened.add(() => upstream.close());
    // Clients of their own, whatever is the same in their configuration: tokens, connections and circuits are nobody else's.
    const ofTenants = new Map(config.tenants.map(({ name, systems }) => [name, createSystems({ config: standInSystems ?? systems, log, observer: observerOf(), tokens: redis ? sharedTokens(redis, name) : neighbours?.tokens(name) })]));
    opened.add(async () => void (await Promise.all([...ofTenants.values()].map((one) => one.close()))));
    const systemNames = upstream.states().map(({ system }) => system);
    const callers = await createCallers({ config, tenants: [...ofTenants.keys()], systems: systemNames, redis: config.rateLimit === undefined ? undefined : (await redis)?.client, count: neighbours?.count, log });
    opened.add(() => callers.close());
    const sharing = config.shareReads ? new Sharing({ log, observer: telemetry.upstream }) : undefined;
    const events = createEvents({ settings: invented ? inSandbox(config.events, invented) : config.events, cm: upstream.systems.get('cm'), redis, beforeEvents: sharing && (() => sharing.readAnew()), neighbours: neighbours?.events, log });
    opened.add(() => events.close());
    const kept = events.start();
    kept.catch(() => undefined); // Awaited below.
    const state: { graph?: Graph } = {};
    opened.add(() => state.graph?.close());

    const server = await startServer({
      ...config,
      trusted,
      callers,
      schemaFolder: options.schemaFolder,
      demo: invented !== undefined,
      // Connections are handed to whoever listens: until then, others answer.
      listenLate: neighbours !== undefined,
      systemsOf: createReach({
        own: upstream.systems,
        tenants: new Map([...ofTenants].map(([name, { systems }]) => [name, systems])),
        viewFor: sharing && ((systems) => sharing.viewFor(systems)),
      }),
      systemNames,
      webhooks: events,
      health: () => ({ mode: config.mode, systems: healthOf({ mode: config.mode, upstream, ofTenants: [...ofTenants.values()], graph: state.graph }) }),
      log,
      telemetry,
      sensitive,
      metrics: config.metrics.at === 'main',
    });
    const numbers = config.metrics.at === 'own' && telemetry.page ? await listen({ ...config.metrics, routes: [metricsRoute(telemetry.page)], log }) : undefined;
    // Read to the last: what happens in the end is what one wants to know.
    opened.add(() => numbers?.close({ graceMs: 1_000 }));
    opened.add((graceMs) => server.close(graceMs));
    server.onDrained(() => events.endFollowing());

    // The remote's schema is the same for all: whoever may ask for it, asks.
    const remote = [upstream, ...ofTenants.values()].map(({ systems }) => systems.get('collectmaxx')).find((system) => system !== undefined);
    const graph = await buildGraph({ rest, snapshot, links: links === undefined ? undefined : { sdl: links, rules, lock: redis ? sharedLock({ redis, own: neighbours?.lock ?? createLock(), log }) : neighbours?.lock, events: eventLinks(eventFields, events) }, system: remote, log, schedule: options.schedule });
    state.graph = graph;
    // Answers do not wait for the log: until it is open, the doors say so.
    await Promise.all([server.serve(graph), kept]);
    // Not before: V8 takes what it compiled at the build as long as its flags are the same.
    keepHeapOfServer();
    // Where the gateway listens everywhere, it does on this machine too; elsewhere the stand-ins tell nobody.
    const here = server.url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
    if (isLoopback(new URL(here).hostname)) sandbox?.telling.to(here);

    let closed: Promise<void> | undefined;
    return {
      url: server.url,
      metricsURL: numbers ? `${numbers.url}/metrics` : config.metrics.at === 'main' ? `${server.url}/metrics` : undefined,
      mode: config.mode,
      graphiql: config.graphiql,
      systems: upstream.states().map(({ system }) => summary(system, config.mode, upstream)),
      graph,
      sandbox,
      close(graceMs) {
        if (!closed) log.info({ drainMs: config.drainMs }, 'the gateway ends');
        return (closed ??= opened.close(graceMs));
      },
    };
  } catch (error) {
    await opened.close(0);
    throw error;
  }
}

/** The environment, with the place to listen at that the options name. */
function placed({ env = process.env, host, port }: GatewayOptions): NodeJS.ProcessEnv {
  return { ...env, ...(host !== undefined && { HOST: host }), ...(port !== undefined && { PORT: String(port) }) };
}

/** The stand-ins know by what they are recognised; what is configured besides is taken as well. */
function inSandbox(settings: EventSettings, sandbox: Pick<Sandbox, 'webhooks'>): EventSettings {
  const configured = Object.fromEntries(Object.entries(settings.doors).filter(([, credential]) => credential !== undefined));
  return { ...settings, doors: { ...sandbox.webhooks, ...configured } };
}

/** Loaded when it is wanted: live mode has no use for stand-ins. */
async function standIns(): Promise<Sandbox> {
  const { startSandbox } = await import('../sandbox/main.ts');
  return startSandbox({ pages: true });
}

/** What has to be let go of, last opened first. One that fails does not keep the others open. */
class Opened {
  private readonly closers: ((graceMs?: number) => Promise<void> | void)[] = [];

  add(close: (graceMs?: number) => Promise<void> | void): void {
    this.closers.unshift(close);
  }

  async close(graceMs?: number): Promise<void> {
    const failures: unknown[] = [];
    for (const close of this.closers.splice(0)) {
      try {
        await close(graceMs);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}

function summary(name: string, mode: Config['mode'], { systems }: UpstreamSystems): SystemSummary {
  const system = systems.get(name);
  if (!system) return { name, state: 'not configured' };
  return { name, state: mode === 'sandbox' ? 'stand-in' : 'configured', host: new URL(system.baseURL).host };
}

/** How the gateway's own clients fare; of a system that only tenants have, that they have it. */
function healthOf({ mode, upstream, ofTenants, graph }: { mode: Config['mode']; upstream: UpstreamSystems; ofTenants: readonly UpstreamSystems[]; graph: Graph | undefined }): Health['systems'] {
  const entries = upstream.states().map(({ system, configured, ...last }) => {
    const forTenants = ofTenants.some(({ systems }) => systems.has(system));
    const state = !configured ? (forTenants ? 'configured for tenants' : 'not configured') : mode === 'sandbox' ? 'stand-in' : 'configured';
    // Where the graph's idea of this system comes from.
    const schema = system === 'collectmaxx' && graph && configured ? { schema: graph.remote.state } : {};
    return [system, { state, ...last, ...schema }] as const;
  });
  return Object.fromEntries(entries);
}

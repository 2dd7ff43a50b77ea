/**
 * One gateway in several processes: `WORKERS` of them serve one port, and a primary process looks after them. This is
 * the primary; a gateway of one process loads nothing of this folder.
 *
 *   main.ts         configuration, what there is once, the workers; closed in the opposite order
 *   crew.ts         how many run: the first start, replacements, the end; watch.ts finds those that do nothing
 *   hire.ts         forks one, and answers what it asks for; handover.ts closes connections that never got to it
 *   worker.ts       what is forked: a whole gateway
 *   neighbours.ts   what a worker shares with the others, behind the interfaces that one process fills by itself
 *   turns.ts        the turns of payment requests; tokens.ts the tokens of systems
 *   protocol.ts     what both ends ask of one another; channel.ts how it travels
 *   shares.ts       limits that hold for all workers together
 *
 * There once, in the primary: the stand-ins, the turns of payment requests, the counts of rate limits, tokens, and the
 * numbers for Prometheus, those of dead workers among them. There once, in a file or in Redis: the log of events, and
 * with it what was seen at the doors; workers tell one another that there is something to read. Of each worker: the graph,
 * connections, circuits, and what `/health/ready` says of systems. With REDIS_URL, Redis does for all instances what
 * the primary does for one machine, and the primary stands in while it is away.
 *
 * Connections are handed out in turn (the scheduling of node:cluster that is its default). That costs the primary
 * 0.1 to 0.2 ms for a connection, and nothing for a request: load balancers and browsers keep connections. Left
 * to the kernel, whoever wakes first takes all that wait, and keeps them: of 32 connections that are opened
 * together, one worker may get every one. A worker listens only when it can answer, so none is handed to one that starts.
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../config.ts';
import type { Config } from '../../config.ts';
import { isLoopback } from '../../config/loopback.ts';
import { readTenantsFile } from '../../config/tenants.ts';
import { createLog } from '../../privacy/log.ts';
import { parseDocuments, readSources } from '../../rest/main.ts';
import type { Sandbox } from '../../sandbox/main.ts';
import { readSchemaFolder } from '../schemaFolder.ts';
import { createCrew } from './crew.ts';
import { hiring } from './hire.ts';
import type { Served } from './protocol.ts';
import { sharesOf } from './shares.ts';

export interface WorkersOptions {
  env: NodeJS.ProcessEnv;
  schemaFolder?: string | undefined;
}

export interface WorkingGateway extends Served {
  /** As `Gateway.close`, for all workers. */
  close(): Promise<void>;
}

/** Beyond the deadline of an operation: for the last answers to leave, and processes to end, in ms. */
const lastMs = 6_000;

/** Throws as `startGateway` does, and then leaves nothing running. */
export async function startWorkers({ env, schemaFolder }: WorkersOptions): Promise<WorkingGateway> {
  const { config, notes } = await configOf(env, schemaFolder);
  const log = createLog({ level: config.logLevel, names: () => new Set() });
  for (const note of notes) log.warn(note);

  const closers: (() => Promise<void>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const sandbox = config.mode === 'sandbox' ? await standIns() : undefined;
    if (sandbox) closers.push(() => sandbox.close());
    // Events that end with the gateway end with the primary.
    const folder = config.redisURL === undefined && config.events.eventsPath === undefined ? await mkdtemp(join(tmpdir(), 'collectgraph-')) : undefined;
    if (folder !== undefined) closers.push(() => rm(folder, { recursive: true, force: true }));

    const begin = {
      env: { ...env, ...sharesOf(config), PORT: String(config.port === 0 ? await freePort(config.host) : config.port), ...(folder !== undefined && { EVENTS_PATH: join(folder, 'events.db') }) },
      schemaFolder,
      sandbox: sandbox && { env: sandbox.env, webhooks: sandbox.webhooks },
    };
    const crew = createCrew({ size: config.workers, log, hire: await hiring({ begin, rateLimit: config.rateLimit, log }) });
    const served = await crew.start();
    closers.push(() => crew.close(config.drainMs + config.requestDeadlineMs + lastMs));
    // Where the gateway listens everywhere, it does on this machine too; elsewhere the stand-ins tell nobody.
    const here = served.url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
    if (isLoopback(new URL(here).hostname)) sandbox?.telling.to(here);
    let closed: Promise<void> | undefined;
    return { ...served, close: () => (closed ??= closeAll()) };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function configOf(env: NodeJS.ProcessEnv, schemaFolder: string | undefined): Promise<{ config: Config; notes: string[] }> {
  const { documents } = await readSchemaFolder(schemaFolder);
  const notes: string[] = [];
  const tenants = await readTenantsFile(env, notes);
  const config = readConfig(env, readSources(parseDocuments(documents)), tenants);
  return { config, notes: [...notes, ...config.notes] };
}

async function standIns(): Promise<Sandbox> {
  const { startSandbox } = await import('../../sandbox/main.ts');
  return startSandbox({ pages: true });
}

/** One port for all workers, those that are started later among them. */
async function freePort(host: string): Promise<number> {
  const server = createServer().listen({ port: 0, host, exclusive: true });
  try {
    await once(server, 'listening');
  } catch {
    return 0; // The first worker says what is wrong with the host.
  }
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Events of one gateway: its doors, its log, and what follows callbacks up; opened and closed together.
 *
 * The log is opened at start where a door may let somebody in, so that a file that cannot be used ends the start.
 * Elsewhere it is opened when it is first asked for, and a gateway that has no use for it pays nothing.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { RedisConnection } from '../redis/connect.ts';
import type { System } from '../upstream/call.ts';
import { cmDoor } from './doors/cm.ts';
import { collectmaxxDoor } from './doors/collectmaxx.ts';
import type { Brought, Door } from './doors/door.ts';
import { receeveDoor } from './doors/receeve.ts';
import { createTail } from './live/tail.ts';
import type { Tail } from './live/tail.ts';
import { LogUnavailable } from './log.ts';
import type { EventLog } from './log.ts';
import type { LogNeighbours } from './neighbours.ts';
import { startResolver } from './resolver.ts';
import type { Resolver } from './resolver.ts';
import type { EventSettings } from './settings.ts';

export interface EventsOptions {
  settings: EventSettings;
  /** Whom callbacks are followed up at; undefined: not configured, they wait. */
  cm: System | undefined;
  /** Where the log is kept, shared with other instances; undefined: in a file. */
  redis?: Promise<RedisConnection> | undefined;
  /** Told before anybody can know of new events: what is read from then on must not be older than they are. */
  beforeEvents?: (() => void) | undefined;
  /** Other processes that keep theirs in the same file. */
  neighbours?: LogNeighbours | undefined;
  log: Logger;
}

export interface Events {
  doors: readonly Door[];
  /** Rejects with a sentence for whoever starts the gateway when the log cannot be opened though a door needs it. */
  start(): Promise<void>;
  /** Resolves when what a door was brought is durable; rejects with `LogUnavailable`. */
  keep(brought: Brought): Promise<void>;
  /** Rejects with `LogUnavailable`. */
  log(): Promise<EventLog>;
  /** The end of the log, for all who follow it; as `log`. */
  tail(): Promise<Tail>;
  /** Those who follow are told to go on elsewhere; nobody follows from now on. */
  endFollowing(): void;
  close(): Promise<void>;
}

const dayMs = 86_400_000;

interface Limits {
  maxAgeMs: number;
  maxBytes: number;
}

export function createEvents({ settings, cm, redis, beforeEvents, neighbours, log }: EventsOptions): Events {
  const { doors: credentials } = settings;
  let opening: Promise<Opened> | undefined;
  let closed = false;
  let ending = false;

  interface Opened {
    log: EventLog;
    tail: Tail;
    resolver: Resolver | undefined;
    /** Of a log that ends with the process. */
    folder: string | undefined;
  }

  async function open(): Promise<Opened> {
    const limits = { maxAgeMs: settings.eventsMaxAgeDays * dayMs, maxBytes: settings.eventsMaxBytes };
    const folder = redis === undefined && settings.eventsPath === undefined ? await mkdtemp(join(tmpdir(), 'collectgraph-')) : undefined;
    const opened = told(redis === undefined ? await inFile(settings.eventsPath ?? join(folder ?? '', 'events.db'), limits) : await inRedis(await redis, limits));
    const tail = createTail({ log: opened, beforeEvents });
    if (ending) tail.close();
    return { log: opened, tail, resolver: cm && startResolver({ log: opened, cm, logger: log }), folder };
  }

  function told(opened: EventLog): EventLog {
    if (!beforeEvents) return opened;
    return {
      ...opened,
      append(events) {
        beforeEvents();
        return opened.append(events);
      },
    };
  }

  async function inFile(path: string, limits: Limits): Promise<EventLog> {
    const { openFileLog } = await import('./sqlite/main.ts');
    return openFileLog({ path, ...limits, neighbours, log });
  }

  async function inRedis(connection: RedisConnection, limits: Limits): Promise<EventLog> {
    const { openRedisLog } = await import('./redis/main.ts');
    return openRedisLog({ redis: connection, ...limits, log });
  }

  /** One that failed is tried again when it is asked for again. */
  function opened(): Promise<Opened> {
    if (closed) return Promise.reject(new LogUnavailable('is closed'));
    if (!opening) {
      const attempt = open();
      opening = attempt;
      attempt.catch(() => {
        if (opening === attempt) opening = undefined;
      });
    }
    return opening;
  }

  async function available(): Promise<Opened> {
    try {
      return await opened();
    } catch (error) {
      if (error instanceof LogUnavailable) throw error;
      throw new LogUnavailable('cannot be opened', { cause: error });
    }
  }

  return {
    doors: [collectmaxxDoor(credentials), receeveDoor(credentials), cmDoor(credentials)],
    async start() {
      if (Object.values(credentials).some((credential) => credential !== undefined)) await opened();
    },
    async keep(brought) {
      const { log: events, resolver } = await available();
      if ('events' in brought) {
        await events.append(brought.events);
        return;
      }
      await events.callbacks.keep(brought.refs.map((ref) => ({ tenant: undefined, ref })));
      resolver?.wake();
    },
    log: async () => (await available()).log,
    tail: async () => (await available()).tail,
    endFollowing() {
      ending = true;
      void opening?.then(({ tail }) => tail.close()).catch(() => undefined);
    },
    async close() {
      closed = true;
      const running = await opening?.catch(() => undefined);
      running?.tail.close();
      await running?.resolver?.close();
      await running?.log.close();
      if (running?.folder !== undefined) await rm(running.folder, { recursive: true, force: true });
    },
  };
}

/** Event logs of each kind to test: where they live, opened as often as a test wants, by one clock that it sets. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRedisLog } from '../../src/events/redis/main.ts';
import { openFileLog } from '../../src/events/sqlite/main.ts';
import type { EventLog, NewEvent } from '../../src/events/log.ts';
import { connectRedis } from '../../src/redis/connect.ts';
import { startRedis } from './redis.ts';

export interface LogHome {
  /** One more instance, or the same one after a restart. */
  open(limits?: { maxAgeMs?: number; maxBytes?: number }): Promise<EventLog>;
  /** Ms since the epoch; it stands still until it is set. */
  now: number;
  /** What the logs said. */
  said: string[];
  remove(): Promise<void>;
}

export const day = 86_400_000;

export async function fileHome(): Promise<LogHome & { path: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'events-'));
  const path = join(folder, 'below', 'events.db');
  const said: string[] = [];
  const log = { info: (text: string) => void said.push(text), warn: (text: string) => void said.push(text) };
  const home = {
    path,
    now: Date.parse('2026-03-01T12:00:00Z'),
    said,
    open: ({ maxAgeMs = 30 * day, maxBytes = 2 ** 30 } = {}) => openFileLog({ path, log, maxAgeMs, maxBytes, now: () => home.now }),
    remove: () => rm(folder, { recursive: true }),
  };
  return home;
}

/** In a Redis of its own. */
export async function redisHome(): Promise<LogHome> {
  const redis = await startRedis();
  const said: string[] = [];
  const log = { info: (text: string) => void said.push(text), warn: (text: string) => void said.push(text) };
  const home = {
    now: Date.parse('2026-03-01T12:00:00Z'),
    said,
    async open({ maxAgeMs = 30 * day, maxBytes = 2 ** 30 } = {}) {
      const connection = await connectRedis({ url: redis.url, log });
      const opened = await openRedisLog({ redis: connection, log, maxAgeMs, maxBytes, now: () => home.now });
      return {
        ...opened,
        async close() {
          await opened.close();
          await connection.close();
        },
      };
    },
    remove: () => redis.stop(),
  };
  return home;
}

let count = 0;

/** An event unlike all before, unless `fields` say otherwise. */
export function newEvent(fields: Partial<NewEvent> = {}): NewEvent {
  count += 1;
  return { system: 'collectmaxx', type: 'PayLinkPaid', reference: null, occurredAt: null, payload: `{"count":${count}}`, tenant: undefined, key: `key ${count}`, ...fields };
}

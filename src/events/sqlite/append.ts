/** Events into the file, inside a transaction of the writer: each once, in the order given. */
import { randomUUID } from 'node:crypto';
import { digestOf } from '../identity.ts';
import type { Appended, NewEvent } from '../log.ts';
import type { Database, Statement } from './file.ts';

export interface AppendStatements {
  seen: Statement;
  see: Statement;
  insert: Statement;
}

export async function prepareAppend(db: Database): Promise<AppendStatements> {
  return {
    seen: await db.prepare('SELECT value FROM seen WHERE key = ?'),
    see: await db.prepare('INSERT INTO seen VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, at = excluded.at'),
    insert: await db.prepare('INSERT INTO events (id, received, occurred, system, type, reference, tenant, payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'),
  };
}

/** `now` in ms since the epoch. */
export function appendTo({ seen, see, insert }: AppendStatements, events: readonly NewEvent[], now: number): Appended[] {
  return events.map(({ system, type, reference, occurredAt, payload, tenant, key, value = '' }) => {
    const digest = digestOf(tenant, key);
    const last = seen.get(digest) as { value: string } | undefined;
    if (last?.value === value) return { duplicate: true };
    see.run(digest, value, now);
    insert.run(randomUUID(), now, occurredAt, system, type, reference, tenant ?? '', payload);
    return { duplicate: false };
  });
}

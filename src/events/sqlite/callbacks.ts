/** Callbacks in the same file: kept, taken by one at a time, put off or done. Times in ms since the epoch. */
import { randomUUID } from 'node:crypto';
import { digestOf } from '../identity.ts';
import type { Callback, Callbacks, Tenant } from '../log.ts';
import type { Database, Statement } from './file.ts';

export interface CallbackStatements {
  keep: Statement;
  due: Statement;
  lease: Statement;
  done: Statement;
  later: Statement;
  next: Statement;
}

interface Row {
  key: string;
  tenant: string;
  ref: string;
  tries: number;
  version: string;
}

export async function prepareCallbacks(db: Database): Promise<CallbackStatements> {
  return {
    keep: await db.prepare(
      'INSERT INTO callbacks VALUES (?, ?, ?, ?, 0, ?, ?) ON CONFLICT (key) DO UPDATE SET due = min(due, excluded.due), tries = 0, version = excluded.version, kept = excluded.kept',
    ),
    due: await db.prepare('SELECT key, tenant, ref, tries, version FROM callbacks WHERE due <= ? ORDER BY due LIMIT 1'),
    lease: await db.prepare('UPDATE callbacks SET due = ? WHERE key = ?'),
    done: await db.prepare('DELETE FROM callbacks WHERE key = ? AND version = ?'),
    later: await db.prepare('UPDATE callbacks SET due = ?, tries = tries + 1 WHERE key = ? AND version = ?'),
    next: await db.prepare('SELECT min(due) AS due FROM callbacks'),
  };
}

/** What of the writer is needed. */
interface Run {
  run<T>(work: (statements: { callbacks: CallbackStatements }) => T): Promise<T>;
}

export function callbacksIn(writer: Run, now: () => number): Callbacks {
  const keyOf = ({ tenant, ref }: { tenant: Tenant; ref: string }): string => digestOf(tenant, `callback ${ref}`);
  return {
    keep: (refs) =>
      writer.run(({ callbacks: { keep } }) => {
        for (const { tenant, ref } of refs) keep.run(keyOf({ tenant, ref }), tenant ?? '', ref, now(), randomUUID(), now());
      }),
    take: ({ limit, leaseMs }) =>
      writer.run(({ callbacks: { due, lease } }) => {
        const taken: Callback[] = [];
        while (taken.length < limit) {
          const row = due.get(now()) as Row | undefined;
          if (!row) break;
          lease.run(now() + leaseMs, row.key);
          taken.push({ tenant: row.tenant === '' ? undefined : row.tenant, ref: row.ref, tries: row.tries, version: row.version });
        }
        return taken;
      }),
    done: (callback) => writer.run(({ callbacks: { done } }) => void done.run(keyOf(callback), callback.version)),
    later: (callback, delayMs) => writer.run(({ callbacks: { later } }) => void later.run(now() + delayMs, keyOf(callback), callback.version)),
    next: () =>
      writer.run(({ callbacks: { next } }) => {
        const { due } = next.get() as { due: number | null };
        return due === null ? undefined : Math.max(0, due - now());
      }),
  };
}

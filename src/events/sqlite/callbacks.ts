/** Callbacks in the same file: kept, taken by one at a time, put off or done. Times in ms since the epoch. */
import { randomUUID } from 'node:crypto';
import { digestOf } from '../identity.ts';
import type { Callback, Callbacks, Tenant } from '../log.ts';
import type { Database, Statement } from './file.ts';

export interface CallbackStatements {
  keep: Statement;
  due: Statement;
  lease: Statement;
  forget: Statement;
  giveBack: Statement;
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
      `INSERT INTO callbacks (key, tenant, ref, due, tries, version, lease, kept) VALUES (:key, :tenant, :ref, :now, 0, :version, '', :now)
       ON CONFLICT (key) DO UPDATE SET due = CASE WHEN lease = '' THEN min(due, :now) ELSE due END, tries = 0, version = :version, kept = :now`,
    ),
    due: await db.prepare('SELECT key, tenant, ref, tries, version FROM callbacks WHERE due <= ? ORDER BY due LIMIT 1'),
    lease: await db.prepare('UPDATE callbacks SET due = ?, lease = ? WHERE key = ?'),
    forget: await db.prepare('DELETE FROM callbacks WHERE key = :key AND lease = :lease AND version = :version'),
    giveBack: await db.prepare("UPDATE callbacks SET lease = '', due = :now, tries = 0 WHERE key = :key AND lease = :lease"),
    later: await db.prepare("UPDATE callbacks SET lease = '', due = :due, tries = tries + 1 WHERE key = :key AND lease = :lease AND version = :version"),
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
        for (const one of refs) keep.run({ key: keyOf(one), tenant: one.tenant ?? '', ref: one.ref, version: randomUUID(), now: now() });
      }),
    take: ({ limit, leaseMs }) =>
      writer.run(({ callbacks: { due, lease } }) => {
        const taken: Callback[] = [];
        while (taken.length < limit) {
          const row = due.get(now()) as Row | undefined;
          if (!row) break;
          const token = randomUUID();
          lease.run(now() + leaseMs, token, row.key);
          taken.push({ tenant: row.tenant === '' ? undefined : row.tenant, ref: row.ref, tries: row.tries, version: row.version, lease: token });
        }
        return taken;
      }),
    done: (callback) =>
      writer.run(({ callbacks: { forget, giveBack } }) => {
        const held = { key: keyOf(callback), lease: callback.lease };
        forget.run({ ...held, version: callback.version });
        giveBack.run({ ...held, now: now() });
      }),
    later: (callback, delayMs) =>
      writer.run(({ callbacks: { later, giveBack } }) => {
        const held = { key: keyOf(callback), lease: callback.lease };
        later.run({ ...held, version: callback.version, due: now() + delayMs });
        giveBack.run({ ...held, now: now() });
      }),
    next: () =>
      writer.run(({ callbacks: { next } }) => {
        const { due } = next.get() as { due: number | null };
        return due === null ? undefined : Math.max(0, due - now());
      }),
  };
}

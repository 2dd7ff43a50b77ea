/**
 * What is too old, or too much, leaves the log: the oldest first, some hundred in one transaction, so that
 * nothing that comes in waits long. Up to where events are gone is kept, for cursors to be told. What was seen
 * is remembered for as long as events may be kept by age, also where size has dropped them sooner: a vendor
 * that sends one again is still a duplicate.
 */
import type { Database, Statement } from './file.ts';

export interface Limits {
  /** In ms. */
  maxAgeMs: number;
  /** Of the file, in bytes. */
  maxBytes: number;
}

export interface RetentionStatements {
  pages: Statement;
  free: Statement;
  pageSize: Statement;
  old: Statement;
  oldest: Statement;
  drop: Statement;
  dropped: Statement;
  forgetSeen: Statement;
  forgetCallbacks: Statement;
}

const batch = 500;

export async function prepareRetention(db: Database): Promise<RetentionStatements> {
  return {
    pages: await db.prepare('PRAGMA page_count'),
    free: await db.prepare('PRAGMA freelist_count'),
    pageSize: await db.prepare('PRAGMA page_size'),
    old: await db.prepare(`SELECT max(seq) AS seq FROM (SELECT seq, received FROM events ORDER BY seq LIMIT ${batch}) WHERE received < ?`),
    oldest: await db.prepare(`SELECT max(seq) AS seq FROM (SELECT seq FROM events ORDER BY seq LIMIT ${batch})`),
    drop: await db.prepare('DELETE FROM events WHERE seq <= ?'),
    dropped: await db.prepare("UPDATE log SET value = ? WHERE name = 'dropped'"),
    forgetSeen: await db.prepare(`DELETE FROM seen WHERE key IN (SELECT key FROM seen WHERE at < ? LIMIT ${batch})`),
    forgetCallbacks: await db.prepare(`DELETE FROM callbacks WHERE key IN (SELECT key FROM callbacks WHERE kept < ? LIMIT ${batch})`),
  };
}

/** One batch; whether there is more to drop. */
export function sweep(statements: RetentionStatements, { maxAgeMs, maxBytes }: Limits, now: number): boolean {
  const before = now - maxAgeMs;
  const used = (number(statements.pages) - number(statements.free)) * number(statements.pageSize);
  const through = used > maxBytes ? seq(statements.oldest.get()) : seq(statements.old.get(before));
  if (through > 0) {
    statements.drop.run(through);
    statements.dropped.run(through);
  }
  const forgotten = statements.forgetSeen.run(before).changes + statements.forgetCallbacks.run(before).changes;
  return through > 0 || forgotten > 0;
}

function number(statement: Statement): number {
  return Number(Object.values(statement.get() as object)[0]);
}

function seq(row: unknown): number {
  return (row as { seq: number | null }).seq ?? 0;
}

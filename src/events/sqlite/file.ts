/**
 * The file of the embedded log: made where there is none, refused where it is something else or damaged,
 * each with one sentence.
 *
 * WAL with `synchronous = FULL`: a commit is on the disk when it returns, and readings go on beside it. The
 * library prepares statements and commits in threads of its own; single statements, which touch memory alone,
 * are run where they are called.
 */
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { newEpoch } from '../cursor.ts';

/** What of `libsql/promise` is used here; its own types say `any`. */
export interface Database {
  prepare(sql: string): Promise<Statement>;
  exec(sql: string): Promise<void>;
  readonly inTransaction: boolean;
  close(): void;
}

/** What of `libsql` is used here: each call is done when it returns. */
export interface ReadingDatabase {
  prepare(sql: string): Statement & { all(...values: Value[]): unknown[] };
  exec(sql: string): void;
  readonly inTransaction: boolean;
  close(): void;
}

export interface Statement {
  run(...values: Value[] | [Record<string, Value>]): { changes: number };
  get(...values: Value[]): unknown;
}

export type Value = string | number | null;

/** "evlg": says that a file is ours. */
const applicationId = 0x65766c67;
const version = 1;

/** A larger file is not looked through at start: that would take longer than a start may. */
const largestChecked = 16 * 2 ** 20;

/** How long a commit of somebody else is waited for, in ms. */
const busyMs = 5_000;
/** How long at most until it is looked again whether it is done, in ms. */
const mostPauseMs = 10;

const tables = `
CREATE TABLE log (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE events (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  received INTEGER NOT NULL,
  occurred TEXT,
  system TEXT NOT NULL,
  type TEXT NOT NULL,
  reference TEXT,
  tenant TEXT NOT NULL,
  payload TEXT NOT NULL
);
CREATE INDEX events_by_type ON events (tenant, type);
CREATE INDEX events_by_reference ON events (tenant, reference) WHERE reference IS NOT NULL;
CREATE INDEX events_by_tenant ON events (tenant) WHERE tenant <> '';
CREATE TABLE seen (key TEXT PRIMARY KEY, value TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX seen_by_age ON seen (at);
CREATE TABLE callbacks (
  key TEXT PRIMARY KEY,
  tenant TEXT NOT NULL,
  ref TEXT NOT NULL,
  due INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  version TEXT NOT NULL,
  lease TEXT NOT NULL,
  kept INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX callbacks_by_due ON callbacks (due);
`;

/** Why the log cannot be opened: a sentence for whoever starts the gateway. */
export class LogFileError extends Error {
  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`The event log ${JSON.stringify(path)} (EVENTS_PATH) ${reason}`, options);
    this.name = 'LogFileError';
  }
}

/** A connection to a file that exists and is a log; makes both where there is nothing. Throws a `LogFileError`. */
export async function openFile(path: string): Promise<Database> {
  const db = await connect(path);
  try {
    const size = await sizeOf(path);
    await db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 16777216');
    const found = (await numbers(db, 'PRAGMA application_id'))[0];
    const objects = (await numbers(db, 'SELECT count(*) FROM sqlite_schema'))[0];
    if (found !== applicationId && objects !== 0) throw new LogFileError(path, 'is a database of something else: expected a file that the gateway made, or none.');
    if (found === applicationId) await check(db, path, size);
    else await create(db);
    return db;
  } catch (error) {
    db.close();
    throw error instanceof LogFileError ? error : new LogFileError(path, `cannot be used: ${reasonOf(error)}.`, { cause: error });
  }
}

/**
 * Begins a transaction that writes, as soon as nobody else's is under way. It waits here and not in SQLite: there a wait
 * takes one of the library's few threads, and the commit that all wait for may find none left.
 */
export async function begin(db: Database): Promise<void> {
  const until = performance.now() + busyMs;
  for (;;) {
    try {
      return await db.exec('PRAGMA busy_timeout = 0; BEGIN IMMEDIATE');
    } catch (error) {
      if (!isBusy(error) || performance.now() >= until) throw error;
    }
    // By chance, so that two who came together do not go on doing so.
    await setTimeout(1 + Math.random() * (mostPauseMs - 1));
  }
}

/** A connection for readings, to a file that `openFile` has opened. */
export async function openReading(path: string): Promise<ReadingDatabase> {
  const Connection = await library(path, async () => (await import('libsql')) as unknown as { default: Library<ReadingDatabase> });
  try {
    const db = new Connection(path, { timeout: busyMs });
    db.exec('PRAGMA query_only = ON');
    return db;
  } catch (error) {
    throw new LogFileError(path, `cannot be opened: ${reasonOf(error)}.`, { cause: error });
  }
}

type Library<D> = new (path: string, options: { timeout: number }) => D;

/** It is native: there may be none for this machine, and what Node says of that is long. */
async function library<D>(path: string, load: () => Promise<{ default: Library<D> }>): Promise<Library<D>> {
  try {
    return (await load()).default;
  } catch (error) {
    throw new LogFileError(path, `cannot be opened: libsql is not installed for ${process.platform} ${process.arch}.`, { cause: error });
  }
}

async function connect(path: string): Promise<Database> {
  await mkdir(dirname(path), { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new LogFileError(path, `cannot be made: its folder cannot be (${error.code ?? 'unknown error'}).`);
  });
  // Loaded when a log is wanted: 10 MB that a gateway without events does not pay.
  const Connection = await library(path, async () => (await import('libsql/promise')) as unknown as { default: Library<Database> });
  try {
    return new Connection(path, { timeout: busyMs });
  } catch (error) {
    throw new LogFileError(path, `cannot be opened: ${reasonOf(error)}.`, { cause: error });
  }
}

/** Somebody else writes, or puts right what one who was killed has left. */
function isBusy(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY');
}

/** What SQLite calls it; what it says besides may name the path. */
export function reasonOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  if (code === 'SQLITE_NOTADB') return 'it is no database';
  if (code === 'SQLITE_CORRUPT') return 'it is damaged';
  if (code === 'SQLITE_FULL') return 'the disk is full';
  if (code === 'SQLITE_READONLY' || code === 'SQLITE_CANTOPEN') return 'it may not be written';
  if (typeof code === 'string' && /^SQLITE_\w+$/.test(code)) return code;
  return 'it may not be read or written, or is no file';
}

async function create(db: Database): Promise<void> {
  // Two processes that find no file: one makes it, the other sees that it is there.
  await begin(db);
  if ((await numbers(db, 'PRAGMA application_id'))[0] !== applicationId) {
    await db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version}; ${tables}`);
    (await db.prepare("INSERT INTO log VALUES ('epoch', ?), ('dropped', 0)")).run(newEpoch());
  }
  await db.exec('COMMIT');
}

async function check(db: Database, path: string, size: number): Promise<void> {
  const found = (await numbers(db, 'PRAGMA user_version'))[0];
  if (found !== version) throw new LogFileError(path, `has version ${found}: expected ${version}, so it was made by another version of the gateway.`);
  if (size <= largestChecked) {
    const said = Object.values((await db.prepare('PRAGMA quick_check(1)')).get() as object)[0] as unknown;
    if (said !== 'ok') throw new LogFileError(path, 'is damaged: move it away, and the gateway makes a new one.');
  }
}

/** The numbers of the first row. */
async function numbers(db: Database, sql: string): Promise<number[]> {
  const row = (await db.prepare(sql)).get() as object;
  return Object.values(row).filter((value) => typeof value === 'number');
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(({ size }) => size, () => 0);
}

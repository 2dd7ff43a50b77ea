/**
 * Events out of the file. Every question is answered along one index, from the cursor on and for no more rows
 * than were asked for: a type that is rare costs no walk through the others.
 */
import { readCursor, writeCursor } from '../cursor.ts';
import { CursorError, everyTenant, LogUnavailable, pageBytes } from '../log.ts';
import type { LoggedEvent, Page, ReadOptions } from '../log.ts';
import type { ReadingDatabase, Value } from './file.ts';
import { reasonOf } from './file.ts';

interface Row {
  seq: number;
  id: string;
  received: number;
  occurred: string | null;
  system: string;
  type: string;
  reference: string | null;
  tenant: string;
  payload: string;
}

interface State {
  epoch: string;
  /** Everything up to here is gone. */
  dropped: number;
  head: number;
}

interface Question {
  sql: string;
  values: Value[];
}

interface Sized {
  seq: number;
  /** Of the payload, in bytes. */
  bytes: number;
}

const columns = 'seq, id, received, occurred, system, type, reference, tenant, payload';
const sizes = 'seq, octet_length(payload) AS bytes';
const place = /^\d{1,15}$/;
const mostStatements = 50;
const stateSQL =
  "SELECT (SELECT value FROM log WHERE name = 'epoch') AS epoch, (SELECT value FROM log WHERE name = 'dropped') AS dropped, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'events'), 0) AS head";

export class Reader {
  private readonly db: ReadingDatabase;
  private readonly log: { warn: (message: string) => void };
  /** By SQL: as many as there are shapes of a question. */
  private readonly statements = new Map<string, ReturnType<ReadingDatabase['prepare']>>();
  private warned = false;

  constructor(db: ReadingDatabase, log: { warn: (message: string) => void }) {
    this.db = db;
    this.log = log;
  }

  read(options: ReadOptions): Page {
    return this.guarded(() => {
      const { after, first } = options;
      const state = this.state();
      const from = after === undefined ? state.dropped : seqOf(after, state);
      // Sizes first, which stand in the rows' heads: a page of large payloads is never read as a whole.
      const found = options.types?.length === 0 ? [] : (this.rows(question(options, from, first + 1, sizes)) as Sized[]);
      const count = Math.min(first, within(found));
      const rows = count === 0 ? [] : (this.rows(question(options, from, count, columns)) as Row[]);
      const hasMore = found.length > count;
      const end = hasMore ? (found[count - 1]?.seq ?? from) : state.head;
      return { items: rows.map((row) => eventOf(row, state.epoch)), endCursor: writeCursor(state.epoch, end), hasMore };
    });
  }

  head(): string {
    return this.guarded(() => {
      const { epoch, head } = this.state();
      return writeCursor(epoch, head);
    });
  }

  /** Changes when another connection has written. */
  writes(): number {
    return this.guarded(() => (this.prepared('PRAGMA data_version').get() as { data_version: number }).data_version);
  }

  close(): void {
    this.statements.clear();
    this.db.close();
  }

  private state(): State {
    return this.prepared(stateSQL).get() as State;
  }

  private rows({ sql, values }: Question): unknown[] {
    return this.prepared(sql).all(...values);
  }

  private prepared(sql: string): ReturnType<ReadingDatabase['prepare']> {
    const known = this.statements.get(sql);
    if (known) return known;
    const made = this.db.prepare(sql);
    // Questions with many types differ in length; what is asked once in a while is not kept.
    if (this.statements.size < mostStatements) this.statements.set(sql, made);
    return made;
  }

  /** In one transaction: all that is read is of one moment. */
  private guarded<T>(read: () => T): T {
    try {
      this.db.exec('BEGIN');
      const value = read();
      this.db.exec('COMMIT');
      this.warned = false;
      return value;
    } catch (error) {
      this.undo();
      if (error instanceof CursorError) throw error;
      if (!this.warned) this.log.warn(`The event log cannot be read: ${reasonOf(error)}.`);
      this.warned = true;
      throw new LogUnavailable('cannot be read', { cause: error });
    }
  }

  private undo(): void {
    try {
      if (this.db.inTransaction) this.db.exec('ROLLBACK');
    } catch {
      // Nothing was written: there is nothing to undo but the reading itself.
    }
  }
}

function seqOf(cursor: string, { epoch, dropped, head }: State): number {
  const seq = Number(readCursor(epoch, cursor, place));
  if (seq > head) throw new CursorError('unknown');
  if (seq < dropped) throw new CursorError('expired');
  return seq;
}

/** How many of the first fit into a page; one always does. */
function within(found: readonly Sized[]): number {
  let bytes = 0;
  const beyond = found.findIndex((one) => (bytes += one.bytes) > pageBytes);
  return beyond < 0 ? found.length : beyond + 1;
}

/** One index for each shape; rows of one key of an index stand in the order of the log. `wanted` are columns. */
function question({ tenant, types, reference }: ReadOptions, from: number, limit: number, wanted: string): Question {
  if (tenant === everyTenant) {
    const more = conditions({ types, reference });
    return { sql: `SELECT ${wanted} FROM events WHERE seq > ?${more.sql} ORDER BY seq LIMIT ?`, values: [from, ...more.values, limit] };
  }
  const owner = tenant ?? '';
  if (reference !== undefined) {
    const more = conditions({ types });
    return {
      sql: `SELECT ${wanted} FROM events INDEXED BY events_by_reference WHERE tenant = ? AND reference = ? AND seq > ?${more.sql} ORDER BY seq LIMIT ?`,
      values: [owner, reference, from, ...more.values, limit],
    };
  }
  if (types !== undefined) {
    const each = [...new Set(types)];
    const one = `SELECT * FROM (SELECT ${wanted} FROM events INDEXED BY events_by_type WHERE tenant = ? AND type = ? AND seq > ? ORDER BY seq LIMIT ?)`;
    return { sql: `SELECT * FROM (${each.map(() => one).join(' UNION ALL ')}) ORDER BY seq LIMIT ?`, values: [...each.flatMap((type) => [owner, type, from, limit]), limit] };
  }
  const index = owner === '' ? '' : ' INDEXED BY events_by_tenant';
  const tenantIs = owner === '' ? "tenant = ''" : "tenant <> '' AND tenant = ?";
  return { sql: `SELECT ${wanted} FROM events${index} WHERE ${tenantIs} AND seq > ? ORDER BY seq LIMIT ?`, values: [...(owner === '' ? [] : [owner]), from, limit] };
}

function conditions({ types, reference }: Pick<ReadOptions, 'types' | 'reference'>): Question {
  const sql = (types === undefined ? '' : ` AND type IN (${types.map(() => '?').join(', ')})`) + (reference === undefined ? '' : ' AND reference = ?');
  return { sql, values: [...(types ?? []), ...(reference === undefined ? [] : [reference])] };
}

function eventOf({ seq, id, received, occurred, system, type, reference, tenant, payload }: Row, epoch: string): LoggedEvent {
  return {
    id,
    cursor: writeCursor(epoch, seq),
    receivedAt: new Date(received).toISOString(),
    occurredAt: occurred,
    system,
    type,
    reference,
    payload: JSON.parse(payload) as unknown,
    tenant: tenant === '' ? undefined : tenant,
  };
}

/**
 * All that writes to the file goes through here, one transaction after another: whatever is asked for while
 * one is being committed shares the next, so that a thousand events in a second cost some dozens of commits.
 *
 * A transaction that fails is undone, and everyone in it is told; the next one tries anew. So a full disk refuses until there is room, and nothing has to be restarted.
 */
import { setImmediate } from 'node:timers/promises';
import { LogUnavailable } from '../log.ts';
import type { LogNeighbours } from '../neighbours.ts';
import type { Database } from './file.ts';
import { begin, reasonOf } from './file.ts';

interface Job<S> {
  work: (statements: S) => unknown;
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
}

export interface WriterOptions<S> {
  open: () => Promise<Database>;
  prepare: (db: Database) => Promise<S>;
  /** Where other processes write too. */
  inTurn?: LogNeighbours['inTurn'] | undefined;
  log: { info: (message: string) => void; warn: (message: string) => void };
}

/** Jobs in one transaction. */
const mostJobs = 1_000;

export class Writer<S> {
  private readonly options: WriterOptions<S>;
  private readonly jobs: Job<S>[] = [];
  private connection: { db: Database; statements: S } | undefined;
  private running: Promise<void> | undefined;
  private closed = false;
  private failing = false;

  constructor(options: WriterOptions<S>) {
    this.options = options;
  }

  /** Opens the file; later it is opened anew by itself. */
  async start(): Promise<void> {
    await this.connect();
  }

  /** What `work` answers, when it is durable. `work` reads and writes by the statements at once, without waiting. */
  run<T>(work: (statements: S) => T): Promise<T> {
    if (this.closed) return Promise.reject(new LogUnavailable('is closed'));
    return new Promise<T>((resolve, reject) => {
      this.jobs.push({ work, resolve, reject });
      this.running ??= this.drain();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.running;
    // All into the one file, for whoever copies it; where that fails, it is done at the next start.
    await this.connection?.db.exec('PRAGMA wal_checkpoint(TRUNCATE)').catch(() => undefined);
    this.connection?.db.close();
    this.connection = undefined;
  }

  private async drain(): Promise<void> {
    // All that the sockets have brought by now comes along.
    await setImmediate();
    while (this.jobs.length > 0) await this.commit(this.jobs.splice(0, mostJobs));
    this.running = undefined;
  }

  private async commit(jobs: Job<S>[]): Promise<void> {
    let answers: unknown[];
    try {
      const { inTurn } = this.options;
      answers = inTurn ? await inTurn(() => this.transact(jobs)) : await this.transact(jobs);
    } catch (error) {
      await this.undo();
      if (!this.failing) this.options.log.warn(`The event log cannot be written: ${reasonOf(error)}. What comes in is refused until it can.`);
      this.failing = true;
      for (const { reject } of jobs) reject(new LogUnavailable('cannot be written', { cause: error }));
      return;
    }
    if (this.failing) this.options.log.info('The event log can be written again.');
    this.failing = false;
    jobs.forEach(({ resolve }, at) => resolve(answers[at] as never));
  }

  private async transact(jobs: Job<S>[]): Promise<unknown[]> {
    const { db, statements } = await this.connect();
    await begin(db);
    const answers = jobs.map(({ work }) => work(statements));
    await db.exec('COMMIT');
    return answers;
  }

  private async connect(): Promise<{ db: Database; statements: S }> {
    if (this.connection) return this.connection;
    const db = await this.options.open();
    try {
      this.connection = { db, statements: await this.options.prepare(db) };
    } catch (error) {
      db.close();
      throw error;
    }
    return this.connection;
  }

  /** A connection that cannot even undo is let go; the next transaction opens another. */
  private async undo(): Promise<void> {
    const { connection } = this;
    if (!connection) return;
    try {
      if (connection.db.inTransaction) await connection.db.exec('ROLLBACK');
    } catch {
      this.connection = undefined;
      connection.db.close();
    }
  }
}

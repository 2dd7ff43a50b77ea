/**
 * The embedded log: one file of SQLite.
 *
 *   file.ts        the file itself: made, recognised, refused
 *   writer.ts      one transaction after another, shared by all who write at a moment
 *     append.ts      events; callbacks.ts what has to be followed up; retention.ts what goes
 *   read.ts        pages of events, by a connection of their own
 *
 * Several processes on one machine may share the file, as workers do, and a second gateway during a restart: all see
 * one order, what was seen at one door was seen at all, and each learns what another has appended at once where they
 * tell one another (`LogNeighbours`), else within `pollMs`.
 */
import type { EventLog } from '../log.ts';
import type { LogNeighbours } from '../neighbours.ts';
import { createWake } from '../wake.ts';
import type { AppendStatements } from './append.ts';
import { appendTo, prepareAppend } from './append.ts';
import type { CallbackStatements } from './callbacks.ts';
import { callbacksIn, prepareCallbacks } from './callbacks.ts';
import { openFile, openReading } from './file.ts';
import { Reader } from './read.ts';
import type { Limits, RetentionStatements } from './retention.ts';
import { prepareRetention, sweep } from './retention.ts';
import { Writer } from './writer.ts';

export { LogFileError } from './file.ts';

export interface FileLogOptions extends Limits {
  path: string;
  log: { info: (message: string) => void; warn: (message: string) => void };
  /** Other processes that write to the file; what is not told is found by looking. */
  neighbours?: LogNeighbours | undefined;
  /** Ms since the epoch; the machine's clock if absent. */
  now?: (() => number) | undefined;
}

interface Statements {
  append: AppendStatements;
  callbacks: CallbackStatements;
  retention: RetentionStatements;
}

/** How often another process's writing is looked for, where somebody listens, in ms. */
const pollMs = 200;
/** How often age is looked at, in ms. */
const sweepMs = 60_000;

/** Throws a `LogFileError` when the file cannot be made, read or understood. */
export async function openFileLog(options: FileLogOptions): Promise<EventLog> {
  const { path, log, maxBytes, neighbours, now = Date.now } = options;
  const writer = new Writer<Statements>({
    open: () => openFile(path),
    prepare: async (db) => ({ append: await prepareAppend(db), callbacks: await prepareCallbacks(db), retention: await prepareRetention(db) }),
    inTurn: neighbours && ((write) => neighbours.inTurn(write)),
    log,
  });
  await writer.start();
  const reader = new Reader(await openReading(path), log);

  // The size is looked at whenever a hundredth of what is allowed has come in.
  let written = 0;
  let sweeping: Promise<void> | undefined;
  const sweepAll = async (): Promise<void> => {
    written = 0;
    try {
      while (await writer.run(({ retention }) => sweep(retention, options, now())));
    } catch {
      // The writer has told it; the next time will do.
    }
    sweeping = undefined;
  };
  const keepSmall = (): void => void (sweeping ??= sweepAll());
  const ageing = setInterval(keepSmall, sweepMs).unref();
  keepSmall();

  let polling: NodeJS.Timeout | undefined;
  let seen: number | undefined;
  const poll = (): void => {
    const before = seen;
    try {
      seen = reader.writes();
    } catch {
      return; // The reader has told it.
    }
    if (seen !== before) wake.call();
  };
  const wake = createWake((listening) => {
    clearInterval(polling);
    if (!listening) return;
    // What was written before is what the listener reads first.
    poll();
    polling = setInterval(poll, pollMs).unref();
  });
  const stopHearing = neighbours?.listen(() => void (wake.size > 0 && poll()));

  return {
    async append(events) {
      if (events.length === 0) return [];
      const appended = await writer.run((statements) => appendTo(statements.append, events, now()));
      if (appended.some(({ duplicate }) => !duplicate)) {
        wake.call();
        neighbours?.tell();
      }
      for (const { payload } of events) written += payload.length;
      if (written > maxBytes / 100) keepSmall();
      return appended;
    },
    read: async (question) => reader.read(question),
    head: async () => reader.head(),
    subscribe: (listener) => wake.add(listener),
    callbacks: callbacksIn(writer, now),
    async close() {
      clearInterval(ageing);
      clearInterval(polling);
      stopHearing?.();
      await writer.close();
      await sweeping;
      reader.close();
    },
  };
}

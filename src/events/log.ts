/**
 * The log of events as all the rest sees it: what came in stands in it durably, once, in one order, until
 * retention drops it. Two implementations stand behind this one interface: a file of SQLite (`sqlite/`) and
 * Redis Streams (`redis/`), held to the same tests.
 *
 * A log never answers for what is not durable, never answers an event twice, and never leaves a reader in
 * the dark: a cursor whose next event may be gone is an error, not a gap.
 */

/** Undefined: the gateway's own. */
export type Tenant = string | undefined;

/** Readings for everybody name this; a reading for one caller names the caller's tenant. */
export const everyTenant = Symbol('every tenant');

export interface NewEvent {
  /** `collectmaxx`, `receeve` or `cm`. */
  system: string;
  /** `PayLinkPaid`, `event.claim.created`. */
  type: string;
  /** What it is about; null where the vendor does not say. */
  reference: string | null;
  /** ISO 8601, UTC; null where the vendor does not say. */
  occurredAt: string | null;
  /** JSON text, kept as it is. */
  payload: string;
  tenant: Tenant;
  /** Of this tenant: the same key again is the same event. */
  key: string;
  /** Where `key` names something that changes: an event is new whenever this differs from that of the key's last event. */
  value?: string | undefined;
}

export interface LoggedEvent {
  /** The event's own, the same whoever reads it. */
  id: string;
  /** Its place in the log: opaque, for `after`. */
  cursor: string;
  /** ISO 8601, UTC. */
  receivedAt: string;
  occurredAt: string | null;
  system: string;
  type: string;
  reference: string | null;
  /** Parsed. */
  payload: unknown;
  tenant: Tenant;
}

/** What became of a new event. */
export interface Appended {
  /** It was there before; nobody will read it again. */
  duplicate: boolean;
}

export interface ReadOptions {
  /** Whose events: those of one tenant alone, never one's beside another's, unless `everyTenant`. */
  tenant: Tenant | typeof everyTenant;
  /** Behind this cursor; from the oldest if absent. */
  after?: string | undefined;
  /** Events at most, 1 to 1000. A page may hold fewer though `hasMore`: it also ends where it grows too large. */
  first: number;
  /** Of these types only; of all if absent. */
  types?: readonly string[] | undefined;
  /** About this only. */
  reference?: string | undefined;
}

/** A page ends with the event that takes it beyond so many bytes of payloads; it holds at least one. */
export const pageBytes = 4 * 2 ** 20;

export interface Page {
  items: LoggedEvent[];
  /**
   * Nothing that was asked for stands between `after` and here except `items`: always good for the next `after`,
   * for a subscription as for a reading, also where `items` is empty.
   */
  endCursor: string;
  /** Whether there may be more to read right now. */
  hasMore: boolean;
}

export interface EventLog {
  /**
   * Durable when it resolves, all of them together; in this order. Rejects with `LogUnavailable` when nothing of
   * them could be kept, or when it is not known: then the sender sends again, and what was kept is a duplicate.
   */
  append(events: readonly NewEvent[]): Promise<Appended[]>;
  /** Rejects with a `CursorError` when `after` leads nowhere, with `LogUnavailable` when the log cannot be read. */
  read(options: ReadOptions): Promise<Page>;
  /** The place of the newest event: for `after`, to have what comes from now on. Throws as `read` does. */
  head(): Promise<string>;
  /**
   * Calls when something may have been appended, here or by another instance: then `read` on. It may call once
   * too often, never once too little. The answer ends it.
   */
  subscribe(listener: () => void): () => void;
  /** Callbacks that have to be followed up; in the same store, as durable as the events. */
  readonly callbacks: Callbacks;
  /** What is under way is finished. */
  close(): Promise<void>;
}

/** A vendor said that something changed, and not what: it has to be asked, now or later, also after a restart. */
export interface Callback {
  tenant: Tenant;
  /** What to ask for. */
  ref: string;
  /** Calls made in vain so far. */
  tries: number;
  /** Changes with each callback for this ref: what came while the vendor was being asked is asked once more. */
  version: string;
  /** Whose turn it is. */
  lease: string;
}

export interface Callbacks {
  /** Durable when it resolves. A ref that waits already is due at once; one that is taken, when it is given back. */
  keep(refs: readonly { tenant: Tenant; ref: string }[]): Promise<void>;
  /** Those that are due, at most `limit`; nobody else is given them for `leaseMs`. */
  take(options: { limit: number; leaseMs: number }): Promise<Callback[]>;
  /** Followed up: forgotten, unless it came again since it was taken; then it is due. */
  done(callback: Callback): Promise<void>;
  /** Failed: one try more, due again after `delayMs`; at once if it came again since it was taken. */
  later(callback: Callback, delayMs: number): Promise<void>;
  /** Time until the next is due, in ms; undefined: none waits. */
  next(): Promise<number | undefined>;
}

/** Nothing can be kept or read right now: a full disk, a lost connection. */
export class LogUnavailable extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(`The event log ${reason}.`, options);
    this.name = 'LogUnavailable';
  }
}

/** `expired`: what followed it is in part no longer kept. `unknown`: it is no cursor of this log. */
export class CursorError extends Error {
  readonly kind: 'expired' | 'unknown';

  constructor(kind: CursorError['kind']) {
    super(
      kind === 'expired'
        ? 'The cursor is older than the event log: events after it are no longer kept. Leave "after" out to read from the oldest that is.'
        : 'The cursor is none of this event log: expected an "endCursor" or the "cursor" of an event.',
    );
    this.name = 'CursorError';
    this.kind = kind;
  }
}

/**
 * The end of the log, read once for all who follow it, and handed to those whom an event concerns.
 *
 *   log --wake--> one reading of all tenants --> by reference --> filters --> each follower's `take`
 *
 * Most followers wait for one reference: an event finds them without asking the others. The newest events stay
 * in memory, so that who has read up to a moment ago can step in without a gap. Nobody is waited for here:
 * what a follower does with an event is his own matter, and must not throw.
 */
import { CursorError, everyTenant } from '../log.ts';
import type { EventLog, LoggedEvent, Tenant } from '../log.ts';
import { isAfter } from './order.ts';

export interface Filter {
  tenant: Tenant;
  /** Absent: all. */
  types?: ReadonlySet<string> | undefined;
  reference?: string | undefined;
}

export interface Follower extends Filter {
  take(event: LoggedEvent): void;
  /** There will be no more events. */
  fail(error: Error): void;
}

/** The gateway shuts down: whoever follows goes on elsewhere, from where he is. */
export class Ending extends Error {
  constructor() {
    super('The gateway is shutting down.');
    this.name = 'Ending';
  }
}

export interface Tail {
  /** Where the tail stands: everything up to here was handed out. Resolves when it stands somewhere. */
  position(): Promise<string>;
  /**
   * From behind this place on, `take` is called for each event that concerns the follower, in order; first with
   * what is in memory already. Where the place is ahead of the tail, with those up to it as well. False: the place
   * is older than what is in memory, and nothing was done.
   */
  join(follower: Follower, from: string): boolean;
  leave(follower: Follower): void;
  readonly followers: number;
  close(): void;
}

export interface TailOptions {
  log: Pick<EventLog, 'read' | 'head' | 'subscribe'>;
  /** Told before events are handed out: another instance may have been brought them. */
  beforeEvents?: (() => void) | undefined;
  /** Events kept in memory; 1000. */
  recent?: number | undefined;
  /** When the log cannot be read, it is tried again after so many ms: 1000. */
  retryMs?: number | undefined;
}

const pageSize = 500;

/** What is known while somebody follows. */
interface Session {
  /** Where memory begins, and where it ends: the place up to which everything was handed out. */
  oldest: string;
  position: string;
  memory: LoggedEvent[];
}

export function createTail({ log, beforeEvents, recent = 1000, retryMs = 1000 }: TailOptions): Tail {
  const byReference = new Map<string, Set<Follower>>();
  const forAll = new Set<Follower>();
  let session: Session | undefined;
  let starting: Promise<Session> | undefined;
  let stopListening: (() => void) | undefined;
  let reading = false;
  let again = false;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  async function start(): Promise<Session> {
    stopListening = log.subscribe(() => void read());
    try {
      const head = await log.head();
      session = { oldest: head, position: head, memory: [] };
      // What came in between is in the next reading.
      void read();
      return session;
    } catch (error) {
      stop();
      throw error;
    }
  }

  /** One reading at a time; a wake during it leads to one more. */
  async function read(): Promise<void> {
    again = true;
    if (reading) return;
    reading = true;
    while (again && session) {
      again = false;
      const current = session;
      try {
        const page = await log.read({ tenant: everyTenant, after: current.position, first: pageSize });
        if (session !== current) again = true;
        else {
          if (page.items.length > 0) beforeEvents?.();
          for (const event of page.items) hand(event);
          current.position = page.endCursor;
          remember(current, page.items);
          again ||= page.hasMore;
        }
      } catch (error) {
        if (error instanceof CursorError) failAll(error);
        else tryLater(); // The log tells of it in its own words; followers lose nothing by waiting.
      }
    }
    reading = false;
  }

  function tryLater(): void {
    clearTimeout(retry);
    retry = setTimeout(() => void read(), retryMs).unref();
  }

  function hand(event: LoggedEvent): void {
    const concerned = event.reference === null ? undefined : byReference.get(event.reference);
    if (concerned) for (const follower of [...concerned]) offer(follower, event);
    for (const follower of [...forAll]) offer(follower, event);
  }

  function remember(current: Session, events: readonly LoggedEvent[]): void {
    current.memory.push(...events);
    if (current.memory.length <= recent * 2) return;
    const gone = current.memory.length - recent;
    current.oldest = current.memory[gone - 1]?.cursor ?? current.position;
    current.memory = current.memory.slice(gone);
  }

  function failAll(error: Error): void {
    const all = everyone();
    byReference.clear();
    forAll.clear();
    stop();
    for (const follower of all) follower.fail(error);
  }

  function stop(): void {
    stopListening?.();
    stopListening = undefined;
    clearTimeout(retry);
    session = starting = undefined;
  }

  function everyone(): Follower[] {
    return [...forAll, ...[...byReference.values()].flatMap((set) => [...set])];
  }

  function setOf({ reference }: Follower): Set<Follower> {
    if (reference === undefined) return forAll;
    let set = byReference.get(reference);
    if (!set) byReference.set(reference, (set = new Set()));
    return set;
  }

  return {
    async position() {
      if (closed) throw new Ending();
      return (session ?? (await (starting ??= start()))).position;
    },
    join(follower, from) {
      if (!session || isAfter(session.oldest, from)) return false;
      for (const event of session.memory) if (isAfter(event.cursor, from)) offer(follower, event);
      setOf(follower).add(follower);
      return true;
    },
    leave(follower) {
      const set = setOf(follower);
      set.delete(follower);
      if (set.size === 0 && follower.reference !== undefined) byReference.delete(follower.reference);
      if (forAll.size === 0 && byReference.size === 0) stop();
    },
    get followers() {
      return everyone().length;
    },
    close() {
      closed = true;
      failAll(new Ending());
    },
  };
}

function offer(follower: Follower, event: LoggedEvent): void {
  if (follower.tenant !== event.tenant) return;
  if (follower.types && !follower.types.has(event.type)) return;
  if (follower.reference !== undefined && follower.reference !== event.reference) return;
  follower.take(event);
}

/**
 * One follower of the log: what he has missed since his cursor, then what comes, nothing lost and nothing twice.
 *
 *   cursor --> pages of the log --> near the end: joins the tail --> events as they come
 *
 * He takes events one by one. Who takes them more slowly than they come is bounded: when too many wait, he is told
 * the cursor to go on from, and nothing more is kept for him. The tail waits for nobody.
 */
import type { EventLog, LoggedEvent, Page } from '../log.ts';
import { isAfter } from './order.ts';
import type { Filter, Follower, Tail } from './tail.ts';

export interface FollowOptions {
  log: Pick<EventLog, 'read'>;
  tail: Tail;
  filter: Filter;
  /** From now on if absent. */
  after?: string | undefined;
  /** Events that may wait for him; 1000. */
  mostWaiting?: number | undefined;
}

/** More events wait than are kept for one follower. */
export class TooSlow extends Error {
  /** Of the last event that he took: for `after`. */
  readonly cursor: string;

  constructor(cursor: string) {
    super('Events come faster than they are taken.');
    this.name = 'TooSlow';
    this.cursor = cursor;
  }
}

export interface Following extends AsyncIterableIterator<LoggedEvent> {
  /** From then on no event is missed; rejects where the cursor is refused. */
  readonly ready: Promise<void>;
  return(): Promise<IteratorResult<LoggedEvent>>;
}

const pageSize = 200;

/** Rejects, when it is asked for the next event, with a `CursorError`, `LogUnavailable`, `TooSlow` or `Ending`. */
export function follow({ log, tail, filter, after, mostWaiting = 1000 }: FollowOptions): Following {
  const waiting: LoggedEvent[] = [];
  let end: { error?: Error } | undefined;
  let wake: (() => void) | undefined;
  /** Up to here he has everything, though the tail may not have come so far when he joins it. */
  let has = after ?? '';
  let skipping = true;
  let joined = false;

  const follower: Follower = {
    ...filter,
    take(event) {
      if (end || (skipping && !isAfter(event.cursor, has))) return;
      skipping = false;
      if (waiting.length >= mostWaiting) return finish({ error: new TooSlow(has) });
      waiting.push(event);
      wake?.();
    },
    fail: (error) => finish({ error }),
  };

  function finish(how: { error?: Error }): void {
    if (end) return;
    end = how;
    waiting.length = 0;
    tail.leave(follower);
    wake?.();
  }

  const readFrom = (from: string): Promise<Page> =>
    log.read({ tenant: filter.tenant, types: filter.types && [...filter.types], reference: filter.reference, after: from, first: pageSize });

  /** Joins the tail where `has` allows it. */
  async function join(): Promise<void> {
    await tail.position();
    // It may have started for a follower who has left meanwhile.
    if (end) tail.leave(follower);
    else joined = tail.join(follower, has);
  }

  /** A cursor from outside is looked at by the log before anything else is done with it. */
  async function begin(): Promise<Page | undefined> {
    if (after !== undefined) return readFrom(after);
    has = await tail.position();
    await join();
    return undefined;
  }

  async function* events(): AsyncGenerator<LoggedEvent> {
    try {
      let page = await ready;
      while (!joined && !end) {
        for (const event of page?.items ?? []) {
          if (end) break;
          has = event.cursor;
          yield event;
        }
        if (page) has = page.endCursor;
        await join();
        if (!joined && !end) page = await readFrom(has);
      }
      for (;;) {
        const event = waiting.shift();
        if (event) {
          has = event.cursor;
          yield event;
        } else if (end?.error) throw end.error;
        else if (end) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      finish({});
    }
  }

  const ready = begin();
  const begun = ready.then(() => undefined);
  // Whoever asks for the first event is told of it.
  begun.catch(() => undefined);
  const iterator = events();
  return {
    ready: begun,
    next: () => iterator.next(),
    async return() {
      finish({});
      return iterator.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

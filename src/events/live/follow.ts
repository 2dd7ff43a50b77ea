/**
 * One follower of the log: what he has missed since his cursor, then what comes, nothing lost and nothing twice.
 *
 *   cursor --> pages of the log --> near the end: joins the tail --> events as they come
 *
 * He takes events one by one. Who takes them more slowly than they come is bounded: when too many wait, he is told
 * the cursor to go on from, and nothing more is kept for him. The tail waits for nobody.
 */
import type { EventLog, LoggedEvent } from '../log.ts';
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
  let joining = true;

  const follower: Follower = {
    ...filter,
    take(event) {
      if (end || (joining && !isAfter(event.cursor, has))) return;
      joining = false;
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

  async function* events(): AsyncGenerator<LoggedEvent> {
    try {
      let from = after ?? (await tail.position());
      // A cursor from outside is looked at by the log before anything else is done with it.
      for (let known = after === undefined; ; known = true) {
        if (known) await tail.position();
        has = from;
        if (end || (known && tail.join(follower, from))) break;
        const page = await log.read({ tenant: filter.tenant, types: filter.types && [...filter.types], reference: filter.reference, after: from, first: pageSize });
        for (const event of page.items) {
          if (end) break;
          has = event.cursor;
          yield event;
        }
        from = page.endCursor;
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

  const iterator = events();
  return {
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

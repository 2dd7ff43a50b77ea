/**
 * Caps the calls that are on their way to one system at the same time, fairly between requests:
 * when a place is free, the requests that wait take turns, so that one with a thousand calls
 * does not hold up one with a single call.
 */
import { Line } from './line.ts';
import type { Queued } from './line.ts';

/** A call before its turn. */
export interface Waiting extends Queued<Waiting> {
  readonly requestId: string;
  /** Its turn has come. Must not throw, and not leave before it returns: a thousand who do so would be one stack. */
  go(): void;
}

/** The calls of one request that wait. */
class Asking implements Queued<Asking> {
  ahead: Asking | undefined;
  behind: Asking | undefined;
  readonly calls = new Line<Waiting>();
  readonly requestId: string;

  constructor(requestId: string) {
    this.requestId = requestId;
  }
}

export class Gate {
  #free: number;
  /** Requests in the order of their turns: each has calls that wait. */
  readonly #turns = new Line<Asking>();
  /** The same by their ids. Its old tables (see `Line`) keep only those alive that have no call any more. */
  readonly #byId = new Map<string, Asking>();

  constructor(places: number) {
    this.#free = places;
  }

  /** Whether there is a place at once; if not, `go` is called when there is one. */
  enter(one: Waiting): boolean {
    if (this.#free > 0) {
      this.#free -= 1;
      return true;
    }
    let asking = this.#byId.get(one.requestId);
    if (asking === undefined) {
      asking = new Asking(one.requestId);
      this.#byId.set(one.requestId, asking);
      this.#turns.add(asking);
    }
    asking.calls.add(one);
    return false;
  }

  /** It waits no longer. */
  remove(one: Waiting): void {
    const asking = this.#byId.get(one.requestId);
    if (asking?.calls.delete(one) && asking.calls.size === 0) {
      this.#turns.delete(asking);
      this.#byId.delete(asking.requestId);
    }
  }

  /** Hands the place to whoever's turn it is. */
  leave(): void {
    const next = this.#next();
    if (next) next.go();
    else this.#free += 1;
  }

  #next(): Waiting | undefined {
    const asking = this.#turns.shift();
    if (asking === undefined) return undefined;
    const next = asking.calls.shift();
    if (asking.calls.size > 0) this.#turns.add(asking);
    else this.#byId.delete(asking.requestId);
    return next;
  }
}

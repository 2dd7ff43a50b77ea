/**
 * Caps the calls that are on their way to one system at the same time, fairly between requests:
 * when a place is free, the requests that wait take turns, so that one with a thousand calls
 * does not hold up one with a single call.
 */

/** A call before its turn. */
export interface Waiting {
  readonly requestId: string;
  /** Its turn has come. Must not throw, and not leave before it returns: a thousand who do so would be one stack. */
  go(): void;
}

export class Gate {
  #free: number;
  /** Who waits, by request, in the order of the requests' turns. */
  readonly #waiting = new Map<string, Set<Waiting>>();

  constructor(places: number) {
    this.#free = places;
  }

  /** Whether there is a place at once; if not, `go` is called when there is one. */
  enter(one: Waiting): boolean {
    if (this.#free > 0) {
      this.#free -= 1;
      return true;
    }
    const line = this.#waiting.get(one.requestId);
    if (line) line.add(one);
    else this.#waiting.set(one.requestId, new Set([one]));
    return false;
  }

  /** It waits no longer. */
  remove(one: Waiting): void {
    const line = this.#waiting.get(one.requestId);
    if (line?.delete(one) && line.size === 0) this.#waiting.delete(one.requestId);
  }

  /** Hands the place to whoever's turn it is. */
  leave(): void {
    const next = this.#next();
    if (next) next.go();
    else this.#free += 1;
  }

  #next(): Waiting | undefined {
    for (const [requestId, line] of this.#waiting) {
      this.#waiting.delete(requestId);
      for (const next of line) {
        line.delete(next);
        if (line.size > 0) this.#waiting.set(requestId, line);
        return next;
      }
    }
    return undefined;
  }
}

/**
 * Who waits, first come first served; whoever has had enough leaves from wherever he stands.
 *
 * Not a `Set`, where many come and go: it makes itself a new table again and again, each old table points to the new
 * one, and once one of them has grown old, V8's young collections take all of them, and all the requests in
 * them, for alive: that was most of what was collected under load. Here nothing that has left points to anybody.
 */
export interface Queued<T> {
  /** Set by the line alone; both undefined in no line. */
  ahead: T | undefined;
  behind: T | undefined;
}

export class Line<T extends Queued<T>> {
  #first: T | undefined;
  #last: T | undefined;
  size = 0;

  /** To the end of the line; it stands in no other. */
  add(one: T): void {
    if (this.#last === undefined) this.#first = one;
    else {
      this.#last.behind = one;
      one.ahead = this.#last;
    }
    this.#last = one;
    this.size += 1;
  }

  /** Whoever has waited longest, who then stands here no longer. */
  shift(): T | undefined {
    const one = this.#first;
    if (one !== undefined) this.delete(one);
    return one;
  }

  /** False: it does not stand here. */
  delete(one: T): boolean {
    const { ahead, behind } = one;
    if (ahead === undefined && this.#first !== one) return false;
    if (ahead === undefined) this.#first = behind;
    else ahead.behind = behind;
    if (behind === undefined) this.#last = ahead;
    else behind.ahead = ahead;
    one.ahead = undefined;
    one.behind = undefined;
    this.size -= 1;
    return true;
  }
}

/** What one result of a subscription is made during: it ends when the result is there, or when the subscription ends before. */
import type { Answering } from '../context.ts';

export class Moment implements Answering {
  closed = false;
  writableFinished = false;
  #listener: (() => void) | undefined;

  on(_event: 'close', listener: () => void): this {
    this.#listener = listener;
    return this;
  }

  /** `finished`: the result is there; else nobody waits for it any more. Once is enough, twice does no harm. */
  close(finished: boolean): void {
    if (this.closed) return;
    this.closed = true;
    this.writableFinished = finished;
    this.#listener?.();
  }
}

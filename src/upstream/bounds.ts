/**
 * What ends a call early: its caller's hang-up, the operation's deadline, its own time limit.
 *
 * A call passes through several waits one after another (its turn, a token, the answer). Whichever
 * wait it is in registers itself with `onStop`; there is never more than one, so there is one slot.
 * Limits are looked after by one timer for all calls, see `watch.ts`.
 */
import { setMaxListeners } from 'node:events';
import type { CallScope } from './call.ts';
import { unwatch, watch } from './watch.ts';
import type { Watched } from './watch.ts';

/** Ends the sentence "<system> did not answer in time". */
export const stops = {
  deadline: 'the deadline of the whole operation passed',
  limit: 'the time limit of one call passed',
  cancelled: 'the caller hung up',
} as const;

export type Stop = keyof typeof stops;

export class Bounds implements Watched {
  /** Set once, when the call must end. */
  stopped: Stop | undefined;
  readonly #scope: CallScope;
  #listener: ((stop: Stop) => void) | undefined;
  /** What the end of the time is called. */
  #limit: Stop = 'deadline';
  endsAt = Infinity;
  place = -1;
  #leave: (() => void) | undefined;

  constructor(scope: CallScope) {
    this.#scope = scope;
    const listener = (): void => this.#stop(Date.now() >= scope.deadline ? 'deadline' : 'cancelled');
    this.#leave = scope.onAbort ? scope.onAbort(listener) : listenTo(scope.signal, listener);
    if (Date.now() >= scope.deadline) this.#stop('deadline');
  }

  /** From now on the call may take this long, in ms, if the operation's deadline leaves so much. */
  limit(ms: number): void {
    const left = this.leftMs;
    if (ms < left) this.#arm(ms, 'limit');
    else this.#arm(left, 'deadline');
  }

  /** Whether there may be another attempt with a time limit of its own: nothing but the last one's limit has ended. */
  again(): boolean {
    if (this.stopped === 'limit') this.stopped = undefined;
    if (this.stopped !== undefined) return false;
    unwatch(this);
    return true;
  }

  /** Resolves after so many ms, or at once when the call must end. */
  pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const over = (): void => {
        clearTimeout(timer);
        this.onStop(undefined);
        resolve();
      };
      const timer = setTimeout(over, ms);
      this.onStop(over);
    });
  }

  /** In ms; what the operation's deadline leaves. */
  get leftMs(): number {
    return this.#scope.deadline - Date.now();
  }

  /** In ms; for how long somebody waits for what this call may still do. */
  get patienceMs(): number {
    return this.#scope.patientUntil ? this.#scope.patientUntil() - Date.now() : this.leftMs;
  }

  /** The wait that is under way; undefined when it is over. Called at once if the call must end already. */
  onStop(listener: ((stop: Stop) => void) | undefined): void {
    this.#listener = listener;
    if (listener === undefined) return;
    if (this.stopped !== undefined) listener(this.stopped);
    else if (this.place < 0) this.#arm(this.leftMs, 'deadline');
  }

  /** Waits for a promise that others may share; `onStop` answers what to fail with if the call must end first. */
  wait<T>(promise: Promise<T>, onStop: (stop: Stop) => Error): Promise<T> {
    return new Promise((resolve, reject) => {
      this.onStop((stop) => reject(onStop(stop)));
      promise.then(resolve, reject);
    }).finally(() => this.onStop(undefined)) as Promise<T>;
  }

  /** Lets go of the signal and of its time. */
  end(): void {
    unwatch(this);
    this.#listener = undefined;
    this.#leave?.();
    this.#leave = undefined;
  }

  /** Its time is over. */
  onTime(): void {
    this.#stop(this.#limit);
  }

  #arm(ms: number, stop: Stop): void {
    if (this.stopped !== undefined) return;
    if (ms <= 0) return this.#stop(stop);
    this.#limit = stop;
    watch(this, ms);
  }

  #stop(stop: Stop): void {
    if (this.stopped !== undefined) return;
    this.stopped = stop;
    unwatch(this);
    this.#listener?.(stop);
  }
}

/** One signal is shared by all calls of a request: many listeners are no leak, as each call takes its own away. */
function listenTo(signal: AbortSignal, listener: () => void): () => void {
  if (signal.aborted) {
    listener();
    return () => undefined;
  }
  setMaxListeners(0, signal);
  signal.addEventListener('abort', listener);
  return () => signal.removeEventListener('abort', listener);
}

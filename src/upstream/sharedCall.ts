/**
 * One read on its way and all who wait for it. To the system it is one call, in the name of whoever asked first: one
 * turn, one place in the circuit, one row of attempts. To each who waits it is a call of his own: his
 * deadline, his hang-up, an error that is his and names his request.
 *
 * Whoever leaves takes nothing from the others. The last one who wants to leave ends the call, and is told how
 * it ended.
 */
import { UpstreamError } from '../errors.ts';
import { Bounds, stops } from './bounds.ts';
import type { Stop } from './bounds.ts';
import type { CallScope, System, UpstreamAnswer, UpstreamCall } from './call.ts';
import type { CallRecord } from './observer.ts';

interface Asker {
  scope: CallScope;
  bounds: Bounds;
  /** On the clock of `performance.now()`, in ms. */
  startedAt: number;
  resolve: (answer: UpstreamAnswer) => void;
  reject: (error: unknown) => void;
}

export interface SharedCallOptions {
  system: System;
  call: UpstreamCall;
  requestId: string;
  /** Called once, when nobody can join any more. */
  onEnd: () => void;
}

/** As a scope it is that of the call which the system makes. */
export class SharedCall implements CallScope {
  readonly requestId: string;
  /** Each who waits looks after his own; over once the last one's has passed. */
  deadline = Infinity;
  readonly #options: SharedCallOptions;
  /** Mostly one: a list costs less than a set. */
  readonly #askers: Asker[] = [];
  #first: Asker | undefined;
  #onAbort: (() => void) | undefined;
  #controller: AbortController | undefined;
  #aborted = false;
  #ended = false;
  #record: CallRecord | undefined;

  constructor(options: SharedCallOptions) {
    this.#options = options;
    this.requestId = options.requestId;
  }

  /** Whoever comes first sets it going. `bounds` are new, and have not stopped. */
  join(scope: CallScope, bounds: Bounds): Promise<UpstreamAnswer> {
    return new Promise((resolve, reject) => {
      const asker: Asker = { scope, bounds, startedAt: performance.now(), resolve, reject };
      this.#askers.push(asker);
      bounds.onStop((stop) => this.#leave(asker, stop));
      if (this.#first !== undefined) return;
      this.#first = asker;
      const { system, call } = this.#options;
      system.send(call, this).then(
        (answer) => this.#settle((one) => one.resolve(answer)),
        (error: unknown) => this.#settle((one) => one.reject(one === this.#first ? error : asTold(error, one.scope))),
      );
    });
  }

  /** Until when the most patient one waits, in ms since the epoch. */
  patientUntil(): number {
    let until = 0;
    for (const { scope } of this.#askers) until = Math.max(until, scope.deadline);
    return until;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#aborted) this.#controller.abort();
    return this.#controller.signal;
  }

  onAbort(listener: () => void): () => void {
    if (this.#aborted) listener();
    else this.#onAbort = listener;
    return () => (this.#onAbort = undefined);
  }

  onCall(record: CallRecord): void {
    this.#record = record;
  }

  #settle(tell: (asker: Asker) => void): void {
    this.#end();
    for (const asker of this.#askers) {
      asker.bounds.end();
      if (this.#record !== undefined) asker.scope.onCall?.(this.#recordFor(asker, this.#record));
      tell(asker);
    }
  }

  #leave(asker: Asker, stop: Stop): void {
    if (this.#askers.length === 1) return this.#abort(stop);
    const { call, system } = this.#options;
    this.#askers.splice(this.#askers.indexOf(asker), 1);
    asker.bounds.end();
    const endedAt = performance.now();
    const { operation, method, lookups } = call;
    const gone: CallRecord = { system: system.name, operation, method, status: undefined, code: 'UPSTREAM_TIMEOUT', startedAt: asker.startedAt, sentAt: undefined, endedAt, attempts: 0, bytes: 0, lookups, shared: true };
    asker.scope.onCall?.(gone);
    asker.reject(new UpstreamError({ code: 'UPSTREAM_TIMEOUT', system: system.name, operation, requestId: asker.scope.requestId, detail: stops[stop] }));
  }

  /** The last one leaves: the system fails the call, and he is told of it as if it had been his own. */
  #abort(stop: Stop): void {
    this.#end();
    this.#aborted = true;
    // What the end is called, and whether it says something of the system, depends on it.
    if (stop === 'deadline') this.deadline = 0;
    this.#onAbort?.();
    this.#controller?.abort();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#options.onEnd();
  }

  /** The call as this one met it. */
  #recordFor(asker: Asker, record: CallRecord): CallRecord {
    if (asker === this.#first) return record;
    const { startedAt } = asker;
    return { ...record, startedAt, sentAt: record.sentAt && Math.max(record.sentAt, startedAt), shared: true };
  }
}

/** The same failure, told to another request. */
function asTold(error: unknown, { requestId }: CallScope): unknown {
  if (!(error instanceof UpstreamError)) return error;
  const { system, operation, messages } = error.extensions as { system: string; operation: string; messages?: string[] };
  const own = new UpstreamError({ code: error.code, system, operation, requestId });
  own.message = error.message;
  Object.assign(own.extensions, error.extensions, { requestId }, messages && { messages: [...messages] });
  return own;
}

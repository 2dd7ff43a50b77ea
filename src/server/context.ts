/**
 * Makes what one operation carries along: its id, its deadline, a signal that ends its upstream
 * calls when the client hangs up or the deadline passes, and loaders of its own.
 * Nothing in it outlives the request.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Caller } from '../callers/caller.ts';
import type { RequestContext } from '../context.ts';
import { setTimeLimit } from '../timeLimit.ts';
import type { LoadObserver } from '../telemetry/main.ts';
import type { CallBudget, Systems } from '../upstream/call.ts';

/** Of a `ServerResponse`: whoever has no response of his own to wait for stands in for one. */
export interface Answering {
  readonly closed: boolean;
  /** Whether all was answered when it closed. */
  readonly writableFinished: boolean;
  on(event: 'close', listener: () => void): unknown;
}

export interface ContextOptions {
  requestId: string;
  /** What is asked for is over when this closes. */
  response: Answering;
  caller: Caller;
  systems: Systems;
  /** Of the whole operation, in ms. */
  deadlineMs: number;
  /** The longest that lookups of links wait for one another, in ms. */
  linkPatienceMs?: number | undefined;
  /** Upstream calls that the operation may make. */
  budget: CallBudget;
  loads?: LoadObserver | undefined;
}

export function createContext(options: ContextOptions): RequestContext {
  return new Operation(options);
}

/**
 * A class, and no object literal with a getter: V8 makes a new hidden class for each object whose getter is a
 * closure of its own, and these keep alive all that a request held until the next major collection.
 * Apollo works on a copy of it with the same prototype, so what changes stands in `ending`, which all copies share.
 */
class Operation implements RequestContext {
  readonly requestId: string;
  readonly caller: Caller;
  readonly systems: Systems;
  readonly deadline: number;
  readonly budget: CallBudget;
  readonly loaders: RequestContext['loaders'] = new Map();
  loads: LoadObserver | undefined;
  readonly ending: Ending;
  readonly linkPatienceMs: number | undefined;
  waves: RequestContext['waves'] = undefined;
  trace: RequestContext['trace'] = undefined;
  complete: RequestContext['complete'] = undefined;
  isLarge = false;

  constructor({ requestId, response, caller, systems, deadlineMs, linkPatienceMs, budget, loads }: ContextOptions) {
    this.requestId = requestId;
    this.caller = caller;
    this.systems = systems;
    this.deadline = Date.now() + deadlineMs;
    this.linkPatienceMs = linkPatienceMs;
    this.budget = budget;
    this.loads = loads;
    this.ending = new Ending(response, deadlineMs);
  }

  get signal(): AbortSignal {
    return this.ending.signal();
  }

  onAbort(listener: () => void): () => void {
    return this.ending.listen(listener);
  }
}

/** Comes when the response is done, the client hangs up or the deadline passes; the latter two are told. */
class Ending {
  #reason: DOMException | undefined;
  #controller: AbortController | undefined;
  /** Most operations make one call at a time; a set is made for those that make more. */
  #listener: (() => void) | undefined;
  #others: Set<() => void> | undefined;

  constructor(response: Answering, deadlineMs: number) {
    const over = (): void => {
      if (!response.closed) this.#end(new DOMException('The deadline of the operation has passed.', 'TimeoutError'));
    };
    const timer = setTimeLimit(over, deadlineMs);
    const onClose = (): void => {
      clearTimeout(timer);
      if (!response.writableFinished) this.#end(new DOMException('The client has hung up.', 'AbortError'));
    };
    if (response.closed) onClose();
    else response.on('close', onClose);
  }

  /** Made for those who need one: a signal and its listeners cost more than all the rest here. */
  signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#reason) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  listen(listener: () => void): () => void {
    if (this.#reason) listener();
    else if (this.#listener === undefined) this.#listener = listener;
    else (this.#others ??= new Set()).add(listener);
    return () => {
      if (this.#listener === listener) this.#listener = undefined;
      else this.#others?.delete(listener);
    };
  }

  #end(why: DOMException): void {
    if (this.#reason) return;
    this.#reason = why;
    this.#controller?.abort(why);
    const all = [...(this.#listener ? [this.#listener] : []), ...(this.#others ?? [])];
    for (const listener of all) listener();
  }
}

/** Tells this process from others; the rest of an id is counted, which is a fiftieth of the price of a random one. */
const processId = randomUUID().slice(-12);
let requests = 0;

/** The caller's `x-request-id` if it is fit for a log line, else a new one: `4f1d9a3c7b20-2s`. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : `${processId}-${(requests += 1).toString(36)}`;
}

/**
 * Leaves a system alone that failed several times in a row, until it has had time to recover.
 *
 *   closed      calls go; `failures` failed attempts one after another, repeats counted, open it
 *   open        calls fail at once, nothing is sent, until `resetMs` have passed
 *   half-open   one call goes and says whether it closes or opens again; all others still fail at once
 *
 * The states are cockatiel's. It is told of outcomes rather than wrapped around calls: a call to a system
 * that is well then costs two comparisons and not four promises.
 *
 * What counts is whether the system works, not whether it likes the request: see `verdictOf`.
 */
import { circuitBreaker, CircuitState as State, ConsecutiveBreaker, DelegateBackoff, handleAll } from 'cockatiel';
import type { CircuitBreakerPolicy } from 'cockatiel';
import type { Stop } from './bounds.ts';
import { Failure } from './failure.ts';
import type { FailureKind } from './failure.ts';
import type { CircuitState } from './observer.ts';

export interface CircuitOptions {
  /** Failed attempts one after another. */
  failures: number;
  /** In ms. */
  resetMs: number;
  onState: (state: CircuitState) => void;
}

/** What an attempt says of its system: it works, it does not, or nothing at all. */
export type Verdict = 'works' | 'fails' | 'unknown';

/** Thrown into the policy where the trying call ended without a word of the system. */
const untold = new Error('untold');

export class Circuit {
  readonly #breaker: ConsecutiveBreaker;
  readonly #policy: CircuitBreakerPolicy;
  #opensAt = 0;
  /** Ends the half-open state with what its one call found. */
  #tried: ((verdict: Verdict) => void) | undefined;

  constructor({ failures, resetMs, onState }: CircuitOptions) {
    // A call whose caller hung up has not found out anything: the next one may try at once.
    const pauseMs = (reason: object): number => ('error' in reason && reason.error === untold ? 0 : resetMs);
    this.#breaker = new ConsecutiveBreaker(failures);
    this.#policy = circuitBreaker(handleAll, { breaker: this.#breaker, halfOpenAfter: new DelegateBackoff(({ result }) => pauseMs(result)) });
    this.#policy.onBreak((reason) => (this.#opensAt = Date.now() + pauseMs(reason)));
    this.#policy.onStateChange((state) => onState(stateOf(state)));
  }

  get state(): CircuitState {
    return stateOf(this.#policy.state);
  }

  /** Throws where a call would be refused now; changes nothing. */
  check(): void {
    const { state } = this.#policy;
    if (state === State.Closed || (state === State.Open && Date.now() >= this.#opensAt)) return;
    throw this.#refusal();
  }

  /** Whether the call that begins now is the one that tries a system that failed; throws where none may begin. Who enters must `leave`. */
  enter(): boolean {
    if (this.state === 'closed') return false;
    if (this.#isTried()) throw this.#refusal();
    const found = new Promise<void>((resolve, reject) => {
      this.#tried = (verdict) => (verdict === 'works' ? resolve() : reject(verdict === 'fails' ? new Error(verdict) : untold));
    });
    // Sets the state now; or refuses, as its time has not come.
    this.#policy.execute(() => found).catch(() => undefined);
    if (!this.#isTried()) throw this.#refusal();
    return true;
  }

  /** `trying`: what `enter` answered. What a call says that began before the circuit opened changes nothing any more. */
  leave(trying: boolean, verdict: Verdict): void {
    if (trying) return this.#tried?.(verdict);
    if (this.#policy.state !== State.Closed || verdict === 'unknown') return;
    if (verdict === 'fails') void this.#policy.execute(fail).catch(() => undefined);
    else if (this.#breaker.state !== 0) this.#breaker.success();
  }

  #isTried(): boolean {
    return this.#policy.state === State.HalfOpen;
  }

  #refusal(): Failure {
    const waitMs = this.#policy.state === State.Open ? this.#opensAt - Date.now() : 0;
    // While it is being tried nobody knows how long that takes.
    return new Failure('circuitOpen', { retryAfter: Math.max(1, Math.ceil(waitMs / 1000)) });
  }
}

function fail(): never {
  throw new Error('fails');
}

function stateOf(state: State): CircuitState {
  if (state === State.Closed) return 'closed';
  return state === State.HalfOpen ? 'half-open' : 'open';
}

const says: Readonly<Partial<Record<FailureKind, Verdict>>> = {
  unreachable: 'fails',
  late: 'fails',
  timeout: 'fails',
  broken: 'fails',
  unreadable: 'fails',
  tokenUnreadable: 'fails',
  serverError: 'fails',
  refused: 'works',
  unauthenticated: 'works',
  forbidden: 'works',
  notFound: 'works',
  rateLimited: 'works',
};

/**
 * A refusal (4xx, 429 too) comes from a system that works. A caller who hangs up, or whose upload breaks
 * off, has found out nothing: nobody may take a system from the others. A failure that several calls share,
 * that of the token they waited for, counts once.
 */
export function verdictOf(error: unknown, stopped: Stop | undefined): Verdict {
  if (!(error instanceof Failure) || error.ours || error.counted || stopped === 'cancelled') return 'unknown';
  error.counted = true;
  return says[error.kind] ?? 'unknown';
}

/**
 * Calls of one request that will lead to further lookups, and who waits for them. The lookups that five
 * accounts' claims lead to belong in one HTTP request, though the claims arrive one after the other: as
 * long as such a call is on its way, lookups wait for what it brings.
 *
 *   claims of account 1  ----.    .-- lookups of all claims, one request
 *   claims of account 2  ---------'
 *
 * Nobody waits for long: a system that hangs must not hold up another one.
 */
import type { RequestContext } from '../../context.ts';
import { setTimeLimit } from '../../timeLimit.ts';

/** The longest that a lookup waits for others to travel with, in ms, where nothing else is configured. */
export const usualPatienceMs = 1000;

export class Waves {
  readonly #patienceMs: number;
  #flying = 0;
  /** False after a wait that was too long, until all have landed: the next ones do not wait again for the same call. */
  #patient = true;
  readonly #waiting = new Set<() => void>();

  constructor(patienceMs = usualPatienceMs) {
    this.#patienceMs = patienceMs;
  }

  /** The call that this promise stands for leads to lookups. */
  during<T>(call: Promise<T>): Promise<T> {
    this.#flying += 1;
    const land = (): void => {
      this.#flying -= 1;
      if (this.#flying > 0) return;
      this.#patient = true;
      for (const go of [...this.#waiting]) go();
    };
    void call.then(land, land);
    return call;
  }

  /** Runs the job as soon as nothing is on its way that may add to it. */
  whenCalm(job: () => void): void {
    afterThisTurn(() => {
      if (this.#flying === 0 || !this.#patient) return job();
      const go = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(go);
        this.whenCalm(job);
      };
      const giveUp = (): void => {
        if (!this.#waiting.delete(go)) return;
        this.#patient = false;
        job();
      };
      const timer = setTimeLimit(giveUp, this.#patienceMs);
      this.#waiting.add(go);
    });
  }
}

export function wavesOf(context: RequestContext): Waves {
  return (context.waves ??= new Waves(context.linkPatienceMs));
}

/** After everything that the values of this turn bring about: the promises that settle, and the resolvers that they set going. */
function afterThisTurn(job: () => void): void {
  void Promise.resolve().then(() => process.nextTick(job));
}

/**
 * Long lists in slices: a run that has held the event loop for long stops between two items of a list, lets others
 * have their turn, and goes on where it stopped. What it answers is the same: until the list is complete nothing
 * behind it begins, as if it had never stopped, so that resolvers are called and errors come in the same order.
 *
 *   completeList -> Pause    executeFields -> Pause    ...    each frame that gets one hands one on
 *
 * Nothing of it costs a run that is short: lists count their items, and every so many look at the clock.
 */
import { Later } from './later.ts';
import type { Run } from './run.ts';
import { nextTurn, sliceMs } from './turns.ts';

export interface SliceOptions {
  /** Items of lists after which the clock is looked at: 128. */
  every?: number;
  /** How long a slice takes before others have their turn, in ms: 5. */
  sliceMs?: number;
  /**
   * Told of each pause, and when it is over; the run goes on when the promise that this answers is kept, and ends with
   * its error where it is rejected: nobody waits for the answer any more.
   */
  onPause?: (context: unknown, over: Promise<void>) => Promise<void>;
}

/** So that nothing that has a `then` is waited for. */
interface Box {
  value: unknown;
}

/** What is left of a run that was stopped. */
export class Pause extends Later {
  /** Comes when all is done that does not have to be waited for. */
  readonly over: Promise<Box>;

  private constructor(over: Promise<Box>) {
    super();
    this.over = over;
  }

  static until(turn: Promise<void>, goOn: () => unknown): Pause {
    return new Pause(turn.then(() => boxed(goOn())));
  }

  /** What the frame above does with the value, or with what is thrown instead, once it is there. */
  andThen(next: (value: unknown) => unknown, failed?: (raw: unknown) => unknown): Pause {
    return new Pause(this.over.then(({ value }) => boxed(next(value)), failed && ((raw: unknown) => boxed(failed(raw)))));
  }
}

function boxed(value: unknown): Box | Promise<Box> {
  return value instanceof Pause ? value.over : { value };
}

/** When runs pause; the same for all of them. */
export class Slices {
  readonly every: number;
  readonly sliceMs: number;
  readonly #options: SliceOptions;

  constructor(options: SliceOptions) {
    this.#options = options;
    this.every = options.every ?? 128;
    this.sliceMs = options.sliceMs ?? sliceMs;
  }

  /** Asked when `every` items are done. */
  isDue(run: Run): boolean {
    const now = performance.now();
    if (run.sliceBegan === 0) run.sliceBegan = now;
    return now - run.sliceBegan >= this.sliceMs;
  }

  /** Comes when others have had their turn; rejects where nobody waits for the answer any more. */
  turn(context: unknown): Promise<void> {
    const over = nextTurn();
    return this.#options.onPause?.(context, over) ?? over;
  }

  pause(run: Run, goOn: () => unknown): Pause {
    const resumed = this.turn(run.context).then(
      () => {
        run.sliceBegan = performance.now();
      },
      (error: unknown) => {
        run.isStopped = true;
        throw error;
      },
    );
    return Pause.until(resumed, goOn);
  }
}

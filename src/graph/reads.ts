/**
 * The reads of one request: those that come up at the same time are sent together, the same one once.
 *
 * A loader of its own, because nearly every request has one read: neither its key is made nor a table of
 * keys, until there is a second one.
 */
import { nextTurn } from '../execute/main.ts';
import type { Lookup } from './lookup.ts';
import { ownKey, textOf } from './lookup.ts';

export interface ReadsOptions {
  /** For each lookup its value or its error. */
  send: (lookups: readonly Lookup[]) => Promise<unknown[]>;
  /** Runs the job when no more lookups are to be expected for now. */
  whenCalm: (job: () => void) => void;
  /** Whether the same read later in the request may be answered with the first one's answer. */
  remember: boolean;
  /** Lookups that are sent together at most. */
  most: number;
  /** Others have their turn, and lookups that come up meanwhile wait. */
  nextTurn: () => Promise<void>;
}

/** Answers that are handed out at once: each goes on to what was waiting for it, and all that follows. */
const atOnce = 100;

/** What is asked, and what becomes of the answer. */
export interface Reader<T> extends Lookup {
  /** Called with the root field's value, in which a `Failure` marks each place without one; what it throws is the lookup's error. */
  read(value: unknown): T | Promise<T>;
}

/** Lookups whose answers are handed out at once: one promise for all of them. */
class Portion {
  readonly answers: Promise<readonly unknown[]>;
  size = 0;
  come!: (answers: readonly unknown[]) => void;
  fail!: (error: unknown) => void;

  constructor() {
    this.answers = new Promise((resolve, reject) => {
      this.come = resolve;
      this.fail = reject;
    });
  }
}

/** Where a lookup's answer will be. */
interface Seat {
  portion: Portion;
  at: number;
}

interface Batch {
  lookups: Lookup[];
  portions: Portion[];
}

export class Reads {
  readonly #options: ReadsOptions;
  #batch: Batch | undefined;
  /** The last of several batches that are sent one after the other: to write thousands of lookups at once would hold all others up. */
  #sent: Promise<void> | undefined;
  /** The first of those that are remembered, while it is the only one. */
  #only: { lookup: Lookup; seat: Seat } | undefined;
  /** By text, which many share, and then by own values: neither has to be put together to be looked up. */
  #seats: Map<string, Map<string, Seat>> | undefined;

  constructor(options: ReadsOptions) {
    this.#options = options;
  }

  /** Rejects with the lookup's own error. */
  load<T>(lookup: Reader<T>): Promise<T> {
    const { portion, at } = this.#seatOf(lookup);
    return portion.answers.then((answers) => {
      const value = answers[at];
      if (value instanceof Error) throw value;
      return lookup.read(value);
    });
  }

  #seatOf(lookup: Lookup): Seat {
    if (this.#only === undefined) {
      const seat = this.#ask(lookup);
      this.#only = { lookup, seat };
      return seat;
    }
    this.#seats ??= new Map([[textOf(this.#only.lookup), new Map([[ownKey(this.#only.lookup), this.#only.seat]])]]);
    const text = textOf(lookup);
    let ofText = this.#seats.get(text);
    if (ofText === undefined) this.#seats.set(text, (ofText = new Map<string, Seat>()));
    const key = ownKey(lookup);
    let seat = ofText.get(key);
    if (seat === undefined) {
      seat = this.#ask(lookup);
      ofText.set(key, seat);
    }
    return seat;
  }

  #ask(lookup: Lookup): Seat {
    let batch = this.#batch;
    if (batch === undefined || batch.lookups.length >= this.#options.most) {
      const begun: Batch = { lookups: [], portions: [] };
      if (batch !== undefined) this.#sent ??= Promise.resolve();
      this.#batch = batch = begun;
      this.#options.whenCalm(() => this.#sendInTurn(begun));
    }
    batch.lookups.push(lookup);
    let portion = batch.portions.at(-1);
    if (portion === undefined || portion.size === atOnce) batch.portions.push((portion = new Portion()));
    return { portion, at: portion.size++ };
  }

  #sendInTurn(batch: Batch): void {
    if (this.#sent === undefined) return this.#send(batch);
    this.#sent = this.#sent.then(nextTurn).then(() => this.#send(batch));
  }

  #send(batch: Batch): void {
    if (this.#batch === batch) this.#batch = undefined;
    if (!this.#options.remember) {
      this.#only = undefined;
      this.#seats = undefined;
    }
    this.#options.send(batch.lookups).then(
      (values) => this.#handOut(batch, values, 0),
      (error: unknown) => {
        for (const { fail } of batch.portions) fail(error);
      },
    );
  }

  #handOut({ portions, lookups }: Batch, values: readonly unknown[], index: number): void {
    const portion = portions[index];
    if (portion === undefined) return;
    portion.come(portions.length === 1 ? values : values.slice(index * atOnce, (index + 1) * atOnce));
    if (index + 1 < portions.length) void this.#options.nextTurn().then(() => this.#handOut({ portions, lookups }, values, index + 1));
  }
}

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

interface Waiting {
  lookup: Lookup;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

export class Reads {
  readonly #options: ReadsOptions;
  #batch: Waiting[] | undefined;
  /** The last of several batches that are sent one after the other: to write thousands of lookups at once would hold all others up. */
  #sent: Promise<void> | undefined;
  /** The first of those that are remembered, while it is the only one. */
  #only: { lookup: Lookup; answer: Promise<unknown> } | undefined;
  /** By text, which many share, and then by own values: neither has to be put together to be looked up. */
  #answers: Map<string, Map<string, Promise<unknown>>> | undefined;

  constructor(options: ReadsOptions) {
    this.#options = options;
  }

  /** Rejects with the lookup's own error. */
  load(lookup: Lookup): Promise<unknown> {
    if (this.#only === undefined) {
      const answer = this.#ask(lookup);
      this.#only = { lookup, answer };
      return answer;
    }
    this.#answers ??= new Map([[textOf(this.#only.lookup), new Map([[ownKey(this.#only.lookup), this.#only.answer]])]]);
    const text = textOf(lookup);
    let ofText = this.#answers.get(text);
    if (ofText === undefined) this.#answers.set(text, (ofText = new Map<string, Promise<unknown>>()));
    const key = ownKey(lookup);
    let answer = ofText.get(key);
    if (answer === undefined) {
      answer = this.#ask(lookup);
      ofText.set(key, answer);
    }
    return answer;
  }

  #ask(lookup: Lookup): Promise<unknown> {
    return new Promise((resolve, reject) => {
      let batch = this.#batch;
      if (batch === undefined || batch.length >= this.#options.most) {
        const begun: Waiting[] = [];
        if (batch !== undefined) this.#sent ??= Promise.resolve();
        this.#batch = batch = begun;
        this.#options.whenCalm(() => this.#sendInTurn(begun));
      }
      batch.push({ lookup, resolve, reject });
    });
  }

  #sendInTurn(batch: readonly Waiting[]): void {
    if (this.#sent === undefined) return this.#send(batch);
    this.#sent = this.#sent.then(nextTurn).then(() => this.#send(batch));
  }

  #send(batch: readonly Waiting[]): void {
    if (this.#batch === batch) this.#batch = undefined;
    if (!this.#options.remember) {
      this.#only = undefined;
      this.#answers = undefined;
    }
    this.#options.send(batch.map(({ lookup }) => lookup)).then(
      (values) => this.#handOut(batch, values, 0),
      (error: unknown) => {
        for (const { reject } of batch) reject(error);
      },
    );
  }

  #handOut(batch: readonly Waiting[], values: readonly unknown[], from: number): void {
    const end = Math.min(batch.length, from + atOnce);
    for (let index = from; index < end; index++) {
      const { resolve, reject } = batch[index] as Waiting;
      const value = values[index];
      if (value instanceof Error) reject(value);
      else resolve(value);
    }
    if (end < batch.length) void this.#options.nextTurn().then(() => this.#handOut(batch, values, end));
  }
}

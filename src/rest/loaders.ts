/**
 * Reads of one request: the same call is made once, and leaves at once. There is nothing to batch, for each
 * read is a call of its own, so none waits for another: neither before it leaves nor for its answer.
 * Writes know this file only to clear it: what was read before a write may not be true after it.
 */
import type { Loader, RequestContext } from '../context.ts';
import type { UpstreamCall } from '../upstream/call.ts';

export type Load = (call: UpstreamCall, context: RequestContext) => Promise<unknown>;

export interface ReadOptions {
  /** Of the loader: `<system>.<operation>`. */
  name: string;
  system: string;
  call: UpstreamCall;
  context: RequestContext;
  send: Load;
}

/** A call that fails rejects those who asked for it, each at its own path, and nobody else. */
export function loadOnce({ name, system, call, context, send }: ReadOptions): Promise<unknown> {
  let loader = context.loaders.get(name);
  if (!loader) {
    loader = new Reads((one) => {
      context.loads?.sent(system, 1);
      return send(one, context);
    });
    context.loaders.set(name, loader);
  }
  context.loads?.asked(system);
  return loader.load(call);
}

/** Forgets what this request has read. */
export function forgetReads(context: RequestContext): void {
  context.loaders.clear();
}

/** The reads of one operation. Most requests ask for one: a table of keys is made when there is a second. */
class Reads implements Loader {
  readonly #send: (call: UpstreamCall) => Promise<unknown>;
  #first: { call: UpstreamCall; answer: Promise<unknown> } | undefined;
  #answers: Map<string, Promise<unknown>> | undefined;
  #headersKey = '';

  constructor(send: (call: UpstreamCall) => Promise<unknown>) {
    this.#send = send;
  }

  load(call: UpstreamCall): Promise<unknown> {
    if (this.#first === undefined) {
      const answer = this.#send(call);
      this.#first = { call, answer };
      return answer;
    }
    if (this.#answers === undefined) {
      this.#headersKey = JSON.stringify(this.#first.call.headers);
      this.#answers = new Map([[`${this.#first.call.path} ${this.#headersKey}`, this.#first.answer]]);
    }
    // Everything that makes two calls of one operation different. Headers without values in them are one object.
    const key = `${call.path} ${call.headers === this.#first.call.headers ? this.#headersKey : JSON.stringify(call.headers)}`;
    let answer = this.#answers.get(key);
    if (answer === undefined) {
      answer = this.#send(call);
      this.#answers.set(key, answer);
    }
    return answer;
  }
}

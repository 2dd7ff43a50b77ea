/**
 * Reads of one request, by a DataLoader for each operation: the same call is made once. There is nothing to
 * batch, for each read is a call of its own, so none waits for another's answer.
 * Writes know this file only to clear it: what was read before a write may not be true after it.
 */
import DataLoader from 'dataloader';
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

/** The reads of one operation. Most requests ask for one: a loader is made when there is a second. */
class Reads implements Loader {
  readonly #send: (call: UpstreamCall) => Promise<unknown>;
  #first: { call: UpstreamCall; answer: Promise<unknown> } | undefined;
  #loader: DataLoader<UpstreamCall, unknown, string> | undefined;

  constructor(send: (call: UpstreamCall) => Promise<unknown>) {
    this.#send = send;
  }

  load(call: UpstreamCall): Promise<unknown> {
    if (this.#first === undefined) {
      const answer = this.#send(call);
      this.#first = { call, answer };
      return answer;
    }
    if (this.#loader === undefined) {
      const { headers } = this.#first.call;
      const headersKey = JSON.stringify(headers);
      // Each read is a call of its own: those of a batch are handed on as promises, so that none waits for the slowest.
      // One that failed is remembered as well: whoever asks again within the request is told the same.
      this.#loader = new DataLoader<UpstreamCall, unknown, string>((calls) => Promise.resolve(calls.map((one) => this.#send(one))), {
        batchScheduleFn: queueMicrotask,
        // Everything that makes two calls of one operation different. Headers without values in them are one object.
        cacheKeyFn: (one) => `${one.path} ${one.headers === headers ? headersKey : JSON.stringify(one.headers)}`,
      });
      this.#loader.prime(this.#first.call, this.#first.answer);
    }
    return this.#loader.load(call);
  }
}

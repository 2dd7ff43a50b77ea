/**
 * Reads of one request: the same call is made once, all that are asked for in one turn leave together.
 * Writes know this file only to clear it: what was read before a write may not be true after it.
 */
import DataLoader from 'dataloader';
import type { RequestContext } from '../context.ts';
import type { UpstreamCall } from '../upstream/call.ts';

export type Load = (call: UpstreamCall, context: RequestContext) => Promise<unknown>;

/** A call that fails rejects those who asked for it, each at its own path, and nobody else. */
export function loadOnce(options: { system: string; call: UpstreamCall; context: RequestContext; send: Load }): Promise<unknown> {
  const { system, call, context, send } = options;
  const name = `${system}.${call.operation}`;
  let loader = context.loaders.get(name);
  if (!loader) {
    loader = new DataLoader<UpstreamCall, unknown, string>(
      (calls) => {
        context.loads?.sent(system, calls.length);
        return Promise.all(calls.map((one) => send(one, context).catch(asError)));
      },
      { cacheKeyFn: keyOf },
    );
    context.loaders.set(name, loader);
  }
  context.loads?.asked(system);
  return loader.load(call);
}

/** Forgets what this request has read. */
export function forgetReads(context: RequestContext): void {
  context.loaders.clear();
}

/** Everything that makes two calls of one operation different. */
function keyOf({ path, headers }: UpstreamCall): string {
  return JSON.stringify([path, headers]);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('A call was rejected with something that is no error.', { cause: error });
}

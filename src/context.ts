/** What lives as long as one GraphQL request and is passed on to every resolver. */
import type { ExecutionResult } from 'graphql';
import type { Caller } from './callers/caller.ts';
import type { Waves } from './graph/links/waves.ts';
import type { LoadObserver, RequestTrace } from './telemetry/main.ts';
import type { CallScope, Systems } from './upstream/call.ts';

/** What a read is asked of; it makes the same call once. */
export interface Loader {
  load(what: unknown): Promise<unknown>;
}

export interface RequestContext extends CallScope {
  caller: Caller;
  systems: Systems;
  /** One loader for each wrapped read of this request, by `<system>.<operation>`. */
  loaders: Map<string, Loader>;
  /** Calls on their way that will lead to further lookups; made when the first link is followed. */
  waves?: Waves | undefined;
  /** The longest that lookups of links wait for one another, in ms; absent: `usualPatienceMs`. */
  linkPatienceMs?: number | undefined;
  /** Whether its answer is so large that it is made, and written, in several turns. */
  isLarge?: boolean;
  /** Counts the reads of this request; absent where nobody counts. */
  loads?: LoadObserver | undefined;
  /** Adds to the result what only some callers may see; absent for all others. */
  complete?: ((result: ExecutionResult) => ExecutionResult) | undefined;
  /** Absent where the request is not traced. */
  trace?: RequestTrace | undefined;
}

/** A copy in which something differs. It ends when the original ends; a spread alone would lose that. */
export function contextWith(context: RequestContext, changes: Partial<RequestContext>): RequestContext {
  const { onAbort } = context;
  return { ...context, signal: context.signal, onAbort: onAbort && ((listener) => onAbort.call(context, listener)), ...changes };
}

/** Whether the caller has hung up, so that nobody waits for what is still to be done; a deadline that has passed is not that. */
export function isGone({ signal }: CallScope): boolean {
  return signal.aborted && (signal.reason as Error).name === 'AbortError';
}

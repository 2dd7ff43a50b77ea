/**
 * Makes what one operation carries along: its id, its deadline, a signal that ends its upstream
 * calls when the client hangs up or the deadline passes, and loaders of its own.
 * Nothing in it outlives the request.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../callers/caller.ts';
import type { RequestContext } from '../context.ts';
import type { LoadObserver } from '../telemetry/main.ts';
import type { Systems } from '../upstream/call.ts';

export interface ContextOptions {
  requestId: string;
  response: ServerResponse;
  caller: Caller;
  systems: Systems;
  /** Of the whole operation, in ms. */
  deadlineMs: number;
  loads?: LoadObserver | undefined;
}

export function createContext({ requestId, response, caller, systems, deadlineMs, loads }: ContextOptions): RequestContext {
  const listeners = new Set<() => void>();
  let reason: DOMException | undefined;
  let controller: AbortController | undefined;

  const end = (why: DOMException): void => {
    if (reason) return;
    reason = why;
    controller?.abort(why);
    for (const listener of [...listeners]) listener();
  };
  const timer = setTimeout(() => end(new DOMException('The deadline of the operation has passed.', 'TimeoutError')), deadlineMs);
  const onClose = (): void => {
    clearTimeout(timer);
    if (!response.writableFinished) end(new DOMException('The client has hung up.', 'AbortError'));
  };
  if (response.closed) onClose();
  else response.once('close', onClose);
  return {
    requestId,
    caller,
    systems,
    deadline: Date.now() + deadlineMs,
    loaders: new Map(),
    loads,
    // Made for those who need one: a signal and its listeners cost more than all the rest here.
    get signal() {
      if (!controller) {
        controller = new AbortController();
        if (reason) controller.abort(reason);
      }
      return controller.signal;
    },
    onAbort(listener) {
      if (reason) listener();
      else listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The caller's `x-request-id` if it is fit for a log line, else a new one. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
}

/**
 * Makes what one operation carries along: its id, its deadline, a signal that ends its upstream
 * calls when the client hangs up or the deadline passes, and loaders of its own.
 * Nothing in it outlives the request.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestContext } from '../context.ts';
import type { Systems } from '../upstream/call.ts';

export interface ContextOptions {
  requestId: string;
  response: ServerResponse;
  systems: Systems;
  /** Of the whole operation, in ms. */
  deadlineMs: number;
}

export function createContext({ requestId, response, systems, deadlineMs }: ContextOptions): RequestContext {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new DOMException('The deadline of the operation has passed.', 'TimeoutError')),
    deadlineMs,
  );
  const onClose = (): void => {
    clearTimeout(timer);
    if (!response.writableFinished) controller.abort(new DOMException('The client has hung up.', 'AbortError'));
  };
  if (response.closed) onClose();
  else response.once('close', onClose);
  return { requestId, systems, signal: controller.signal, deadline: Date.now() + deadlineMs, loaders: new Map() };
}

/** The caller's `x-request-id` if it is fit for a log line, else a new one. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
}

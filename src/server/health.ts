/**
 * Liveness says that the process answers, whatever its upstreams do. Readiness says that callers
 * may be sent here: from when the graph stands until the end begins.
 */
import { sendJSON } from './answer.ts';
import type { Handler } from './http.ts';

export interface Health {
  /** `ready` is 200, the others are 503. */
  status: 'starting' | 'ready' | 'closing';
  mode: string;
  /** By name; an address is never part of it. */
  systems: Record<string, { state: string }>;
}

export const live: Handler = (request, response) => sendJSON(request, response, 200, { status: 'live' });

export function ready(health: () => Health): Handler {
  return (request, response) => {
    const body = health();
    sendJSON(request, response, body.status === 'ready' ? 200 : 503, body);
  };
}

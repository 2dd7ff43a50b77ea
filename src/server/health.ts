/**
 * Liveness says that the process answers, whatever its upstreams do. Readiness says that callers
 * may be sent here: from when the graph stands until the end begins. Which systems are missing is
 * told and changes nothing: with one of them down, all others answer.
 */
import { sendJSON } from './answer.ts';
import type { Handler } from './http.ts';

export interface SystemHealth {
  state: string;
  /** How its last call ended; absent before the first. */
  lastOutcome?: string;
  /** `open`: it failed repeatedly and is left alone. */
  circuit?: string;
}

export interface Health {
  /** `ready` is 200, the others are 503. */
  status: 'starting' | 'ready' | 'closing';
  mode: string;
  /** By name; an address is never part of it. */
  systems: Record<string, SystemHealth>;
}

export const live: Handler = (request, response) => sendJSON(request, response, 200, { status: 'live' });

export function ready(health: () => Health): Handler {
  return (request, response) => {
    const { systems, ...rest } = health();
    const missing = Object.keys(systems).filter((name) => isMissing(systems[name] as SystemHealth));
    sendJSON(request, response, rest.status === 'ready' ? 200 : 503, { ...rest, missing, systems });
  };
}

/** Answers that say that a system is there: it was reached, and did what a call let it do. */
const there = new Set([undefined, 'OK', 'UPSTREAM_BAD_REQUEST', 'UPSTREAM_NOT_FOUND', 'UPSTREAM_RATE_LIMITED', 'UPSTREAM_FORBIDDEN']);

function isMissing({ state, lastOutcome, circuit }: SystemHealth): boolean {
  return state === 'not configured' || circuit === 'open' || !there.has(lastOutcome);
}

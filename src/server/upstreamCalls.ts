/**
 * `extensions.upstream` of an answer: which calls an operation made, when, and for how long. Only for a caller who
 * asks for it by the header `x-upstream-calls` and has the scope `upstream:read`: how systems fare behind
 * the gateway is not everyone's business. It holds no address, header or value.
 */
import type { IncomingMessage } from 'node:http';
import type { ExecutionResult } from 'graphql';
import type { RequestContext } from '../context.ts';
import type { CallRecord } from '../upstream/observer.ts';

export interface UpstreamCalls {
  /** Of the operation until it was answered, in ms; all that follow are in ms as well, `start` since it began. */
  total: number;
  /** Of all calls one after another: what they would have taken without running side by side. */
  sum: number;
  /** By system: reads that fields asked for, and how many different ones were made of them. */
  reads: Record<string, { asked: number; made: number }>;
  calls: UpstreamCallShown[];
}

export interface UpstreamCallShown {
  system: string;
  operation: string;
  method: string;
  start: number;
  /** Until its first request left: its turn, a token. */
  waited: number;
  duration: number;
  status: number | null;
  /** `OK` or the code of the error. */
  code: string;
  /** Requests on the wire; above 1 where a read was tried again. */
  attempts: number;
  bytes: number;
  /** Lookups that travelled in it together. */
  lookups: number;
  /** Another request had begun it; there where it is so. */
  shared?: true;
}

export function asksForCalls({ headers }: IncomingMessage): boolean {
  return headers['x-upstream-calls'] !== undefined;
}

/** Records the calls of this request from now on, if its caller may see them; what it answers adds them to a result. */
export function recordCalls(context: RequestContext): ((result: ExecutionResult) => ExecutionResult) | undefined {
  if (!context.caller.allows('upstream:read')) return undefined;
  const began = performance.now();
  const calls: CallRecord[] = [];
  const reads: UpstreamCalls['reads'] = {};
  const readsOf = (system: string): { asked: number; made: number } => (reads[system] ??= { asked: 0, made: 0 });
  const { onCall, loads } = context;
  context.onCall = (record) => {
    onCall?.(record);
    calls.push(record);
  };
  context.loads = {
    asked(system) {
      loads?.asked(system);
      readsOf(system).asked += 1;
    },
    sent(system, together) {
      loads?.sent(system, together);
      readsOf(system).made += together;
    },
  };
  return (result) => {
    const shown = calls.map((record) => show(record, began)).sort((a, b) => a.start - b.start);
    const upstream: UpstreamCalls = { total: rounded(performance.now() - began), sum: rounded(shown.reduce((sum, { duration }) => sum + duration, 0)), reads, calls: shown };
    return { ...result, extensions: { ...result.extensions, upstream } };
  };
}

function show({ system, operation, method, status, code, startedAt, sentAt, endedAt, attempts, bytes, lookups, shared }: CallRecord, began: number): UpstreamCallShown {
  return {
    system,
    operation,
    method,
    start: rounded(startedAt - began),
    waited: rounded((sentAt ?? endedAt) - startedAt),
    duration: rounded(endedAt - startedAt),
    status: status ?? null,
    code,
    attempts,
    bytes,
    lookups: lookups ?? 1,
    ...(shared && { shared }),
  };
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}

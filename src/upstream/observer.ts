/**
 * What the upstream clients tell while they work: to metrics and traces (one observer for all systems),
 * and to the request that a call belongs to (`CallScope.onCall`). Facts alone: never an address below
 * the host, a header or a body. Whoever is told must not throw and must not wait.
 */
import type { ErrorCode } from '../errors.ts';

/** One call that has ended, with all its attempts. */
export interface CallRecord {
  system: string;
  /** GraphQL field that made the call. */
  operation: string;
  method: string;
  /** Of the last answer; absent where none came. */
  status: number | undefined;
  code: 'OK' | ErrorCode;
  /** When `send` was called, when its first attempt was sent (undefined: never), when it ended: `performance.now()`, ms. */
  startedAt: number;
  sentAt: number | undefined;
  endedAt: number;
  /** Requests on the wire; 0 if none was sent. */
  attempts: number;
  /** Of the answer's body, after decompression. */
  bytes: number;
  /** Lookups that travelled in it, where there are several (the remote GraphQL). */
  lookups?: number | undefined;
  /** Another request had begun it; told to this request alone, not counted. */
  shared?: boolean | undefined;
}

export type CircuitState = 'closed' | 'open' | 'half-open';

export interface UpstreamObserver {
  /** Where a span begins; what it answers is told how the call ended, after its request was. */
  callStarted?(call: { system: string; operation: string; method: string; requestId: string }): ((record: CallRecord) => void) | undefined;
  callEnded?(record: CallRecord): void;
  /** A read was answered by a call that another request had begun. */
  callShared?(call: { system: string; operation: string }): void;
  circuit?(change: { system: string; state: CircuitState }): void;
  tokenRefreshed?(refresh: { system: string; ok: boolean }): void;
}

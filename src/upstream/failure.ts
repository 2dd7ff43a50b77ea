/**
 * Why a call failed, and the one table that says what the caller is told: reads and writes part here.
 *
 * A read that fails has done nothing. A write that failed before anything was sent, or that was plainly
 * refused, has done nothing either; any other failed write may have been done, so its outcome is unknown.
 * A `Failure` holds words of our own making alone: no URL, no header, no body, no error of a library.
 */
import type { ErrorCode } from '../errors.ts';

export { framesOf } from '../privacy/frames.ts';

export const failures = {
  // Nothing was sent.
  unreachable: { read: 'UPSTREAM_UNAVAILABLE', write: 'UPSTREAM_UNAVAILABLE' },
  late: { read: 'UPSTREAM_TIMEOUT', write: 'UPSTREAM_TIMEOUT' },
  unwritable: { read: 'UPSTREAM_BAD_REQUEST', write: 'UPSTREAM_BAD_REQUEST' },
  circuitOpen: { read: 'UPSTREAM_CIRCUIT_OPEN', write: 'UPSTREAM_CIRCUIT_OPEN' },
  overBudget: { read: 'LIMIT_EXCEEDED', write: 'LIMIT_EXCEEDED' },
  unknownCredential: { read: 'SYSTEM_NOT_CONFIGURED', write: 'SYSTEM_NOT_CONFIGURED' },
  tokenUnreadable: { read: 'UPSTREAM_INVALID_RESPONSE', write: 'UPSTREAM_INVALID_RESPONSE' },
  // Sent, perhaps in part, and no whole answer came.
  timeout: { read: 'UPSTREAM_TIMEOUT', write: 'OUTCOME_UNKNOWN' },
  broken: { read: 'UPSTREAM_UNAVAILABLE', write: 'OUTCOME_UNKNOWN' },
  unreadable: { read: 'UPSTREAM_INVALID_RESPONSE', write: 'OUTCOME_UNKNOWN' },
  serverError: { read: 'UPSTREAM_UNAVAILABLE', write: 'OUTCOME_UNKNOWN' },
  // Answered, and refused: nothing was done.
  refused: { read: 'UPSTREAM_BAD_REQUEST', write: 'UPSTREAM_BAD_REQUEST' },
  unauthenticated: { read: 'UPSTREAM_UNAUTHENTICATED', write: 'UPSTREAM_UNAUTHENTICATED' },
  forbidden: { read: 'UPSTREAM_FORBIDDEN', write: 'UPSTREAM_FORBIDDEN' },
  notFound: { read: 'UPSTREAM_NOT_FOUND', write: 'UPSTREAM_NOT_FOUND' },
  rateLimited: { read: 'UPSTREAM_RATE_LIMITED', write: 'UPSTREAM_RATE_LIMITED' },
} as const satisfies Record<string, { read: ErrorCode; write: ErrorCode }>;

export type FailureKind = keyof typeof failures;

/** The kind of failure that a status means which is no answer to the call. */
export function kindOfStatus(status: number): FailureKind {
  switch (status) {
    case 401:
      return 'unauthenticated';
    case 403:
      return 'forbidden';
    case 404:
      return 'notFound';
    case 408:
      return 'timeout';
    case 429:
      return 'rateLimited';
    default:
      if (status >= 400 && status < 500) return 'refused';
      // 3xx: a redirect is never followed, so that no credential reaches another host.
      return status >= 500 && status < 600 ? 'serverError' : 'unreadable';
  }
}

export interface FailureOptions {
  /** Ends the caller's sentence, in brackets. */
  detail?: string | undefined;
  /** Status of the answer, where one came. */
  status?: number | undefined;
  /** Seconds. */
  retryAfter?: number | undefined;
  messages?: string[] | undefined;
  /** Code of the library's error (`ECONNRESET`), for the log. */
  cause?: string | undefined;
  /** The call failed by our side's doing, a caller's upload that broke off for one: nothing is said of the system. */
  ours?: boolean | undefined;
}

const unsent: ReadonlySet<FailureKind> = new Set(['unreachable', 'late', 'unwritable', 'circuitOpen', 'overBudget', 'unknownCredential', 'tokenUnreadable']);

/** Inside `src/upstream` only: every call's door turns it into an `UpstreamError`. */
export class Failure extends Error {
  readonly kind: FailureKind;
  readonly detail: string | undefined;
  readonly status: number | undefined;
  readonly retryAfter: number | undefined;
  readonly messages: string[] | undefined;
  readonly code: string | undefined;
  readonly ours: boolean;
  /** Set when the circuit was told: those who waited for one token share its failure. */
  counted = false;

  constructor(kind: FailureKind, options: FailureOptions = {}) {
    super(kind);
    this.name = 'Failure';
    this.kind = kind;
    this.detail = options.detail;
    this.status = options.status;
    this.retryAfter = options.retryAfter;
    this.messages = options.messages;
    this.code = options.cause;
    this.ours = options.ours ?? false;
  }

  /** Whether anything of the request can have been put on the wire. */
  get sent(): boolean {
    return !unsent.has(this.kind);
  }
}

/** An error's own code or name, which are words of a fixed vocabulary; its message may hold an address. */
export function labelOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return [code, name].find((label) => typeof label === 'string' && label !== '') as string | undefined ?? typeof error;
}

/**
 * Every error code that a caller can meet, side by side with what it means.
 *
 * An error says which system and which operation failed and whether a retry is safe.
 * It never carries a credential, an upstream URL, a header or a body: the data behind
 * this gateway is the data of debtors.
 */
import { GraphQLError } from 'graphql';

export const errorCodes = {
  UPSTREAM_TIMEOUT: { retryable: true, text: 'did not answer in time' },
  UPSTREAM_UNAVAILABLE: { retryable: true, text: 'is unavailable' },
  UPSTREAM_RATE_LIMITED: { retryable: true, text: 'refused the call because too many were made' },
  UPSTREAM_UNAUTHENTICATED: { retryable: false, text: 'does not accept the configured credentials' },
  UPSTREAM_FORBIDDEN: { retryable: false, text: 'does not allow this call' },
  UPSTREAM_BAD_REQUEST: { retryable: false, text: 'refused the request' },
  UPSTREAM_NOT_FOUND: { retryable: false, text: 'does not know what was asked for' },
  UPSTREAM_INVALID_RESPONSE: { retryable: false, text: 'gave an answer that could not be read' },
  UPSTREAM_CIRCUIT_OPEN: { retryable: true, text: 'failed repeatedly and is left alone for a while' },
  LIMIT_EXCEEDED: { retryable: false, text: 'was not asked: a limit of the operation is exceeded' },
  SYSTEM_NOT_CONFIGURED: { retryable: false, text: 'is not configured' },
  FORBIDDEN: { retryable: false, text: 'is out of reach for this caller' },
  OUTCOME_UNKNOWN: { retryable: false, text: 'may or may not have done this: the answer was lost, and a write is never sent twice' },
} as const;

export type ErrorCode = keyof typeof errorCodes;

export interface UpstreamErrorOptions {
  code: ErrorCode;
  /** Name of the system as in `@source(name:)`, e.g. `receeve`. */
  system: string;
  /** GraphQL field that made the call, e.g. `accountClaims`. */
  operation: string;
  requestId?: string | undefined;
  /** Seconds, when the vendor gave `Retry-After`. */
  retryAfter?: number | undefined;
  /** The vendor's own messages; only with `UPSTREAM_BAD_REQUEST`. */
  messages?: string[] | undefined;
  /** Ends the sentence `<system> <text>`: a fact of our own making, never a piece of the answer. */
  detail?: string | undefined;
}

/** A failed upstream call as the caller sees it: `extensions.code`, `system`, `operation`, `requestId`, `retryable`. */
export class UpstreamError extends GraphQLError {
  readonly code: ErrorCode;

  constructor(options: UpstreamErrorOptions) {
    const { code, system, operation, requestId, retryAfter, messages, detail } = options;
    const { retryable, text } = errorCodes[code];
    super(`${system} ${text}${detail ? ` (${detail})` : ''}.`, {
      extensions: {
        code,
        system,
        operation,
        ...(requestId !== undefined && { requestId }),
        retryable,
        ...(retryAfter !== undefined && { retryAfter }),
        ...(messages !== undefined && messages.length > 0 && { messages }),
      },
    });
    this.name = 'UpstreamError';
    this.code = code;
  }
}

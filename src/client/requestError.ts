/** What went wrong with a request, typed: the errors of the answer, and the part of the data that arrived all the same. */
import type { ConnectionCode, ErrorCode } from './errorCodes.ts';
import { errorCodes } from './errorCodes.ts';

export interface GraphError {
  message: string;
  path?: readonly (string | number)[];
  extensions: {
    code: ErrorCode;
    /** `receeve`, `collectmaxx`, `ucollect`, `cm`. */
    system?: string;
    /** The field that made the call. */
    operation?: string;
    /** Names the request in the gateway's log. */
    requestId?: string;
    retryable?: boolean;
    /** Seconds. */
    retryAfter?: number;
    /** The vendor's own words. */
    messages?: string[];
    /** With LIMIT_EXCEEDED of a subscription that came faster than it was taken: where to go on. */
    cursor?: string;
    /** ISO 8601; with OUTCOME_UNKNOWN of requestPayment. */
    intentAt?: string;
  };
}

export interface GraphQLRequestErrorOptions<Result> {
  code: ErrorCode | ConnectionCode;
  message: string;
  errors?: readonly GraphError[];
  data?: Result | null;
  /** Of HTTP. */
  status?: number | undefined;
  /** Seconds. */
  retryAfter?: number | undefined;
  cause?: Error | undefined;
}

export class GraphQLRequestError<Result = null> extends Error {
  /** Of the first error. */
  readonly code: ErrorCode | ConnectionCode;
  /** All of them; none where the gateway was not reached. */
  readonly errors: readonly GraphError[];
  /** What arrived: a failing system nulls its own fields, and the rest is here. */
  readonly data: Result | null;
  readonly status: number | undefined;
  readonly retryAfter: number | undefined;

  constructor({ code, message, errors = [], data = null, status, retryAfter, cause }: GraphQLRequestErrorOptions<Result>) {
    super(message, cause && { cause });
    this.name = 'GraphQLRequestError';
    this.code = code;
    this.errors = errors;
    this.data = data;
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** Whether the same request may be sent again: `look` asks to find out first what became of it. */
  get retry(): 'yes' | 'no' | 'look' {
    if (this.code === 'NETWORK_FAILED' || this.code === 'REQUEST_TIMEOUT') return 'yes';
    return this.code === 'INVALID_ANSWER' ? 'no' : errorCodes[this.code];
  }
}

/** `code`, where it is one that this version knows. */
export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCodes, code);

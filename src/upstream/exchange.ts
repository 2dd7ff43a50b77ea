/**
 * One HTTP request and its answer, whatever the status: what the two ways of sending have in common.
 * An exchange never follows a redirect and never sends anything twice.
 */
import type { Bounds } from './bounds.ts';
import type { UpstreamAnswer, UpstreamCall } from './call.ts';
import { Failure, labelOf } from './failure.ts';

export interface WireRequest {
  method: string;
  /** Request target: the base URL's path and the call's. */
  target: string;
  /** With the credential; names in lower case. Frozen where they are the same for many requests. */
  headers: Readonly<Record<string, string>>;
  body: UpstreamCall['body'];
  accept: readonly number[];
}

/**
 * Who is told how it ended: one of the two, once, at once where it must not begin. Told, and not promised: promises, and
 * what waits for them, were a third of what a waiting call takes of memory.
 */
export interface Asker {
  /** Any final status. */
  onAnswer(answer: UpstreamAnswer): void;
  /** No whole answer came; a `Failure`, or a fault of our own. */
  onFailure(error: unknown): void;
}

export type Exchange = (request: WireRequest, bounds: Bounds, asker: Asker) => void;

/** The same as a promise, for the ways on which calls are rare. */
export type PromisedExchange = (request: WireRequest, bounds: Bounds) => Promise<UpstreamAnswer>;

export function told(exchange: PromisedExchange): Exchange {
  return (request, bounds, asker) => {
    exchange(request, bounds).then(
      (answer) => asker.onAnswer(answer),
      (error: unknown) => asker.onFailure(error),
    );
  };
}

/** The base URL's path and the call's, as they stand in the request line. */
export function targetOf(basePath: string, path: string): string {
  if (!/^(?:[/?][\x21\x22\x24-\x7e]*)?$/.test(path)) {
    throw new Failure('unwritable', { detail: 'its path is not a percent-encoded path that begins with a slash' });
  }
  if (basePath === '' && !path.startsWith('/')) return `/${path}`;
  return basePath + path;
}

/** A status that refuses the call in so many words: it holds even if the rest of the answer is lost. */
export function refuses(status: number, accept: readonly number[]): boolean {
  return status >= 400 && status < 500 && !accept.includes(status);
}

export function isAnswer(status: number, accept: readonly number[]): boolean {
  return (status >= 200 && status < 300) || accept.includes(status);
}

/** A library's error before anything was sent. */
export function notSent(error: unknown): Failure {
  const cause = labelOf(error);
  // What HTTP cannot carry (a line break in a header) is no fault of the connection.
  return /^(?:UND_)?ERR_(?:HTTP_)?(?:INVALID|NOT_SUPPORTED)/.test(cause)
    ? new Failure('unwritable', { cause, detail: 'it cannot be written as an HTTP request' })
    : new Failure('unreachable', { cause, detail: 'no connection' });
}

/** A library's error after something was sent and before a whole answer came. */
export function brokenOff(error: unknown): Failure {
  const cause = labelOf(error);
  return isForeign(error, cause)
    ? new Failure('unreadable', { cause, detail: 'it is not HTTP' })
    : new Failure('broken', { cause, detail: 'the connection broke off' });
}

/** A parser's error over bytes is no HTTP; one at the end of the stream is an answer broken off. */
function isForeign(error: unknown, cause: string): boolean {
  if (cause === 'UND_ERR_HEADERS_OVERFLOW') return true;
  if (cause === 'HTTPParserError') return Boolean((error as { data?: unknown }).data);
  return cause.startsWith('HPE_') && cause !== 'HPE_INVALID_EOF_STATE';
}

export function tooLarge(maxBytes: number): string {
  return `the answer is larger than ${maxBytes} bytes`;
}

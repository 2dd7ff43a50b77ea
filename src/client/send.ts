/**
 * One operation over HTTP. A read is tried again after what a moment may mend; a write is sent once, and
 * where its answer is lost the error is OUTCOME_UNKNOWN: it may have been done.
 */
import type { Operation } from './body.ts';
import { bodyOf } from './body.ts';
import { headersOf } from './options.ts';
import type { ClientOptions, RequestOptions } from './options.ts';
import type { ConnectionCode, ErrorCode } from './errorCodes.ts';
import type { GraphError } from './requestError.ts';
import { GraphQLRequestError } from './requestError.ts';

/** An answer in the form of GraphQL: partial data have errors beside them. */
export interface Answer<Result> {
  data: Result | null;
  errors: readonly GraphError[];
  status: number;
}

export interface SendOptions extends RequestOptions {
  client: ClientOptions;
  operation: Operation;
  /** Whether it may be sent again. */
  read: boolean;
}

const passing = new Set([429, 502, 503, 504]);
const firstPauseMs = 200;

export async function send<Result>(options: SendOptions): Promise<Answer<Result>> {
  const { client, operation, read, signal } = options;
  const timeoutMs = options.timeoutMs ?? client.timeoutMs ?? 35_000;
  const retries = read ? (client.retries ?? 2) : 0;
  signal?.throwIfAborted();
  const ended = new AbortController();
  const timer = setTimeout(() => ended.abort(new GraphQLRequestError({ code: lost('REQUEST_TIMEOUT', read), message: `No answer within ${timeoutMs} ms.` })), timeoutMs);
  const stop = (): void => ended.abort(signal?.reason);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    for (let attempt = 0; ; attempt++) {
      const outcome = await once<Result>({ ...options, client, operation, read, ended: ended.signal });
      if (!(outcome instanceof GraphQLRequestError)) return outcome;
      if (attempt >= retries || !mayPass(outcome)) throw outcome;
      await pause(outcome.retryAfter === undefined ? firstPauseMs * 2 ** attempt * (0.5 + Math.random()) : outcome.retryAfter * 1000, ended.signal);
    }
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

const mayPass = ({ code, status }: Pick<GraphQLRequestError, 'code' | 'status'>): boolean => code === 'NETWORK_FAILED' || passing.has(status ?? 0);

/** Nobody knows what became of a write whose answer did not come. */
const lost = (code: ConnectionCode, read: boolean): ErrorCode | ConnectionCode => (read ? code : 'OUTCOME_UNKNOWN');

/** One attempt: an answer, or the error that it came to. Throws where the request was ended from outside. */
async function once<Result>({ client, operation, read, headers, ended }: SendOptions & { ended: AbortSignal }): Promise<Answer<Result> | GraphQLRequestError<Result>> {
  const { headers: own, body } = bodyOf(operation);
  const given = await headersOf(client, headers);
  ended.throwIfAborted();
  let response: Response;
  let text: string;
  try {
    response = await (client.fetch ?? fetch)(client.url, { method: 'POST', headers: { ...given, ...own, accept: 'application/graphql-response+json, application/json' }, body, signal: ended });
    text = await response.text();
  } catch (error) {
    ended.throwIfAborted();
    const cause = error instanceof Error ? error : undefined;
    return new GraphQLRequestError<Result>({ code: lost('NETWORK_FAILED', read), message: 'The gateway could not be reached, or the connection broke off.', cause });
  }
  const { status } = response;
  const retryAfter = seconds(response.headers.get('retry-after'));
  const answer = readAnswer<Result>(text);
  if (answer === undefined) return new GraphQLRequestError<Result>({ code: status >= 500 ? lost('INVALID_ANSWER', read) : 'INVALID_ANSWER', message: `The answer is no GraphQL: HTTP ${status}.`, status, retryAfter });
  if (!answer.data && passing.has(status)) return errorOf({ ...answer, status }, retryAfter);
  return { ...answer, status };
}

/** The errors of an answer as one that can be thrown. */
export function errorOf<Result>({ data, errors, status }: Answer<Result>, retryAfter?: number): GraphQLRequestError<Result> {
  const [first] = errors;
  const message = errors.length > 1 ? `${first?.message} (and ${errors.length - 1} more)` : (first?.message ?? 'The answer has neither data nor errors.');
  return new GraphQLRequestError({ code: first?.extensions.code ?? 'INVALID_ANSWER', message, errors, data, status, retryAfter: retryAfter ?? first?.extensions.retryAfter });
}

/** undefined where the text is no answer of a GraphQL server. */
function readAnswer<Result>(text: string): Pick<Answer<Result>, 'data' | 'errors'> | undefined {
  let value: { data?: Result | null; errors?: (Omit<GraphError, 'extensions'> & { extensions?: Partial<GraphError['extensions']> })[] } | null;
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || (value.data === undefined && !Array.isArray(value.errors))) return undefined;
  // A code that stands nowhere is an error inside the server.
  const errors = (value.errors ?? []).map((error): GraphError => ({ ...error, extensions: { ...error.extensions, code: error.extensions?.code ?? 'INTERNAL_SERVER_ERROR' } }));
  return { data: value.data ?? null, errors };
}

function seconds(header: string | null): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const count = Number(header);
  if (Number.isFinite(count)) return Math.max(count, 0);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max((at - Date.now()) / 1000, 0);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}

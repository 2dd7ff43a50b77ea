/**
 * Which pages of other origins may read what the graph answers to them: those that are named, and no others.
 * Without this a browser lets no page but the gateway's own do so.
 *
 * Credentials are headers that a page sets itself (`authorization`, `x-api-key`), never cookies, so that
 * `access-control-allow-credentials` is not among the answers.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Headers that a page may send along. */
const requestHeaders = ['content-type', 'authorization', 'x-api-key', 'x-request-id', 'apollo-require-preflight', 'x-apollo-operation-name', 'last-event-id', 'traceparent', 'x-upstream-calls'];
/** Headers of an answer that it may read. */
const answerHeaders = ['x-request-id', 'retry-after'];
/** How long a browser need not ask again, in s; none keeps it longer. */
const maxAge = 7200;

/** Says on an answer to come, whatever it will be, that the page that asked may read it. */
export function shareWith(origins: ReadonlySet<string>, { headers: { origin } }: IncomingMessage, response: ServerResponse): void {
  // A cache must not give one origin's answer to another.
  response.setHeader('vary', 'origin');
  if (origin === undefined || !origins.has(origin)) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', answerHeaders.join(', '));
}

/** What an OPTIONS is answered, if a browser asks by it whether a page may send a request. */
export function preflightHeaders(origins: ReadonlySet<string>, { headers }: IncomingMessage, methods: readonly string[]): Record<string, string> {
  const { origin } = headers;
  if (origin === undefined || !origins.has(origin) || headers['access-control-request-method'] === undefined) return {};
  return {
    'access-control-allow-methods': methods.join(', '),
    'access-control-allow-headers': requestHeaders.join(', '),
    'access-control-max-age': String(maxAge),
    vary: 'origin, access-control-request-method, access-control-request-headers',
  };
}

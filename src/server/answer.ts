/**
 * How an answer leaves: one write with its length, the headers that every answer carries, and
 * refusals in the shape of a GraphQL answer, so that a client needs one way to read errors.
 */
import { ServerResponse } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { compress, compressedFrom, encodingFor, isCompressible } from './compress.ts';
import type { Refusal } from './refusal.ts';

/** Nothing here is a page, except GraphiQL, which brings its own policy. Answers hold debtors' data: no cache keeps them. */
export const everyAnswer = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** A response that knows its request's id: one more header of one write is cheaper than one that is set ahead of it. */
export class Reply extends ServerResponse {
  requestId: string | undefined;
  /** The server's own path that answers; absent where there is none. */
  route: string | undefined;
}

export interface Answer {
  status: number;
  /** Names in lower case; they win over the headers that every answer carries. */
  headers: Record<string, string>;
  body: string | Buffer;
}

/** Writes the whole answer, compressed if it is large; to HEAD, its headers only. Does nothing if the client has gone. */
export function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const { headers, body } = answer;
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  if (length < compressedFrom || !isCompressible(headers['content-type'], length)) return write(request, response, answer, length);
  const varied: Answer = { ...answer, headers: { ...headers, vary: varyOf(response) } };
  const encoding = request.method === 'HEAD' ? undefined : encodingFor(request.headers['accept-encoding']);
  if (!encoding) return write(request, response, varied, length);
  void compress(typeof body === 'string' ? Buffer.from(body) : body, encoding).then(
    (compressed) => write(request, response, { ...varied, headers: { ...varied.headers, 'content-encoding': encoding }, body: compressed }, compressed.length),
    () => write(request, response, varied, length),
  );
}

/** `vary` of an answer that is compressed for some. */
export function varyOf(response: ServerResponse): string {
  const vary = response.getHeader('vary');
  return vary === undefined ? 'accept-encoding' : `${String(vary)}, accept-encoding`;
}

function write(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer, length: number): void {
  if (response.destroyed || response.headersSent) return;
  const { requestId } = response as Reply;
  const all: Record<string, string> = { ...everyAnswer, ...headers };
  if (requestId !== undefined) all['x-request-id'] = requestId;
  if (status !== 204) all['content-length'] = String(length);
  response.writeHead(status, all);
  response.end(request.method === 'HEAD' ? undefined : body);
}

const everyHeader = Object.entries(everyAnswer).flat();

/**
 * The answer of an operation that a POST asked for and that ran, and an end of line. As nearly all answers are this, its
 * headers are a list, which is the cheapest to write, and its text becomes bytes once: each text that is put together
 * of it on the way would be another copy.
 */
export function sendResult(request: IncomingMessage, response: ServerResponse, contentType: string, text: string): void {
  const length = Buffer.byteLength(text) + 1;
  const body = Buffer.allocUnsafe(length);
  // Text of as many bytes as characters is ASCII, which is copied without being looked at once more.
  body.write(text, length === text.length + 1 ? 'latin1' : 'utf8');
  body[length - 1] = 10;
  if (length >= compressedFrom) return send(request, response, { status: 200, headers: { 'content-type': contentType }, body });
  if (response.destroyed || response.headersSent) return;
  const all = [...everyHeader, 'content-type', contentType, 'content-length', String(length)];
  const { requestId } = response as Reply;
  if (requestId !== undefined) all.push('x-request-id', requestId);
  response.writeHead(200, all);
  response.end(body);
}

export function sendJSON(request: IncomingMessage, response: ServerResponse, status: number, value: unknown, headers = {}): void {
  send(request, response, {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value) + '\n',
  });
}

/** `{ errors: [{ message, extensions: { code, requestId } }] }`, in the GraphQL media type where the client asks for it. */
export function sendRefusal(request: IncomingMessage, response: ServerResponse, refusal: Refusal, requestId: string): void {
  const graphql = request.headers.accept?.includes('application/graphql-response+json');
  const errors = [{ message: refusal.message, extensions: { code: refusal.code, requestId } }];
  sendJSON(request, response, refusal.status, { errors }, {
    ...(graphql && { 'content-type': 'application/graphql-response+json; charset=utf-8' }),
    ...refusal.headers,
  });
}

/**
 * `/graphql`: from an HTTP request to Apollo's HTTPGraphQLRequest and back. What GraphQL over HTTP
 * asks for (methods, media types, statuses) is Apollo's answer, with the two corrections at the end
 * of this file; the body is read here, and refused here.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HeaderMap } from '@apollo/server';
import type { ApolloServer, HTTPGraphQLResponse } from '@apollo/server';
import { OperationTypeNode } from 'graphql';
import type { Caller, Callers } from '../callers/main.ts';
import type { RequestContext } from '../context.ts';
import type { Limits } from '../limits/main.ts';
import { traceCalls } from '../telemetry/main.ts';
import type { Telemetry } from '../telemetry/main.ts';
import type { Systems } from '../upstream/call.ts';
import { admit, nameTrusted, operationIn } from './admission.ts';
import type { Asked } from './admission.ts';
import { send, sendResult } from './answer.ts';
import type { Answer } from './answer.ts';
import { discard, mediaType, readOperation } from './body.ts';
import { createContext } from './context.ts';
import type { HotLane } from './hotLane.ts';
import type { Handler } from './http.ts';
import { sendPieces } from './largeAnswer.ts';
import { Refusal } from './refusal.ts';
import type { Streams } from './streams/main.ts';
import type { TrustedDocuments } from './trusted.ts';
import { readUpload } from './upload.ts';
import { asksForCalls, recordCalls } from './upstreamCalls.ts';

export interface GraphQLOptions {
  /** Absent until the graph is built. */
  apollo: () => ApolloServer<RequestContext> | undefined;
  /** The short way for documents seen before. */
  lane?: HotLane | undefined;
  callers: Callers;
  /** Those that this caller's calls reach. */
  systemsOf: (caller: Caller) => Systems;
  deadlineMs: number;
  /** The longest that lookups of links wait for one another, in ms. */
  linkPatienceMs?: number | undefined;
  maxBodyBytes: number;
  maxUploadBytes: number;
  limits: Limits;
  /** Absent: every document may be run. */
  trusted?: TrustedDocuments | undefined;
  telemetry?: Telemetry | undefined;
  /** Absent: no answer is a stream. */
  streams?: Pick<Streams, 'sse' | 'prepare'> | undefined;
}

export function graphqlHandler(options: GraphQLOptions): Handler {
  const { callers, systemsOf, deadlineMs, linkPatienceMs, lane, limits, trusted, telemetry, streams } = options;
  return async (request, response, requestId) => {
    const trace = telemetry?.trace?.({ method: request.method ?? '', traceparent: request.headers['traceparent'] as string | undefined, requestId });
    if (trace) response.once('close', () => trace.end(response.writableFinished ? response.statusCode : undefined));
    const apollo = options.apollo();
    if (!apollo) throw new Refusal({ status: 503, code: 'NOT_READY', message: 'The graph is not built yet.', headers: { 'retry-after': '1' } });
    const asking = identify(request, callers);
    const caller = asking instanceof Promise ? await asking : asking;
    let asked: Asked = { body: request.method === 'POST' ? await readBody(request, response, options) : undefined, search: search(request) };
    if (trusted) asked = nameTrusted(asked, trusted, request);
    const { accept } = request.headers;
    // JSON: a type that no page can send across origins without asking first.
    const hot = lane && isJSON(request) && !asksForCalls(request) ? lane.prepare(asked.body as Record<string, unknown>, accept) : undefined;
    if (!hot) {
      const stream = streams && streamOf(asked, request, streams);
      if (stream) return streams.sse.serve({ request, response, prepared: stream, client: { requestId, caller } });
      admit(asked, limits, request);
    }
    const context = createContext({ requestId, response, caller, systems: systemsOf(caller), deadlineMs, linkPatienceMs, budget: limits.budget(), loads: telemetry?.loads });
    if (trace) traceCalls(context, trace);
    if (asksForCalls(request)) context.complete = recordCalls(context);
    const short = hot && (await lane?.run(hot, context));
    if (short) return typeof short.body === 'string' ? sendResult(request, response, short.contentType, short.body) : sendPieces(request, response, short.contentType, short.body);
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: request.method ?? '', headers: headerMap(request), ...asked },
      context: async () => context,
    });
    const contentType = answer.headers.get('content-type');
    const isUsual = answer.status === undefined || answer.status === 200;
    if (isUsual) lane?.learn(accept, contentType);
    const pieces = piecesOf(answer);
    if (pieces && isUsual && contentType !== undefined) return sendPieces(request, response, contentType, pieces);
    // Large, and with another status: thousands of errors. It is rare, and goes as text.
    if (pieces) answer.body = { kind: 'complete', string: Buffer.concat(pieces).toString() };
    send(request, response, {
      ...corrected(answer, requestId),
      headers: Object.fromEntries(answer.headers),
    });
  };
}

/** Of an answer that is large, see `apollo.ts`. */
function piecesOf({ body }: HTTPGraphQLResponse): Buffer[] | undefined {
  return body.kind === 'complete' && typeof body.string !== 'string' ? body.string : undefined;
}

/** The operation that is to be answered as a stream: a subscription of a client that takes one, or whatever a client sends that takes nothing else. */
function streamOf(asked: Asked, request: IncomingMessage, { sse, prepare }: Pick<Streams, 'sse' | 'prepare'>): ReturnType<Streams['prepare']> | undefined {
  const { accept } = request.headers;
  if (!sse.isAskedFor(accept) || (request.method === 'POST' && !isJSON(request))) return undefined;
  const prepared = prepare(operationIn(asked, request));
  if ('operation' in prepared && prepared.operation.operation === OperationTypeNode.SUBSCRIPTION) return prepared;
  return /json|\*/.test(accept ?? '') ? undefined : prepared;
}

/** Who asks, and whether he may now: known before anything of the body is read. What is left of a refused request is dropped. */
function identify(request: IncomingMessage, callers: Callers): Caller | Promise<Caller> {
  const drop = (error: unknown): never => {
    discard(request);
    throw error;
  };
  try {
    const caller = callers.authenticate(request.headers);
    if (caller instanceof Promise) return caller.then(async (known) => (await callers.admit(known), known)).catch(drop);
    const admitted = callers.admit(caller);
    return admitted ? admitted.then(() => caller, drop) : caller;
  } catch (error) {
    return drop(error);
  }
}

function isJSON({ method, headers }: IncomingMessage): boolean {
  return method === 'POST' && mediaType(headers['content-type']).type === 'application/json';
}

function readBody(request: IncomingMessage, response: ServerResponse, options: GraphQLOptions): Promise<unknown> | undefined {
  const { type } = mediaType(request.headers['content-type']);
  if (type === 'application/json') return readOperation(request, options.maxBodyBytes);
  // A browser sends these types across origins without asking first: without the header that
  // makes it ask, the body is not touched, and Apollo says what is missing.
  if (['', 'multipart/form-data', 'application/x-www-form-urlencoded', 'text/plain'].includes(type) && !preflighted(request)) return undefined;
  if (type === 'multipart/form-data') return readUpload(request, response, options);
  throw new Refusal({
    status: 415,
    code: 'BAD_REQUEST',
    message: 'The content-type of a POST must be application/json, or multipart/form-data to upload files.',
  });
}

/** The headers that Apollo's csrfPrevention asks for. */
function preflighted({ headers }: IncomingMessage): boolean {
  return Boolean(headers['apollo-require-preflight']) || Boolean(headers['x-apollo-operation-name']);
}

function headerMap({ headers }: IncomingMessage): HeaderMap {
  const map = new HeaderMap();
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}

function search({ url = '' }: IncomingMessage): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at);
}

/** Refused before execution although the request itself was well formed. */
const refusedOperation = new Set<unknown>(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'OPERATION_RESOLUTION_FAILURE', 'BAD_USER_INPUT', 'LIMIT_EXCEEDED']);

/**
 * Two corrections to failed answers, after the GraphQL over HTTP specification and our own contract:
 * in plain `application/json` a well-formed request is answered 200 even when its operation is
 * refused (a client that wants to see a 400 asks for `application/graphql-response+json`); and a
 * failure of the server itself gets the request's id, which Apollo does not know.
 */
function corrected({ status = 200, headers, body }: HTTPGraphQLResponse, requestId: string): Pick<Answer, 'status' | 'body'> {
  if (body.kind !== 'complete') throw new Error('an incremental answer, which the executor never gives');
  if (status < 400) return { status, body: body.string };
  const answer = JSON.parse(body.string) as { errors?: { extensions?: Record<string, unknown> }[] };
  const errors = answer.errors ?? [];
  if (status === 400) {
    const plain = headers.get('content-type')?.startsWith('application/json') === true;
    const refused = errors.every(({ extensions }) => refusedOperation.has(extensions?.code));
    return { status: plain && refused ? 200 : status, body: body.string };
  }
  if (status < 500) return { status, body: body.string };
  for (const error of errors) error.extensions = { requestId, ...error.extensions };
  return { status, body: JSON.stringify(answer) + '\n' };
}

/**
 * One HTTP POST to the remote with a GraphQL document, and its answer read as GraphQL: data and errors.
 * Knows nothing of who asked and which part of the answer is whose. A query is a read, a mutation a write.
 * HTTP 400 is an answer too: many servers send their errors so.
 */
import { isGone } from '../context.ts';
import type { RequestContext } from '../context.ts';
import { UpstreamError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';
import { nextTurn } from '../execute/main.ts';
import { isLargeJSON, parseInTurns } from '../json/main.ts';
import type { UpstreamAnswer } from '../upstream/call.ts';
import { remoteName } from './names.ts';

export interface RemoteRequest {
  kind: 'query' | 'mutation';
  /** JSON: the document, its variables, the caller's name for its operation. */
  body: string;
  /** Named in errors, e.g. `payLink.payLinks`. */
  operation: string;
  /** How many of them travel in it; one unless given. */
  lookups?: number;
}

export interface RemoteAnswer {
  data: Record<string, unknown> | null;
  errors: readonly ReportedError[];
}

/** As the remote reported it; nothing of it is passed on but its message, see `report.ts`. */
export interface ReportedError {
  message: string;
  path: readonly (string | number)[] | undefined;
  /** `extensions.code` and `extensions.category`, in lower case. */
  kinds: string[];
}

const headers = { 'content-type': 'application/json', accept: 'application/json' };
const accept = [400];
const none: ReportedError[] = [];
const notJSON = 'the answer is not JSON';
const gone = 'the caller hung up';

/** Rejects with an `UpstreamError`. */
export async function execute(request: RemoteRequest, context: RequestContext): Promise<RemoteAnswer> {
  const { kind, body, operation, lookups = 1 } = request;
  const fail = (code: ErrorCode, detail?: string): UpstreamError =>
    new UpstreamError({ code, system: remoteName, operation, requestId: context.requestId, detail });
  const system = context.systems.get(remoteName);
  if (!system) throw fail('SYSTEM_NOT_CONFIGURED');
  const answer = await system.send(
    {
      operation,
      method: 'POST',
      path: '',
      headers,
      body,
      read: kind === 'query',
      accept,
      lookups,
    },
    context,
  );
  const read = isLargeJSON(answer.body) ? await readLargeAnswer(answer, () => isGone(context)) : readAnswer(answer);
  if (read === gone) throw fail(kind === 'query' ? 'UPSTREAM_TIMEOUT' : 'OUTCOME_UNKNOWN', read);
  if (typeof read !== 'string') return read;
  if (answer.status === 400) throw fail('UPSTREAM_BAD_REQUEST');
  throw fail(kind === 'query' ? 'UPSTREAM_INVALID_RESPONSE' : 'OUTCOME_UNKNOWN', read);
}

/** A text says why it is no GraphQL answer. */
function readAnswer({ body }: UpstreamAnswer): RemoteAnswer | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    return notJSON;
  }
  return answerOf(parsed);
}

async function readLargeAnswer({ body }: UpstreamAnswer, isOver: () => boolean): Promise<RemoteAnswer | string> {
  const turn = async (): Promise<void> => {
    await nextTurn();
    if (isOver()) throw new Error(gone);
  };
  try {
    return answerOf(await parseInTurns(body, { turn }));
  } catch {
    return isOver() ? gone : notJSON;
  }
}

function answerOf(parsed: unknown): RemoteAnswer | string {
  if (!isObject(parsed)) return 'the answer is not an object';
  const { data, errors } = parsed;
  if (data != null && !isObject(data)) return 'its data is not an object';
  if (errors != null && !Array.isArray(errors)) return 'its errors are not a list';
  const reported = errors == null ? none : errors.map(readError);
  if (data == null && reported.length === 0) return 'the answer has neither data nor errors';
  return { data: data ?? null, errors: reported };
}

function readError(error: unknown): ReportedError {
  const { message, path, extensions } = isObject(error) ? error : ({} as Record<string, unknown>);
  const { code, category } = isObject(extensions) ? extensions : ({} as Record<string, unknown>);
  const isPath = Array.isArray(path) && path.length > 0 && path.every((key) => typeof key === 'string' || Number.isInteger(key));
  return {
    message: typeof message === 'string' ? message : '',
    path: isPath ? (path as (string | number)[]) : undefined,
    kinds: [code, category].filter((kind) => typeof kind === 'string').map((kind) => kind.toLowerCase()),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

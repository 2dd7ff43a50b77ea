/**
 * Sends lookups. The reads of one request that come up at the same time travel in one HTTP request, the
 * same read once; a write travels alone and is never repeated.
 *
 * Answers and errors are split by key, never by position. One failing lookup does not take its
 * neighbours along: where the remote nulls the whole answer, or reports an error without saying where,
 * the reads that may be meant are sent again one by one, once, and each is told its own outcome.
 */
import type { RequestContext } from '../context.ts';
import { UpstreamError } from '../errors.ts';
import { nextTurn } from '../execute/main.ts';
import { execute } from './executor.ts';
import type { RemoteAnswer, ReportedError } from './executor.ts';
import { writeBody } from './lookup.ts';
import type { Lookup } from './lookup.ts';
import { remoteName } from './names.ts';
import { Reads } from './reads.ts';
import type { Reader } from './reads.ts';
import { wavesOf } from './links/waves.ts';
import { codeOf, findNull, markErrors, toUpstreamError } from './report.ts';
import type { Reporter } from './report.ts';

export interface BatchOptions {
  /** Lookups in one document; more of them travel in several. */
  lookupsPerDocument: number;
  log: { warn: (message: string) => void };
}

export interface ReadOptions extends BatchOptions {
  context: RequestContext;
  /** Whether the same read later in the request may be answered with the first one's answer: not where writes happen in between. */
  remember: boolean;
}

/** What the lookup reads in the root field's value, in which a `Failure` marks each place without one; rejects with an `UpstreamError`. */
export function read<T>(lookup: Reader<T>, options: ReadOptions): Promise<T> {
  const { loaders, loads } = options.context;
  let reads = loaders.get(readsName) as Reads | undefined;
  if (!reads) {
    reads = makeReads(options);
    loaders.set(readsName, reads);
  }
  loads?.asked(remoteName);
  return reads.load(lookup);
}

export async function write(lookup: Lookup, context: RequestContext, options: BatchOptions): Promise<unknown> {
  const [value] = await send([lookup], context, options);
  if (value instanceof Error) throw value;
  return value;
}

const readsName = `${remoteName}.read`;

function makeReads({ context, remember, ...options }: ReadOptions): Reads {
  return new Reads({
    remember,
    most: options.lookupsPerDocument,
    whenCalm: (job) => wavesOf(context).whenCalm(job),
    // What the answers lead to travels together, whenever they are handed out.
    nextTurn: () => wavesOf(context).during(nextTurn()),
    send: (lookups) => {
      context.loads?.sent(remoteName, lookups.length);
      return send(lookups, context, options);
    },
  });
}

/** For each lookup its value or its error. */
async function send(lookups: readonly Lookup[], context: RequestContext, options: BatchOptions): Promise<unknown[]> {
  const { body, keys } = writeBody(lookups);
  let answer: RemoteAnswer;
  try {
    answer = await execute({ kind: lookups[0]?.kind ?? 'query', body, operation: commonOperation(lookups), lookups: lookups.length }, context);
  } catch (error) {
    return lookups.map((lookup) => concerning(error, lookup));
  }
  const { data } = answer;
  if (answer.errors.length === 0) return keys.map((key) => memberOf(data, key));
  const secrets = (): string[] => [new URL(context.systems.get(remoteName)?.baseURL ?? 'none:').host];
  const { reported, homeless } = splitErrors(answer.errors, keys);
  const parts = lookups.map((lookup, index) => {
    const key = keys[index] ?? '';
    const value = memberOf(data, key);
    const errors = reported.get(key) ?? [];
    const reporter: Reporter = { kind: lookup.kind, requestId: context.requestId, operation: lookup.operation, secrets, confided: () => confidedIn(lookup) };
    const marked = markErrors(value, lookups.length === 1 ? [...errors, ...homeless] : errors, reporter);
    return { lookup, reporter, failed: errors.length > 0, value: housed(marked, reporter, options) };
  });
  if (lookups.length === 1 || (answer.data !== null && homeless.length === 0)) return parts.map(({ value }) => value);

  const suspects = parts.filter(({ failed, value }) => !failed && (answer.data === null || findNull(value) !== undefined));
  if (suspects.length === 0) warnOfHomeless(options);
  const forAll = homeless.filter((error) => ['UPSTREAM_UNAUTHENTICATED', 'UPSTREAM_FORBIDDEN'].includes(codeOf(error, 'query')));
  return Promise.all(
    parts.map(async (part) => {
      if (!suspects.includes(part)) return part.value;
      if (forAll.length > 0) return toUpstreamError(forAll, undefined, part.reporter);
      const [value] = await send([part.lookup], context, options);
      return value;
    }),
  );
}

/** What a write of the gateway's own making says of people; the values of a search are those that the caller asked by. */
function confidedIn({ kind, own }: Lookup): string[] {
  if (kind === 'query') return [];
  return own.flatMap(({ value }): unknown[] => (typeof value === 'object' && value !== null ? Object.values(value) : [value])).filter((text) => typeof text === 'string');
}

function splitErrors(errors: readonly ReportedError[], keys: readonly string[]): { reported: Map<string, ReportedError[]>; homeless: ReportedError[] } {
  const reported = new Map<string, ReportedError[]>(keys.map((key) => [key, []]));
  const homeless: ReportedError[] = [];
  for (const error of errors) {
    const [key, ...path] = error.path ?? [];
    const list = typeof key === 'string' ? reported.get(key) : undefined;
    if (list) list.push({ ...error, path });
    else homeless.push({ ...error, path: undefined });
  }
  return { reported, homeless };
}

/** An error that does not say where it belongs, in an answer to one lookup, is shown at its outermost null. */
function housed({ value, homeless }: { value: unknown; homeless: ReportedError[] }, reporter: Reporter, options: BatchOptions): unknown {
  if (homeless.length === 0) return value;
  const path = findNull(value);
  if (path) return markErrors(value, homeless.map((error) => ({ ...error, path })), reporter).value;
  warnOfHomeless(options);
  return value;
}

function warnOfHomeless({ log }: BatchOptions): void {
  log.warn('Collectmaxx reported an error that belongs to no part of its answer.');
}

function memberOf(data: RemoteAnswer['data'], key: string): unknown {
  return data && Object.hasOwn(data, key) ? data[key] : undefined;
}

function commonOperation(lookups: readonly Lookup[]): string {
  if (lookups.length === 1) return (lookups[0] as Lookup).operation();
  for (const names of [lookups.map(({ operation }) => operation()), lookups.map(({ root }) => root)]) {
    const [first] = names;
    if (first !== undefined && names.every((name) => name === first)) return first;
  }
  return 'query';
}

/** The error of a call that carried several lookups, as this one's. */
function concerning(error: unknown, lookup: Lookup): unknown {
  const operation = lookup.operation();
  if (!(error instanceof UpstreamError) || error.extensions['operation'] === operation) return error;
  const own = new UpstreamError({ code: error.code, system: remoteName, operation });
  own.message = error.message;
  Object.assign(own.extensions, error.extensions, { operation });
  return own;
}

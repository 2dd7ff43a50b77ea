/**
 * What the remote reports as errors, in the gateway's words and at their places in its answer.
 *
 *   { data: { payLink: { payLinks: null } }, errors: [{ message: "Unknown order", path: ["payLink", "payLinks"] }] }
 *   -> payLink: { payLinks: Failure(UPSTREAM_BAD_REQUEST, messages: ["Unknown order"]) }
 *
 * Of an error only its message is passed on, as one of `messages`, and not even that if it repeats an
 * address: no extensions, locations, stack. The answer is the remote's and may be hostile: a path is followed
 * through the answer's own members alone.
 */
import { UpstreamError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';
import { withhold } from '../privacy/withhold.ts';
import { readMessages } from '../upstream/messages.ts';
import type { ReportedError } from './executor.ts';
import { Failure } from './failure.ts';
import type { Path } from './failure.ts';
import { remoteName } from './names.ts';

const unauthenticated = new Set(['unauthenticated', 'unauthorized', 'authentication']);
const forbidden = new Set(['forbidden', 'authorization']);
const internal = new Set(['internal_server_error', 'internal']);

export function codeOf({ kinds }: ReportedError, kind: 'query' | 'mutation'): ErrorCode {
  if (kinds.some((name) => unauthenticated.has(name))) return 'UPSTREAM_UNAUTHENTICATED';
  if (kinds.some((name) => forbidden.has(name))) return 'UPSTREAM_FORBIDDEN';
  if (kinds.some((name) => internal.has(name))) return kind === 'query' ? 'UPSTREAM_UNAVAILABLE' : 'OUTCOME_UNKNOWN';
  return 'UPSTREAM_BAD_REQUEST';
}

export interface Reporter {
  kind: 'query' | 'mutation';
  requestId: string;
  /** Name of the operation that an error at this member of the root field, or at all of it, concerns. */
  operation: (member?: string | number) => string;
  /** Texts that no message may hold. */
  secrets: () => string[];
  /** Values that the gateway itself put into the question, such as a debtor's name; they are taken out of messages. */
  confided?: () => string[];
}

/** Several errors about one place are one: its code is the first one's, the messages are all of theirs. */
export function toUpstreamError(errors: readonly ReportedError[], member: string | number | undefined, reporter: Reporter): UpstreamError {
  const [first] = errors;
  const code = first ? codeOf(first, reporter.kind) : 'UPSTREAM_INVALID_RESPONSE';
  return new UpstreamError({
    code,
    system: remoteName,
    operation: reporter.operation(member),
    requestId: reporter.requestId,
    messages: code === 'UPSTREAM_BAD_REQUEST' ? presentable(errors, reporter) : undefined,
  });
}

/** First lines, by the same measure as the messages of any other refusal: few, short, no address, no credential. */
function presentable(errors: readonly ReportedError[], { secrets, confided }: Reporter): string[] {
  const messages = errors.slice(0, 20).map(({ message }) => message.split(/[\r\n]/, 1)[0]?.slice(0, 1000));
  const own = confided?.() ?? [];
  return readMessages(Buffer.from(JSON.stringify({ messages: [...new Set(messages)] })), secrets()).map((message) => withhold(message, own));
}

/**
 * Marks the places of `errors` (paths below the root field) in the root field's `value`; answers the
 * value, or the `Failure` that stands for all of it, and the errors that have no place: no path, or one
 * that ends at a value.
 */
export function markErrors(value: unknown, errors: readonly ReportedError[], reporter: Reporter): { value: unknown; homeless: ReportedError[] } {
  const holder = { root: value };
  const homeless: ReportedError[] = [];
  const marks = new Map<object, Map<string | number, { errors: ReportedError[]; path: Path }>>();
  for (const error of errors) {
    const place = error.path && placeOf(holder, ['root', ...error.path]);
    if (!place) {
      homeless.push(error);
      continue;
    }
    const keys = marks.get(place.holder) ?? new Map<string | number, { errors: ReportedError[]; path: Path }>();
    marks.set(place.holder, keys);
    const mark = keys.get(place.key);
    if (mark) mark.errors.push(error);
    else keys.set(place.key, { errors: [error], path: place.below });
  }
  for (const [object, keys] of marks) {
    for (const [key, mark] of keys) {
      const failure = new Failure(toUpstreamError(mark.errors, mark.errors[0]?.path?.[0], reporter), mark.path);
      Object.defineProperty(object, key, { value: failure, enumerable: true, configurable: true, writable: true });
    }
  }
  return { value: holder.root, homeless };
}

/** The null that stands for what happened at `path`: at its end, or above, where the null came to rest. */
function placeOf(holder: object, path: Path): { holder: object; key: string | number; below: Path } | undefined {
  let at = holder;
  for (const [index, key] of path.entries()) {
    if (Array.isArray(at) ? !Number.isInteger(key) || Number(key) < 0 || Number(key) >= at.length : typeof key !== 'string') return undefined;
    const next: unknown = Object.hasOwn(at, key) ? (at as Record<string | number, unknown>)[key] : undefined;
    if (next == null) return { holder: at, key, below: path.slice(index + 1) };
    if (typeof next !== 'object') return undefined;
    at = next;
  }
  return undefined;
}

/** Path of the outermost null in the value, the first of several; undefined where there is none. */
export function findNull(value: unknown): Path | undefined {
  let level: { value: unknown; path: Path }[] = [{ value, path: [] }];
  while (level.length > 0) {
    const found = level.find((place) => place.value == null);
    if (found) return found.path;
    level = level.flatMap((place) => membersOf(place.value).map(([key, member]) => ({ value: member, path: [...place.path, key] })));
  }
  return undefined;
}

function membersOf(value: unknown): [string | number, unknown][] {
  if (typeof value !== 'object' || value === null || value instanceof Failure) return [];
  return Array.isArray(value) ? value.map((item, index) => [index, item]) : Object.entries(value);
}

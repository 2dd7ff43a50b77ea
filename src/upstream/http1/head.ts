/**
 * The head of an answer (RFC 9112): its status, its headers, and how its body is told from what follows.
 *
 * Two readings of one head are how answers are smuggled, so there is one: lines end in CRLF, a name is
 * followed by its colon, a line is not folded, a length is said once and in digits, and never together with
 * a transfer coding. Whatever else comes is no HTTP.
 */
import type { UpstreamAnswer } from '../call.ts';
import { Failure } from '../failure.ts';

/** Bytes of a head, all lines together, interim answers before it included. */
export const maxHeadBytes = 65_536;

/** Instead of a length. */
export const inChunks = -1;
export const untilEnd = -2;

export interface Head {
  status: number;
  headers: UpstreamAnswer['headers'];
  /** Bytes, `inChunks` or `untilEnd`. */
  body: number;
  /** How long the connection may be kept without use, in ms; 0: not at all. */
  idleMs: number;
}

/** What the other side says of its patience is believed, less this margin: a request must not cross its farewell. */
const marginMs = 2_000;
const longestIdleMs = 600_000;
/** Where it says nothing: most servers keep a connection for 5 s and more. */
const usualIdleMs = 4_000;

/** `cause` is for the log. */
export function notHTTP(cause: string): Failure {
  return new Failure('unreadable', { cause, detail: 'it is not HTTP' });
}

/** A line break that is none, or a control character. */
const odd = /\r(?!\n)|[^\r]\n|[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;

/** `text` is Latin-1, from the status line to the empty line, both included. */
export function readHead(text: string, bodiless: boolean): Head {
  const minor = text.charCodeAt(7) - 48;
  const status = digit(text, 9) * 100 + digit(text, 10) * 10 + digit(text, 11);
  const after = text.charCodeAt(12);
  if (!text.startsWith('HTTP/1.') || !(minor === 0 || minor === 1) || text.charCodeAt(8) !== 0x20 || !(status >= 100) || !(after === 0x20 || after === 0x0d)) throw notHTTP('BAD_STATUS_LINE');
  if (odd.test(text)) throw notHTTP('BAD_LINE');
  const headers: UpstreamAnswer['headers'] = {};
  const end = text.length - 2;
  for (let at = text.indexOf('\r\n') + 2; at < end;) {
    const eol = text.indexOf('\r\n', at);
    const colon = text.indexOf(':', at);
    if (colon < 0 || colon > eol) throw notHTTP('BAD_HEADER');
    add(headers, nameOf(text.slice(at, colon)), trimmed(text, colon + 1, eol));
    at = eol + 2;
  }
  return { status, headers, body: bodiless || status < 200 || status === 204 || status === 304 ? 0 : bodyOf(headers, minor), idleMs: minor === 1 ? idleOf(headers) : 0 };
}

function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : NaN;
}

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Names in lower case; a server writes the same few again and again. */
const names = new Map<string, string>();
const mostNames = 1_000;

function nameOf(written: string): string {
  const known = names.get(written);
  if (known !== undefined) return known;
  if (!token.test(written)) throw notHTTP('BAD_HEADER');
  const name = written.toLowerCase();
  // The text's own copy: a slice would keep the whole head.
  if (names.size < mostNames) names.set(Buffer.from(written, 'latin1').toString('latin1'), name);
  return name;
}

/** Of spaces alone: what a tab beside a length or a coding means, parsers do not agree. */
function trimmed(text: string, from: number, to: number): string {
  let start = from;
  let end = to;
  while (start < end && text.charCodeAt(start) === 0x20) start += 1;
  while (end > start && text.charCodeAt(end - 1) === 0x20) end -= 1;
  return text.slice(start, end);
}

function add(headers: UpstreamAnswer['headers'], name: string, value: string): void {
  if (name === '__proto__') return;
  const before = headers[name];
  if (before === undefined || !Object.hasOwn(headers, name)) headers[name] = value;
  else if (typeof before === 'string') headers[name] = [before, value];
  else before.push(value);
}

function bodyOf(headers: UpstreamAnswer['headers'], minor: number): number {
  const length = headers['content-length'];
  const coding = headers['transfer-encoding'];
  if (coding !== undefined) {
    if (length !== undefined || minor === 0 || typeof coding !== 'string' || coding.toLowerCase() !== 'chunked') throw notHTTP('BAD_FRAMING');
    return inChunks;
  }
  if (length === undefined) return untilEnd;
  if (typeof length !== 'string' || !/^\d{1,15}$/.test(length)) throw notHTTP('BAD_LENGTH');
  return Number(length);
}

function idleOf(headers: UpstreamAnswer['headers']): number {
  const connection = headers['connection'];
  if (connection !== undefined && connection !== 'keep-alive' && /(?:^|[,\s])close(?:[,\s]|$)/i.test(String(connection))) return 0;
  const hint = headers['keep-alive'];
  const timeout = hint === undefined ? undefined : /(?:^|[,;\s])timeout=(\d{1,9})/i.exec(String(hint))?.[1];
  return timeout === undefined ? usualIdleMs : Math.min(Math.max(Number(timeout) * 1_000 - marginMs, 0), longestIdleMs);
}

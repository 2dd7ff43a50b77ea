/**
 * A request as the text of its head and its body. What would end a line or begin another is refused here,
 * whoever checked it before; so is a header that frames the request or belongs to the connection.
 */
import type { WireRequest } from '../exchange.ts';
import { Failure } from '../failure.ts';

export interface RequestBytes {
  /** Latin-1; with the body, where that is plain ASCII. */
  text: string;
  body: Buffer | undefined;
}

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const illegal = /[^\t\x20-\x7e\x80-\xff]/;
const ours = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive', 'upgrade', 'expect', 'te', 'trailer']);
/** Methods whose request says that it has no body. */
const expectsBody = new Set(['POST', 'PUT', 'PATCH']);
/** Names that may be written; they come from documents and configuration, and are few. */
const names = new Set<string>();
const mostNames = 1_000;

export function requestBytes(host: string, { method, target, headers, body }: WireRequest): RequestBytes {
  if (!token.test(method) || /[^\x21-\x7e]/.test(target)) throw unwritable('BAD_REQUEST_LINE');
  const text = `${method} ${target} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n${textOf(headers)}`;
  if (body === undefined) return { text: expectsBody.has(method) ? `${text}content-length: 0\r\n\r\n` : `${text}\r\n`, body: undefined };
  if (typeof body === 'string') {
    // All of it as if it were ASCII, as it nearly always is: as many bytes as characters prove it, and it is put together once.
    const all = `${text}content-length: ${body.length}\r\n\r\n${body}`;
    if (Buffer.byteLength(all) === all.length) return { text: all, body: undefined };
    const bytes = Buffer.from(body);
    return { text: `${text}content-length: ${bytes.length}\r\n\r\n`, body: bytes };
  }
  if (!Buffer.isBuffer(body)) throw unwritable('BAD_BODY');
  return { text: `${text}content-length: ${body.length}\r\n\r\n`, body };
}

/** Of headers that never change: checked and written once. */
const texts = new WeakMap<WireRequest['headers'], string>();

function textOf(headers: WireRequest['headers']): string {
  const known = texts.get(headers);
  if (known !== undefined) return known;
  let text = '';
  for (const name in headers) {
    const value = headers[name] as string;
    if (!names.has(name)) allow(name);
    if (illegal.test(value)) throw unwritable('BAD_HEADER');
    text += `${name}: ${value}\r\n`;
  }
  if (Object.isFrozen(headers)) texts.set(headers, text);
  return text;
}

function allow(name: string): void {
  if (!token.test(name) || ours.has(name.toLowerCase())) throw unwritable('BAD_HEADER');
  if (names.size < mostNames) names.add(name);
}

function unwritable(cause: string): Failure {
  return new Failure('unwritable', { cause, detail: 'it cannot be written as an HTTP request' });
}

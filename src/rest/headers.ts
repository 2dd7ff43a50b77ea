/**
 * Header templates -> the headers of one call. A value stands as it is, for headers know no percent-encoding:
 * what would end a header or begin another is refused. Credentials are none of its business.
 */
import { Refusal } from './refusal.ts';
import type { AnswerFormat, RestRule } from './rules.ts';
import { SchemaError } from './schema-error.ts';
import { cut, type Arguments, type Piece, type SlotOptions, type Variables } from './slots.ts';

export type ToHeaders = (args: Arguments, variables: Variables, hasBody: boolean) => Record<string, string>;

/** Headers that others write: who sends the call, or who knows the credential. */
const reserved = new Set(['authorization', 'proxy-authorization', 'cookie', 'host', 'connection', 'content-length', 'content-type', 'transfer-encoding', 'upgrade', 'keep-alive', 'te', 'trailer', 'expect']);

const accepted: Record<AnswerFormat, string | undefined> = {
  JSON: 'application/json',
  TEXT: 'text/plain, */*;q=0.5',
  EML: 'message/rfc822, text/plain, */*;q=0.5',
  PHRASE: 'application/json, text/plain, */*;q=0.5',
  NONE: undefined,
};

const contentTypes = { JSON: 'application/json', FORM: 'application/x-www-form-urlencoded', TEXT: 'text/plain; charset=utf-8', MULTIPART: undefined };

export function compileHeaders(rest: RestRule, options: SlotOptions): { toHeaders: ToHeaders; fixed: boolean } {
  const base: Record<string, string> = {};
  const accept = accepted[rest.answer ?? 'JSON'];
  if (accept !== undefined) base['accept'] = accept;
  const written: { name: string; pieces: Piece[] }[] = [];
  for (const { name, value } of rest.headers ?? []) {
    const header = name.toLowerCase();
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(header)) throw new SchemaError(options.where, `${JSON.stringify(name)} is no header name.`);
    if (reserved.has(header)) throw new SchemaError(options.where, `The header ${name} is not the field's to set; credentials and framing belong to the call.`);
    const pieces = cut(value, options);
    if (pieces.every((piece) => typeof piece === 'string')) base[header] = checked(value, options.where);
    else written.push({ name: header, pieces });
  }
  const contentType = rest.body && (rest.contentType ?? contentTypes[rest.body]);
  if (contentType !== undefined) checked(contentType, options.where);
  const withBody = contentType === undefined ? base : { ...base, 'content-type': contentType };
  const fixed = written.length === 0;
  // Whoever sends them may rely on it that the same headers are the same bytes.
  Object.freeze(base);
  Object.freeze(withBody);
  return {
    fixed,
    toHeaders: (args, variables, hasBody) => {
      const plain = hasBody ? withBody : base;
      if (fixed) return plain;
      const headers = { ...plain };
      for (const { name, pieces } of written) {
        const value = write(pieces, args, variables);
        if (value !== undefined) headers[name] = value;
      }
      return headers;
    },
  };
}

function write(pieces: Piece[], args: Arguments, variables: Variables): string | undefined {
  let value = '';
  for (const piece of pieces) {
    const text = typeof piece === 'string' ? piece : piece.text(args, variables);
    if (text === undefined) return undefined;
    if (typeof piece !== 'string' && !legal(text)) {
      throw new Refusal('cannot stand in a header: line breaks, control characters, blanks at either end and characters beyond Latin-1 are not allowed there', [piece.name]);
    }
    value += text;
  }
  return value;
}

function legal(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text) && !/^[\t ]|[\t ]$/.test(text);
}

function checked(value: string, where: string): string {
  if (!legal(value)) throw new SchemaError(where, `${JSON.stringify(value)} cannot stand in a header.`);
  return value;
}

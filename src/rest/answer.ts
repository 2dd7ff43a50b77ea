/**
 * Bytes of an answer -> the value that a field reads, by the format that `@rest(answer:)` names.
 * It decodes and parses; what a value means is the readers' business. What cannot be read is an `Unreadable`
 * with a fact about its form, never a piece of it. JSON that is large is read in turns, and the value is a promise.
 */
import { isAscii } from 'node:buffer';
import { parseInTurns } from '../json/main.ts';
import type { ParseOptions } from '../json/main.ts';
import type { UpstreamAnswer } from '../upstream/call.ts';
import { parseExactJSON } from './exact-json.ts';
import { Mail } from './mail.ts';
import { phraseOf } from './phrase.ts';
import type { AnswerFormat } from './rules.ts';

/** An answer that is none: its message says what was found in place of what. */
export class Unreadable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Unreadable';
  }
}

/** With `turn`, which rejects if nobody waits for the value any more, it may be read in turns: then it is a promise. */
export type ReadAnswer = (answer: UpstreamAnswer, turn?: () => Promise<void>) => unknown;

export function compileAnswer({ format, exact }: { format: AnswerFormat; exact: boolean }): ReadAnswer {
  switch (format) {
    case 'JSON': {
      const parse = exact ? parseExactJSON : (JSON.parse as (text: string) => unknown);
      return (answer, turn) => (turn && isUTF8(answer) ? readLargeJSON(answer, { parse, turn }) : readJSON(textOf(answer), parse));
    }
    case 'TEXT': return (answer) => textOf(answer);
    case 'EML': return (answer) => {
      if (answer.body.length === 0) throw new Unreadable('expected a mail, found nothing');
      return new Mail(answer.body, textOf(answer));
    };
    case 'PHRASE': return (answer) => {
      const phrase = phraseOf(textOf(answer));
      if (phrase === undefined) throw new Unreadable(`expected a phrase, found ${formOf(textOf(answer))}`);
      return { phrase };
    };
    case 'NONE': return () => true;
  }
}

function readJSON(text: string, parse: (text: string) => unknown): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw unreadable(error, text);
  }
}

function readLargeJSON(answer: UpstreamAnswer, options: ParseOptions): Promise<unknown> {
  return parseInTurns(withoutMark(answer.body), options).catch((error: unknown) => {
    throw unreadable(error, textOf(answer));
  });
}

/** A RangeError is text nested so deep that no stack holds it. */
function unreadable(error: unknown, text: string): unknown {
  return error instanceof SyntaxError || error instanceof RangeError ? new Unreadable(`expected JSON, found ${formOf(text)}`) : error;
}

/** The text of a body, its byte order mark dropped; another charset than UTF-8 is honoured where it is named. */
export function textOf(answer: UpstreamAnswer): string {
  const { body } = answer;
  const charset = otherCharset(answer);
  if (charset !== undefined) {
    try {
      return new TextDecoder(charset).decode(body);
    } catch (error) {
      // A charset that nobody knows: UTF-8 is the best guess.
      if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_NOT_SUPPORTED') throw error;
    }
  }
  // Plain ASCII, as most answers are, is read in half the time.
  if (isAscii(body)) return body.toString('latin1');
  const text = body.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** The charset that is named, where it is not UTF-8. */
function otherCharset({ headers }: UpstreamAnswer): string | undefined {
  const type = headers['content-type'];
  const charset = typeof type === 'string' ? /charset\s*=\s*"?([\w.:-]+)/i.exec(type)?.[1]?.toLowerCase() : undefined;
  return charset === 'utf-8' || charset === 'utf8' ? undefined : charset;
}

function isUTF8(answer: UpstreamAnswer): boolean {
  return otherCharset(answer) === undefined;
}

function withoutMark(body: Buffer): Buffer {
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body;
}

function formOf(text: string): string {
  const start = text.slice(0, 200).trimStart();
  if (start === '') return 'nothing';
  return start.startsWith('<') ? 'HTML or XML' : 'something else';
}

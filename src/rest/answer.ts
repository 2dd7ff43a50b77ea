/**
 * Bytes of an answer -> the value that a field reads, by the format that `@rest(answer:)` names.
 * It decodes and parses; what a value means is the readers' business. What cannot be read is an `Unreadable`
 * with a fact about its form, never a piece of it.
 */
import { isAscii } from 'node:buffer';
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

export type ReadAnswer = (answer: UpstreamAnswer) => unknown;

export function compileAnswer({ format, exact }: { format: AnswerFormat; exact: boolean }): ReadAnswer {
  switch (format) {
    case 'JSON': {
      const parse = exact ? parseExactJSON : (JSON.parse as (text: string) => unknown);
      return (answer) => readJSON(textOf(answer), parse);
    }
    case 'TEXT': return textOf;
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
    // A RangeError is text nested so deep that no stack holds it.
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    throw new Unreadable(`expected JSON, found ${formOf(text)}`);
  }
}

/** The text of a body, its byte order mark dropped; another charset than UTF-8 is honoured where it is named. */
export function textOf({ body, headers }: UpstreamAnswer): string {
  const type = headers['content-type'];
  const charset = typeof type === 'string' ? /charset\s*=\s*"?([\w.:-]+)/i.exec(type)?.[1]?.toLowerCase() : undefined;
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
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

function formOf(text: string): string {
  const start = text.slice(0, 200).trimStart();
  if (start === '') return 'nothing';
  return start.startsWith('<') ? 'HTML or XML' : 'something else';
}

/**
 * Looks over the text of a document before anyone parses it, once and from front to back: parsers go down
 * by recursion and validation compares fields with one another, so what is nested or repeated without
 * measure is refused here. It stops at the first limit that is exceeded.
 *
 * It reads tokens as GraphQL does and understands just as much as it counts. Text that is no GraphQL is
 * the parser's to refuse, except that it is not too long.
 */
import type { GraphQLError } from 'graphql';
import { limitError } from './refusal.ts';
import type { LimitSettings } from './settings.ts';

type Settings = Pick<LimitSettings, 'maxDocumentLength' | 'maxTokens' | 'maxDefinitions' | 'maxDepth' | 'maxAliases' | 'maxDirectives' | 'maxInputDepth'>;

/** A client's introspection of the schema is nested about so deep, inline fragments may stand in between: room for both at any MAX_DEPTH. */
const leastNesting = 40;

export function scanDocument(text: string, settings: Settings): GraphQLError | undefined {
  const { maxDocumentLength, maxTokens, maxDefinitions, maxAliases, maxDirectives, maxInputDepth } = settings;
  if (text.length > maxDocumentLength) return limitError({ of: 'length', found: text.length, allowed: maxDocumentLength });
  const maxNesting = Math.max(leastNesting, 2 * settings.maxDepth);
  let tokens = 0;
  let definitions = 0;
  let aliases = 0;
  let directives = 0;
  /** Brackets of arguments and variables that are open; no selection stands within them. */
  let parens = 0;
  /** Lists and objects open within them. */
  let values = 0;
  /** For each selection set that is open, the keys of the answer that it asks for. */
  const open: Set<string>[] = [];
  /** What the next name is, other than a field or an alias. */
  let before: 'spread' | 'skipped' | undefined;

  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code <= 0x20 || code === comma || code === byteOrderMark) {
      at += 1;
      continue;
    }
    tokens += 1;
    if (tokens > maxTokens) return limitError({ of: 'tokens', allowed: maxTokens });
    if (code === hash) {
      at = endOfLine(text, at);
      continue;
    }
    if (code === quote) {
      at = endOfString(text, at);
      continue;
    }
    if (isNumberStart(code)) {
      at = endOfNumber(text, at);
      continue;
    }
    if (isNamePart(code)) {
      const start = at;
      while (at < text.length && isNamePart(text.charCodeAt(at))) at += 1;
      const keys = open[open.length - 1];
      if (parens > 0 || keys === undefined) continue;
      if (before === 'skipped') {
        before = undefined;
        continue;
      }
      const name = text.slice(start, at);
      if (before === 'spread' && name === 'on') {
        before = 'skipped'; // The type of an inline fragment.
        continue;
      }
      const key = before === 'spread' ? `...${name}` : name;
      before = undefined;
      if (!keys.has(key)) keys.add(key);
      else if ((aliases += 1) > maxAliases) return limitError({ of: 'aliases', allowed: maxAliases });
      continue;
    }
    at += 1;
    switch (code) {
      case dot:
        if (text.startsWith('..', at)) at += 2;
        if (parens === 0) before = 'spread';
        break;
      case sign:
        directives += 1;
        if (directives > maxDirectives) return limitError({ of: 'directives', allowed: maxDirectives });
        if (parens === 0) before = 'skipped';
        break;
      case colon:
        if (parens > 0 || open.length === 0) break;
        aliases += 1;
        if (aliases > maxAliases) return limitError({ of: 'aliases', allowed: maxAliases });
        before = 'skipped'; // The field's own name.
        break;
      case openParen:
        parens += 1;
        break;
      case closeParen:
        if (parens > 0) parens -= 1;
        if (parens === 0) values = 0;
        break;
      case openBracket:
      case openBrace:
        if (parens > 0 || code === openBracket) {
          values += 1;
          if (values > maxInputDepth) return limitError({ of: 'literal', allowed: maxInputDepth });
          break;
        }
        if (open.length === 0) {
          definitions += 1;
          if (definitions > maxDefinitions) return limitError({ of: 'definitions', allowed: maxDefinitions });
        }
        open.push(new Set());
        before = undefined;
        if (open.length > maxNesting) return limitError({ of: 'nesting', allowed: maxNesting });
        break;
      case closeBracket:
      case closeBrace:
        if (parens > 0 || code === closeBracket) {
          if (values > 0) values -= 1;
        } else open.pop();
        break;
    }
  }
  return undefined;
}

const comma = 0x2c;
const byteOrderMark = 0xfeff;
const hash = 0x23;
const quote = 0x22;
const backslash = 0x5c;
const dot = 0x2e;
const plus = 0x2b;
const minus = 0x2d;
const sign = 0x40;
const colon = 0x3a;
const openParen = 0x28;
const closeParen = 0x29;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

function isNumberStart(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === minus;
}

function endOfNumber(text: string, from: number): number {
  let at = from + 1;
  for (let code = text.charCodeAt(at); isNamePart(code) || code === dot || code === plus || code === minus; code = text.charCodeAt(at)) at += 1;
  return at;
}

function isNamePart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39) || code === 0x5f;
}

function isLineEnd(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isLineEnd(text.charCodeAt(at))) at += 1;
  return at;
}

/** Behind the string that begins at `from`; one without an end is an error of syntax, and ends with its line or the text. */
function endOfString(text: string, from: number): number {
  if (text.startsWith('"""', from)) {
    let end = text.indexOf('"""', from + 3);
    while (end > 0 && text.charCodeAt(end - 1) === backslash) end = text.indexOf('"""', end + 3);
    return end < 0 ? text.length : end + 3;
  }
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (isLineEnd(code)) return at;
    if (code === backslash) at += 1;
  }
  return text.length;
}

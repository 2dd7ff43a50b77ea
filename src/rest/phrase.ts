/**
 * Answers that are a phrase: words that an enum lists, then perhaps a remark, `INSTALLMENTS (via Stripe)`.
 * The vendor documents the words and not what they come in: a JSON string, an object with one string in it
 * and plain text are all accepted.
 */

export interface Phrase { phrase: string }

/** The phrase in the text of an answer; undefined where there is none. */
export function phraseOf(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.startsWith('<')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(trimmed);
  } catch {
    // Text that sets out to be JSON and is none is a broken answer; any other is the phrase itself.
    return /^[{["]/.test(trimmed) ? undefined : trimmed;
  }
  if (typeof value === 'number' || typeof value === 'boolean') return trimmed;
  const strings = typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).filter((one) => typeof one === 'string') : [];
  const phrase = strings.length === 1 ? strings[0]?.trim() : undefined;
  return phrase === '' ? undefined : phrase;
}

export interface PhraseParts {
  /** Graph name of the words, where the enum lists them. */
  words: string | undefined;
  /** What follows them, without its brackets. */
  remark: string | undefined;
}

/** Splits phrases by the words of one enum (graph name by wire value); the longest words that fit win. */
export function compilePhrase(wires: ReadonlyMap<string, string>): (phrase: string) => PhraseParts {
  const words = [...wires].map(([name, wire]) => ({ name, text: fold(wire) })).sort((a, b) => b.text.length - a.text.length);
  return (phrase) => {
    const text = phrase.replace(/\s+/g, ' ').trim();
    const folded = fold(text);
    const found = words.find((one) => folded.startsWith(one.text) && !/^[\p{L}\p{N}_]/u.test(text.slice(one.text.length)));
    return { words: found?.name, remark: remarkOf(found ? text.slice(found.text.length) : text.slice(bracket(text))) };
  };
}

/** Without the first of its words if that is `word`: `via Stripe` -> `Stripe`. */
export function dropWord(remark: string, word: string | undefined): string {
  if (word == null || fold(remark.slice(0, word.length)) !== fold(word)) return remark;
  return /^(?:\s|$)/.test(remark.slice(word.length)) ? remark.slice(word.length).trim() : remark;
}

function remarkOf(rest: string): string | undefined {
  const text = rest.replace(/^[\s:;,.–-]+/, '').trim();
  const inner = isBracketed(text) ? text.slice(1, -1).trim() : text;
  return inner === '' ? undefined : inner;
}

/** Whether one pair of brackets holds it all: `(a)`, but not `(a) and (b)`. */
function isBracketed(text: string): boolean {
  if (!text.startsWith('(')) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at === text.length - 1;
  }
  return false;
}

function bracket(text: string): number {
  const open = text.endsWith(')') ? text.indexOf('(') : -1;
  return open === -1 ? text.length : open;
}

/** Without difference of case, character for character. */
function fold(text: string): string {
  return [...text].map((character) => (character.toUpperCase().length === character.length ? character.toUpperCase() : character)).join('').replace(/\s+/g, ' ');
}

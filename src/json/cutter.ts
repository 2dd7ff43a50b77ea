/**
 * Cuts a JSON text into pieces at commas, whether they stand between items of a list, between members of an
 * object or deep inside of either, and puts together what the pieces hold:
 *
 *   {"results":[{"a":1},{"a":2},   {"a":3}],"next":null}
 *              '-- piece one --'   'piece two'
 *   each piece, put in the brackets that it was cut out of, is parsed on its own
 *
 * It looks for strings, brackets and commas only. Whatever a piece holds is the parser's to judge; what it does not get
 * to see (brackets that were cut open, keys in front of them, blanks between them) is checked here, and a text
 * in which any of that is odd is `Uncut`.
 */
import { isAscii } from 'node:buffer';
import { setOwn } from './setOwn.ts';

/** The text is not JSON, or there is nothing to be gained by cutting it. */
export class Uncut extends Error {
  constructor() {
    super('not cut');
    this.name = 'Uncut';
  }
}

export interface CutterOptions {
  bytes: Buffer;
  parse: (text: string) => unknown;
  /** A piece ends with the first comma after so many bytes. */
  pieceBytes: number;
}

type Container = unknown[] | Record<string, unknown>;

const quote = 0x22;
const comma = 0x2c;
const openList = 0x5b;
const backslash = 0x5c;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/** Bytes that mean nothing outside of strings are passed over by one look. */
const meaning = new Uint8Array(256);
for (const byte of [quote, comma, openList, closeList, openObject, closeObject]) meaning[byte] = 1;

/** In place of where the next piece begins: behind a value that was cut, where only a comma or the end may stand. */
const behindCut = -(2 ** 30);

/** How often a leap may miss before none is tried any more. */
const mostMisses = 3;
/** Of an item up to its first key, in bytes. */
const longestBeginning = 300;

export class Cutter {
  value: unknown;
  isWhole = false;
  readonly #bytes: Buffer;
  readonly #parse: (text: string) => unknown;
  readonly #pieceBytes: number;
  #at = 0;
  #leaps = mostMisses;
  /** Brackets that are open; what is said of them below stands at their depth, the outermost at 1. */
  #depth = 0;
  /** Where the bracket stands. */
  readonly #opened: number[] = [-1];
  /** Where the next piece begins. The outermost level has none. */
  readonly #from: number[] = [2 ** 30];
  /** The last comma; none: -1. */
  readonly #comma: number[] = [-1];
  /** Where the value ends that was cut, if `#from` is `behindCut`. */
  readonly #end: number[] = [-1];
  /** What was put together so far; undefined as long as nothing of it was cut. */
  readonly #parts: (Container | undefined)[] = [undefined];
  /** Of an object: the key of the member that is open and was cut. */
  readonly #keys: string[] = [''];

  constructor({ bytes, parse, pieceBytes }: CutterOptions) {
    this.#bytes = bytes;
    this.#parse = parse;
    this.#pieceBytes = pieceBytes;
  }

  /** Parses one more piece; false: that was the last. Throws `Uncut`, and what `parse` throws. */
  next(): boolean {
    if (this.#leap()) return true;
    const bytes = this.#bytes;
    const pieceBytes = this.#pieceBytes;
    const from = this.#from;
    const commas = this.#comma;
    let depth = this.#depth;
    for (let at = this.#at; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (meaning[byte] === 0) continue;
      if (byte === quote) {
        at += 1;
        for (let inside = bytes[at]; inside !== quote && inside !== undefined; inside = bytes[at]) at += inside === backslash ? 2 : 1;
      } else if (byte === comma) {
        commas[depth] = at;
        if (at - (from[depth] as number) < pieceBytes) continue;
        this.#cut(depth, at);
        from[depth] = at + 1;
        this.#depth = depth;
        this.#at = at + 1;
        return true;
      } else if (byte === openList || byte === openObject) {
        depth += 1;
        this.#opened[depth] = at;
        from[depth] = at + 1;
        commas[depth] = -1;
        this.#parts[depth] = undefined;
      } else {
        if (depth === 0) throw new Uncut();
        if (this.#parts[depth] !== undefined) this.#close(depth, at);
        depth -= 1;
        if (depth > 0) continue;
        this.#finish(at);
        return false;
      }
    }
    throw new Uncut();
  }

  /**
   * Of a list whose next item is an object: as the items after it mostly begin as that one does, a place far ahead
   * is guessed to be between two of them. If what stands up to there is a list of whole values, it was; there is no
   * other way to read the bytes from here on. Then nobody has to look at each of them.
   */
  #leap(): boolean {
    const from = this.#at;
    const depth = this.#depth;
    if (this.#leaps === 0 || this.#from[depth] !== from || !Array.isArray(this.#parts[depth])) return false;
    const ahead = this.#bytes.subarray(from, from + 3 * this.#pieceBytes);
    const beginning = /^[ \t\n\r]*\{[ \t\n\r]*"[^"\\]*"/.exec(ahead.toString('latin1', 0, longestBeginning))?.[0];
    const found = beginning === undefined ? -1 : ahead.indexOf(`,${beginning}`, this.#pieceBytes, 'latin1');
    if (found < 0) return false;
    try {
      this.#take(depth, from, from + found);
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
      this.#leaps -= 1;
      return false;
    }
    this.#at = from + found + 1;
    this.#comma[depth] = from + found;
    this.#from[depth] = this.#at;
    return true;
  }

  /** What stands before this place, and was not parsed yet, is parsed. */
  #cut(depth: number, at: number): void {
    this.#open(depth);
    if (this.#from[depth] === behindCut) this.#expectBlank(this.#end[depth] as number, at);
    else this.#take(depth, this.#from[depth] as number, at);
  }

  /** From now on this one is put together of pieces, and so are all those around it. */
  #open(depth: number): void {
    let first = depth + 1;
    while (first > 1 && this.#parts[first - 1] === undefined) first -= 1;
    for (let level = first; level <= depth; level++) {
      if (level > 1) this.#takeBefore(level - 1);
      this.#parts[level] = this.#bytes[this.#opened[level] as number] === openList ? [] : {};
    }
  }

  /** Members before the one that is open, and its key. */
  #takeBefore(depth: number): void {
    let from = this.#from[depth] as number;
    if (from === behindCut) throw new Uncut();
    const last = this.#comma[depth] as number;
    if (last >= from) {
      this.#take(depth, from, last);
      from = last + 1;
    }
    const opened = this.#opened[depth + 1] as number;
    if (Array.isArray(this.#parts[depth])) return this.#expectBlank(from, opened);
    const [key, ...others] = Object.keys(this.#parse(`{${this.#text(from, opened)}0}`) as object);
    if (key === undefined || others.length > 0) throw new Uncut();
    this.#keys[depth] = key;
  }

  /** Members that stand between two commas: at least one. */
  #take(depth: number, from: number, to: number): void {
    const text = this.#text(from, to);
    const container = this.#parts[depth];
    if (Array.isArray(container)) {
      const items = this.#parse(`[${text}]`) as unknown[];
      if (items.length === 0) throw new Uncut();
      for (let index = 0; index < items.length; index++) container.push(items[index]);
      return;
    }
    const members = this.#parse(`{${text}}`) as Record<string, unknown>;
    const keys = Object.keys(members);
    if (keys.length === 0) throw new Uncut();
    for (const key of keys) setOwn(container as Record<string, unknown>, key, members[key]);
  }

  #close(depth: number, at: number): void {
    const whole = this.#parts[depth];
    if (this.#bytes[at] !== (Array.isArray(whole) ? closeList : closeObject)) throw new Uncut();
    this.#cut(depth, at);
    if (depth === 1) return;
    const around = this.#parts[depth - 1];
    if (Array.isArray(around)) around.push(whole);
    else setOwn(around as Record<string, unknown>, this.#keys[depth - 1] as string, whole);
    this.#from[depth - 1] = behindCut;
    this.#end[depth - 1] = at + 1;
  }

  #finish(at: number): void {
    this.#expectBlank(0, this.#opened[1] as number);
    this.#expectBlank(at + 1, this.#bytes.length);
    if (this.#parts[1] === undefined) throw new Uncut();
    this.value = this.#parts[1];
    this.isWhole = true;
  }

  #expectBlank(from: number, to: number): void {
    if (!/^[ \t\n\r]*$/.test(this.#text(from, to))) throw new Uncut();
  }

  /** Where it is cut, ASCII stands: no character is cut in two. */
  #text(from: number, to: number): string {
    return this.#bytes.toString(isAscii(this.#bytes.subarray(from, to)) ? 'latin1' : 'utf8', from, to);
  }
}

/**
 * A large answer as JSON, in pieces: bytes that are written one after the other, so that neither the text of all of it
 * is ever in memory nor the event loop held for long. Together they are what `JSON.stringify` writes.
 *
 * They are made as fast as turns come and not as fast as the client reads: the bytes take a fifth of the memory
 * of the objects that they are made of, which a client who reads slowly would keep alive.
 */
import { nextTurn, sliceMs } from '../execute/main.ts';

/** Characters of a piece: what a millisecond writes. */
const pieceLength = 128 * 1024;
/** Values within one another that are written at once. */
const atOnce = 300;

/** From so many values on an answer pays to be written in pieces: some milliseconds. */
const manyValues = 20_000;

/** Whether writing it at once would hold the event loop for long. */
export function isManyValues(value: object): boolean {
  return count(value, manyValues) === 0;
}

export interface PiecesOptions {
  /** Waits for the next turn; rejects if nobody waits for the answer any more. */
  turn?: () => Promise<void>;
  sliceMs?: number;
}

export async function jsonPieces(value: object, options: PiecesOptions = {}): Promise<Buffer[]> {
  const { turn = nextTurn } = options;
  const pieces: Buffer[] = [];
  let text = '';
  let began = performance.now();
  for (const part of partsOf(value)) {
    text += part;
    if (text.length < pieceLength) continue;
    pieces.push(Buffer.from(text));
    text = '';
    if (performance.now() - began < (options.sliceMs ?? sliceMs)) continue;
    await turn();
    began = performance.now();
  }
  pieces.push(Buffer.from(text + '\n'));
  return pieces;
}

/** Texts that are the JSON of a value one after the other, each of them short as far as its strings are. */
function* partsOf(value: object): Generator<string> {
  if (isFewValues(value)) {
    yield JSON.stringify(value);
    return;
  }
  if (Array.isArray(value)) {
    let before = '[';
    for (const item of value as unknown[]) {
      yield before;
      if (isLarge(item)) yield* partsOf(item);
      else yield JSON.stringify(item) ?? 'null';
      before = ',';
    }
    yield before === '[' ? '[]' : ']';
    return;
  }
  let before = '{';
  for (const key of Object.keys(value)) {
    const member: unknown = (value as Record<string, unknown>)[key];
    const isDeep = isLarge(member);
    const text = isDeep ? '' : JSON.stringify(member);
    // As JSON.stringify leaves it out.
    if (text === undefined) continue;
    yield `${before}${JSON.stringify(key)}:${text}`;
    if (isDeep) yield* partsOf(member);
    before = ',';
  }
  yield before === '{' ? '{}' : '}';
}

function isLarge(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !isFewValues(value);
}

/** What writes itself is written at once. */
function isFewValues(value: object): boolean {
  return typeof (value as { toJSON?: unknown }).toJSON === 'function' || count(value, atOnce) > 0;
}

/** How many of so many values are left when all that is in this one is counted; none: there are more. */
function count(value: object, most: number): number {
  let left = most - 1;
  if (Array.isArray(value)) {
    if (value.length > left) return 0;
    for (const item of value as unknown[]) {
      left = typeof item === 'object' && item !== null ? count(item, left) : left - 1;
      if (left <= 0) return 0;
    }
    return left;
  }
  for (const key in value) {
    const member = (value as Record<string, unknown>)[key];
    left = typeof member === 'object' && member !== null ? count(member, left) : left - 1;
    if (left <= 0) return 0;
  }
  return left;
}

/**
 * A large JSON text -> its value, in slices between which others have their turn. The value is the one that
 * `parse` makes of all of it at once, and so is the error: what cannot be cut, and what is malformed, it is given whole.
 */
import { nextTurn, sliceMs as usual } from '../execute/main.ts';
import { Cutter, Uncut } from './cutter.ts';

/** In bytes: what two milliseconds parse. */
const largeFrom = 512 * 1024;

/** Whether it pays to parse it in turns. */
export function isLargeJSON({ length }: Uint8Array): boolean {
  return length >= largeFrom;
}

export interface ParseOptions {
  /** Of the whole and of each piece: `JSON.parse`. Throws a SyntaxError, or a RangeError, for what it cannot read. */
  parse?: (text: string) => unknown;
  /** Waits for the next turn; rejects if nobody waits for the value any more. */
  turn?: () => Promise<void>;
  /** How long others wait, in ms: 5. */
  sliceMs?: number;
  /** Of a piece: 64 KiB. */
  pieceBytes?: number;
}

/** `bytes`: UTF-8. They must not change meanwhile. */
export async function parseInTurns(bytes: Buffer, options: ParseOptions = {}): Promise<unknown> {
  const { parse = JSON.parse as (text: string) => unknown, turn = nextTurn, sliceMs = usual, pieceBytes = 64 * 1024 } = options;
  const cutter = new Cutter({ bytes, parse, pieceBytes });
  let began = performance.now();
  while (step(cutter)) {
    if (performance.now() - began < sliceMs) continue;
    await turn();
    began = performance.now();
  }
  return cutter.isWhole ? cutter.value : parse(bytes.toString('utf8'));
}

/** Whether there is more to come. */
function step(cutter: Cutter): boolean {
  try {
    return cutter.next();
  } catch (error) {
    if (error instanceof Uncut || error instanceof SyntaxError || error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * JSON whose numbers keep every digit, for answers in which a Decimal stands: `10.00` stays `10.00`.
 * Other answers are read with `JSON.parse`, which is many times faster.
 */
import { parse } from 'lossless-json';

/** A number that a JavaScript number would not print as the wire did. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** In free JSON the nearest number has to do, as it would with any JSON reader. */
  toJSON(): number {
    return Number(this.text);
  }
}

/** Throws a SyntaxError for text that is no JSON, and a RangeError for text nested thousands deep. */
export function parseExactJSON(text: string): unknown {
  return parse(text, undefined, { parseNumber, onDuplicateKey: ({ newValue }: { newValue: unknown }) => newValue });
}

function parseNumber(text: string): number | ExactNumber {
  const number = Number(text);
  return String(number) === text ? number : new ExactNumber(text);
}

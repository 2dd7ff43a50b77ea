/**
 * The bytes of a body, copied out of the one buffer that all sockets read into. It never grows beyond its cap.
 */
import { tooLarge } from '../exchange.ts';
import { Failure } from '../failure.ts';

/** Small bodies stand side by side in blocks: a block costs as much to make as any one of them would. */
const blockBytes = 65_536;
const smallBytes = 16_384;
/** A body of known length up to this is made room for at once; what a longer one promises may never come. */
const roomBytes = 1_048_576;

const empty = Buffer.alloc(0);
let block = empty;
let used = 0;

/** Room for so many bytes, not cleared. */
function room(bytes: number): Buffer {
  if (bytes > smallBytes) return Buffer.allocUnsafeSlow(bytes);
  if (used + bytes > block.length) {
    block = Buffer.allocUnsafeSlow(blockBytes);
    used = 0;
  }
  used += bytes;
  return block.subarray(used - bytes, used);
}

export class Body {
  readonly #maxBytes: number;
  #bytes = 0;
  /** Of a body whose length is known: filled up to `#bytes`. */
  #whole: Buffer | undefined;
  #parts: Buffer[] | undefined;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** So many bytes will come, more than there is room for: refused before they do. */
  expect(bytes: number): void {
    if (this.#bytes + bytes > this.#maxBytes) throw new Failure('unreadable', { cause: 'TOO_LARGE', detail: tooLarge(this.#maxBytes) });
  }

  /** This many bytes will come, and then no more. */
  expectAll(bytes: number): void {
    this.expect(bytes);
    if (bytes <= roomBytes) this.#whole = room(bytes);
  }

  add(bytes: Buffer, from: number, to: number): void {
    const length = to - from;
    this.expect(length);
    if (this.#whole !== undefined) {
      bytes.copy(this.#whole, this.#bytes, from, to);
    } else {
      const part = room(length);
      bytes.copy(part, 0, from, to);
      (this.#parts ??= []).push(part);
    }
    this.#bytes += length;
  }

  get length(): number {
    return this.#bytes;
  }

  all(): Buffer {
    if (this.#whole !== undefined) return this.#whole;
    const [only] = this.#parts ?? [empty];
    return only !== undefined && only.length === this.#bytes ? only : Buffer.concat(this.#parts ?? [], this.#bytes);
  }
}

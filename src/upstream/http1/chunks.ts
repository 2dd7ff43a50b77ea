/**
 * A chunked body (RFC 9112, 7.1), byte by byte wherever it is cut: sizes are hexadecimal digits, lines end
 * in CRLF. Extensions and trailers are read over; what is none of these is no HTTP.
 */
import type { Body } from './body.ts';
import { maxHeadBytes, notHTTP } from './head.ts';

/** Of one size with its extensions. */
const longestSizeLine = 4_096;

const sizeLine = /^([0-9A-Fa-f]{1,13})(?:;[!#$%&'*+\-.^_`|~0-9A-Za-z]+(?:=(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+|"[^"\\\0-\x1f\x7f]*"))?)*$/;
/** What frames an answer has no business after it. */
const trailerLine = /^(?!content-length:|transfer-encoding:)[!#$%&'*+\-.^_`|~0-9a-z]+:[\t\x20-\x7e\x80-\xff]*$/i;

export class Chunks {
  /** The last chunk and its trailers have come. */
  done = false;
  /** Of the chunk that is being read, in bytes. */
  #left = 0;
  #next: 'size' | 'bytes' | 'end' | 'trailer' = 'size';
  #line = '';
  #trailerBytes = 0;
  readonly #body: Body;

  constructor(body: Body) {
    this.#body = body;
  }

  /** Takes what there is between the two places; answers where it stopped. */
  take(bytes: Buffer, from: number, to: number): number {
    let at = from;
    while (at < to && !this.done) {
      if (this.#next === 'bytes') {
        const end = Math.min(to, at + this.#left);
        this.#body.add(bytes, at, end);
        this.#left -= end - at;
        at = end;
        if (this.#left === 0) this.#next = 'end';
        continue;
      }
      const feed = bytes.subarray(at, to).indexOf(0x0a);
      const end = feed < 0 ? to : at + feed + 1;
      this.#line += bytes.toString('latin1', at, end);
      at = end;
      if (this.#line.length > (this.#next === 'trailer' ? maxHeadBytes : longestSizeLine)) throw notHTTP('CHUNK_LINE_TOO_LONG');
      if (feed < 0) break;
      if (!this.#line.endsWith('\r\n')) throw notHTTP('BAD_CHUNK');
      this.#takeLine(this.#line.slice(0, -2));
      this.#line = '';
    }
    return at;
  }

  #takeLine(line: string): void {
    switch (this.#next) {
      case 'size': {
        const digits = sizeLine.exec(line)?.[1];
        if (digits === undefined) throw notHTTP('BAD_CHUNK');
        this.#left = parseInt(digits, 16);
        this.#body.expect(this.#left);
        this.#next = this.#left === 0 ? 'trailer' : 'bytes';
        return;
      }
      case 'trailer':
        this.#trailerBytes += line.length + 2;
        if (line === '') this.done = true;
        else if (this.#trailerBytes > maxHeadBytes || !trailerLine.test(line)) throw notHTTP('BAD_TRAILER');
        return;
      case 'bytes':
      case 'end':
        if (line !== '') throw notHTTP('BAD_CHUNK');
        this.#next = 'size';
    }
  }
}

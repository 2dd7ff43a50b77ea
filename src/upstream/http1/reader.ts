/**
 * One answer out of the bytes of one connection, in whatever pieces they come. It takes the bytes of its
 * answer and not one more: a byte after the last is a second answer that nobody asked for, and makes
 * the first worthless too.
 */
import type { UpstreamAnswer } from '../call.ts';
import { Failure } from '../failure.ts';
import { Body } from './body.ts';
import { Chunks } from './chunks.ts';
import { inChunks, maxHeadBytes, notHTTP, readHead, untilEnd } from './head.ts';

const start = 'HTTP/1.';

export class AnswerReader {
  /** Of the answer whose head has come; 0 before. */
  status = 0;
  headers: UpstreamAnswer['headers'] = {};
  /** How long the connection may be kept without use after this answer, in ms; 0: not at all. */
  idleMs = 0;
  readonly #bodiless: boolean;
  readonly #body: Body;
  #next: 'head' | 'counted' | 'chunks' | 'rest' | 'nothing' = 'head';
  #head = '';
  #headBytes = 0;
  /** Bytes of CR LF CR LF that were the last ones. */
  #matched = 0;
  /** Of a body of known length, in bytes. */
  #left = 0;
  #chunks: Chunks | undefined;

  constructor({ bodiless, maxBytes }: { bodiless: boolean; maxBytes: number }) {
    this.#bodiless = bodiless;
    this.#body = new Body(maxBytes);
  }

  /** Takes the first `length` of these bytes; true when the answer is whole. Throws a `Failure` for what is no answer. */
  take(bytes: Buffer, length: number): boolean {
    let at = 0;
    while (at < length) {
      switch (this.#next) {
        case 'head':
          at = this.#takeHead(bytes, at, length);
          break;
        case 'counted': {
          const end = Math.min(length, at + this.#left);
          this.#body.add(bytes, at, end);
          this.#left -= end - at;
          at = end;
          if (this.#left === 0) this.#next = 'nothing';
          break;
        }
        case 'chunks':
          at = (this.#chunks ??= new Chunks(this.#body)).take(bytes, at, length);
          if (this.#chunks.done) this.#next = 'nothing';
          break;
        case 'rest':
          this.#body.add(bytes, at, length);
          at = length;
          break;
        case 'nothing':
          throw notHTTP('BYTES_AFTER_ANSWER');
      }
    }
    return this.#next === 'nothing';
  }

  /** The other side will send no more: true when that is how the answer ends. */
  end(): boolean {
    return this.#next === 'rest' || this.#next === 'nothing';
  }

  answer(): UpstreamAnswer {
    return { status: this.status, headers: this.headers, body: this.#body.all() };
  }

  #takeHead(bytes: Buffer, from: number, length: number): number {
    let matched = this.#matched;
    let at = from;
    while (at < length && matched < 4) {
      const byte = bytes[at];
      at += 1;
      if (byte === ((matched & 1) === 0 ? 0x0d : 0x0a)) matched += 1;
      else matched = byte === 0x0d ? 1 : 0;
    }
    this.#headBytes += at - from;
    if (this.#headBytes > maxHeadBytes) throw notHTTP('HEAD_TOO_LARGE');
    this.#head += bytes.toString('latin1', from, at);
    this.#matched = matched;
    if (matched === 4) this.#endHead();
    else if (!start.startsWith(this.#head.slice(0, start.length))) throw notHTTP('BAD_STATUS_LINE');
    return at;
  }

  #endHead(): void {
    const { status, headers, body, idleMs } = readHead(this.#head, this.#bodiless);
    this.#head = '';
    this.#matched = 0;
    if (status < 200) {
      // Neither was asked for: who goes on after them may speak another protocol.
      if (status <= 101) throw new Failure('broken', { cause: 'UNEXPECTED_STATUS', detail: 'the connection broke off' });
      return;
    }
    this.status = status;
    this.headers = headers;
    this.idleMs = body === untilEnd ? 0 : idleMs;
    if (body === inChunks) this.#next = 'chunks';
    else if (body === untilEnd) this.#next = 'rest';
    else if (body === 0) this.#next = 'nothing';
    else {
      this.#body.expectAll(body);
      this.#left = body;
      this.#next = 'counted';
    }
  }
}

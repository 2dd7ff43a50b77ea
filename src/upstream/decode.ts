/**
 * Undoes the compression of an answer. None is asked for, but an answer may come compressed all the same.
 * The cap holds for the decompressed size too, so a small bomb stays small.
 */
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { UpstreamAnswer } from './call.ts';
import { tooLarge } from './exchange.ts';
import { Failure, labelOf } from './failure.ts';

type Decompress = (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const encodings: ReadonlyMap<string, Decompress> = new Map([
  ['gzip', promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip)],
  ['x-gzip', promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip)],
  ['deflate', promisify<Buffer, { maxOutputLength: number }, Buffer>(inflate)],
  ['br', promisify<Buffer, { maxOutputLength: number }, Buffer>(brotliDecompress)],
]);

/** Rejects with `unreadable` when the answer is in no known encoding, is damaged, or grows too large. */
export async function decodeAnswer(answer: UpstreamAnswer, maxBytes: number): Promise<UpstreamAnswer> {
  const encoding = String(answer.headers['content-encoding'] ?? '').trim().toLowerCase();
  if (encoding === '' || encoding === 'identity' || answer.body.length === 0) return answer;
  const decompress = encodings.get(encoding);
  const { status } = answer;
  if (!decompress) throw new Failure('unreadable', { status, detail: 'it is compressed in an unknown way' });
  const headers = { ...answer.headers };
  delete headers['content-encoding'];
  delete headers['content-length'];
  try {
    return { status, headers, body: await decompress(answer.body, { maxOutputLength: maxBytes }) };
  } catch (error) {
    const cause = labelOf(error);
    const detail = cause === 'ERR_BUFFER_TOO_LARGE' ? tooLarge(maxBytes) : 'its compression is damaged';
    throw new Failure('unreadable', { status, cause, detail });
  }
}

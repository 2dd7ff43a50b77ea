/**
 * Compression of large answers, as the client asks for it, on the thread pool of libuv and not on the
 * event loop. Small answers leave as they are: ten packets are on their way before the first is confirmed,
 * so nobody would get them sooner.
 *
 * An answer that holds a secret beside text of an attacker's choice tells the secret by its length when it
 * is compressed (BREACH). Nothing here does: credentials are in no answer, and no browser sends a caller's
 * credentials by itself, as it does with cookies.
 */
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib';
import type { BrotliOptions } from 'node:zlib';
import Negotiator from 'negotiator';

/** Ten TCP segments of 1460 bytes, less the headers of the answer, in bytes. */
export const compressedFrom = 14_000;

/** Types that are text; images and fonts are compressed already. */
const text = /^(?:text\/|application\/(?:json|graphql-response\+json|javascript)|image\/svg\+xml)/;

export type Encoding = 'br' | 'gzip';

export function isCompressible(contentType: string | undefined, length: number): boolean {
  return length >= compressedFrom && contentType !== undefined && text.test(contentType);
}

/** What the client likes best of what there is; undefined: as it is. */
export function encodingFor(accept: string | undefined): Encoding | undefined {
  if (accept === undefined || accept === '') return undefined;
  const negotiator = new Negotiator({ headers: { 'accept-encoding': accept } }) as { encoding(available: string[], options: { preferred: string[] }): string | undefined };
  const encoding = negotiator.encoding(['br', 'gzip', 'identity'], { preferred: ['br', 'gzip'] });
  return encoding === 'br' || encoding === 'gzip' ? encoding : undefined;
}

const compressors = {
  br: promisify(brotliCompress),
  gzip: promisify(gzip),
};

/** The highest quality takes seconds for a megabyte; 4 is as fast as gzip, and smaller. */
const brotli = (length: number): BrotliOptions => ({ params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: length } });

/** Rejects if zlib fails, which it has no reason to. */
export function compress(body: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'gzip') return compressors.gzip(body);
  return compressors.br(body, brotli(body.length));
}

/** Bytes that come in pieces, and empties these: what is compressed is let go. */
export async function compressPieces(pieces: Buffer[], encoding: Encoding): Promise<Buffer[]> {
  const compressor = encoding === 'gzip' ? createGzip() : createBrotliCompress(brotli(pieces.reduce((sum, { length }) => sum + length, 0)));
  const compressed: Buffer[] = [];
  const source = Readable.from(shifted(pieces), { objectMode: false });
  for await (const piece of source.pipe(compressor)) compressed.push(piece as Buffer);
  return compressed;
}

function* shifted(pieces: Buffer[]): Generator<Buffer> {
  for (let piece = pieces.shift(); piece !== undefined; piece = pieces.shift()) yield piece;
}

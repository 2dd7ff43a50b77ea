/**
 * multipart/form-data as a stream (RFC 7578): the parts are opened one after another, as their turn
 * comes, and nothing is held in memory. A part that cannot be read ends the stream with its error.
 */
import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Multipart } from './call.ts';

/** Of a boundary's 16 random bytes no part can hold a copy. */
export function newBoundary(): string {
  return `----collectgraph${randomBytes(16).toString('hex')}`;
}

export async function* multipartBody({ parts }: Multipart, boundary: string): AsyncGenerator<Buffer> {
  for (const part of parts) {
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="${escapeName(part.name)}"`;
    if ('value' in part) {
      yield Buffer.from(`${head}\r\n\r\n${part.value}\r\n`);
      continue;
    }
    yield Buffer.from(`${head}; filename="${escapeName(part.filename)}"\r\ncontent-type: ${mediaType(part.contentType)}\r\n\r\n`);
    const file: Readable = part.open();
    try {
      for await (const chunk of file as AsyncIterable<Buffer | string>) {
        if (chunk.length > 0) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      }
    } finally {
      file.destroy();
    }
    yield Buffer.from('\r\n');
  }
  yield Buffer.from(`--${boundary}--\r\n`);
}

/** As browsers do it: a quote or a line break in a name must not end the header. */
function escapeName(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A file's type is the uploader's word: anything but a plain media type is sent as bytes. */
function mediaType(type: string): string {
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:; ?[\w-]+=(?:[\w.+-]+|"[\w .+-]*"))*$/.test(type) ? type : 'application/octet-stream';
}

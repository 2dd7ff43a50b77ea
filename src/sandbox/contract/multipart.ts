/** A multipart/form-data body, streamed: of a file only its size and digest are kept. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import type { BodyValue } from './body.ts';

export interface ReceivedFile {
  filename: string;
  contentType: string;
  bytes: number;
  /** In hex. */
  sha256: string;
}

export async function readMultipart(contentType: string, body: Buffer | Readable): Promise<BodyValue> {
  const value = new Map<string, unknown>();
  const checked = new Map<string, unknown>();
  /** Parts of one name become a list. */
  const put = (name: string, part: unknown, seen: unknown) => {
    value.set(name, value.has(name) ? [value.get(name), part].flat() : part);
    checked.set(name, checked.has(name) ? [checked.get(name), seen].flat() : seen);
  };
  try {
    const form = busboy({ headers: { 'content-type': contentType }, defParamCharset: 'utf8' });
    form.on('field', (name, text) => put(name, text, text));
    form.on('file', (name, stream, { filename, mimeType }) => {
      const digest = createHash('sha256');
      let bytes = 0;
      stream.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        digest.update(chunk);
      });
      stream.on('end', () => put(name, { filename: filename ?? '', contentType: mimeType, bytes, sha256: digest.digest('hex') } satisfies ReceivedFile, ''));
    });
    await pipeline(Buffer.isBuffer(body) ? Readable.from([body]) : body, form);
    return { value: Object.fromEntries(value), checked: Object.fromEntries(checked), problems: [] };
  } catch (error) {
    return { problems: [{ place: 'body', at: [], message: `is no multipart/form-data: ${(error as Error).message}` }] };
  }
}

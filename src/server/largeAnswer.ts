/**
 * A large answer leaves in pieces, each when the client has taken those before it; compressed, if he takes that,
 * on the thread pool of libuv piece by piece. Status, headers and bytes are those of an answer in one write.
 */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { everyAnswer, varyOf } from './answer.ts';
import type { Reply } from './answer.ts';
import { compressPieces, compressedFrom, encodingFor } from './compress.ts';

/** Empties `pieces`. Ends with the last piece taken, or with the connection. */
export async function sendPieces(request: IncomingMessage, response: ServerResponse, contentType: string, pieces: Buffer[]): Promise<void> {
  const headers: Record<string, string> = { ...everyAnswer, 'content-type': contentType };
  const { requestId } = response as Reply;
  if (requestId !== undefined) headers['x-request-id'] = requestId;
  let body = pieces;
  if (lengthOf(pieces) >= compressedFrom) {
    headers['vary'] = varyOf(response);
    const encoding = encodingFor(request.headers['accept-encoding']);
    if (encoding) {
      body = await compressPieces(pieces, encoding);
      headers['content-encoding'] = encoding;
    }
  }
  if (response.destroyed || response.headersSent) return;
  response.writeHead(200, { ...headers, 'content-length': String(lengthOf(body)) });
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  for (let piece = body.shift(); piece !== undefined && !gone.signal.aborted; piece = body.shift()) {
    if (response.write(piece)) continue;
    try {
      await once(response, 'drain', { signal: gone.signal });
    } catch {
      return; // The client has hung up, or the connection broke off.
    }
  }
  response.end();
}

function lengthOf(pieces: readonly Buffer[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

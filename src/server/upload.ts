/**
 * Reads a multipart request (graphql-multipart-request-spec): the operation at once, the files as
 * they come in, each through a temporary file that is removed when the answer has been sent.
 * The CSRF header must have been checked before: a browser sends such a body across origins unasked.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import processRequest from 'graphql-upload/processRequest.mjs';
import { discard, refuseEncoded, requireOperation, tooLarge } from './body.ts';
import { ClientGone, Refusal } from './refusal.ts';

const maxFiles = 10;

export interface UploadLimits {
  /** Of the operation and of the map, each. */
  maxBodyBytes: number;
  /** Of all files together. */
  maxUploadBytes: number;
}

export async function readUpload(request: IncomingMessage, response: ServerResponse, limits: UploadLimits): Promise<Record<string, unknown>> {
  refuseEncoded(request);
  const total = limits.maxUploadBytes + limits.maxBodyBytes;
  if (Number(request.headers['content-length'] ?? 0) > total) {
    discard(request);
    throw tooLarge(limits.maxUploadBytes, 'MAX_UPLOAD_BYTES');
  }
  try {
    const operation = processRequest(request, response, {
      maxFieldSize: limits.maxBodyBytes,
      maxFileSize: limits.maxUploadBytes,
      maxFiles,
    });
    cutAfter(request, total);
    freeAfter(request, response);
    return requireOperation(await operation);
  } catch (error) {
    request.resume();
    throw asRefusal(error);
  }
}

/** A body without a declared length is cut off when it grows too large: its operation may be under way, so there is no other way to say it. */
function cutAfter(request: IncomingMessage, total: number): void {
  let length = 0;
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > total) request.destroy();
  });
}

/**
 * An operation may be answered before its files are in, and nobody reads them then: the rest is
 * dropped, else it would stand before the next request on the same connection for ever.
 */
function freeAfter(request: IncomingMessage, response: ServerResponse): void {
  response.once('close', () => {
    if (request.readableEnded || request.destroyed) return;
    request.unpipe();
    discard(request);
  });
}

function asRefusal(error: unknown): Error {
  if (error instanceof Refusal) return error;
  const { status, message } = error as { status?: unknown; message?: unknown };
  if (status === 499) return new ClientGone();
  if (status === 413) return new Refusal({ status, code: 'LIMIT_EXCEEDED', message: String(message) });
  // Neither graphql-upload nor busboy quotes the body in a message.
  return new Refusal({ status: 400, code: 'BAD_REQUEST', message: `The multipart body could not be read: ${String(message)}` });
}

/**
 * Reads the JSON body of a POST: capped in size, UTF-8, one operation. What is something else is
 * refused with a status and a sentence, most of it before a byte of the body is read.
 */
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { isLargeJSON, parseInTurns } from '../json/main.ts';
import { ClientGone, Refusal } from './refusal.ts';

/** How long the rest of a refused body is read and dropped, so that the client gets to see the refusal, in ms. */
const lingerMs = 5_000;

/** `application/json; charset=utf-8` -> `['application/json', 'utf-8']`, in lower case. */
export function mediaType(header: string | undefined): { type: string; charset: string | undefined } {
  if (header === 'application/json') return { type: header, charset: undefined }; // what nearly everyone sends
  const [type = '', ...parameters] = (header ?? '').toLowerCase().split(';');
  const charset = parameters.map((p) => /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/.exec(p)?.[1]).find((c) => c !== undefined);
  return { type: type.trim(), charset };
}

export function readOperation(request: IncomingMessage, limit: number): Promise<Record<string, unknown>> {
  const { charset } = mediaType(request.headers['content-type']);
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    throw new Refusal({ status: 415, code: 'BAD_REQUEST', message: 'The body of a request must be UTF-8; its content-type names another charset.' });
  }
  refuseEncoded(request);
  return readBytes(request, limit).then(parseOperation);
}

/** A compressed body could grow without bound, so none is taken. */
export function refuseEncoded(request: IncomingMessage): void {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new Refusal({
      status: 415,
      code: 'BAD_REQUEST',
      message: 'The body of a request must come without content-encoding.',
      headers: { 'accept-encoding': 'identity' },
    });
  }
}

export function tooLarge(limit: number, name: string): Refusal {
  return new Refusal({ status: 413, code: 'LIMIT_EXCEEDED', message: `The request is larger than the ${limit} bytes that ${name} allows.` });
}

/** `name`: what sets the limit. */
export function readBytes(request: IncomingMessage, limit: number, name = 'MAX_BODY_BYTES'): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    discard(request);
    throw tooLarge(limit, name);
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let isOver = false;
    const onData = (chunk: Buffer): void => {
      length += chunk.length;
      if (length <= limit) {
        chunks.push(chunk);
        return;
      }
      isOver = true;
      request.off('data', onData);
      discard(request);
      reject(tooLarge(limit, name));
    };
    // Every request closes in the end; only one that closes unread was given up by its client.
    const onClose = (): void => {
      if (!isOver) reject(new ClientGone());
      isOver = true;
    };
    request.on('data', onData);
    request.on('end', () => {
      isOver = true;
      resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
    });
    request.on('error', onClose);
    request.on('close', onClose);
  });
}

/** Reads on without keeping anything: cutting the connection at once would lose the refusal on its way. */
export function discard(request: IncomingMessage): void {
  const { socket } = request;
  // Once the refusal is out, only the socket tells that the client has gone.
  const done = (): void => {
    clearTimeout(timer);
    socket.off('close', done);
  };
  const timer = setTimeout(() => socket.destroy(), lingerMs);
  socket.once('close', done);
  request.once('end', done);
  request.on('error', () => undefined); // How the connection ends is of no interest.
  request.resume();
}

function parseOperation(bytes: Buffer): Record<string, unknown> | Promise<Record<string, unknown>> {
  if (bytes.length === 0) throw bad('The body of a POST is empty; expected a JSON object with "query".');
  if (!isUtf8(bytes)) throw bad('The body of the request is not valid UTF-8.');
  if (isLargeJSON(bytes)) return parseInTurns(bytes).then(requireOperation, notJSON);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    return notJSON();
  }
  return requireOperation(value);
}

/** What V8 says about it quotes the body. */
function notJSON(): never {
  throw bad('The body of the request is not valid JSON.');
}

export function requireOperation(value: unknown): Record<string, unknown> {
  if (Array.isArray(value)) throw bad('The body is an array; operations are taken one at a time, each as a JSON object with "query".');
  if (typeof value !== 'object' || value === null) throw bad('The body of the request must be a JSON object with "query".');
  return value as Record<string, unknown>;
}

function bad(message: string): Refusal {
  return new Refusal({ status: 400, code: 'BAD_REQUEST', message });
}

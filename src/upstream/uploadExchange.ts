/**
 * One multipart request over `fetch`, streamed, on a connection of its own.
 *
 * Uploads are rare and long: a fresh connection costs them little and cannot be a keep-alive socket
 * that the other side is just closing. The connection also says whether anything can have been sent.
 */
import { Readable } from 'node:stream';
import fetch from 'node-fetch';
import { stops } from './bounds.ts';
import type { Multipart, UpstreamAnswer } from './call.ts';
import { openConnection } from './connection.ts';
import type { PromisedExchange, WireRequest } from './exchange.ts';
import { brokenOff, notSent, refuses, tooLarge } from './exchange.ts';
import { Failure, labelOf } from './failure.ts';
import { multipartBody, newBoundary } from './multipart.ts';

export function uploadExchange(origin: string, maxAnswerBytes: number): PromisedExchange {
  return async (request, bounds) => {
    const abort = new AbortController();
    const connection = openConnection(origin);
    const source = { failed: false, read: false };
    const boundary = newBoundary();
    const body = Readable.from(watchedSource(multipartBody(request.body as Multipart, boundary), source), { highWaterMark: 1 });
    let head: Omit<UpstreamAnswer, 'body'> | undefined;
    bounds.onStop(() => abort.abort());
    try {
      if (bounds.stopped !== undefined) throw new Error('stopped');
      const response = await fetch(urlOf(origin, request), {
        method: request.method,
        headers: { ...request.headers, 'content-type': `multipart/form-data; boundary=${boundary}` },
        body,
        redirect: 'manual',
        // Decompression is done in one place for all answers.
        compress: false,
        size: maxAnswerBytes,
        agent: connection.agent,
        signal: abort.signal,
      });
      head = { status: response.status, headers: headersOf(response.headers) };
      return { ...head, body: Buffer.from(await response.arrayBuffer()) };
    } catch (error) {
      if (head && refuses(head.status, request.accept)) return { ...head, body: Buffer.alloc(0) };
      if (error instanceof Failure) throw error;
      const cause = labelOf(error);
      if (bounds.stopped !== undefined) {
        const detail = stops[bounds.stopped];
        throw connection.made()
          // A caller who sends his file slowly is no fault of the system.
          ? new Failure('timeout', { detail, ours: !source.read })
          : new Failure('late', { detail: `${detail} before the call was sent` });
      }
      if (source.failed) throw new Failure(connection.made() ? 'broken' : 'unwritable', { cause, detail: 'the upload could not be read to its end', ours: true });
      if (!connection.made()) throw notSent(error);
      if (isTooLarge(error)) throw new Failure('unreadable', { cause, detail: tooLarge(maxAnswerBytes) });
      throw brokenOff(error);
    } finally {
      bounds.onStop(undefined);
      // The answer may have come before the end of the body: what is left is not sent, and open files are closed.
      body.destroy();
      connection.agent.destroy();
    }
  };
}

/** `fetch` would tidy up a path with dot segments, and so send another one: such a path is refused. */
function urlOf(origin: string, request: WireRequest): URL {
  const url = new URL(origin + request.target);
  // An apostrophe in a query is written %27 there, which is the same character.
  const plain = (target: string): string => target.replaceAll('%27', "'");
  if (plain(url.pathname + url.search) !== plain(request.target)) {
    throw new Failure('unwritable', { detail: 'its path would not be sent as it is' });
  }
  return url;
}

async function* watchedSource(source: AsyncGenerator<Buffer>, state: { failed: boolean; read: boolean }): AsyncGenerator<Buffer> {
  try {
    yield* source;
    state.read = true;
  } catch (error) {
    state.failed = true;
    throw error;
  }
}

function headersOf(headers: Iterable<[string, string]>): UpstreamAnswer['headers'] {
  const result: UpstreamAnswer['headers'] = {};
  for (const [name, value] of headers) result[name.toLowerCase()] = value;
  return result;
}

export function isTooLarge(error: unknown): boolean {
  return (error as { type?: unknown }).type === 'max-size';
}

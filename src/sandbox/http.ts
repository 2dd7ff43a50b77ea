/**
 * The HTTP server of one stand-in: reads a request, records it, lets it fail where a test wants that,
 * and writes the answer. It knows nothing of what is asked.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallRecorder, RecordedCall } from './calls.ts';
import type { Failure, Failures } from './failures.ts';
import { isDone, replacement } from './failures.ts';
import { pageOf } from './pages.ts';
import type { PageOptions } from './pages.ts';
import type { Answer, IncomingCall, StandIn } from './standIn.ts';
import { BodyTooLarge } from './standIn.ts';

export interface ServeOptions {
  standIn: StandIn;
  port: number;
  calls: CallRecorder;
  failures: Failures;
  /** A larger body is refused with 413, in bytes. */
  maxBodyBytes: number;
  /** Pages for debtors, beside the API. */
  pages?: PageOptions | undefined;
  /** Told about every error that is the stand-in's own. */
  problem: (text: string) => void;
}

export interface Served {
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** Breaks off whatever is still on its way. */
  close(): Promise<void>;
}

export async function serve(options: ServeOptions): Promise<Served> {
  const { standIn, port, problem } = options;
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    handle(request, response, options).catch((error: unknown) => {
      // A caller who leaves before the request is whole is no mistake of ours.
      if (request.destroyed && !request.complete) return;
      problem(`${standIn.name}: ${request.method} ${request.url}: ${error instanceof Error ? error.stack : String(error)}`);
      if (!response.headersSent) write(response, standIn.words(500));
      else response.destroy();
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        // Closing what is closed already is told as an error, and is none.
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(request: IncomingMessage, response: ServerResponse, options: ServeOptions): Promise<void> {
  const { standIn, calls, failures, pages } = options;
  const { method = 'GET', url = '/', headers } = request;
  const page = pages && pageOf(request, pages);
  if (page) {
    request.resume();
    return write(response, page);
  }
  const operation = standIn.operation(method, url);
  const record: RecordedCall = { system: standIn.name, operation, method, url, headers };
  const n = calls.record(record);
  const failure = failures.next({ operation, method, url, headers, n });
  if (failure !== undefined) record.failure = failure;
  if (failure?.kind === 'reset' && failure.when === 'head') return reset(request);

  const call: IncomingCall = {
    method,
    url,
    headers,
    read: async () => (record.body = await read(request, options.maxBodyBytes)),
    stream: () => request,
  };
  let answer: Answer;
  try {
    if (failure === undefined || isDone(failure)) {
      answer = await standIn.answer(call);
      record.done = answer.status >= 200 && answer.status < 300;
    } else {
      await call.read();
      answer = standIn.words(500);
    }
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) throw error;
    answer = { ...standIn.words(413), headers: { ...standIn.words(413).headers, connection: 'close' } };
    write(response, answer);
    record.status = answer.status;
    request.resume();
    return;
  }
  // What nobody reads would block the connection.
  if (!request.readableEnded) request.resume();
  if (failure !== undefined) {
    const sent = await fail({ failure, answer, request, response, standIn });
    if (sent === undefined) return;
    answer = sent;
  }
  record.status = answer.status;
  write(response, answer);
}

/** The answer that is to be written all the same, or nothing where the connection is dealt with. */
async function fail(options: {
  failure: Failure;
  answer: Answer;
  request: IncomingMessage;
  response: ServerResponse;
  standIn: StandIn;
}): Promise<Answer | undefined> {
  const { failure, answer, request, response, standIn } = options;
  switch (failure.kind) {
    case 'status':
    case 'garbage':
      return replacement(failure, (status) => standIn.words(status));
    case 'delay':
      await sleep(failure.ms, undefined, { ref: false });
      return answer;
    case 'wait':
      await Promise.race([failure.until, once(response, 'close')]);
      return answer;
    case 'hang':
      return undefined;
    case 'reset':
      if (failure.when === 'answer') {
        const { headers, bytes } = encoded(answer);
        response.writeHead(answer.status, headers);
        response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => reset(request));
        return undefined;
      }
      reset(request);
      return undefined;
    case 'truncate': {
      const { headers, bytes } = encoded(answer);
      response.writeHead(answer.status, headers);
      response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => request.socket.end());
      return undefined;
    }
  }
}

function reset(request: IncomingMessage): void {
  request.socket.resetAndDestroy();
}

/** By events: an iterator that is left early would destroy the connection, and the refusal with it. */
function read(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const tooLarge = () => {
      request.removeAllListeners('data');
      reject(new BodyTooLarge());
    };
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) return tooLarge();
    request.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxBytes) tooLarge();
    });
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

function write(response: ServerResponse, answer: Answer): void {
  const { headers, bytes } = encoded(answer);
  response.writeHead(answer.status, headers);
  response.end(bytes);
}

function encoded(answer: Answer): { headers: Record<string, string>; bytes: Buffer } {
  const { bytes, type } = bodyOf(answer);
  return { headers: { ...(type !== undefined && { 'content-type': type }), 'content-length': String(bytes.length), ...answer.headers }, bytes };
}

function bodyOf(answer: Answer): { bytes: Buffer; type?: string } {
  if (answer.bytes !== undefined) return { bytes: answer.bytes };
  if (answer.json !== undefined) return { bytes: Buffer.from(JSON.stringify(answer.written ?? answer.json)), type: 'application/json' };
  if (answer.text !== undefined) return { bytes: Buffer.from(answer.text), type: 'text/plain; charset=utf-8' };
  return { bytes: Buffer.alloc(0) };
}

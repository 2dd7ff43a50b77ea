/**
 * An operation over Server-Sent Events, in the distinct connections mode of the GraphQL over SSE protocol: one
 * connection, one operation.
 *
 *   event: next      data: {"data":{...}}     a result
 *   event: complete                           the operation has ended; without it, the connection broke off
 *
 * The next result is asked for when the one before has left: a client that reads slowly waits for itself. One that
 * does not read at all is cut off, so that what it was sent is not kept for it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { OperationTypeNode } from 'graphql';
import { everyAnswer } from '../answer.ts';
import type { Reply } from '../answer.ts';
import { Ending } from '../../events/live/tail.ts';
import { Refusal } from '../refusal.ts';
import type { Prepared } from './documents.ts';
import type { Client, Result, Results, Runner } from './run.ts';

/** A connection that says nothing is cut by proxies; a comment is no event. */
const comment = ':\n\n';
/** How often it is said, in ms. */
const pulseMs = 12_000;
/** A client that has read nothing for so long is gone, in ms. */
const patienceMs = 60_000;

export interface SSE {
  /** Whether the client asks for a stream. */
  isAskedFor(accept: string | undefined): boolean;
  /** Resolves when the stream has ended. `errors` were found before anything was run. */
  serve(options: { request: IncomingMessage; response: ServerResponse; prepared: Prepared | { errors: Result['errors'] }; client: Client }): Promise<void>;
  readonly open: number;
}

interface Stream {
  response: ServerResponse;
  /** When the client stopped reading; undefined while it reads. */
  fullSince: number | undefined;
}

export function createSSE({ runner, mostOpen }: { runner: Runner; mostOpen: () => boolean }): SSE {
  const streams = new Set<Stream>();
  let pulse: NodeJS.Timeout | undefined;

  /** One timer for all: ten thousand of them would be a load of their own. */
  function beat(): void {
    const now = performance.now();
    for (const stream of streams) {
      if (stream.fullSince === undefined) {
        if (stream.response.headersSent) stream.response.write(comment);
      }
      else if (now - stream.fullSince > patienceMs) stream.response.destroy();
    }
  }

  function add(stream: Stream): void {
    streams.add(stream);
    pulse ??= setInterval(beat, pulseMs).unref();
  }

  function remove(stream: Stream): void {
    streams.delete(stream);
    if (streams.size > 0) return;
    clearInterval(pulse);
    pulse = undefined;
  }

  return {
    get open() {
      return streams.size;
    },
    isAskedFor: (accept) => accept !== undefined && /(?:^|[,\s])text\/event-stream(?:$|[;,\s])/i.test(accept),
    async serve({ request, response, prepared, client }) {
      if (mostOpen()) throw new Refusal({ status: 503, code: 'LIMIT_EXCEEDED', message: 'As many subscriptions are open as MAX_SUBSCRIPTIONS allows.', headers: { 'retry-after': '10' } });
      if (request.method === 'GET' && 'operation' in prepared && prepared.operation.operation === OperationTypeNode.MUTATION) {
        throw new Refusal({ status: 405, code: 'BAD_REQUEST', message: 'A mutation is sent by POST.', headers: { allow: 'POST' } });
      }
      const stream: Stream = { response, fullSince: undefined };
      let results: Results | undefined;
      /** Set while the client is not reading. */
      let resume: (() => void) | undefined;
      response.once('close', () => {
        remove(stream);
        void results?.return();
        resume?.();
      });
      response.on('drain', () => resume?.());
      if (response.closed) return;
      add(stream);

      const leave = async (text: string): Promise<void> => {
        if (response.destroyed || response.write(text)) return;
        stream.fullSince = performance.now();
        await new Promise<void>((resolve) => (resume = resolve));
        resume = undefined;
        stream.fullSince = undefined;
      };
      try {
        const outcome = 'errors' in prepared ? { errors: prepared.errors } : await runner.run(prepared, client);
        if (Symbol.asyncIterator in outcome) results = outcome;
        if (response.destroyed) return void results?.return();
        // Whoever sees the head of the answer has subscribed: no event from now on is missed.
        response.writeHead(200, { ...everyAnswer, 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no', 'x-request-id': (response as Reply).requestId ?? client.requestId });
        response.write(comment);
        response.socket?.setNoDelay(true);
        if (Symbol.asyncIterator in outcome) {
          for await (const result of outcome) await leave(message(result));
        } else await leave(message(outcome));
        if (!response.destroyed) response.end('event: complete\ndata:\n\n');
      } catch (error) {
        // Without "complete": the client begins again, and finds another instance.
        if (error instanceof Ending && response.headersSent) return void response.end();
        if (error instanceof Ending || response.headersSent) response.destroy();
        if (!(error instanceof Ending)) throw error;
      }
    },
  };
}

/** JSON has no line breaks of its own. */
function message(result: Result): string {
  return `event: next\ndata: ${JSON.stringify(result)}\n\n`;
}

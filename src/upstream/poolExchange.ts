/**
 * One request over the library's pool of keep-alive connections: the other client of the data path.
 *
 * It is written on `dispatch` rather than `request` because only there can one see the moment at
 * which a request is put on a socket: what fails before it has done nothing, and what fails after
 * it may have been done. The pool itself would put a request on a second socket in rare cases
 * (a socket that it reset while the request was running); here the second start is refused.
 */
import { Pool } from 'undici';
import type { Dispatcher } from 'undici';
import type { Bounds, Stop } from './bounds.ts';
import { stops } from './bounds.ts';
import type { UpstreamAnswer } from './call.ts';
import type { Client, ClientOptions } from './client.ts';
import type { PromisedExchange, WireRequest } from './exchange.ts';
import { brokenOff, notSent, refuses, told, tooLarge } from './exchange.ts';
import { Failure } from './failure.ts';

export function openPool({ base, connections, connectMs, maxAnswerBytes }: ClientOptions): Client {
  const pool = new Pool(base.origin, {
    connections,
    pipelining: 1,
    // Every call is bounded by its own limit and deadline, to the last byte.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: connectMs },
  });
  return { exchange: told(poolExchange(pool, maxAnswerBytes)), destroy: () => pool.destroy() };
}

export function poolExchange(pool: Pool, maxAnswerBytes: number): PromisedExchange {
  return (request, bounds) =>
    new Promise((resolve, reject) => {
      const handler = new PooledRequest({ request, bounds, maxAnswerBytes, resolve, reject });
      if (handler.settled) return;
      pool.dispatch(
        {
          path: request.target,
          method: request.method,
          headers: request.headers,
          body: request.body as string | Buffer | undefined,
        },
        handler,
      );
    });
}

interface PooledRequestOptions {
  request: WireRequest;
  bounds: Bounds;
  maxAnswerBytes: number;
  resolve: (answer: UpstreamAnswer) => void;
  reject: (failure: Failure) => void;
}

/** Lives from the dispatch to the answer's last byte, or to the failure that comes first. */
class PooledRequest implements Dispatcher.DispatchHandler {
  settled = false;
  readonly #options: PooledRequestOptions;
  /** Set when the request is put on a socket. */
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: UpstreamAnswer['headers'] = {};
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(options: PooledRequestOptions) {
    this.#options = options;
    options.bounds.onStop((stop) => this.#onStop(stop));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.settled) return controller.abort(new Failure('late'));
    if (this.#controller !== undefined) {
      this.#fail(new Failure('broken', { detail: 'its connection was reset' }));
      return controller.abort(new Failure('broken'));
    }
    this.#controller = controller;
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: UpstreamAnswer['headers']): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
    const length = Number(headers['content-length']);
    if (length > this.#options.maxAnswerBytes) this.#overflow(controller);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#options.maxAnswerBytes) return this.#overflow(controller);
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const [only] = this.#chunks;
    this.#settle(() =>
      this.#options.resolve({
        status: this.#status,
        headers: this.#headers,
        body: this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks, this.#bytes),
      }),
    );
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (this.settled) return;
    this.#fail(this.#controller === undefined ? notSent(error) : brokenOff(error));
  }

  #onStop(stop: Stop): void {
    if (this.#controller === undefined) {
      return this.#fail(new Failure('late', { detail: `${stops[stop]} before the call was sent` }));
    }
    const failure = new Failure('timeout', { detail: stops[stop] });
    this.#fail(failure);
    this.#controller.abort(failure);
  }

  #overflow(controller: Dispatcher.DispatchController): void {
    const failure = new Failure('unreadable', { detail: tooLarge(this.#options.maxAnswerBytes) });
    this.#fail(failure);
    controller.abort(failure);
  }

  #fail(failure: Failure): void {
    const { request, resolve, reject } = this.#options;
    this.#settle(() => {
      if (!refuses(this.#status, request.accept)) return reject(failure);
      resolve({ status: this.#status, headers: this.#headers, body: Buffer.alloc(0) });
    });
  }

  #settle(settle: () => void): void {
    if (this.settled) return;
    this.settled = true;
    this.#options.bounds.onStop(undefined);
    settle();
  }
}

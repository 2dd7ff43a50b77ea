/**
 * One request and its answer over the pool: from the wait for a connection to the last byte.
 *
 * What fails before the request is handed to a connection has done nothing. From then on it may have
 * been done, whatever the socket says: it is never written a second time.
 */
import type { Bounds, Stop } from '../bounds.ts';
import { stops } from '../bounds.ts';
import type { UpstreamAnswer } from '../call.ts';
import type { Exchange, WireRequest } from '../exchange.ts';
import { brokenOff, refuses } from '../exchange.ts';
import { Failure, labelOf } from '../failure.ts';
import type { Carried, Connection } from './connection.ts';
import type { ConnectionPool, Waiting } from './pool.ts';
import { AnswerReader } from './reader.ts';
import { requestBytes } from './request.ts';

export interface HTTP1ExchangeOptions {
  pool: ConnectionPool;
  /** As it stands in the header `host`. */
  host: string;
  maxAnswerBytes: number;
}

export function http1Exchange({ pool, host, maxAnswerBytes }: HTTP1ExchangeOptions): Exchange {
  return (request, bounds) =>
    new Promise((resolve, reject) => {
      const { text, body } = requestBytes(host, request);
      const running = new Running({ pool, request, bounds, text, body, maxAnswerBytes, resolve, reject });
      if (!running.settled) pool.take(running);
    });
}

interface RunningOptions {
  pool: ConnectionPool;
  request: WireRequest;
  bounds: Bounds;
  text: string;
  body: Buffer | undefined;
  maxAnswerBytes: number;
  resolve: (answer: UpstreamAnswer) => void;
  reject: (error: unknown) => void;
}

class Running implements Waiting, Carried {
  settled = false;
  readonly text: string;
  readonly body: Buffer | undefined;
  readonly #options: RunningOptions;
  readonly #reader: AnswerReader;
  /** Set when the request is handed to it, and while the answer is not whole. */
  #connection: Connection | undefined;

  constructor(options: RunningOptions) {
    const { request, bounds, text, body, maxAnswerBytes } = options;
    this.#options = options;
    this.text = text;
    this.body = body;
    this.#reader = new AnswerReader({ bodiless: request.method === 'HEAD', maxBytes: maxAnswerBytes });
    bounds.onStop((stop) => this.#onStop(stop));
  }

  start(connection: Connection): void {
    this.#connection = connection;
    connection.carry(this);
  }

  onBytes(bytes: Buffer, length: number, connection: Connection): void {
    try {
      if (!this.#reader.take(bytes, length)) return;
    } catch (error) {
      connection.destroy();
      // Anything but a failure is a fault of our own, and the answer is lost.
      return this.fail(error instanceof Failure ? error : new Failure('broken', { cause: labelOf(error) }));
    }
    this.#finish(connection);
  }

  onEnd(connection: Connection): void {
    if (this.#reader.end()) return this.#finish(connection);
    connection.destroy();
    this.fail(new Failure('broken', { cause: 'CLOSED', detail: 'the connection broke off' }));
  }

  onLost(error: Error | undefined): void {
    this.fail(brokenOff(error ?? { code: 'CLOSED' }));
  }

  /** A refusal holds even if the rest of its answer is lost. */
  fail(failure: Failure): void {
    const { status, headers } = this.#reader;
    const { request, resolve, reject } = this.#options;
    if (!this.#settle()) return;
    if (refuses(status, request.accept)) resolve({ status, headers, body: Buffer.alloc(0) });
    else reject(failure);
  }

  #finish(connection: Connection): void {
    const { pool, resolve } = this.#options;
    pool.release(connection, this.#reader.idleMs);
    if (this.#settle()) resolve(this.#reader.answer());
  }

  #onStop(stop: Stop): void {
    const connection = this.#connection;
    if (connection === undefined) {
      this.#options.pool.leave(this);
      return this.fail(new Failure('late', { detail: `${stops[stop]} before the call was sent` }));
    }
    connection.destroy();
    this.fail(new Failure('timeout', { detail: stops[stop] }));
  }

  #settle(): boolean {
    if (this.settled) return false;
    this.settled = true;
    this.#options.bounds.onStop(undefined);
    return true;
  }
}

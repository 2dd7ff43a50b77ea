/**
 * One request and its answer over the pool: from the wait for a connection to the last byte.
 *
 * What fails before the request is handed to a connection has done nothing. From then on it may have
 * been done, whatever the socket says: it is never written a second time.
 */
import type { Bounds, Stop } from '../bounds.ts';
import { stops } from '../bounds.ts';
import type { Asker, Exchange, WireRequest } from '../exchange.ts';
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
  return (request, bounds, asker) => {
    const { text, body } = requestBytes(host, request);
    const running = new Running({ pool, request, bounds, text, body, maxAnswerBytes, asker });
    if (!running.settled) pool.take(running);
  };
}

interface RunningOptions {
  pool: ConnectionPool;
  request: WireRequest;
  bounds: Bounds;
  text: string;
  body: Buffer | undefined;
  maxAnswerBytes: number;
  asker: Asker;
}

class Running implements Waiting, Carried {
  settled = false;
  ahead: Waiting | undefined;
  behind: Waiting | undefined;
  text: string;
  body: Buffer | undefined;
  readonly #pool: ConnectionPool;
  readonly #bounds: Bounds;
  readonly #accept: readonly number[];
  readonly #asker: Asker;
  readonly #reader: AnswerReader;
  /** Set when the request is handed to it, and while the answer is not whole. */
  #connection: Connection | undefined;

  constructor(options: RunningOptions) {
    const { pool, request, bounds, text, body, maxAnswerBytes, asker } = options;
    this.#pool = pool;
    this.#bounds = bounds;
    this.#accept = request.accept;
    this.#asker = asker;
    this.text = text;
    this.body = body;
    this.#reader = new AnswerReader({ bodiless: request.method === 'HEAD', maxBytes: maxAnswerBytes });
    bounds.onStop((stop) => this.#onStop(stop));
  }

  start(connection: Connection): void {
    this.#connection = connection;
    connection.carry(this);
    // It is written once: while the answer is waited for, nobody needs it.
    this.text = '';
    this.body = undefined;
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
    if (!this.#settle()) return;
    if (refuses(status, this.#accept)) this.#asker.onAnswer({ status, headers, body: Buffer.alloc(0) });
    else this.#asker.onFailure(failure);
  }

  #finish(connection: Connection): void {
    this.#pool.release(connection, this.#reader.idleMs);
    if (this.#settle()) this.#asker.onAnswer(this.#reader.answer());
  }

  #onStop(stop: Stop): void {
    const connection = this.#connection;
    if (connection === undefined) {
      this.#pool.leave(this);
      return this.fail(new Failure('late', { detail: `${stops[stop]} before the call was sent` }));
    }
    connection.destroy();
    this.fail(new Failure('timeout', { detail: stops[stop] }));
  }

  #settle(): boolean {
    if (this.settled) return false;
    this.settled = true;
    this.#bounds.onStop(undefined);
    return true;
  }
}

/**
 * The connections to one system: which one carries which request.
 *
 * The connection that was used last is used next, so that those a quieter hour does not need grow old and are
 * closed, before the other side does it: a request must not cross a farewell on the wire. After each
 * answer a connection rests until the event loop has looked at the sockets once more: a farewell that came
 * with the answer, or bytes that nobody asked for, come to light in that time.
 *
 * There are never more connections than exchanges at their most: one is opened only when more wait than
 * are being made or at rest.
 */
import { notSent } from '../exchange.ts';
import { Failure } from '../failure.ts';
import { Line } from '../line.ts';
import type { Queued } from '../line.ts';
import { Connection, ConnectTimeout } from './connection.ts';

/** An exchange that has no connection yet. */
export interface Waiting extends Queued<Waiting> {
  start(connection: Connection): void;
  /** No connection could be made: nothing was sent. */
  fail(failure: Failure): void;
}

export interface PoolOptions {
  base: URL;
  connectMs: number;
}

const sweepMs = 1_000;

export class ConnectionPool {
  readonly #options: PoolOptions;
  readonly #all = new Set<Connection>();
  /** The one used last stands last. */
  readonly #idle: Connection[] = [];
  #resting: Connection[] = [];
  readonly #waiting = new Line<Waiting>();
  #connecting = 0;
  #session: Buffer | undefined;
  #sweeping = false;
  #destroyed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Starts it on a connection, at once or when there is one. */
  take(exchange: Waiting): void {
    if (this.#destroyed) return exchange.fail(closed());
    const now = performance.now();
    for (let connection = this.#idle.pop(); connection !== undefined; connection = this.#idle.pop()) {
      if (connection.usable && connection.keptUntil > now) {
        connection.wake();
        return exchange.start(connection);
      }
      connection.destroy();
    }
    this.#waiting.add(exchange);
    if (this.#waiting.size > this.#connecting + this.#resting.length) this.#open();
  }

  /** It waits no longer. */
  leave(exchange: Waiting): void {
    this.#waiting.delete(exchange);
  }

  /** An answer has come whole; the connection may be kept without use for so long, in ms. */
  release(connection: Connection, idleMs: number): void {
    if (!connection.release() || idleMs <= 0 || this.#destroyed) {
      connection.destroy();
      return;
    }
    connection.keptUntil = performance.now() + idleMs;
    // The first turn ends the one in which the answer came; the second has seen all that came with it.
    if (this.#resting.push(connection) === 1) setImmediate(() => setImmediate(() => this.#wake()));
  }

  destroy(): void {
    this.#destroyed = true;
    for (const connection of this.#all) connection.destroy();
    for (let exchange = this.#waiting.shift(); exchange !== undefined; exchange = this.#waiting.shift()) exchange.fail(closed());
  }

  #wake(): void {
    const rested = this.#resting;
    this.#resting = [];
    for (const connection of rested) if (connection.usable) this.#free(connection);
    this.#mend(undefined);
  }

  /** To whoever has waited longest. */
  #free(connection: Connection): void {
    const exchange = this.#waiting.shift();
    if (exchange !== undefined) return exchange.start(connection);
    connection.rest();
    this.#idle.push(connection);
    if (!this.#sweeping) this.#sweepLater();
  }

  #open(): void {
    this.#connecting += 1;
    const connection = new Connection({
      ...this.#options,
      session: this.#session,
      events: {
        onMade: (made) => {
          this.#connecting -= 1;
          made.keptUntil = performance.now() + sweepMs;
          this.#free(made);
        },
        onGone: (gone, error) => this.#onGone(gone, error),
        onSession: (session) => (this.#session = session),
      },
    });
    this.#all.add(connection);
  }

  #onGone(connection: Connection, error: Error | undefined): void {
    this.#all.delete(connection);
    const at = this.#idle.indexOf(connection);
    if (at >= 0) this.#idle.splice(at, 1);
    if (!connection.made) {
      this.#connecting -= 1;
      // A session that the other side no longer likes is not offered again.
      this.#session = undefined;
    }
    this.#mend(connection.made ? undefined : (error ?? new Error('closed')));
  }

  /** A connection is missing: another is opened for those who wait; where none could be made, the oldest of them fails. */
  #mend(error: Error | undefined): void {
    while (this.#waiting.size > this.#connecting + this.#resting.length) {
      if (error === undefined) {
        this.#open();
        continue;
      }
      const oldest = this.#waiting.shift();
      if (oldest === undefined) return;
      oldest.fail(error instanceof ConnectTimeout ? new Failure('late', { cause: error.code, detail: 'no connection was made in time' }) : notSent(error));
    }
  }

  /** Closes what has been idle for too long: the oldest stand first. */
  #sweepLater(): void {
    this.#sweeping = true;
    setTimeout(() => {
      this.#sweeping = false;
      const now = performance.now();
      for (const connection of [...this.#idle]) if (connection.keptUntil <= now) connection.destroy();
      if (this.#idle.length > 0) this.#sweepLater();
    }, sweepMs).unref();
  }
}

function closed(): Failure {
  return new Failure('unreachable', { detail: 'the gateway is shutting down' });
}

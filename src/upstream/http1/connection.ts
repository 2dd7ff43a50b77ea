/**
 * One socket to one system: it carries one request at a time, and is closed at the first thing that is odd.
 *
 * What comes in is read where the socket's bytes land, in one buffer for all connections: nothing is
 * allocated for a read, and whoever is given these bytes copies what he keeps before he returns.
 */
import net from 'node:net';
import tls from 'node:tls';

/** What a connection carries. */
export interface Carried {
  text: string;
  body: Buffer | undefined;
  /** Takes the first `length` of these bytes; true when the answer is whole. Never throws. */
  onBytes(bytes: Buffer, length: number, connection: Connection): void;
  /** The other side will send no more. */
  onEnd(connection: Connection): void;
  /** The connection is gone; `error` is the socket's, where it had one. */
  onLost(error: Error | undefined): void;
}

export interface ConnectionEvents {
  onMade(connection: Connection): void;
  /** It is gone, or was never made. */
  onGone(connection: Connection, error: Error | undefined): void;
  onSession(session: Buffer): void;
}

export interface ConnectionOptions {
  base: URL;
  /** In ms. */
  connectMs: number;
  /** Of an earlier TLS connection: it shortens the handshake. */
  session: Buffer | undefined;
  events: ConnectionEvents;
}

const readBuffer = Buffer.allocUnsafeSlow(65_536);
/** Silence after which the network is asked whether the other side is still there, in ms. */
const probeMs = 60_000;
/** Whoever waits for the connection gives up by himself, at his own limit; this is for those that nobody waits for any more. */
const graceMs = 1_000;
/** A longer one would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

export class Connection {
  made = false;
  /** Until when it may be kept without use, on the clock of `performance.now()`. */
  keptUntil = 0;
  readonly #socket: net.Socket;
  readonly #events: ConnectionEvents;
  readonly #timer: NodeJS.Timeout;
  #carried: Carried | undefined;
  #error: Error | undefined;

  constructor({ base, connectMs, session, events }: ConnectionOptions) {
    this.#events = events;
    const onread = { buffer: readBuffer, callback: (length: number) => this.#onBytes(length) };
    this.#socket = open(base, onread, session);
    this.#socket.setNoDelay(true).setKeepAlive(true, probeMs);
    this.#socket.once(base.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      clearTimeout(this.#timer);
      this.made = true;
      events.onMade(this);
    });
    this.#socket.on('session', (one: Buffer) => events.onSession(one));
    this.#socket.on('error', (error) => (this.#error ??= error));
    this.#socket.on('end', () => this.#onEnd());
    this.#socket.on('close', () => this.#onClose());
    this.#timer = setTimeout(() => this.#socket.destroy(new ConnectTimeout()), Math.min(connectMs + graceMs, longestTimerMs));
  }

  /** The head and the body leave in one write. */
  carry(carried: Carried): void {
    this.#carried = carried;
    const { text, body } = carried;
    const socket = this.#socket;
    if (body === undefined) {
      socket.write(text, 'latin1');
      return;
    }
    socket.cork();
    socket.write(text, 'latin1');
    socket.write(body);
    socket.uncork();
  }

  /** Its answer has come whole. Whether another request may follow: not where some of this one is still to be sent. */
  release(): boolean {
    this.#carried = undefined;
    return this.#socket.writableLength === 0 && this.usable;
  }

  /** Neither side has closed it. */
  get usable(): boolean {
    return !this.#socket.destroyed && !this.#socket.readableEnded;
  }

  /** An idle connection keeps no process alive. */
  rest(): void {
    this.#socket.unref();
  }

  wake(): void {
    this.#socket.ref();
  }

  /** Closes at once; what it carries is not told. */
  destroy(): void {
    this.#carried = undefined;
    this.#socket.destroy();
  }

  #onBytes(length: number): boolean {
    // Bytes that nobody asked for.
    if (this.#carried === undefined) this.#socket.destroy();
    else this.#carried.onBytes(readBuffer, length, this);
    return true;
  }

  #onEnd(): void {
    this.#carried?.onEnd(this);
    this.#socket.destroy();
  }

  #onClose(): void {
    clearTimeout(this.#timer);
    const carried = this.#carried;
    this.#carried = undefined;
    this.#events.onGone(this, this.#error);
    carried?.onLost(this.#error);
  }
}

function open(base: URL, onread: NonNullable<net.ConnectOpts['onread']>, session: Buffer | undefined): net.Socket {
  const secure = base.protocol === 'https:';
  const host = base.hostname.replace(/^\[|\]$/g, '');
  const port = Number(base.port || (secure ? 443 : 80));
  if (!secure) return net.connect({ host, port, onread });
  return tls.connect({
    host, port, onread,
    ALPNProtocols: ['http/1.1'],
    // An address has no name to be told by.
    ...(net.isIP(host) === 0 && { servername: host }),
    ...(session && { session }),
  } as tls.ConnectionOptions);
}

export class ConnectTimeout extends Error {
  readonly code = 'ETIMEDOUT';
}

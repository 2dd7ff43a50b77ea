/**
 * The client of the data path, one for each system: our own HTTP/1.1, or the library's pool for whoever meets
 * a server with which ours does not get on. Both keep one contract, and all tests of the calls
 * run over both. What they cost side by side: `npm run bench:client`.
 */
import type { Exchange } from './exchange.ts';
import { openHTTP1 } from './http1/main.ts';
import { openPool } from './poolExchange.ts';
import type { ClientName } from './settings.ts';

export interface ClientOptions {
  /** Scheme, host and port; a path in it is the caller's business. */
  base: URL;
  /** Exchanges at the same time; whoever calls keeps to it. */
  connections: number;
  /** For a connection to be made, its TLS handshake included, in ms. */
  connectMs: number;
  /** A larger answer is not read to its end, in bytes. */
  maxAnswerBytes: number;
}

export interface Client {
  exchange: Exchange;
  /** Closes all connections; what still runs breaks off. */
  destroy(): Promise<void> | void;
}

export function openClient(name: ClientName, options: ClientOptions): Client {
  switch (name) {
    case 'http1': return openHTTP1(options);
    case 'undici': return openPool(options);
  }
}

/**
 * HTTP/1.1 over keep-alive connections of our own: the data path of calls without files.
 *
 *   exchange.ts    one request and its answer, from the wait for a connection to the last byte
 *   pool.ts        which connection carries which request; how long an idle one is kept
 *   connection.ts  one socket, one request at a time
 *   request.ts     a request as bytes
 *   reader.ts      bytes as an answer: head.ts its head, body.ts and chunks.ts its body
 *
 * Why own code where a library would do: a question over 20 claims is decided by what one call costs,
 * and this does it in a third of the library's time (`npm run bench:client`). It can do one thing only, and
 * is strict about it: nothing is sent twice, nothing that may belong to another answer is read as
 * this one's, and what is odd in an answer costs the answer and its connection.
 */
import type { Client, ClientOptions } from '../client.ts';
import { http1Exchange } from './exchange.ts';
import { ConnectionPool } from './pool.ts';

/** As many connections are opened as exchanges run at the same time, and no more. */
export function openHTTP1({ base, connectMs, maxAnswerBytes }: Omit<ClientOptions, 'connections'>): Client {
  const pool = new ConnectionPool({ base, connectMs });
  return {
    exchange: http1Exchange({ pool, host: base.host, maxAnswerBytes }),
    destroy: () => pool.destroy(),
  };
}

/** A server on 127.0.0.1 that records each request byte for byte and answers what the test says. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Recorded {
  method: string;
  /** As it stood on the wire, nothing decoded. */
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  /** Text and bytes as they are, anything else as JSON; undefined: nothing. */
  body?: unknown;
}

export type Respond = (request: Recorded) => Answer | Promise<Answer>;

export interface Recorder {
  url: string;
  /** All requests so far, in the order of their arrival. */
  requests: Recorded[];
  /** The only request so far; throws if there was another number of them. */
  only(): Recorded;
  /** What the next requests are answered with. */
  answer(with_: Answer | Respond): void;
  /** Forgets the requests so far. */
  reset(): void;
  close(): Promise<void>;
}

export async function startRecorder(first: Answer | Respond = {}): Promise<Recorder> {
  let respond: Answer | Respond = first;
  const requests: Recorded[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const recorded = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) };
      requests.push(recorded);
      void Promise.resolve(typeof respond === 'function' ? respond(recorded) : respond).then(
        ({ status = 200, headers = {}, body }) => {
          response.writeHead(status, headers);
          response.end(body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
        },
        () => response.destroy(),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    only() {
      const [request, another] = requests;
      if (!request || another) throw new Error(`expected one request, but there were ${requests.length}`);
      return request;
    },
    answer(next) {
      respond = next;
    },
    reset() {
      requests.length = 0;
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

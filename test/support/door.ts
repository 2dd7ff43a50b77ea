/** A server in front of another one, which can be shut: whoever comes then finds no connection. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Door {
  url: string;
  /** From now on connections are refused; answers on their way arrive. */
  shut: () => void;
  reopen: () => Promise<void>;
  close: () => Promise<void>;
}

export async function startDoor(target: string): Promise<Door> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = Object.fromEntries(['authorization', 'x-auth-token', 'content-type', 'accept'].flatMap((name) => (typeof request.headers[name] === 'string' ? [[name, request.headers[name]]] : []))) as Record<string, string>;
      const body = chunks.length === 0 ? null : Buffer.concat(chunks);
      void fetch(target + (request.url ?? ''), { method: request.method ?? 'GET', headers, body }).then(
        async (answer) => {
          const type = answer.headers.get('content-type');
          // Every call needs a connection of its own.
          response.writeHead(answer.status, { connection: 'close', ...(type !== null && { 'content-type': type }) });
          response.end(Buffer.from(await answer.arrayBuffer()));
        },
        () => response.destroy(),
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    shut: () => void server.close(),
    async reopen() {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    async close() {
      server.closeAllConnections();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}

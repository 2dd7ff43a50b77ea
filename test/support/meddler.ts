/** A server in front of another one, which changes what that one answers. Tokens and schemas pass as they are. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** From an answer's body to what arrives instead; `n` counts the answers since the last change, from 0. */
export type Meddle = (body: Buffer, n: number) => Buffer | string;

export interface Meddler {
  url: string;
  meddle(with_: Meddle | undefined): void;
  /** Answers since the last change. */
  answers(): number;
  close(): Promise<void>;
}

export async function startMeddler(target: string): Promise<Meddler> {
  let meddle: Meddle | undefined;
  let answers = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const names = ['authorization', 'x-auth-token', 'apikey', 'content-type', 'accept'];
      const headers = Object.fromEntries(names.flatMap((name) => (typeof request.headers[name] === 'string' ? [[name, request.headers[name]]] : []))) as Record<string, string>;
      const body = chunks.length === 0 ? null : Buffer.concat(chunks);
      void fetch(target + (request.url ?? ''), { method: request.method ?? 'GET', headers, body }).then(
        async (answer) => {
          const bytes = Buffer.from(await answer.arrayBuffer());
          const plain = /oken$/.test(request.url ?? '') || body?.includes('__schema') === true;
          const sent = meddle && !plain ? Buffer.from(meddle(bytes, answers++)) : bytes;
          const type = answer.headers.get('content-type');
          response.writeHead(answer.status, { ...(type !== null && { 'content-type': type }), 'content-length': sent.length });
          response.end(sent);
        },
        () => response.destroy(),
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    meddle(next) {
      meddle = next;
      answers = 0;
    },
    answers: () => answers,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

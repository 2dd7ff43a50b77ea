/**
 * A vendor in trouble, on 127.0.0.1: it answers each call as the test says, also in ways that no HTTP library
 * offers: never, half, cut off. It hands out numbered tokens and counts everything at its arrival.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** `body` resolves with the whole body of the request. */
export type Trouble = (response: ServerResponse, body: () => Promise<Buffer>) => void | Promise<void>;

export interface Troubled {
  url: string;
  /** Calls since the last `behave`, without those for tokens; the authorization of each. */
  calls: (string | undefined)[];
  /** Token calls since the last `behave`. */
  tokens(): number;
  /** The first call is met with the first trouble and so on, all later ones with the last. */
  behave(...troubles: Trouble[]): void;
  /** How token calls are met; absent: with a new token. */
  behaveToToken(trouble?: Trouble): void;
  close(): Promise<void>;
}

export function answer({ status = 200, headers = {}, body = '' }: { status?: number; headers?: Record<string, string>; body?: string | Buffer }): Trouble {
  return async (response, read) => {
    await read();
    response.writeHead(status, headers).end(body);
  };
}

/** Takes the call and says nothing. */
export const hang: Trouble = () => {};
/** Begins an answer and says no more. */
export const stall: Trouble = async (response, read) => {
  await read();
  response.writeHead(200, { 'content-type': 'application/json' }).write('{"SEEDED-body":');
};
export const resetBeforeBody: Trouble = (response) => void response.socket?.resetAndDestroy();
export const resetAfterBody: Trouble = async (response, read) => {
  await read();
  response.socket?.resetAndDestroy();
};
/** Promises more bytes than come. */
export const truncated: Trouble = async (response, read) => {
  await read();
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"SEEDED-body":', () => response.socket?.end());
};
/** A chunked answer without its end. */
export const truncatedChunks: Trouble = async (response, read) => {
  await read();
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"SEEDED-body":', () => response.socket?.end());
};
/** Says something that is no HTTP. */
export const gibberish: Trouble = async (response, read) => {
  await read();
  response.socket?.end('SEEDED-body\r\n\r\n');
};

export async function startTroubled(): Promise<Troubled> {
  const calls: (string | undefined)[] = [];
  let troubles: Trouble[] = [];
  let toToken: Trouble | undefined;
  let tokens = 0;
  let issued = 0;
  const issue: Trouble = (response, body) =>
    answer({ headers: { 'content-type': 'application/json' }, body: JSON.stringify({ access_token: `SEEDED-token-${++issued}`, token_type: 'bearer', expires_in: 3600 }) })(response, body);

  const server = createServer((request, response) => {
    let trouble: Trouble | undefined;
    if (/\/(?:oauth2|auth\/v1)\/token$/.test(request.url ?? '')) {
      tokens += 1;
      trouble = toToken ?? issue;
    } else {
      trouble = troubles[Math.min(calls.length, troubles.length - 1)];
      calls.push(request.headers.authorization ?? (request.headers['apikey'] as string | undefined));
    }
    void Promise.resolve(trouble?.(response, () => bodyOf(request))).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    tokens: () => tokens,
    behave(...next) {
      troubles = next;
      calls.length = 0;
      tokens = 0;
      toToken = undefined;
    },
    behaveToToken: (next) => void (toToken = next),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

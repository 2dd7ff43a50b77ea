/** One request and its answer, over connections that are kept while a stretch lasts. */
import { Agent, request } from 'undici';

export interface Reply {
  status: number;
  body: any;
  /** Codes of its errors, in their order. */
  codes: string[];
}

export interface Client {
  post(body: unknown, headers?: Record<string, string>): Promise<Reply>;
  get(search: string, headers?: Record<string, string>): Promise<Reply>;
  send(options: { path: string; method: 'GET' | 'POST' | 'PUT'; headers?: Record<string, string>; body?: string | Buffer }): Promise<Reply>;
  close(): Promise<void>;
}

export function createClient(url: string, connections: number): Client {
  const dispatcher = new Agent({ connections, bodyTimeout: 60_000, headersTimeout: 60_000 });
  const send: Client['send'] = async ({ path, method, headers = {}, body }) => {
    const response = await request(url + path, { method, headers, body: body ?? null, dispatcher });
    const text = await response.body.text();
    let parsed: any;
    try {
      parsed = JSON.parse(text);
    } catch {
      parsed = text;
    }
    const errors = (parsed?.errors ?? []) as { extensions?: { code?: string } }[];
    return { status: response.statusCode, body: parsed, codes: errors.map(({ extensions }) => String(extensions?.code)) };
  };
  return {
    send,
    post: (body, headers) => send({ path: '/graphql', method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) }),
    get: (search, headers) => send({ path: `/graphql?${search}`, method: 'GET', headers: { 'apollo-require-preflight': 'true', ...headers } }),
    close: () => dispatcher.close(),
  };
}

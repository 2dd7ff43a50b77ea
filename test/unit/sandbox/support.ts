/** A sandbox for each test that asks for one, closed when the test is over; it must not have had a problem of its own. */
import { afterEach, expect } from '@jest/globals';
import type { Sandbox, SandboxOptions } from '../../../src/sandbox/main.ts';
import { startSandbox } from '../../../src/sandbox/main.ts';

const started: Sandbox[] = [];

afterEach(async () => {
  for (const sandbox of started.splice(0)) {
    await sandbox.close();
    expect(sandbox.problems).toEqual([]);
  }
});

export async function start(options: SandboxOptions = {}): Promise<Client> {
  const sandbox = await startSandbox({ demo: false, ...options });
  started.push(sandbox);
  return clientOf(sandbox);
}

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; undefined where it is no JSON. */
  json: any;
}

export interface Client {
  sandbox: Sandbox;
  /** The value of a variable of `sandbox.env`. */
  env(name: string): string;
  /** Below the base URL of a system, with nothing added. */
  raw(system: 'RECEEVE' | 'UCOLLECT' | 'CM' | 'COLLECTMAXX', path: string, init?: RequestInit): Promise<Reply>;
  /** With a token; a body is sent as JSON, by POST. `path` stands below `/v1/{clientId}/`. */
  receeve(path: string, body?: unknown): Promise<Reply>;
  receeveToken(): Promise<string>;
  cm(path: string, init?: { method?: string; body?: string }): Promise<Reply>;
  cmToken(): Promise<string>;
  ucollect(path: string, body?: unknown): Promise<Reply>;
  collectmaxx(query: string, variables?: Record<string, unknown>): Promise<Reply>;
}

export function clientOf(sandbox: Sandbox): Client {
  const env = (name: string) => sandbox.env[name] ?? '';
  let receeveToken: Promise<string> | undefined;
  let cmToken: Promise<string> | undefined;

  const raw: Client['raw'] = async (system, path, init) => {
    const response = await fetch(`${env(`${system}_URL`)}${path}`, init);
    const text = await response.text();
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      json = undefined;
    }
    return { status: response.status, headers: response.headers, text, json };
  };
  const client: Client = {
    sandbox,
    env,
    raw,
    receeveToken: async () => {
      const authorization = `Basic ${Buffer.from(`${env('RECEEVE_API_CLIENT')}:${env('RECEEVE_API_SECRET')}`).toString('base64')}`;
      const reply = await raw('RECEEVE', '/v1/oauth2/token', { method: 'POST', headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' } });
      return (reply.json as { access_token: string }).access_token;
    },
    receeve: async (path, body) => {
      receeveToken ??= client.receeveToken();
      const authorization = await receeveToken;
      const json = { method: 'POST', body: JSON.stringify(body), headers: { authorization, 'content-type': 'application/json' } };
      return raw('RECEEVE', `/v1/${env('RECEEVE_CLIENT_ID')}/${path}`, body === undefined ? { headers: { authorization } } : json);
    },
    cmToken: async () => {
      const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: env('CM_CLIENT_ID'), client_secret: env('CM_CLIENT_SECRET') });
      const reply = await raw('CM', '/auth/v1/token', { method: 'POST', body: form });
      return (reply.json as { access_token: string }).access_token;
    },
    cm: async (path, init = {}) => {
      cmToken ??= client.cmToken();
      const authorization = `Bearer ${await cmToken}`;
      return raw('CM', path, { ...init, headers: { authorization, ...(init.body !== undefined && { 'content-type': 'application/json' }) } });
    },
    ucollect: (path, body) =>
      raw('UCOLLECT', path, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers: { apikey: env('UCOLLECT_API_KEY'), 'content-type': 'application/json' } }),
    collectmaxx: (query, variables) =>
      raw('COLLECTMAXX', '', { method: 'POST', body: JSON.stringify({ query, variables }), headers: { 'x-auth-token': env('COLLECTMAXX_API_KEY'), 'content-type': 'application/json' } }),
  };
  return client;
}

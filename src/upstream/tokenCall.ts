/**
 * The token call of OAuth 2 client credentials: one POST, one token.
 *
 * It reads what the vendors really answer (bad credentials are a 400 at one, a 401 at another) and
 * never repeats any of it: an error here says which of our facts was wrong, not what was answered.
 */
import fetch from 'node-fetch';
import type { Response } from 'node-fetch';
import { openConnection } from './connection.ts';
import { Failure, labelOf } from './failure.ts';
import { readRetryAfter } from './retryAfter.ts';
import type { CredentialConfig } from './settings.ts';
import type { IssuedToken } from './token.ts';
import { isTooLarge } from './uploadExchange.ts';

/** Lifetime of a token whose answer does not say it in a way that can be believed: short, and a 401 mends the rest. */
const unsaidLifetimeS = 300;
const longestLifetimeS = 86_400;
const maxAnswerBytes = 65_536;

export interface TokenCallOptions {
  /** Without a trailing slash. */
  baseURL: string;
  credential: Extract<CredentialConfig, { type: 'OAUTH2' }>;
  timeoutMs: number;
  /** Aborted when the system is closed. */
  signal: AbortSignal;
}

/** Rejects with a `Failure` that holds for writes too: nothing of the call itself was sent. */
export async function fetchToken(options: TokenCallOptions): Promise<IssuedToken> {
  const { baseURL, credential, timeoutMs, signal } = options;
  const { agent } = openConnection(baseURL);
  const abort = new AbortController();
  const onClose = () => abort.abort();
  signal.addEventListener('abort', onClose);
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  try {
    const response = await fetch(baseURL + credential.tokenPath, {
      method: 'POST',
      headers: {
        ...(credential.client === 'BASIC' && { authorization: basic(credential.id, credential.secret) }),
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
        'user-agent': 'collectgraph',
      },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        ...(credential.client === 'FORM' && { client_id: credential.id, client_secret: credential.secret }),
      }).toString(),
      redirect: 'manual',
      compress: false,
      size: maxAnswerBytes,
      agent,
      signal: abort.signal,
    });
    if (response.status < 200 || response.status > 299) throw refusal(response);
    return readToken(await response.text());
  } catch (error) {
    if (error instanceof Failure) throw error;
    const cause = labelOf(error);
    if (abort.signal.aborted && !signal.aborted) throw new Failure('late', { cause, detail: 'its token call took too long' });
    if (isTooLarge(error)) throw unreadable('it is too large');
    throw new Failure('unreachable', { cause, detail: 'its token call did not come through' });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onClose);
    agent.destroy();
  }
}

export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function refusal({ status, headers }: Response): Failure {
  const detail = `its token call was answered ${status}`;
  const retryAfter = readRetryAfter(headers.get('retry-after'));
  if (status === 400 || status === 401 || status === 403) return new Failure('unauthenticated', { status, detail });
  if (status === 408) return new Failure('late', { status, detail });
  if (status === 429) return new Failure('rateLimited', { status, detail, retryAfter });
  if (status >= 500) return new Failure('unreachable', { status, detail, retryAfter });
  return new Failure('tokenUnreadable', { status, detail });
}

function readToken(text: string): IssuedToken {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw unreadable('it is no JSON');
  }
  const { access_token: value, expires_in: lifetime } = (answer ?? {}) as Record<string, unknown>;
  // What goes into a header must not be able to end it.
  if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value)) throw unreadable('it holds no token');
  return { value, lifetimeMs: lifetimeOf(lifetime) * 1000 };
}

function lifetimeOf(said: unknown): number {
  const seconds = typeof said === 'string' && said.trim() !== '' ? Number(said) : said;
  if (typeof seconds !== 'number' || !(seconds > 0)) return unsaidLifetimeS;
  return Math.min(seconds, longestLifetimeS);
}

function unreadable(why: string): Failure {
  return new Failure('tokenUnreadable', { detail: `the answer of its token call: ${why}` });
}

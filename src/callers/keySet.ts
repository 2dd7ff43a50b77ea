/**
 * The public keys of a token issuer, fetched when a token asks for one that is not known: once for all who
 * wait, not again for a while after that, however many unknown ones are asked for, and never a large answer.
 * A key that the issuer has taken back counts for at most ten minutes more.
 *
 * Keys that cannot be fetched are `KeysUnavailable`: nobody is let in for that, and nobody is told that his
 * token is wrong.
 */
import { createRemoteJWKSet, customFetch, errors } from 'jose';
import type { JWTVerifyGetKey } from 'jose';

export interface KeySetOptions {
  url: string;
  log: { warn: (message: string) => void };
  /** After a fetch, an unknown key asks for no other one for so long, in ms: 30000. */
  cooldownMs?: number | undefined;
  /** Keys are fetched again after so long, in ms: 600000. */
  maxAgeMs?: number | undefined;
  /** After a fetch that failed, none is tried for so long, in ms: 2000. */
  pauseMs?: number | undefined;
  /** For one fetch, in ms: 5000. */
  timeoutMs?: number | undefined;
  now?: (() => number) | undefined;
}

export class KeysUnavailable extends Error {
  constructor() {
    super('The keys of tokens cannot be fetched.');
    this.name = 'KeysUnavailable';
  }
}

const maxBytes = 1_000_000;

export function createKeySet({ url, log, cooldownMs = 30_000, maxAgeMs = 600_000, pauseMs = 2000, timeoutMs = 5000, now = Date.now }: KeySetOptions): JWTVerifyGetKey {
  let failedAt = -Infinity;
  const keys = createRemoteJWKSet(new URL(url), {
    cooldownDuration: cooldownMs,
    cacheMaxAge: maxAgeMs,
    timeoutDuration: timeoutMs,
    headers: { 'user-agent': 'collectgraph' },
    [customFetch]: async (address, options) => {
      if (now() - failedAt < pauseMs) throw new KeysUnavailable();
      return bounded(await fetch(address, options));
    },
  });
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (isAboutTheToken(error)) throw error;
      if (!(error instanceof KeysUnavailable)) {
        failedAt = now();
        log.warn(`The keys of tokens cannot be fetched (${labelOf(error)}): callers with a token that is not known yet are asked to come back.`);
      }
      throw new KeysUnavailable();
    }
  };
}

/** The keys are there, and none of them is the token's. */
function isAboutTheToken(error: unknown): boolean {
  return error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys || error instanceof errors.JOSENotSupported;
}

/** The answer with its body read, or an error where it is larger than keys could be. */
async function bounded(response: Response): Promise<Response> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBytes) throw new Error('too large');
    chunks.push(chunk);
  }
  return new Response(Buffer.concat(chunks), { status: response.status });
}

/** Nothing of the address and nothing of the answer. */
function labelOf(error: unknown): string {
  if (error instanceof errors.JWKSTimeout) return 'no answer in time';
  if (error instanceof errors.JWKSInvalid) return 'the answer is no set of keys';
  if (error instanceof errors.JOSEError) return 'the answer is no JSON with status 200';
  const { code } = ((error as Error).cause ?? {}) as { code?: unknown };
  return typeof code === 'string' && /^[A-Z0-9_]+$/.test(code) ? code : 'no answer';
}

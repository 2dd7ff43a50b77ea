/**
 * Bearer tokens: JWTs, signed by the holder of a shared key (HS256) or by an issuer whose public keys are
 * fetched. Which algorithms are taken follows from the configuration, never from the token: a token that
 * says `none`, or that is signed with a public key as if it were a secret, is no token.
 *
 *   exp, sub     must be there; iss, aud must be the configured ones; nbf must have come
 *   scope        what the caller may do, by blanks; words that mean nothing here are passed over
 *   tenant       whose credentials his calls use
 *
 * A token that was checked is known by its hash for a minute, or until it runs out: a key that its issuer
 * has taken back may count for so long more.
 */
import { hash } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyGetKey, JWTVerifyOptions } from 'jose';
import { Refusal } from '../server/refusal.ts';
import type { Caller } from './caller.ts';
import { createKeySet, KeysUnavailable } from './keySet.ts';
import type { KeySetOptions } from './keySet.ts';
import { allowing } from './scopes.ts';

export interface TokenOptions {
  /** A shared key, or where public keys are fetched. */
  keys: { secret: string } | { url: string };
  issuer: string | undefined;
  audience: string | undefined;
  tenants: ReadonlySet<string>;
  log: { warn: (message: string) => void };
  /** Makes the refusal of a token. */
  refuse: (message: string) => Refusal;
  /** ms since the epoch. */
  now?: (() => number) | undefined;
  /** Of the key set. */
  timing?: Pick<KeySetOptions, 'cooldownMs' | 'maxAgeMs' | 'pauseMs' | 'timeoutMs'> | undefined;
}

export interface Tokens {
  /** At once for a token that was checked a moment ago. Throws, or rejects with, a `Refusal`. */
  find(token: string): Caller | Promise<Caller>;
}

const asymmetric = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];
/** A token has a handful of claims; longer ones are refused before they are looked into. */
const maxLength = 8192;
/** Clocks differ, in s. */
const clockTolerance = 5;
const knownForMs = 60_000;
const mostKnown = 10_000;

interface KnownToken {
  caller: Caller;
  until: number;
}

export function createTokens({ keys, issuer, audience, tenants, log, refuse, now = Date.now, timing }: TokenOptions): Tokens {
  // The least recently checked comes first.
  const known = new Map<string, KnownToken>();
  const options: JWTVerifyOptions = {
    algorithms: 'secret' in keys ? ['HS256'] : asymmetric,
    requiredClaims: ['exp', 'sub'],
    clockTolerance,
    ...(issuer !== undefined && { issuer }),
    ...(audience !== undefined && { audience }),
  };
  const secret = 'secret' in keys ? new TextEncoder().encode(keys.secret) : undefined;
  const getKey: JWTVerifyGetKey = 'url' in keys ? createKeySet({ url: keys.url, log, now, ...timing }) : async () => secret as Uint8Array;

  async function check(token: string, digest: string): Promise<Caller> {
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, getKey, { ...options, currentDate: new Date(now()) }));
    } catch (error) {
      if (error instanceof KeysUnavailable) {
        throw new Refusal({ status: 503, code: 'NOT_READY', message: 'The token cannot be checked at the moment; come back later.', headers: { 'retry-after': '5' } });
      }
      throw refuse(reasonOf(error));
    }
    const caller = callerOf(payload);
    remember(digest, caller);
    return caller;
  }

  function callerOf({ sub, exp, scope, tenant }: JWTPayload): Caller {
    if (typeof sub !== 'string' || !/^[^\p{Cc}]{1,256}$/u.test(sub)) throw refuse('The claim "sub" of the token is no name.');
    if (scope !== undefined && typeof scope !== 'string') throw refuse('The claim "scope" of the token is no text.');
    if (tenant !== undefined && typeof tenant !== 'string') throw refuse('The claim "tenant" of the token is no text.');
    if (tenant !== undefined && !tenants.has(tenant)) throw new Refusal({ status: 403, code: 'FORBIDDEN', message: 'The token is of a tenant that this gateway does not know.' });
    return { kind: 'token', name: sub, tenant, allows: allowing((scope ?? '').split(' ').filter(Boolean)), expiresAt: (exp as number) * 1000 };
  }

  function remember(digest: string, caller: Caller): void {
    const [oldest] = known.keys();
    if (known.size >= mostKnown && oldest !== undefined) known.delete(oldest);
    known.delete(digest);
    known.set(digest, { caller, until: Math.min(now() + knownForMs, caller.expiresAt ?? Infinity) });
  }

  return {
    find(token) {
      if (token.length > maxLength) throw refuse('The token is too long.');
      const digest = hash('sha256', token, 'base64');
      const found = known.get(digest);
      if (found && now() < found.until) return found.caller;
      if (found) known.delete(digest);
      return check(token, digest);
    },
  };
}

/** What is wrong, in words that say nothing of the token but the name of a claim. */
function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'The token has run out.';
  if (error instanceof errors.JWTClaimValidationFailed && ['exp', 'nbf', 'iat', 'iss', 'aud', 'sub'].includes(error.claim)) {
    return `The claim "${error.claim}" of the token is ${error.reason === 'missing' ? 'missing' : 'not as it must be'}.`;
  }
  return 'The token is not valid.';
}

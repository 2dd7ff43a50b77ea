/** The access tokens that a stand-in has issued: opaque to the caller, forgotten when their time is over. */
import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';

export interface Tokens {
  issue: () => string;
  /** Whether the token was issued here and still holds. */
  holds(token: string): boolean;
  /** From now on no token that was issued so far holds: what a revocation looks like. */
  expire: () => void;
}

export function createTokens(options: { lifetimeS: number; clock: Clock; print?: (random: Buffer, issuedAtS: number) => string }): Tokens {
  const { lifetimeS, clock, print = (random) => random.toString('base64url') } = options;
  const issued = new Map<string, number>();
  return {
    issue() {
      const now = clock.now();
      for (const [token, until] of issued) if (until <= now) issued.delete(token);
      const token = print(randomBytes(24), Math.floor(now / 1000));
      issued.set(token, now + lifetimeS * 1000);
      return token;
    },
    holds: (token) => (issued.get(token) ?? 0) > clock.now(),
    expire: () => issued.clear(),
  };
}

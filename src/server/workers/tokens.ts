/** Tokens of systems in the primary's memory: one worker fetches, the others take what it has been given. */
import type { IssuedToken } from '../../upstream/token.ts';

export interface TokenStore {
  /** With the rest of its life. */
  find(owner: string): IssuedToken | undefined;
  keep(owner: string, token: IssuedToken): void;
}

/** `clock`: ms, never going back. */
export function createTokenStore(clock: () => number = () => performance.now()): TokenStore {
  const tokens = new Map<string, { value: string; until: number }>();
  return {
    find(owner) {
      const token = tokens.get(owner);
      const lifetimeMs = (token?.until ?? 0) - clock();
      return token && lifetimeMs > 0 ? { value: token.value, lifetimeMs } : undefined;
    },
    keep: (owner, { value, lifetimeMs }) => void tokens.set(owner, { value, until: clock() + lifetimeMs }),
  };
}

/** Where instances leave tokens for one another. Never rejects and never waits long: who finds nothing fetches. */
import type { IssuedToken } from './token.ts';

/** Whose token it is; all of it makes the difference. */
export interface TokenOwner {
  system: string;
  baseURL: string;
  id: string;
  secret: string;
  scheme: string;
}

export interface SharedTokens {
  /** With the rest of its life. */
  find(owner: TokenOwner): Promise<IssuedToken | undefined>;
  keep(owner: TokenOwner, token: IssuedToken): Promise<void>;
}

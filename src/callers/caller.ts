/**
 * Who asks: the name he is known by in logs, the tenant whose credentials his calls use, and what he may do.
 * A caller is made once for each request (`src/callers`) and never changes.
 */

/** `<system>:read`, `<system>:write`, `events:read`. */
export type Scope = `${string}:${'read' | 'write'}`;

export interface Caller {
  /** `name` of an API key, `sub` of a token; for logs and limits. */
  readonly name: string;
  /** Undefined: the gateway's own credentials. */
  readonly tenant: string | undefined;
  /** Write implies read; `*` allows all. */
  allows(scope: Scope): boolean;
  /** When what he showed runs out, in ms since the epoch; undefined: never. */
  readonly expiresAt: number | undefined;
}

/** Whoever reaches a gateway that knows no callers, which therefore listens on a loopback address alone. */
export const anyone: Caller = { name: 'anyone', tenant: undefined, allows: () => true, expiresAt: undefined };

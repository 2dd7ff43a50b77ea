/**
 * Who asks: the name he is known by in logs, the tenant whose credentials his calls use, and what he may do.
 * A caller never changes; one who shows the same key or token again may be the same object.
 */

/** `<system>:read`, `<system>:write`, `events:read`, `upstream:read`; `*` is the right to everything. */
export type Scope = `${string}:${'read' | 'write'}` | '*';

export interface Caller {
  /** What he showed: an API key, a token, or nothing, where nothing is asked for. */
  readonly kind: 'anyone' | 'apiKey' | 'token';
  /** `name` of an API key, `sub` of a token; for logs and limits. */
  readonly name: string;
  /** Undefined: the gateway's own credentials. */
  readonly tenant: string | undefined;
  /** Write implies read; `*` allows all. */
  readonly allows: (scope: Scope) => boolean;
  /** When what he showed runs out, in ms since the epoch; undefined: never. */
  readonly expiresAt: number | undefined;
}

/** Whoever reaches a gateway that knows no callers, which therefore listens on a loopback address alone. */
export const anyone: Caller = { kind: 'anyone', name: 'anyone', tenant: undefined, allows: () => true, expiresAt: undefined };

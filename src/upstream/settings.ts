/**
 * What one upstream system is configured with, read and checked already.
 * The secrets in here go into request headers and token calls, and nowhere else.
 */

/** HTTP clients that calls may go over, see `client.ts`. */
export const clients = ['http1', 'undici'] as const;
export type ClientName = (typeof clients)[number];

export interface SystemConfig {
  /** As in `@source(name:)`, e.g. `receeve`. */
  name: string;
  /** Scheme, host and perhaps a path, e.g. `https://host/v1`; no credentials, no query, no trailing slash. */
  baseURL: string;
  /** Values of `@source(variables:)` by name; an unset one is absent. */
  variables: Readonly<Record<string, string | undefined>>;
  credentials: readonly CredentialConfig[];
  /** Credential of a call that names none. A system described by a document leaves it out: there, none means none. */
  defaultCredential?: string | undefined;
  /** For one attempt of a call, from the moment it may start to the last byte of its answer, in ms. */
  timeoutMs: number;
  /** Which HTTP client calls go over; our own unless given. */
  client?: ClientName | undefined;
  /** Calls on their way at the same time; the rest wait their turn. */
  concurrency: number;
  /** Further attempts that a read may have. */
  retries: number;
  /** Failed attempts one after another after which the system is left alone. */
  circuitFailures: number;
  /** How long it is left alone before one call tries it again, in ms. */
  circuitResetMs: number;
  /** A larger answer (after decompression) is not read to its end, in bytes. */
  maxAnswerBytes: number;
}

export type CredentialConfig =
  | { type: 'API_KEY'; name: string; header: string; key: string }
  | { type: 'BEARER'; name: string; token: string }
  | { type: 'BASIC'; name: string; user: string; password: string }
  | {
      type: 'OAUTH2';
      name: string;
      /** Below the base URL, e.g. `/v1/oauth2/token`. */
      tokenPath: string;
      /** The client's id and secret stand in an `Authorization: Basic` header, or in the form. */
      client: 'BASIC' | 'FORM';
      id: string;
      secret: string;
      /** `Authorization: <token>` or `Authorization: Bearer <token>`. */
      scheme: 'raw' | 'bearer';
    };

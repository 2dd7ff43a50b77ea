/**
 * What the wrapped fields and the upstream clients say to each other: one HTTP call, one answer.
 * The side that asks knows GraphQL and no sockets; the side that sends knows sockets and no GraphQL.
 */
import type { Readable } from 'node:stream';
import type { CallRecord } from './observer.ts';

export interface UpstreamCall {
  /** GraphQL field that makes the call; named in errors. */
  operation: string;
  method: string;
  /** Below the system's base URL, percent-encoded, with its query: `/v1/get_account?accountReference=a%2Fb`. */
  path: string;
  /** Without credentials; names in lower case. Frozen where all calls of the operation have the same. */
  headers: Readonly<Record<string, string>>;
  body?: string | Buffer | Multipart | undefined;
  /** A read may be repeated; a write is sent once, whatever happens to its answer. */
  read: boolean;
  /** Changes something there, so that the caller needs the system's write scope; absent: as `read` says. */
  write?: boolean | undefined;
  /** Name of the credential (`@credential(name:)`) that the call is made with; absent: none. */
  credential?: string | undefined;
  /** Statuses beside 2xx that are answers and not failures, e.g. 404 where it means null. */
  accept?: readonly number[] | undefined;
  /** Lookups that travel in it, where there are several. */
  lookups?: number | undefined;
}

/** A multipart/form-data body: streamed, never held in memory. */
export interface Multipart {
  parts: MultipartPart[];
}

export type MultipartPart =
  | { name: string; value: string }
  /** `open` may be called once for each attempt: a call refused with 401 is sent once more. */
  | { name: string; filename: string; contentType: string; open: () => Readable };

export interface UpstreamAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** What bounds a call: its request's id, hang-up and deadline. */
export interface CallScope {
  requestId: string;
  /** Aborted when the caller hangs up or the operation's deadline passes. */
  readonly signal: AbortSignal;
  /** The same as a plain listener, which costs less than a signal; what it answers takes the listener away. Who gives a copy another signal replaces this too. */
  onAbort?: ((listener: () => void) => () => void) | undefined;
  /** Of the whole operation, in ms since the epoch. */
  deadline: number;
  /** Told about each call of this request when it has ended. */
  onCall?: ((record: CallRecord) => void) | undefined;
  /** What is read must be of now: it is not answered by a call that another request has begun. */
  fresh?: boolean | undefined;
  /** Where several wait for one call, who each end it for themselves: until when the last of them waits, in ms since the epoch. `deadline` says nothing then. */
  patientUntil?: (() => number) | undefined;
  /** How many calls this request may still make; each `send` takes one, however often it is repeated. Absent: any number. */
  budget?: CallBudget | undefined;
}

/** Shared by all that a request does; copies of a scope keep the same one. */
export interface CallBudget {
  left: number;
  /** Of one system, by name; a system that is not in it is bounded by `left` alone. */
  leftBySystem?: Map<string, number> | undefined;
}

/** One configured system. `send` resolves with 2xx or an accepted status, and rejects with an `UpstreamError`. */
export interface System {
  name: string;
  /** Without a trailing slash. Computed URLs (`@rest(URL:)`) are built on it. */
  baseURL: string;
  /** Values of `@source(variables:)` by name, e.g. `{ clientId }`; an unset one is absent. */
  variables: Readonly<Record<string, string | undefined>>;
  send(call: UpstreamCall, scope: CallScope): Promise<UpstreamAnswer>;
}

/** The systems that this request may use, by name; one that is not configured is absent. */
export type Systems = ReadonlyMap<string, System>;

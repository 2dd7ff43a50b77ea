/** What a stand-in is to the HTTP server in front of it, and what the two say to each other. */
import type { IncomingMessage } from 'node:http';

export type SystemName = 'receeve' | 'ucollect' | 'cm' | 'collectmaxx';

export interface IncomingCall {
  method: string;
  /** As on the wire, query included. */
  url: string;
  headers: IncomingMessage['headers'];
  /** The whole body; rejects with a `BodyTooLarge`. */
  read(): Promise<Buffer>;
  /** The body as it comes in, for files; then `read` is not called. */
  stream(): IncomingMessage;
}

/** One of `json`, `text` and `bytes`, or no body at all. */
export interface Answer {
  status: number;
  /** Names in lower case; a content type is filled in for `json` and `text`. */
  headers?: Record<string, string> | undefined;
  json?: unknown;
  /** Sent instead of `json`, where the vendor departs from its own description; not held against it. */
  written?: unknown;
  text?: string | undefined;
  bytes?: Buffer | undefined;
}

export interface StandIn {
  name: SystemName;
  /** Name of the operation that a request is, `unknown` where there is none. */
  operation(method: string, url: string): string;
  answer(call: IncomingCall): Answer | Promise<Answer>;
  /** The system's own words for a failed call. */
  words: (status: number) => Answer;
}

export class BodyTooLarge extends Error {}

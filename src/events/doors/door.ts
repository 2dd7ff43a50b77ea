/**
 * What the three doors have in common: who knocks is recognised, what is brought is read, and nothing else
 * happens here. A door keeps nothing, answers nothing and looks at nothing of a message but what recognises,
 * names and dates it; whatever else a message says is passed on as it came.
 */
import { createHash } from 'node:crypto';
import type { NewEvent } from '../log.ts';

export interface Door {
  /** As in `/webhooks/<system>`. */
  readonly system: string;
  /** Whether whoever knocks may come in, by what stands before the body. */
  admits(knock: Knock): boolean;
  /** What the body says. Throws `Malformed`, or `Unrecognised` where the body is what proves the sender. */
  read(body: Buffer): Brought;
}

export interface Knock {
  /** What follows `/webhooks/<system>/`, decoded; undefined: nothing. */
  secret: string | undefined;
  /** The header `authorization`. */
  authorization: string | undefined;
}

/** Events to be kept, or references that something was said to have happened to. */
export type Brought = { events: NewEvent[] } | { refs: string[] };

/** The message is none that the vendor sends: one sentence. */
export class Malformed extends Error {}

/** The message is not proven to be the vendor's. */
export class Unrecognised extends Error {}

/** Deeper values would overflow the stack of whoever prints them. */
const deepest = 100;

/** An object of JSON text, or `Malformed`. V8's own complaints quote the text, so they are not passed on. */
export function readObject(text: string, what: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Malformed(`${what} is not valid JSON.`);
  }
  if (!isObject(value)) throw new Malformed(`${what} must be a JSON object.`);
  if (isDeeper(value, deepest)) throw new Malformed(`${what} is nested too deep.`);
  return value;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member as text; undefined where there is none to speak of. Own members only. */
export function textOf(source: Record<string, unknown>, name: string): string | undefined {
  const value = Object.hasOwn(source, name) ? source[name] : undefined;
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A member as a type or a reference. These are short and plain; what is not is cut or marked, so that no index grows by what somebody sends, and no store ends a text at a zero. */
export function nameOf(source: Record<string, unknown>, name: string): string | undefined {
  return textOf(source, name)?.slice(0, longestName).replace(/[\p{Surrogate}\p{Cc}]/gu, '\ufffd');
}

const longestName = 500;

export function objectOf(source: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = Object.hasOwn(source, name) ? source[name] : undefined;
  return isObject(value) ? value : {};
}

/** An instant as ISO 8601 in UTC, from text with or without an offset, or a count of seconds or ms since the epoch; null for anything else. */
export function instantOf(value: unknown): string | null {
  // Seconds until the year 5138, ms from March 1973 on.
  const ms = typeof value === 'number' ? (Math.abs(value) < 1e11 ? value * 1000 : value) : typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(withOffset(value)) : NaN;
  const date = new Date(ms);
  const year = date.getUTCFullYear();
  return year >= 1970 && year <= 9999 ? date.toISOString() : null;
}

/** A time of day without an offset would be read as of the place where this runs. */
function withOffset(text: string): string {
  return /T[\d:.]+$/.test(text) ? `${text}Z` : text;
}

/** A key for a message that brings no id of its own: the same text is the same message. */
export function keyOfText(text: string): string {
  return `text ${createHash('sha256').update(text).digest('base64url')}`;
}

function isDeeper(value: object, limit: number): boolean {
  let level: object[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    level = level.flatMap((one) => Object.values(one as Record<string, unknown>).filter((below): below is object => typeof below === 'object' && below !== null));
  }
  return false;
}

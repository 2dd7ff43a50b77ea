/**
 * A cursor as text: the log that it belongs to and a place in it. A log takes a random name when it is made,
 * so that a cursor of one that is gone is recognised and never read as a place in another.
 */
import { randomBytes } from 'node:crypto';
import { CursorError } from './log.ts';

/** The name of a new log: 8 characters. */
export function newEpoch(): string {
  return randomBytes(6).toString('base64url');
}

export function writeCursor(epoch: string, place: string | number): string {
  return `${epoch}.${place}`;
}

/** The place, as `form` has it. Throws a `CursorError` for what is no cursor of this log. */
export function readCursor(epoch: string, cursor: string, form: RegExp): string {
  const [name, place] = splitCursor(cursor, form);
  if (name !== epoch) throw new CursorError('unknown');
  return place;
}

/** The log that it belongs to, and the place as `form` has it. Throws a `CursorError` for what is no cursor at all. */
export function splitCursor(cursor: string, form: RegExp): [epoch: string, place: string] {
  const at = cursor.indexOf('.');
  const place = cursor.slice(at + 1);
  if (at < 0 || !form.test(place)) throw new CursorError('unknown');
  return [cursor.slice(0, at), place];
}

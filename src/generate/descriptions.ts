/** What people read: descriptions from the document, and why something is deprecated. */
import { isObject, member } from './place.ts';
import type { Place } from './place.ts';
import { directive, plain } from './print.ts';
import type { Reading } from './schemas.ts';

const text = (value: unknown): string | undefined => (typeof value === 'string' && plain(value) !== '' ? plain(value) : undefined);

/** Summary, blank line, description, where both exist and differ. */
export function operationDescription(operation: unknown): string | undefined {
  const summary = text(member(operation, 'summary'));
  const description = text(member(operation, 'description'));
  if (summary === undefined || description === undefined || summary === description) return summary ?? description;
  return description.startsWith(`${summary}\n`) ? description : `${summary}\n\n${description}`;
}

const named = new Set<Reading['shape']['kind']>(['object', 'enum', 'union', 'tuple']);

/** The description of a use of a schema; a type with a description of its own does not say it again. */
export function ownDescription(reading: Reading, place: Place): string | undefined {
  const here = isObject(place.value) ? text(place.value.description) : undefined;
  if (here !== undefined && (reading.home.pointer !== place.pointer || !named.has(reading.shape.kind))) return here;
  const inherited = text(reading.notes.description);
  if (named.has(reading.shape.kind) && inherited === text(member(reading.home.value, 'description'))) return undefined;
  return inherited;
}

export const deprecation = (reading: Reading): string[] =>
  reading.notes.deprecated === true ? [deprecated(reading.notes.description)] : [];

const speaks = /deprecat|obsolete|no longer|superseded/i;
/** Words of a reason, where the mark of deprecation alone is none. */
const reasons = /\b(use|using|instead|replace[ds]?|replacement|favou?r|since|removed?|removal|obsolete|no longer|superseded|because|see)\b/i;

/** `@deprecated` with the sentence of the description that gives a reason. */
export function deprecated(...texts: unknown[]): string {
  for (const one of texts) {
    const said = text(one)?.split(/(?<=[.!?])\s+|\n+/).find((line) => speaks.test(line) && reasons.test(line));
    if (said !== undefined) return directive('deprecated', { reason: said.trim() });
  }
  return directive('deprecated', { reason: 'Deprecated by the vendor.' });
}

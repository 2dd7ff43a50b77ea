/**
 * `@sensitive` where the overlay says so: on a property, on a schema and so at each use of it, on a parameter, and
 * on an operation for the answer as a whole. A list is what its items are.
 */
import type { Place } from './place.ts';
import { member } from './place.ts';
import { directive } from './print.ts';
import type { Reading } from './schemas.ts';
import { read } from './schemas.ts';
import type { Work } from './work.ts';
import { refuse } from './work.ts';

const key = 'x-graphql-sensitive';

/** `reading` of the schema at the place, where there is one. */
export function sensitive(work: Work, place: Place, reading?: Reading): string[] {
  const said = member(place.value, key) ?? (reading && noted(work, reading));
  if (said === undefined || said === false) return [];
  if (said !== true) refuse(work, { pointer: place.pointer, found: `${key} of ${JSON.stringify(said)}`, expected: 'true or false', overlay: { update: { [key]: true } } });
  return [directive('sensitive')];
}

function noted(work: Work, reading: Reading): unknown {
  let { notes, shape } = reading;
  // A list of itself is refused where its type is asked for.
  const seen = new Set<string>();
  while (notes[key] === undefined && shape.kind === 'list' && !seen.has(shape.items.pointer)) {
    seen.add(shape.items.pointer);
    ({ notes, shape } = read(work, shape.items));
  }
  return notes[key];
}

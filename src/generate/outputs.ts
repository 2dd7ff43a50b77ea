/**
 * Fields of answers. Every one may be null, whatever the document requires: a promise that a vendor
 * breaks must not null its neighbours. Non-null is what the gateway itself fills in, and what the overlay
 * says is certain.
 */
import { deprecation, ownDescription } from './descriptions.ts';
import { propertyName } from './objects.ts';
import { member } from './place.ts';
import type { FieldText } from './print.ts';
import { directive } from './print.ts';
import type { Property, Reading } from './schemas.ts';
import { sensitive } from './sensitive.ts';
import { use } from './types.ts';
import type { Work } from './work.ts';
import { refuse } from './work.ts';

export function outputField(work: Work, options: { property: Property; bulk: boolean }): FieldText {
  const { property, bulk } = options;
  const { place, wire } = property;
  const { type, directives, reading } = use(work, place, { side: 'out' });
  const name = propertyName(work, property);
  const inherited = member(place.value, 'x-graphql-inherit') === true;
  const nonNull = member(place.value, 'x-graphql-non-null');
  const certain = nonNull === true || (inherited && nonNull !== false) || (bulk && name === 'success' && type === 'Boolean');
  return {
    name,
    description: ownDescription(reading, place),
    type: certain ? `${type}!` : type,
    directives: [
      ...directives,
      ...(inherited ? [directive('inherit')] : []),
      ...phrase(work, property, reading),
      ...(name === wire || member(place.value, 'x-graphql-phrase') !== undefined ? [] : [directive('wire', { name: wire })]),
      ...sensitive(work, place, reading),
      ...deprecation(reading),
    ],
  };
}

const parts = ['WORDS', 'REMARK', 'WHOLE'];

function phrase(work: Work, { place }: Property, { shape }: Reading): string[] {
  const part = member(place.value, 'x-graphql-phrase');
  const after = member(place.value, 'x-graphql-phrase-after');
  if (part === undefined) return [];
  const fits = part === 'WORDS' ? shape.kind === 'enum' : shape.kind === 'scalar' && shape.type === 'string';
  if (!fits) refuse(work, { pointer: place.pointer, found: `x-graphql-phrase of ${JSON.stringify(part)} on a ${shape.kind}`, expected: part === 'WORDS' ? 'an enum, whose values are the words' : 'a string' });
  if (typeof part === 'string' && parts.includes(part)) return [directive('phrase', { part: { word: part }, after: typeof after === 'string' ? after : undefined })];
  refuse(work, { pointer: place.pointer, found: `x-graphql-phrase of ${JSON.stringify(part)}`, expected: `one of ${parts.join(', ')}`, overlay: { update: { 'x-graphql-phrase': 'WHOLE' } } });
  return [];
}

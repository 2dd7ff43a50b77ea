/** Lists whose places have names: types whose fields are the places, in their order. */
import { define } from './definitions.ts';
import { definition } from './layout.ts';
import { typeName } from './naming.ts';
import type { ObjectShape } from './objects.ts';
import { distinct, fields } from './objects.ts';
import type { Place } from './place.ts';
import { member } from './place.ts';
import { directive } from './print.ts';
import { follow } from './references.ts';
import type { Reading } from './schemas.ts';
import type { Direction } from './types.ts';
import type { Work } from './work.ts';
import { refuse } from './work.ts';

/** A list whose places have names: a type whose fields are the places, in their order. */
export function defineTuple(work: Work, reading: Reading, places: Place[], direction: Direction): string {
  const name = typeName(work, reading, direction.side);
  const shape: ObjectShape = {
    kind: 'object',
    fields: places.map((place) => {
      const title = follow(work, place)?.notes.title;
      if (typeof title !== 'string' || title === '') {
        refuse(work, { pointer: place.pointer, found: 'a place in a list without a title', expected: 'a title that names its field', overlay: { update: { title: `item${place.pointer.split('/').at(-1)}` } } });
      }
      return { wire: typeof title === 'string' ? title : 'item', place, required: true };
    }),
  };
  define(work, {
    name,
    pointer: reading.home.pointer,
    identity: `tuple ${direction.side} ${reading.home.pointer}`,
    what: 'a list of named places',
    key: direction.side === 'in' ? 'x-graphql-input-type-name' : 'x-graphql-type-name',
    build: () => {
      const list = fields(work, { reading, shape, direction });
      // A place has no name on the wire.
      const unnamed = list.map(({ pointer, field }) => ({ pointer, field: { ...field, directives: field.directives.filter((one) => !one.startsWith('@wire(')) } }));
      return definition({
        pointer: reading.home.pointer,
        keyword: direction.side === 'in' ? 'input' : 'type',
        name,
        description: text(member(reading.home.value, 'description')),
        directives: [directive('tuple')],
        fields: distinct(work, reading.home, unnamed),
      });
    },
  });
  return name;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

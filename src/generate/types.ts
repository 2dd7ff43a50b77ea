/** The graph's type for a schema, as an answer (`out`) or in a body (`in`), and what the field that uses it must say. */
import { defineEnum } from './enums.ts';
import { defineItem } from './maps.ts';
import type { Side } from './naming.ts';
import { typeName } from './naming.ts';
import { defineObject, visible } from './objects.ts';
import type { Place } from './place.ts';
import { directive } from './print.ts';
import { isBinary, scalarName } from './scalars.ts';
import type { Reading } from './schemas.ts';
import { read } from './schemas.ts';
import { defineTuple } from './tuples.ts';
import { defineUnion } from './unions.ts';
import type { Work } from './work.ts';
import { refuse } from './work.ts';

export interface Use {
  /** Without the `!` of the place where it is used. */
  type: string;
  /** What the field, argument or input field has to say about its wire format. */
  directives: string[];
  nullable: boolean;
  reading: Reading;
}

export interface Direction {
  side: Side;
  /** Within a multipart body, where a file is a file. */
  multipart?: boolean;
}

export function use(work: Work, place: Place, direction: Direction): Use {
  const reading = read(work, place);
  return { ...ofReading(work, reading, direction), nullable: reading.nullable, reading };
}

export function ofReading(work: Work, reading: Reading, direction: Direction): Pick<Use, 'type' | 'directives'> {
  const { shape } = reading;
  const { side, multipart } = direction;
  const plain = (type: string, ...directives: string[]): Pick<Use, 'type' | 'directives'> => ({ type, directives });
  switch (shape.kind) {
    case 'any':
      return plain('JSON');
    case 'free':
      return plain('JSON', directive('freeform'));
    case 'scalar':
      return plain(multipart && isBinary(shape) ? 'Upload' : scalarName(shape));
    case 'enum':
      return plain(defineEnum(work, reading, shape.values));
    case 'list':
      return reading.notes['x-graphql-flatten'] === true ? flattened(work, shape.items, direction) : list(work, shape.items, direction);
    case 'map':
      return defineItem(work, { reading, values: shape.values, direction });
    case 'tuple':
      return plain(defineTuple(work, reading, shape.items, direction));
    case 'object': {
      if (visible(work, shape, side).length === 0 && !shape.union) return plain('JSON', directive('freeform'));
      const name = typeName(work, reading, side);
      defineObject(work, { reading, shape, direction, name });
      return plain(name);
    }
    case 'union':
      return plain(defineUnion(work, { reading, shape, direction }));
  }
}

function list(work: Work, items: Place, direction: Direction): Pick<Use, 'type' | 'directives'> {
  const inner = listItem(work, items, direction);
  return { type: `[${inner.type}${inner.nullable ? '' : '!'}]`, directives: inner.directives };
}

/** Lists within the list are read as one list. */
function flattened(work: Work, items: Place, direction: Direction): Pick<Use, 'type' | 'directives'> {
  let place = items;
  const seen = new Set<string>();
  for (let shape = read(work, place).shape; shape.kind === 'list' && !seen.has(place.pointer); shape = read(work, place).shape) {
    seen.add(place.pointer);
    place = shape.items;
  }
  const use = list(work, place, direction);
  return { ...use, directives: [directive('flatten'), ...use.directives] };
}

function listItem(work: Work, place: Place, direction: Direction): Use {
  let depth = 0;
  for (let inner = read(work, place); inner.shape.kind === 'list'; inner = read(work, inner.shape.items)) {
    depth += 1;
    if (depth > 20) {
      refuse(work, { pointer: place.pointer, found: 'a list of itself', expected: 'a list that ends', overlay: { update: { 'x-graphql-json': true } } });
      return { type: 'JSON', directives: [], nullable: false, reading: { ...read(work, place), shape: { kind: 'any' } } };
    }
  }
  const inner = use(work, place, direction);
  if (inner.reading.shape.kind === 'map') {
    refuse(work, { pointer: place.pointer, found: 'a list of maps', expected: 'a list of objects or scalars', overlay: { update: { 'x-graphql-json': true } } });
  }
  return inner;
}

/**
 * Maps: an object whose names are data. In the graph a list whose items carry their key, since a
 * caller cannot ask for fields whose names nobody knows.
 */
import { define } from './definitions.ts';
import { definition } from './layout.ts';
import type { Side } from './naming.ts';
import { baseName, twin, typeName } from './naming.ts';
import { defineObject, visible } from './objects.ts';
import type { Place } from './place.ts';
import { directive } from './print.ts';
import type { Reading } from './schemas.ts';
import { read } from './schemas.ts';
import { sensitive } from './sensitive.ts';
import type { Direction, Use } from './types.ts';
import { use } from './types.ts';
import type { Work } from './work.ts';
import { refuse } from './work.ts';

/** Defines the item type and answers the list of it. With `bulk` the map is a bulk write's answer. */
export function defineItem(work: Work, options: { reading: Reading; values: Place; direction: Direction; bulk?: string }): Pick<Use, 'type' | 'directives'> {
  const { reading, values, direction, bulk } = options;
  const { notes } = reading;
  const key = bulk ?? text(notes['x-graphql-key']) ?? 'key';
  const value = read(work, values);
  const { shape } = value;
  const whole = text(notes['x-graphql-value']);
  // An item that may be null has no fields to stand beside its key.
  const apart = whole !== undefined || (value.nullable && bulk === undefined);
  if (shape.kind === 'object' && !apart && visible(work, shape, direction.side).length > 0) {
    const name = ownName(reading, direction.side) ?? typeName(work, value, direction.side);
    defineObject(work, { reading: value, shape, direction, name, key: { name: key, bulk: bulk !== undefined }, at: values.pointer, mapAt: reading.home.pointer });
    return { type: `[${name}!]`, directives: [bulk === undefined ? directive('map', { key }) : directive('bulk', { key })] };
  }
  if (bulk !== undefined) {
    refuse(work, { pointer: values.pointer, found: 'a bulk answer whose values are no objects', expected: 'objects with a boolean "success"', overlay: { at: reading.home.pointer, update: { 'x-graphql-bulk': null } } });
  }
  return keyed(work, { reading, values, direction, key, field: whole ?? 'value' });
}

/** Items of a key and a value. */
function keyed(work: Work, options: { reading: Reading; values: Place; direction: Direction; key: string; field: string }): Pick<Use, 'type' | 'directives'> {
  const { reading, values, direction, key, field } = options;
  const { side } = direction;
  const base = ownName(reading, side) ?? itemName(baseName(work, reading.home.pointer), side);
  define(work, {
    name: base,
    pointer: reading.home.pointer,
    identity: `item ${side} ${reading.home.pointer} ${key} ${field}`,
    what: `an item with the key "${key}"`,
    key: side === 'in' ? 'x-graphql-input-type-name' : 'x-graphql-type-name',
    build: () => {
      const { type, directives, nullable, reading: value } = use(work, values, direction);
      return definition({
        pointer: reading.home.pointer,
        keyword: side === 'in' ? 'input' : 'type',
        name: base,
        fields: [
          { name: key, type: 'String!', directives: [] },
          { name: field, type: side === 'in' && !nullable ? `${type}!` : type, directives: [...directives, ...sensitive(work, values, value)], description: text(value.notes.description) },
        ],
      });
    },
  });
  return { type: `[${base}!]`, directives: [directive('map', { key, value: field })] };
}

const itemName = (base: string, side: Side): string => (side === 'in' ? twin(`${base}Item`) : `${base}Item`);

/** The overlay's own name for the items of this map. */
function ownName(reading: Reading, side: Side): string | undefined {
  const name = text(reading.notes['x-graphql-type-name']);
  if (side === 'out') return name;
  return text(reading.notes['x-graphql-input-type-name']) ?? (name === undefined ? undefined : twin(name));
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

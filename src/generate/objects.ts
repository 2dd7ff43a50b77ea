/** Object and input types: their fields, and what the overlay says of the type as a whole. */
import { defineBulkError } from './bulk.ts';
import { define } from './definitions.ts';
import { outputField } from './outputs.ts';
import { inputField } from './inputs.ts';
import { definition } from './layout.ts';
import type { Side } from './naming.ts';
import { typeName } from './naming.ts';
import { isName, lowerCamel, suggestion } from './names.ts';
import type { Place } from './place.ts';
import { member } from './place.ts';
import type { FieldText } from './print.ts';
import { directive } from './print.ts';
import { follow } from './references.ts';
import type { Property, Reading, Shape } from './schemas.ts';
import type { Direction } from './types.ts';
import { ofReading } from './types.ts';
import type { Work } from './work.ts';
import { refuse } from './work.ts';

export type ObjectShape = Extract<Shape, { kind: 'object' }>;

/** The key that an item of a map or of a bulk answer carries beside its own fields. */
export interface Key {
  name: string;
  bulk: boolean;
}

/** The properties that the graph shows: not those ignored, nor what only the other side may send. */
export function visible(work: Work, shape: ObjectShape, side: Side): Property[] {
  return shape.fields.filter(({ place }) => {
    if (member(place.value, 'x-graphql-ignore') === true) return false;
    return follow(work, place)?.notes[side === 'out' ? 'writeOnly' : 'readOnly'] !== true;
  });
}

/** The graph's name of a property; one that gives none is refused. */
export function propertyName(work: Work, property: Pick<Property, 'wire' | 'place'>): string {
  const given = member(property.place.value, 'x-graphql-field-name');
  const name = typeof given === 'string' ? given : lowerCamel(property.wire);
  if (!isName(name)) {
    refuse(work, {
      pointer: property.place.pointer,
      found: `the property ${JSON.stringify(property.wire)} that gives no GraphQL name`,
      expected: 'a name',
      overlay: { update: { 'x-graphql-field-name': suggestion(property.wire, 'field') } },
    });
  }
  return name;
}

export function defineObject(work: Work, options: { reading: Reading; shape: ObjectShape; direction: Direction; name: string; key?: Key | undefined; at?: string | undefined; mapAt?: string | undefined }): void {
  const { reading, shape, direction, name, key } = options;
  const { home, notes } = reading;
  const identity = [direction.side, direction.multipart === true, home.pointer, key?.name, key?.bulk, notes['x-graphql-bare'], notes['x-graphql-blank']].map(String).join(' ');
  define(work, {
    name,
    pointer: reading.home.pointer,
    identity,
    what: key ? `an item with the key "${key.name}"` : direction.side === 'in' ? 'an input' : 'an answer',
    at: options.at ?? reading.use,
    key: direction.side === 'in' ? 'x-graphql-input-type-name' : 'x-graphql-type-name',
    build: () => definition({
      pointer: home.pointer,
      keyword: direction.side === 'in' ? 'input' : 'type',
      name,
      description: text(member(home.value, 'description')),
      directives: [...bare(work, reading, shape, direction.side), ...(direction.side === 'in' && notes['x-graphql-blank'] === true ? [directive('blank')] : [])],
      fields: distinct(work, home, fields(work, options)),
    }),
  });
}

export interface Named {
  pointer: string;
  field: FieldText;
}

/** The fields of an object, not yet held against each other. */
export function fields(work: Work, options: { reading: Reading; shape: ObjectShape; direction: Direction; key?: Key | undefined; mapAt?: string | undefined }): Named[] {
  const { reading, shape, direction, key } = options;
  const { side } = direction;
  const list: Named[] = [];
  const here = reading.home.pointer;
  if (key) list.push({ pointer: here, field: { name: key.name, type: 'String!', directives: [] } });
  for (const property of visible(work, shape, side)) {
    if (key && (property.wire === key.name || propertyName(work, property) === key.name)) {
      refuse(work, {
        pointer: property.place.pointer,
        found: `the property ${JSON.stringify(property.wire)} in an item whose key is called ${key.name} too`,
        expected: 'another name for the key',
        overlay: { at: options.mapAt ?? here, update: { [key.bulk ? 'x-graphql-bulk' : 'x-graphql-key']: `own${key.name.charAt(0).toUpperCase()}${key.name.slice(1)}` } },
      });
      continue;
    }
    const field = side === 'in' ? inputField(work, { property, direction, siblings: shape }) : outputField(work, { property, bulk: key?.bulk === true });
    list.push({ pointer: property.place.pointer, field });
  }
  if (shape.union) list.push({ pointer: here, field: inlined(work, { reading, union: shape.union, direction }) });
  if (key?.bulk) {
    if (!list.some(({ field }) => field.name === 'success' && field.type === 'Boolean!')) {
      refuse(work, { pointer: here, found: 'items of a bulk answer without a boolean "success"', expected: 'one, to tell each outcome', overlay: { update: { properties: { success: { type: 'boolean' } } } } });
    }
    list.push({ pointer: here, field: { name: 'error', type: 'BulkError', directives: [] } });
    defineBulkError(work, here);
  }
  return list;
}

/** A union among an object's parts: a field of its own, named after it, whose members stand in the object. */
function inlined(work: Work, options: { reading: Reading; union: Reading; direction: Direction }): FieldText {
  const { reading, union, direction } = options;
  if (union.home.pointer === reading.home.pointer) {
    refuse(work, { pointer: reading.home.pointer, found: 'alternatives beside properties that not all of them have', expected: 'the alternatives as a component of their own in an allOf', overlay: { update: { 'x-graphql-json': true } } });
  }
  const type = union.home.pointer === reading.home.pointer ? { type: 'JSON', directives: [] } : ofReading(work, union, direction);
  const name = lowerCamel(typeName(work, union, 'out').replace(/(?<=.)Input$/, ''));
  return { name, type: direction.side === 'in' ? `${type.type}!` : type.type, directives: [directive('inline'), ...type.directives] };
}

function bare(work: Work, reading: Reading, shape: ObjectShape, side: Side): string[] {
  const wire = reading.notes['x-graphql-bare'];
  if (wire === undefined) return [];
  const property = visible(work, shape, side).find((one) => one.wire === wire);
  if (property) return [directive('bare', { field: propertyName(work, property) })];
  refuse(work, { pointer: reading.home.pointer, found: `x-graphql-bare of ${JSON.stringify(wire)}`, expected: `one of the properties ${visible(work, shape, side).map((one) => JSON.stringify(one.wire)).join(', ')}` });
  return [];
}

/** The fields, if no two of them share a name. */
export function distinct(work: Work, home: Place, list: Named[]): FieldText[] {
  const seen = new Map<string, string>();
  for (const { pointer, field } of list) {
    const other = seen.get(field.name);
    if (other !== undefined) {
      refuse(work, {
        pointer,
        found: `a field ${field.name} beside the one of ${other}`,
        expected: 'one field for each name',
        overlay: { at: pointer === home.pointer ? other : pointer, update: { 'x-graphql-field-name': `other${field.name.charAt(0).toUpperCase()}${field.name.slice(1)}` } },
      });
    }
    seen.set(field.name, pointer);
  }
  return list.map(({ field }) => field);
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * Fields of bodies. Required as documented; what can only have one value, or has a documented default,
 * may be left out and is filled in. A default of an optional property is the vendor's to apply: sending
 * it would change what a caller never mentioned.
 */
import { deprecation, ownDescription } from './descriptions.ts';
import { valueName } from './enums.ts';
import { propertyName } from './objects.ts';
import { isObject, member } from './place.ts';
import type { FieldText, Literal } from './print.ts';
import { directive, literal } from './print.ts';
import { scalarName } from './scalars.ts';
import type { Property, Reading, Shape } from './schemas.ts';
import { read } from './schemas.ts';
import type { Direction } from './types.ts';
import { sensitive } from './sensitive.ts';
import { use } from './types.ts';
import type { Work } from './work.ts';
import { refuse } from './work.ts';

export function inputField(work: Work, options: { property: Property; direction: Direction; siblings: Extract<Shape, { kind: 'object' }> }): FieldText {
  const { property, direction, siblings } = options;
  const { place, wire, required } = property;
  const { type, directives, nullable, reading } = use(work, place, direction);
  const name = propertyName(work, property);
  if (name in Object.prototype) {
    // GraphQL looks for it in the caller's object, where every object has one: left out, it would be taken for a function.
    refuse(work, {
      pointer: place.pointer,
      found: `a property of a body called ${name} in the graph`,
      expected: 'a name that not every object has',
      overlay: { update: { 'x-graphql-field-name': `own${name.charAt(0).toUpperCase()}${name.slice(1)}` } },
    });
  }
  // What may be null but must be there is sent as null when it is left out.
  const filled = required ? (defaultLiteral(work, reading) ?? (nullable ? 'null' : undefined)) : undefined;
  const must = required && !nullable;
  return {
    name,
    description: ownDescription(reading, place),
    type: must ? `${type}!` : type,
    default: filled,
    directives: [
      ...directives,
      ...(name === wire ? [] : [directive('wire', { name: wire })]),
      ...money(work, { property, siblings, type }),
      ...sensitive(work, place, reading),
      // GraphQL does not allow what must be given to be deprecated.
      ...(must && filled === undefined ? [] : deprecation(reading)),
    ],
  };
}

/** The documented default, or the one value there is, as a literal of the graph. */
export function defaultLiteral(work: Work, reading: Reading): string | undefined {
  const { shape, notes } = reading;
  const values = shape.kind === 'enum' || shape.kind === 'scalar' ? shape.values : undefined;
  const value = notes.default !== undefined ? notes.default : values?.length === 1 ? values[0] : undefined;
  const converted = value === undefined ? undefined : toLiteral(work, reading, value);
  return converted === undefined ? undefined : literal(converted);
}

function toLiteral(work: Work, reading: Reading, value: unknown): Literal | undefined {
  const { shape } = reading;
  if (shape.kind === 'enum') return typeof value === 'string' && shape.values.includes(value) ? { word: valueName(reading, value) } : undefined;
  if (shape.kind === 'list' && Array.isArray(value)) {
    const item = read(work, shape.items);
    const items = value.map((one) => toLiteral(work, item, one));
    return items.every((one) => one !== undefined) ? items : undefined;
  }
  if (shape.kind !== 'scalar') return undefined;
  switch (scalarName(shape)) {
    case 'Boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'Int':
    case 'SafeInt':
      return Number.isSafeInteger(value) ? (value as number) : undefined;
    case 'Float':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    case 'Decimal':
      return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
    default:
      return typeof value === 'string' ? value : undefined;
  }
}

function money(work: Work, options: { property: Property; siblings: Extract<Shape, { kind: 'object' }>; type: string }): string[] {
  const { property: { place }, siblings, type } = options;
  const terms = member(place.value, 'x-graphql-money');
  if (terms === undefined) return [];
  if (type !== 'Decimal') {
    refuse(work, { pointer: place.pointer, found: `x-graphql-money on a ${type}`, expected: 'an amount in major units, a Decimal', overlay: { update: { type: 'number', format: 'decimal' } } });
  }
  const wire = member(terms, 'currency');
  const currency = siblings.fields.find((one) => one.wire === wire);
  const fallback = member(terms, 'default');
  if (isObject(terms) && currency) return [directive('money', { currency: propertyName(work, currency), default: typeof fallback === 'string' ? fallback : undefined })];
  refuse(work, {
    pointer: place.pointer,
    found: `x-graphql-money of ${JSON.stringify(terms)}`,
    expected: 'the wire name of a property beside it that holds the currency',
  });
  return [];
}

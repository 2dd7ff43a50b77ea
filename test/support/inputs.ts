/**
 * Input types as a source of tests: a value that fits, and every object type below an argument with the way
 * to it, so that a test can put something wrong at each place and know what its path is.
 */
import {
  getNamedType, getNullableType, isEnumType, isInputObjectType, isListType,
  type GraphQLInputField, type GraphQLInputObjectType, type GraphQLInputType,
} from 'graphql';

const samples: Record<string, unknown> = { String: 'text', ID: 'id', Int: 1, Float: 1.5, Boolean: true, SafeInt: 1, Decimal: '1.00', Date: '2024-02-29', DateTime: '2024-02-29T12:00:00Z', JSON: {} };

/** A value that fits, with all fields of its objects and the first member of a oneOf; an Upload has none. */
export function sampleOf(type: GraphQLInputType): unknown {
  const inner = getNullableType<GraphQLInputType>(type);
  if (isListType(inner)) return [sampleOf(inner.ofType)];
  if (isEnumType(inner)) return inner.getValues()[0]?.name;
  if (!isInputObjectType(inner)) return samples[inner.name];
  const fields = Object.values(inner.getFields());
  return Object.fromEntries((inner.isOneOf ? fields.slice(0, 1) : fields).map((field) => [field.name, sampleOf(field.type)]));
}

export interface Place {
  type: GraphQLInputObjectType;
  /** `input[0].ledgerEntry` */
  path: string;
  /** A value that fits here. */
  sample: Record<string, unknown>;
  /** The whole argument with another value here. */
  withValue(value: unknown): unknown;
}

/** Every input object type at or below an argument, each where it is found first; those in `seen` are left out, those found are added. */
export function placesBelow(argument: { name: string; type: GraphQLInputType }, seen: Set<string>): Place[] {
  const places: Place[] = [];
  visit(argument.type, argument.name, (value) => value);
  return places;

  function visit(type: GraphQLInputType, path: string, wrap: (value: unknown) => unknown): void {
    const inner = getNullableType<GraphQLInputType>(type);
    if (isListType(inner)) return visit(inner.ofType, `${path}[0]`, (value) => wrap([value]));
    if (!isInputObjectType(inner) || seen.has(inner.name)) return;
    seen.add(inner.name);
    const sample = sampleOf(inner) as Record<string, unknown>;
    places.push({ type: inner, path, sample, withValue: wrap });
    for (const field of Object.values(inner.getFields())) {
      visit(field.type, `${path}.${field.name}`, (value) => wrap(inner.isOneOf ? { [field.name]: value } : { ...sample, [field.name]: value }));
    }
  }
}

/** A value that no field of this type takes; undefined where every value is taken. */
export function wrongValueOf({ type }: Pick<GraphQLInputField, 'type'>): unknown {
  const named = getNamedType(type);
  if (isInputObjectType(named)) return 'text';
  if (isEnumType(named)) return 'NO_SUCH_VALUE';
  if (named.name === 'JSON') return undefined;
  return named.name === 'String' || named.name === 'Date' ? 5 : 'five';
}

/**
 * Scalars as text, the way they stand in a URL, a header or a form: numbers and booleans printed,
 * enum values by their wire name, dates as given. Objects have no such form and are refused.
 */
import { getNamedType, isEnumType, isScalarType, type GraphQLInputType } from 'graphql';
import { kindOf, Refusal } from './refusal.ts';
import type { Rules } from './rules.ts';
import { SchemaError } from './schema-error.ts';

export type ToText = (value: unknown) => string;

/** Compiles the text form of a scalar or enum (of a list: of its items). */
export function compileText(options: { type: GraphQLInputType; rules: Rules; where: string }): ToText {
  const type = getNamedType(options.type);
  if (isEnumType(type)) {
    const wires = options.rules.enums.get(type.name);
    return (value) => wires?.get(String(value)) ?? String(value);
  }
  if (!isScalarType(type) || type.name === 'Upload') {
    throw new SchemaError(options.where, `${String(options.type)} has no text form; expected a scalar, an enum, or a list of them.`);
  }
  return scalarText;
}

function scalarText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  throw new Refusal(`${kindOf(value)} has no text form; expected text, a number, true or false`);
}

/** Percent-encoded, a space as %20; half a character cannot be encoded and is refused. */
export function encode(text: string): string {
  if (/^[\w.~-]*$/.test(text)) return text;
  try {
    return encodeURIComponent(text);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new Refusal('holds half of a surrogate pair, which is no character and cannot be sent');
  }
}

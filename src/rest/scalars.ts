/**
 * The graph's own scalars: strict on the way in, lenient on the way out (`leaves.ts`).
 * A value of the graph is plain: text for Date, DateTime and Decimal, a number for SafeInt, any JSON for JSON.
 */
import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped, type ValueNode } from 'graphql';
import Upload from 'graphql-upload/Upload.mjs';
import { setOwn } from '../json/main.ts';
import { scalarDefinitions } from './directives.ts';
import { decimalText, isDecimal } from './decimal.ts';
import { leaves } from './leaves.ts';
import { plainJSON } from './json-value.ts';
import { kindOf } from './refusal.ts';

/** Value from a variable or, as `literal`, the text of a number literal in the document. */
type Parse = (value: unknown, literal?: string) => unknown;

const descriptions = new Map([...scalarDefinitions.matchAll(/"(.+)"\s+scalar (\w+)/g)].map(([, text = '', name = '']) => [name, text.replaceAll('\\"', '"')]));

function scalar(name: string, parse: Parse): GraphQLScalarType {
  return new GraphQLScalarType({
    name,
    description: descriptions.get(name) ?? null,
    serialize: (value) => {
      const read = leaves[name]?.read(value);
      if (read === undefined) throw new GraphQLError(`${name} cannot represent ${kindOf(value)} that it was given.`);
      return read;
    },
    parseValue: (value) => parse(value),
    parseLiteral: (node, variables) => {
      if (node.kind === Kind.INT || node.kind === Kind.FLOAT) return parse(Number(node.value), node.value);
      if (node.kind === Kind.STRING || node.kind === Kind.BOOLEAN) return parse(node.value);
      if (name === 'JSON') return parse(jsonOf(node, variables ?? {}));
      throw new GraphQLError(`${name} cannot be ${kinds[node.kind] ?? 'this'}.`, { nodes: node });
    },
  });
}

const kinds: Partial<Record<ValueNode['kind'], string>> = { [Kind.OBJECT]: 'an object', [Kind.LIST]: 'a list', [Kind.ENUM]: 'a name without quotes', [Kind.NULL]: 'nothing' };

const refuse = (sentence: string): never => {
  throw new GraphQLError(sentence);
};

const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isCalendarDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = month === 2 && ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0) ? 1 : 0;
  return day >= 1 && day <= (days[month - 1] ?? 0) + leap;
}

function parseDate(value: unknown): string {
  return typeof value === 'string' && isCalendarDate(value) ? value : refuse(`Date must be a day of the calendar as YYYY-MM-DD, but got ${shown(value)}.`);
}

function parseDateTime(value: unknown): string {
  const match = typeof value === 'string' ? /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?:Z|[+-](\d{2}):(\d{2}))$/.exec(value) : null;
  const within = (text: string | undefined, bound: number) => Number(text ?? 0) <= bound;
  if (match && isCalendarDate(match[1] ?? '') && within(match[2], 23) && within(match[3], 59) && within(match[4], 60) && within(match[5], 23) && within(match[6], 59)) return match[0];
  return refuse(`DateTime must be an instant with an offset as 2022-02-22T22:00:00+00:00, but got ${shown(value)}.`);
}

function parseSafeInt(value: unknown): number {
  return Number.isSafeInteger(value) ? (value as number) + 0 : refuse(`SafeInt must be a whole number within ±(2^53 - 1), but got ${shown(value)}.`);
}

/** A number of a variable has been through a binary float already: its shortest text is what the caller wrote, unless he wrote more digits than that. */
function parseDecimal(value: unknown, literal?: string): string {
  const sentence = () => refuse(`Decimal must be a decimal number as "10.00", but got ${shown(value)}.`);
  if (typeof value === 'string') return isDecimal(value) ? value : sentence();
  if (typeof value !== 'number' || !Number.isFinite(value)) return sentence();
  if (literal === undefined && Math.abs(value) > Number.MAX_SAFE_INTEGER) return refuse('Decimal beyond 2^53 is not exact as a number; give it as text.');
  return decimalText(literal ?? String(value)) ?? sentence();
}

function parseJSON(value: unknown, literal?: string): unknown {
  if (literal !== undefined && Number.isInteger(value) && !Number.isSafeInteger(value)) return refuse('JSON cannot hold a whole number beyond 2^53 exactly; give it as text.');
  const plain = plainJSON(value);
  if (plain === undefined) return refuse('JSON is nested too deep.');
  return isFinite(plain) ? plain : refuse('JSON cannot hold a number beyond 1.8e308.');
}

/** What JSON.parse could not hold would go out as null. */
function isFinite(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isFinite);
}

/** Keys become own properties, `__proto__` too; a number that JavaScript would round is refused. */
function jsonOf(node: ValueNode, variables: Record<string, unknown>): unknown {
  if (node.kind === Kind.OBJECT) {
    const object = {};
    for (const field of node.fields) setOwn(object, field.name.value, jsonOf(field.value, variables));
    return object;
  }
  if (node.kind === Kind.LIST) return node.values.map((item) => jsonOf(item, variables));
  if (node.kind === Kind.INT || node.kind === Kind.FLOAT) return parseJSON(Number(node.value), node.value);
  return valueFromASTUntyped(node, variables) ?? null;
}

function parseUpload(value: unknown): unknown {
  return value instanceof Upload ? value.promise : refuse('Upload must be a file of a multipart request (graphql-multipart-request-spec).');
}

/** What it is, without saying it: what stands in the wrong place may be a debtor's name. */
function shown(value: unknown): string {
  return typeof value === 'string' ? `text of ${value.length} characters` : kindOf(value);
}

export const scalars: Readonly<Record<'Date' | 'DateTime' | 'JSON' | 'SafeInt' | 'Decimal' | 'Upload', GraphQLScalarType>> = {
  Date: scalar('Date', parseDate),
  DateTime: scalar('DateTime', parseDateTime),
  JSON: scalar('JSON', parseJSON),
  SafeInt: scalar('SafeInt', parseSafeInt),
  Decimal: scalar('Decimal', parseDecimal),
  Upload: scalar('Upload', parseUpload),
};

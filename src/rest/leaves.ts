/**
 * Reading of scalars, lenient: a number where text is promised is that text, numeric text is that number.
 * Each reader answers the value of the graph, or undefined where the wire's value cannot be one.
 */
import { decimalText } from './decimal.ts';
import { ExactNumber } from './exact-json.ts';
import { plainJSON } from './json-value.ts';

export interface Leaf {
  /** Ends "expected ..." in messages. */
  expected: string;
  read(value: unknown): unknown;
}

const integer = /^[+-]?\d{1,20}(?:\.0{1,20})?$/;

function readText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value instanceof ExactNumber ? value.text : undefined;
}

function readWhole(value: unknown, bound: number): number | undefined {
  let number: unknown = value;
  if (typeof value === 'string' || value instanceof ExactNumber) {
    const text = typeof value === 'string' ? value.trim() : (decimalText(value.text) ?? '');
    number = integer.test(text) ? Number(text) : undefined;
  }
  return Number.isInteger(number) && Math.abs(number as number) <= bound ? (number as number) + 0 : undefined;
}

function readFloat(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const text = typeof value === 'string' ? value.trim() : value instanceof ExactNumber ? value.text : '';
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

const truth = new Map<unknown, boolean>([[true, true], [false, false], [1, true], [0, false], ['true', true], ['false', false], ['1', true], ['0', false]]);

function readDate(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length >= 64 || !/^\d{4}-\d{2}-\d{2}(?![\d-])/.test(value)) return undefined;
  return value.length === 10 ? value : value.slice(0, 10);
}

/** As it came, an instant without an offset too: inventing one would be worse. A number is milliseconds since the epoch, before the year 10,000. */
function readDateTime(value: unknown): string | undefined {
  const text = typeof value === 'number' && Math.abs(value) <= 8.64e15 ? new Date(value).toISOString() : value;
  return typeof text === 'string' && /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.{0,30})?$/.test(text) ? text : undefined;
}

function readDecimal(value: unknown): string | undefined {
  if (typeof value === 'string') return decimalText(value.trim());
  if (typeof value === 'number') return decimalText(String(value));
  return value instanceof ExactNumber ? decimalText(value.text) : undefined;
}

export const leaves: Readonly<Record<string, Leaf>> = {
  String: { expected: 'text', read: readText },
  ID: { expected: 'text', read: readText },
  Int: { expected: 'a whole number of 32 bits', read: (value) => readWhole(value, 2147483647) ?? (value === -2147483648 ? value : undefined) },
  Float: { expected: 'a number', read: readFloat },
  Boolean: { expected: 'true or false', read: (value) => truth.get(typeof value === 'string' ? value.trim().toLowerCase() : value) },
  Date: { expected: 'a date', read: readDate },
  DateTime: { expected: 'a date and time', read: readDateTime },
  JSON: { expected: 'JSON that is not nested too deep', read: (value) => plainJSON(value) },
  SafeInt: { expected: 'a whole number within 2^53', read: (value) => readWhole(value, Number.MAX_SAFE_INTEGER) },
  Decimal: { expected: 'a decimal number', read: readDecimal },
};

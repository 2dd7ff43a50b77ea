import { describe, expect, it } from '@jest/globals';
import { parseValue } from 'graphql';
import { scalars } from '../../../src/rest/scalars.ts';

const { Date: DateScalar, DateTime, JSON: JSONScalar, SafeInt, Decimal, Upload } = scalars;
const literal = (scalar: typeof Decimal, text: string, variables?: Record<string, unknown>): unknown => scalar.parseLiteral(parseValue(text), variables);

describe('Date', () => {
  it.each(['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('takes %s', (text) => {
    expect([DateScalar.parseValue(text), literal(DateScalar, `"${text}"`)]).toEqual([text, text]);
  });
  it.each(['2023-02-29', '1900-02-29', '2024-13-01', '2024-00-10', '2024-04-31', '2024-1-1', '2024-01-01T00:00:00Z', ' 2024-01-01', '', '٢٠٢٤-٠١-٠١', 20240101, true, null, {}, ['2024-01-01']])('refuses %j', (value) => {
    expect(() => DateScalar.parseValue(value)).toThrow('Date must be a day of the calendar as YYYY-MM-DD, but got ');
  });
  it('refuses literals of another kind and says which', () => {
    expect(() => literal(DateScalar, '{ a: 1 }')).toThrow('Date cannot be an object.');
    expect(() => literal(DateScalar, '20240101')).toThrow('but got a number.');
  });
});

describe('DateTime', () => {
  it.each(['2022-02-22T22:00:00+00:00', '2022-02-22T22:00:00Z', '2022-02-22T22:00:00.123456789-11:30', '2016-12-31T23:59:60Z'])('takes %s', (text) => {
    expect(DateTime.parseValue(text)).toBe(text);
  });
  it.each(['2022-02-22T22:00:00', '2022-02-22 22:00:00Z', '2022-02-30T22:00:00Z', '2022-02-22T24:00:00Z', '2022-02-22T22:60:00Z', '2022-02-22T22:00:00+24:00', '2022-02-22T22:00:00+0000', '2022-02-22', '2022-02-22T22:00Z', '', 1645567200000, null])('refuses %j', (value) => {
    expect(() => DateTime.parseValue(value)).toThrow('DateTime must be an instant with an offset');
  });
});

describe('SafeInt', () => {
  it.each([0, -0, 9007199254740991, -9007199254740991, 3000000000])('takes %j', (value) => {
    expect(Object.is(SafeInt.parseValue(value), value + 0)).toBe(true);
  });
  it.each([9007199254740992, -9007199254740992, 1.5, NaN, Infinity, '1', true, null, [1]])('refuses %j', (value) => {
    expect(() => SafeInt.parseValue(value)).toThrow('SafeInt must be a whole number within ±(2^53 - 1)');
  });
  it('refuses a literal that JavaScript would round', () => {
    expect(literal(SafeInt, '9007199254740991')).toBe(9007199254740991);
    expect(() => literal(SafeInt, '9007199254740993')).toThrow('SafeInt must be');
    expect(() => literal(SafeInt, '"1"')).toThrow('SafeInt must be');
  });
});

describe('Decimal', () => {
  it.each([['10.00', '10.00'], ['-0.5', '-0.5'], ['0', '0'], [10, '10'], [0.1, '0.1'], [1e-7, '0.0000001'], [-1.5, '-1.5']])('takes %j as %s', (value, text) => {
    expect(Decimal.parseValue(value)).toBe(text);
  });
  it.each([['10.10', '10.10'], ['12345678901234567890.10', '12345678901234567890.10'], ['1.5E3', '1500'], ['"7.0"', '7.0']])('takes the literal %s as %s', (text, expected) => {
    expect(literal(Decimal, text)).toBe(expected);
  });
  it.each([NaN, Infinity, null, {}, [], true, '1e3', '.5'])('refuses %j', (value) => {
    expect(() => Decimal.parseValue(value)).toThrow('Decimal must be a decimal number as "10.00"');
  });
  it('refuses a number that has lost digits, and one that no memory holds', () => {
    expect(() => Decimal.parseValue(12345678901234567890)).toThrow('Decimal beyond 2^53 is not exact as a number; give it as text.');
    expect(() => literal(Decimal, '1e999')).toThrow('Decimal must be');
  });
  it('is not shown at length in a message', () => {
    expect(() => Decimal.parseValue('x'.repeat(5000))).toThrow('but got text of 5000 characters.');
  });
});

describe('JSON', () => {
  it('takes any value, with keys of its own only', () => {
    const parsed = literal(JSONScalar, '{ a: [1, 2.5, "x", null, true, ENUM], __proto__: { admin: true }, v: $v, none: $none }', { v: { deep: 1 } }) as Record<string, unknown>;
    expect(JSON.stringify(parsed)).toBe('{"a":[1,2.5,"x",null,true,"ENUM"],"__proto__":{"admin":true},"v":{"deep":1},"none":null}');
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
    expect((parsed as { admin?: boolean }).admin).toBeUndefined();
  });
  it('refuses a whole number that JavaScript would round', () => {
    expect(() => literal(JSONScalar, '{ a: 9007199254740993 }')).toThrow('JSON cannot hold a whole number beyond 2^53 exactly; give it as text.');
  });
  it('refuses a number that no double holds, wherever it stands: it would be sent as null', () => {
    for (const text of ['1e999', '-1e999', '[1e999]', '{ "a": [{ "b": -1e999 }] }']) expect(() => JSONScalar.parseValue(JSON.parse(text))).toThrow('JSON cannot hold a number beyond 1.8e308.');
    expect(JSONScalar.parseValue({ a: [1e308, null, 'Infinity'] })).toEqual({ a: [1e308, null, 'Infinity'] });
  });
  it('takes 500 levels and no more', () => {
    const nested = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown;
    expect(JSONScalar.parseValue(nested(500))).toEqual(nested(500));
    expect(() => JSONScalar.parseValue(nested(502))).toThrow('JSON is nested too deep.');
    expect(() => JSONScalar.parseValue(nested(100_000))).toThrow('JSON is nested too deep.');
  });
});

describe('Upload', () => {
  it.each(['x', 1, null, {}, { promise: Promise.resolve() }])('refuses %j', (value) => {
    expect(() => Upload.parseValue(value)).toThrow('Upload must be a file of a multipart request');
  });
});

describe('on the way out', () => {
  it.each([[DateScalar, '2024-01-01'], [DateTime, '2024-01-01T00:00:00Z'], [SafeInt, 5], [Decimal, '1.50'], [JSONScalar, { a: 1 }]] as const)('%s answers what it holds', (scalar, value) => {
    expect(scalar.serialize(value)).toEqual(value);
  });
  it.each([[DateScalar, 'secret'], [DateTime, 'secret'], [SafeInt, 'secret'], [Decimal, 'secret'], [Upload, 'secret'], [DateScalar, { secret: 1 }]] as const)('%s does not show what it cannot represent', (scalar, value) => {
    expect(() => scalar.serialize(value)).toThrow(/^\w+ cannot represent (text|an object) that it was given\.$/);
  });
});

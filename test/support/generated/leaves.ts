/** Scalars: their schemas, and values at the edges of what each may be. The first value of each is its default. */
import { Digits, type Wire } from './wire.ts';

interface Leaf {
  schema: Record<string, unknown>;
  values: readonly Wire[];
  /** May stand in a URL or form: has one spelling as text. */
  text: boolean;
  /** Null is one of its values already. */
  nullable?: boolean;
  /** Keeps its digits. */
  exact?: boolean;
}

const texts = ['text', '', 'Ünï ☃ 😀', 'quo"te\\ \n\t\u2028', '{"a":1}', '__proto__', '007', 'null', ' padded ', 'true', '[]', '0'];
const whole = [1, 0, -1, 1712345678901, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
const floats = [1.5, 0, 0.1, -2.75, 3, 1e21, 5e-324, 1.7976931348623157e308];
const free: Record<string, Wire>[] = [{}, { a: null, b: [1, 'x', { c: true }] }, JSON.parse('{"__proto__":{"x":1},"constructor":2}') as Record<string, Wire>, { nested: { deep: [[], {}, [null]] }, float: 0.1 }];

export const leaves = {
  string: { schema: { type: 'string' }, values: texts, text: true },
  uuid: { schema: { type: 'string', format: 'uuid' }, values: ['11111111-2222-4333-8444-555555555555'], text: true },
  date: { schema: { type: 'string', format: 'date' }, values: ['2024-02-29', '1999-12-31', '0001-01-01'], text: true },
  instant: { schema: { type: 'string', format: 'date-time' }, values: ['2022-02-22T22:00:00+00:00', '2022-02-22T22:00:00.123Z', '1999-12-31T23:59:59-11:30'], text: true },
  int32: { schema: { type: 'integer', format: 'int32' }, values: [1, 0, -1, 2147483647, -2147483648], text: true },
  integer: { schema: { type: 'integer' }, values: whole, text: true },
  int64: { schema: { type: 'integer', format: 'int64' }, values: whole, text: true },
  number: { schema: { type: 'number' }, values: floats, text: true },
  double: { schema: { type: 'number', format: 'double' }, values: floats, text: true },
  decimal: { schema: { type: 'number', format: 'decimal' }, values: ['1.5', '0', '10.00', '-0.50', '123456789012345678901234567890.10', '0.000000000000000000001', '100'].map((text) => new Digits(text)), text: true, exact: true },
  boolean: { schema: { type: 'boolean' }, values: [true, false], text: true },
  number0: { schema: { type: 'integer', enum: [3, 5, 8] }, values: [3, 5, 8], text: true },
  object: { schema: { type: 'object' }, values: free, text: false },
  opaque: { schema: { type: 'object', additionalProperties: true }, values: free, text: false },
  any: { schema: {}, values: [null, 1, 'text', false, [], [1, [null, 'x']], 0.1, ...free], text: false, nullable: true },
} satisfies Record<string, Leaf>;

export type LeafName = keyof typeof leaves;

export const leafNames = Object.keys(leaves) as LeafName[];
export const leafOf = (name: LeafName): Leaf => leaves[name];

/** Variables read by compiled functions: what graphql-js reads, or nothing at all. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GraphQLScalarType, Kind, buildSchema, getVariableValues, parse } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import { compileVariables } from '../../../src/execute/variables.ts';

const schema = buildSchema(`
  enum Mood { HAPPY SAD }
  scalar Picky
  input Inner { text: String = "x" limit: Int! = 2 tags: [String!] mood: Mood inner: Inner grid: [[Int!]!] }
  input Either @oneOf { text: String inner: Inner mood: Mood }
  input Needs { id: ID! at: Float yes: Boolean picky: Picky }
  type Query { x: String }
`);
Object.assign(schema.getType('Picky') as GraphQLScalarType, {
  parseValue: (value: unknown) => {
    if (value === 'sad') throw new Error('too picky');
    return value === 'HAPPY' ? undefined : { is: value };
  },
});

const types = ['String', 'String!', 'Int', 'Int!', 'Float', 'Boolean', 'ID!', '[ID]', '[[Int!]]', '[Int!]!', 'Mood', '[Mood!]', 'Picky', '[Picky!]', 'Inner', 'Inner!', '[Inner]', 'Either', '[Either!]', 'Needs', 'Needs!'];
const defaults: Record<string, string> = { String: '"d"', Int: '5', Inner: '{ tags: ["a"] }', '[Int!]!': '[1, 2]', Mood: 'SAD' };

const scalar = fc.constantFrom<unknown>(null, undefined, 'a', '', '7', 'HAPPY', 'sad', 0, -0, 1.5, 2 ** 31, 2 ** 53, Number.NaN, true, false, 12n);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('text', 'limit', 'tags', 'mood', 'inner', 'grid', 'id', 'at', 'yes', 'picky', 'odd', '__proto__', 'toString'), tie('value'), { maxKeys: 3 }),
    fc.constantFrom<unknown>(new Set(['a']), new Map([['text', 'a']]), Object.create(null), new Date(0), { text: 'a', limit: 1, inner: { mood: 'HAPPY', tags: 'one' } }, { inner: {} }, { id: 5, at: 1 }),
  ),
}));

function read(names: readonly string[], inputs: Record<string, unknown>): { compiled: unknown; reference: ReturnType<typeof getVariableValues> } {
  const head = names.map((type, index) => `$v${index}: ${type}${defaults[type] !== undefined && index % 2 === 0 ? ` = ${defaults[type]}` : ''}`).join(', ');
  const { variableDefinitions = [] } = parse(`query Q(${head}) { x }`).definitions[0] as OperationDefinitionNode;
  return { compiled: compileVariables(schema, variableDefinitions)?.read(inputs), reference: getVariableValues(schema, variableDefinitions, inputs, { maxErrors: 50 }) };
}

describe('compiled variables', () => {
  it('are those of graphql-js, in its order, or none where it finds an error', () => {
    let right = 0;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...types), { minLength: 1, maxLength: 3 }), fc.array(value, { maxLength: 3 }), (names, values) => {
        const inputs = Object.fromEntries(values.map((one, index) => [`v${index}`, one]));
        const { compiled, reference } = read(names, inputs);
        if (reference.errors) return expect(compiled).toBeUndefined();
        // A walk through what is no array is left to graphql-js.
        if (compiled === undefined) return expect(JSON.stringify(values, (_key, one: unknown) => (one instanceof Set || one instanceof Map ? 'walked' : typeof one === 'bigint' ? 'big' : one))).toContain('walked');
        right += 1;
        expect(compiled).toStrictEqual(reference.coerced);
        expect(keysOf(compiled)).toBe(keysOf(reference.coerced));
      }),
      { numRuns: 5000 },
    );
    expect(right).toBeGreaterThan(300);
  });

  it.each([
    ['Inner', { text: 'a', tags: ['b'], mood: 'SAD', inner: { grid: [[1], 2], limit: 3 } }],
    ['Either!', { inner: { limit: 1 } }],
    ['[Needs!]!', { id: 5, yes: true, at: 1, picky: null }],
    ['[[Int!]!]', 4],
  ])('are read for %s', (type, one) => {
    const { compiled, reference } = read([type], { v0: one });
    expect(compiled).toStrictEqual(reference.coerced);
    expect(compiled).toBeDefined();
  });

  it.each([
    ['Either', { text: 'a', mood: 'SAD' }],
    ['Either', { text: null }],
    ['Either', {}],
    ['Inner', { odd: 1 }],
    ['Inner', { limit: null }],
    ['Needs', {}],
    ['Picky', 'sad'],
    ['Mood', 'ANGRY'],
  ])('are left to graphql-js where %s is %j', (type, one) => {
    const { compiled, reference } = read([type], { v0: one });
    expect(reference.errors?.length).toBeGreaterThan(0);
    expect(compiled).toBeUndefined();
  });

  it('are read the same in slices where they are long lists', async () => {
    const items = fc.array(value, { minLength: 1, maxLength: 4 });
    let long = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...types.filter((type) => type.startsWith('['))), fc.oneof(items, fc.constantFrom<unknown[]>([1], ['a'], [[1]], [{ text: 'a' }])), value, async (type, some, other) => {
        const { variableDefinitions = [] } = parse(`query Q($v: ${type}, $w: Inner) { x }`).definitions[0] as OperationDefinitionNode;
        const reader = compileVariables(schema, variableDefinitions);
        const inputs = { v: Array.from({ length: 1100 }, (_, n) => some[n % some.length]), w: other };
        expect(reader?.isLong?.(inputs)).toBe(true);
        let turns = 0;
        const read = await reader?.readInSlices(inputs, { sliceMs: 0, turn: async () => void (turns += 1) });
        expect(read).toEqual(reader?.read(inputs));
        if (read === undefined) return;
        long += 1;
        expect(turns).toBe(1 + Math.floor(1100 / 64));
      }),
      { numRuns: 150, seed: 20240301 },
    );
    expect(long).toBeGreaterThan(5);
  });

  it('are no long lists where they are short, other values or inherited', () => {
    const { variableDefinitions = [] } = parse('query Q($v: [Int], $w: Int) { x }').definitions[0] as OperationDefinitionNode;
    const isLong = compileVariables(schema, variableDefinitions)?.isLong;
    for (const v of [undefined, null, 1, 'a'.repeat(2000), { length: 2000 }, [], Array.from({ length: 1000 }, () => 1)]) expect(isLong?.({ v })).toBe(false);
    expect(isLong?.(Object.create({ v: Array.from({ length: 2000 }, () => 1) }) as Record<string, unknown>)).toBe(false);
    expect(isLong?.({ v: Array.from({ length: 1001 }, () => 1) })).toBe(true);
  });

  it('hold defaults of their own in each run', () => {
    const { variableDefinitions = [] } = parse('query Q($v: [Int!] = [1]) { x }').definitions[0] as OperationDefinitionNode;
    const compiled = compileVariables(schema, variableDefinitions);
    (compiled?.read({}) as { v: number[] }).v.push(2);
    expect(compiled?.read({})).toEqual({ v: [1] });
  });

  it('are left to graphql-js where a name is one that every object inherits', () => {
    const { variableDefinitions = [] } = parse('query Q($__proto__: Int) { x }').definitions[0] as OperationDefinitionNode;
    expect(compileVariables(schema, variableDefinitions)).toBeUndefined();
    expect(Kind.VARIABLE_DEFINITION).toBe(variableDefinitions[0]?.kind);
  });
});

function keysOf(one: unknown): string {
  return JSON.stringify(one, (_key, inside: unknown) => (typeof inside === 'bigint' ? String(inside) : inside));
}

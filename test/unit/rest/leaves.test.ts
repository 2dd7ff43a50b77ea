/** What a scalar has read is what it would serialise: the executor leaves that out. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLInt, GraphQLString } from 'graphql';
import { ExactNumber } from '../../../src/rest/exact-json.ts';
import { leaves } from '../../../src/rest/leaves.ts';
import { scalars } from '../../../src/rest/scalars.ts';

const types = { ...scalars, String: GraphQLString, ID: GraphQLID, Int: GraphQLInt, Float: GraphQLFloat, Boolean: GraphQLBoolean };
const digits = fc.stringMatching(/^[+-]?\d{0,20}\.?\d{0,20}(?:[eE][+-]?\d{1,3})?$/);
const exponents = fc.tuple(fc.stringMatching(/^-?\d{1,20}(\.\d{0,20})?$/), fc.integer({ min: -420, max: 420 })).map(([digits, exponent]) => `${digits}e${exponent}`);
const dates = fc.stringMatching(/^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.{0,20})?$/);
const wire = fc.oneof(fc.constantFrom(Infinity, -Infinity, NaN, true, 'false', '1e400', '1e-400', '123.45e399', new ExactNumber('1E+400')), exponents, exponents.map((text) => new ExactNumber(text)), fc.jsonValue(), fc.double(), fc.maxSafeInteger(), digits, dates, digits.map((text) => new ExactNumber(text)), fc.object({ values: [fc.string(), digits.map((text) => new ExactNumber(text))] }));

describe('a scalar of the graph', () => {
  it.each(Object.keys(leaves))('%s serialises what it has read as it is', (name) => {
    const read = (value: unknown): unknown => leaves[name]!.read(value);
    let fitting = 0;
    fc.assert(
      fc.property(wire, (value) => {
        const once = read(value);
        if (once === undefined || once === null) return;
        fitting += 1;
        expect(types[name as keyof typeof types].serialize(once)).toEqual(once);
      }),
      { numRuns: 3000, seed: 20261121 },
    );
    expect(fitting).toBeGreaterThan(20);
  });

  it('has no instant in a year of five digits', () => {
    expect(leaves['DateTime']!.read(253_402_300_799_999)).toBe('9999-12-31T23:59:59.999Z');
    expect(leaves['DateTime']!.read(253_402_300_800_000)).toBeUndefined();
    expect(leaves['DateTime']!.read(-62_167_219_200_001)).toBeUndefined();
  });
});

/** Random operations in a world where things go wrong: both executors answer the same, to the last place of an error. */
import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { compare } from './compare.ts';
import { fixtureSchema } from './fixture.ts';
import { randomOperation } from './operations.ts';

const schema = fixtureSchema();
const tape = fc.array(fc.nat(9999), { minLength: 1, maxLength: 150, size: 'max' });

describe.each([
  { what: 'values at hand, nothing wrong', late: 0, wrong: 0, kind: 'query' as const },
  { what: 'values at hand', late: 0, wrong: 12, kind: 'query' as const },
  { what: 'some to be waited for', late: 30, wrong: 12, kind: 'query' as const },
  { what: 'all to be waited for', late: 100, wrong: 6, kind: 'query' as const },
  { what: 'written one after the other', late: 40, wrong: 12, kind: 'mutation' as const },
])('a random operation, $what', ({ late, wrong, kind }) => {
  it('answers as graphql-js does', async () => {
    let planned = 0;
    let failed = 0;
    await fc.assert(
      fc.asyncProperty(tape, fc.nat(), async (choices, seed) => {
        const { text, variables } = randomOperation({ schema, kind, tape: choices });
        const { reference, compiled } = await compare({ schema, document: text, variableValues: variables, context: () => ({ seed, late, wrong }) });
        planned++;
        if ((reference as { errors?: unknown }).errors) failed++;
        for (const one of compiled) expect(one).toEqual(reference);
      }),
      { numRuns: 250, seed: 20240229 },
    );
    expect(planned).toBeGreaterThanOrEqual(250);
    expect(failed).toBeGreaterThan(wrong > 0 ? 60 : 0);
  });
});

/**
 * Random operations in a world where things go wrong: both executors answer the same, to the last place of an error.
 *
 * Where a value that may not be null takes along what it belongs in while others of it are on their way, it is a matter
 * of moments which errors inside are told before. There, and there alone, what is told inside may differ; it is rare.
 */
import { isDeepStrictEqual } from 'node:util';
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
    let differed = 0;
    await fc.assert(
      fc.asyncProperty(tape, fc.nat(), async (choices, seed) => {
        const { text, variables } = randomOperation({ schema, kind, tape: choices });
        const { reference, compiled } = await compare({ schema, document: text, variableValues: variables, context: () => ({ seed, late, wrong }) });
        planned++;
        if ((reference as { errors?: unknown }).errors) failed++;
        for (const one of compiled) {
          if (isDeepStrictEqual(one, reference)) continue;
          if (late > 0) differed += 0.5;
          expect(late > 0 ? outside(one as Seen) : one).toEqual(late > 0 ? outside(reference as Seen) : reference);
        }
      }),
      { numRuns: 250, seed: 20240229 },
    );
    expect(differed).toBeLessThan(planned / 50);
    expect(planned).toBeGreaterThanOrEqual(250);
    expect(failed).toBeGreaterThan(wrong > 0 ? 60 : 0);
  });
});

interface Seen {
  data: unknown;
  errors?: { path?: (string | number)[] }[];
}

/** All but the errors inside of what is null, of which there is one at least. */
function outside({ errors = [], ...seen }: Seen): object {
  const lost = new Set<string>();
  const told = errors.filter(({ path = [] }) => {
    const at = nullAbove(seen.data, path);
    if (at !== undefined) lost.add(at);
    return at === undefined;
  });
  return { ...seen, told, lost: [...lost].sort() };
}

/** `data` as `compare` shows it: objects as `{ keys: [[key, value]] }`. */
function nullAbove(data: unknown, path: readonly (string | number)[]): string | undefined {
  let value = data;
  for (const [index, key] of path.entries()) {
    if (value === null || value === undefined) return JSON.stringify(path.slice(0, index));
    value = Array.isArray(value) ? (value as unknown[])[key as number] : (value as { keys: [string, unknown][] }).keys.find(([name]) => name === key)?.[1];
  }
  return undefined;
}

/** The graph of the vendors' documents: random selections over answers that fit and answers that do not. */
import { anyone } from '../../../src/callers/caller.ts';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { getNamedType, isObjectType } from 'graphql';
import type { RequestContext } from '../../../src/context.ts';
import { buildRestSchema } from '../../../src/rest/main.ts';
import type { System } from '../../../src/upstream/call.ts';
import { compare } from './compare.ts';
import { number } from './fixture.ts';
import { randomOperation } from './operations.ts';

const documents = ['receeve', 'ucollect', 'cm'].map((name) => ({ name: `${name}.graphql`, sdl: readFileSync(new URL(`../../../schema/${name}.graphql`, import.meta.url), 'utf8') }));
const schema = buildRestSchema(documents);
const members = [...new Set(Object.values(schema.getTypeMap()).flatMap((type) => (isObjectType(type) && !type.name.startsWith('__') ? Object.values(type.getFields()) : [])).map(({ name, type }) => `${name} ${getNamedType(type).name}`))].map((text) => text.split(' ') as [string, string]);

/** An answer to any call: it follows from seed and path of the call, and now and then fits nothing. */
function answerOf(seed: number, at: string, left = { values: 600 }): unknown {
  const roll = number(seed, at);
  if (left.values-- < 0 || roll % 23 === 0) return [null, 'text', 3, true, '2024-02-29', [], {}][(roll >>> 5) % 7];
  if (roll % 9 === 0) return Array.from({ length: (roll >>> 6) % 3 }, (_, index) => answerOf(roll, String(index), left));
  const object: Record<string, unknown> = {};
  for (let count = 60, index = roll % members.length; count > 0 && left.values-- > 0; count--) {
    index = (index + 1 + ((roll >>> (count % 8)) % 40)) % members.length;
    const [name, type] = members[index] as [string, string];
    const named = schema.getType(type);
    if (isObjectType(named)) object[name] = number(roll, `${name}[]`) % 2 === 0 ? answerOf(roll, name, left) : [answerOf(roll, name, left)];
    else object[name] = ['text', 12, true, null, '2024-02-29', '2022-02-22T22:00:00+00:00', 'ACTIVE', { free: 1 }, ['x']][number(roll, `${name}=`) % 9];
  }
  return object;
}

function context(seed: number): RequestContext {
  const system = (name: string): System => ({
    name,
    baseURL: 'http://127.0.0.1',
    variables: { clientId: 'c', ledger: 'l', user: 'u' },
    send: async ({ method, path }) => ({ status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(answerOf(seed, `${method} ${path}`))) }),
  });
  return { requestId: 'r', signal: new AbortController().signal, deadline: Date.now() + 30_000, systems: new Map(['receeve', 'ucollect', 'cm'].map((name) => [name, system(name)])), caller: anyone, loaders: new Map() };
}

describe.each(['query', 'mutation'] as const)('the graph, a random %s', (kind) => {
  it('answers as graphql-js does', async () => {
    const seen = { data: 0, errors: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(9999), { minLength: 1, maxLength: 120, size: 'max' }), fc.nat(), async (tape, seed) => {
        const { text, variables } = randomOperation({ schema, kind, tape, most: 40 });
        const { reference, compiled } = await compare({ schema, document: text, variableValues: variables, context: () => context(seed) });
        const { data, errors } = reference as { data?: unknown; errors?: unknown[] };
        if (data) seen.data++;
        if (errors) seen.errors++;
        for (const one of compiled) expect(one).toEqual(reference);
      }),
      { numRuns: 150, seed: 20240229 },
    );
    expect(seen.data).toBeGreaterThan(100);
    expect(seen.errors).toBeGreaterThan(30);
  });
});

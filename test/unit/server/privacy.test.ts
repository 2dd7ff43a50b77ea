/** The real graph, every argument of it: whatever a caller sends in the wrong place does not come back in an error or stand in a log. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getNamedType, isInputObjectType, isListType, isNonNullType, isObjectType } from 'graphql';
import type { GraphQLArgument, GraphQLInputType, GraphQLOutputType, GraphQLSchema } from 'graphql';
import { buildGraph } from '../../../src/graph/main.ts';
import { buildRestSchema } from '../../../src/rest/main.ts';
import { readSchemaFolder } from '../../../src/server/schemaFolder.ts';
import { post, startFixture } from './fixture.ts';
import type { Fixture } from './fixture.ts';

const secret = 'Jane-Doe-4711';

let fixture: Fixture;
let schema: GraphQLSchema;
beforeAll(async () => {
  const { documents, snapshot } = await readSchemaFolder();
  const silent = { info: () => undefined, warn: () => undefined };
  const graph = await buildGraph({ rest: buildRestSchema(documents), snapshot, system: undefined, log: silent });
  ({ schema } = graph);
  graph.close();
  fixture = await startFixture({ schema, maxBodyBytes: 1_000_000 });
});
afterAll(() => fixture.close());

/** The secret in every leaf, down to a depth; keys that a oneOf allows only once are tried all at once, which is wrong, too. */
function poisoned(type: GraphQLInputType, depth: number): unknown {
  if (isNonNullType(type)) return poisoned(type.ofType, depth);
  if (isListType(type)) return [poisoned(type.ofType, depth)];
  if (!isInputObjectType(type)) return secret;
  const fields = Object.values(type.getFields()).filter((field) => depth > 0 || isNonNullType(field.type));
  return depth < -3 ? secret : Object.fromEntries(fields.map((field) => [field.name, poisoned(field.type, depth - 1)]));
}

function operationOf(kind: 'query' | 'mutation', name: string, args: readonly GraphQLArgument[], type: GraphQLOutputType): string {
  const variables = args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
  const passed = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const selection = 'getFields' in getNamedType(type) || 'getTypes' in getNamedType(type) ? ' { __typename }' : '';
  return `${kind} (${variables}) { ${name}(${passed})${selection} }`;
}

describe('an error', () => {
  it('repeats no value that a caller sent', async () => {
    let refused = 0;
    for (const kind of ['query', 'mutation'] as const) {
      const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
      if (!isObjectType(root)) throw new Error(`the graph has no ${kind}`);
      for (const field of Object.values(root.getFields()).filter(({ args }) => args.length > 0)) {
        const query = operationOf(kind, field.name, field.args, field.type);
        const values = [
          Object.fromEntries(field.args.map((arg) => [arg.name, poisoned(arg.type, 2)])),
          Object.fromEntries(field.args.map((arg) => [arg.name, secret])),
          Object.fromEntries(field.args.map((arg) => [arg.name, { [secret]: secret }])),
          Object.fromEntries(field.args.map((arg) => [arg.name, [[secret]]])),
        ];
        for (const variables of values) {
          const { text, body } = await post(fixture.url, { query, variables });
          expect({ field: field.name, text }).toEqual({ field: field.name, text: expect.not.stringContaining(secret) });
          expect({ field: field.name, codes: body.errors?.map(({ extensions }) => extensions.code) }).toEqual({
            field: field.name,
            codes: expect.not.arrayContaining(['INTERNAL_SERVER_ERROR', 'GRAPHQL_VALIDATION_FAILED']),
          });
          if (body.errors?.some(({ extensions }) => extensions.code === 'BAD_USER_INPUT')) refused++;
        }
      }
    }
    // Most of it is refused by a type; text for text passes on to a system that is not there.
    expect(refused).toBeGreaterThan(100);
    expect(JSON.stringify(fixture.logged)).not.toContain(secret);
  }, 120_000);
});

/** Everything a document may hold reaches the remote with its meaning, and the answer the caller at its names. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GraphQLScalarType, printSchema } from 'graphql';
import { buildGraph } from '../../../src/graph/main.ts';
import { ask, connect, executable, newContext, newLog, startBench, startRemote } from './fixture.ts';
import type { Bench } from './fixture.ts';

const typeDefs = /* GraphQL */ `
  interface Node { id: ID! }
  type Link implements Node { id: ID! status: Status amount(unit: Unit = CENTS): String tags: [[String]] next: Link any: Any! anies: [Any] }
  type Mandate implements Node { id: ID! reason: String twin: Node }
  union Any = Link | Mandate
  enum Status { ready paid partially_paid }
  enum Unit { CENTS EUROS }
  input Filter { status: StatusFilter ids: [ID!] not: Filter limit: Int = 20 }
  input StatusFilter { equalTo: Status in: [Status!] }
  type Query { links(filter: Filter, order: String): [Link!]! node(id: ID): Node any: Any echo(filter: Filter, id: ID, on: Boolean): String }
  type Mutation { voice: Voice touch(id: ID!): Link }
  type Voice { stop(id: ID!): String }
`;

const link = { __typename: 'Link', id: 'l1', status: 'paid', tags: [['a', null], null, []] };
const mandate = { __typename: 'Mandate', id: 'm1', reason: 'rent' };

let bench: Bench;
beforeAll(async () => {
  const schema = executable(typeDefs, {
    Query: {
      links: () => [link, { ...link, id: 'l2', status: 'partially_paid' }],
      node: (_: unknown, { id }: { id: string }) => (id === 'm1' ? mandate : link),
      any: () => mandate,
      echo: (_: unknown, args: unknown) => JSON.stringify(args),
    },
    Mutation: { voice: () => ({}), touch: (_: unknown, { id }: { id: string }) => ({ ...link, id }) },
    Voice: { stop: (_: unknown, { id }: { id: string }) => `stopped ${id}` },
    Link: {
      amount: (_: unknown, { unit }: { unit: string }) => `1 ${unit}`,
      next: () => ({ ...link, id: 'next' }),
      any: () => mandate,
      anies: () => [mandate, null, link],
    },
    Mandate: { twin: () => link },
  });
  bench = await startBench(schema, { snapshot: printSchema(schema) });
});
afterAll(() => bench.close());
beforeEach(() => void (bench.remote.requests.length = 0));

const sent = (): string[] => bench.remote.requests.map(({ body }) => body.query);

async function answer(query: string, variables: Record<string, unknown> = {}): Promise<unknown> {
  const { data, errors } = await bench.ask(query, variables);
  expect(errors).toEqual([]);
  return data;
}

describe('a document', () => {
  it('may use aliases at every level', async () => {
    expect(await answer('{ mine: links { key: id status: id state: status cents: amount euros: amount(unit: EUROS) } }')).toEqual({
      mine: ['l1', 'l2'].map((id, index) => ({ key: id, status: id, state: ['paid', 'partially_paid'][index], cents: '1 CENTS', euros: '1 EUROS' })),
    });
    expect(sent()).toEqual(['query { links { key: id status: id state: status cents: amount euros: amount(unit: EUROS) } }']);
  });

  it('may use names that objects of JavaScript have', async () => {
    expect(await answer('{ constructor: links { toString: id __proto__: status hasOwnProperty: next { valueOf: id } } }')).toEqual({
      constructor: [
        JSON.parse('{"toString":"l1","__proto__":"paid","hasOwnProperty":{"valueOf":"next"}}'),
        JSON.parse('{"toString":"l2","__proto__":"partially_paid","hasOwnProperty":{"valueOf":"next"}}'),
      ],
    });
    expect(await answer('query ($__proto__: ID, $constructor: Boolean) { echo(id: $__proto__, on: $constructor) }', JSON.parse('{"__proto__":"p","constructor":true}') as Record<string, unknown>)).toEqual({
      echo: '{"id":"p","on":true}',
    });
  });

  it('may use named and inline fragments, nested, on the root, and the same field in several', async () => {
    const data = await answer(`
      query Q { ...Root ... on Query { links { next { status } } } ... { links { tags } } }
      fragment Root on Query { links { ...L next { id } } }
      fragment L on Link { id ... on Node { id } ... { status } ...S }
      fragment S on Link { status }
    `);
    expect(data).toEqual({ links: ['l1', 'l2'].map((id, index) => ({ id, status: ['paid', 'partially_paid'][index], next: { id: 'next', status: 'paid' }, tags: [['a', null], null, []] })) });
    expect(sent()).toEqual([
      'query Q { links { ...L next { id } next { status } tags } } fragment L on Link { id ... on Node { __typename id } ... { status } ...S } fragment S on Link { status }',
    ]);
  });

  it('whose fragments would fill gigabytes if written out stays small', async () => {
    const depth = 60;
    const fragments = Array.from({ length: depth }, (_, index) => `fragment F${index} on Link { ${index + 1 < depth ? `...F${index + 1} ...F${index + 1}` : 'id'} }`);
    // Executing it here is the same effort as anywhere; only the text for the remote is at stake.
    bench.remote.answer = ({ body }) => (body.operationName === 'IntrospectionQuery' ? undefined : { data: { links: [] } });
    expect(await answer(`{ links { ...F0 } } ${fragments.join(' ')}`)).toEqual({ links: [] });
    bench.remote.answer = undefined;
    expect(sent()[0]?.length).toBeLessThan(5000);
  });

  it('may decide by variables what is included and skipped', async () => {
    const query = `query Q($yes: Boolean!, $no: Boolean = false) {
      a: links @include(if: $no) { id }
      links @skip(if: $no) { id @include(if: $no) status @include(if: $yes) next @skip(if: $yes) { id } ...F @include(if: $no) ... on Link @skip(if: $no) { n: next { id } } }
    }
    fragment F on Link { tags }`;
    const first = { id: 'next' };
    expect(await answer(query, { yes: true })).toEqual({ links: [{ status: 'paid', n: first }, { status: 'partially_paid', n: first }] });
    expect(await answer(query, { yes: true, no: true })).toEqual({ a: [{ id: 'l1' }, { id: 'l2' }] });
    expect(sent()[0]).toBe(
      'query Q($yes: Boolean!, $no: Boolean = false) { links { id @include(if: $no) status @include(if: $yes) next @skip(if: $yes) { id } ...F @include(if: $no) ... on Link @skip(if: $no) { n: next { id } } } } fragment F on Link { tags }',
    );
    expect(bench.remote.requests[0]?.body.variables).toEqual({ yes: true, no: false });
  });

  it('written once is right for other variables in a second run, also where @include changes what is merged', async () => {
    const query = 'query ($more: Boolean!) { links { id } links @include(if: $more) { status } }';
    const both = [{ id: 'l1', status: 'paid' }, { id: 'l2', status: 'partially_paid' }];
    const { parse, execute } = await import('graphql');
    const document = parse(query);
    for (const more of [true, false, true]) {
      const { data } = await execute({ schema: bench.graph.schema, document, variableValues: { more }, contextValue: newContext(bench.system) });
      expect(JSON.parse(JSON.stringify(data))).toEqual({ links: more ? both : [{ id: 'l1' }, { id: 'l2' }] });
    }
    expect(sent()).toEqual(['query { links { id status } }', 'query { links { id } }', 'query { links { id status } }']);
  });

  it('may ask for __typename everywhere, and for nothing else', async () => {
    expect(await answer('{ __typename t: __typename links { __typename } node { __typename } any { kind: __typename } }')).toEqual({
      __typename: 'Query',
      t: 'Query',
      links: [{ __typename: 'Link' }, { __typename: 'Link' }],
      node: { __typename: 'Link' },
      any: { kind: 'Mandate' },
    });
  });

  it('may ask for interfaces and unions, in lists, nulls included', async () => {
    expect(
      await answer(`{
        node(id: "m1") { id ... on Mandate { reason twin { id ... on Link { status } } } }
        links { any { ... on Node { id } ...M } anies { __typename ... on Link { status } ...M } }
      }
      fragment M on Mandate { reason }`),
    ).toEqual({
      node: { id: 'm1', reason: 'rent', twin: { id: 'l1', status: 'paid' } },
      links: [1, 2].map(() => ({ any: { id: 'm1', reason: 'rent' }, anies: [{ __typename: 'Mandate', reason: 'rent' }, null, { __typename: 'Link', status: 'paid' }] })),
    });
  });

  it('passes on variables as they are: absent, null, default, nested enums, a lone value for a list', async () => {
    const query = 'query ($filter: Filter, $id: ID, $on: Boolean = true) { echo(filter: $filter, id: $id, on: $on) }';
    const echo = async (variables: Record<string, unknown>): Promise<unknown> => JSON.parse((await answer(query, variables) as { echo: string }).echo);
    expect(await echo({})).toEqual({ on: true });
    expect(bench.remote.requests[0]?.body).toEqual({
      query: 'query ($filter: Filter, $id: ID, $on: Boolean = true) { echo(filter: $filter, id: $id, on: $on) }',
      variables: { on: true },
    });
    expect(await echo({ id: null, on: null, filter: null })).toEqual({ id: null, on: null, filter: null });
    expect(await echo({ id: 5, filter: { status: { in: ['paid', 'partially_paid'] }, ids: 7, not: { not: null } } })).toEqual({
      id: '5',
      on: true,
      filter: { status: { in: ['paid', 'partially_paid'] }, ids: ['7'], not: { not: null, limit: 20 }, limit: 20 },
    });
  });

  it('passes on literals with variables, quotes, line breaks and block strings in them', async () => {
    const query = 'query ($id: ID!, $s: Status) { a: echo(filter: { ids: [$id, "q\\"\\n\\u00e9 $id"], status: { equalTo: $s } }) b: echo(id: """one\n  "two" # no comment\n""") }';
    expect(await answer(query, { id: 'x' })).toEqual({
      a: '{"filter":{"status":{},"ids":["x","q\\"\\né $id"],"limit":20}}',
      b: JSON.stringify({ id: 'one\n"two" # no comment' }),
    });
    expect(bench.remote.requests[0]?.body.variables).toEqual({ id: 'x' });
  });

  it('sends no variable that the remote\'s part does not use', async () => {
    await answer('query ($mine: String!, $id: ID) { account(input: { reference: $mine }) { amount } echo(id: $id) }', { mine: 'secret', id: 'i' });
    expect(bench.remote.requests.map(({ body }) => body)).toEqual([{ query: 'query ($id: ID) { echo(id: $id) }', variables: { id: 'i' } }]);
  });

  it('runs only the named operation of several', async () => {
    const { parse, execute } = await import('graphql');
    const document = parse('query A { links { ...F } } query B($id: ID) { echo(id: $id) } fragment F on Link { id }');
    const { data } = await execute({ schema: bench.graph.schema, document, operationName: 'B', variableValues: { id: 'b' }, contextValue: newContext(bench.system) });
    expect(JSON.parse(JSON.stringify(data))).toEqual({ echo: '{"id":"b"}' });
    expect(bench.remote.requests.map(({ body }) => body)).toEqual([{ query: 'query B($id: ID) { echo(id: $id) }', variables: { id: 'b' }, operationName: 'B' }]);
  });

  it('is refused before any call when it or its variables are wrong', async () => {
    for (const [query, variables] of [
      ['{ links { nothing } }', {}],
      ['query ($filter: Filter) { echo(filter: $filter) }', { filter: { status: { equalTo: 'unheard of' } } }],
      ['query ($filter: Filter) { echo(filter: $filter) }', { filter: { limit: 'many' } }],
      ['mutation ($id: ID!) { touch(id: $id) { id } }', {}],
    ] as const) {
      expect((await bench.ask(query, variables)).errors).toHaveLength(1);
    }
    expect(bench.remote.requests).toEqual([]);
  });
});

describe('a scalar that both sides share', () => {
  it('goes to the remote as it stood on the wire, whatever the gateway reads it into', async () => {
    const own = executable('scalar Date type Query { today(day: Date): Date }', {
      Date: new GraphQLScalarType<Date, string>({ name: 'Date', parseValue: (value) => new Date(String(value)), serialize: (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : String(value)) }),
      Query: { today: (_: unknown, { day }: { day: Date }) => new Date(day.getTime() + 86_400_000) },
    });
    const schema = executable('scalar Date input In { day: Date days: [Date!] } type Query { echo(day: Date, in: In): String day: Date }', {
      Query: { echo: (_: unknown, args: unknown) => JSON.stringify(args), day: () => '2024-02-29' },
    });
    const remote = await startRemote(schema);
    const { system, close } = connect(remote);
    const graph = await buildGraph({ rest: own, snapshot: printSchema(schema), system, log: newLog(), schedule: () => () => undefined });
    const query = 'query ($day: Date, $in: In) { today(day: $day) echo(day: $day, in: $in) day }';
    expect(await ask(graph, newContext(system), query, { day: '2024-02-28', in: { day: null, days: ['2024-01-01', '2024-01-02'] } })).toEqual({
      data: { today: '2024-02-29', echo: '{"day":"2024-02-28","in":{"day":null,"days":["2024-01-01","2024-01-02"]}}', day: '2024-02-29' },
      errors: [],
    });
    expect(remote.requests[0]?.body.variables).toEqual({ day: '2024-02-28', in: { day: null, days: ['2024-01-01', '2024-01-02'] } });
    graph.close();
    await close();
    await remote.close();
  });
});

/** Names that both sides have: settled at start, said in the log, and right in both directions. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { printSchema, printType } from 'graphql';
import { buildGraph, printGraph } from '../../../src/graph/main.ts';
import { executable, newLog, ownSchema, startBench } from './fixture.ts';
import type { Bench } from './fixture.ts';

const typeDefs = /* GraphQL */ `
  directive @cost(weight: Int) on FIELD_DEFINITION | OBJECT
  directive @trace on FIELD

  schema { query: RootQuery mutation: RootMutation subscription: RootSubscription }

  scalar Date
  scalar JSON
  scalar Upload
  scalar Colour

  "A party of the remote."
  interface Party { id: ID }
  type Account implements Party @cost(weight: 1) { id: ID status: AccountStatus day: Date colour: Colour up: Upload }
  type Company implements Party { id: ID name: String }
  union Holder = Account | Company
  enum AccountStatus { NEW OLD }
  input AccountInput { status: AccountStatus = NEW nested: AccountInput day: Date extra: JSON colour: Colour }

  "What the remote can be asked."
  type RootQuery {
    "An account of the remote."
    account(
      input: AccountInput
      "Not this."
      old: Int @deprecated(reason: "use input")
    ): Account @cost(weight: 3)
    holder(which: String): Holder
    party: Party
    gone: String @deprecated(reason: "no more")
    echo(input: AccountInput, status: AccountStatus): JSON
    again: RootQuery
  }
  type RootMutation { updateAccount(status: AccountStatus): Account }
  type RootSubscription { ticks: Tick }
  type Tick { at: Int }
`;

let bench: Bench;
let echoed: unknown;
beforeAll(async () => {
  const account = { id: 7, status: 'NEW', day: '2024-02-29', colour: '#fff', up: 'up' };
  const schema = executable(typeDefs, {
    RootQuery: {
      account: () => account,
      holder: (_: unknown, { which }: { which: string }) => ({ which, ...(which === 'Company' ? { id: 1, name: 'Ltd' } : account) }),
      party: () => ({ which: 'Account', ...account }),
      gone: () => 'gone',
      echo: (_: unknown, args: unknown) => (echoed = args),
      again: () => ({}),
    },
    RootMutation: { updateAccount: (_: unknown, { status }: { status: string }) => ({ ...account, status }) },
    Holder: { __resolveType: ({ which }: { which: string }) => which },
    Party: { __resolveType: ({ which }: { which: string }) => which },
  });
  bench = await startBench(schema, { snapshot: printSchema(schema) });
});
afterAll(() => bench.close());
const sent = (): string => bench.remote.requests.at(-1)?.body.query ?? '';

describe('a name that both sides have', () => {
  it('stays the gateway\'s, the remote\'s gets a prefix, and the log says so', () => {
    const type = (name: string) => `info The remote's type ${name} is called Collectmaxx${name} here: the gateway has a type of that name.`;
    const field = (root: string, name: string, here: string) => `info The remote's field ${root}.${name} is called ${here} here: the gateway has a field of that name.`;
    expect(bench.log.lines[0]).toBe('info Collectmaxx was asked for its schema and gave it.');
    expect(bench.log.lines.slice(1).sort()).toEqual([
      field('Mutation', 'updateAccount', 'collectmaxxUpdateAccount'),
      field('Query', 'account', 'collectmaxxAccount'),
      type('Account'),
      type('AccountInput'),
      type('AccountStatus'),
      type('Party'),
      type('Upload'),
    ]);
  });

  it('leaves scalars of the same meaning and other names alone', () => {
    const names = Object.keys(bench.graph.schema.getTypeMap());
    expect(names).toEqual(expect.arrayContaining(['Date', 'JSON', 'Colour', 'Company', 'Holder']));
    expect(names).not.toContain('CollectmaxxDate');
    expect(names).not.toContain('CollectmaxxJSON');
  });

  it('is the remote\'s again in requests, and the gateway\'s in answers: type, arguments, fragments, variables', async () => {
    const { data, errors } = await bench.ask(
      `query Q($input: CollectmaxxAccountInput, $status: CollectmaxxAccountStatus = OLD) {
        __typename
        account { __typename accountReference }
        mine: collectmaxxAccount(input: $input) { ...F }
        holder(which: "Account") { __typename ...F ... on Company { name } ... on CollectmaxxParty { id } }
        party { __typename id ... on CollectmaxxAccount { colour } }
        echo(input: $input, status: $status)
      }
      fragment F on CollectmaxxAccount { type: __typename id status day }`,
      { input: { status: 'OLD', nested: { status: 'NEW', extra: { a: [1, null] } }, day: '2024-01-31' } },
    );
    expect(errors).toEqual([]);
    const mine = { type: 'CollectmaxxAccount', id: '7', status: 'NEW', day: '2024-02-29' };
    expect(data).toMatchObject({
      __typename: 'Query',
      account: { __typename: 'Account', accountReference: 'A-1' },
      mine,
      holder: { __typename: 'CollectmaxxAccount', ...mine },
      party: { __typename: 'CollectmaxxAccount', id: '7', colour: '#fff' },
    });
    expect(sent()).toBe(
      'query Q($input: AccountInput, $status: AccountStatus = OLD) { ' +
        '_0: account(input: $input) { ...F } ' +
        '_1: holder(which: "Account") { __typename ...F ... on Company { name } ... on Party { __typename id } } ' +
        '_2: party { __typename id ... on Account { colour } } ' +
        '_3: echo(input: $input, status: $status) } fragment F on Account { id status day }',
    );
    // Defaults of input fields may be filled in; nothing else may differ.
    expect(JSON.parse(JSON.stringify(echoed))).toEqual({
      input: { status: 'OLD', nested: { status: 'NEW', extra: { a: [1, null] } }, day: '2024-01-31' },
      status: 'OLD',
    });
  });

  it('is the remote\'s again in mutations', async () => {
    expect(await bench.ask('mutation { a: collectmaxxUpdateAccount(status: OLD) { status } b: updateAccount(amount: 5, status: CLOSED) { amount status } }')).toEqual({
      data: { a: { status: 'OLD' }, b: { amount: 5, status: 'CLOSED' } },
      errors: [],
    });
    expect(sent()).toBe('mutation { updateAccount(status: OLD) { status } }');
  });

  it('is the remote\'s again where the remote leads back to its root', async () => {
    expect(await bench.ask('{ again { gone x: collectmaxxAccount { id } again { collectmaxxAccount { status } } account { amount accountReference } } }')).toEqual({
      data: { again: { gone: 'gone', x: { id: '7' }, again: { collectmaxxAccount: { status: 'NEW' } }, account: { amount: null, accountReference: 'A-1' } } },
      errors: [],
    });
    expect(sent()).toBe('query { again { gone x: account { id } again { collectmaxxAccount: account { status } } } }');
  });

  it('is refused when the new name is taken as well', async () => {
    const log = newLog();
    const build = (snapshot: string): Promise<unknown> => buildGraph({ rest: ownSchema(), snapshot, system: undefined, log });
    await expect(build('type Query { a: Account b: CollectmaxxAccount } type Account { id: ID } type CollectmaxxAccount { id: ID }')).rejects.toThrow(
      'the gateway has a type Account too, and the name CollectmaxxAccount is taken as well',
    );
    await expect(build('type Query { account: Int collectmaxxAccount: Int }')).rejects.toThrow(
      'the gateway has a field Query.account too, and the name collectmaxxAccount is taken as well',
    );
  });

  it('counts for a type called Query that is not the root', async () => {
    const graph = await buildGraph({ rest: ownSchema(), snapshot: 'schema { query: Q } type Q { q: Query m: Mutation } type Query { a: Int } type Mutation { b: Int }', system: undefined, log: newLog() });
    expect(printType(graph.schema.getQueryType()!)).toContain('q: CollectmaxxQuery\n  m: CollectmaxxMutation');
    graph.close();
  });
});

describe('what comes along with the remote', () => {
  it('are descriptions and deprecations, not directives and subscriptions', () => {
    const sdl = printGraph(bench.graph.schema);
    expect(sdl).toContain('"""An account of the remote."""');
    expect(sdl).toContain('"""A party of the remote."""');
    expect(sdl).toContain('gone: String @deprecated(reason: "no more")');
    expect(sdl).toContain('old: Int @deprecated(reason: "use input")');
    expect(sdl).not.toMatch(/directive @|@cost|@trace|Subscription|Tick/);
    expect(bench.graph.schema.getDirectives().map(({ name }) => name).sort()).toEqual(['deprecated', 'include', 'oneOf', 'skip', 'specifiedBy']);
  });
});

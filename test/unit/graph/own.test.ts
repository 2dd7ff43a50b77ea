/** The gateway's own schema within the graph, the remote not configured, and the graph as text. */
import { describe, expect, it } from '@jest/globals';
import { printSchema, validateSchema } from 'graphql';
import { buildGraph, printGraph } from '../../../src/graph/main.ts';
import { ask, executable, newContext, newLog, ownSchema } from './fixture.ts';

const snapshot = /* GraphQL */ `
  type Query { payLink: PayLinkQuery  ping: String! }
  type Mutation { payLink: PayLinkMutation }
  type PayLinkQuery { payLinks(limit: Int = 20): [PayLink!] }
  type PayLinkMutation { create: PayLink }
  type PayLink { id: ID! }
`;

describe('the gateway\'s own schema', () => {
  const build = () => buildGraph({ rest: ownSchema(), snapshot, system: undefined, log: newLog() });

  it('resolves as it did: enum values, interfaces, plain properties, mutations', async () => {
    const graph = await build();
    expect(await ask(graph, newContext(undefined), '{ account { accountReference status amount owner { __typename name } } }')).toEqual({
      data: { account: { accountReference: 'A-1', status: 'OPEN', amount: null, owner: { __typename: 'Person', name: 'Jo' } } },
      errors: [],
    });
    graph.close();
  });

  it('keeps extensions, and an input of which one member must be given', async () => {
    const own = ownSchema();
    const field = own.getQueryType()!.getFields()['account']!;
    field.extensions = { cost: 5 };
    const graph = await buildGraph({ rest: own, snapshot, system: undefined, log: newLog() });
    const joined = graph.schema.getQueryType()!.getFields()['account']!;
    expect(joined.extensions).toEqual({ cost: 5, scopes: ['*'] });
    expect(graph.schema.getQueryType()!.getFields()['payLink']!.extensions).toEqual({ system: 'collectmaxx', scopes: ['collectmaxx:read'] });
    const both = await ask(graph, newContext(undefined), '{ account(input: { reference: "a", id: 1 }) { amount } }');
    expect(both.errors[0]?.message).toMatch(/OneOf|exactly one/i);
    graph.close();
  });

  it('is left as it was', async () => {
    const own = ownSchema();
    const before = printSchema(own);
    (await buildGraph({ rest: own, snapshot, system: undefined, log: newLog() })).close();
    expect(printSchema(own)).toBe(before);
    expect(own.getQueryType()!.getFields()['payLink']).toBeUndefined();
  });

  it('may have no mutation', async () => {
    const graph = await buildGraph({ rest: executable('type Query { a: Int }'), snapshot, system: undefined, log: newLog() });
    expect(graph.schema.getMutationType()?.name).toBe('Mutation');
    expect(validateSchema(graph.schema)).toEqual([]);
    graph.close();
  });
});

describe('a remote that is not configured', () => {
  it('has its fields in the graph, and each answers SYSTEM_NOT_CONFIGURED at its own path', async () => {
    const log = newLog();
    const graph = await buildGraph({ rest: ownSchema(), snapshot, system: undefined, log });
    expect(graph.remote).toEqual({ state: 'not configured', since: expect.stringMatching(/^\d{4}-.*Z$/) });
    expect(log.lines).toEqual([]);
    const context = newContext(undefined);
    const extensions = (operation: string) => ({ code: 'SYSTEM_NOT_CONFIGURED', system: 'collectmaxx', operation, requestId: context.requestId, retryable: false });
    expect(await ask(graph, context, '{ account { accountReference } a: payLink { payLinks { id } } payLink { payLinks(limit: 2) { id } } }')).toEqual({
      data: { account: { accountReference: 'A-1' }, a: null, payLink: null },
      errors: [
        { message: 'collectmaxx is not configured.', path: ['a'], extensions: extensions('payLink.payLinks') },
        { message: 'collectmaxx is not configured.', path: ['payLink'], extensions: extensions('payLink.payLinks') },
      ],
    });
    const write = await ask(graph, context, 'mutation { payLink { create { id } } }');
    expect(write).toMatchObject({ data: { payLink: null }, errors: [{ path: ['payLink'], extensions: extensions('payLink.create') }] });
    graph.close();
  });

  it('says why when the snapshot is no schema', async () => {
    const build = (text: string) => buildGraph({ rest: ownSchema(), snapshot: text, system: undefined, log: newLog() });
    await expect(build('type Query {')).rejects.toThrow(/Syntax Error/);
    await expect(build('type Query { a: Nowhere }')).rejects.toThrow(/Nowhere/);
  });
});

describe('the graph as text', () => {
  it('is sorted, described, without directives of our own, and the same at every start', async () => {
    const text = async (): Promise<string> => {
      const own = executable(`
        directive @rest(GET: String) on FIELD_DEFINITION
        "All there is."
        type Query { zebra: Int @rest(GET: "/z") "The first." ape: Int }
      `);
      const graph = await buildGraph({ rest: own, snapshot, system: undefined, log: newLog() });
      graph.close();
      return printGraph(graph.schema);
    };
    expect(await text()).toBe(`type Mutation {
  payLink: PayLinkMutation
}

type PayLink {
  id: ID!
}

type PayLinkMutation {
  create: PayLink
}

type PayLinkQuery {
  payLinks(limit: Int = 20): [PayLink!]
}

"""All there is."""
type Query {
  """The first."""
  ape: Int
  payLink: PayLinkQuery
  ping: String
  zebra: Int
}
`);
    expect(await text()).toBe(await text());
  });
});

/** Links over a remote that is not the one of the snapshot: names that clash, types and fields that are not there. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { isObjectType } from 'graphql';
import { defaultRules, readLinkDocument } from '../../../../src/graph/links/main.ts';
import { buildGraph, type Graph } from '../../../../src/graph/main.ts';
import { buildRestSchema } from '../../../../src/rest/main.ts';
import { ask, connect, executable, newContext, newLog, startRemote, type Log, type Remote } from '../fixture.ts';

const read = (name: string): string => readFileSync(new URL(`../../../../schema/${name}`, import.meta.url), 'utf8');
const rest = buildRestSchema(['receeve', 'cm', 'ucollect'].map((name) => ({ name: `${name}.graphql`, sdl: read(`${name}.graphql`) })));
const snapshot = read('collectmaxx.graphql');
const links = { sdl: read('links.graphql'), rules: defaultRules };

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function over(typeDefs: string, resolvers: Record<string, unknown> = {}): Promise<{ graph: Graph; remote: Remote; log: Log; ask: (query: string) => ReturnType<typeof ask> }> {
  const remote = await startRemote(executable(typeDefs, resolvers));
  open.push(() => remote.close());
  const { system, close } = connect(remote);
  open.push(close);
  const log = newLog();
  const graph = await buildGraph({ rest, snapshot, links, system, log });
  open.push(() => graph.close());
  return { graph, remote, log, ask: (query) => ask(graph, newContext(system), query) };
}

function fieldsOf(graph: Graph, type: string): string[] {
  const found = graph.schema.getType(type);
  return isObjectType(found) ? Object.keys(found.getFields()) : [];
}

describe('a remote that has fields of a payment request itself', () => {
  it('keeps them under other names, and the gateway\'s are made of what they are made of', async () => {
    const { graph, log, remote, ask: query } = await over(
      `type Query { payLink: PayLinkQuery }
       type PayLinkQuery { payLinks(filters: PayLinkFiltersInput, offset: Int, limit: Int): PayLinkList }
       input PayLinkFiltersInput { id: String }
       type PayLinkList { items: [PayLink!] }
       type PayLink { id: ID status: String shortUrl: String paymentStatus: Int provider(kind: String): String }`,
      { Query: { payLink: () => ({ payLinks: { items: [{ id: 'x', status: 'paid', paymentStatus: 7, provider: 'them' }] } }) } },
    );
    expect(log.lines).toEqual(expect.arrayContaining([
      'info The remote\'s field PayLink.paymentStatus is called collectmaxxPaymentStatus here: the gateway has a field of that name.',
      'info The remote\'s field PayLink.provider is called collectmaxxProvider here: the gateway has a field of that name.',
    ]));
    expect(fieldsOf(graph, 'PayLink').sort()).toEqual(['claimReference', 'collectmaxxPaymentStatus', 'collectmaxxProvider', 'id', 'paymentRequestId', 'paymentStatus', 'paymentURL', 'provider', 'shortUrl', 'status']);
    expect(await query('{ payLink { payLinks { items { paymentStatus collectmaxxPaymentStatus provider them: collectmaxxProvider(kind: "k") paymentURL claimReference } } } }')).toEqual({
      data: { payLink: { payLinks: { items: [{ paymentStatus: 'PAID', collectmaxxPaymentStatus: 7, provider: 'COLLECTMAXX', them: 'them', paymentURL: null, claimReference: null }] } } },
      errors: [],
    });
    // What it does not have is not asked for.
    expect(remote.requests[0]?.body.query).toBe('query { payLink { payLinks { items { collectgraph_status: status collectmaxxPaymentStatus: paymentStatus them: provider(kind: "k") collectgraph_shortUrl: shortUrl } } } }');
  });

  it('is not followed where both names are taken', async () => {
    const { graph, log } = await over('type Query { payLink: PayLink } type PayLink { id: ID provider: String collectmaxxProvider: String }');
    expect(graph.remote).toMatchObject({ state: 'snapshot', problem: 'the gateway has a field PayLink.provider too, and the name collectmaxxProvider is taken as well' });
    expect(log.lines).toEqual([expect.stringMatching(/^warn Collectmaxx could not be asked for its schema: the gateway has a field PayLink\.provider too/)]);
    expect(fieldsOf(graph, 'PayLink')).toContain('paymentStatus');
  });
});

describe('a remote with names that links use', () => {
  it('has them with its prefix', async () => {
    const { graph, log } = await over('type Query { debtor: Money payLink: PayLink } type Money { amount: Int } type PayLink { id: ID }');
    expect(fieldsOf(graph, 'Money')).toEqual(['minorUnits', 'decimal', 'currency']);
    expect(fieldsOf(graph, 'CollectmaxxMoney')).toEqual(['amount']);
    expect(fieldsOf(graph, 'Query')).toEqual(expect.arrayContaining(['debtor', 'collectmaxxDebtor']));
    expect(log.lines).toEqual(expect.arrayContaining(['info The remote\'s field Query.debtor is called collectmaxxDebtor here: the gateway has a field of that name.']));
  });
});

describe('a remote without pay links', () => {
  it('leaves out what leads to them, says so, and takes nothing else along', async () => {
    const { graph, log } = await over('type Query { ping: String }', { Query: { ping: () => 'pong' } });
    expect(graph.remote).toEqual({ state: 'introspected', since: expect.anything() });
    expect(fieldsOf(graph, 'Account')).toEqual(expect.arrayContaining(['claims', 'mandates', 'paymentLinks']));
    expect(fieldsOf(graph, 'Account')).not.toContain('payLinks');
    expect(log.lines).toEqual(expect.arrayContaining([
      'info The link Account.payLinks is left out: there is no type PayLink now.',
      'info The link Claim.payLinks is left out: there is no type PayLink now.',
      'info There is no type PayLink now, so it gets no links.',
    ]));
  });
});

describe('the document of links', () => {
  it('that cannot be read is said', () => {
    expect(() => readLinkDocument('extend type {')).toThrow(/^links\.graphql cannot be read: Syntax Error/);
  });

  it('with a field that nothing resolves does not become a graph', async () => {
    const sdl = `${links.sdl}\nextend type Claim { weather: String }`;
    await expect(buildGraph({ rest, snapshot, links: { ...links, sdl }, system: undefined, log: newLog() })).rejects.toThrow('links.graphql has the field Claim.weather, which nothing resolves');
  });
});

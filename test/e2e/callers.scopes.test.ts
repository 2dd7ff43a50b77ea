/**
 * Scopes, over every field of the graph, derived from it: a field that makes a caller's request reach a system
 * is refused to whoever lacks that system's scope, and then nothing reaches it. A field that is added later
 * is held to the same.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getNamedType, isAbstractType, isCompositeType, isObjectType, Kind, parse, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { scopesOf } from '../../src/graph/scopes.ts';
import type { Gateway } from '../../src/server/main.ts';
import { callerFiles, type CallerFiles, type TestKey } from '../support/callers.ts';
import type { GraphQLAnswer, VendorName } from '../support/gateway.ts';
import { sampleOf } from '../support/inputs.ts';
import { rootFieldsOf, type RootField } from '../support/rootFields.ts';
import { startSandboxGateway, type SandboxGateway } from '../support/sandboxGateway.ts';
import { answer } from '../support/troubled.ts';
import { askGateway, startTroubledVendors, vendorNames, type TroubledVendors } from '../support/troubledGateway.ts';

const scopesBut = (...without: string[]): string[] => vendorNames.flatMap((name) => [`${name}:read`, `${name}:write`]).filter((scope) => !without.some((one) => scope.startsWith(one)));
const keys: TestKey[] = [
  { name: 'all', scopes: ['*'] },
  { name: 'each', scopes: [...scopesBut(), 'events:read'] },
  { name: 'reader', scopes: vendorNames.map((name) => `${name}:read`) },
  { name: 'writer', scopes: vendorNames.map((name) => `${name}:write`) },
  { name: 'nothing', scopes: ['upstream:read'] },
  ...vendorNames.map((name) => ({ name: `no-${name}`, scopes: [...scopesBut(`${name}:`), 'events:read'] })),
];

let files: CallerFiles;
beforeAll(() => void (files = callerFiles()));
afterAll(() => files.remove());

/** Interpreted, compiled, by the short way. */
const ways = 3;

function forbidden(reply: GraphQLAnswer, at: { scope: string; path?: (string | number)[] | undefined; operation?: string }): void {
  const system = at.scope.split(':')[0];
  const found = reply.errors?.find(({ extensions }) => extensions['code'] === 'FORBIDDEN' && extensions['system'] === system);
  expect(found).toMatchObject({
    message: expect.stringContaining(at.scope),
    extensions: { system, operation: at.operation ?? expect.any(String), requestId: expect.any(String), retryable: false },
    ...(at.path && { path: at.path }),
  });
}

describe('every root field', () => {
  let vendors: TroubledVendors;
  let gateway: Gateway;
  let schema: GraphQLSchema;
  beforeAll(async () => {
    vendors = await startTroubledVendors();
    gateway = await vendors.start({ UPSTREAM_RETRIES: '0', GATEWAY_INTROSPECTION: 'true', GATEWAY_API_KEYS_FILE: files.keys(keys) });
    schema = gateway.graph.schema;
  }, 180_000);
  afterAll(async () => {
    await gateway.close();
    await vendors.goAway();
  });

  const ask = (name: string, one: Pick<RootField, 'query' | 'variables'> & { file?: string | undefined }): Promise<GraphQLAnswer> => askGateway(gateway, { ...one, headers: files.as(name) });
  const reached = (): VendorName[] => vendorNames.filter((name) => vendors.vendors[name].calls.length > 0);

  /** What the caller who may do all makes of it. */
  async function reachedBy(name: string, one: RootField): Promise<VendorName[]> {
    vendors.behave(answer({ status: 429 }));
    await ask(name, one);
    return reached();
  }

  it('says what it needs', () => {
    for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
      for (const field of Object.values(root?.getFields() ?? {})) {
        expect([field.name, scopesOf(field)]).toEqual([field.name, [expect.stringMatching(/^(?:(?:receeve|ucollect|cm|collectmaxx):(?:read|write)|events:read)$/)]]);
      }
    }
  });

  it.each(['query', 'mutation'] as const)('of kind %s is refused to whoever lacks the scope of a system that it reaches', async (kind) => {
    const count = new Map<string, number>();
    for (const one of rootFieldsOf(schema, kind)) {
      const systems = await reachedBy('all', one);
      expect([one.name, await reachedBy('each', one)]).toEqual([one.name, systems]);
      expect([one.name, await reachedBy('writer', one)]).toEqual([one.name, systems]);
      expect([one.name, await reachedBy('reader', one)]).toEqual([one.name, kind === 'query' ? systems : []]);
      for (const system of systems) {
        count.set(system, (count.get(system) ?? 0) + 1);
        const scope = `${system}:${kind === 'query' ? 'read' : 'write'}`;
        for (const name of [`no-${system}`, 'nothing', ...(kind === 'mutation' ? ['reader'] : [])]) {
          vendors.behave(answer({ status: 429 }));
          for (let way = 1; way <= ways; way++) {
            const reply = await ask(name, one);
            forbidden(reply, { scope, path: [one.name.split('.')[0]!], operation: one.name });
            expect(one.valueIn(reply.data) ?? null).toBeNull();
          }
          expect([one.name, name, vendors.arrived()]).toEqual([one.name, name, 0]);
        }
      }
    }
    // The test counts what it found. `requestPayment` is asked for with sample values that it refuses: see below.
    expect(Object.fromEntries(count)).toEqual(kind === 'query' ? { receeve: expect.any(Number), ucollect: 3, cm: 2, collectmaxx: 3 } : { receeve: 25, ucollect: 2, cm: 2, collectmaxx: 4 });
  }, 120_000);

  it('that is computed without a call needs the scope all the same', async () => {
    const one = { query: '{ payNowURL(org: "a", contactId: "b") }', variables: {} };
    expect((await ask('reader', one)).data).toEqual({ payNowURL: expect.stringContaining('contactID=b') });
    forbidden(await ask('no-ucollect', one), { scope: 'ucollect:read', path: ['payNowURL'] });
  });

  it('that is refused leaves its siblings alone, in reads and in writes', async () => {
    vendors.behave(answer({ headers: { 'content-type': 'application/json' }, body: '{"status":"open"}' }));
    const read = await ask('no-ucollect', { query: '{ a: paymentLinkStatus(reference: "r") { status } contactStatus(contactId: "c") { status } b: paymentLinkStatus(reference: "s") { status } __schema { queryType { name } } }', variables: {} });
    expect(read.data).toMatchObject({ a: { status: 'OPEN' }, contactStatus: null, b: { status: 'OPEN' } });
    expect(read.errors?.filter(({ extensions }) => extensions['code'] === 'FORBIDDEN')).toHaveLength(1);
    const [create] = rootFieldsOf(schema, 'mutation').filter(({ name }) => name === 'createPaymentLink');
    const invite = 'sendInvite(input: { contactId: "c", orgPGID: ["o"] }) { outcome }';
    const write = await ask('no-cm', { query: create!.query.replace(/\{ (createPaymentLink.*) \}$/, `{ a: ${invite} $1 b: ${invite} }`), variables: create!.variables });
    forbidden(write, { scope: 'cm:write', path: ['createPaymentLink'] });
    expect([vendors.vendors.ucollect.calls.length, vendors.vendors.cm.calls.length]).toEqual([2, 2]);
  });

  it.each<[string, string[], string | undefined]>([
    ['COLLECTMAXX', ['receeve:write'], 'collectmaxx:write'],
    ['COLLECTMAXX', ['receeve:write', 'collectmaxx:read', 'cm:write'], 'collectmaxx:write'],
    ['CM', ['receeve:write', 'cm:read', 'collectmaxx:write'], 'cm:write'],
    ['CM', ['receeve:read', 'cm:write'], 'receeve:write'],
    ['CM', ['receeve:write', 'cm:write'], undefined],
  ])('requestPayment at %s with %j asks for %s', async (provider, scopes, missing) => {
    const own = await vendors.start({ GATEWAY_API_KEYS_FILE: files.keys([{ name: 'payer', scopes }]) });
    vendors.behave(answer({ status: 429 }));
    const query = `mutation { requestPayment(input: { accountReference: "a", claimReference: "c", provider: ${provider} }) { created } }`;
    const reply = await askGateway(own, { query, headers: files.as('payer') });
    if (missing === undefined) expect(reached()).toEqual(['receeve']);
    else {
      forbidden(reply, { scope: missing, path: ['requestPayment'] });
      expect(vendors.arrived()).toBe(0);
    }
    await own.close();
  });
});

describe('every field below', () => {
  /** How to come to an object of each type that links grow on, as somebody who may do all. */
  const entries: [type: string, query: string][] = [
    ['Account', '{ account(accountReference: "@account") { % } }'],
    ['Account', '{ debtor(debtorReference: "DEB-0148") { accounts { % } } }'],
    ['Debtor', '{ debtor(debtorReference: "DEB-0148") { % } }'],
    ['Claim', '{ accountClaims(accountReference: "@account", limit: 100) { items { % } } }'],
    ['Claim', '{ account(accountReference: "@account") { claims { % } } }'],
    ['CommunicationMessageURL', '{ communicationMessageURLs(claimReference: "CLM-0136") { communicationMessageURLs { % } } }'],
    ['PayLink', '{ payLink { payLinks(limit: 3) { items { % } } } }'],
    ['PayLink', '{ account(accountReference: "@account") { claims { payLinks { % } } } }'],
    ['PaymentLink', '{ account(accountReference: "@account") { paymentLinks { % } } }'],
  ];
  let graph: SandboxGateway;
  let schema: GraphQLSchema;
  let account: string;
  beforeAll(async () => {
    graph = await startSandboxGateway({ GATEWAY_API_KEYS_FILE: files.keys(keys), MAX_UPSTREAM_CALLS: '1000000', MAX_UPSTREAM_CALLS_PER_SYSTEM: '1000000' });
    schema = graph.gateway.graph.schema;
    // His account's claims lead to all systems.
    const { data } = await ask('all', '{ debtor(debtorReference: "DEB-0148") { accounts { accountReference } } }');
    account = data.debtor.accounts[0].accountReference;
  }, 180_000);
  afterAll(() => graph.close());

  const ask = (name: string, query: string): Promise<GraphQLAnswer> => graph.ask(query, {}, files.as(name));
  const reached = (): VendorName[] => vendorNames.filter((name) => Object.keys(graph.counts()).some((call) => call.startsWith(`${name}.`)));

  it('there is a way to every type that links grow on', () => {
    const { definitions } = parse(readFileSync(new URL('../../schema/links.graphql', import.meta.url), 'utf8'));
    const extended = definitions.flatMap((definition) => (definition.kind === Kind.OBJECT_TYPE_EXTENSION ? [definition.name.value] : []));
    expect([...new Set(entries.map(([type]) => type))]).toEqual(expect.arrayContaining(extended.filter((name) => !['Query', 'Mutation', 'Subscription'].includes(name))));
  });

  it('is refused to whoever lacks the scope of a system that it reaches, and nothing reaches it then', async () => {
    const calling = new Set<string>();
    for (const [typeName, way] of entries) {
      const type = schema.getType(typeName) as GraphQLObjectType;
      const to = (selection: string): string => way.replace('%', `__typename ${selection}`).replace('@account', account);
      graph.reset();
      const nothing = await ask('all', to(''));
      expect([way, nothing.errors, JSON.stringify(nothing.data)]).toEqual([way, undefined, expect.stringContaining(`"__typename":"${typeName}"`)]);
      const before = graph.counts();
      const systemsBefore = reached();
      for (const field of Object.values(type.getFields())) {
        const args = field.args.filter((argument) => argument.name === 'org').map((argument) => `${argument.name}: ${JSON.stringify(sampleOf(argument.type))}`);
        const query = to(`${field.name}${args.length > 0 ? `(${args.join()})` : ''}${isCompositeType(getNamedType(field.type)) ? ' { __typename }' : ''}`);
        graph.reset();
        const reply = await ask('all', query);
        const where = `${typeName}.${field.name}`;
        expect([where, reply.errors?.map(({ extensions }) => extensions['code'])]).toEqual([where, undefined]);
        const after = graph.counts();
        const systems = vendorNames.filter((name) => Object.entries(after).some(([call, count]) => call.startsWith(`${name}.`) && count > (before[call] ?? 0)));
        const needed = new Set([...systems, ...(scopesOf(field) ?? []).map((scope) => scope.split(':')[0] as VendorName)]);
        if (systems.length > 0) calling.add(where);
        // Who has each system's own scope, and nothing more, has what it takes.
        graph.reset();
        expect([where, (await ask('reader', query)).errors]).toEqual([where, undefined]);
        for (const system of needed) {
          graph.reset();
          for (let way = 1; way <= ways; way++) {
            const refused = await ask(`no-${system}`, query);
            forbidden(refused, { scope: `${system}:read` });
            const at = refused.errors?.find(({ extensions }) => extensions['code'] === 'FORBIDDEN')?.path?.at(-1);
            // Where the way there needs the system too, it ends there.
            if (!systemsBefore.includes(system)) {
              expect([where, at]).toEqual([where, field.name]);
              expect(JSON.stringify(refused.data)).toContain(`"__typename":"${typeName}"`);
            }
          }
          expect([where, system, reached().includes(system)]).toEqual([where, system, false]);
        }
      }
    }
    expect([...calling].sort()).toEqual(expect.arrayContaining([
      'Account.claims', 'Account.mandates', 'Account.payLinks', 'Account.paymentLinks', 'Claim.communicationMessageURLs', 'Claim.invoiceStatus', 'Claim.landingPageURL',
      'Claim.payLinks', 'Claim.paymentLinks', 'Claim.paymentRequests', 'CommunicationMessageURL.message', 'Debtor.contactStatus',
    ]));
  }, 300_000);

  it('no field below the root makes a call but those of types that links grow on', () => {
    // A field with scopes that stands elsewhere would have to be reached by this test; those of events by the tests of events.
    const event = getNamedType((schema.getType('LoggedEvent') as GraphQLObjectType | undefined)?.getFields()['event']?.type);
    const ofEvents = isAbstractType(event) ? schema.getPossibleTypes(event).map(({ name }) => name) : [];
    const known = new Set(['Query', 'Mutation', 'Subscription', ...entries.map(([name]) => name), ...ofEvents]);
    const elsewhere = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !known.has(type.name));
    expect(elsewhere.flatMap((type) => Object.values((type as GraphQLObjectType).getFields())).filter((field) => (scopesOf(field) ?? []).length > 0)).toEqual([]);
  });
});

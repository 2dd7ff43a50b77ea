/**
 * Tenants: each caller's calls are made with his tenant's credentials and read his tenant's data; nothing of
 * one reaches another: no token, no connection's fate, no answer. All vendors stand behind one host, as they do.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { startGateway, type Gateway } from '../../src/server/main.ts';
import { bearer, callerFiles, token, type CallerFiles } from '../support/callers.ts';
import type { GraphQLAnswer } from '../support/gateway.ts';
import { brandOf, startCustomerVendors, type CustomerVendors } from '../support/tenants.ts';

const customers = ['own', 'acme', 'umbrella'];
const secret = 'a shared key of at least 32 bytes.';
const log = pino({ level: 'silent' });

let vendors: CustomerVendors;
let files: CallerFiles;
let gateway: Gateway;
const as: Record<string, Record<string, string>> = {};

async function start(env: Record<string, string>): Promise<Gateway> {
  return startGateway({ log, env: { PORT: '0', GATEWAY_MODE: 'live', GATEWAY_JWT_SECRET: secret, GATEWAY_INTROSPECTION: 'true', ...env } });
}

beforeAll(async () => {
  vendors = await startCustomerVendors(customers);
  files = callerFiles();
  gateway = await start({
    ...vendors.env('own'),
    GATEWAY_TENANTS_FILE: files.tenants({ acme: vendors.env('acme'), umbrella: vendors.env('umbrella') }),
    GATEWAY_API_KEYS_FILE: files.keys(customers.map((name) => ({ name, scopes: ['*'], ...(name !== 'own' && { tenant: name }) }))),
    UPSTREAM_RETRIES: '0', CIRCUIT_FAILURES: '3', CIRCUIT_RESET_MS: '600000',
  });
  for (const name of customers) as[name] = files.as(name);
}, 180_000);
afterAll(async () => {
  await gateway.close();
  await vendors.close();
  files.remove();
});
beforeEach(() => void (vendors.unclear.length = 0));

async function ask(headers: Record<string, string>, query: string, variables: Record<string, unknown> = {}): Promise<GraphQLAnswer & { status: number }> {
  const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query, variables }) });
  return { status: response.status, ...((await response.json()) as GraphQLAnswer) };
}

const everything = `{
  debtor(debtorReference: "DEB-0148") { lastName contactStatus { raw } accounts { claims { primaryDebtor { lastName } payLinks { personName } paymentLinks { invoiceReference } } } }
  payLink { payLinks(limit: 2) { items { personName } } }
  organisationStatus { raw }
}`;

/** The brands in it. */
const brandsIn = (value: unknown): string[] => [...new Set(JSON.stringify(value).match(/\w+_brand/g) ?? [])];

describe('a caller', () => {
  it.each(customers)('of %s reads its data in all systems, however often, and by key and by token', async (customer) => {
    const tokenOf = bearer(await token(secret, { scope: '*', ...(customer !== 'own' && { tenant: customer }) }));
    for (const headers of [as[customer]!, tokenOf, as[customer]!]) {
      const { data, errors } = await ask(headers, everything);
      expect(errors).toBeUndefined();
      expect(brandsIn(data)).toEqual([brandOf(customer)]);
      for (const part of [data.debtor.lastName, data.debtor.contactStatus, data.payLink, data.debtor.accounts]) expect(brandsIn(part)).toEqual([brandOf(customer)]);
    }
    expect(vendors.unclear).toEqual([]);
  });

  it('asks at the same time as others for the same, and shares nothing with them', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, async (_, index) => [customers[index % 3]!, await ask(as[customers[index % 3]!]!, everything)] as const));
    for (const [customer, { data }] of answers) expect(brandsIn(data)).toEqual([brandOf(customer)]);
    expect(vendors.unclear).toEqual([]);
  });

  it('of a tenant that nobody knows is sent away, and calls nobody', async () => {
    const before = customers.map((customer) => vendors.requests(customer).calls);
    const answer = await ask(bearer(await token(secret, { scope: '*', tenant: 'other' })), everything);
    expect(answer).toMatchObject({ status: 403, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect(customers.map((customer) => vendors.requests(customer).calls)).toEqual(before);
  });

  it('says in no header and no argument whose data he reads', async () => {
    const answer = await ask({ ...as['acme']!, 'x-tenant': 'umbrella', tenant: 'umbrella', 'x-auth-token': 'umbrella-collectmaxx-key', apikey: 'umbrella-ucollect-key' }, everything);
    expect(brandsIn(answer.data)).toEqual([brandOf('acme')]);
  });
});

describe('what happens to one tenant', () => {
  it('a token that runs out is renewed for him alone', async () => {
    for (const customer of customers) await ask(as[customer]!, everything);
    const before = customers.map((customer) => vendors.requests(customer).tokens);
    vendors.sandboxes['acme']!.systems.receeve.expireTokens();
    for (const customer of customers) expect((await ask(as[customer]!, everything)).errors).toBeUndefined();
    expect(customers.map((customer, index) => vendors.requests(customer).tokens - before[index]!)).toEqual([0, 1, 0]);
  });

  it('a system that fails for him is left alone for him alone', async () => {
    const heal = vendors.sandboxes['umbrella']!.systems.ucollect.fail(() => ({ kind: 'status', status: 500 }));
    const query = '{ organisationStatus { raw } }';
    for (let index = 0; index < 3; index++) expect((await ask(as['umbrella']!, query)).errors?.[0]?.extensions['code']).toBe('UPSTREAM_UNAVAILABLE');
    const before = vendors.requests('umbrella').calls;
    expect((await ask(as['umbrella']!, query)).errors?.[0]?.extensions['code']).toBe('UPSTREAM_CIRCUIT_OPEN');
    expect(vendors.requests('umbrella').calls).toBe(before);
    for (const customer of ['own', 'acme']) expect((await ask(as[customer]!, query)).errors).toBeUndefined();
    heal();
  });

  it('calls of his that wait hold up nobody else', async () => {
    let go = (): void => undefined;
    const until = new Promise<void>((resolve) => (go = resolve));
    const heal = vendors.sandboxes['acme']!.systems.receeve.fail(() => ({ kind: 'wait', until }));
    // More than there are connections to one system.
    let answered = 0;
    const waiting = Array.from({ length: 40 }, (_, index) => ask(as['acme']!, `{ account(accountReference: "ACC-0${100 + index}") { currency } }`).then(() => (answered += 1)));
    try {
      expect((await ask(as['own']!, everything)).errors).toBeUndefined();
      expect(answered).toBe(0);
    } finally {
      heal();
      go();
      await Promise.all(waiting);
    }
  });
});

describe('requestPayment of two tenants for a claim of the same name', () => {
  it('makes a link for each, at the tenant\'s own provider, and remembers it in his own account', async () => {
    const { data } = await ask(as['acme']!, '{ debtor(debtorReference: "DEB-0148") { accounts { accountReference claims(status: ACTIVE) { claimReference paymentRequests { provider paymentStatus } } } } }');
    const [account] = data.debtor.accounts;
    const claim = account.claims.find((one: any) => !one.paymentRequests.some((link: any) => link.provider === 'CM'));
    const query = 'mutation ($input: RequestPaymentInput!) { requestPayment(input: $input) { created remembered paymentRequest { paymentRequestId } } }';
    const input = { accountReference: account.accountReference, claimReference: claim.claimReference, provider: 'CM' };
    const answers = await Promise.all(['acme', 'umbrella', 'acme', 'umbrella'].map(async (customer) => [customer, await ask(as[customer]!, query, { input })] as const));
    for (const customer of ['acme', 'umbrella']) {
      const own = answers.filter(([name]) => name === customer).map(([, answer]) => answer.data.requestPayment);
      expect(own.map(({ created }: any) => created).sort()).toEqual([false, true]);
      expect(new Set(own.map(({ paymentRequest }: any) => paymentRequest.paymentRequestId)).size).toBe(1);
      const { cm, receeve } = vendors.sandboxes[customer]!.systems;
      expect([...cm.state.links.values()].filter(({ fields }) => fields.merchant_reference === claim.claimReference)).toHaveLength(1);
      expect(Object.keys(receeve.state.accounts.get(account.accountReference)!.meta).filter((key) => key.startsWith(`cmPaymentLink:${claim.claimReference}`))).toHaveLength(1);
    }
    expect([...vendors.sandboxes['own']!.systems.cm.state.links.values()].filter(({ fields }) => fields.merchant_reference === claim.claimReference)).toHaveLength(0);
  });
});

describe('requestPayment of two tenants who share an account at Receeve', () => {
  it('makes one link of a claim, whoever of them asks: it is the same claim', async () => {
    const shared = await start({
      ...vendors.env('own'), GATEWAY_TENANTS_FILE: files.tenants({ one: vendors.env('acme'), two: vendors.env('acme') }),
      GATEWAY_API_KEYS_FILE: files.keys(['one', 'two'].map((name) => ({ name: `of-${name}`, scopes: ['*'], tenant: name }))),
    });
    const post = async (name: string, query: string, variables = {}): Promise<GraphQLAnswer> =>
      (await fetch(`${shared.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...files.as(name) }, body: JSON.stringify({ query, variables }) })).json() as Promise<GraphQLAnswer>;
    const { data } = await post('of-one', '{ account(accountReference: "ACC-0015") { claims(status: ACTIVE) { claimReference paymentRequests { provider } } } }');
    const claim = data.account.claims.find((one: any) => !one.paymentRequests.some((link: any) => link.provider === 'CM'));
    const query = 'mutation ($input: RequestPaymentInput!) { requestPayment(input: $input) { created paymentRequest { paymentRequestId } } }';
    const input = { accountReference: 'ACC-0015', claimReference: claim.claimReference, provider: 'CM' };
    const answers = await Promise.all(['of-one', 'of-two', 'of-one', 'of-two'].map((name) => post(name, query, { input })));
    expect(answers.map(({ data: found }) => found.requestPayment.created).sort()).toEqual([false, false, false, true]);
    expect([...vendors.sandboxes['acme']!.systems.cm.state.links.values()].filter(({ fields }) => fields.merchant_reference === claim.claimReference)).toHaveLength(1);
    await shared.close();
  });
});

describe('a gateway', () => {
  it('without credentials of its own asks for the remote\'s schema with a tenant\'s, and has no data for a caller of no tenant', async () => {
    const shared = Object.fromEntries(Object.entries(vendors.env('acme')).filter(([name]) => name.endsWith('_URL')));
    const other = await start({ ...shared, GATEWAY_TENANTS_FILE: files.tenants({ acme: vendors.env('acme') }), GATEWAY_API_KEYS_FILE: files.keys([{ name: 'acme', scopes: ['*'], tenant: 'acme' }, { name: 'own', scopes: ['*'] }]) });
    expect(other.graph.remote.state).toBe('introspected');
    expect(await (await fetch(`${other.url}/health/ready`)).json()).toMatchObject({ missing: [], systems: { receeve: { state: 'configured for tenants' }, cm: { state: 'configured for tenants' } } });
    const query = '{ debtor(debtorReference: "DEB-0148") { lastName } }';
    const post = async (name: string): Promise<GraphQLAnswer> => (await fetch(`${other.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...files.as(name) }, body: JSON.stringify({ query }) })).json() as Promise<GraphQLAnswer>;
    expect(brandsIn((await post('acme')).data)).toEqual([brandOf('acme')]);
    expect((await post('own')).errors?.[0]?.extensions['code']).toBe('SYSTEM_NOT_CONFIGURED');
    await other.close();
  });

  it('does not start with a key of a tenant that there is not', async () => {
    const wrong = start({ ...vendors.env('own'), GATEWAY_TENANTS_FILE: files.tenants({ acme: vendors.env('acme') }), GATEWAY_API_KEYS_FILE: files.keys([{ name: 'x', scopes: ['*'], tenant: 'umbrella' }]) });
    await expect(wrong).rejects.toThrow('GATEWAY_API_KEYS_FILE, keys[0].tenant is "umbrella", which is no tenant of GATEWAY_TENANTS_FILE: expected acme.');
  });

  it('tells no tenant\'s name and no credential in its readiness', async () => {
    const text = await (await fetch(`${gateway.url}/health/ready`)).text();
    expect(text).not.toMatch(/acme|umbrella|secret/);
  });
});

/**
 * A soak: callers of three customers at one gateway, by keys and by tokens, read and write at random and at
 * the same time, the same documents with the same arguments, while their tokens at the vendors run out. Not
 * one token, answer, or write of one customer reaches another: every request at a vendor shows one customer's
 * credentials alone, every answer holds his data alone, and what is written stands where he wrote it.
 */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { startGateway, type Gateway } from '../../src/server/main.ts';
import { bearer, callerFiles, token, type CallerFiles } from '../support/callers.ts';
import type { GraphQLAnswer } from '../support/gateway.ts';
import { brandOf, startCustomerVendors, type CustomerVendors } from '../support/tenants.ts';

const customers = ['own', 'acme', 'umbrella'] as const;
type Customer = (typeof customers)[number];
const secret = 'a shared key of at least 32 bytes.';
/** The seed can be set, to see again what went wrong. */
const seed = Number(process.env['SOAK_SEED'] ?? 20_250_301);
const operations = Number(process.env['SOAK_OPERATIONS'] ?? 600);
const concurrency = 16;

let vendors: CustomerVendors;
let files: CallerFiles;
let gateway: Gateway;

beforeAll(async () => {
  vendors = await startCustomerVendors(customers);
  files = callerFiles();
  gateway = await startGateway({
    log: pino({ level: 'silent' }),
    env: {
      ...vendors.env('own'), PORT: '0', GATEWAY_MODE: 'live', GATEWAY_JWT_SECRET: secret, UPSTREAM_TIMEOUT_MS: '60000', REQUEST_DEADLINE_MS: '120000',
      GATEWAY_TENANTS_FILE: files.tenants({ acme: vendors.env('acme'), umbrella: vendors.env('umbrella') }),
      GATEWAY_API_KEYS_FILE: files.keys(customers.flatMap((name) => {
        const tenant = name === 'own' ? {} : { tenant: name };
        return [{ name, scopes: ['*'], ...tenant }, { name: `${name}-reader`, scopes: ['receeve:read'], ...tenant }];
      })),
    },
  });
}, 180_000);
afterAll(async () => {
  await gateway.close();
  await vendors.close();
  files.remove();
});

/** mulberry32: small, and the same everywhere. */
function numbers(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Ask {
  query: string;
  variables: Record<string, unknown>;
}

const two = (number: number): string => String(number).padStart(4, '0');

/** The same for every customer: only who asks tells whose it is. */
const reads: ((pick: (most: number) => number) => Ask)[] = [
  (pick) => ({ query: 'query D($d: String!) { debtor(debtorReference: $d) { lastName contactStatus { raw } accounts { claims { primaryDebtor { lastName } paymentRequests { paymentRequestId claimReference ... on PayLink { personName } } } } } }', variables: { d: `DEB-${two(1 + pick(40))}` } }),
  (pick) => ({ query: 'query A($a: String!) { account(accountReference: $a) { debtors { lastName } claims { claimReference primaryDebtor { lastName } payLinks { personName } invoiceStatus { raw } account { debtors { lastName } } } } }', variables: { a: `ACC-${two(1 + pick(40))}` } }),
  (pick) => ({ query: 'query P($n: Int!) { payLink { payLinks(limit: $n) { items { personName } } } organisationStatus { raw } }', variables: { n: 1 + pick(5) } }),
  () => ({ query: '{ payLink { payLinks(limit: 3) { items { personName } } } account(accountReference: "ACC-0015") { debtors { lastName } } }', variables: {} }),
];

/** Each says in itself whose it is. */
const writes: ((customer: Customer, index: number, pick: (most: number) => number) => Ask)[] = [
  (customer, index, pick) => ({ query: 'mutation M($i: [UpdateAccountMetaItemInput!]!) { updateAccountMeta(input: $i) { accountReference success } }', variables: { i: [{ accountReference: `ACC-${two(1 + pick(40))}`, meta: { [`soak${index}`]: brandOf(customer) } }] } }),
  (customer, index) => ({ query: 'mutation C($i: CreatePaymentLinkInput!) { createPaymentLink(input: $i) { ref merchantReference invoiceReference } }', variables: { i: { amount: '12.50', currencyCode: 'EUR', merchantReference: `soak-${index}`, invoiceReference: brandOf(customer) } } }),
  (_customer, _index, pick) => ({ query: 'mutation R($i: RequestPaymentInput!) { requestPayment(input: $i) { created remembered paymentRequest { paymentRequestId claimReference } } }', variables: { i: { accountReference: 'ACC-0015', claimReference: `CLM-0${133 + pick(4)}`, provider: pick(2) === 0 ? 'CM' : 'COLLECTMAXX' } } }),
];

/** Names of input types follow from the documents; the test takes them from the graph. */
function named(ask: Ask): Ask {
  const field = /\{ (\w+)\(input: \$i\)/.exec(ask.query)?.[1];
  const type = field && gateway.graph.schema.getMutationType()?.getFields()[field]?.args.find(({ name }) => name === 'input')?.type;
  return type ? { ...ask, query: ask.query.replace(/\(\$i: [^)]+\)/, `($i: ${String(type)})`) } : ask;
}

async function send(headers: Record<string, string>, { query, variables }: Ask, byGet: boolean): Promise<GraphQLAnswer> {
  const response = byGet
    ? await fetch(`${gateway.url}/graphql?${new URLSearchParams({ query, variables: JSON.stringify(variables) }).toString()}`, { headers: { ...headers, 'apollo-require-preflight': 'true' } })
    : await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query, variables }) });
  return (await response.json()) as GraphQLAnswer;
}

const brandsIn = (value: unknown): string[] => [...new Set(JSON.stringify(value ?? null).match(/(?:own|acme|umbrella)_brand/g) ?? [])];

it('nothing of one customer reaches another', async () => {
  const random = numbers(seed);
  const pick = (most: number): number => Math.floor(random() * most);
  const wrong: string[] = [];
  const count = { read: 0, written: 0, refused: 0, branded: 0 };
  const created = new Map<Customer, Set<string>>(customers.map((customer) => [customer, new Set()]));

  async function one(index: number): Promise<void> {
    const customer = customers[pick(customers.length)]!;
    const kind = random();
    const reader = kind < 0.1;
    const isWrite = !reader && kind > 0.75;
    const ask = named(isWrite ? writes[pick(writes.length)]!(customer, index, pick) : reads[pick(reads.length)]!(pick));
    const byToken = random() < 0.5;
    const byGet = !isWrite && random() < 0.1;
    // A few tokens that come again, and some that come once.
    const claims = { scope: '*', sub: `user-${random() < 0.1 ? index : pick(3)}`, ...(customer !== 'own' && { tenant: customer }), iat: undefined, exp: 4_000_000_000 };
    const headers = reader ? files.as(`${customer}-reader`) : byToken ? bearer(await token(secret, claims)) : files.as(customer);
    if (index % 50 === 25) vendors.sandboxes[customers[pick(customers.length)]!]!.systems[pick(2) === 0 ? 'receeve' : 'cm'].expireTokens();

    const answer = await send(headers, ask, byGet);
    const brands = brandsIn(answer);
    const others = brands.filter((brand) => brand !== brandOf(customer));
    if (others.length > 0) wrong.push(`${index}: ${customer} was answered ${others.join()}`);
    if (brands.length > 0) count.branded += 1;
    const errors = answer.errors ?? [];
    const unexpected = errors.filter(({ extensions: { code } }) => code !== 'FORBIDDEN' || !reader);
    // A claim may have nothing to pay, and a debtor of these numbers may not be there: that is no error of the gateway.
    if (unexpected.some(({ extensions: { code } }) => code !== 'BAD_USER_INPUT')) wrong.push(`${index}: ${customer} ${JSON.stringify(unexpected)}`);
    if (reader) count.refused += errors.length > 0 ? 1 : 0;
    else if (isWrite) count.written += 1;
    else count.read += 1;
    const ref = answer.data?.createPaymentLink?.ref as string | undefined;
    if (ref !== undefined) created.get(customer)!.add(ref);
  }

  let next = 0;
  await Promise.all(Array.from({ length: concurrency }, async () => {
    while (next < operations) await one(next++);
  }));

  expect(wrong).toEqual([]);
  expect(vendors.unclear).toEqual([]);
  expect(count.read).toBeGreaterThan(operations / 2);
  expect(count.written).toBeGreaterThan(operations / 10);
  expect(count.refused).toBeGreaterThan(0);
  expect(count.branded).toBeGreaterThan(operations / 2);
  for (const customer of customers) {
    const { receeve, cm, collectmaxx } = vendors.sandboxes[customer]!.systems;
    // At the vendors stands what he wrote, and nothing that another one wrote.
    const told = JSON.stringify([...receeve.state.accounts.values()].map(({ meta }) => meta)) + JSON.stringify([...cm.state.links.values()]) + JSON.stringify([...collectmaxx.state.payLinks.values()]);
    expect([customer, brandsIn(told)]).toEqual([customer, [brandOf(customer)]]);
    const links = [...cm.state.links.values()].filter(({ fields }) => fields.merchant_reference?.startsWith('soak-')).map(({ ref }) => ref);
    expect([customer, links.sort()]).toEqual([customer, [...created.get(customer)!].sort()]);
    // Nothing that was sent there named another one.
    const sent = vendors.sandboxes[customer]!.calls.list().map(({ url, body }) => url + String(body ?? ''));
    expect([customer, brandsIn(sent).filter((brand) => brand !== brandOf(customer))]).toEqual([customer, []]);
    expect(vendors.requests(customer).calls).toBeGreaterThan(operations / 10);
    // Of each claim and provider one link, however many asked for it.
    const links2 = [...cm.state.links.values()].filter(({ fields, active }) => active && /^CLM-013[3-6]$/.test(fields.merchant_reference ?? ''));
    expect(new Set(links2.map(({ fields }) => fields.merchant_reference)).size).toBe(links2.length);
  }
}, 300_000);

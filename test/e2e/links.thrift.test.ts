/** The calls that a query costs, counted at the stand-ins: never more than the vendors' APIs ask for. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { rememberedLinks } from '../../src/graph/payments/remembered.ts';
import type { ReceeveState } from '../../src/sandbox/receeve/state.ts';
import { startSandboxGateway, type SandboxGateway } from '../support/sandboxGateway.ts';

let graph: SandboxGateway;
let state: ReceeveState;

beforeAll(async () => {
  graph = await startSandboxGateway();
  state = graph.sandbox.systems.receeve.state;
});
afterAll(() => graph.close());
beforeEach(() => graph.reset());

/** A new account with `count` claims like the demo's first one, and as many pay links at Collectmaxx as `linked` says. */
function addAccount(accountReference: string, count: number): void {
  const account = state.accounts.get('ACC-0001')!;
  const claim = state.claims.get('CLM-0001')!;
  state.accounts.set(accountReference, { ...structuredClone(account), accountReference, meta: {} });
  const references = Array.from({ length: count }, (_, index) => `${accountReference}-${index + 1}`);
  for (const claimReference of references) state.claims.set(claimReference, { ...structuredClone(claim), claimReference, accountReference });
  state.claimsOf.set(accountReference, references);
}

describe('the overview of a debtor: 5 accounts, 20 claims each, pay links and payment links of all', () => {
  const overview = /* GraphQL */ `
    query Overview($debtor: String!) {
      debtor(debtorReference: $debtor) {
        firstName
        lastName
        accounts {
          accountReference
          currency
          payLinks { ...Request }
          paymentLinks { ...Request }
          claims {
            claimReference
            status
            total { decimal currency }
            account { accountReference paymentReference }
            payLinks { ...Request shortUrl }
            paymentLinks { ...Request due { minorUnits } }
            paymentRequests { ...Request }
          }
        }
      }
    }
    fragment Request on PaymentRequest { paymentRequestId provider paymentStatus paymentURL claimReference }
  `;

  it('costs one call for the debtor, one for the claims of each account, one HTTP request to Collectmaxx and one call for each payment link', async () => {
    const { data, errors } = await graph.ask(overview, { debtor: 'DEB-0001' });
    expect(errors).toBeUndefined();
    const { accounts } = data.debtor;
    expect(accounts.map((account: any) => account.claims.length)).toEqual([20, 20, 20, 20, 20]);
    const refs = accounts.flatMap(({ accountReference }: any) => rememberedLinks(state.accounts.get(accountReference)!.meta).filter(({ provider }) => provider === 'CM'));
    expect(refs.length).toBeGreaterThan(5);
    expect(graph.counts()).toEqual({
      'receeve.getDebtorAccountsAndClaims': 1,
      'receeve.getAccountClaims': 5,
      'collectmaxx.graphql': 1,
      'cm.getPaymentLink': refs.length,
    });
    // Every link of a claim is there, under the claim and under its account, and nowhere twice.
    for (const account of accounts) {
      const ofClaims = account.claims.flatMap((claim: any) => claim.payLinks.map((link: any) => link.paymentRequestId));
      const ofAccount = account.payLinks.map((link: any) => link.paymentRequestId);
      expect(new Set(ofAccount).size).toBe(ofAccount.length);
      expect(new Set(ofClaims).size).toBe(ofClaims.length);
      expect(account.paymentLinks.map((link: any) => link.paymentRequestId).sort()).toEqual(account.claims.flatMap((claim: any) => claim.paymentLinks.map((link: any) => link.paymentRequestId)).sort());
      for (const claim of account.claims) {
        expect(claim.account.accountReference).toBe(account.accountReference);
        expect(claim.paymentRequests.map((one: any) => one.paymentRequestId)).toEqual([...claim.payLinks, ...claim.paymentLinks].map((one: any) => one.paymentRequestId));
        for (const one of claim.paymentRequests) expect(one.claimReference).toBe(claim.claimReference);
      }
    }
  });

  it('costs no more when the same is asked twice', async () => {
    await graph.ask(overview.replace('debtor(debtorReference: $debtor) {', 'again: debtor(debtorReference: $debtor) { accounts { claims { payLinks { ...Request shortUrl } } } } debtor(debtorReference: $debtor) {'), { debtor: 'DEB-0001' });
    expect(graph.counts()).toMatchObject({ 'receeve.getDebtorAccountsAndClaims': 1, 'receeve.getAccountClaims': 5, 'collectmaxx.graphql': 1 });
  });
});

it('an account, 100 claims and the pay links of each cost two calls to Receeve and one HTTP request to Collectmaxx', async () => {
  addAccount('HUNDRED', 100);
  state.accounts.get('HUNDRED')!.meta = { 'collectmaxxPayLink:HUNDRED-7:0c8a4f7e-0000-4000-8000-000000000000': '2025-03-01T00:00:00Z' };
  const { data, errors } = await graph.ask('{ account(accountReference: "HUNDRED") { claims { payLinks { id status attributes { id value } } } } }');
  expect(errors).toBeUndefined();
  expect(data.account.claims).toHaveLength(100);
  expect(graph.counts()).toEqual({ 'receeve.getAccount': 1, 'receeve.getAccountClaims': 1, 'collectmaxx.graphql': 1 });
});

it('claims whose accounts are fetched for them wait for one another: their lookups travel together', async () => {
  const { errors } = await graph.ask('{ a: accountClaims(accountReference: "ACC-0002") { items { payLinks { id } } } b: accountClaims(accountReference: "ACC-0003", limit: 5) { items { payLinks { id } } } payLink { payLinks(limit: 1) { items { id } } } }');
  expect(errors).toBeUndefined();
  expect(graph.counts()).toEqual({ 'receeve.getAccount': 2, 'receeve.getAccountClaims': 2, 'collectmaxx.graphql': 1 });
});

it('a call that hangs does not hold up the lookups of what has arrived', async () => {
  const hasty = await startSandboxGateway({ LINK_PATIENCE_MS: '50', UPSTREAM_TIMEOUT_MS: '5000', UPSTREAM_RETRIES: '0' });
  try {
    const { receeve, collectmaxx } = hasty.sandbox.systems;
    receeve.fail(({ operation, url }) => (operation === 'getAccountClaims' && url.includes('ACC-0003') ? { kind: 'hang' } : undefined));
    const order: string[] = [];
    const asked = new Promise<void>((resolve) => collectmaxx.fail(() => void (order.push('pay links asked'), resolve())));
    const answer = hasty.ask('{ a: account(accountReference: "ACC-0002") { claims { payLinks { id } } } b: account(accountReference: "ACC-0003") { claims { payLinks { id } } } }');
    void answer.then(() => order.push('answered'));
    await asked;
    const { data, errors } = await answer;
    expect(order).toEqual(['pay links asked', 'answered']);
    expect(data.a.claims.length).toBeGreaterThan(1);
    expect(errors).toMatchObject([{ path: ['b', 'claims'], extensions: { code: 'UPSTREAM_TIMEOUT' } }]);
  } finally {
    await hasty.close();
  }
});

it('the same account under 50 aliases costs one call', async () => {
  const { data, errors } = await graph.ask(`{ ${Array.from({ length: 50 }, (_, index) => `a${index}: account(accountReference: "ACC-0001") { claims { claimReference } }`).join(' ')} }`);
  expect(errors).toBeUndefined();
  expect(Object.keys(data)).toHaveLength(50);
  expect(graph.counts()).toEqual({ 'receeve.getAccount': 1, 'receeve.getAccountClaims': 1 });
});

it.each([
  ['{ account(accountReference: "ACC-0001") { accountReference meta } }', { 'receeve.getAccount': 1 }],
  ['{ debtor(debtorReference: "DEB-0001") { firstName payNowURL(org: "!a") accounts { accountReference meta currency paymentReference portfolioReference debtors { lastName } } } }', { 'receeve.getDebtorAccountsAndClaims': 1 }],
  ['{ claim(accountReference: "ACC-0001", claimReference: "CLM-0003") { principal { decimal } feesTotal { decimal } total { decimal } } }', { 'receeve.getAccountClaims': 1 }],
  ['query ($no: Boolean = false) { account(accountReference: "ACC-0001") { claims @include(if: $no) { claimReference } payLinks @include(if: $no) { id } } }', { 'receeve.getAccount': 1 }],
  ['{ payLink { payLinks(limit: 2) { items { paymentRequestId provider paymentStatus paymentURL claimReference } } } }', { 'collectmaxx.graphql': 1 }],
])('what is not selected costs nothing: %s', async (query, counts) => {
  const { errors } = await graph.ask(query);
  expect(errors).toBeUndefined();
  expect(graph.counts()).toEqual(counts);
});

it('of an account that a debtor\'s answer did not hold whole, the rest is fetched once', async () => {
  const { data, errors } = await graph.ask('{ debtor(debtorReference: "DEB-0001") { accounts { scores { type } products { productReference } ledgerEntries { __typename } claims(status: RESOLVED) { account { scores { type } } } } } }');
  expect(errors).toBeUndefined();
  expect(data.debtor.accounts).toHaveLength(5);
  expect(data.debtor.accounts[0].scores.length).toBeGreaterThan(0);
  expect(graph.counts()).toEqual({ 'receeve.getDebtorAccountsAndClaims': 1, 'receeve.getAccountClaims': 5, 'receeve.getAccount': 5 });
});

it('an account that came whole with another answer is not fetched again', async () => {
  const debtor = state.accounts.get('ACC-0001')!.debtors[0];
  const { data, errors } = await graph.ask(
    'mutation ($input: [CreateAccountInput!]!) { createAccounts(input: $input) { success data { accountReference scores { type } debtors { debtorReference } payLinks { id } claims { claimReference account { currency } } } } }',
    { input: [{ accountReference: 'BORN-1', currency: 'EUR', debtors: [{ debtorReference: debtor?.debtorReference, type: 'NATURAL', firstName: 'Jo', lastName: 'Voorbeeld', contactInformation: { country: 'NL' } }] }] },
  );
  expect(errors).toBeUndefined();
  expect(data.createAccounts[0]).toMatchObject({ success: true, data: { accountReference: 'BORN-1', payLinks: [], claims: [] } });
  expect(graph.counts()).toEqual({ 'receeve.createAccounts': 1, 'receeve.getAccountClaims': 1, 'collectmaxx.graphql': 1 });
});

it('5,000 claims with their links: five pages, and lookups by the thousand', async () => {
  addAccount('LARGE', 5000);
  const { data, errors } = await graph.ask('{ account(accountReference: "LARGE") { claims { claimReference payLinks { paymentStatus } } } }');
  expect(errors).toBeUndefined();
  expect(data.account.claims).toHaveLength(5000);
  expect(data.account.claims.every((claim: any) => claim.payLinks.length === 0)).toBe(true);
  expect(new Set(data.account.claims.map((claim: any) => claim.claimReference)).size).toBe(5000);
  expect(graph.counts()).toEqual({ 'receeve.getAccount': 1, 'receeve.getAccountClaims': 5, 'collectmaxx.graphql': 5 });
});

it('a claim is looked for until it is found, and no further', async () => {
  addAccount('LONG', 2500);
  const find = async (claimReference: string) => {
    graph.reset();
    const { data } = await graph.ask('query ($ref: String!) { claim(accountReference: "LONG", claimReference: $ref) { claimReference account { accountReference } } }', { ref: claimReference });
    return [data.claim?.account?.accountReference ?? null, graph.counts()['receeve.getAccountClaims']];
  };
  expect(await find('LONG-1000')).toEqual(['LONG', 1]);
  expect(await find('LONG-1001')).toEqual(['LONG', 2]);
  expect(await find('LONG-2500')).toEqual(['LONG', 3]);
  expect(await find('NOBODY')).toEqual([null, 3]);
});

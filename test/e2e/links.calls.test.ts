/** Links of one call and of pages: what is asked for on the wire, and what comes of answers that are wrong. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRecordedGateway, type RecordedGateway } from '../support/gateway.ts';
import { encoded, nasty, ok, path, quiet, receeve } from '../support/links.ts';

let graph: RecordedGateway;
beforeAll(async () => {
  graph = await startRecordedGateway();
});
afterAll(() => graph.close());
beforeEach(() => quiet(graph));

describe('links that are one call', () => {
  it.each([
    ['claim(accountReference: "A", claimReference: "C") { landingPageURL }', 'receeve', `${path}/get_landing_page_url?claimReference=${encoded}`],
    ['claim(accountReference: "A", claimReference: "C") { communicationMessageURLs(communicationType: EMAIL, startDate: "2025-01-01", limit: 5, page: 2) { numberOfPages } }', 'receeve', `${path}/get_communication_message_urls?claimReference=${encoded}&communicationType=email&startDate=2025-01-01&limit=5&page=2`],
    ['claim(accountReference: "A", claimReference: "C") { account { currency } }', 'receeve', `${path}/get_account?accountReference=A`],
    ['claim(accountReference: "A", claimReference: "C") { invoiceStatus { status } }', 'ucollect', `/extension?method=invoice&invoice_id=${encoded}&ledger=Demo%20Company%20(NL)&user=user%40example.com&format=json`],
  ] as const)('%s', async (selection, vendor, url) => {
    receeve(graph, { get_account_claims: { results: [{ claimReference: nasty, status: 'ACTIVE' }], paginationId: null } });
    graph.vendors.ucollect.answer(ok('ENABLED (via Stripe)'));
    await graph.ask(`query ($ref: String!) { ${selection.replace('"C"', '$ref')} }`, { ref: nasty });
    expect(graph.vendors[vendor].requests.map((request) => request.url)).toContain(url);
  });

  it('a debtor\'s: contact status, Pay Now URL, accounts with their mandates', async () => {
    receeve(graph, { get_debtor_accounts_and_claims: [[{ accountReference: nasty, debtors: [{ debtorReference: 'other' }, { debtorReference: nasty, firstName: 'Jo' }] }]], get_account_mandates: [{ mandateId: 'M-1' }] });
    graph.vendors.ucollect.answer(ok('CONTACT SUSPENDED'));
    const { data, errors } = await graph.ask('query ($ref: String!) { debtor(debtorReference: $ref) { firstName contactStatus { status } payNowURL(org: "!aYJhW") accounts { accountReference mandates { mandateId } } } }', { ref: nasty });
    expect(errors).toBeUndefined();
    const { url } = graph.vendors.ucollect.only();
    expect(url).toBe(`/extension?method=contact&contact_id=${encoded}&ledger=Demo%20Company%20(NL)&user=user%40example.com&format=json`);
    expect(data.debtor).toEqual({
      firstName: 'Jo',
      contactStatus: { status: 'CONTACT_SUSPENDED' },
      payNowURL: expect.stringMatching(new RegExp(`/paynow/index/\\?org=!aYJhW&contactID=${encoded.replaceAll('.', '\\.')}$`)),
      accounts: [{ accountReference: nasty, mandates: [{ mandateId: 'M-1' }] }],
    });
    expect(graph.vendors.receeve.requests.map((request) => request.url)).toEqual([`${path}/get_debtor_accounts_and_claims?debtorReference=${encoded}`, `${path}/get_account_mandates?accountReference=${encoded}`]);
  });

  it('a message, parsed', async () => {
    graph.vendors.receeve.answer(({ url }) =>
      url.includes('get_message?')
        ? { headers: { 'content-type': 'text/plain' }, body: 'Subject: Herinnering\r\nTo: jo@example.com\r\n\r\nBeste Jo' }
        : ok({ communicationMessageURLs: [{ messageURL: '/Operations/a b.eml' }], limit: 10, page: 1, numberOfPages: 1 }));
    const { data } = await graph.ask('{ communicationMessageURLs(claimReference: "C") { communicationMessageURLs { message { subject text } } } }');
    expect(data.communicationMessageURLs.communicationMessageURLs).toEqual([{ message: { subject: 'Herinnering', text: expect.stringMatching(/^Beste Jo\s*$/) } }]);
    expect(graph.vendors.receeve.requests[1]?.url).toBe(`${path}/get_message?messageURL=%2FOperations%2Fa%20b.eml`);
  });

  it('a debtor or claim whom nobody knows is null', async () => {
    receeve(graph, { get_debtor_accounts_and_claims: [], get_account_claims: [] });
    expect(await graph.ask('{ debtor(debtorReference: "D") { firstName } claim(accountReference: "A", claimReference: "C") { amount } }')).toEqual({ data: { debtor: null, claim: null } });
  });

  it('what the object does not say cannot be followed: null, one coded error, the rest intact', async () => {
    receeve(graph, { get_debtor_accounts_and_claims: [{ accountReference: 'A', debtors: [{ debtorReference: 'D' }] }], get_account: { debtors: [{ firstName: 'Jo' }] } });
    const { data, errors } = await graph.ask('{ account(accountReference: "A") { debtors { firstName accounts { currency } contactStatus { status } } } }');
    expect(data.account.debtors).toEqual([{ firstName: 'Jo', accounts: null, contactStatus: null }]);
    expect(errors).toEqual([
      { message: 'receeve gave an answer that could not be read (Debtor.debtorReference is not known, which this link needs).', path: ['account', 'debtors', 0, 'accounts'], locations: expect.anything(), extensions: expect.objectContaining({ code: 'UPSTREAM_INVALID_RESPONSE', system: 'receeve', operation: 'debtorAccountsAndClaims', retryable: false }) },
      { message: 'ucollect gave an answer that could not be read (Debtor.debtorReference is not known, which this link needs).', path: ['account', 'debtors', 0, 'contactStatus'], locations: expect.anything(), extensions: expect.objectContaining({ code: 'UPSTREAM_INVALID_RESPONSE', system: 'ucollect', operation: 'contactStatus' }) },
    ]);
  });

  it('a value that does not fit is an error of the call that brought it', async () => {
    receeve(graph, { get_account: {}, get_account_claims: [{ claimReference: 'C', status: 'SLEEPING' }] });
    graph.vendors.ucollect.answer(ok('WHO KNOWS'));
    const { data, errors } = await graph.ask('{ account(accountReference: "A") { mine: claims { state: status invoice: invoiceStatus { status } } } }');
    expect(data.account.mine).toEqual([{ state: null, invoice: { status: null } }]);
    expect(errors?.map(({ path: at, extensions }) => [at?.join('.'), extensions['code'], extensions['system'], extensions['operation']])).toEqual([
      ['account.mine.0.state', 'UPSTREAM_INVALID_RESPONSE', 'receeve', 'accountClaims'],
      ['account.mine.0.invoice.status', 'UPSTREAM_INVALID_RESPONSE', 'ucollect', 'invoiceStatus'],
    ]);
  });
});

describe('the claims of an account', () => {
  const urls = (): string[] => graph.vendors.receeve.requests.filter(({ url }) => url.includes('get_account_claims')).map(({ url }) => url.slice(url.indexOf('?')));

  it('are all pages, with the account on each and the status asked for', async () => {
    const pages: Record<string, unknown> = {
      first: { results: [{ claimReference: 'C-1' }, { claimReference: 'C-2' }], paginationId: 'p/2' },
      'p%2F2': { results: [], paginationId: 'p3' },
      p3: { results: [{ claimReference: 'C-3', accountReference: 'A' }], paginationId: null },
    };
    graph.vendors.receeve.answer(({ url }) => ok(url.includes('get_account?') ? { currency: 'EUR' } : pages[/paginationId=([^&]*)/.exec(url)?.[1] ?? 'first']));
    const { data, errors } = await graph.ask('{ account(accountReference: "A") { claims(status: ACTIVE) { claimReference accountReference account { currency } } } }');
    expect(errors).toBeUndefined();
    expect(data.account.claims).toEqual(['C-1', 'C-2', 'C-3'].map((claimReference) => ({ claimReference, accountReference: 'A', account: { currency: 'EUR' } })));
    expect(urls()).toEqual(['?accountReference=A&status=ACTIVE&limit=1000', '?accountReference=A&status=ACTIVE&paginationId=p%2F2&limit=1000', '?accountReference=A&status=ACTIVE&paginationId=p3&limit=1000']);
    expect(graph.vendors.receeve.requests.filter(({ url }) => url.includes('get_account?'))).toHaveLength(1);
  });

  it.each([
    ['one page that leads to itself', () => 'same', 2, 'its pages of claims lead back to one that was read'],
    ['pages that never end', (n: number) => `p${n}`, 100, 'its list of claims does not end within 100 pages'],
  ])('of a vendor with %s are refused', async (_name, next, calls, detail) => {
    let n = 0;
    graph.vendors.receeve.answer(({ url }) => ok(url.includes('get_account?') ? { currency: 'EUR' } : { results: [{ claimReference: 'C' }], paginationId: next(n++) }));
    const { data, errors } = await graph.ask('{ account(accountReference: "A") { currency claims { claimReference } } }');
    expect(data).toEqual({ account: { currency: 'EUR', claims: null } });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({ path: ['account', 'claims'], message: `receeve gave an answer that could not be read (${detail}).`, extensions: { code: 'UPSTREAM_INVALID_RESPONSE', system: 'receeve', operation: 'accountClaims' } });
    expect(urls()).toHaveLength(calls);
  });

  it('survive a second page that fails: the account does', async () => {
    graph.vendors.receeve.answer(({ url }) => (url.includes('get_account?') ? ok({ currency: 'EUR' }) : url.includes('paginationId') ? { status: 403 } : ok({ results: [{ claimReference: 'C' }], paginationId: 'p2' })));
    const { data, errors } = await graph.ask('{ account(accountReference: "A") { currency claims { claimReference } } }');
    expect(data).toEqual({ account: { currency: 'EUR', claims: null } });
    expect(errors?.map(({ path: at, extensions }) => [at, extensions['code']])).toEqual([[['account', 'claims'], 'UPSTREAM_FORBIDDEN']]);
  });

  it('pass the vendor\'s cursors through where they are asked for by page', async () => {
    receeve(graph, { get_account_claims: { results: [{ claimReference: 'C' }], paginationId: 'next=', numberOfPages: 3 } });
    const { data } = await graph.ask('{ accountClaims(accountReference: "A", limit: 1, paginationId: "this=") { paginationId numberOfPages items { account { accountReference } } } }');
    expect(data.accountClaims).toMatchObject({ paginationId: 'next=', numberOfPages: 3 });
    expect(urls()).toEqual(['?accountReference=A&paginationId=this%3D&limit=1']);
  });
});

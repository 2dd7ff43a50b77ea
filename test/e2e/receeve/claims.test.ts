/** Claims of Receeve through the whole gateway: the document's requests and answers, exact on the wire. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRecordedGateway, type RecordedGateway } from '../../support/gateway.ts';
import { documentedAnswer, documentedClaim, documentedDebtor, documentedRequest, done, exchange, holds } from '../../support/receeve.ts';

let graph: RecordedGateway;
beforeAll(async () => {
  graph = await startRecordedGateway();
});
beforeEach(() => graph.reset());
afterAll(() => graph.close());

const account = 'ACCOUNT_REFERENCE_002';

describe('accountClaims', () => {
  const claim = { ...documentedClaim, claimReference: 'string', status: 'ACTIVE' };

  it("reads the document's bare list", () =>
    holds(graph, {
      field: 'accountClaims', args: { accountReference: 'ACC' }, url: '/get_account_claims?accountReference=ACC', answer: documentedAnswer('getAccountClaims'), expected: { items: [claim] },
    }));

  it('reads the page that a limit brings, and passes every filter on', () =>
    holds(graph, {
      field: 'accountClaims', args: { accountReference: 'ACC', status: 'RESOLVED', paginationId: 'next+/=', limit: 1, triggerName: 'T' },
      url: '/get_account_claims?triggerName=T&accountReference=ACC&status=RESOLVED&paginationId=next%2B%2F%3D&limit=1',
      answer: { results: documentedAnswer('getAccountClaims'), paginationId: 'next', numberOfPages: 3 },
      expected: { items: [claim], paginationId: 'next', numberOfPages: 3 },
    }));

  it.each([
    ['a bare list', [], { items: [] }],
    ['a page', { results: [], paginationId: null }, { items: [] }],
  ])('reads %s of no claims', (_, answer, expected) => holds(graph, { field: 'accountClaims', args: { accountReference: 'ACC' }, url: '/get_account_claims?accountReference=ACC', answer, expected }));

  it('reads what other answers of Receeve print: a status in lower case, metadata as text, numbers as text', async () => {
    const { data, errors } = await exchange(graph, { field: 'accountClaims', args: { accountReference: 'ACC' }, answer: [{ claimReference: 42, status: 'active', meta: '{"a":1}', amount: '13025', totalFees: null, currentDueDate: '2019-06-28T00:00:00.000Z', primaryDebtor: [] }] });
    expect(errors).toBeUndefined();
    expect(data.accountClaims.items).toMatchObject([{ claimReference: '42', status: 'ACTIVE', meta: { a: 1 }, amount: 13025, totalFees: null, currentDueDate: '2019-06-28', primaryDebtor: { firstName: null } }]);
  });

  it('reads a status that nobody knows as null, its claim and the others whole', async () => {
    const { data, errors } = await exchange(graph, { field: 'accountClaims', args: { accountReference: 'ACC' }, answer: [{ claimReference: 'a', status: 'FROZEN' }, { claimReference: 'b', status: 'RESOLVED' }] });
    expect(data.accountClaims.items).toMatchObject([{ claimReference: 'a', status: null }, { claimReference: 'b', status: 'RESOLVED' }]);
    expect(errors).toMatchObject([{ path: ['accountClaims', 'items', 0, 'status'], extensions: { code: 'UPSTREAM_INVALID_RESPONSE', operation: 'accountClaims' } }]);
    expect(errors).toHaveLength(1);
  });
});

describe('debtorAccountsAndClaims', () => {
  const nested = documentedAnswer('getDebtorAccountsAndClaims');
  const one = {
    accountReference: account, meta: { sourceSystem: 'system1' }, paymentReference: 'paymentReference1', portfolioReference: 'EXTERNAL_PORTFOLIO_REFERENCE_002', currency: 'EUR',
    claims: [documentedClaim], debtors: [documentedDebtor],
  };

  it.each([
    ['the list of lists of the document', nested, [one]],
    ['a flat list', nested[0], [one]],
    ['several lists', [...nested, nested[0]], [one, one]],
    ['no list at all', [], []],
    ['an empty list in a list', [[]], []],
  ])('reads %s', (_, answer, expected) =>
    holds(graph, {
      field: 'debtorAccountsAndClaims', args: { debtorReference: 'EXTERNAL_DEBTOR_REF_002', triggerName: 'T' }, url: '/get_debtor_accounts_and_claims?triggerName=T&debtorReference=EXTERNAL_DEBTOR_REF_002',
      answer, expected,
    }));
});

/** The claim that the document creates, recreates and imports. */
const claim = {
  amount: 1000, currency: 'EUR', currentDueDate: '2019-02-15', originalDueDate: '2019-09-09', productReference: 'PRODUCT_REFERENCE_002', accountReference: account,
  portfolioReference: 'EXTERNAL_PORTFOLIO_REFERENCE_002', totalFees: 0,
  primaryDebtor: { debtorReference: 'EXTERNAL_DEBTOR_REF_002', firstName: 'F_N', lastName: 'L_N', contactInformation: { email: 'first.last@acme.com', country: 'DE' } }, meta: {},
};
const created = { ...done, data: documentedClaim };
const credited = { ...done, data: { amount: 13025, currency: 'EUR', originator: 'DCA', date: 1647526514000, descriptionText: 'string' } };

/** Field, input in the shape of the graph, the claim's key, and what the answer says of it. */
const writes: [field: string, path: string, key: string, input: Record<string, unknown>, expected: object][] = [
  ['createClaims', '/create_claims', 'CLAIM_REF_002_1', claim, created],
  ['recreateClaims', '/recreate_claims', 'CLAIM_REF_002_1', claim, created],
  ['updateClaims', '/update_claims', 'CLAIM_REF_002_1', { amount: 5000 }, done],
  ['importClaims', '/import_claims', 'API_CLAIM_REF_002', { ...claim, amount: 3002, totalFees: 40, meta: { claimMeta1: 'value1', claimMeta2: 'value2' } }, done],
  ['resolveClaims', '/resolve_claims', 'API_CLAIM_REF_002_1', { reason: 'CLAIM_SOLD' }, done],
  ['creditClaims', '/credit_claims', 'API_CLAIM_REF_002_1', { amount: 1000, currency: 'EUR', originator: 'DCA', date: 1647526514000, descriptionText: 'The claim received a partial payment through the DCA' }, credited],
  ['debitClaims', '/debit_claims', 'API_CLAIM_REF_002_1', { amount: 1000, currency: 'EUR', originator: 'CLIENT', date: 1647526514000 }, credited],
];

describe.each(writes)('%s', (field, url, key, item, expected) => {
  const input = [{ claimReference: key, ...item }];
  const call = { field, body: documentedRequest(field), answer: documentedAnswer(field, key), expected: [{ claimReference: key, ...expected }] };

  it("sends the document's claim and reads its answer", () => holds(graph, { ...call, args: { input }, url }));

  it('sends the three options as they are given', () =>
    holds(graph, { ...call, args: { input, async: true, sequential: false, triggerName: 'Call & write' }, url: `${url}?triggerName=Call%20%26%20write&sequential=false&async=true` }));

  it('tells of a refusal, of a key that the answer leaves out and of one that nobody asked for', async () => {
    const refusal = '[4002] ParameterInputError: Claim already exists in the system';
    const { data, errors } = await exchange(graph, {
      field, args: { input: ['a', 'b'].map((claimReference) => ({ ...item, claimReference })) },
      answer: { c: { success: true, messages: [], messageIds: [] }, b: { success: false, messageIds: [], messages: [refusal] } },
    });
    expect(errors).toBeUndefined();
    expect(data[field]).toMatchObject([
      { claimReference: 'a', success: false, error: { code: 'UNKNOWN_OUTCOME' } },
      { claimReference: 'b', success: false, messages: [refusal], messageIds: [], error: { code: '4002', message: refusal } },
      { claimReference: 'c', success: true, error: null },
    ]);
  });
});

describe('what one write alone has', () => {
  it.each([true, false])('updateClaims passes forceAmountCheck %s on, in the query and in the options', (force) =>
    holds(graph, {
      field: 'updateClaims', args: { input: [{ claimReference: 'c', amount: 0, options: { forceAmountCheck: !force } }], forceAmountCheck: force }, url: `/update_claims?forceAmountCheck=${force}`,
      body: { c: { amount: 0, options: { forceAmountCheck: !force } } }, answer: { c: done }, expected: [{ claimReference: 'c', ...done }],
    }));

  it('importClaims passes its options on', () =>
    holds(graph, {
      field: 'importClaims', args: { input: [{ claimReference: 'c', ...claim, options: { forceAmountCheck: true } }] }, url: '/import_claims',
      body: { c: { ...claim, options: { forceAmountCheck: true } } }, answer: { c: done }, expected: [{ claimReference: 'c', ...done }],
    }));

  it('updateClaims reads a refusal without a code as one without a code', async () => {
    const message = 'Error processing message "cmd.claim.update.v1"';
    const { data } = await exchange(graph, { field: 'updateClaims', args: { input: [{ claimReference: 'c', amount: 1 }] }, answer: { c: { success: false, messages: [message], messageIds: [] } } });
    expect(data.updateClaims).toEqual([{ claimReference: 'c', success: false, messages: [message], messageIds: [], error: { code: null, message } }]);
  });

  it('updateClaims sends the claims in the order of the input, keys that are numbers too', async () => {
    const { data, request } = await exchange(graph, { field: 'updateClaims', args: { input: ['10', '9', '__proto__', 'constructor'].map((claimReference) => ({ claimReference, amount: 1 })) }, answer: JSON.parse('{"9":{"success":true},"10":{"success":true},"__proto__":{"success":true}}') });
    expect(request.body.toString()).toBe('{"10":{"amount":1},"9":{"amount":1},"__proto__":{"amount":1},"constructor":{"amount":1}}');
    expect(data.updateClaims.map(({ claimReference, success }: { claimReference: string; success: boolean }) => [claimReference, success])).toEqual([['10', true], ['9', true], ['__proto__', true], ['constructor', false]]);
  });
});

describe('createPromisesToPay', () => {
  const promise = { amount: 13025, currency: 'EUR', dueDate: '2019-06-28' };

  it("sends the document's promises and reads its answer", () =>
    holds(graph, {
      field: 'createPromisesToPay', args: { input: ['property1', 'property2'].map((claimReference) => ({ claimReference, ...promise })), triggerName: 'T', sequential: true, async: false },
      url: '/create_promises_to_pay?triggerName=T&sequential=true&async=false', body: documentedRequest('createPromisesToPay'), answer: documentedAnswer('createPromisesToPay'),
      expected: ['property1', 'property2'].map((claimReference) => ({ claimReference, ...done, data: promise })),
    }));
});

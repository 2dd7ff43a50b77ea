/** Accounts of Receeve through the whole gateway: the document's requests and answers, exact on the wire. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRecordedGateway, type RecordedGateway } from '../../support/gateway.ts';
import { documentedAnswer, documentedRequest, done, exchange, holds, json, path } from '../../support/receeve.ts';

let graph: RecordedGateway;
beforeAll(async () => {
  graph = await startRecordedGateway();
});
beforeEach(() => graph.reset());
afterAll(() => graph.close());

const reference = 'ACCOUNT_REFERENCE_002';
const products = [
  { productReference: 'PRODUCT_REFERENCE_1', paymentReference: 'PRODUCT_PAYMENT_REFERENCE_1' },
  { productReference: 'PRODUCT_REFERENCE_2', paymentReference: 'PRODUCT_PAYMENT_REFERENCE_2' },
];
const invoice = {
  ledgerEntryReference: 'INVOICE_LEDGER_ENTRY_REFERENCE_002_1',
  invoiceDetails: { amount: 100000, dueDate: '2022-01-08', paymentReference: 'INVOICE_PAYMENT_REFERENCE_1' },
  context: { productReference: 'PRODUCT_REFERENCE_1' },
};
const account = {
  currency: 'EUR',
  paymentReference: 'ACCOUNT_PAYMENT_REFERENCE',
  meta: { accountMetaKey002: 'value002', invoiceExternalNumber: 111 },
  scores: [{ type: 'INTERNAL', value: 'V1' }],
  debtors: [{ lastName: 'LAST_NAME_1', firstName: 'FIRST_NAME', debtorReference: 'EXTERNAL_DEBTOR_REF_002', contactInformation: { country: 'NL', email: 'first.last@acme.com' } }],
  products,
};

describe('account', () => {
  const expected = {
    accountReference: 'ACC',
    currency: 'EUR',
    paymentReference: 'paymentReference1',
    meta: { invoiceExternalNumber: 111 },
    scores: [{ type: 'INTERNAL', value: 'V1' }],
    debtors: [{ lastName: 'LAST_NAME_1', firstName: 'FIRST_NAME_1', debtorReference: 'EXTERNAL_DEBTOR_REF_001', contactInformation: { country: 'DE', email: 'first.last@acme.com' } }],
    products,
    ledgerEntries: [{ __typename: 'InvoiceLedgerEntry', ...invoice }],
  };

  it("answers the document's account, with the reference that it leaves out", () =>
    holds(graph, { field: 'account', args: { accountReference: 'ACC' }, url: '/get_account?accountReference=ACC', answer: documentedAnswer('getAccount'), expected }));

  it('passes the trigger on', () =>
    holds(graph, {
      field: 'account', args: { accountReference: 'ACC', triggerName: 'call debtor' }, url: '/get_account?triggerName=call%20debtor&accountReference=ACC',
      answer: documentedAnswer('getAccount'), expected,
    }));

  it('reads metadata that is printed as JSON text, and keeps text that is none', async () => {
    const { data, errors } = await exchange(graph, {
      field: 'account', args: { accountReference: 'ACC' },
      answer: { meta: '{\n  "sourceSystem": "system1"\n}', products: [{ productReference: 'p', meta: [] }, { productReference: 'q', meta: 'plain' }] },
    });
    expect(errors).toBeUndefined();
    expect(data.account.meta).toEqual({ sourceSystem: 'system1' });
    expect(data.account.products.map(({ meta }: { meta: unknown }) => meta)).toEqual([{}, 'plain']);
  });

  it('is null where Receeve knows none, without an error', async () => {
    graph.vendors.receeve.answer({ status: 404, headers: json, body: { message: 'Not found' } });
    expect(await graph.ask('{ account(accountReference: "x") { currency } }')).toEqual({ data: { account: null } });
    expect(graph.vendors.receeve.only().url).toBe(`${path}/get_account?accountReference=x`);
  });

  it('tells each ledger entry by its details, and passes one that it does not know on as it came', async () => {
    const details = { amount: 1, createdAt: 1647526514000 };
    const entries = [
      { ledgerEntryReference: 'fee', feeDetails: { type: 'T', ...details }, context: { ledgerEntryReference: 'i' } },
      { ledgerEntryReference: 'invoice', invoiceDetails: { ...details, dueDate: '2022-01-08' }, context: { externalDebtorReference: 'd' } },
      { ledgerEntryReference: 'payment', paymentDetails: { ...details, paymentProvider: 'P' }, context: { productReference: 'p' } },
      { ledgerEntryReference: 'adjustment', adjustmentDetails: { ...details, reason: 'R', dueDate: '2022-01-08' }, context: { productReference: 'p' } },
      { ledgerEntryReference: 'chargeback', chargebackDetails: details, context: { ledgerEntryReference: 'i' } },
      { ledgerEntryReference: 'discount', discountDetails: { ...details, meta: { a: { b: [1] } } }, context: { ledgerEntryReference: 'i' } },
      { ledgerEntryReference: 'reporting', reportingDetails: details, context: { productReference: 'p' } },
    ];
    const unknown = { ledgerEntryReference: 'new', refundDetails: { amount: 1 }, context: {} };
    const types = ['Fee', 'Invoice', 'Payment', 'Adjustment', 'Chargeback', 'Discount', 'Reporting'];
    await holds(graph, {
      field: 'account', args: { accountReference: 'ACC' }, url: '/get_account?accountReference=ACC',
      answer: { ledgerEntries: [...entries, unknown] },
      expected: { accountReference: 'ACC', ledgerEntries: [...entries.map((entry, index) => ({ __typename: `${types[index]}LedgerEntry`, ...entry })), { __typename: 'UnknownLedgerEntry', raw: unknown }] },
    });
  });

  it('tells each further contact by its member', async () => {
    const contacts = [{ email: 'e@example.com' }, { mobileNumber: 495555555555 }, { landLine: '49' }, { workPhoneNumber: 4955 }, { fax: '1' }];
    const { data, errors } = await exchange(graph, { field: 'account', args: { accountReference: 'ACC' }, answer: { debtors: [{ type: 'legal', contactInformation: { country: 'DE', additionalContactInformation: contacts } }] } });
    expect(errors).toBeUndefined();
    expect(data.account.debtors[0].type).toBe('LEGAL');
    expect(data.account.debtors[0].contactInformation.additionalContactInformation).toEqual([
      { __typename: 'EmailContact', email: 'e@example.com' },
      { __typename: 'MobileNumberContact', mobileNumber: '495555555555' },
      { __typename: 'LandLineContact', landLine: '49' },
      { __typename: 'WorkPhoneNumberContact', workPhoneNumber: '4955' },
      { __typename: 'UnknownAdditionalContactInformation', raw: { fax: '1' } },
    ]);
  });

  it('reads an unknown enum value as null, with an error there and nowhere else', async () => {
    const { data, errors } = await exchange(graph, { field: 'account', args: { accountReference: 'ACC' }, answer: { currency: 'EUR', scores: [{ type: 'EXTERNAL', value: '1' }, { type: 'ASTROLOGICAL', value: '2' }] } });
    expect(data.account).toMatchObject({ currency: 'EUR', scores: [{ type: 'EXTERNAL', value: '1' }, { type: null, value: '2' }] });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({ path: ['account', 'scores', 1, 'type'], extensions: { code: 'UPSTREAM_INVALID_RESPONSE', system: 'receeve', operation: 'account', retryable: false } });
    expect(JSON.stringify(errors)).not.toContain('ASTROLOGICAL');
  });
});

describe('createAccounts', () => {
  const input = [{ accountReference: reference, ...account, ledgerEntries: [{ invoiceLedgerEntry: invoice }] }];
  const created = { success: true, messages: ['Successfully created Account ACCOUNT_REFERENCE_002'], messageIds: ['ef61c1b5-fd4a-41df-a1a3-bc4e4e4ca11a'] };
  const expected = [{ accountReference: reference, ...created, data: { accountReference: reference, ...account, ledgerEntries: [{ __typename: 'InvoiceLedgerEntry', ...invoice }] } }];
  const call = { field: 'createAccounts', body: documentedRequest('createAccounts'), answer: documentedAnswer('createAccounts'), expected };

  it("sends the document's map and reads its answer", () => holds(graph, { ...call, args: { input }, url: '/create_accounts' }));

  it('sends the three options as they are given', () =>
    holds(graph, { ...call, args: { input, async: true, sequential: false, triggerName: 'T' }, url: '/create_accounts?triggerName=T&async=true&sequential=false' }));

  it('answers each account that was asked for, in the order of the input, whatever the answer says of it', async () => {
    const item = (accountReference: string) => ({ accountReference, currency: 'EUR' });
    const answer = {
      extra: { success: true, messages: ['Nobody asked'], messageIds: [] },
      late: { success: false, messageIds: [], messages: ['[4002] ParameterInputError: Account already exists in the system'] },
      vague: { messages: ['who knows'] },
      plain: { success: false, messages: ['Error processing message "cmd.account.create.v1"'], messageIds: [] },
      good: { success: true, data: [], messages: ['ok'], messageIds: ['m-1'] },
    };
    const { data, errors } = await exchange(graph, { field: 'createAccounts', args: { input: ['good', 'absent', 'late', 'vague', 'plain'].map(item) }, answer });
    expect(errors).toBeUndefined();
    const brief = data.createAccounts.map(({ accountReference: key, success, messages, error, data: found }: Record<string, any>) => [key, success, messages, error, found && found.accountReference]);
    expect(brief).toEqual([
      ['good', true, ['ok'], null, 'good'],
      ['absent', false, null, { code: 'UNKNOWN_OUTCOME', message: 'The answer says nothing about this key; it may or may not have been done.' }, null],
      ['late', false, answer.late.messages, { code: '4002', message: answer.late.messages[0] }, null],
      ['vague', false, ['who knows'], { code: 'UNKNOWN_OUTCOME', message: 'The answer does not say whether this succeeded; it may or may not have been done.' }, null],
      ['plain', false, answer.plain.messages, { code: null, message: answer.plain.messages[0] }, null],
      ['extra', true, ['Nobody asked'], null, null],
    ]);
  });
});

describe('updateAccountMeta', () => {
  it("sends the document's map and reads its answer", () =>
    holds(graph, {
      field: 'updateAccountMeta',
      args: { input: [{ accountReference: reference, meta: { updateAccountMeta002: 'updateAccountMetaValue002' } }] },
      url: '/update_account_meta',
      body: documentedRequest('updateAccountMeta'),
      answer: documentedAnswer('updateAccountMeta', reference),
      expected: [{ accountReference: reference, ...done }],
    }));

  it('clears a key with null, and sends metadata byte by byte as it was given', async () => {
    const meta = { gone: null, kept: { deep: [1, 'é', null, false], 'odd key "': {} }, amount: 1.5 };
    const { errors, request } = await exchange(graph, { field: 'updateAccountMeta', args: { input: [{ accountReference: 'a"é', meta }, { accountReference: 'b', meta: {} }] }, answer: {} });
    expect(errors).toBeUndefined();
    expect(request.body.toString()).toBe('{"a\\"é":{"gone":null,"kept":{"deep":[1,"é",null,false],"odd key \\"":{}},"amount":1.5},"b":{}}');
  });

  it('clears a key with null that stands in the operation itself', async () => {
    graph.vendors.receeve.answer({ headers: json, body: { A: done } });
    const { data, errors } = await graph.ask('mutation { updateAccountMeta(input: { accountReference: "A", meta: { gone: null } }) { accountReference success error { code } } }');
    expect(errors).toBeUndefined();
    expect(data.updateAccountMeta).toEqual([{ accountReference: 'A', success: true, error: null }]);
    expect(graph.vendors.receeve.only().body.toString()).toBe('{"A":{"gone":null}}');
  });
});

/** Ledgers of accounts at Receeve through the whole gateway: entries added, payments matched, amounts changed. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRecordedGateway, type RecordedGateway } from '../../support/gateway.ts';
import { documentedAnswer, documentedRequest, done, exchange, holds } from '../../support/receeve.ts';

let graph: RecordedGateway;
beforeAll(async () => {
  graph = await startRecordedGateway();
});
beforeEach(() => graph.reset());
afterAll(() => graph.close());

const reference = 'ACCOUNT_REFERENCE_002';

describe('addAccountLedgerEntries', () => {
  const entry = { ledgerEntryReference: 'INVOICE_LEDGER_ENTRY_REFERENCE_002_2', invoiceDetails: { amount: 13025, dueDate: '2020-01-01', meta: {} }, context: {} };
  const input = [{ accountReference: reference, ledgerEntry: { invoiceLedgerEntry: entry } }];
  const added = {
    success: true, messageIds: ['cddddeb1-f352-46f3-a59d-0008a84e9bd5'], messages: ['Successfully added Ledger Entries: INVOICE_LEDGER_ENTRY_REFERENCE_002_2'],
    data: [{ __typename: 'InvoiceLedgerEntry', ...entry }],
  };
  const call = {
    field: 'addAccountLedgerEntries',
    body: documentedRequest('addAccountLedgerEntries'), answer: documentedAnswer('addAccountLedgerEntries'), expected: [{ accountReference: reference, ...added }],
  };

  it("sends the document's entry beside its account and reads its answer", () => holds(graph, { ...call, args: { input }, url: '/add_account_ledger_entries' }));

  it('sends the three options as they are given', () =>
    holds(graph, { ...call, args: { input, async: false, sequential: true, triggerName: 'a&b' }, url: '/add_account_ledger_entries?triggerName=a%26b&async=false&sequential=true' }));

  it('sends each kind of entry as its document says, and answers an account that stands twice once', async () => {
    const amount = { amount: 9007199254740991, createdAt: 1647526514000 };
    const kinds = {
      feeLedgerEntry: { ledgerEntryReference: 'fee', feeDetails: { type: 'T', ...amount }, context: { ledgerEntryReference: 'i' } },
      invoiceLedgerEntry: { ledgerEntryReference: 'invoice', invoiceDetails: { ...amount, dueDate: '2024-02-29' }, context: { externalDebtorReference: 'd' } },
      paymentLedgerEntry: { ledgerEntryReference: 'payment', paymentDetails: { ...amount, paymentReference: 'r' }, context: { productReference: 'p' } },
      adjustmentLedgerEntry: { ledgerEntryReference: 'adjustment', adjustmentDetails: { reason: 'R', ...amount }, context: {} },
      chargebackLedgerEntry: { ledgerEntryReference: 'chargeback', chargebackDetails: amount, context: { ledgerEntryReference: 'i' } },
      discountLedgerEntry: { ledgerEntryReference: 'discount', discountDetails: amount, context: { ledgerEntryReference: 'i' } },
      reportingLedgerEntry: { ledgerEntryReference: 'reporting', reportingDetails: { amount: -1 }, context: {} },
    };
    const { data, errors, request } = await exchange(graph, {
      field: 'addAccountLedgerEntries', answer: { A: { success: true, messages: [], messageIds: [], data: [] } },
      args: { input: Object.entries(kinds).map(([kind, ledgerEntry]) => ({ accountReference: 'A', ledgerEntry: { [kind]: ledgerEntry } })) },
    });
    expect(errors).toBeUndefined();
    expect(JSON.parse(request.body.toString())).toEqual(Object.values(kinds).map((one) => ({ accountReference: 'A', ...one })));
    expect(request.body.toString()).toContain('"amount":9007199254740991,');
    expect(data.addAccountLedgerEntries).toEqual([{ accountReference: 'A', success: true, messages: [], messageIds: [], data: [], error: null }]);
  });

  it("reads the vendor's code of a duplicate in the middle of its message", async () => {
    const message = 'Error creating the Account ACC: [4007] t: Already defined ledger entry';
    const { data, errors } = await exchange(graph, { field: 'addAccountLedgerEntries', args: { input: [{ ...input[0], accountReference: 'ACC' }] }, answer: { ACC: { success: false, messageIds: [], messages: [message], data: [] } } });
    expect(errors).toBeUndefined();
    expect(data.addAccountLedgerEntries).toEqual([{ accountReference: 'ACC', success: false, messages: [message], messageIds: [], data: [], error: { code: '4007', message } }]);
  });
});

describe('matchAccountPayment', () => {
  it("sends the document's payment and reads its answer", () =>
    holds(graph, {
      field: 'matchAccountPayment',
      args: {
        input: [{
          accountReference: reference, currency: 'EUR', matchStrategy: 'ORDERED_INVOICES_WITH_FEES_THEN_ACCOUNT_ENTRIES', totalAmount: 100000, providerName: 'trustly',
          trackingId: 'TRACKING_ID_2', paymentReference: 'PAYMENT_REFERENCE_2', context: { productReference: 'PRODUCT_REFERENCE_2' }, meta: {},
        }],
        triggerName: 'T', sequential: true, async: false,
      },
      url: '/match_account_payment?triggerName=T&sequential=true&async=false',
      body: documentedRequest('MatchAccountPayment'),
      answer: documentedAnswer('MatchAccountPayment', reference),
      expected: [{
        accountReference: reference, ...done,
        data: [{
          __typename: 'InvoiceLedgerEntry', ledgerEntryReference: 'INVOICE_LEDGER_ENTRY_REFERENCE_002_1',
          invoiceDetails: { amount: 100000, dueDate: '2022-01-08', paymentReference: 'INVOICE_PAYMENT_REFERENCE_1' }, context: { productReference: 'PRODUCT_REFERENCE_1' },
        }],
      }],
    }));
});

describe('updateAccountLedgerEntriesAmounts', () => {
  it("sends the document's amounts, zero too, and reads its answer", () =>
    holds(graph, {
      field: 'updateAccountLedgerEntriesAmounts',
      args: {
        input: [{
          accountReference: reference,
          ledgerEntries: [
            { ledgerEntryReference: 'INVOICE_LEDGER_ENTRY_REFERENCE_002_1', amount: 10000, reason: 'CHARGEBACK', meta: {} },
            { ledgerEntryReference: 'INVOICE_LEDGER_ENTRY_REFERENCE_002_2', amount: 0, reason: 'PAYMENT', meta: {} },
          ],
        }],
      },
      url: '/update_account_ledger_entries_amounts',
      body: documentedRequest('updateAccountLedgerEntriesAmounts'),
      answer: documentedAnswer('updateAccountLedgerEntriesAmounts', reference),
      expected: [{
        accountReference: reference, ...done,
        data: [{ accountReference: reference, ledgerEntries: [{ ledgerEntryReference: 'string', amount: 13025, reason: 'INVALID', meta: { sourceSystem: 'system1' } }] }],
      }],
    }));
});

import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from './support.ts';
import { start } from './support.ts';

let client: Client;
const debtor = { debtorReference: 'D', firstName: 'Ada', lastName: 'V', contactInformation: { country: 'NL' } };
const invoice = (ref: string, amount: number, createdAt: number, productReference = 'P1') => ({ accountReference: 'A', ledgerEntryReference: ref, invoiceDetails: { amount, dueDate: '2025-01-15', createdAt }, context: { productReference } });
const fee = (ref: string, amount: number, createdAt: number, of?: string, type = 'dunningFee') => ({ accountReference: 'A', ledgerEntryReference: ref, feeDetails: { amount, type, createdAt }, context: { productReference: 'P1', ...(of !== undefined && { ledgerEntryReference: of }) } });

beforeEach(async () => {
  client = await start({ now: new Date('2025-06-01T10:00:00Z') });
  await client.receeve('create_accounts', { A: { currency: 'EUR', debtors: [debtor], meta: { m: 1 } } });
});

describe('an invoice entry', () => {
  it('becomes a claim named by its due date, with the fees that point at it', async () => {
    await add(invoice('I1', 1000, 1), fee('F1', 50, 2, 'I1'), fee('F0', 70, 3));
    expect(await claims()).toEqual([
      expect.objectContaining({ claimReference: 'I1-2025-01-15', amount: 1000, totalFees: 50, fees: [{ name: 'dunningFee', amount: 50 }], originalDueDate: '2025-01-15', status: 'ACTIVE', productReference: 'P1', primaryDebtor: debtor }),
    ]);
    const { events } = (await client.receeve('get_events?eventType=event.claim.created&date=1970-01-01')).json;
    expect(events).toMatchObject([{ details: { claimRef: 'I1-2025-01-15', receeveClaimRef: 'I1-2025-01-15' } }]);
    expect((await client.receeve('get_account?accountReference=A')).json.ledgerEntries).toHaveLength(3);
  });

  it('waits for a debtor', async () => {
    await client.receeve('create_accounts', { W: { currency: 'EUR', ledgerEntries: [{ ...invoice('W1', 5, 1), accountReference: undefined }] } });
    expect(await claims('W')).toEqual([]);
    await client.receeve('add_account_debtors', [{ accountReference: 'W', ...debtor }]);
    expect(await claims('W')).toMatchObject([{ claimReference: 'W1-2025-01-15', amount: 5 }]);
  });

  it('is defined once', async () => {
    await add(invoice('I1', 1000, 1));
    expect((await client.receeve('add_account_ledger_entries', [invoice('I1', 1, 1)])).json.A).toEqual({
      success: false,
      messages: ['Error creating the Account A: [4007] t: Already defined ledger entry'],
      messageIds: [],
      data: [],
    });
    const doubled = { ...invoice('X', 1, 1), accountReference: undefined };
    expect((await client.receeve('create_accounts', { B: { currency: 'EUR', ledgerEntries: [doubled, doubled] } })).json.B).toMatchObject({ success: false, messages: [expect.stringContaining('[4007]')], data: {} });
    expect((await client.receeve('get_account?accountReference=B')).status).toBe(404);
  });

  it('does not take the place of a claim that is there', async () => {
    await client.receeve('create_claims', { 'I1-2025-01-15': { amount: 1, accountReference: 'A', originalDueDate: '2025-01-15', currentDueDate: '2025-01-15' } });
    expect((await client.receeve('add_account_ledger_entries', [invoice('I1', 1000, 1)])).json.A.messages).toEqual([expect.stringContaining('[4002]')]);
    expect(await claims()).toMatchObject([{ amount: 1 }]);
  });
});

describe('other entries', () => {
  it.each([
    ['payment', { amount: 400 }, 600],
    ['discount', { amount: 400 }, 600],
    ['adjustment', { amount: -400, reason: 'INVALID' }, 600],
    ['adjustment', { amount: 400, dueDate: '2025-09-09' }, 1400],
    ['chargeback', { amount: 400 }, 1400],
    ['reporting', { amount: 400 }, 1000],
    ['payment', { amount: 4000 }, 0],
  ])('%s of %j leaves %d', async (kind, details, left) => {
    await add(invoice('I1', 1000, 1), { accountReference: 'A', ledgerEntryReference: 'E', [`${kind}Details`]: details, context: { ledgerEntryReference: 'I1' } });
    expect(await claims()).toMatchObject([{ amount: left, status: left === 0 ? 'RESOLVED' : 'ACTIVE', currentDueDate: 'dueDate' in details ? '2025-09-09' : '2025-01-15' }]);
  });

  it('a chargeback takes a payment back and opens the claim again', async () => {
    await add(invoice('I1', 1000, 1), { accountReference: 'A', ledgerEntryReference: 'P', paymentDetails: { amount: 1000 }, context: { ledgerEntryReference: 'I1' } });
    expect(await claims()).toMatchObject([{ amount: 0, status: 'RESOLVED' }]);
    await add({ accountReference: 'A', ledgerEntryReference: 'B', chargebackDetails: { amount: 1000 }, context: { ledgerEntryReference: 'P' } });
    expect(await claims()).toMatchObject([{ amount: 1000, status: 'ACTIVE' }]);
  });

  it('must point at what is there, and be of natural amounts', async () => {
    const bad = { accountReference: 'A', ledgerEntryReference: 'E', paymentDetails: { amount: 1 }, context: { ledgerEntryReference: 'NONE' } };
    expect((await client.receeve('add_account_ledger_entries', [bad])).json.A.messages).toEqual(['ParameterInputError: Ledger entry NONE does not exist']);
    expect((await client.receeve('add_account_ledger_entries', [invoice('I', -1, 1)])).json.A.success).toBe(false);
    expect((await client.receeve('add_account_ledger_entries', [{ ...invoice('I', 1, 1), accountReference: 'NONE' }])).json.NONE.messages).toEqual(['ParameterInputError: Account NONE does not exist']);
    const two = { ...invoice('I', 1, 1), feeDetails: { amount: 1 } };
    expect((await client.receeve('add_account_ledger_entries', [two])).status).toBe(400);
  });
});

describe('a claim of the ledger', () => {
  beforeEach(async () => {
    await add(invoice('I1', 1000, 1), fee('F1', 50, 2, 'I1'));
  });

  it('is credited and debited by entries', async () => {
    const entry = (amount: number) => ({ 'I1-2025-01-15': { amount, currency: 'EUR', originator: 'DCA' } });
    await client.receeve('credit_claims', entry(1020));
    expect(await claims()).toMatchObject([{ amount: 0, totalFees: 30, status: 'ACTIVE' }]);
    expect((await client.receeve('credit_claims', entry(31))).json['I1-2025-01-15'].messages).toEqual(['ParameterInputError: Credit of 31 exceeds the 30 that are owed']);
    await client.receeve('credit_claims', entry(30));
    expect(await claims()).toMatchObject([{ amount: 0, totalFees: 0, status: 'RESOLVED' }]);
    await client.receeve('debit_claims', entry(7));
    expect(await claims()).toMatchObject([{ amount: 7, status: 'ACTIVE' }]);
  });

  it('has its money from there alone', async () => {
    expect((await client.receeve('update_claims', { 'I1-2025-01-15': { amount: 1 } })).json['I1-2025-01-15'].messages).toEqual(['ParameterInputError: Claim I1-2025-01-15 is managed by the Ledger of its account']);
    expect((await client.receeve('update_claims', { 'I1-2025-01-15': { paymentReference: 'x' } })).json['I1-2025-01-15'].success).toBe(true);
    expect(await claims()).toMatchObject([{ amount: 1000, paymentReference: 'x' }]);
  });
});

describe('matching a payment', () => {
  beforeEach(async () => {
    await add(invoice('I2', 100, 20), invoice('I1', 100, 10, 'P2'), fee('F2', 10, 5, 'I2', 'lateFee'), fee('F1', 10, 30, 'I1', 'dunningFee'), fee('FA', 10, 15, undefined, 'interest'));
  });

  it.each([
    ['ORDERED_LEDGER_ENTRIES', ['F2', 'I1', 'FA', 'I2', 'F1']],
    ['ORDERED_INVOICES_WITH_FEES_THEN_ACCOUNT_ENTRIES', ['I1', 'F1', 'I2', 'F2', 'FA']],
    ['ACCOUNT_ENTRIES_THEN_ORDERED_INVOICES_WITH_FEES', ['FA', 'I1', 'F1', 'I2', 'F2']],
    ['CUSTOM_ORDERED_FEES', ['FA', 'F1', 'F2', 'I1', 'I2']],
  ])('%s', async (matchStrategy, order) => {
    const answer = await match({ totalAmount: 230, matchStrategy, context: { feeLedgerEntriesOrder: ['interest', 'dunningFee'] } });
    expect(answer.data.map((entry: Entry) => entry.context.ledgerEntryReference)).toEqual(order);
    expect(answer.data.reduce((sum: number, entry: Entry) => sum + entry.paymentDetails.amount, 0)).toBe(230);
    expect(await claims()).toMatchObject([{ amount: 0, totalFees: 0, status: 'RESOLVED' }, { amount: 0, totalFees: 0, status: 'RESOLVED' }]);
  });

  it('pays the last in part and keeps what matches nothing as a payment of the account', async () => {
    const first = await match({ totalAmount: 115, matchStrategy: 'ORDERED_LEDGER_ENTRIES', trackingId: 'T1', providerName: 'trustly' });
    expect(first.data.map((entry: Entry) => entry.paymentDetails.amount)).toEqual([10, 100, 5]);
    const second = await match({ totalAmount: 1000, matchStrategy: 'ORDERED_LEDGER_ENTRIES', trackingId: 'T2' });
    expect(second.data.at(-1)).toMatchObject({ ledgerEntryReference: 'T2-4', paymentDetails: { amount: 885 }, context: {} });
    const { events } = (await client.receeve('get_events?eventType=event.claimDebtPayment.processing&date=2025-06-01')).json;
    expect(events.map(({ details }: { details: { claimRef: string; amount: number } }) => [details.claimRef, details.amount])).toEqual([
      ['I2-2025-01-15', 10],
      ['I1-2025-01-15', 100],
      ['I2-2025-01-15', 100],
      ['I1-2025-01-15', 10],
    ]);
  });

  it('keeps to a product', async () => {
    const answer = await match({ totalAmount: 150, matchStrategy: 'ORDERED_LEDGER_ENTRIES', context: { productReference: 'P2' } });
    expect(answer.data.map((entry: Entry) => [entry.context.ledgerEntryReference, entry.paymentDetails.amount])).toEqual([['I1', 100], [undefined, 50]]);
  });

  it('happens once for one payment', async () => {
    await match({ totalAmount: 5, matchStrategy: 'ORDERED_LEDGER_ENTRIES', trackingId: 'T' });
    expect(await match({ totalAmount: 5, matchStrategy: 'ORDERED_LEDGER_ENTRIES', trackingId: 'T' })).toMatchObject({ success: false, messages: [expect.stringContaining('[4007]')] });
    expect(await match({ totalAmount: 5, currency: 'USD', matchStrategy: 'ORDERED_LEDGER_ENTRIES' })).toMatchObject({ success: false, messages: ['ParameterInputError: Currency USD is not the EUR of the account'] });
    expect((await claims()).reduce((sum, { amount, totalFees }) => sum + amount + totalFees, 0)).toBe(215);
  });
});

describe('target amounts', () => {
  it('are reached by a payment, a chargeback or an adjustment', async () => {
    await add(invoice('I1', 100, 1), invoice('I2', 100, 2), invoice('I3', 100, 3));
    const set = (ref: string, amount: number, reason: string) => ({ ledgerEntryReference: ref, amount, reason, meta: {} });
    const body = [{ accountReference: 'A', ledgerEntries: [set('I1', 40, 'PAYMENT'), set('I2', 130, 'CHARGEBACK'), set('I3', 90, 'DISPUTE'), set('I3', 95, 'CHARGEBACK'), set('I1', 40, 'PAYMENT')] }];
    const { json } = await client.receeve('update_account_ledger_entries_amounts', body);
    expect(json.A).toMatchObject({ success: true, data: body });
    expect((await claims()).map(({ amount }) => amount)).toEqual([40, 130, 95]);
    const { ledgerEntries } = (await client.receeve('get_account?accountReference=A')).json;
    expect(ledgerEntries.slice(3)).toMatchObject([{ paymentDetails: { amount: 60 } }, { chargebackDetails: { amount: 30 } }, { adjustmentDetails: { amount: -10, reason: 'DISPUTE' } }, { chargebackDetails: { amount: 5 } }]);
  });

  it('of an entry that is not there change nothing at all', async () => {
    await add(invoice('I1', 100, 1));
    const { json } = await client.receeve('update_account_ledger_entries_amounts', [{ accountReference: 'A', ledgerEntries: [{ ledgerEntryReference: 'I1', amount: 1, reason: 'x', meta: {} }, { ledgerEntryReference: 'N', amount: 1, reason: 'x', meta: {} }] }]);
    expect(json.A).toMatchObject({ success: false, messages: ['ParameterInputError: Ledger entry N does not exist'] });
    expect(await claims()).toMatchObject([{ amount: 100 }]);
  });
});

interface Entry {
  paymentDetails: { amount: number };
  context: { ledgerEntryReference?: string };
}

async function add(...entries: object[]): Promise<void> {
  const { json } = await client.receeve('add_account_ledger_entries', entries);
  expect(json.A).toMatchObject({ success: true });
}

async function match(given: object): Promise<any> {
  return (await client.receeve('match_account_payment', [{ accountReference: 'A', currency: 'EUR', ...given }])).json.A;
}

async function claims(account = 'A'): Promise<{ amount: number; totalFees: number }[]> {
  return (await client.receeve(`get_account_claims?accountReference=${account}`)).json as { amount: number; totalFees: number }[];
}

import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from './support.ts';
import { start } from './support.ts';

let client: Client;
const debtor = { debtorReference: 'D', firstName: 'Ada', lastName: 'Voorbeeld', contactInformation: { country: 'NL', email: 'ada@example.com' } };
const account = {
  currency: 'EUR',
  paymentReference: 'P',
  portfolioReference: 'PF',
  meta: { a: 1, b: { c: [1] } },
  scores: [{ type: 'INTERNAL', value: 'V1' }],
  debtors: [debtor],
  products: [{ productReference: 'X', name: 'Loan' }],
  ledgerEntries: [],
};

beforeEach(async () => {
  client = await start({ now: new Date('2025-06-01T10:00:00Z') });
  await send('create_accounts', { A: account });
});

describe('accounts', () => {
  it('are read as they were created, without their reference', async () => {
    expect(await read()).toEqual(account);
  });

  it('are created once', async () => {
    expect(await send('create_accounts', { A: account })).toEqual({ success: false, messages: ['[4002] ParameterInputError: Account already exists in the system'], messageIds: [], data: {} });
  });

  it('are not found when they are not there', async () => {
    expect(await client.receeve('get_account?accountReference=a%2F..%2Fb%3F')).toMatchObject({ status: 404, json: { message: 'Account not found' } });
    for (const path of ['get_account_claims?accountReference=N', 'get_account_mandates?accountReference=N', 'get_debtor_accounts_and_claims?debtorReference=N']) {
      expect(await client.receeve(path)).toMatchObject({ status: 200, json: [] });
    }
  });

  it.each(['a/../b?c=1#d% é', ' ', '%2F', '😀', "';--"])('may be called %j', async (reference) => {
    await send('create_accounts', { [reference]: { currency: 'USD' } });
    expect((await client.receeve(`get_account?accountReference=${encodeURIComponent(reference)}`)).json).toMatchObject({ currency: 'USD' });
  });
});

describe('metadata', () => {
  it('merges by its top-level keys, and a null takes one away', async () => {
    await send('update_account_meta', { A: { b: { d: 2 }, 'cmPaymentLink:C:pml-1': '2025', intent: 'x' } });
    await send('update_account_meta', { A: { intent: null, never: null } });
    expect((await read())['meta']).toEqual({ a: 1, b: { d: 2 }, 'cmPaymentLink:C:pml-1': '2025' });
  });

  it('of an account that is not there is nobody\'s', async () => {
    expect(await send('update_account_meta', { N: { a: 1 } })).toEqual({ success: false, messages: ['ParameterInputError: Account N does not exist'], messageIds: [] });
  });
});

describe('what belongs to an account', () => {
  it('products are added once and updated', async () => {
    const product = { accountReference: 'A', productReference: 'Y', name: 'Phone' };
    expect(await send('add_account_products', [product])).toMatchObject({ success: true, data: [product] });
    expect(await send('add_account_products', [product])).toMatchObject({ success: false, messages: [expect.stringContaining('[4002]')], data: [] });
    expect(await send('update_account_products', [{ ...product, code: '1' }])).toMatchObject({ success: true });
    expect(await send('update_account_products', [{ ...product, productReference: 'Z' }])).toMatchObject({ success: false, messages: ['ParameterInputError: Product Z does not exist'] });
    expect((await read())['products']).toEqual([account.products[0], { productReference: 'Y', name: 'Phone', code: '1' }]);
  });

  it('debtors are added once, found by their reference, and updated everywhere', async () => {
    await client.receeve('create_claims', { C: { amount: 1, accountReference: 'A', originalDueDate: '2025-01-01', currentDueDate: '2025-01-01' } });
    expect(await send('add_account_debtors', [{ accountReference: 'A', ...debtor }])).toMatchObject({ success: false, messages: [expect.stringContaining('Debtor already exists')] });
    expect(await send('add_account_debtors', [{ accountReference: 'A', ...debtor, debtorReference: 'E' }])).toMatchObject({ success: true, data: [{ ...debtor, debtorReference: 'E' }] });
    expect(await send('update_account_debtors', [{ accountReference: 'A', debtorReference: 'D', lastName: 'Proef', contactInformation: { city: 'Proefdam' } }])).toMatchObject({ success: true });
    expect(await send('update_account_debtors', [{ accountReference: 'A', debtorReference: 'F' }])).toMatchObject({ success: false, messages: ['ParameterInputError: Debtor F does not exist'] });
    const changed = { ...debtor, lastName: 'Proef', contactInformation: { ...debtor.contactInformation, city: 'Proefdam' } };
    for (const reference of ['D', 'E']) {
      const { json } = await client.receeve(`get_debtor_accounts_and_claims?debtorReference=${reference}`);
      // A list of lists, and claims without reference and status.
      expect(json).toMatchObject([[{ accountReference: 'A', currency: 'EUR', debtors: [changed, { debtorReference: 'E' }], claims: [{ amount: 1, primaryDebtor: changed }] }]]);
      expect(json[0][0].claims[0]).not.toHaveProperty('claimReference');
    }
  });

  it('scores are one of each type', async () => {
    await send('set_account_scores', [{ accountReference: 'A', type: 'INTERNAL', value: { grade: 2 } }, { accountReference: 'A', type: 'EXTERNAL', value: null }]);
    expect((await read())['scores']).toEqual([{ type: 'INTERNAL', value: { grade: 2 } }, { type: 'EXTERNAL', value: null }]);
  });

  it('several entries of one account have one answer, that of the worst', async () => {
    const items = ['X', 'Y', 'Z'].map((productReference) => ({ accountReference: 'A', productReference }));
    const { json } = await client.receeve('add_account_products', items);
    expect(Object.keys(json)).toEqual(['A']);
    expect(json.A).toMatchObject({ success: false, data: [items[1], items[2]] });
    expect(json.A.messages).toHaveLength(3);
    expect(json.A.messageIds).toHaveLength(2);
  });

  it('mandates are created once, listed and deleted', async () => {
    const base = { accountReference: 'A', debtorReference: 'D', productReferences: [] };
    const bank = { ...base, mandateId: 'M1', providerName: 'trustly', mandateRepresentation: { bankName: 'B', accountNumber: 'N' } };
    const card = { ...base, mandateId: 'M2', providerName: 'paylandsenCards', clientIpAddress: '192.0.2.1', mandateRepresentation: { cardIssuer: 'I', lastDigits: '1234' } };
    expect(await send('create_account_mandates', [bank, card])).toMatchObject({ success: true, data: [bank, card] });
    expect(await send('create_account_mandates', [bank])).toMatchObject({ success: false });
    const { clientIpAddress: seen, ...kept } = card;
    expect(seen).toBe('192.0.2.1');
    expect((await client.receeve('get_account_mandates?accountReference=A')).json).toEqual([bank, kept]);
    expect(await send('delete_account_mandates', [{ accountReference: 'A', mandateId: 'M1' }])).toMatchObject({ success: true });
    expect(await send('delete_account_mandates', [{ accountReference: 'A', mandateId: 'M1' }])).toMatchObject({ success: false, messages: ['ParameterInputError: Mandate M1 does not exist'] });
    expect((await client.receeve('get_account_mandates?accountReference=A')).json).toEqual([kept]);
  });

  it.each([
    [{ providerName: 'paylandsenCards' }, "body/[0]. should have required property 'clientIpAddress'"],
    [{ providerName: 'other' }, expect.stringContaining('body/[0]')],
  ])('a mandate with %j is none', async (given, message) => {
    const { status, json } = await client.receeve('create_account_mandates', [{ accountReference: 'A', mandateId: 'M', debtorReference: 'D', productReferences: [], ...given }]);
    expect(status).toBe(400);
    expect(json.messages).toContainEqual(message);
  });
});

describe('files', () => {
  const upload = async (fields: Record<string, string>, file?: File) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    if (file !== undefined) body.set('file', file);
    return client.raw('RECEEVE', `/v1/${client.env('RECEEVE_CLIENT_ID')}/upload_files`, { method: 'POST', body, headers: { authorization: await client.receeveToken() } });
  };

  it('are taken in as a stream, with their digest', async () => {
    const { status, json } = await upload({ accountId: 'A', productReference: 'X', documentType: 'Invoice' }, new File([Buffer.alloc(3_000_000, 'x')], 'é.pdf', { type: 'application/pdf' }));
    expect(status).toBe(200);
    expect(json).toEqual({ A: { success: true, messages: ['Successfully processed action'], messageIds: [expect.any(String)] } });
    expect(client.sandbox.systems.receeve.state.files).toEqual([
      { accountId: 'A', productReference: 'X', documentType: 'Invoice', filename: 'é.pdf', bytes: 3_000_000, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect(client.sandbox.calls.list({ operation: 'uploadFiles' })).toEqual([expect.not.objectContaining({ body: expect.anything() })]);
  });

  it('need an account, and a claim or a product but not both', async () => {
    const file = new File(['x'], 'x.txt');
    expect((await upload({ accountId: 'A' }, file)).status).toBe(400);
    expect((await upload({ accountId: 'A', productReference: 'X', externalClaimRef: 'C' }, file)).json.messages).toEqual(['body/ should match exactly one schema in oneOf']);
    expect((await upload({ accountId: 'A', productReference: 'X' })).json.messages).toEqual(["body/ should have required property 'file'"]);
    expect((await upload({ accountId: 'N', productReference: 'X' }, file)).json.N).toMatchObject({ success: false });
    expect((await upload({ accountId: 'A', externalClaimRef: 'N' }, file)).json.A).toMatchObject({ success: false });
    expect((await upload({ accountId: 'A', productReference: 'X', file: 'no file' })).json.A).toMatchObject({ success: false, messages: ['ParameterInputError: file should be a file'] });
    expect(client.sandbox.systems.receeve.state.files).toEqual([]);
  });
});

async function read(): Promise<Record<string, unknown>> {
  return (await client.receeve('get_account?accountReference=A')).json as Record<string, unknown>;
}

/** The first answer of a bulk call. */
async function send(path: string, body: unknown): Promise<unknown> {
  const { status, json } = await client.receeve(path, body);
  expect(status).toBe(200);
  return Object.values(json as object)[0];
}

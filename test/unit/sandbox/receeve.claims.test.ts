import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from './support.ts';
import { start } from './support.ts';

let client: Client;
const now = new Date('2025-06-01T10:00:00Z');
const debtor = { debtorReference: 'D', firstName: 'Ada', lastName: 'Voorbeeld', contactInformation: { country: 'NL', email: 'ada@example.com' } };
const claim = { amount: 10_000, totalFees: 500, currency: 'EUR', originalDueDate: '2025-01-01', currentDueDate: '2025-02-01', accountReference: 'A' };

beforeEach(async () => {
  client = await start({ now });
  await client.receeve('create_accounts', { A: { currency: 'EUR', meta: { source: 'erp', keep: 1 }, debtors: [debtor] } });
  await ok('create_claims', { C: { ...claim, meta: { own: true } } });
});

describe('create, recreate, update, import', () => {
  it('creates a claim that can be read, with the debtor and the metadata of its account', async () => {
    expect(await read('C')).toEqual({
      ...claim,
      fees: [],
      primaryDebtor: debtor,
      meta: { source: 'erp', keep: 1, own: true, accountId: 'A', accountReference: 'A' },
      claimReference: 'C',
      status: 'ACTIVE',
    });
    expect((await client.receeve('get_landing_page_url?claimReference=C')).json.URL).toMatch(/^https:\/\/landing\.example\.com\/c\/\w{9}$/);
    const { events } = (await client.receeve('get_events?eventType=event.claim.created&date=2025-06-01')).json;
    expect(events).toMatchObject([{ timestamp: '2025-06-01T10:00:00.000Z', details: { messageType: 'event.claim.created.v1', claimRef: 'C', receeveClaimRef: 'C-2025-01-01', amount: 10_000, currency: 'EUR', dueDate: '2025-01-01' } }]);
  });

  it('creates nothing twice, deleted or not, and the others of a call all the same', async () => {
    const { json, status } = await client.receeve('create_claims', { C: claim, N: claim });
    expect(status).toBe(200);
    expect(json.C).toEqual({ success: false, messages: ['[4002] ParameterInputError: Claim already exists in the system'], messageIds: [] });
    expect(json.N).toMatchObject({ success: true, data: claim });
    client.sandbox.systems.receeve.deleteClaim('C');
    expect((await client.receeve('create_claims', { C: claim })).json.C.messages).toEqual(['[4002] ParameterInputError: Claim already exists in the system']);
  });

  it.each([
    [{ ...claim, accountReference: 'NONE' }, 'ParameterInputError: Account NONE does not exist'],
    [{ ...claim, amount: undefined }, 'ParameterInputError: amount is required'],
    [{ ...claim, amount: -1 }, 'ParameterInputError: amount should be a natural number of cents, got -1'],
    [{ ...claim, amount: 2 ** 53 }, 'ParameterInputError: amount should be a natural number of cents, got 9007199254740992'],
    [{ ...claim, fees: [{ name: 'x', amount: -5 }] }, 'ParameterInputError: fees should be a natural number of cents, got -5'],
    [{ ...claim, primaryDebtor: { firstName: 'x' } }, 'ParameterInputError: primaryDebtor.contactInformation.country is required'],
  ])('refuses %j', async (input, message) => {
    expect((await client.receeve('create_claims', { N: input })).json.N).toEqual({ success: false, messages: [message], messageIds: [] });
    expect(await read('N')).toBeUndefined();
  });

  it('sums named fees, whatever the total says', async () => {
    await ok('create_claims', { F: { ...claim, totalFees: 9, fees: [{ name: 'a', amount: 100 }, { name: 'b', amount: 20 }] } });
    expect(await read('F')).toMatchObject({ totalFees: 120, fees: [{ name: 'a', amount: 100 }, { name: 'b', amount: 20 }] });
  });

  it('recreates what was deleted, and nothing else', async () => {
    await ok('pause_journeys', [{ ref: 'C' }]);
    expect(await refused('recreate_claims', { C: claim })).toBe('Error processing message "cmd.claim.recreate.v1"');
    expect(await refused('recreate_claims', { NONE: claim })).toBe('Error processing message "cmd.claim.recreate.v1"');
    client.sandbox.systems.receeve.deleteClaim('C');
    expect(await read('C')).toBeUndefined();
    expect((await client.receeve('get_landing_page_url?claimReference=C')).status).toBe(404);
    await ok('recreate_claims', { C: { ...claim, amount: 1 } });
    expect(await read('C')).toMatchObject({ amount: 1, status: 'ACTIVE' });
    expect(client.sandbox.systems.receeve.state.claims.get('C')?.journey).toBe('RUNNING');
    expect((await client.receeve('get_account_claims?accountReference=A')).json).toHaveLength(1);
  });

  it('updates what is given and leaves the rest', async () => {
    await ok('update_claims', { C: { amount: 7, paymentReference: 'P', meta: { own: null, more: 2 }, primaryDebtor: { lastName: 'Proef', contactInformation: { city: 'Proefdam' } } } });
    expect(await read('C')).toMatchObject({
      ...claim,
      amount: 7,
      paymentReference: 'P',
      primaryDebtor: { ...debtor, lastName: 'Proef', contactInformation: { ...debtor.contactInformation, city: 'Proefdam' } },
    });
    expect((await read('C'))?.['meta']).toEqual({ source: 'erp', keep: 1, more: 2, accountId: 'A', accountReference: 'A' });
  });

  it('changes nothing of a claim when a part of the change is wrong', async () => {
    const before = await read('C');
    expect(await refused('update_claims', { C: { currentDueDate: '2026-01-01', amount: -1 } })).toContain('natural number');
    expect(await refused('update_claims', { C: { amount: 1, accountReference: 'B' } })).toContain('cannot be changed');
    expect(await read('C')).toEqual(before);
  });

  it('does not update what is not there', async () => {
    expect(await refused('update_claims', { NONE: { amount: 1 } })).toBe('Error processing message "cmd.claim.update.v1"');
    client.sandbox.systems.receeve.deleteClaim('C');
    expect(await refused('update_claims', { C: { amount: 1 } })).toBe('Error processing message "cmd.claim.update.v1"');
    expect(await refused('import_claims', { C: claim })).toBe('Error processing message "cmd.claim.import.v1"');
  });

  it('imports what is new and what is known', async () => {
    await ok('import_claims', { C: { ...claim, amount: 1 }, N: claim });
    expect(await read('C')).toMatchObject({ amount: 1 });
    expect(await read('N')).toMatchObject({ amount: 10_000 });
  });
});

describe('the status', () => {
  it.each([
    [{ amount: 0, totalFees: 0, reason: 'CLAIM_PAID' }, '', 'RESOLVED'],
    [{ amount: 0 }, '', 'ACTIVE'],
    [{ amount: 0, totalFees: 0, options: { forceAmountCheck: true } }, '', 'ACTIVE'],
    [{ amount: 0, totalFees: 0, options: { forceAmountCheck: false } }, '', 'RESOLVED'],
    [{ amount: 0, totalFees: 0, options: { forceAmountCheck: true } }, '?forceAmountCheck=true', 'RESOLVED'],
  ])('after an update with %j%s is %s', async (input, query, status) => {
    await ok(`update_claims${query}`, { C: input });
    expect(await read('C')).toMatchObject({ status });
  });

  it('of a resolved claim comes back where the query forces it, and only there', async () => {
    await ok('resolve_claims', [{ ref: 'C', reason: 'CLAIM_SOLD' }]);
    expect(await read('C')).toMatchObject({ status: 'RESOLVED', amount: 10_000 });
    await ok('update_claims', { C: { amount: 5 } });
    expect(await read('C')).toMatchObject({ status: 'RESOLVED' });
    await ok('update_claims?forceAmountCheck=true', { C: { amount: 5 } });
    expect(await read('C')).toMatchObject({ status: 'ACTIVE' });
  });

  it('is resolved once', async () => {
    await ok('resolve_claims', [{ ref: 'C', reason: 'FRAUDULENT' }]);
    expect(client.sandbox.systems.receeve.state.claims.get('C')?.resolution).toBe('FRAUDULENT');
    expect(await refused('resolve_claims', [{ ref: 'C', reason: 'CLAIM_SOLD' }])).toBe('ParameterInputError: Claim C is not active');
    expect(await refused('resolve_claims', [{ ref: 'NONE' }])).toBe('ParameterInputError: Claim NONE does not exist');
  });
});

describe('credit and debit', () => {
  const entry = (amount: number, more: object = {}) => ({ C: { amount, currency: 'EUR', originator: 'DCA', ...more } });

  it('take from the amount, then from the fees, to the cent', async () => {
    await ok('update_claims', { C: { fees: [{ name: 'a', amount: 300 }, { name: 'b', amount: 200 }] } });
    await ok('credit_claims', entry(9_999));
    expect(await read('C')).toMatchObject({ amount: 1, totalFees: 500, status: 'ACTIVE' });
    await ok('credit_claims', entry(302));
    expect(await read('C')).toMatchObject({ amount: 0, totalFees: 199, fees: [{ name: 'b', amount: 199 }], status: 'ACTIVE' });
    await ok('credit_claims', entry(199));
    expect(await read('C')).toMatchObject({ amount: 0, totalFees: 0, fees: [], status: 'RESOLVED' });
  });

  it('take no more than is owed', async () => {
    expect(await refused('credit_claims', entry(10_501))).toBe('ParameterInputError: Credit of 10501 exceeds the 10500 that are owed');
    expect(await read('C')).toMatchObject({ amount: 10_000, totalFees: 500 });
  });

  it('keep to the currency and to claims that are there', async () => {
    expect(await refused('credit_claims', entry(1, { currency: 'USD' }))).toBe('ParameterInputError: Currency USD is not the EUR of the claim');
    expect(await refused('debit_claims', entry(1, { currency: 'USD' }))).toBe('ParameterInputError: Currency USD is not the EUR of the claim');
    expect(await refused('debit_claims', { NONE: entry(1).C })).toBe('ParameterInputError: Claim NONE does not exist');
    expect(await refused('debit_claims', entry(-1))).toContain('natural number');
  });

  it('debit restores the balance of a resolved claim and not its status, unless told to', async () => {
    await ok('credit_claims', entry(10_500));
    await ok('debit_claims', entry(250));
    expect(await read('C')).toMatchObject({ amount: 250, status: 'RESOLVED' });
    await ok('debit_claims', entry(50, { options: { forceAmountCheck: true } }));
    expect(await read('C')).toMatchObject({ amount: 300, status: 'ACTIVE' });
  });
});

describe('around a claim', () => {
  it('journeys pause, go on and stop for good', async () => {
    const journey = () => client.sandbox.systems.receeve.state.claims.get('C')?.journey;
    expect(await refused('resume_journeys', [{ ref: 'C' }])).toBe('ParameterInputError: Journey of claim C is running');
    await ok('pause_journeys', [{ ref: 'C' }]);
    expect(journey()).toBe('PAUSED');
    expect(await refused('pause_journeys', [{ ref: 'C' }])).toBe('ParameterInputError: Journey of claim C is paused');
    await ok('resume_journeys', [{ ref: 'C' }]);
    expect(journey()).toBe('RUNNING');
    await ok('stop_journeys', [{ ref: 'C', reason: 'CLAIM_PAID', description: 'Bank transfer' }]);
    expect(journey()).toBe('STOPPED');
    expect(await refused('stop_journeys', [{ ref: 'C' }])).toBe('ParameterInputError: Journey of claim C is stopped');
    expect(await refused('pause_journeys', [{ ref: 'NONE' }])).toBe('ParameterInputError: Claim NONE does not exist');
  });

  it('promises and triggers are kept', async () => {
    await ok('create_promises_to_pay', { C: { amount: 100, currency: 'EUR', dueDate: '2025-07-01' } });
    expect(await refused('create_promises_to_pay', { C: { amount: 100, currency: 'USD', dueDate: '2025-07-01' } })).toContain('Currency USD');
    await ok('execute_custom_triggers', { C: 'callDebtor' });
    await ok('execute_custom_triggers', { C: { triggerName: 'writeDebtor', triggerContext: { tone: 'kind' } } });
    await ok('pause_journeys?triggerName=onPause', [{ ref: 'C' }]);
    expect(await refused('execute_custom_triggers', { NONE: 'x' })).toContain('does not exist');
    const { promises, triggers } = client.sandbox.systems.receeve.state;
    expect(promises).toEqual([{ claimReference: 'C', amount: 100, currency: 'EUR', dueDate: '2025-07-01' }]);
    expect(triggers).toEqual([
      { reference: 'C', triggerName: 'callDebtor' },
      { reference: 'C', triggerName: 'writeDebtor', triggerContext: { tone: 'kind' } },
      { reference: 'C', triggerName: 'onPause' },
    ]);
  });
});

describe('async=true', () => {
  it('promises nothing and hides what fails', async () => {
    const { json } = await client.receeve('create_claims?async=true&sequential=true', { C: claim, N: claim });
    for (const reference of ['C', 'N']) expect(json[reference]).toEqual({ success: true, messages: ['Successfully queued action'], messageIds: [expect.any(String)] });
    expect(await read('N')).toMatchObject({ status: 'ACTIVE' });
  });
});

it('ten thousand claims in one call', async () => {
  const { json } = await client.receeve('import_claims', Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`B-${n}`, claim])));
  expect(Object.values(json as Record<string, { success: boolean }>).filter(({ success }) => success)).toHaveLength(10_000);
});

async function ok(path: string, body: unknown): Promise<void> {
  const { json } = await client.receeve(path, body);
  expect(Object.values(json as object)).toEqual(Object.values(json as object).map(() => expect.objectContaining({ success: true })));
}

/** The message of the one entry that was refused. */
async function refused(path: string, body: unknown): Promise<string | undefined> {
  const { status, json } = await client.receeve(path, body);
  const [answer] = Object.values(json as Record<string, { success: boolean; messages: string[]; messageIds: string[] }>);
  expect(status).toBe(200);
  expect(answer).toMatchObject({ success: false, messageIds: [] });
  return answer?.messages[0];
}

async function read(reference: string): Promise<Record<string, unknown> | undefined> {
  const { json } = await client.receeve('get_account_claims?accountReference=A');
  return (json as { claimReference: string }[]).find(({ claimReference }) => claimReference === reference);
}

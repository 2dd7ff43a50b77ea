import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createCmState } from '../../../src/sandbox/cm/state.ts';
import { createCollectmaxxState } from '../../../src/sandbox/collectmaxx/state.ts';
import type { DemoStates } from '../../../src/sandbox/demo.ts';
import { fillWithDemo } from '../../../src/sandbox/demo.ts';
import { createRandom } from '../../../src/sandbox/random.ts';
import { createReceeveState } from '../../../src/sandbox/receeve/state.ts';
import { createUcollectState } from '../../../src/sandbox/ucollect/state.ts';
import { start } from './support.ts';

let states: DemoStates;
beforeAll(async () => {
  states = filled(1);
});

function filled(seed: number): DemoStates {
  const made = { receeve: createReceeveState(), ucollect: createUcollectState({ ledger: 'L', user: 'u@example.com' }), cm: createCmState(), collectmaxx: createCollectmaxxState() };
  fillWithDemo(made, { random: createRandom(seed), clientId: 'c' });
  return made;
}

/** Everything in a state, the text of messages included. */
function digest(of: unknown): string {
  const text = JSON.stringify(of, (_, value: unknown) => (value instanceof Map ? [...(value as Map<unknown, unknown>)] : typeof value === 'function' ? (value as () => unknown)() : value));
  return createHash('sha256').update(text).digest('hex');
}

describe('the demo data', () => {
  it('is 200 debtors, 300 accounts and 900 claims with readable references', () => {
    const { accounts, claims, accountsOf } = states.receeve;
    expect([accountsOf.size, accounts.size, claims.size]).toEqual([200, 300, 900]);
    expect([...accounts.keys()]).toEqual(Array.from({ length: 300 }, (_, n) => `ACC-${String(n + 1).padStart(4, '0')}`));
    expect([...claims.keys()]).toEqual(Array.from({ length: 900 }, (_, n) => `CLM-${String(n + 1).padStart(4, '0')}`));
    expect([...accountsOf.keys()].sort()).toEqual(Array.from({ length: 200 }, (_, n) => `DEB-${String(n + 1).padStart(4, '0')}`));
    expect(accountsOf.get('DEB-0001')?.slice(0, 5).map((one) => states.receeve.claimsOf.get(one)?.length)).toEqual([20, 20, 20, 20, 20]);
  });

  it('is the same at two starts, and another with another seed', async () => {
    const first = await start({ demo: true });
    const second = await start({ demo: true });
    const content = ({ sandbox: { systems } }: typeof first) => digest([systems.receeve.state, systems.ucollect.state, systems.cm.state, systems.collectmaxx.state]);
    expect(content(first)).toBe(content(second));
    expect(digest(filled(1))).toBe(digest(states));
    expect(digest(filled(2))).not.toBe(digest(states));
  });

  it('tells the same of a claim in every system', () => {
    const { receeve, ucollect, collectmaxx, cm } = states;
    expect(ucollect.invoices.size).toBe(900);
    for (const [id, { contactId }] of ucollect.invoices) expect(receeve.claims.get(id)?.primaryDebtor.debtorReference).toBe(contactId);
    for (const id of ucollect.contacts.keys()) expect(receeve.accountsOf.has(id)).toBe(true);
    for (const { attributes } of collectmaxx.payLinks.values()) {
      const reference = attributes.find(({ id }) => id === 'reference')?.value;
      if (reference !== undefined) expect(receeve.claims.has(reference) || receeve.accounts.has(reference)).toBe(true);
    }
    for (const { fields } of cm.links.values()) expect(receeve.claims.has(fields.merchant_reference ?? '')).toBe(true);
    for (const { debtorReference } of collectmaxx.mandates.values()) expect(receeve.accountsOf.has(debtorReference ?? '')).toBe(true);
    for (const reference of receeve.communications.keys()) expect(receeve.claims.has(reference)).toBe(true);
  });

  it('remembers the links that no reference leads to in the metadata of their account', () => {
    const remembered = [...states.receeve.accounts.values()].flatMap(({ accountReference, meta }) => Object.keys(meta).filter((key) => key.includes('Link:')).map((key) => [accountReference, key] as const));
    expect(remembered.length).toBeGreaterThan(100);
    for (const [account, key] of remembered) {
      const [, provider, claim, id] = /^(cm|collectmaxx)Pay(?:ment)?Link:(CLM-\d{4}):(.+)$/.exec(key) ?? [];
      expect(states.receeve.claims.get(claim ?? '')?.accountReference).toBe(account);
      expect(provider === 'cm' ? states.cm.links.has(id ?? '') : states.collectmaxx.payLinks.has(id ?? '')).toBe(true);
    }
  });

  it('owes what the links ask for', () => {
    for (const { amount, status, fields } of states.cm.links.values()) {
      const claim = states.receeve.claims.get(fields.merchant_reference ?? '');
      if (claim === undefined) throw new Error('no claim');
      if (claim.status === 'ACTIVE') expect(amount).toBe(((claim.amount + claim.totalFees) / 100).toFixed(2));
      expect(status).toBe(claim.status === 'RESOLVED' ? 'paid' : 'open');
    }
  });

  it('has every status there is', () => {
    const all = <T>(of: Iterable<T>, key: keyof T) => [...new Set([...of].map((one) => one[key]))].sort();
    expect(all(states.collectmaxx.payLinks.values(), 'status')).toEqual(['cancelled', 'failed', 'paid', 'partially_paid', 'ready', 'started']);
    expect(all(states.collectmaxx.mandates.values(), 'status')).toEqual(['new', 'pending', 'success']);
    expect(all(states.cm.links.values(), 'status')).toEqual(['open', 'paid']);
    expect(all(states.cm.links.values(), 'active')).toEqual([false, true]);
    expect(all(states.receeve.claims.values(), 'status')).toEqual(['ACTIVE', 'RESOLVED']);
    expect(all(states.ucollect.contacts.values(), 'suspended')).toEqual([false, true]);
  });

  it('is about nobody', () => {
    for (const { debtors } of states.receeve.accounts.values()) {
      for (const { contactInformation } of debtors) {
        expect(contactInformation['email']).toMatch(/^deb-\d{4}@example\.com$/);
        expect(contactInformation['mobileNumber']).toMatch(/^\+(31600000\d{3}|491713920\d{3}|32400000\d{3})$/);
      }
    }
  });

  it('is kept in the ledger for the last hundred accounts, whose claims stay as they are', async () => {
    const client = await start({ demo: true });
    const before = (await client.receeve('get_account_claims?accountReference=ACC-0205')).json;
    await client.receeve('add_account_ledger_entries', [{ accountReference: 'ACC-0205', ledgerEntryReference: 'R', reportingDetails: { amount: 1 }, context: {} }]);
    expect((await client.receeve('get_account_claims?accountReference=ACC-0205')).json).toEqual(before);
    expect(client.sandbox.systems.receeve.state.claims.size).toBe(900);
    const owed = before.reduce((sum: number, { amount, totalFees }: { amount: number; totalFees: number }) => sum + amount + totalFees, 0);
    const { json } = await client.receeve('match_account_payment', [{ accountReference: 'ACC-0205', currency: 'EUR', totalAmount: owed, matchStrategy: 'ORDERED_LEDGER_ENTRIES' }]);
    expect(json['ACC-0205'].success).toBe(true);
    for (const claim of (await client.receeve('get_account_claims?accountReference=ACC-0205')).json) expect({ ...claim, status: claim.status.toUpperCase() }).toMatchObject({ amount: 0, totalFees: 0, status: 'RESOLVED' });
  });

  it('of one account is not changed through another', async () => {
    const client = await start({ demo: true });
    await client.receeve('update_account_debtors', [{ accountReference: 'ACC-0001', debtorReference: 'DEB-0001', lastName: 'Changed' }]);
    expect((await client.receeve('get_account?accountReference=ACC-0001')).json.debtors[0].lastName).toBe('Changed');
    expect((await client.receeve('get_account?accountReference=ACC-0002')).json.debtors[0].lastName).not.toBe('Changed');
  });

  it('fits the descriptions, account by account', async () => {
    const client = await start({ demo: true });
    const third = <T>(of: Iterable<T>) => [...of].filter((_, index) => index % 3 === 2);
    for (const reference of third(states.receeve.accounts.keys())) {
      for (const read of ['get_account', 'get_account_claims', 'get_account_mandates']) expect((await client.receeve(`${read}?accountReference=${reference}`)).status).toBe(200);
    }
    for (const reference of third(states.receeve.accountsOf.keys())) expect((await client.receeve(`get_debtor_accounts_and_claims?debtorReference=${reference}`)).status).toBe(200);
    for (const ref of third(client.sandbox.systems.cm.state.links.keys())) expect((await client.cm(`/paymentlink/v1/${ref}`)).status).toBe(200);
  });
});

it('random numbers are even, and ids are ids', () => {
  const random = createRandom(7);
  const counts = [0, 0, 0, 0];
  for (let n = 0; n < 4000; n += 1) counts[random.integer(0, 3)]! += 1;
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  expect(new Set(Array.from({ length: 1000 }, () => random.uuid())).size).toBe(1000);
  expect(() => random.pick([])).toThrow('there is nothing to pick from');
});

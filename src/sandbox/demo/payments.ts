/**
 * The portfolio at the payment providers: pay links and mandates of Collectmaxx, payment links of CM.
 *
 * Pay links born from an import carry the claim's or the account's reference; those made through the
 * API, and all links of CM, are remembered in the meta of the Receeve account under
 * `<provider's key>:<claim>:<id>`.
 */
import { rfc3339 } from '../clock.ts';
import type { CmState } from '../cm/state.ts';
import { addLink } from '../cm/state.ts';
import type { CollectmaxxState, PayLinkStatus } from '../collectmaxx/state.ts';
import { addMandate, addPayLink } from '../collectmaxx/state.ts';
import type { Random } from '../random.ts';
import type { ReceeveState } from '../receeve/state.ts';
import type { DemoClaim, Portfolio } from './portfolio.ts';
import { day } from './portfolio.ts';

export interface PaymentStates {
  receeve: ReceeveState;
  collectmaxx: CollectmaxxState;
  cm: CmState;
  random: Random;
}

export function fillPayments(portfolio: Portfolio, states: PaymentStates): void {
  portfolio.claims.forEach((claim, index) => {
    if (index % 3 === 0) importedLink(claim, claim.claimReference, states);
    if (index % 20 === 1) apiLink(claim, states);
    if (index % 8 === 2) cmLink(claim, states);
  });
  portfolio.accounts.forEach(({ accountReference, claims }, index) => {
    const [claim] = claims;
    if (claim !== undefined && index % 5 === 0) importedLink(claim, accountReference, states);
  });
  portfolio.people.forEach(({ debtorReference, name, language }, index) => {
    if (index % 4 !== 0 || portfolio.claims[index] === undefined) return;
    const createdOn = (portfolio.claims[index]?.createdAt ?? 0) + 2 * day;
    const status = (['success', 'new', 'pending'] as const)[(index / 4) % 3] ?? 'new';
    const reason = language === 'DE' ? 'Ratenzahlung' : 'betalingsregeling';
    addMandate(states.collectmaxx, states.random, { reference: `MND-${debtorReference}`, type: index % 8 === 0 ? 'RCUR' : 'OOFF', personName: name, reason, debtorReference, status, createdOn, updatedOn: createdOn + day });
  });
  // Of the claims that were paid, some were paid by a link.
  portfolio.claims.forEach((claim, index) => {
    if (claim.resolved && index % 4 === 3) importedLink(claim, claim.claimReference, states);
    if (claim.resolved && index % 5 === 0) cmLink(claim, states);
  });
  states.collectmaxx.batches.push({ name: 'Test', action: 'VALIDATE', status: 'empty', ahead: [] }, { name: '20250228-412', action: 'IMPORT', status: 'done', ahead: [] });
}

function importedLink(claim: DemoClaim, reference: string, { collectmaxx, random }: PaymentStates): void {
  const script = random.pick(['1001', '1003']);
  const attributes = [
    { id: 'origin', value: script === '1001' ? 'mail' : 'sms' },
    { id: 'script', value: script },
    { id: 'reference', value: reference },
  ];
  addPayLink(collectmaxx, random, linkOf(claim, attributes, random));
}

function apiLink(claim: DemoClaim, { receeve, collectmaxx, random }: PaymentStates): void {
  const attributes = [
    { id: 'customer_source', value: 'desk' },
    { id: 'origin', value: 'api' },
  ];
  const link = addPayLink(collectmaxx, random, linkOf(claim, attributes, random));
  remember(receeve, claim, `collectmaxxPayLink:${claim.claimReference}:${link.id}`, link.createdOn);
}

function cmLink(claim: DemoClaim, { receeve, cm, random }: PaymentStates): void {
  const { claimReference, person, amount, totalFees, dueAt, createdAt, resolved } = claim;
  const total = String(amount + totalFees).padStart(3, '0');
  const link = addLink(cm, random, {
    amount: `${total.slice(0, -2)}.${total.slice(-2)}`,
    fields: { country_code: person.country, currency_code: 'EUR', language_code: person.language, merchant_reference: claimReference, invoice_reference: claimReference, invoice_due_date: rfc3339(dueAt) },
  });
  link.status = resolved ? 'paid' : 'open';
  link.active = resolved || Number(claimReference.slice(4)) % 5 !== 0;
  remember(receeve, claim, `cmPaymentLink:${claimReference}:${link.ref}`, createdAt + 4 * day);
}

function linkOf(claim: DemoClaim, attributes: { id: string; value: string }[], random: Random): Parameters<typeof addPayLink>[2] {
  const { person, amount, totalFees, claimReference, dueAt, createdAt, resolved } = claim;
  const status: PayLinkStatus = resolved ? 'paid' : random.pick(['ready', 'ready', 'ready', 'started', 'partially_paid', 'cancelled', 'failed'] as const);
  const total = amount + totalFees;
  const createdOn = createdAt + 4 * day;
  return {
    attributes,
    personName: person.name,
    personGender: person.gender,
    status,
    amountPaid: status === 'paid' ? total : status === 'partially_paid' ? Math.floor(total / 2) : 0,
    createdOn,
    updatedOn: createdOn + (status === 'ready' ? 0 : day),
    // The demo's own day is long past; its links can be paid all the same.
    visibleUntil: Date.UTC(2100, 0, 1),
    invoice: { amount: total, currency: 'EUR', description: `Vordering ${claimReference}`, reference: claimReference, date: rfc3339(dueAt) },
  };
}

function remember(state: ReceeveState, claim: DemoClaim, key: string, at: number): void {
  const account = state.accounts.get(claim.accountReference);
  if (account !== undefined) account.meta[key] = new Date(at).toISOString();
}

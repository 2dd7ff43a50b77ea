/** Creating pay links and mandates. */
import { GraphQLError } from 'graphql';
import type { Random } from '../random.ts';
import { printMandate, printPayLink } from './searches.ts';
import type { Attribute, CollectmaxxState } from './state.ts';
import { addMandate, addPayLink, defaultLifeMs } from './state.ts';

type Given = Record<string, string | null | undefined>;

/** The minimum that the manual names. */
const neededForPayLink = ['personName', 'invoiceAmount', 'invoiceCurrency', 'invoiceDescription', 'invoiceReference', 'invoiceDate'];
const neededForMandate = ['personName', 'reference', 'type'];

export function createPayLink(state: CollectmaxxState, random: Random, now: number, given: Given & { attributes?: { id: string; value?: string | null }[] | null }): Record<string, unknown> {
  need(given as Given, neededForPayLink);
  const { personName, invoiceAmount, invoiceCurrency, invoiceDescription, invoiceReference, invoiceDate, visibleUntil } = given as Record<string, string>;
  const own = (given.attributes ?? []).map(({ id, value }): Attribute => ({ id: `customer_${id}`, value: value ?? '' }));
  const link = addPayLink(state, random, {
    attributes: [...own, { id: 'origin', value: 'api' }],
    personName: personName ?? '',
    createdOn: now,
    visibleUntil: visibleUntil == null ? now + defaultLifeMs : moment('visibleUntil', visibleUntil),
    invoice: {
      amount: centsOf(invoiceAmount),
      currency: currencyOf(invoiceCurrency),
      description: invoiceDescription ?? '',
      reference: invoiceReference ?? '',
      date: new Date(moment('invoiceDate', invoiceDate ?? '')).toISOString(),
    },
  });
  return printPayLink(link);
}

export function createMandate(state: CollectmaxxState, random: Random, now: number, given: Given): Record<string, unknown> {
  need(given, neededForMandate);
  const { personName = '', reference = '', type = '', reason, debtorReference } = given as Record<string, string>;
  if (type !== 'RCUR' && type !== 'OOFF') throw new GraphQLError(`type must be RCUR or OOFF, got "${type}".`);
  const mandate = addMandate(state, random, { personName, reference, type, createdOn: now, ...(reason != null && { reason }), ...(debtorReference != null && { debtorReference }) });
  return printMandate(mandate);
}

/** Digits alone: `15497` is 154.97. */
export function centsOf(text: string | null | undefined): number {
  const cents = /^\d+$/.test(text ?? '') ? Number(text) : NaN;
  if (!Number.isSafeInteger(cents) || cents === 0) throw new GraphQLError(`invoiceAmount must be a number of cents above 0, got "${text}".`);
  return cents;
}

export function currencyOf(text: string | null | undefined): string {
  if (!/^[A-Z]{3}$/.test(text ?? '')) throw new GraphQLError(`invoiceCurrency must be an ISO 4217 code, got "${text}".`);
  return text ?? '';
}

function need(given: Given, names: readonly string[]): void {
  const missing = names.filter((name) => given[name] == null || given[name] === '');
  if (missing.length > 0) throw new GraphQLError(`${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} required.`);
}

function moment(name: string, text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new GraphQLError(`${name} must be an RFC 3339 date, got "${text}".`);
  return ms;
}

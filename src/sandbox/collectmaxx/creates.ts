/** Creating pay links and mandates. */
import { GraphQLError } from 'graphql';
import type { Random } from '../random.ts';
import { printMandate, printPayLink } from './searches.ts';
import type { Attribute, CollectmaxxState } from './state.ts';
import { addMandate, addPayLink, defaultLifeMs } from './state.ts';

type Text = string | null | undefined;

export interface PayLinkInput {
  personName?: Text;
  invoiceAmount?: Text;
  invoiceCurrency?: Text;
  invoiceDescription?: Text;
  invoiceReference?: Text;
  invoiceDate?: Text;
  visibleUntil?: Text;
  attributes?: { id: string; value?: Text }[] | null;
}

export interface MandateInput {
  personName?: Text;
  reference?: Text;
  type?: Text;
  reason?: Text;
  debtorReference?: Text;
}

/** Needs the minimum that the manual names. */
export function createPayLink(state: CollectmaxxState, random: Random, now: number, given: PayLinkInput): Record<string, unknown> {
  const { personName, invoiceAmount, invoiceCurrency, invoiceDescription, invoiceReference, invoiceDate } = needed({
    personName: given.personName,
    invoiceAmount: given.invoiceAmount,
    invoiceCurrency: given.invoiceCurrency,
    invoiceDescription: given.invoiceDescription,
    invoiceReference: given.invoiceReference,
    invoiceDate: given.invoiceDate,
  });
  const own = (given.attributes ?? []).map(({ id, value }): Attribute => ({ id: `customer_${id}`, value: value ?? '' }));
  const link = addPayLink(state, random, {
    attributes: [...own, { id: 'origin', value: 'api' }],
    personName,
    createdOn: now,
    visibleUntil: given.visibleUntil == null ? now + defaultLifeMs : moment('visibleUntil', given.visibleUntil),
    invoice: {
      amount: centsOf(invoiceAmount),
      currency: currencyOf(invoiceCurrency),
      description: invoiceDescription,
      reference: invoiceReference,
      date: new Date(moment('invoiceDate', invoiceDate)).toISOString(),
    },
  });
  return printPayLink(link, state.pagesAt?.());
}

export function createMandate(state: CollectmaxxState, random: Random, now: number, given: MandateInput): Record<string, unknown> {
  const { personName, reference, type } = needed({ personName: given.personName, reference: given.reference, type: given.type });
  if (type !== 'RCUR' && type !== 'OOFF') throw new GraphQLError(`type must be RCUR or OOFF, got "${type}".`);
  const { reason, debtorReference } = given;
  const mandate = addMandate(state, random, { personName, reference, type, createdOn: now, ...(reason != null && { reason }), ...(debtorReference != null && { debtorReference }) });
  return printMandate(mandate);
}

/** Digits alone: `15497` is 154.97. */
export function centsOf(text: Text): number {
  const cents = /^\d+$/.test(text ?? '') ? Number(text) : NaN;
  if (!Number.isSafeInteger(cents) || cents === 0) throw new GraphQLError(`invoiceAmount must be a number of cents above 0, got "${text}".`);
  return cents;
}

export function currencyOf(text: Text): string {
  if (!/^[A-Z]{3}$/.test(text ?? '')) throw new GraphQLError(`invoiceCurrency must be an ISO 4217 code, got "${text}".`);
  return text ?? '';
}

function needed<K extends string>(given: Record<K, Text>): Record<K, string> {
  const missing = Object.keys(given).filter((name) => given[name as K] == null || given[name as K] === '');
  if (missing.length > 0) throw new GraphQLError(`${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} required.`);
  return given as Record<K, string>;
}

function moment(name: string, text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new GraphQLError(`${name} must be an RFC 3339 date, got "${text}".`);
  return ms;
}

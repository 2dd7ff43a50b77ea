/** The payment links of one merchant. */
import type { Random } from '../random.ts';

export interface PaymentLink {
  /** `pml-<uuid>` */
  ref: string;
  /** Decimal text in major units. */
  amount: string;
  active: boolean;
  status: 'open' | 'paid';
  /** Last part of its address. */
  code: string;
  fields: Partial<Record<LinkField, string>>;
}

/** What a caller may set beside the amount and `active`. */
export const linkFields = [
  'callback_url',
  'country_code',
  'currency_code',
  'expiry_date',
  'invoice_due_date',
  'invoice_reference',
  'language_code',
  'merchant_reference',
] as const;
export type LinkField = (typeof linkFields)[number];

export interface CmState {
  /** By ref. */
  links: Map<string, PaymentLink>;
}

export function createCmState(): CmState {
  return { links: new Map() };
}

export function addLink(state: CmState, random: Random, given: Pick<PaymentLink, 'amount' | 'fields'>): PaymentLink {
  const fields = { currency_code: 'EUR', language_code: 'EN', ...given.fields };
  const link: PaymentLink = { ref: `pml-${random.uuid()}`, amount: given.amount, active: true, status: 'open', code: random.code(7), fields };
  state.links.set(link.ref, link);
  return link;
}

/** What happens when somebody pays on the link's page. An inactive or paid link has no page to pay on. */
export function payLink(state: CmState, ref: string): PaymentLink {
  const link = state.links.get(ref);
  if (link === undefined) throw new Error(`There is no payment link ${ref}.`);
  if (!link.active) throw new Error(`Payment link ${ref} is not active.`);
  if (link.status === 'paid') throw new Error(`Payment link ${ref} is paid already.`);
  link.status = 'paid';
  return link;
}

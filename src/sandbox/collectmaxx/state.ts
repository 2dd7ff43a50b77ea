/** What a Collectmaxx account holds. Amounts are integer cents, times ms since the epoch. */
import type { Random } from '../random.ts';

export interface Attribute {
  id: string;
  value: string;
}

export type PayLinkStatus = 'ready' | 'started' | 'partially_paid' | 'paid' | 'cancelled' | 'failed';

export interface PayLink {
  id: string;
  /** Last part of its short address. */
  code: string;
  attributes: Attribute[];
  personName: string;
  personGender: 'M' | 'F' | 'U';
  status: PayLinkStatus;
  amountPaid: number;
  createdOn: number;
  updatedOn: number;
  /** Payment is not possible any more from then on. */
  visibleUntil: number;
  invoice: { amount: number; currency: string; description?: string; reference?: string; date?: string };
}

export interface Mandate {
  id: string;
  code: string;
  /** Of its page; not the id. */
  pageId: string;
  reference: string;
  type: string;
  status: 'new' | 'pending' | 'success';
  personName: string;
  reason?: string;
  debtorReference?: string;
  createdOn: number;
  updatedOn: number;
}

export interface Batch {
  name: string;
  action: 'IMPORT' | 'VALIDATE';
  status: 'empty' | 'queued' | 'running' | 'done' | 'error';
  /** Of a file that is still to be read: the statuses that the next searches will see. */
  ahead: Batch['status'][];
}

export interface CollectmaxxState {
  payLinks: Map<string, PayLink>;
  /** Pay links by `<attribute id>\n<value>`. */
  byAttribute: Map<string, PayLink[]>;
  mandates: Map<string, Mandate>;
  batches: Batch[];
  /** Calls that are still to be made, by `<script>\n<reference>`. */
  calls: Map<string, number>;
  /** Where its pay pages stand; absent: at addresses that lead nowhere. */
  pagesAt?: () => string;
}

export function createCollectmaxxState(): CollectmaxxState {
  return { payLinks: new Map(), byAttribute: new Map(), mandates: new Map(), batches: [], calls: new Map() };
}

export const defaultLifeMs = 90 * 86_400_000;

export function addPayLink(
  state: CollectmaxxState,
  random: Random,
  given: Pick<PayLink, 'attributes' | 'personName' | 'createdOn' | 'invoice'> & Partial<PayLink>,
): PayLink {
  const link: PayLink = {
    id: random.uuid(),
    code: random.code(7).toLowerCase(),
    personGender: 'U',
    status: 'ready',
    amountPaid: 0,
    updatedOn: given.createdOn,
    visibleUntil: given.createdOn + defaultLifeMs,
    ...given,
  };
  state.payLinks.set(link.id, link);
  for (const { id, value } of link.attributes) {
    const key = `${id}\n${value}`;
    const links = state.byAttribute.get(key);
    if (links === undefined) state.byAttribute.set(key, [link]);
    else links.push(link);
  }
  return link;
}

export function addMandate(state: CollectmaxxState, random: Random, given: Pick<Mandate, 'reference' | 'type' | 'personName' | 'createdOn'> & Partial<Mandate>): Mandate {
  const mandate: Mandate = { id: random.uuid(), code: random.code(7).toLowerCase(), pageId: random.uuid(), status: 'new', updatedOn: given.createdOn, ...given };
  state.mandates.set(mandate.id, mandate);
  return mandate;
}

/** What happens when somebody pays on the link's page: the whole, or a part in cents. */
export function payPayLink(state: CollectmaxxState, options: { id: string; cents?: number | undefined; now: number }): PayLink {
  const { id, cents, now } = options;
  const link = state.payLinks.get(id);
  if (link === undefined) throw new Error(`There is no pay link ${id}.`);
  const open = link.invoice.amount - link.amountPaid;
  const paid = cents ?? open;
  if (open <= 0) throw new Error(`Pay link ${id} is paid already.`);
  if (!Number.isSafeInteger(paid) || paid <= 0) throw new Error(`A payment must be a number of cents above 0, got ${paid}.`);
  if (paid > open) throw new Error(`Pay link ${id} has ${open} cents to be paid, not ${paid}.`);
  if (now >= link.visibleUntil) throw new Error(`Pay link ${id} has expired.`);
  link.amountPaid += paid;
  link.status = link.amountPaid === link.invoice.amount ? 'paid' : 'partially_paid';
  link.updatedOn = now;
  return link;
}

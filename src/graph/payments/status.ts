/**
 * One `PaymentStatus` out of both providers' words. What a provider does not say, or says in a word that
 * nobody knows, is UNKNOWN: neither open nor paid.
 */
export const paymentStatuses = ['OPEN', 'STARTED', 'PARTIALLY_PAID', 'PAID', 'CANCELLED', 'FAILED', 'UNKNOWN'] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];

const ofPayLink = new Map<unknown, PaymentStatus>([
  ['ready', 'OPEN'],
  ['started', 'STARTED'],
  ['partially_paid', 'PARTIALLY_PAID'],
  ['paid', 'PAID'],
  // Of the last transaction: the link itself may still be paid.
  ['cancelled', 'CANCELLED'],
  ['failed', 'FAILED'],
]);

/** `status` of a Collectmaxx PayLink, as the remote prints it. */
export function payLinkStatus(status: unknown): PaymentStatus {
  return (typeof status === 'string' ? ofPayLink.get(status.trim().toLowerCase()) : undefined) ?? 'UNKNOWN';
}

/** `status` of a CM payment link, as on the wire or in the graph, and its `active`; a link that does not say `active` is active. */
export function paymentLinkStatus({ status, active }: { status?: unknown; active?: unknown }): PaymentStatus {
  const word = typeof status === 'string' ? status.trim().toLowerCase() : undefined;
  if (word === 'paid') return 'PAID';
  if (active === false) return 'CANCELLED';
  return word === 'open' ? 'OPEN' : 'UNKNOWN';
}

/** A debtor who is asked again while such a link stands would be asked twice. */
export function isOpen(status: PaymentStatus): boolean {
  return status === 'OPEN' || status === 'STARTED' || status === 'PARTIALLY_PAID';
}

/** One tenant: its state, and what happens in it that others can see. */
import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Claim, ReceeveState } from './state.ts';

export interface Tenant {
  clientId: string;
  state: ReceeveState;
  clock: Clock;
  random: Random;
  /** Told of each event. */
  tell?: ((message: Record<string, unknown>) => void) | undefined;
}

/** `<reference>-<due date>`: what the vendor calls the claim inside. */
export function receeveClaimRef({ claimReference, originalDueDate, invoice }: Claim): string {
  // A claim that came from the ledger is named so from outside, too.
  return invoice !== undefined && claimReference.endsWith(originalDueDate) ? claimReference : `${claimReference}-${originalDueDate}`;
}

export function claimCreated(tenant: Tenant, claim: Claim): void {
  const { amount, currency, originalDueDate: dueDate } = claim;
  emit(tenant, 'event.claim.created', claim.createdAt, { claimRef: claim.claimReference, receeveClaimRef: receeveClaimRef(claim), amount, currency, dueDate });
}

export function paymentProcessing(tenant: Tenant, claim: Claim, payment: { providerName: string; amount: number; trackingId: string; paymentReference?: string | undefined }): void {
  const { providerName, amount, trackingId, paymentReference } = payment;
  emit(tenant, 'event.claimDebtPayment.processing', tenant.clock.now(), {
    claimRef: claim.claimReference,
    receeveClaimRef: receeveClaimRef(claim),
    providerName,
    amount,
    currency: claim.currency,
    trackingId,
    ...(paymentReference !== undefined && { paymentReference }),
  });
}

/** The answers carry a version that the type asked for does not. */
function emit({ state, random, tell }: Tenant, type: string, at: number, details: Record<string, unknown>): void {
  const printed = { messageId: random.uuid(), timestamp: new Date(at).toISOString(), details: { messageType: `${type}.v1`, ...details } };
  state.events.push({ type, at, printed });
  tell?.(printed);
}

/**
 * A payment of an account, matched to its open ledger entries in the order that the strategy names,
 * and target amounts for single entries. What matches nothing stays as a payment of the account.
 */
import { cent } from './balance.ts';
import type { Done } from './bulk.ts';
import { knownAccount } from './claims.ts';
import { parameterError } from './errors.ts';
import { addEntry, balances, detailsOf, followLedger, kindOf } from './ledger.ts';
import type { Account, LedgerEntry } from './state.ts';
import type { Tenant } from './tenant.ts';
import { paymentProcessing } from './tenant.ts';

export interface MatchInput {
  accountReference: string;
  providerName?: string;
  trackingId?: string | number;
  totalAmount: number;
  currency: string;
  paymentReference?: string;
  meta?: Record<string, unknown>;
  context?: { productReference?: string; feeLedgerEntriesOrder?: string[] };
  matchStrategy: 'ORDERED_LEDGER_ENTRIES' | 'ORDERED_INVOICES_WITH_FEES_THEN_ACCOUNT_ENTRIES' | 'ACCOUNT_ENTRIES_THEN_ORDERED_INVOICES_WITH_FEES' | 'CUSTOM_ORDERED_FEES';
}

export function matchPayment(tenant: Tenant, input: MatchInput): Done {
  const account = knownAccount(tenant, input.accountReference);
  if (account.currency !== input.currency) throw parameterError(`Currency ${input.currency} is not the ${account.currency} of the account`);
  const trackingId = String(input.trackingId ?? tenant.random.uuid());
  const open = balances(account);
  const wanted = input.context?.productReference;
  const candidates = account.ledgerEntries.filter((entry) => (open.get(entry.ledgerEntryReference) ?? 0) > 0 && (wanted === undefined || entry.context.productReference === wanted));
  const payments: LedgerEntry[] = [];
  let left = cent('totalAmount', input.totalAmount);
  const pay = (amount: number, target: LedgerEntry | undefined) => {
    const product = target?.context.productReference ?? wanted;
    payments.push({
      ledgerEntryReference: `${trackingId}-${payments.length + 1}`,
      paymentDetails: {
        amount,
        createdAt: tenant.clock.now(),
        ...(input.paymentReference !== undefined && { paymentReference: input.paymentReference }),
        ...(input.providerName !== undefined && { paymentProvider: input.providerName }),
        ...(input.meta !== undefined && { meta: input.meta }),
      },
      context: { ...(product !== undefined && { productReference: product }), ...(target !== undefined && { ledgerEntryReference: target.ledgerEntryReference }) },
    });
  };
  for (const entry of ordered(candidates, input)) {
    const amount = Math.min(left, open.get(entry.ledgerEntryReference) ?? 0);
    if (amount > 0) pay(amount, entry);
    left -= amount;
  }
  if (left > 0) pay(left, undefined);
  for (const payment of payments) addEntry(tenant, account, payment);
  followLedger(tenant, account);
  tell(tenant, account, payments, { ...input, trackingId });
  return { data: payments };
}

export interface AmountsInput {
  accountReference: string;
  ledgerEntries: { ledgerEntryReference: string; amount: number; reason: string; meta: Record<string, unknown> }[];
}

/**
 * Brings entries to target amounts by adding what makes the difference: a payment, a chargeback, or an
 * adjustment, also where the reason and the direction contradict each other as in the vendor's example.
 */
export function updateAmounts(tenant: Tenant, input: AmountsInput): Done {
  const account = knownAccount(tenant, input.accountReference);
  const open = balances(account);
  for (const { ledgerEntryReference: reference, amount } of input.ledgerEntries) {
    cent('amount', amount);
    if (!open.has(reference)) throw parameterError(`Ledger entry ${reference} does not exist`);
  }
  for (const { ledgerEntryReference: reference, amount, reason, meta } of input.ledgerEntries) {
    const difference = amount - (open.get(reference) ?? 0);
    open.set(reference, amount);
    if (difference === 0) continue;
    const entry = { ledgerEntryReference: tenant.random.uuid(), context: { ledgerEntryReference: reference } };
    if (reason === 'PAYMENT' && difference < 0) addEntry(tenant, account, { ...entry, paymentDetails: { amount: -difference, meta } });
    else if (reason === 'CHARGEBACK' && difference > 0) addEntry(tenant, account, { ...entry, chargebackDetails: { amount: difference, meta } });
    else addEntry(tenant, account, { ...entry, adjustmentDetails: { reason, amount: difference, meta } });
  }
  followLedger(tenant, account);
  return { data: [input] };
}

function ordered(entries: LedgerEntry[], { matchStrategy, context }: MatchInput): LedgerEntry[] {
  const byTime = [...entries].sort((a, b) => (detailsOf(a).createdAt ?? 0) - (detailsOf(b).createdAt ?? 0));
  const invoices = byTime.filter((entry) => kindOf(entry) === 'invoice');
  const fees = byTime.filter((entry) => kindOf(entry) === 'fee');
  const feesOf = (invoice: LedgerEntry) => fees.filter((fee) => fee.context.ledgerEntryReference === invoice.ledgerEntryReference);
  const withFees = invoices.flatMap((invoice) => [invoice, ...feesOf(invoice)]);
  const ofAccount = fees.filter((fee) => !withFees.includes(fee));
  switch (matchStrategy) {
    case 'ORDERED_LEDGER_ENTRIES':
      return byTime;
    case 'ORDERED_INVOICES_WITH_FEES_THEN_ACCOUNT_ENTRIES':
      return [...withFees, ...ofAccount];
    case 'ACCOUNT_ENTRIES_THEN_ORDERED_INVOICES_WITH_FEES':
      return [...ofAccount, ...withFees];
    case 'CUSTOM_ORDERED_FEES': {
      // Types that the order does not name come after those it does, and invoices last.
      const order = context?.feeLedgerEntriesOrder ?? [];
      const place = (fee: LedgerEntry) => {
        const named = order.indexOf(detailsOf(fee).type ?? '');
        return named < 0 ? order.length : named;
      };
      return [...fees.sort((a, b) => place(a) - place(b)), ...invoices];
    }
  }
}

/** One event for each claim that got some of it. */
function tell(tenant: Tenant, account: Account, payments: readonly LedgerEntry[], { providerName = 'unknown', trackingId, paymentReference }: MatchInput & { trackingId: string }): void {
  const sums = new Map<string, number>();
  for (const payment of payments) {
    const target = account.ledgerEntries.find((entry) => entry.ledgerEntryReference === payment.context.ledgerEntryReference);
    const invoice = target === undefined ? undefined : kindOf(target) === 'invoice' ? target.ledgerEntryReference : target.context.ledgerEntryReference;
    const claimReference = account.ledgerClaims.get(invoice ?? '');
    if (claimReference !== undefined) sums.set(claimReference, (sums.get(claimReference) ?? 0) + detailsOf(payment).amount);
  }
  for (const [claimReference, amount] of sums) {
    const claim = tenant.state.claims.get(claimReference);
    if (claim !== undefined) paymentProcessing(tenant, claim, { providerName, amount, trackingId, paymentReference });
  }
}

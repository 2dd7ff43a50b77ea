/**
 * The ledger of an account: entries are only ever added. An invoice entry becomes a claim,
 * `<reference>-<due date>`, as soon as the account has a debtor; the claim's amount and fees are the
 * balances of the invoice and of the fees that point at it, and its status follows them.
 */
import { cent } from './balance.ts';
import { alreadyExists, EntityError, parameterError } from './errors.ts';
import type { Account, Claim, LedgerEntry } from './state.ts';
import { addClaim } from './state.ts';
import type { Tenant } from './tenant.ts';
import { claimCreated } from './tenant.ts';

export type EntryKind = 'invoice' | 'fee' | 'payment' | 'adjustment' | 'chargeback' | 'discount' | 'reporting';
const kinds: EntryKind[] = ['invoice', 'fee', 'payment', 'adjustment', 'chargeback', 'discount', 'reporting'];

export interface Details {
  amount: number;
  createdAt?: number;
  dueDate?: string;
  type?: string;
  paymentReference?: string;
  meta?: Record<string, unknown>;
  [field: string]: unknown;
}

export function kindOf(entry: LedgerEntry): EntryKind {
  const kind = kinds.find((one) => entry[`${one}Details`] !== undefined);
  if (kind === undefined) throw parameterError(`Ledger entry ${entry.ledgerEntryReference} has no details`);
  return kind;
}

export function detailsOf(entry: LedgerEntry): Details {
  return entry[`${kindOf(entry)}Details`] as Details;
}

/** Checked and with its time; `followLedger` then makes the claims follow. */
export function addEntry(tenant: Tenant, account: Account, given: LedgerEntry): void {
  const { ledgerEntryReference: reference, context } = given;
  if (account.ledgerEntries.some((one) => one.ledgerEntryReference === reference)) {
    throw new EntityError(`Error creating the Account ${account.accountReference}: [4007] t: Already defined ledger entry`);
  }
  const target = context.ledgerEntryReference;
  if (target !== undefined && !account.ledgerEntries.some((one) => one.ledgerEntryReference === target)) throw parameterError(`Ledger entry ${target} does not exist`);
  const kind = kindOf(given);
  const details = detailsOf(given);
  if (kind === 'adjustment') cent('amount', Math.abs(details.amount));
  else cent('amount', details.amount);
  if (kind === 'invoice') {
    const claimReference = claimReferenceOf(account, reference, details.dueDate ?? '');
    if (tenant.state.claims.has(claimReference)) throw alreadyExists('Claim');
    account.ledgerClaims.set(reference, claimReference);
  }
  account.ledgerEntries.push({ ...given, [`${kind}Details`]: { ...details, createdAt: details.createdAt ?? tenant.clock.now() } });
}

/** What is open on each invoice and fee, by reference, in cents. */
export function balances(account: Account): Map<string, number> {
  const open = new Map<string, number>();
  const byReference = new Map(account.ledgerEntries.map((entry) => [entry.ledgerEntryReference, entry]));
  const book = (target: string | undefined, cents: number) => {
    if (target !== undefined && open.has(target)) open.set(target, (open.get(target) ?? 0) + cents);
  };
  /** A chargeback may name the payment that it takes back, or the invoice itself. */
  const root = (target: string | undefined): string | undefined => {
    const entry = target === undefined ? undefined : byReference.get(target);
    return entry !== undefined && ['payment', 'discount'].includes(kindOf(entry)) ? entry.context.ledgerEntryReference : target;
  };
  for (const entry of account.ledgerEntries) {
    const kind = kindOf(entry);
    const { amount } = detailsOf(entry);
    const target = entry.context.ledgerEntryReference;
    if (kind === 'invoice' || kind === 'fee') open.set(entry.ledgerEntryReference, amount);
    else if (kind === 'payment' || kind === 'discount') book(target, -amount);
    else if (kind === 'adjustment') book(target, amount);
    else if (kind === 'chargeback') book(root(target), amount);
  }
  for (const [reference, cents] of open) if (cents < 0) open.set(reference, 0);
  return open;
}

/** Brings the claims of the account to what its ledger says. */
export function followLedger(tenant: Tenant, account: Account): void {
  if (account.ledgerEntries.length === 0) return;
  const open = balances(account);
  for (const invoice of account.ledgerEntries.filter((entry) => kindOf(entry) === 'invoice')) {
    const reference = invoice.ledgerEntryReference;
    const fees = account.ledgerEntries
      .filter((entry) => kindOf(entry) === 'fee' && entry.context.ledgerEntryReference === reference)
      .map((entry) => ({ name: detailsOf(entry).type ?? 'fee', amount: open.get(entry.ledgerEntryReference) ?? 0 }))
      .filter(({ amount }) => amount > 0);
    const claim = claimOf(tenant, account, invoice);
    if (claim === undefined) continue;
    claim.amount = open.get(reference) ?? 0;
    claim.fees = fees;
    claim.totalFees = fees.reduce((sum, { amount }) => sum + amount, 0);
    claim.currentDueDate = lastDueDate(account, reference) ?? claim.currentDueDate;
    const isPaid = claim.amount + claim.totalFees === 0;
    if (isPaid && claim.status === 'ACTIVE') Object.assign(claim, { status: 'RESOLVED', resolution: 'CLAIM_PAID' });
    else if (!isPaid && claim.status === 'RESOLVED' && claim.resolution === 'CLAIM_PAID') Object.assign(claim, { status: 'ACTIVE', resolution: undefined });
  }
}

/** Pays the invoice of a claim and then its fees. */
export function creditLedger(tenant: Tenant, claim: Claim, cents: number): void {
  if (cents > claim.amount + claim.totalFees) throw parameterError(`Credit of ${cents} exceeds the ${claim.amount + claim.totalFees} that are owed`);
  const account = accountOf(tenant, claim);
  const open = balances(account);
  const targets = account.ledgerEntries.filter((entry) => entry.ledgerEntryReference === claim.invoice || (kindOf(entry) === 'fee' && entry.context.ledgerEntryReference === claim.invoice));
  let left = cents;
  for (const { ledgerEntryReference: target } of targets) {
    const amount = Math.min(left, open.get(target) ?? 0);
    if (amount === 0) continue;
    left -= amount;
    addEntry(tenant, account, { ledgerEntryReference: tenant.random.uuid(), paymentDetails: { amount }, context: { ledgerEntryReference: target } });
  }
  followLedger(tenant, account);
}

export function debitLedger(tenant: Tenant, claim: Claim, cents: number): void {
  const account = accountOf(tenant, claim);
  const context = { ...(claim.invoice !== undefined && { ledgerEntryReference: claim.invoice }) };
  addEntry(tenant, account, { ledgerEntryReference: tenant.random.uuid(), adjustmentDetails: { reason: 'DEBIT', amount: cents }, context });
  followLedger(tenant, account);
}

function accountOf(tenant: Tenant, { accountReference = '' }: Claim): Account {
  const account = tenant.state.accounts.get(accountReference);
  if (account === undefined) throw parameterError(`Account ${accountReference} does not exist`);
  return account;
}

function claimReferenceOf(account: Account, invoice: string, dueDate: string): string {
  return account.ledgerClaims.get(invoice) ?? `${invoice}-${dueDate}`;
}

function claimOf(tenant: Tenant, account: Account, invoice: LedgerEntry): Claim | undefined {
  const { dueDate = '', paymentReference, meta, createdAt = 0 } = detailsOf(invoice);
  const claimReference = claimReferenceOf(account, invoice.ledgerEntryReference, dueDate);
  const found = tenant.state.claims.get(claimReference);
  if (found !== undefined) return found.status === 'DELETED' ? undefined : found;
  const { externalDebtorReference, productReference } = invoice.context;
  const debtor = account.debtors.find((one) => one.debtorReference === externalDebtorReference) ?? account.debtors[0];
  if (debtor === undefined) return undefined;
  const claim: Claim = {
    claimReference,
    status: 'ACTIVE',
    journey: 'RUNNING',
    amount: detailsOf(invoice).amount,
    totalFees: 0,
    fees: [],
    currency: account.currency,
    currentDueDate: dueDate,
    originalDueDate: dueDate,
    primaryDebtor: debtor,
    accountReference: account.accountReference,
    meta: { ...account.meta, ...meta },
    invoice: invoice.ledgerEntryReference,
    createdAt,
    fields: { ...(productReference !== undefined && { productReference }), ...(paymentReference !== undefined && { paymentReference }), ...(account.portfolioReference !== undefined && { portfolioReference: account.portfolioReference }) },
  };
  addClaim(tenant.state, claim);
  claimCreated(tenant, claim);
  return claim;
}

function lastDueDate(account: Account, invoice: string): string | undefined {
  return account.ledgerEntries.filter((entry) => kindOf(entry) === 'adjustment' && entry.context.ledgerEntryReference === invoice).map((entry) => detailsOf(entry).dueDate).findLast((date) => date !== undefined);
}

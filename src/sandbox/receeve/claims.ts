/** Claims: created, recreated, updated, imported, resolved, credited, debited. */
import type { StatusRules } from './balance.ts';
import { cent, credit, debit, resolve, sameCurrency, setFees, settle, sumOf } from './balance.ts';
import type { Done } from './bulk.ts';
import { alreadyExists, EntityError, notProcessed, parameterError } from './errors.ts';
import { creditLedger, debitLedger } from './ledger.ts';
import { mergeMeta } from './meta.ts';
import type { Account, Claim, Debtor, Meta } from './state.ts';
import { addClaim } from './state.ts';
import type { Tenant } from './tenant.ts';
import { claimCreated } from './tenant.ts';

export interface ClaimInput {
  amount?: number;
  currency?: string;
  totalFees?: number;
  fees?: Claim['fees'];
  currentDueDate?: string;
  originalDueDate?: string;
  primaryDebtor?: Partial<Debtor>;
  accountReference?: string;
  meta?: Meta;
  reason?: string;
  options?: { forceAmountCheck?: boolean };
}

/** Kept as they are given. */
const otherFields = ['portfolioReference', 'productReference', 'creditorReference', 'scores', 'paymentReference', 'accountNumber'];

export function createClaim(tenant: Tenant, reference: string, input: ClaimInput): Done {
  if (tenant.state.claims.has(reference)) throw alreadyExists('Claim');
  return { data: insert(tenant, reference, input) };
}

/** Only for what was deleted: the claim starts from the beginning. */
export function recreateClaim(tenant: Tenant, reference: string, input: ClaimInput): Done {
  if (tenant.state.claims.get(reference)?.status !== 'DELETED') throw notProcessed('claim.recreate');
  return { data: insert(tenant, reference, input) };
}

export function updateClaim(tenant: Tenant, reference: string, input: ClaimInput, follow?: boolean): Done {
  const claim = tenant.state.claims.get(reference);
  if (claim === undefined || claim.status === 'DELETED') throw notProcessed('claim.update');
  change(claim, input, { follow, keep: input.options?.forceAmountCheck });
  return {};
}

/** Creates what is not there and updates what is; what was deleted stays so. */
export function importClaim(tenant: Tenant, reference: string, input: ClaimInput): Done {
  const claim = tenant.state.claims.get(reference);
  if (claim?.status === 'DELETED') throw notProcessed('claim.import');
  if (claim === undefined) insert(tenant, reference, input);
  else change(claim, input, { keep: input.options?.forceAmountCheck });
  return {};
}

/** Changes the state alone: whatever is owed stays owed. */
export function resolveClaim(tenant: Tenant, reference: string, reason: string | undefined): Done {
  const claim = known(tenant, reference);
  if (claim.status !== 'ACTIVE') throw parameterError(`Claim ${reference} is not active`);
  resolve(claim, reason);
  return {};
}

export interface CreditDebitInput {
  amount: number;
  currency: string;
  originator: string;
  options?: { forceAmountCheck?: boolean };
}

export function creditClaim(tenant: Tenant, reference: string, input: CreditDebitInput): Done {
  const claim = known(tenant, reference);
  sameCurrency(claim, input.currency);
  const cents = cent('amount', input.amount);
  if (claim.invoice === undefined) {
    credit(claim, cents);
    settle(claim, undefined);
  } else {
    creditLedger(tenant, claim, cents);
  }
  return { data: input };
}

/** A resolved claim owes again and stays resolved, unless its status is told to follow. */
export function debitClaim(tenant: Tenant, reference: string, input: CreditDebitInput): Done {
  const claim = known(tenant, reference);
  sameCurrency(claim, input.currency);
  const cents = cent('amount', input.amount);
  if (claim.invoice === undefined) {
    debit(claim, cents);
    settle(claim, undefined, { follow: input.options?.forceAmountCheck });
  } else {
    debitLedger(tenant, claim, cents);
  }
  return { data: input };
}

/** For everything that needs a claim that is there. */
export function known(tenant: Tenant, reference: string): Claim {
  const claim = tenant.state.claims.get(reference);
  if (claim === undefined || claim.status === 'DELETED') throw parameterError(`Claim ${reference} does not exist`);
  return claim;
}

export function knownAccount(tenant: Tenant, reference: string): Account {
  const account = tenant.state.accounts.get(reference);
  if (account === undefined) throw parameterError(`Account ${reference} does not exist`);
  return account;
}

function insert(tenant: Tenant, reference: string, input: ClaimInput): ClaimInput {
  const { accountReference, currentDueDate = '', originalDueDate = '' } = input;
  const account = accountReference === undefined ? undefined : knownAccount(tenant, accountReference);
  if (input.amount === undefined) throw parameterError('amount is required');
  const currency = input.currency ?? account?.currency;
  if (currency === undefined) throw parameterError('currency is required');
  const claim: Claim = {
    claimReference: reference,
    status: 'ACTIVE',
    journey: 'RUNNING',
    amount: cent('amount', input.amount),
    totalFees: input.fees === undefined ? cent('totalFees', input.totalFees ?? 0) : sumOf(input.fees),
    fees: input.fees ?? [],
    currency,
    currentDueDate,
    originalDueDate,
    primaryDebtor: debtorOf(input, account),
    ...(accountReference !== undefined && { accountReference }),
    // An account's metadata is inherited by the claims that are created for it.
    meta: mergeMeta(account?.meta ?? {}, input.meta),
    createdAt: tenant.clock.now(),
    fields: otherOf(input),
  };
  addClaim(tenant.state, claim);
  claimCreated(tenant, claim);
  return input;
}

function debtorOf({ primaryDebtor }: ClaimInput, account: Account | undefined): Debtor {
  const debtor = primaryDebtor ?? account?.debtors[0];
  if (debtor === undefined) throw parameterError('primaryDebtor is required: the account has no debtor');
  return complete(debtor);
}

function complete(debtor: Partial<Debtor>): Debtor {
  if (typeof debtor.contactInformation?.['country'] !== 'string') throw parameterError('primaryDebtor.contactInformation.country is required');
  return debtor as Debtor;
}

function otherOf(input: ClaimInput): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([name]) => otherFields.includes(name)));
}

/** All or nothing: what is wrong is found before anything is changed. */
function change(claim: Claim, input: ClaimInput, rules: StatusRules): void {
  const { amount, fees, totalFees, currency, currentDueDate, originalDueDate, accountReference, primaryDebtor } = input;
  const money = amount !== undefined || fees !== undefined || totalFees !== undefined;
  if (money && claim.invoice !== undefined) throw new EntityError(`ParameterInputError: Claim ${claim.claimReference} is managed by the Ledger of its account`);
  if (accountReference !== undefined && accountReference !== claim.accountReference) throw parameterError('accountReference of a claim cannot be changed');
  if (amount !== undefined) cent('amount', amount);
  const total = fees === undefined ? totalFees : sumOf(fees);
  if (total !== undefined) cent('totalFees', total);
  const debtor = primaryDebtor === undefined ? undefined : merged(claim.primaryDebtor, primaryDebtor);

  claim.amount = amount ?? claim.amount;
  if (total !== undefined) setFees(claim, fees ?? [], total);
  claim.currency = currency ?? claim.currency;
  claim.currentDueDate = currentDueDate ?? claim.currentDueDate;
  claim.originalDueDate = originalDueDate ?? claim.originalDueDate;
  claim.primaryDebtor = debtor ?? claim.primaryDebtor;
  claim.meta = mergeMeta(claim.meta, input.meta);
  claim.fields = { ...claim.fields, ...otherOf(input) };
  if (money) settle(claim, input.reason, rules);
}

function merged(before: Debtor, given: Partial<Debtor>): Debtor {
  return complete({ ...before, ...given, contactInformation: { ...before.contactInformation, ...given.contactInformation } });
}

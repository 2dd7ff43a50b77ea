/**
 * What is owed on a claim, in integer cents, and the status that follows from it.
 *
 * The description says twice what `forceAmountCheck` is, and means opposite things. Here the query
 * parameter forces the status to follow the amount, up and down; the body's option keeps it as it is;
 * without either a claim is resolved when nothing is owed any more, and never revived.
 * "If the claim amount is zero" is read as amount and fees: who still owes a fee has not paid.
 */
import { parameterError } from './errors.ts';
import type { Claim } from './state.ts';

export interface StatusRules {
  /** Query parameter: the status follows the amount, whatever it was. */
  follow?: boolean | undefined;
  /** Option in the body: the status stays. */
  keep?: boolean | undefined;
}

export function owed({ amount, totalFees }: Pick<Claim, 'amount' | 'totalFees'>): number {
  return amount + totalFees;
}

export function settle(claim: Claim, reason: string | undefined, { follow, keep }: StatusRules = {}): void {
  if (keep && !follow) return;
  if (owed(claim) === 0 && claim.status === 'ACTIVE') resolve(claim, reason ?? 'CLAIM_PAID');
  if (owed(claim) > 0 && claim.status === 'RESOLVED' && follow) {
    claim.status = 'ACTIVE';
    delete claim.resolution;
  }
}

export function resolve(claim: Claim, reason: string | undefined): void {
  claim.status = 'RESOLVED';
  if (reason !== undefined) claim.resolution = reason;
}

/** Takes from the amount first and then from the fees. There is no credit balance: more than is owed is refused. */
export function credit(claim: Claim, cents: number): void {
  if (cents > owed(claim)) throw parameterError(`Credit of ${cents} exceeds the ${owed(claim)} that are owed`);
  const fromAmount = Math.min(claim.amount, cents);
  claim.amount -= fromAmount;
  setFees(claim, takeFromFees(claim.fees, cents - fromAmount), claim.totalFees - (cents - fromAmount));
}

export function debit(claim: Claim, cents: number): void {
  claim.amount = cent('amount', claim.amount + cents);
}

/** Named fees overrule the total; without names the total stands alone. */
export function setFees(claim: Claim, fees: Claim['fees'], total: number): void {
  claim.fees = fees.filter(({ amount }) => amount > 0);
  claim.totalFees = total;
}

export function sumOf(fees: Claim['fees']): number {
  return fees.reduce((sum, { amount }) => sum + cent('fees', amount), 0);
}

/** A natural number of cents that a double can hold. */
export function cent(name: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw parameterError(`${name} should be a natural number of cents, got ${value}`);
  return value;
}

export function sameCurrency(claim: Pick<Claim, 'currency'>, currency: string): void {
  if (claim.currency !== currency) throw parameterError(`Currency ${currency} is not the ${claim.currency} of the claim`);
}

function takeFromFees(fees: Claim['fees'], cents: number): Claim['fees'] {
  let left = cents;
  return fees.map(({ name, amount }) => {
    const taken = Math.min(amount, left);
    left -= taken;
    return { name, amount: amount - taken };
  });
}

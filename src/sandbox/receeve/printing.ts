/**
 * Accounts and claims as Receeve answers them: once as its description says (`json`), and once as it
 * really prints some of them (`written`): phone numbers as numbers, statuses in lower case, meta as text.
 */
import type { Answer } from '../standIn.ts';
import type { Account, Claim, Debtor } from './state.ts';

export function accountAnswer(account: Account): Answer {
  const json = printAccount(account);
  return { status: 200, json, ...(account.metaAsText && { written: { ...json, meta: JSON.stringify(account.meta) } }) };
}

/** Without its reference: the vendor leaves it out. */
export function printAccount(account: Account): Record<string, unknown> {
  const { currency, paymentReference, portfolioReference, meta, scores, debtors, products, ledgerEntries } = account;
  return { currency, paymentReference, portfolioReference, meta, scores, debtors, products, ledgerEntries };
}

/** As `get_account_claims` prints it: with its reference, its status, and meta that the vendor adds. */
export function printClaim(claim: Claim): Record<string, unknown> {
  const { claimReference, status, accountReference, meta } = claim;
  const added = accountReference === undefined ? {} : { accountId: accountReference, accountReference };
  return { ...printBareClaim(claim), meta: { ...meta, ...added }, claimReference, status };
}

/** As `get_debtor_accounts_and_claims` prints it: without both. */
export function printBareClaim(claim: Claim): Record<string, unknown> {
  const { amount, totalFees, fees, currency, currentDueDate, originalDueDate, accountReference, primaryDebtor, meta, fields } = claim;
  return { ...fields, amount, currency, totalFees, currentDueDate, originalDueDate, accountReference, meta, fees, primaryDebtor };
}

export function isOdd(claim: Claim): boolean {
  return claim.oddly !== undefined;
}

export function oddly(claim: Claim, printed: Record<string, unknown>): Record<string, unknown> {
  if (claim.oddly === undefined) return printed;
  const { phones, status, meta } = claim.oddly;
  return {
    ...printed,
    ...(phones && { primaryDebtor: withNumbers(claim.primaryDebtor) }),
    ...(status && printed['status'] !== undefined && { status: claim.status.toLowerCase() }),
    ...(meta && { meta: JSON.stringify(printed['meta']) }),
  };
}

function withNumbers(debtor: Debtor): Debtor {
  const numbers = ['mobileNumber', 'landLine', 'postalCode'].flatMap((name) => {
    const text = debtor.contactInformation[name];
    const digits = typeof text === 'string' ? /^\+?(\d{1,15})$/.exec(text)?.[1] : undefined;
    return digits === undefined ? [] : [[name, Number(digits)]];
  });
  return { ...debtor, contactInformation: { ...debtor.contactInformation, ...(Object.fromEntries(numbers) as Record<string, number>) } };
}

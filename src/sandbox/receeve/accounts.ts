/** Accounts and what belongs to them: metadata, debtors, products, scores. */
import type { Done } from './bulk.ts';
import { knownAccount } from './claims.ts';
import { alreadyExists, parameterError } from './errors.ts';
import { addEntry, followLedger } from './ledger.ts';
import { mergeMeta } from './meta.ts';
import type { Account, Debtor, LedgerEntry, Meta } from './state.ts';
import { addAccount, linkDebtor } from './state.ts';
import type { Tenant } from './tenant.ts';

export interface AccountInput {
  currency: string;
  paymentReference?: string;
  portfolioReference?: string;
  meta?: Meta;
  scores?: Account['scores'];
  debtors?: Debtor[];
  products?: Account['products'];
  ledgerEntries?: LedgerEntry[];
}

type Product = Account['products'][number];

export function createAccount(tenant: Tenant, accountReference: string, input: AccountInput): Done {
  if (tenant.state.accounts.has(accountReference)) throw alreadyExists('Account');
  const { currency, paymentReference, portfolioReference, meta, scores = [], debtors = [], products = [], ledgerEntries = [] } = input;
  const account: Account = {
    accountReference,
    currency,
    ...(paymentReference !== undefined && { paymentReference }),
    ...(portfolioReference !== undefined && { portfolioReference }),
    meta: mergeMeta({}, meta),
    scores: [...scores],
    debtors: [...debtors],
    products: [...products],
    ledgerEntries: [],
    ledgerClaims: new Map(),
    mandates: [],
  };
  // Nothing is created before all entries are found to be good.
  for (const entry of ledgerEntries) addEntry(tenant, account, entry);
  addAccount(tenant.state, account);
  followLedger(tenant, account);
  return { message: `Successfully created Account ${accountReference}`, data: input };
}

export function updateMeta(tenant: Tenant, accountReference: string, meta: Meta): Done {
  const account = knownAccount(tenant, accountReference);
  account.meta = mergeMeta(account.meta, meta);
  return {};
}

export function addLedgerEntry(tenant: Tenant, accountReference: string, entry: LedgerEntry): Done {
  const account = knownAccount(tenant, accountReference);
  addEntry(tenant, account, entry);
  followLedger(tenant, account);
  return { data: [{ accountReference, ...entry }] };
}

export function addProduct(tenant: Tenant, accountReference: string, product: Product): Done {
  const account = knownAccount(tenant, accountReference);
  if (account.products.some((one) => one.productReference === product.productReference)) throw alreadyExists('Product');
  account.products.push(product);
  return { data: [{ accountReference, ...product }] };
}

export function updateProduct(tenant: Tenant, accountReference: string, product: Product): Done {
  const account = knownAccount(tenant, accountReference);
  const before = account.products.find((one) => one.productReference === product.productReference);
  if (before === undefined) throw parameterError(`Product ${product.productReference} does not exist`);
  Object.assign(before, product);
  return { data: [{ accountReference, ...product }] };
}

export function addDebtor(tenant: Tenant, accountReference: string, debtor: Debtor): Done {
  const account = knownAccount(tenant, accountReference);
  if (debtor.debtorReference !== undefined && find(account, debtor.debtorReference) !== undefined) throw alreadyExists('Debtor');
  account.debtors.push(debtor);
  linkDebtor(tenant.state, account, debtor);
  // Invoices that waited for somebody to owe them.
  followLedger(tenant, account);
  return { data: [debtor] };
}

export interface DebtorChange {
  debtorReference?: string;
  contactInformation?: Record<string, unknown>;
}

/** Only what is given is changed; the claims of the account see it too. */
export function updateDebtor(tenant: Tenant, accountReference: string, given: DebtorChange): Done {
  const account = knownAccount(tenant, accountReference);
  const { debtorReference, contactInformation, ...rest } = given;
  const debtor = find(account, debtorReference ?? '');
  if (debtorReference === undefined || debtor === undefined) throw parameterError(`Debtor ${debtorReference ?? '(none)'} does not exist`);
  Object.assign(debtor, rest, { contactInformation: { ...debtor.contactInformation, ...contactInformation } });
  for (const reference of tenant.state.claimsOf.get(account.accountReference) ?? []) {
    const claim = tenant.state.claims.get(reference);
    if (claim?.primaryDebtor.debtorReference === debtorReference) claim.primaryDebtor = { ...claim.primaryDebtor, ...debtor };
  }
  return {};
}

/** One score of each type. */
export function setScore(tenant: Tenant, accountReference: string, score: { type: string; value: unknown }): Done {
  const account = knownAccount(tenant, accountReference);
  account.scores = [...account.scores.filter((one) => one['type'] !== score.type), score];
  return { data: [{ accountReference, ...score }] };
}

function find(account: Account, debtorReference: string): Debtor | undefined {
  return account.debtors.find((one) => one.debtorReference === debtorReference);
}

/**
 * What a Receeve tenant holds, with the indexes that its reads need.
 * Amounts are integer cents, times ms since the epoch, dates `YYYY-MM-DD`.
 */
export type Meta = Record<string, unknown>;

export interface Debtor {
  debtorReference?: string;
  contactInformation: Record<string, unknown>;
  [field: string]: unknown;
}

export interface LedgerEntry {
  ledgerEntryReference: string;
  context: { productReference?: string; ledgerEntryReference?: string; externalDebtorReference?: string };
  [details: string]: unknown;
}

export interface Account {
  accountReference: string;
  currency: string;
  paymentReference?: string;
  portfolioReference?: string;
  meta: Meta;
  scores: Record<string, unknown>[];
  debtors: Debtor[];
  products: { productReference: string; [field: string]: unknown }[];
  ledgerEntries: LedgerEntry[];
  /** Claims that follow the ledger, by reference of the invoice entry. */
  ledgerClaims: Map<string, string>;
  mandates: Mandate[];
  /** Prints its meta as JSON text. */
  metaAsText?: boolean;
}

export interface Claim {
  claimReference: string;
  status: 'ACTIVE' | 'RESOLVED' | 'DELETED';
  /** Why it was resolved. */
  resolution?: string;
  journey: 'RUNNING' | 'PAUSED' | 'STOPPED';
  amount: number;
  totalFees: number;
  fees: { name: string; amount: number }[];
  currency: string;
  currentDueDate: string;
  originalDueDate: string;
  primaryDebtor: Debtor;
  accountReference?: string;
  meta: Meta;
  /** Reference of the invoice entry whose balance its amount is. */
  invoice?: string;
  createdAt: number;
  /** Whatever else the caller gave: portfolioReference, productReference, scores, paymentReference, ... */
  fields: Record<string, unknown>;
  /** Prints phone numbers as numbers, its status in lower case, its meta as JSON text. */
  oddly?: { phones?: boolean; status?: boolean; meta?: boolean };
}

export interface Mandate {
  mandateId: string;
  accountReference: string;
  providerName: string;
  [field: string]: unknown;
}

export interface ReceeveEvent {
  /** Without its version, as asked for. */
  type: string;
  at: number;
  printed: { messageId: string; timestamp: string; details: Record<string, unknown> };
}

export interface Communication {
  claimReference: string;
  communicationType: 'email' | 'letter' | 'SMS';
  messageURL: string;
  at: number;
  bundleId: string;
  bundleName: string;
}

export interface UploadedFile {
  accountId: string;
  filename: string;
  bytes: number;
  /** In hex. */
  sha256: string;
  documentType?: string;
  externalClaimRef?: string;
  productReference?: string;
}

export interface ReceeveState {
  accounts: Map<string, Account>;
  claims: Map<string, Claim>;
  /** Claim references of an account, in order of creation. */
  claimsOf: Map<string, string[]>;
  /** Account references of a debtor. */
  accountsOf: Map<string, string[]>;
  events: ReceeveEvent[];
  communications: Map<string, Communication[]>;
  /** Text of a message, made when it is read. */
  messages: Map<string, () => string>;
  promises: { claimReference: string; amount: number; currency: string; dueDate: string }[];
  triggers: { reference: string; triggerName: string; triggerContext?: Record<string, unknown> }[];
  files: UploadedFile[];
}

export function createReceeveState(): ReceeveState {
  return {
    accounts: new Map(),
    claims: new Map(),
    claimsOf: new Map(),
    accountsOf: new Map(),
    events: [],
    communications: new Map(),
    messages: new Map(),
    promises: [],
    triggers: [],
    files: [],
  };
}

export function addAccount(state: ReceeveState, account: Account): void {
  state.accounts.set(account.accountReference, account);
  for (const debtor of account.debtors) linkDebtor(state, account, debtor);
}

export function linkDebtor(state: ReceeveState, account: Account, { debtorReference }: Debtor): void {
  if (debtorReference === undefined) return;
  const accounts = state.accountsOf.get(debtorReference) ?? [];
  if (!accounts.includes(account.accountReference)) state.accountsOf.set(debtorReference, [...accounts, account.accountReference]);
}

/** Takes the place of a deleted claim of the same reference. */
export function addClaim(state: ReceeveState, claim: Claim): void {
  forget(state, state.claims.get(claim.claimReference));
  state.claims.set(claim.claimReference, claim);
  if (claim.accountReference === undefined) return;
  const claims = state.claimsOf.get(claim.accountReference);
  if (claims === undefined) state.claimsOf.set(claim.accountReference, [claim.claimReference]);
  else claims.push(claim.claimReference);
}

function forget(state: ReceeveState, claim: Claim | undefined): void {
  if (claim?.accountReference === undefined) return;
  const claims = state.claimsOf.get(claim.accountReference) ?? [];
  state.claimsOf.set(claim.accountReference, claims.filter((one) => one !== claim.claimReference));
}

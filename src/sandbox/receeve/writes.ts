/** All that changes something: each operation with the key of its entries and what it does with one. */
import type { Handler, RestRequest } from '../rest.ts';
import type { AccountInput, DebtorChange } from './accounts.ts';
import { addDebtor, addLedgerEntry, addProduct, createAccount, setScore, updateDebtor, updateMeta, updateProduct } from './accounts.ts';
import type { BulkOptions } from './bulk.ts';
import { bulk } from './bulk.ts';
import type { ClaimInput, CreditDebitInput } from './claims.ts';
import { createClaim, creditClaim, debitClaim, importClaim, recreateClaim, resolveClaim, updateClaim } from './claims.ts';
import { moveJourney } from './journeys.ts';
import { createMandate, deleteMandate } from './mandates.ts';
import type { AmountsInput, MatchInput } from './matching.ts';
import { matchPayment, updateAmounts } from './matching.ts';
import type { UploadInput } from './promises.ts';
import { promise, trigger, upload } from './promises.ts';
import type { Debtor, LedgerEntry, Mandate, Meta } from './state.ts';
import type { Tenant } from './tenant.ts';

type Apply<T> = (reference: string, entry: T, request: RestRequest) => ReturnType<BulkOptions<T>['apply']>;
type Account = { accountReference: string };
type Product = { productReference: string };
type Score = { type: string; value: unknown };
type Reference = { ref: string; reason?: string };

export function createWrites(tenant: Tenant): Record<string, Handler> {
  const write =
    <T>(entriesOf: (body: unknown) => [string, T][], apply: Apply<T>, empty?: unknown): Handler =>
    (request) => {
      const { async = false, triggerName } = request.parameters as { async?: boolean; triggerName?: string };
      const json = bulk<T>({
        entries: entriesOf(request.body),
        async,
        empty,
        messageId: () => tenant.random.uuid(),
        apply: (reference, entry) => {
          const done = apply(reference, entry, request);
          if (triggerName !== undefined) tenant.state.triggers.push({ reference, triggerName });
          return done;
        },
      });
      return { status: 200, json };
    };
  /** A map: its keys are the references. */
  const map = <T>(apply: Apply<T>, empty?: unknown) => write<T>((body) => Object.entries(body as Record<string, T>), apply, empty);
  /** A list: each item carries its reference. */
  const list = <T extends Account>(apply: Apply<T>, empty?: unknown) => write<T>((body) => (body as T[]).map((item) => [item.accountReference, item]), apply, empty);
  const refs = (apply: Apply<Reference>) => write<Reference>((body) => (body as Reference[]).map((item) => [item.ref, item]), apply);

  return {
    createAccounts: map<AccountInput>((reference, input) => createAccount(tenant, reference, input), {}),
    updateAccountMeta: map<Meta>((reference, meta) => updateMeta(tenant, reference, meta)),
    addAccountLedgerEntries: list<LedgerEntry & Account>((reference, item) => addLedgerEntry(tenant, reference, bare(item)), []),
    addAccountProducts: list<Product & Account>((reference, item) => addProduct(tenant, reference, bare(item)), []),
    updateAccountProducts: list<Product & Account>((reference, item) => updateProduct(tenant, reference, bare(item)), []),
    addAccountDebtors: list<Debtor & Account>((reference, item) => addDebtor(tenant, reference, bare(item)), []),
    updateAccountDebtors: list<DebtorChange & Account>((reference, item) => updateDebtor(tenant, reference, bare(item))),
    SetAccountScores: list<Score & Account>((reference, item) => setScore(tenant, reference, bare(item)), []),
    MatchAccountPayment: list<MatchInput>((_, payment) => matchPayment(tenant, payment), []),
    updateAccountLedgerEntriesAmounts: list<AmountsInput>((_, amounts) => updateAmounts(tenant, amounts), []),
    createAccountMandates: list<Mandate>((_, mandate) => createMandate(tenant, mandate), []),
    deleteAccountMandates: list<Mandate>((_, mandate) => deleteMandate(tenant, mandate)),

    createClaims: map<ClaimInput>((reference, input) => createClaim(tenant, reference, input)),
    recreateClaims: map<ClaimInput>((reference, input) => recreateClaim(tenant, reference, input)),
    updateClaims: map<ClaimInput>((reference, input, { parameters }) => updateClaim(tenant, reference, input, parameters['forceAmountCheck'] as boolean | undefined)),
    importClaims: map<ClaimInput>((reference, input) => importClaim(tenant, reference, input)),
    resolveClaims: refs((reference, { reason }) => resolveClaim(tenant, reference, reason)),
    creditClaims: map<CreditDebitInput>((reference, input) => creditClaim(tenant, reference, input)),
    debitClaims: map<CreditDebitInput>((reference, input) => debitClaim(tenant, reference, input)),
    pauseJourneys: refs((reference) => moveJourney(tenant, reference, 'pause')),
    resumeJourneys: refs((reference) => moveJourney(tenant, reference, 'resume')),
    stopJourneys: refs((reference) => moveJourney(tenant, reference, 'stop')),
    createPromisesToPay: map<{ amount: number; currency: string; dueDate: string }>((reference, input) => promise(tenant, reference, input)),
    executeCustomTriggers: map<string | { triggerName: string }>((reference, input) => trigger(tenant, reference, input)),

    uploadFiles: write<UploadInput>((body) => [[(body as UploadInput).accountId, body as UploadInput]], (_, input) => upload(tenant, input)),
  };
}

/** An item without the reference that it was filed under. */
function bare<T extends object>(item: T & Account): T {
  return Object.fromEntries(Object.entries(item).filter(([name]) => name !== 'accountReference')) as T;
}

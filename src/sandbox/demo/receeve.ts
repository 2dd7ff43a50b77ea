/** The portfolio in Receeve: accounts with ledgers, products and mandates, claims, events, communications. */
import { isoDate } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Account, Claim, Debtor, ReceeveState } from '../receeve/state.ts';
import { addAccount, addClaim } from '../receeve/state.ts';
import type { Tenant } from '../receeve/tenant.ts';
import { claimCreated, paymentProcessing } from '../receeve/tenant.ts';
import { addCommunications } from './messages.ts';
import type { DemoAccount, DemoClaim, Portfolio } from './portfolio.ts';
import { day, epoch } from './portfolio.ts';

/** From this one on, accounts are kept in the ledger: their claims follow invoice entries. */
const firstLedgerAccount = 200;

export function fillReceeve(portfolio: Portfolio, options: { state: ReceeveState; random: Random; clientId: string }): void {
  const { state, random, clientId } = options;
  const tenant: Tenant = { clientId, state, random, clock: { now: () => epoch } };
  portfolio.accounts.forEach((demo, index) => {
    const account = accountOf(demo, index, random);
    addAccount(state, account);
    for (const claim of demo.claims) addDemoClaim(tenant, account, claim);
  });
  state.events.sort((a, b) => a.at - b.at);
  addCommunications(portfolio, { state, random });
}

function accountOf(demo: DemoAccount, index: number, random: Random): Account {
  const { accountReference, person, second } = demo;
  const number = accountReference.slice(4);
  const ledger = index >= firstLedgerAccount;
  return {
    accountReference,
    currency: 'EUR',
    paymentReference: `PAY-${number}`,
    portfolioReference: `PORTFOLIO-${person.country}`,
    meta: { sourceSystem: 'demo-erp', batch: `B-${1 + (index % 7)}`, ...(index % 4 === 0 && { note: 'Betalingsafspraak – zie dossier' }) },
    scores: [{ type: 'INTERNAL', value: random.pick(['A1', 'B2', 'C3']) }],
    debtors: [copyOf(person.debtor), ...(second === undefined ? [] : [copyOf(second.debtor)])],
    products: [{ productReference: `PRD-${number}`, type: random.pick(['Loan', 'Subscription', 'Energy']), name: random.pick(['Persoonlijke lening', 'Abonnement', 'Stroom en gas']), code: `${2000 + (index % 40)}` }],
    ledgerEntries: ledger ? demo.claims.flatMap((claim) => invoiceEntries(claim, number)) : [],
    ledgerClaims: new Map(ledger ? demo.claims.map(({ claimReference }) => [`INV-${claimReference}`, claimReference]) : []),
    mandates: index % 3 === 0 ? [mandateOf(demo, index, random)] : [],
    ...(index % 9 === 8 && { metaAsText: true }),
  };
}

/** An invoice, its fee, and for some the payment that settled both. */
function invoiceEntries({ claimReference, amount, totalFees, dueAt, createdAt, resolved }: DemoClaim, product: string): Account['ledgerEntries'] {
  const invoice = `INV-${claimReference}`;
  const productReference = `PRD-${product}`;
  const paid = (target: string, of: number) => ({
    ledgerEntryReference: `PMT-${target}`,
    paymentDetails: { amount: of, createdAt: createdAt + 30 * day, paymentProvider: 'trustly' },
    context: { productReference, ledgerEntryReference: target },
  });
  return [
    { ledgerEntryReference: invoice, invoiceDetails: { amount, dueDate: isoDate(dueAt), createdAt }, context: { productReference } },
    ...(totalFees === 0 ? [] : [{ ledgerEntryReference: `FEE-${claimReference}`, feeDetails: { type: 'dunningFee', amount: totalFees, createdAt: createdAt + day }, context: { productReference, ledgerEntryReference: invoice } }]),
    ...(resolved ? [paid(invoice, amount), ...(totalFees === 0 ? [] : [paid(`FEE-${claimReference}`, totalFees)])] : []),
  ];
}

function mandateOf({ accountReference, person }: DemoAccount, index: number, random: Random): Account['mandates'][number] {
  const representation =
    index % 2 === 0
      ? { bankName: 'Voorbeeldbank', accountNumber: `XX00TEST${String(index).padStart(10, '0')}`, holderName: person.name }
      : { cardIssuer: 'Testcard', lastDigits: String(1000 + index).slice(-4), holderName: person.name, expiryMonth: '12', expiryYear: '2030' };
  return {
    mandateId: random.uuid(),
    accountReference,
    providerName: index % 2 === 0 ? 'trustly' : 'ferratumCheckoutCreditCardV2',
    debtorReference: person.debtorReference,
    productReferences: [`PRD-${accountReference.slice(4)}`],
    mandateRepresentation: representation,
  };
}

function addDemoClaim(tenant: Tenant, account: Account, demo: DemoClaim): void {
  const { claimReference, accountReference, person, amount, totalFees, dueAt, createdAt, resolved } = demo;
  const n = Number(claimReference.slice(4));
  const invoice = account.ledgerClaims.has(`INV-${claimReference}`) ? `INV-${claimReference}` : undefined;
  const dueDate = isoDate(dueAt);
  const claim: Claim = {
    claimReference,
    status: resolved ? 'RESOLVED' : 'ACTIVE',
    ...(resolved && { resolution: 'CLAIM_PAID' }),
    journey: resolved ? 'STOPPED' : n % 17 === 0 ? 'PAUSED' : 'RUNNING',
    amount: resolved ? 0 : amount,
    totalFees: resolved ? 0 : totalFees,
    fees: resolved || totalFees === 0 ? [] : [{ name: 'dunningFee', amount: totalFees }],
    currency: account.currency,
    currentDueDate: dueDate,
    originalDueDate: dueDate,
    primaryDebtor: copyOf(person.debtor),
    accountReference,
    meta: { ...account.meta, invoiceNumber: `2024-${String(n).padStart(5, '0')}` },
    ...(invoice !== undefined && { invoice }),
    createdAt,
    fields: { portfolioReference: `PORTFOLIO-${person.country}`, productReference: `PRD-${accountReference.slice(4)}`, creditorReference: 'CREDITOR-1', paymentReference: `PAY-${claimReference}` },
    ...(n % 7 === 3 && { oddly: { phones: true, ...(n % 2 === 0 && { status: true }), ...(n % 3 === 0 && { meta: true }) } }),
  };
  addClaim(tenant.state, claim);
  claimCreated(tenant, { ...claim, amount });
  if (resolved) {
    const payment = { providerName: 'trustly', amount: amount + totalFees, trackingId: `TRK-${claimReference}`, paymentReference: `PAY-${claimReference}` };
    paymentProcessing({ ...tenant, clock: { now: () => createdAt + 30 * day } }, claim, payment);
  }
}

/** Each account has its own: a change in one is none in the other. */
function copyOf(debtor: Debtor): Debtor {
  return { ...debtor, contactInformation: { ...debtor.contactInformation } };
}

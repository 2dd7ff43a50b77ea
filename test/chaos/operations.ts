/** What callers ask for: one random operation after another, over all systems, writes with a mark that nobody else uses. */
import { readdirSync, readFileSync } from 'node:fs';
import { Kind, OperationTypeNode, parse } from 'graphql';
import type { Random } from '../../src/sandbox/random.ts';
import type { Sandbox } from '../../src/sandbox/main.ts';
import type { Told } from './ledger.ts';

export interface Operation {
  kind: string;
  query: string;
  variables: Record<string, unknown>;
}

export interface Answer {
  data?: any;
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, any> }[];
}

export interface Write extends Operation {
  /** How it ended by its answer, where that has data at its field. */
  read: (data: any) => Told | undefined;
}

/** Things of the demo data that operations may name. */
export interface Names {
  accounts: string[];
  claims: { claimReference: string; currency: string; accountReference: string }[];
  contacts: string[];
  links: string[];
}

export function namesOf({ systems }: Sandbox): Names {
  const { receeve, ucollect, cm } = systems;
  return {
    accounts: [...receeve.state.accounts.keys()],
    claims: [...receeve.state.claims.values()].filter(({ status, accountReference }) => status === 'ACTIVE' && accountReference !== undefined)
      .map(({ claimReference, currency, accountReference = '' }) => ({ claimReference, currency, accountReference })),
    contacts: [...ucollect.state.contacts.keys()],
    links: [...cm.state.links.keys()],
  };
}

type MakeWrite = (mark: string, random: Random, names: Names) => Write;

/** One item of a bulk answer, or all that a system says. */
const item = (field: string) => (data: any): Told | undefined => {
  const [one] = (data?.[field] ?? []) as { success: boolean | null; error: { code: string } | null }[];
  if (!one) return undefined;
  if (one.success) return 'done';
  return one.error?.code === 'UNKNOWN_OUTCOME' ? 'unknown' : 'failed';
};
const present = (...path: string[]) => (data: any): Told | undefined => (path.reduce((at: any, name) => at?.[name], data) == null ? undefined : 'done');
const outcome = (field: string) => (data: any): Told | undefined => {
  const said = data?.[field]?.outcome as string | null | undefined;
  return said == null ? undefined : said === 'FAIL' ? 'failed' : 'done';
};

const result = '{ success messages error { code message } }';

export const writes: Record<string, MakeWrite> = {
  'receeve: meta': (mark, random, names) => ({
    kind: 'receeve: meta', query: `mutation ($input: [AccountMetaInput!]!) { updateAccountMeta(input: $input) ${result} }`,
    variables: { input: [{ accountReference: random.pick(names.accounts), meta: { [mark]: true } }] }, read: item('updateAccountMeta'),
  }),
  'receeve: credit': (mark, random, names) => {
    const { claimReference, currency } = random.pick(names.claims);
    return {
      kind: 'receeve: credit', query: `mutation ($input: [CreditDebitClaimInput!]!) { creditClaims(input: $input) ${result} }`,
      variables: { input: [{ claimReference, amount: 1, currency, originator: 'CLIENT', descriptionText: mark }] }, read: item('creditClaims'),
    };
  },
  'receeve: trigger': (mark, random, names) => ({
    kind: 'receeve: trigger', query: `mutation ($input: [CustomTriggerInput!]!) { executeCustomTriggers(input: $input) ${result} }`,
    variables: { input: [{ claimReference: random.pick(names.claims).claimReference, triggerName: mark }] }, read: item('executeCustomTriggers'),
  }),
  'receeve: create': (mark, random, names) => ({
    kind: 'receeve: create', query: `mutation ($input: [CreateClaimInput!]!) { createClaims(input: $input) ${result} }`,
    variables: {
      input: [{
        claimReference: mark, accountReference: random.pick(names.accounts), amount: 1234, currency: 'EUR', totalFees: 0, fees: [],
        currentDueDate: '2025-02-03', originalDueDate: '2025-01-03', primaryDebtor: { debtorReference: mark, contactInformation: { country: 'NL' } },
      }],
    },
    read: item('createClaims'),
  }),
  'ucollect: assign': (mark) => ({
    kind: 'ucollect: assign', query: 'mutation ($input: AssignContactInput!) { assignContact(input: $input) { outcome message } }',
    variables: { input: { contactId: mark, orgPGID: '2105', name: 'A. Person' } }, read: outcome('assignContact'),
  }),
  'ucollect: invite': (mark, random, names) => ({
    kind: 'ucollect: invite', query: 'mutation ($input: SendInviteInput!) { sendInvite(input: $input) { outcome message } }',
    variables: { input: { contactId: random.pick(names.contacts), orgPGID: ['2105'], email: `${mark}@example.com` } }, read: outcome('sendInvite'),
  }),
  'cm: create': (mark) => ({
    kind: 'cm: create', query: 'mutation ($input: CreatePaymentLinkInput!) { createPaymentLink(input: $input) { ref } }',
    variables: { input: { amount: '12.34', merchantReference: mark } }, read: present('createPaymentLink'),
  }),
  'cm: update': (mark, random, names) => ({
    kind: 'cm: update', query: 'mutation ($ref: String!, $input: UpdatePaymentLinkInput!) { updatePaymentLink(reference: $ref, input: $input) { active } }',
    variables: { ref: random.pick(names.links), input: { invoiceReference: mark } }, read: present('updatePaymentLink'),
  }),
  'collectmaxx: pay link': (mark) => ({
    kind: 'collectmaxx: pay link', query: 'mutation ($payLink: PayLinkInput!) { payLink { create(payLink: $payLink) { id } } }',
    variables: { payLink: { personName: 'A. Person', invoiceAmount: '1234', invoiceCurrency: 'EUR', invoiceReference: mark, invoiceDescription: 'an invoice', invoiceDate: '2025-01-03T00:00:00+00:00', attributes: [{ id: 'reference', value: mark }] } },
    read: present('payLink', 'create'),
  }),
  'collectmaxx: mandate': (mark) => ({
    kind: 'collectmaxx: mandate', query: 'mutation ($mandate: MandateInput!) { mandate { create(mandate: $mandate) { id } } }',
    variables: { mandate: { reference: mark, personName: 'A. Person', type: 'RCUR', reason: 'a reason' } }, read: present('mandate', 'create'),
  }),
  'collectmaxx: stop': (mark) => ({
    kind: 'collectmaxx: stop', query: 'mutation ($reference: String!) { voice { stopCalling(scriptId: 1, reference: $reference) } }',
    variables: { reference: mark }, read: present('voice', 'stopCalling'),
  }),
};

export const requestPaymentQuery = 'mutation ($input: RequestPaymentInput!) { requestPayment(input: $input) { created remembered paymentRequest { paymentRequestId } } }';

const folder = new URL('../../src/client/operations/', import.meta.url);

/** The questions of a collections desk, and some small ones with changing names. */
export function readsOf(names: Names): ((random: Random) => Operation)[] {
  const desk = readdirSync(folder).filter((file) => file.endsWith('.graphql')).flatMap((file) => {
    const query = readFileSync(new URL(file, folder), 'utf8');
    const isQuery = parse(query).definitions.every((one) => one.kind !== Kind.OPERATION_DEFINITION || one.operation === OperationTypeNode.QUERY);
    const variables = JSON.parse(readFileSync(new URL(file.replace('.graphql', '.variables.json'), folder), 'utf8')) as Record<string, unknown>;
    return isQuery ? [() => ({ kind: file, query, variables })] : [];
  });
  const small: ((random: Random) => Operation)[] = [
    (random) => ({ kind: 'account', query: 'query ($a: String!) { account(accountReference: $a) { currency claims { claimReference total { decimal } invoiceStatus { status } } } }', variables: { a: random.pick(names.accounts) } }),
    (random) => ({ kind: 'contact', query: 'query ($a: String!) { contactStatus(contactId: $a) { status gateway } }', variables: { a: random.pick(names.contacts) } }),
    (random) => ({ kind: 'link', query: 'query ($a: String!) { paymentLink(reference: $a) { due { decimal } paymentStatus } paymentLinkStatus(reference: $a) { status } }', variables: { a: random.pick(names.links) } }),
    (random) => ({ kind: 'pay links', query: 'query ($n: Int!) { payLink { payLinks(limit: $n) { items { id status } } } }', variables: { n: random.integer(1, 20) } }),
    (random) => ({ kind: 'landing', query: 'query ($a: String!) { landingPageURL(claimReference: $a) }', variables: { a: random.pick(names.claims).claimReference } }),
  ];
  // The small ones are asked more often, as they are in life.
  return [...desk, ...small, ...small];
}

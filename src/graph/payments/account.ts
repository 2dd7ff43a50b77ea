/**
 * The account and the claim at Receeve, as `requestPayment` needs them: what is owed and by whom, what the
 * account remembers, and writing to what it remembers. What cannot be asked for is refused here, in one
 * sentence, before anything is written.
 */
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../../context.ts';
import { UpstreamError } from '../../errors.ts';
import { setAccountOfClaim } from '../links/references.ts';
import { scaleOf } from '../money.ts';
import type { Money } from '../money.ts';
import { askRoot, readField, readList, readText, refuse } from './fields.ts';
import type { Asking } from './fields.ts';
import type { PaymentOrder } from './provider.ts';
import { readMeta } from './remembered.ts';
import type { AccountDesk } from './request.ts';

export interface PaymentInput {
  accountReference: string;
  claimReference: string;
  expiresAt?: string | null;
  callbackUrl?: string | null;
}

const system = 'receeve';

export function accountDesk(options: { input: PaymentInput; info: GraphQLResolveInfo; now: () => number }): AccountDesk {
  const { input, info, now } = options;
  const { accountReference, claimReference } = input;
  return {
    async read(context) {
      const asking: Asking = { context, info };
      checkInput(input, now());
      const [account, claim] = await Promise.all([askRoot('Query', 'account', { accountReference }, asking), askRoot('Query', 'claim', { accountReference, claimReference }, asking)]);
      if (account == null) throw notFound('account', 'there is no account of this accountReference', context);
      if (claim == null) throw notFound('accountClaims', 'the account has no claim of this claimReference', context);
      const meta = readMeta(readField('Account', 'meta', account, asking));
      if (!meta) throw new UpstreamError({ code: 'UPSTREAM_INVALID_RESPONSE', system, operation: 'account', requestId: context.requestId, detail: 'the meta of the account is no object, so what it remembers cannot be read; nothing was created' });
      setAccountOfClaim(claim, account);
      return { order: orderOf({ account, claim, input, asking, now: now() }), meta, claim: claim };
    },
    async writeMeta(meta, context) {
      const answers = await askRoot('Mutation', 'updateAccountMeta', { input: [{ accountReference, meta }] }, { context, info });
      checkWritten(answers, { accountReference, context, info });
    },
  };

  function notFound(operation: string, detail: string, context: RequestContext): UpstreamError {
    return new UpstreamError({ code: 'UPSTREAM_NOT_FOUND', system, operation, requestId: context.requestId, detail });
  }
}

function checkInput({ accountReference, claimReference, expiresAt }: PaymentInput, now: number): void {
  if (accountReference.trim() === '') refuse('input.accountReference: expected the reference of an account, but it is blank.');
  if (claimReference.trim() === '') refuse('input.claimReference: expected the reference of a claim, but it is blank.');
  if (expiresAt != null && Date.parse(expiresAt) <= now) refuse(`input.expiresAt: expected a time to come, but ${expiresAt} is past.`);
}

function orderOf(options: { account: unknown; claim: unknown; input: PaymentInput; asking: Asking; now: number }): PaymentOrder {
  const { account, claim, input, asking, now } = options;
  const text = (name: string): string | undefined => readText('Claim', name, claim, asking);
  if (text('status') === 'RESOLVED') refuse('input.claimReference: this claim is resolved, so nothing can be asked for it.');
  const currency = text('currency') ?? refuse('input.claimReference: this claim has no currency, so its amount says nothing.');
  if (scaleOf(currency) === undefined) refuse('input.claimReference: the currency of this claim is none of ISO 4217.');
  const total = readField('Claim', 'total', claim, asking) as Money | null;
  if (total === null || total.minorUnits <= 0) refuse('input.claimReference: this claim has nothing to pay: amount and fees together must be above 0.');
  return {
    claimReference: input.claimReference,
    total,
    dueDate: text('currentDueDate') ?? text('originalDueDate'),
    debtorName: nameOf(readField('Claim', 'primaryDebtor', claim, asking) ?? readList('Account', 'debtors', account, asking)[0], asking),
    expiresAt: input.expiresAt ?? undefined,
    callbackUrl: input.callbackUrl ?? undefined,
    requestedAt: new Date(now).toISOString(),
  };
}

function nameOf(debtor: unknown, asking: Asking): string | undefined {
  if (debtor == null) return undefined;
  const text = (name: string): string | undefined => readText('Debtor', name, debtor, asking);
  const person = [text('firstName'), text('middleName'), text('lastName')].filter((part) => part !== undefined).join(' ') || undefined;
  return text('type') === 'LEGAL' ? (text('companyName') ?? person) : (person ?? text('companyName'));
}

/** HTTP 200 is no success: the account's own item says so. */
function checkWritten(answers: unknown, { accountReference, context, info }: Asking & { accountReference: string }): void {
  const asking: Asking = { context, info };
  const type = 'AccountActionResponse';
  const item = (Array.isArray(answers) ? (answers as unknown[]) : []).find((one) => readField(type, 'accountReference', one, asking) === accountReference);
  if (item !== undefined && readField(type, 'success', item, asking) === true) return;
  const error = item === undefined ? undefined : readField(type, 'error', item, asking);
  const code = error == null ? undefined : readField('BulkError', 'code', error, asking);
  const lost = item === undefined || code === 'UNKNOWN_OUTCOME';
  const messages = lost ? [] : readList(type, 'messages', item, asking).filter((message) => typeof message === 'string');
  throw new UpstreamError({ code: lost ? 'OUTCOME_UNKNOWN' : 'UPSTREAM_BAD_REQUEST', system, operation: 'updateAccountMeta', requestId: context.requestId, messages });
}


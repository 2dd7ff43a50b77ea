/** The eight reads. What is unknown is an empty list; only an account and a landing page are not found. */
import { createHash } from 'node:crypto';
import type { Handler } from '../rest.ts';
import { transportError, validationError } from './errors.ts';
import { accountAnswer, isOdd, oddly, printBareClaim, printClaim } from './printing.ts';
import type { Account, Claim } from './state.ts';
import type { Tenant } from './tenant.ts';

const mostPerPage = 10_000;
const perPage = 1000;

export function createReads(tenant: Tenant): Record<string, Handler> {
  const { state } = tenant;
  const claimsOf = (reference: string): Claim[] =>
    (state.claimsOf.get(reference) ?? []).map((one) => state.claims.get(one)).filter((one): one is Claim => one !== undefined && one.status !== 'DELETED');

  return {
    getAccount: ({ parameters }) => {
      const account = state.accounts.get(parameters['accountReference'] as string);
      return account === undefined ? transportError(404, 'Account not found') : accountAnswer(account);
    },

    getAccountClaims: ({ parameters }) => {
      const { accountReference, status, limit, paginationId } = parameters as { accountReference: string; status?: string; limit?: number; paginationId?: string };
      const fault = boundFault({ limit });
      if (fault !== undefined) return fault;
      const all = claimsOf(accountReference).filter((claim) => status === undefined || claim.status === status);
      const start = paginationId === undefined ? 0 : startAfter(all, paginationId);
      if (start === undefined) return badParameter('paginationId', 'should be a paginationId of an earlier answer');
      const claims = all.slice(start, limit === undefined ? undefined : start + limit);
      const last = claims.at(-1);
      const more = limit !== undefined && start + limit < all.length && last !== undefined;
      const page = (results: Record<string, unknown>[]) =>
        limit === undefined ? results : { results, paginationId: more ? cursorOf(last, tenant.clientId) : null, numberOfPages: Math.max(1, Math.ceil(all.length / limit)), limit };
      const printed = claims.map(printClaim);
      return { status: 200, json: page(printed), ...(claims.some(isOdd) && { written: page(claims.map((claim, index) => oddly(claim, printed[index] ?? {}))) }) };
    },

    getDebtorAccountsAndClaims: ({ parameters }) => {
      const accounts = (state.accountsOf.get(parameters['debtorReference'] as string) ?? []).map((one) => state.accounts.get(one)).filter((one): one is Account => one !== undefined);
      // A list of lists, as the description has it.
      const print = (claim: (one: Claim) => Record<string, unknown>) =>
        accounts.length === 0
          ? []
          : [accounts.map(({ accountReference, meta, paymentReference, portfolioReference, currency, debtors }) => ({ accountReference, meta, paymentReference, portfolioReference, currency, claims: claimsOf(accountReference).map(claim), debtors }))];
      const odd = accounts.some(({ accountReference }) => claimsOf(accountReference).some(isOdd));
      return { status: 200, json: print(printBareClaim), ...(odd && { written: print((claim) => oddly(claim, printBareClaim(claim))) }) };
    },

    getAccountMandates: ({ parameters }) => ({ status: 200, json: state.accounts.get(parameters['accountReference'] as string)?.mandates ?? [] }),

    getLandingPageURL: ({ parameters }) => {
      const claim = state.claims.get(parameters['claimReference'] as string);
      if (claim === undefined || claim.status === 'DELETED') return transportError(404, 'Claim not found');
      const code = createHash('sha256').update(claim.claimReference).digest('base64url').replace(/[-_]/g, 'x').slice(0, 9);
      return { status: 200, json: { URL: `https://landing.example.com/c/${code}` } };
    },

    getEvents: ({ parameters }) => {
      const { eventType, date, limit = perPage, page = 1 } = parameters as { eventType: string; date: string; limit?: number; page?: number };
      const fault = boundFault({ limit, page });
      if (fault !== undefined) return fault;
      const events = state.events.filter((event) => event.type === eventType && event.printed.timestamp.startsWith(date));
      return { status: 200, json: { events: part(events, limit, page).map((event) => event.printed), limit, page, numberOfPages: pagesOf(events, limit) } };
    },

    getMessage: ({ parameters }) => {
      const message = state.messages.get(parameters['messageURL'] as string);
      return message === undefined ? transportError(400, 'Message not found') : { status: 200, text: message() };
    },

    getCommunicationMessageURLs: ({ parameters }) => {
      const { claimReference, communicationType, startDate, limit = perPage, page = 1 } = parameters as { claimReference: string; communicationType?: string; startDate?: string; limit?: number; page?: number };
      const fault = boundFault({ limit, page });
      if (fault !== undefined) return fault;
      const from = startDate === undefined ? -Infinity : Date.parse(`${startDate}T00:00:00Z`);
      const found = (state.communications.get(claimReference) ?? []).filter((one) => one.at >= from && (communicationType === undefined || one.communicationType === communicationType));
      const communicationMessageURLs = part(found, limit, page).map(({ communicationType: kind, messageURL, at, bundleId, bundleName }) => ({ communicationType: kind, messageURL, dateTime: at, bundleId, bundleName }));
      return { status: 200, json: { communicationMessageURLs, limit, page, numberOfPages: pagesOf(found, limit) } };
    },
  };
}

/** The last key of a page, in the vendor's way: nobody but the vendor may look into it. */
function cursorOf(claim: Claim, clientId: string): string {
  return Buffer.from(JSON.stringify({ accountId: claim.accountReference, clientId, externalClaimRef: claim.claimReference })).toString('base64');
}

function startAfter(claims: readonly Claim[], paginationId: string): number | undefined {
  try {
    const { externalClaimRef } = JSON.parse(Buffer.from(paginationId, 'base64').toString()) as { externalClaimRef?: unknown };
    const index = claims.findIndex((claim) => claim.claimReference === externalClaimRef);
    return index < 0 ? undefined : index + 1;
  } catch {
    return undefined;
  }
}

function part<T>(of: readonly T[], limit: number, page: number): T[] {
  return of.slice((page - 1) * limit, page * limit);
}

function pagesOf(of: readonly unknown[], limit: number): number {
  return Math.max(1, Math.ceil(of.length / limit));
}

function boundFault({ limit, page }: { limit?: number | undefined; page?: number | undefined }): ReturnType<typeof validationError> | undefined {
  if (limit !== undefined && limit < 1) return badParameter('limit', 'should be >= 1');
  if (limit !== undefined && limit > mostPerPage) return badParameter('limit', `should be <= ${mostPerPage}`);
  if (page !== undefined && page < 1) return badParameter('page', 'should be >= 1');
  return undefined;
}

function badParameter(name: string, message: string): ReturnType<typeof validationError> {
  return validationError([{ place: 'query', at: [name], message }]);
}

/**
 * Claims of an account: page by page, whole or until one of them is found; and a claim's account.
 *
 *   Account.claims(status)    all pages, the account handed on to each claim
 *   Query.claim               pages until the claim is found
 *   Claim.account             the one that it was reached through, else one call
 */
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../../context.ts';
import { UpstreamError } from '../../errors.ts';
import { accountOfClaim, findReference, needReference, setAccountOfClaim } from './references.ts';
import { alongWaves } from './tools.ts';
import type { LinkTools, Resolver } from './tools.ts';

/** Few calls for a large account, and answers that stay small: a thousand claims are about a megabyte. */
export const claimsPerPage = 1000;
/** No account has more; a vendor whose list does not end must not fill the memory. */
export const mostPages = 100;

const system = 'receeve';
const operation = 'accountClaims';

interface PageOptions {
  tools: LinkTools;
  accountReference: string;
  status?: unknown;
  context: RequestContext;
  info: GraphQLResolveInfo;
}

/** Items may be errors in the place of what could not be read. */
async function* pagesOf({ tools, accountReference, status, context, info }: PageOptions): AsyncGenerator<object[]> {
  const seen = new Set<string>();
  let paginationId: string | undefined;
  for (let page = 1; page <= mostPages; page++) {
    const answer = await tools.call(operation, { accountReference, status, limit: claimsPerPage, paginationId }, context, info);
    if (answer === null) throw unreadable('there is no list of claims', context);
    const items = tools.read('ClaimPage', 'items', answer as object, context, info);
    if (!Array.isArray(items)) throw unreadable('there is no list of claims', context);
    yield items as object[];
    const next = tools.read('ClaimPage', 'paginationId', answer as object, context, info);
    if (typeof next !== 'string' || next === '') return;
    if (seen.has(next)) throw unreadable('its pages of claims lead back to one that was read', context);
    seen.add(next);
    paginationId = next;
  }
  throw unreadable(`its list of claims does not end within ${mostPages} pages`, context);
}

export function accountClaimsLink(tools: LinkTools): Resolver {
  return (source, { status }: { status?: unknown }, context, info) => {
    const accountReference = needReference({ tools, type: 'Account', field: 'accountReference', source, context, info, system, operation }) as string;
    const all = async (): Promise<object[]> => {
      const claims: object[] = [];
      for await (const page of pagesOf({ tools, accountReference, status: status ?? undefined, context, info })) {
        for (const claim of page) claims.push(claim);
      }
      for (const claim of claims) if (!(claim instanceof Error)) setAccountOfClaim(claim, source);
      return claims;
    };
    return alongWaves(all(), context, info);
  };
}

export function claimQuery(tools: LinkTools): Resolver {
  return (_source, { accountReference, claimReference }: { accountReference: string; claimReference: string }, context, info) => {
    const find = async (): Promise<object | null> => {
      for await (const page of pagesOf({ tools, accountReference, context, info })) {
        const found = page.find((claim) => !(claim instanceof Error) && findReference({ tools, type: 'Claim', field: 'claimReference', source: claim, context, info }) === claimReference);
        if (found) return found;
        // It may be the claim that was asked for: that there is none cannot be said.
        const unread = page.find((claim) => claim instanceof Error);
        if (unread) throw unread;
      }
      return null;
    };
    return alongWaves(find(), context, info);
  };
}

export function claimAccountLink(tools: LinkTools): Resolver {
  return (source, _args, context, info) => accountOfClaim(source) ?? alongWaves(findAccount({ tools, source, context, info }), context, info);
}

/** The account of a claim, as the claim was reached or by one call; null where Receeve does not know it. */
export async function findAccount({ tools, source, context, info }: { tools: LinkTools; source: object; context: RequestContext; info: GraphQLResolveInfo }): Promise<object | null> {
  const known = accountOfClaim(source);
  if (known) return known;
  const accountReference = needReference({ tools, type: 'Claim', field: 'accountReference', source, context, info, system, operation: 'account' });
  return (await tools.call('account', { accountReference }, context, info)) as object | null;
}

function unreadable(detail: string, { requestId }: RequestContext): UpstreamError {
  return new UpstreamError({ code: 'UPSTREAM_INVALID_RESPONSE', system, operation, requestId, detail });
}

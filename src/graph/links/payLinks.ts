/**
 * Pay links of Collectmaxx that belong to a claim or an account: those whose attribute has its reference,
 * and those that the account's meta remembers. No link twice, the oldest first.
 *
 * A search that answers what was not asked for is not believed: a link shown under the wrong claim would
 * be paid by the wrong debtor.
 */
import { OperationTypeNode } from 'graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../../context.ts';
import { rememberedLinks } from '../payments/remembered.ts';
import { findAccount } from './claims.ts';
import { hiddenKey } from './hidden.ts';
import { metaOf } from './meta.ts';
import { searchPayLinks } from './payLinkSearch.ts';
import type { PayLinkItem, PayLinkSelection, Wanted } from './payLinkSearch.ts';
import { claimOfRequest, findReference, needReference, setClaimOfRequest } from './references.ts';
import type { LinkTools, Resolver } from './tools.ts';
import { wavesOf } from './waves.ts';

export interface LinkScope {
  tools: LinkTools;
  context: RequestContext;
  info: GraphQLResolveInfo;
}

export interface PayLinkOptions extends LinkScope {
  /** What to ask of each link beside what links themselves need. */
  selection: PayLinkSelection;
}

export function accountPayLinks(tools: LinkTools, selectionOf: (info: GraphQLResolveInfo) => PayLinkSelection): Resolver {
  return (source, _args, context, info) => {
    const rule = tools.rules['Account.payLinks'];
    const reference = findReference({ tools, type: 'Account', field: rule.equals, source, context, info });
    const meta = metaOf({ tools, source, context, info });
    return payLinksOf({ tools, context, info, selection: selectionOf(info), attribute: rule.attribute, reference, meta });
  };
}

export function claimPayLinks(tools: LinkTools, selectionOf: (info: GraphQLResolveInfo) => PayLinkSelection): Resolver {
  return (source, _args, context, info) => loadClaimPayLinks({ tools, context, info, selection: selectionOf(info), source });
}

/** `source` is a claim of the graph. */
export async function loadClaimPayLinks({ source, ...options }: PayLinkOptions & { source: object }): Promise<PayLinkItem[]> {
  const { tools, context, info } = options;
  const rule = tools.rules['Claim.payLinks'];
  const claimReference = needReference({ tools, type: 'Claim', field: 'claimReference', source, context, info, system: 'collectmaxx', operation: 'payLink.payLinks' }) as string;
  const reference = findReference({ tools, type: 'Claim', field: rule.equals, source, context, info });
  const account = await wavesOf(context).during(findAccount({ tools, source, context, info }));
  const meta = account && metaOf({ tools, source: account, context, info });
  return payLinksOf({ ...options, attribute: rule.attribute, reference, meta, claimReference });
}

interface FindOptions extends PayLinkOptions {
  attribute: string;
  /** The attribute's value; absent: only remembered links. */
  reference: string | undefined;
  meta: unknown;
  /** Only links of this claim. */
  claimReference?: string;
}

async function payLinksOf({ attribute, reference, meta, claimReference, ...options }: FindOptions): Promise<PayLinkItem[]> {
  const remembered = rememberedLinks(meta).filter((link) => link.provider === 'COLLECTMAXX' && (claimReference === undefined || link.claimReference === claimReference));
  const claimOf = new Map(remembered.map((link) => [link.id, link.claimReference]));
  const wanted: Wanted[] = [...(reference === undefined ? [] : [{ attribute, equals: reference }]), ...[...claimOf.keys()].map((id) => ({ id }))];
  const remember = options.info.operation.operation === OperationTypeNode.QUERY;
  const found = await Promise.all(wanted.map((one) => searchPayLinks(one, { ...options, remember })));
  const links = new Map<unknown, PayLinkItem>();
  for (const link of found.flat()) {
    const id = link[hiddenKey('id')];
    // One without an id cannot be told from others, so it stays.
    links.set(typeof id === 'string' ? id : link, link);
    const claim = claimOf.get(String(id)) ?? claimReference;
    if (claim !== undefined) setClaimOfRequest(link, claim);
    // Born under the account's own reference: of no single claim.
    else if (claimOfRequest(link) === undefined) setClaimOfRequest(link, null);
  }
  return oldestFirst([...links.values()]);
}

/** By creation; those that do not say it last, as they were found. */
function oldestFirst(links: PayLinkItem[]): PayLinkItem[] {
  const time = (link: PayLinkItem): number => {
    const created = link[hiddenKey('createdOn')];
    const ms = typeof created === 'string' ? Date.parse(created) : Number.NaN;
    return Number.isNaN(ms) ? Infinity : ms;
  };
  const key = (link: PayLinkItem): string => String(link[hiddenKey('id')]);
  return links
    .map((link) => ({ link, at: time(link), key: key(link) }))
    .sort((a, b) => (a.at === b.at ? (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) : a.at < b.at ? -1 : 1))
    .map(({ link }) => link);
}

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
import type { RememberedLink } from '../payments/remembered.ts';
import { findAccount } from './claims.ts';
import { rememberedOf } from './meta.ts';
import { searchPayLinks } from './payLinkSearch.ts';
import type { PayLinkItem, SearchOptions, Wanted } from './payLinkSearch.ts';
import type { PayLinkSelection } from './payLinkSelection.ts';
import { accountOfClaim, claimOfRequest, findReference, needReference, setClaimOfRequest } from './references.ts';
import { asText } from './text.ts';
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
    const remembered = rememberedOf({ tools, source, context, info });
    return payLinksOf({ tools, context, info, selection: selectionOf(info) }, { attribute: rule.attribute, reference, remembered });
  };
}

export function claimPayLinks(tools: LinkTools, selectionOf: (info: GraphQLResolveInfo) => PayLinkSelection): Resolver {
  return (source, _args, context, info) => loadClaimPayLinks({ tools, context, info, selection: selectionOf(info), source });
}

/** `source` is a claim of the graph. Rejects, or throws, where the links cannot be known. */
export function loadClaimPayLinks(options: PayLinkOptions & { source: object }): Promise<PayLinkItem[]> {
  const { tools, context, info, source } = options;
  const rule = tools.rules['Claim.payLinks'];
  const claimReference = needReference({ tools, type: 'Claim', field: 'claimReference', source, context, info, system: 'collectmaxx', operation: 'payLink.payLinks' }) as string;
  const reference = findReference({ tools, type: 'Claim', field: rule.equals, source, context, info });
  const account = accountOfClaim(source);
  if (account) return payLinksOf(options, { attribute: rule.attribute, reference, remembered: rememberedOf({ tools, source: account, context, info }), claimReference });
  return wavesOf(context).during(findAccount({ tools, source, context, info })).then((found) => {
    const remembered = found ? rememberedOf({ tools, source: found, context, info }) : [];
    return payLinksOf(options, { attribute: rule.attribute, reference, remembered, claimReference });
  });
}

interface Asked {
  attribute: string;
  /** The attribute's value; absent: only remembered links. */
  reference: string | undefined;
  /** Of the whole account. */
  remembered: readonly RememberedLink[];
  /** Only links of this claim. */
  claimReference?: string;
}

function payLinksOf(options: PayLinkOptions, { attribute, reference, remembered, claimReference }: Asked): Promise<PayLinkItem[]> {
  let claimOf: Map<string, string> | undefined;
  for (const link of remembered) {
    if (link.provider === 'COLLECTMAXX' && (claimReference === undefined || link.claimReference === claimReference)) (claimOf ??= new Map()).set(link.id, link.claimReference);
  }
  const { tools, selection, context, info } = options;
  const searching: SearchOptions = { tools, selection, context, info, remember: info.operation.operation === OperationTypeNode.QUERY };
  const finish = (found: PayLinkItem[]): PayLinkItem[] => distinct(found, { selection, claimOf, claimReference });
  const byReference: Wanted | undefined = reference === undefined ? undefined : { attribute, equals: reference };
  // Of thousands of claims nearly all.
  if (byReference && !claimOf) return searchPayLinks(byReference, searching, finish);
  return searchAll([...(byReference ? [byReference] : []), ...[...(claimOf?.keys() ?? [])].map((id) => ({ id }))], searching).then(finish);
}

function searchAll(wanted: readonly Wanted[], searching: SearchOptions): Promise<PayLinkItem[]> {
  return Promise.all(wanted.map((one) => searchPayLinks(one, searching, (found) => found))).then((found) => found.flat());
}

/** The last of several with one id counts. */
function distinct(asked: readonly PayLinkItem[], { selection, claimOf, claimReference }: { selection: PayLinkSelection; claimOf: ReadonlyMap<string, string> | undefined; claimReference: string | undefined }): PayLinkItem[] {
  const found = [...asked];
  for (let index = 0; index < found.length; index++) {
    const link = found[index] as PayLinkItem;
    // Without one: born under the account's own reference, of no single claim.
    const claim = claimOf?.get(asText(link[selection.id])) ?? claimReference ?? null;
    const before = claimOfRequest(link);
    if (before === undefined) setClaimOfRequest(link, claim);
    // Two claims may share a search, and with it the link: each has its own.
    else if (claim !== null && claim !== before) setClaimOfRequest((found[index] = { ...link }), claim);
  }
  if (found.length < 2) return found;
  // One without an id cannot be told from others, so it stays.
  const links = new Map(found.map((link) => [typeof link[selection.id] === 'string' ? link[selection.id] : link, link]));
  return oldestFirst([...links.values()], selection);
}

/** By creation; those that do not say it last, as they were found. */
function oldestFirst(links: PayLinkItem[], selection: PayLinkSelection): PayLinkItem[] {
  const time = (link: PayLinkItem): number => {
    const created = link[selection.createdOn];
    const ms = typeof created === 'string' ? Date.parse(created) : Number.NaN;
    return Number.isNaN(ms) ? Infinity : ms;
  };
  const key = (link: PayLinkItem): string => asText(link[selection.id]);
  return links
    .map((link) => ({ link, at: time(link), key: key(link) }))
    .sort((a, b) => (a.at === b.at ? (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) : a.at < b.at ? -1 : 1))
    .map(({ link }) => link);
}

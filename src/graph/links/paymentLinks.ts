/**
 * Payment links of CM that the account's meta remembers, for a claim or for all of the account's: one
 * call each, the oldest first. CM has no search, so a link that is not remembered cannot be found; one
 * that CM does not know any more is left out.
 */
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../../context.ts';
import { UpstreamError } from '../../errors.ts';
import { rememberedLinks } from '../payments/remembered.ts';
import { findAccount } from './claims.ts';
import { metaOf } from './meta.ts';
import { findReference, needReference, setClaimOfRequest, setReferenceOfRequest } from './references.ts';
import type { LinkTools, Resolver } from './tools.ts';

const system = 'cm';
const operation = 'paymentLink';

interface LoadOptions {
  tools: LinkTools;
  context: RequestContext;
  info: GraphQLResolveInfo;
  /** An account or claim of the graph. */
  source: object;
}

export function accountPaymentLinks(tools: LinkTools): Resolver {
  return (source, _args, context, info) => paymentLinksOf({ tools, context, info, meta: metaOf({ tools, source, context, info }) });
}

export function claimPaymentLinks(tools: LinkTools): Resolver {
  return (source, _args, context, info) => loadClaimPaymentLinks({ tools, context, info, source });
}

export async function loadClaimPaymentLinks(options: LoadOptions): Promise<object[]> {
  const { tools, source, context, info } = options;
  const claimReference = needReference({ tools, type: 'Claim', field: 'claimReference', source, context, info, system, operation }) as string;
  const account = await findAccount({ tools, source, context, info });
  return paymentLinksOf({ tools, context, info, claimReference, meta: account && metaOf({ tools, source: account, context, info }) });
}

async function paymentLinksOf({ tools, context, info, meta, claimReference }: Omit<LoadOptions, 'source'> & { meta: unknown; claimReference?: string }): Promise<object[]> {
  const remembered = rememberedLinks(meta)
    .filter((link) => link.provider === 'CM' && (claimReference === undefined || link.claimReference === claimReference))
    .map((link) => ({ ...link, time: link.at === undefined ? Infinity : Date.parse(link.at) }))
    .sort((a, b) => (a.time === b.time ? (a.id < b.id ? -1 : 1) : a.time < b.time ? -1 : 1));
  const links = await Promise.all(
    remembered.map(async ({ id, claimReference: claim }) => {
      const link = (await tools.call(operation, { reference: id }, context, info)) as object | null;
      if (link === null) return [];
      const found = findReference({ tools, type: 'PaymentLink', field: 'ref', source: link, context, info });
      // A link shown under the wrong claim would be paid by the wrong debtor.
      if (found !== undefined && found !== id) throw new UpstreamError({ code: 'UPSTREAM_INVALID_RESPONSE', system, operation, requestId: context.requestId, detail: 'it answered a link that was not asked for' });
      setClaimOfRequest(link, claim);
      setReferenceOfRequest(link, id);
      return [link];
    }),
  );
  // The same link may be remembered for two claims by mistake; it is one.
  return [...new Set(links.flat())];
}

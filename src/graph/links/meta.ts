/** The meta of an account, in which payment requests are remembered; what cannot be read is not empty. */
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../../context.ts';
import { UpstreamError } from '../../errors.ts';
import { readMeta, rememberedLinks } from '../payments/remembered.ts';
import type { RememberedLink } from '../payments/remembered.ts';
import type { LinkTools } from './tools.ts';

/** `source` is an account of the graph. Throws where a link could be hidden in something unreadable. */
export function metaOf({ tools, source, context, info }: { tools: LinkTools; source: object; context: RequestContext; info: GraphQLResolveInfo }): Record<string, unknown> {
  const meta = readMeta(tools.read('Account', 'meta', source, context, info));
  if (meta) return meta;
  throw new UpstreamError({ code: 'UPSTREAM_INVALID_RESPONSE', system: 'receeve', operation: 'account', requestId: context.requestId, detail: 'Account.meta: expected an object, found other text or a list' });
}

/** What the meta of an account remembers is looked through once, however many of its claims ask: an account lives no longer than the answer that it came with. */
const remembered = new WeakMap<object, readonly RememberedLink[]>();

/** Throws as `metaOf`. */
export function rememberedOf(options: Parameters<typeof metaOf>[0]): readonly RememberedLink[] {
  const { source } = options;
  let links = remembered.get(source);
  if (!links) {
    links = rememberedLinks(metaOf(options));
    remembered.set(source, links);
  }
  return links;
}

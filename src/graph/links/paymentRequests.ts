/**
 * `PaymentRequest` on the pay links of Collectmaxx and the payment links of CM: what each of its fields is
 * made of at either provider, without a call.
 */
import { UpstreamError } from '../../errors.ts';
import { Failure } from '../failure.ts';
import { remoteName } from '../names.ts';
import { payLinkStatus, paymentLinkStatus } from '../payments/status.ts';
import { hiddenKey } from './hidden.ts';
import { loadClaimPayLinks } from './payLinks.ts';
import { attributesOf } from './payLinkSearch.ts';
import type { PayLinkItem } from './payLinkSearch.ts';
import type { PayLinkSelection } from './payLinkSelection.ts';
import { loadClaimPaymentLinks } from './paymentLinks.ts';
import { claimOfRequest, findReference, referenceOfRequest } from './references.ts';
import type { LinkTools, Resolver } from './tools.ts';

/** By type and field: what the remote must be asked for. */
export const payLinkNeeds = {
  PayLink: {
    paymentRequestId: ['id'],
    paymentStatus: ['status'],
    paymentURL: ['shortUrl', 'longUrl'],
    claimReference: ['attributes'],
  },
} as const;

export function payLinkFields(tools: LinkTools): Record<string, Resolver> {
  const hidden = (source: object, field: string): unknown => (source as PayLinkItem)[hiddenKey(field)];
  return {
    paymentRequestId: (source, _args, { requestId }) => {
      const id = hidden(source, 'id');
      if (id instanceof Failure && typeof id.cause !== 'string') throw id.cause;
      if (typeof id === 'string' || typeof id === 'number') return id;
      throw new UpstreamError({ code: 'UPSTREAM_INVALID_RESPONSE', system: remoteName, operation: 'PayLink.id', requestId, detail: 'a link without an id' });
    },
    provider: () => 'COLLECTMAXX',
    paymentStatus: (source) => payLinkStatus(hidden(source, 'status')),
    paymentURL: (source) => {
      const urls = ['shortUrl', 'longUrl'].map((field) => hidden(source, field));
      const url = urls.find((value) => typeof value === 'string');
      const failed = urls.find((value) => value instanceof Failure);
      if (url === undefined && failed instanceof Failure && typeof failed.cause !== 'string') throw failed.cause;
      return url ?? null;
    },
    claimReference: (source) => {
      const claim = claimOfRequest(source);
      if (claim !== undefined) return claim;
      const { attribute } = tools.rules['PayLink.claimReference'];
      const found = attributesOf(source as PayLinkItem).find(({ id }) => id === attribute || id === `customer_${attribute}`)?.value;
      return typeof found === 'string' && found !== '' ? found : null;
    },
  };
}

export function paymentLinkFields(tools: LinkTools): Record<string, Resolver> {
  const type = 'PaymentLink';
  return {
    paymentRequestId: (source, _args, context, info) => {
      const ref = findReference({ tools, type, field: 'ref', source, context, info }) ?? referenceOfRequest(source);
      if (ref !== undefined) return ref;
      throw new UpstreamError({ code: 'UPSTREAM_INVALID_RESPONSE', system: 'cm', operation: 'paymentLink', requestId: context.requestId, detail: 'a link without a ref' });
    },
    provider: () => 'CM',
    // A word that is not known is an error of `status`, and UNKNOWN here.
    paymentStatus: (source, _args, context, info) => {
      const member = (field: string): unknown => readable(() => tools.read(type, field, source, context, info));
      return paymentLinkStatus({ status: member('status'), active: member('active') });
    },
    paymentURL: (source, _args, context, info) => tools.read(type, 'uri', source, context, info),
    claimReference: (source, _args, context, info) =>
      claimOfRequest(source) ?? findReference({ tools, type, field: tools.rules['PaymentLink.claimReference'].field, source, context, info }) ?? null,
  };
}

/** Pay links, then payment links; both or, where a provider cannot be asked, an error: a list with a gap would look whole. */
export function claimPaymentRequests(tools: LinkTools, selectionOf: (info: Parameters<Resolver>[3]) => PayLinkSelection): Resolver {
  return async (source, _args, context, info) => {
    const [payLinks, paymentLinks] = await Promise.all([
      loadClaimPayLinks({ tools, context, info, selection: selectionOf(info), source }),
      loadClaimPaymentLinks({ tools, context, info, source }),
    ]);
    return [...payLinks.map((link) => asPaymentRequest(link, 'PayLink')), ...paymentLinks.map((link) => asPaymentRequest(link, 'PaymentLink'))];
  };
}

const typeOf = Symbol('type of a payment request');

/** Lets an object of one of the two types stand where a `PaymentRequest` is promised. */
export function asPaymentRequest<T extends object>(link: T, type: 'PayLink' | 'PaymentLink'): T {
  (link as { [typeOf]?: string })[typeOf] = type;
  return link;
}

export function paymentRequestType(value: unknown): string | undefined {
  return (value as { [typeOf]?: string })[typeOf];
}

function readable(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}

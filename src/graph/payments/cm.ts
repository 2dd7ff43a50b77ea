/**
 * CM as a provider of payment requests. It has no list of links and no key against creating twice: which
 * links a claim has is what the account remembers.
 *
 *   amount            total in major units     invoiceReference    claimReference
 *   currencyCode      the claim's currency     merchantReference   claimReference
 *   invoiceDueDate    current due date, the beginning of that day in UTC
 *   expiryDate        expiresAt                callbackUrl         callbackUrl
 *
 * CM has no place for the debtor's name.
 */
import type { GraphQLResolveInfo } from 'graphql';
import { UpstreamError } from '../../errors.ts';
import { loadClaimPaymentLinks } from '../links/paymentLinks.ts';
import { asPaymentRequest } from '../links/paymentRequests.ts';
import { referenceOfRequest, setClaimOfRequest } from '../links/references.ts';
import type { LinkTools } from '../links/tools.ts';
import { askRoot, readField, readText } from './fields.ts';
import type { Asking } from './fields.ts';
import type { Provider } from './provider.ts';
import type { PaymentStatus } from './status.ts';

const system = 'cm';

export function cmProvider({ tools, info }: { tools: LinkTools; info: GraphQLResolveInfo }): Provider {
  return {
    provider: 'CM',
    system,
    check: () => undefined,
    async find({ claim }, context) {
      const asking: Asking = { context, info };
      const links = await loadClaimPaymentLinks({ tools, context, info, source: claim });
      return links.map((value) => ({
        id: referenceOfRequest(value) ?? '',
        status: readField('PaymentLink', 'paymentStatus', value, asking) as PaymentStatus,
        value: asPaymentRequest(value, 'PaymentLink'),
      }));
    },
    async create(order, context) {
      const asking: Asking = { context, info };
      const input = {
        amount: order.total.decimal,
        currencyCode: order.total.currency,
        merchantReference: order.claimReference,
        invoiceReference: order.claimReference,
        ...(order.dueDate !== undefined && { invoiceDueDate: `${order.dueDate}T00:00:00+00:00` }),
        ...(order.expiresAt !== undefined && { expiryDate: order.expiresAt }),
        ...(order.callbackUrl !== undefined && { callbackUrl: order.callbackUrl }),
      };
      const value = await askRoot('Mutation', 'createPaymentLink', { input }, asking);
      const id = value == null ? undefined : refOf(value, asking);
      if (id === undefined) throw new UpstreamError({ code: 'OUTCOME_UNKNOWN', system, operation: 'createPaymentLink', requestId: context.requestId, detail: 'the answer has no ref' });
      setClaimOfRequest(value as object, order.claimReference);
      return { id, value: asPaymentRequest(value as object, 'PaymentLink') };
    },
  };
}

/** What was created and cannot be named is not known. */
function refOf(value: unknown, asking: Asking): string | undefined {
  try {
    return readText('PaymentLink', 'ref', value, asking);
  } catch (error) {
    if (error instanceof UpstreamError) return undefined;
    throw error;
  }
}

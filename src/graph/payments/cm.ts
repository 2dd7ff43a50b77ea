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
import { askRoot, readField, readText } from './fields.ts';
import type { Asking } from './fields.ts';
import type { FoundLink, Provider } from './provider.ts';
import { paymentLinkStatus } from './status.ts';
import type { PaymentStatus } from './status.ts';

const system = 'cm';

export function cmProvider(info: GraphQLResolveInfo): Provider {
  return {
    provider: 'CM',
    system,
    check: () => undefined,
    async find({ remembered }, context) {
      const asking: Asking = { context, info };
      const links = await Promise.all(
        remembered.map(async ({ id }): Promise<FoundLink[]> => {
          const value = await askRoot('Query', 'paymentLink', { reference: id }, asking);
          return value == null ? [] : [{ id, status: statusOf(value, asking), value }];
        }),
      );
      return links.flat();
    },
    async create(order, context) {
      const asking: Asking = { context, info };
      const input = {
        amount: order.decimal,
        currencyCode: order.currency,
        merchantReference: order.claimReference,
        invoiceReference: order.claimReference,
        ...(order.dueDate !== undefined && { invoiceDueDate: `${order.dueDate}T00:00:00+00:00` }),
        ...(order.expiresAt !== undefined && { expiryDate: order.expiresAt }),
        ...(order.callbackUrl !== undefined && { callbackUrl: order.callbackUrl }),
      };
      const value = await askRoot('Mutation', 'createPaymentLink', { input }, asking);
      const id = value == null ? undefined : refOf(value, asking);
      if (id === undefined) throw new UpstreamError({ code: 'OUTCOME_UNKNOWN', system, operation: 'createPaymentLink', requestId: context.requestId, detail: 'the answer has no ref' });
      return { id, value };
    },
  };
}

/** A word that CM does not document is no reason to fail; it is not known. */
function statusOf(value: unknown, asking: Asking): PaymentStatus {
  return paymentLinkStatus({ status: readable('status', value, asking), active: readable('active', value, asking) });
}

function readable(name: string, value: unknown, asking: Asking): unknown {
  try {
    return readField('PaymentLink', name, value, asking);
  } catch (error) {
    if (error instanceof UpstreamError) return undefined;
    throw error;
  }
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

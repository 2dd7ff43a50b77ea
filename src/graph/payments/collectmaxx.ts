/**
 * Collectmaxx as a provider of payment requests. A pay link is created with what the caller selected of
 * it, so that one answer says all; what is selected is written before anything is done.
 *
 *   invoiceAmount     total in the smallest unit, as digits    invoiceReference    claimReference
 *   invoiceCurrency   the claim's currency                     invoiceDescription  claimReference
 *   invoiceDate       current due date, the beginning of that day in UTC; without one, now
 *   visibleUntil      expiresAt                                personName          the primary debtor's name
 *
 * The manual needs all of these but `visibleUntil`. A call-back is set in its portal, not for a link.
 */
import type { FieldNode, GraphQLSchema } from 'graphql';
import type { RequestContext } from '../../context.ts';
import { UpstreamError } from '../../errors.ts';
import { write } from '../batch.ts';
import { Failure } from '../failure.ts';
import { hiddenKey } from '../links/hidden.ts';
import { writePayLinks } from '../links/payLinkSelection.ts';
import { asPaymentRequest } from '../links/paymentRequests.ts';
import { loadClaimPayLinks } from '../links/payLinks.ts';
import { setClaimOfRequest } from '../links/references.ts';
import { asText } from '../links/text.ts';
import type { LinkTools } from '../links/tools.ts';
import { remoteName } from '../names.ts';
import { refuse } from './fields.ts';
import type { Asking } from './fields.ts';
import type { FoundLink, PaymentOrder, Provider } from './provider.ts';
import { payLinkStatus } from './status.ts';

const operation = 'payLink.create';

export interface CollectmaxxOptions {
  tools: LinkTools;
  remoteSchema: GraphQLSchema;
  /** Of the field `paymentRequest`, all of one response key; none where it is not selected. */
  nodes: readonly FieldNode[];
  info: Asking['info'];
}

/** Throws a `GraphQLError` where what is selected cannot be asked for. */
export function collectmaxxProvider({ tools, remoteSchema, nodes, info }: CollectmaxxOptions): Provider {
  const { remote } = tools;
  const selection = writePayLinks({ remote, remoteSchema, info, nodes, hidden: ['id', 'status'] });
  return {
    provider: 'COLLECTMAXX',
    system: remoteName,
    check({ debtorName, callbackUrl }) {
      if (debtorName === undefined) refuse('input.claimReference: the debtor of this claim has no name, which Collectmaxx needs.');
      if (callbackUrl !== undefined) refuse('input.callbackUrl: Collectmaxx takes no address for a single link; its portal has one for all.');
    },
    async find({ claim }, context) {
      const links = await loadClaimPayLinks({ tools, context, info, selection, source: claim });
      return links.map((value) => ({ id: asText(value[hiddenKey('id')]), status: payLinkStatus(value[hiddenKey('status')]), value: asPaymentRequest(value, 'PayLink') }));
    },
    async create(order, context) {
      const root = await write(
        {
          kind: 'mutation',
          root: 'payLink',
          write: (own) => `payLink { create(payLink: ${own('payLink')}) { ...${selection.name} } }`,
          fragments: selection.fragments,
          variables: selection.variables(info),
          own: [{ name: 'payLink', type: 'PayLinkInput!', value: inputOf(order) }],
          operationName: info.operation.name?.value,
          operation: () => operation,
        },
        context,
        remote,
      );
      const link = readCreated(root, context);
      setClaimOfRequest(link.value, order.claimReference);
      return link;
    },
  };
}

function inputOf(order: PaymentOrder): Record<string, string> {
  const { claimReference, dueDate, expiresAt, debtorName = '', requestedAt } = order;
  return {
    personName: debtorName,
    invoiceAmount: String(order.total.minorUnits),
    invoiceCurrency: order.total.currency,
    invoiceDescription: claimReference,
    invoiceReference: claimReference,
    invoiceDate: dueDate === undefined ? requestedAt : `${dueDate}T00:00:00+00:00`,
    ...(expiresAt !== undefined && { visibleUntil: expiresAt }),
  };
}

/** The link; what is no link, and no plain refusal of one, may be one all the same. */
function readCreated(root: unknown, context: RequestContext): Pick<FoundLink, 'id'> & { value: object } {
  const value = root instanceof Failure ? root : (root as Record<string, unknown> | null)?.['create'];
  if (value instanceof Failure) {
    const refusal = refusalOf(value, root === value ? 1 : 0);
    throw refusal ?? lost('it reported an error after the link may have been created', context);
  }
  if (typeof value !== 'object' || value === null) throw lost('the answer has no link', context);
  const id = (value as Record<string, unknown>)[hiddenKey('id')];
  if (typeof id !== 'string' && typeof id !== 'number') throw lost('the link that it answered has no id', context);
  return { id: String(id), value: asPaymentRequest(value, 'PayLink') };
}

/** The server's own words for a fault of its own, where it does not say so by a code. */
const internalError = /^\s*(?:an? )?(?:internal|unexpected|unknown)(?: server)? error/i;

/** The error, if it was reported at `create` itself, `steps` below its place: one further down is of a link that was created. */
function refusalOf({ cause, path }: Failure, steps: number): UpstreamError | undefined {
  if (!(cause instanceof UpstreamError) || path.length > steps || cause.code === 'OUTCOME_UNKNOWN') return undefined;
  const { messages = [] } = cause.extensions as { messages?: string[] };
  return messages.some((message) => internalError.test(message)) ? undefined : cause;
}

function lost(detail: string, { requestId }: RequestContext): UpstreamError {
  return new UpstreamError({ code: 'OUTCOME_UNKNOWN', system: remoteName, operation, requestId, detail });
}

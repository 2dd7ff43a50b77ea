/**
 * `Mutation.requestPayment`: asks a debtor for a claim's money, once.
 *
 *   main.ts         the field: whom to ask, under which turn, with what selected
 *   request.ts      the protocol; lock.ts the turn, repeat.ts writes that may be repeated
 *   account.ts      account and claim at Receeve; remembered.ts what the account's meta remembers
 *   provider.ts     what a provider has to do; cm.ts, collectmaxx.ts do it, status.ts reads how a link stands
 *   fields.ts       fields of the graph, asked by the gateway itself
 */
import { Kind } from 'graphql';
import type { FieldNode, GraphQLFieldResolver, GraphQLResolveInfo, GraphQLSchema, SelectionSetNode } from 'graphql';
import { need } from '../../callers/scopes.ts';
import type { RequestContext } from '../../context.ts';
import { UpstreamError } from '../../errors.ts';
import { forgetReads } from '../../rest/loaders.ts';
import { framesOf, labelOf } from '../../upstream/failure.ts';
import type { LinkTools } from '../links/tools.ts';
import { accountDesk } from './account.ts';
import type { PaymentInput } from './account.ts';
import { cmProvider } from './cm.ts';
import { collectmaxxProvider } from './collectmaxx.ts';
import { refuse } from './fields.ts';
import { createLock } from './lock.ts';
import type { Lock } from './lock.ts';
import type { Provider } from './provider.ts';
import type { PaymentProvider } from './remembered.ts';
import { requestPayment } from './request.ts';

export interface PaymentOptions {
  tools: LinkTools;
  /** The remote's schema of today, in its own names. */
  remoteSchema: GraphQLSchema;
  /** The process's own if absent: the graph may be rebuilt while a call is under way. */
  lock?: Lock | undefined;
  /** ms since the epoch. */
  now?: (() => number) | undefined;
}

const processLock = createLock();

/** Resolver of the field; its result is what `RequestPaymentResult` has, as plain properties. */
export function requestPaymentField(options: PaymentOptions): GraphQLFieldResolver<unknown, RequestContext> {
  const { lock = processLock, now = Date.now } = options;
  return async (_source, args: { input: PaymentInput & { provider: PaymentProvider; force?: boolean | null } }, context, info) => {
    const { input } = args;
    const provider = providerOf(input.provider, info, options);
    need([`${provider.system}:write`], context, ({ fieldName }) => fieldName, info);
    for (const system of ['receeve', provider.system]) {
      if (!context.systems.has(system)) throw new UpstreamError({ code: 'SYSTEM_NOT_CONFIGURED', system, operation: info.fieldName, requestId: context.requestId });
    }
    try {
      const { link, created, remembered } = await requestPayment({
        claimReference: input.claimReference,
        force: input.force ?? false,
        account: accountDesk({ input, info, now }),
        provider,
        lock,
        lockKey: keyOf(input, context),
        context,
        now,
        onFault: (error) => options.tools.remote.log.warn(`A request for payment met a fault of the gateway: ${[labelOf(error), ...framesOf(error)].join('; ')}`),
      });
      return { paymentRequest: link.value, created, remembered };
    } finally {
      // What this operation has read before is not true any more.
      forgetReads(context);
    }
  };
}

function providerOf(name: PaymentProvider, info: GraphQLResolveInfo, { tools, remoteSchema }: PaymentOptions): Provider {
  if (name === 'CM') return cmProvider({ tools, info });
  const byKey = new Map<string, FieldNode[]>();
  for (const { selectionSet } of info.fieldNodes) if (selectionSet) collect(selectionSet, info, byKey);
  // One create call has one answer, in which each selection would need a place of its own.
  if (byKey.size > 1) refuse('paymentRequest can be selected under one name only.');
  return collectmaxxProvider({ tools, remoteSchema, info, nodes: [...byKey.values()].flat() });
}

/** Nodes of `paymentRequest` by response key; one that @skip leaves out costs a few more members. */
function collect({ selections }: SelectionSetNode, info: GraphQLResolveInfo, byKey: Map<string, FieldNode[]>, seen = new Set<string>()): void {
  for (const node of selections) {
    if (node.kind === Kind.FIELD) {
      if (node.name.value !== 'paymentRequest') continue;
      const key = (node.alias ?? node.name).value;
      byKey.set(key, [...(byKey.get(key) ?? []), node]);
    } else if (node.kind === Kind.INLINE_FRAGMENT) {
      collect(node.selectionSet, info, byKey, seen);
    } else if (!seen.has(node.name.value)) {
      seen.add(node.name.value);
      const fragment = info.fragments[node.name.value];
      if (fragment) collect(fragment.selectionSet, info, byKey, seen);
    }
  }
}

/** The same claim of the same tenant, whoever asks. */
function keyOf({ claimReference, provider }: { claimReference: string; provider: PaymentProvider }, { systems }: RequestContext): string {
  const receeve = systems.get('receeve');
  return JSON.stringify([receeve?.baseURL, receeve?.variables['clientId'], provider, claimReference]);
}

/** What `events.graphql` adds to the graph, with the resolvers of its fields; put on like links between systems. */
import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import type { RequestContext } from '../context.ts';
import { claimQuery } from '../graph/links/claims.ts';
import { searchPayLinks } from '../graph/links/payLinkSearch.ts';
import { payLinkSelection } from '../graph/links/payLinkSelection.ts';
import type { EventLinks, Link } from '../graph/links/main.ts';
import type { LinkTools, Resolver } from '../graph/links/tools.ts';
import { remoteName } from '../graph/names.ts';
import { eventLogQuery } from './fields.ts';
import { eventReceived } from './live/field.ts';
import type { Tail } from './live/tail.ts';
import type { EventLog, LoggedEvent } from './log.ts';
import { typedEvent } from './typed.ts';
import type { TypedEvent } from './typed.ts';

export interface EventLinkOptions {
  log: () => Promise<EventLog>;
  /** For whoever follows it. */
  tail: () => Promise<Tail>;
}

/** The scope is `events:read`. */
const reads = ['events'] as const;

/** `sdl` is the text of `events.graphql`; without it, the graph has no events. */
export function eventLinks(sdl: string | undefined, { log, tail }: EventLinkOptions): EventLinks | undefined {
  if (sdl === undefined) return undefined;
  return {
    sdl,
    links: (tools, remoteSchema) =>
      new Map<string, Link>([
        ['Query.eventLog', { resolve: eventLogQuery(log) as Resolver, reads }],
        ['Subscription.eventReceived', { resolve: (received) => (received as { eventReceived: unknown }).eventReceived, subscribe: eventReceived({ log, tail }), reads }],
        ['LoggedEvent.event', { resolve: (event) => typedEvent(event as LoggedEvent), reads: [] }],
        ['PayLinkPaid.payLink', payLinkOf(tools, remoteSchema)],
        ['PayLinkVisited.payLink', payLinkOf(tools, remoteSchema)],
        ['PaymentLinkStatusChanged.paymentLink', called('cm', 'paymentLink', tools, ({ ref }) => ref != null && { reference: ref })],
        ['ReceeveEvent.account', called('receeve', 'account', tools, ({ accountReference }) => accountReference != null && { accountReference })],
        ['ReceeveEvent.claim', claimOf(tools)],
      ]),
  };
}

function payLinkOf(tools: LinkTools, remoteSchema: GraphQLSchema): Link {
  const selectionOf = payLinkSelection(tools.remote, remoteSchema);
  return {
    reads: [remoteName],
    resolve: async (source, _args, context, info) => {
      const { payLinkId } = source as TypedEvent;
      if (payLinkId == null) return null;
      return searchPayLinks({ id: payLinkId }, { tools, selection: selectionOf(info), context, info, remember: true }, ([link]) => link ?? null);
    },
  };
}

function claimOf(tools: LinkTools): Link {
  const find = claimQuery(tools);
  return {
    reads: ['receeve'],
    calls: ['accountClaims'],
    resolve: (source, _args, context, info) => {
      const { accountReference, claimReference } = source as TypedEvent;
      return accountReference == null || claimReference == null ? null : find({}, { accountReference, claimReference }, context, info);
    },
  };
}

/** One call of a root field, by what the event says; null where it does not say it. */
function called(system: string, field: string, tools: LinkTools, argsOf: (event: TypedEvent) => Record<string, unknown> | false): Link {
  return {
    reads: [system],
    calls: [field],
    resolve: (source, _args, context: RequestContext, info: GraphQLResolveInfo) => {
      const args = argsOf(source as TypedEvent);
      return args === false ? null : tools.call(field, args, context, info);
    },
  };
}

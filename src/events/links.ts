/** What `events.graphql` adds to the graph, with the resolvers of its fields; put on like links between systems. */
import type { EventLinks, Link } from '../graph/links/main.ts';
import type { Resolver } from '../graph/links/tools.ts';
import { eventLogQuery } from './fields.ts';
import type { EventLog } from './log.ts';

/** The scope is `events:read`. */
const reads = ['events'] as const;

/** `sdl` is the text of `events.graphql`; without it, the graph has no events. */
export function eventLinks(sdl: string | undefined, log: () => Promise<EventLog>): EventLinks | undefined {
  if (sdl === undefined) return undefined;
  return { sdl, links: () => new Map<string, Link>([['Query.eventLog', { resolve: eventLogQuery(log) as Resolver, reads }]]) };
}

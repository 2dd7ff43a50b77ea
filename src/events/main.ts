/**
 * Events: what the vendors tell of their own accord comes in at three doors, is kept in one durable log, and
 * is read from there; nothing goes from a door to a reader past the log.
 *
 *   events.ts        doors, log and follow-up of one gateway, opened and closed together
 *   log.ts           the log as the rest sees it: append, read, subscribe; its errors
 *     sqlite/          in a file: the processes of one machine
 *     redis/           in Redis: several
 *   neighbours.ts    other processes with the same file; wake.ts how those who read learn that there is something
 *   doors/           /webhooks/<system>: authenticated, bounded, answered 2xx when the log has it
 *     door.ts          what the three have in common; credentials.ts who may knock
 *     collectmaxx.ts, receeve.ts, cm.ts   a vendor's message -> an event of the log
 *   resolver.ts      CM says that a link changed, not how: asks, until it knows
 *   call.ts          what a voice call of Collectmaxx came to
 *   links.ts         what events.graphql adds to the graph; fields.ts Query.eventLog, typed.ts events by their types
 *   live/            Subscription.eventReceived: what was missed, then what comes
 *
 * No cache of this gateway outlives a request, so none goes stale: whoever is told of an event and asks anew,
 * with a context of his own, gets what is true now.
 */
export { CursorError, everyTenant, LogUnavailable } from './log.ts';
export type { Appended, EventLog, LoggedEvent, NewEvent, Page, ReadOptions, Tenant } from './log.ts';

/** `Subscription.eventReceived`: the log followed for one caller, of his own tenant alone; its errors in his words. */
import { GraphQLError } from 'graphql';
import type { RequestContext } from '../../context.ts';
import { checkTypes, eventError } from '../fields.ts';
import { LogUnavailable } from '../log.ts';
import type { EventLog, LoggedEvent } from '../log.ts';
import { follow, TooSlow } from './follow.ts';
import { Ending } from './tail.ts';
import type { Tail } from './tail.ts';

interface Args {
  types?: readonly string[] | null;
  reference?: string | null;
  after?: string | null;
}

type Received = { eventReceived: LoggedEvent };

export interface EventReceivedOptions {
  log: () => Promise<EventLog>;
  tail: () => Promise<Tail>;
}

/** Resolver `subscribe` of the field. */
export function eventReceived({ log, tail }: EventReceivedOptions): (source: unknown, args: Args, context: RequestContext) => Promise<AsyncIterableIterator<Received>> {
  return async (_source, { types, reference, after }, { caller, requestId }) => {
    checkTypes(types);
    const told = (error: unknown): unknown => (error instanceof TooSlow ? tooSlow(error) : eventError(error, 'eventReceived', { requestId }));
    try {
      const filter = { tenant: caller.tenant, types: types ? new Set(types) : undefined, reference: reference ?? undefined };
      const following = follow({ log: await log(), tail: await tail(), filter, after: after ?? undefined });
      await following.ready;
      return translated(following, told);
    } catch (error) {
      throw told(error instanceof Ending ? new LogUnavailable('is closed') : error);
    }
  };
}

function translated(following: ReturnType<typeof follow>, told: (error: unknown) => unknown): AsyncIterableIterator<Received> {
  const all: AsyncIterableIterator<Received> = {
    async next() {
      try {
        const next = await following.next();
        return next.done ? { done: true, value: undefined } : { done: false, value: { eventReceived: next.value } };
      } catch (error) {
        throw told(error);
      }
    },
    async return() {
      await following.return();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => all,
  };
  return all;
}

function tooSlow({ message, cursor }: TooSlow): GraphQLError {
  return new GraphQLError(`${message} Subscribe again with "after": the cursor of the last one is in extensions.cursor.`, { extensions: { code: 'LIMIT_EXCEEDED', cursor } });
}

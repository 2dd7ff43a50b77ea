/** `Query.eventLog`: one page of the log, for the caller's own tenant. Its scope is checked where links are put on. */
import { GraphQLError } from 'graphql';
import type { RequestContext } from '../context.ts';
import { UpstreamError } from '../errors.ts';
import { CursorError, LogUnavailable } from './log.ts';
import type { EventLog, Page } from './log.ts';

export interface EventQuestion {
  after?: string | null;
  first?: number | null;
  types?: readonly string[] | null;
  reference?: string | null;
}

const mostEvents = 1_000;
const mostTypes = 100;
const usual = 100;

/** Resolver of `Query.eventLog`. Absent and null mean the same here: no condition. */
export function eventLogQuery(log: () => Promise<EventLog>): (source: unknown, args: EventQuestion, context: RequestContext) => Promise<Page> {
  return async (_source, args, context) => {
    const { after, types, reference } = args;
    const first = args.first ?? usual;
    if (first < 1 || first > mostEvents) throw refused(`first must be from 1 to ${mostEvents}, but is ${first}.`);
    checkTypes(types);
    try {
      const { caller } = context;
      return await (await log()).read({ tenant: caller.tenant, after: after ?? undefined, first, types: types ?? undefined, reference: reference ?? undefined });
    } catch (error) {
      throw eventError(error, 'eventLog', context);
    }
  };
}

/** Throws for more types than an event can reasonably be of. */
export function checkTypes(types: readonly string[] | null | undefined): void {
  if (types && types.length > mostTypes) throw refused(`types names ${types.length} types; at most ${mostTypes} are taken.`);
}

/** What a caller is told of an error of the log. */
export function eventError(error: unknown, operation: string, { requestId }: Pick<RequestContext, 'requestId'>): unknown {
  if (error instanceof CursorError) return refused(error.message);
  if (error instanceof LogUnavailable) return new UpstreamError({ code: 'UPSTREAM_UNAVAILABLE', system: 'events', operation, requestId });
  return error;
}

function refused(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

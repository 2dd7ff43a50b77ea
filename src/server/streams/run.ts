/**
 * Runs an operation of a connection that lasts: a subscription's results as they come, or the one result of any
 * other operation.
 *
 *   event of the source -> may its caller still have it? -> a context of its own -> execution -> result
 *
 * Each result is asked for only when the one before has been taken, and its context ends with it: no loader and no
 * answer of an upstream lives from one event to the next. What a caller may do is looked at again for each
 * event, and when his token runs out.
 */
import { createSourceEventStream, GraphQLError, OperationTypeNode } from 'graphql';
import type { ExecutionResult, FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import type { Caller, Callers } from '../../callers/main.ts';
import type { RequestContext } from '../../context.ts';
import { Ending } from '../../events/live/tail.ts';
import { createDiscretion } from '../../privacy/main.ts';
import { createContext } from '../context.ts';
import type { Answering, ContextOptions } from '../context.ts';
import { createFormatError, presentError } from '../errors.ts';
import { runOperation } from '../execution.ts';
import type { Runtime } from '../execution.ts';
import { explainVariables } from '../variables.ts';
import type { Prepared } from './documents.ts';
import { Moment } from './moment.ts';

export interface RunnerOptions {
  runtime: Runtime;
  callers: Pick<Callers, 'isCurrent'>;
  /** All of a context that the server knows. */
  contextOf: (of: { requestId: string; caller: Caller; response: Answering }) => ContextOptions;
}

export interface Client {
  requestId: string;
  caller: Caller;
}

export type Result = FormattedExecutionResult;

export interface Results extends AsyncIterableIterator<Result> {
  /** Nobody waits for more: what is under way is given up. */
  return(): Promise<IteratorResult<Result>>;
}

export interface Runner {
  /** An iterator for a subscription that has begun; it rejects with `Ending` when it should be begun again elsewhere. */
  run(prepared: Prepared, client: Client): Promise<Result | Results>;
}

/** The longest a timer can run, in ms. */
const longestTimer = 2 ** 31 - 1;

export function createRunner({ runtime, callers, contextOf }: RunnerOptions): Runner {
  const { engine, log } = runtime;
  const format = createFormatError({ log, stacktraces: false, telemetry: runtime.telemetry });
  const formatted = ({ errors, data, extensions }: ExecutionResult): Result => ({
    ...(errors && { errors: errors.map((error): GraphQLFormattedError => format(error.toJSON(), error)) }),
    ...(data !== undefined && { data }),
    ...(extensions && { extensions }),
  });

  async function once(prepared: Prepared, client: Client, moment: Moment): Promise<Result> {
    const context = createContext(contextOf({ ...client, response: moment }));
    try {
      return formatted(await runOperation({ ...prepared, context }, runtime));
    } finally {
      moment.close(true);
    }
  }

  async function source(prepared: Prepared, client: Client, context: RequestContext): Promise<AsyncIterable<unknown> | Result> {
    const { schema, document, operation, operationName, variables } = prepared;
    const exceeded = runtime.limits.ofRun({ schema, document, operation }, variables);
    if (exceeded) return formatted({ errors: [exceeded] });
    const begun = await createSourceEventStream({ schema, document, contextValue: context, variableValues: variables, operationName });
    if (Symbol.asyncIterator in begun) return begun;
    // Without a path it was not the field that failed.
    if (begun.errors?.some(({ path }) => path === undefined)) return formatted({ errors: explainVariables({ schema, operation, variables, suggestions: runtime.suggestions }) });
    return formatted({ errors: begun.errors?.map((error) => presentError(error, { requestId: client.requestId, log })) });
  }

  function discretion({ schema, document, operation, variables }: Prepared, { systems }: RequestContext): ReturnType<typeof createDiscretion> | undefined {
    return runtime.sensitive && createDiscretion({ schema, document, operation, variables, systems }, runtime.sensitive);
  }

  async function subscription(prepared: Prepared, client: Client): Promise<Result | Results> {
    const { requestId, caller } = client;
    const beginning = new Moment();
    const begun = await source(prepared, client, createContext(contextOf({ ...client, response: beginning })));
    beginning.close(true);
    if (!(Symbol.asyncIterator in begun)) return begun;
    const events = begun[Symbol.asyncIterator]();
    let moment: Moment | undefined;
    let expired = false;
    const stop = (): void => {
      moment?.close(false);
      void events.return?.();
    };
    const expiry = caller.expiresAt === undefined ? undefined : whenReached(caller.expiresAt, () => {
      expired = true;
      stop();
    });

    async function resultOf(event: unknown): Promise<Result> {
      moment = new Moment();
      const context = createContext(contextOf({ ...client, response: moment }));
      const { schema, document, operationName, variables } = prepared;
      try {
        const result = await engine.execute({ schema, document, contextValue: context, variableValues: variables, operationName: operationName ?? null, rootValue: event });
        return formatted({ ...result, ...(result.errors && { errors: result.errors.map((error) => presentError(error, { requestId, log, discreet: discretion(prepared, context) })) }) });
      } finally {
        moment.close(true);
        moment = undefined;
      }
    }

    async function* results(): AsyncGenerator<Result> {
      try {
        for (;;) {
          const next: IteratorResult<unknown, unknown> = await events.next();
          if (expired || (!next.done && !callers.isCurrent(caller))) return void (yield formatted({ errors: [noLongerKnown(requestId)] }));
          if (next.done) return;
          yield await resultOf(next.value);
        }
      } catch (error) {
        if (error instanceof Ending) throw error;
        yield formatted({ errors: [presentError(asGraphQLError(error), { requestId, log })] });
      } finally {
        expiry?.();
        stop();
      }
    }

    const iterator = results();
    const all: Results = {
      next: () => iterator.next(),
      return() {
        expiry?.();
        stop();
        return iterator.return(undefined);
      },
      [Symbol.asyncIterator]: () => all,
    };
    return all;
  }

  return {
    run: (prepared, client) => (prepared.operation.operation === OperationTypeNode.SUBSCRIPTION ? subscription(prepared, client) : once(prepared, client, new Moment())),
  };
}

function noLongerKnown(requestId: string): GraphQLError {
  return new GraphQLError('What the caller showed counts no longer: subscribe again with a new key or token.', { extensions: { code: 'UNAUTHENTICATED', requestId } });
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  return new GraphQLError('', { originalError: error instanceof Error ? error : new Error('not an error') });
}

/** Calls at a time in ms since the epoch, however far away; the answer ends it. */
function whenReached(time: number, call: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const left = time - Date.now();
    timer = setTimeout(() => (left > longestTimer ? wait() : call()), Math.min(left, longestTimer)).unref();
  };
  wait();
  return () => clearTimeout(timer);
}

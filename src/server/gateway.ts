/**
 * Hands Apollo Server the graph through its `gateway` hook: the schema may change while the server
 * runs, and Apollo then starts a new document store, so that nothing validated against the old
 * schema runs on the new one. The executor is the place where another engine can step in.
 */
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { GraphQLError, Kind, execute } from 'graphql';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { RequestContext } from '../context.ts';
import { describeError } from './describeError.ts';
import { presentError } from './errors.ts';
import { explainVariables } from './variables.ts';

type GatewayInterface = ApolloServerOptionsWithGateway<RequestContext>['gateway'];
type GatewayExecutor = NonNullable<Awaited<ReturnType<GatewayInterface['load']>>['executor']>;
type SchemaListener = Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0];

/** What the server needs of the graph: the schema as it is now, and word of a new one. */
export interface SchemaSource {
  readonly schema: GraphQLSchema;
  onChange(listener: () => void): (() => void) | void;
}

export interface GatewayOptions {
  graph: SchemaSource;
  log: Logger;
}

export function schemaGateway({ graph, log }: GatewayOptions): GatewayInterface {
  const listeners = new Set<SchemaListener>();
  let unsubscribe: (() => void) | void;
  const publish = (): void => {
    for (const listener of listeners) listener({ apiSchema: graph.schema, coreSupergraphSdl: '' });
  };
  return {
    onSchemaLoadOrUpdate(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async load() {
      unsubscribe = graph.onChange(() => {
        try {
          publish();
          log.info('the graph has a new schema');
        } catch (error) {
          log.error({ error: describeError(error) }, 'a new schema is not valid; the old one stays');
        }
      });
      publish();
      return { executor: createExecutor(log) };
    },
    async stop() {
      unsubscribe?.();
      listeners.clear();
    },
  };
}

/** Runs one operation. Its errors leave here as the caller sees them, while the request they belong to is still known. */
function createExecutor(log: Logger): GatewayExecutor {
  return async ({ schema, document, context, request, operation }) => {
    const { requestId } = context as RequestContext;
    const variableValues = request.variables ?? {};
    try {
      const result = await execute({ schema, document, contextValue: context, variableValues, operationName: request.operationName ?? null });
      // Without an operation Apollo has its own error to give.
      if (!result.errors || !operation) return result;
      if (variablesFailed(result)) return { errors: explainVariables({ schema, operation, variables: variableValues }) };
      return { ...result, errors: result.errors.map((error) => presentError(error, { requestId, log })) };
    } catch (error) {
      // Thrown, not returned: the engine itself failed.
      const failure = new GraphQLError('', { originalError: error instanceof Error ? error : new Error('not an error') });
      return { data: null, errors: [presentError(failure, { requestId, log })] };
    }
  };
}

function variablesFailed({ data, errors }: ExecutionResult): boolean {
  return data === undefined && errors?.some(({ nodes }) => nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION) === true;
}

/**
 * Hands Apollo Server the graph through its `gateway` hook: the schema may change while the server
 * runs, and Apollo then starts a new document store, so that nothing validated against the old
 * schema runs on the new one.
 */
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import type { RequestContext } from '../context.ts';
import { describeError } from './describeError.ts';
import type { DocumentTable } from './documentTable.ts';
import { runOperation } from './execution.ts';
import type { Runtime } from './execution.ts';
import type { HotLane } from './hotLane.ts';

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
  runtime: Runtime;
  /** Absent: every operation takes the long way. */
  lane?: HotLane | undefined;
  /** What Apollo remembers: nothing of a schema that is no more. */
  documents?: DocumentTable | undefined;
}

export function schemaGateway({ graph, runtime, lane, documents }: GatewayOptions): GatewayInterface {
  const { log } = runtime;
  const listeners = new Set<SchemaListener>();
  let unsubscribe: (() => void) | void;
  const publish = (): void => {
    const { schema } = graph;
    for (const listener of listeners) listener({ apiSchema: schema, coreSupergraphSdl: '' });
    documents?.clear();
    lane?.follow(schema);
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
      return { executor: createExecutor({ runtime, lane }) };
    },
    async stop() {
      unsubscribe?.();
      listeners.clear();
    },
  };
}

/** Apollo has parsed and validated; a document that comes again may take the short way. */
function createExecutor({ runtime, lane }: { runtime: Runtime; lane: HotLane | undefined }): GatewayExecutor {
  return async ({ schema, document, context, request, operation }) => {
    if (lane && request.query !== undefined && operation && !runtime.limits.ofOperation({ schema, document, operation })) lane.remember(request.query, document, schema);
    return runOperation({ schema, document, operation, operationName: request.operationName, variables: request.variables, context: context as RequestContext }, runtime);
  };
}

/**
 * Apollo Server as this gateway runs it. Everything that depends on NODE_ENV, on an Apollo account
 * or on another host is off; what a caller may do follows explicit settings.
 */
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { RequestContext } from '../context.ts';
import { DocumentTable } from './documentTable.ts';
import { createFormatError } from './errors.ts';
import type { Runtime } from './execution.ts';
import { schemaGateway } from './gateway.ts';
import type { SchemaSource } from './gateway.ts';
import type { HotLane } from './hotLane.ts';
import { isManyValues, jsonPieces } from './pieces.ts';

export interface ApolloOptions {
  graph: SchemaSource;
  introspection: boolean;
  stacktraces: boolean;
  runtime: Runtime;
  lane?: HotLane | undefined;
}

/** A started server; `stop()` ends it. */
export async function createApollo({ graph, introspection, stacktraces, runtime, lane }: ApolloOptions): Promise<ApolloServer<RequestContext>> {
  const { log, telemetry } = runtime;
  const documents = new DocumentTable();
  const apollo = new ApolloServer<RequestContext>({
    gateway: schemaGateway({ graph, runtime, lane, documents }),
    // Its own store has room for five times as many, and writes each of them as JSON to see how large it is.
    documentStore: {
      get: async (key) => documents.get(key),
      set: async (key, document) => documents.set(key, document),
      delete: async (key) => documents.delete(key),
    },
    introspection,
    // What may not be read may not be guessed at either.
    validationOptions: { hideSuggestions: !introspection },
    includeStacktraceInErrorResponses: stacktraces,
    formatError: createFormatError({ log, stacktraces, telemetry }),
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    // What is large is written in turns. Apollo hands the pieces through as it would the text; `graphql.ts` knows them.
    stringifyResult: (result) => (isManyValues(result) ? (jsonPieces(result) as unknown as Promise<string>) : JSON.stringify(result) + '\n'),
    // They would let any caller write into a store shared by all callers, for a saving that a
    // loopback or data centre network does not notice.
    persistedQueries: false,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    apollo: {},
    logger: {
      debug: (message) => log.debug({ from: 'apollo' }, ownWords(message)),
      info: (message) => log.info({ from: 'apollo' }, ownWords(message)),
      warn: (message) => log.warn({ from: 'apollo' }, ownWords(message)),
      error: (message) => log.error({ from: 'apollo' }, ownWords(message)),
    },
    plugins: [
      // It wraps every field in a timer.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await apollo.start();
  return apollo;
}

/** What comes after a colon is an error's message, which quotes what it choked on. */
function ownWords(message: unknown): string {
  return typeof message === 'string' ? (/^[^:]*/.exec(message)?.[0] ?? '') : 'an error without words of its own';
}

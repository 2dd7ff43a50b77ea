/**
 * An Apollo link over a client: its authentication, its time limit, its retries of reads alone, and
 * subscriptions over Server-Sent Events. No HttpLink is needed beside it.
 */
import { ApolloLink, Observable } from '@apollo/client';
import type { FormattedExecutionResult } from 'graphql';
import { getOperationAST, print } from 'graphql';
import type { Client } from '../client.ts';
import { TypedDocument } from '../document.ts';
import type { DocumentFacts } from '../document.ts';
import type { GraphError } from '../requestError.ts';
import { GraphQLRequestError } from '../requestError.ts';

type Data = Record<string, import('../json.ts').JSONValue>;

export function collectgraphLink(client: Client): ApolloLink {
  return new ApolloLink((operation) => {
    const kind: DocumentFacts['kind'] = getOperationAST(operation.query, operation.operationName)?.operation ?? 'query';
    const document = new TypedDocument<Data, object>({ kind, name: operation.operationName ?? '', text: print(operation.query) });
    return new Observable<FormattedExecutionResult>((observer) => {
      const ended = new AbortController();
      const options = { signal: ended.signal };
      const run = async (): Promise<void> => {
        if (kind === 'subscription') for await (const data of client.subscribe(document, operation.variables, options)) observer.next({ data });
        else {
          const { data, errors } = await client.execute(document, operation.variables, options);
          observer.next({ data, ...(errors.length > 0 && { errors: errors.map(plain) }) });
        }
        observer.complete();
      };
      run().catch((error: Error) => {
        if (ended.signal.aborted) return;
        // What the gateway refused as a whole is an answer, too.
        if (error instanceof GraphQLRequestError && error.errors.length > 0) {
          observer.next({ data: null, errors: error.errors.map(plain) });
          observer.complete();
        } else observer.error(error);
      });
      return () => ended.abort();
    });
  });
}

const plain = ({ message, path, extensions }: GraphError) => ({ message, ...(path && { path }), extensions: { ...extensions } });

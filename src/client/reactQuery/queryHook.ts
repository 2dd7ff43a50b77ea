/**
 * A hook for one query. A partial answer is an error, so that nobody takes "could not be asked" for "there is
 * none"; what arrived stands, typed, in `error.data`. Retries are the client's: the hook makes none on top.
 */
import { useQuery } from '@tanstack/react-query';
import type { QueryKey, UseQueryOptions, UseQueryResult } from '@tanstack/react-query';
import type { Client } from '../client.ts';
import type { TypedDocument, VariablesOf } from '../document.ts';
import type { GraphQLRequestError } from '../requestError.ts';
import { useCollectgraph } from './provider.ts';

export type QueryHookOptions<Result, Data> = Omit<UseQueryOptions<Result, GraphQLRequestError<Result>, Data>, 'queryKey' | 'queryFn'>;

export interface QueryHook<Result, Variables> {
  <Data = Result>(...rest: VariablesOf<Variables, [QueryHookOptions<Result, Data>]>): UseQueryResult<Data, GraphQLRequestError<Result>>;
  document: TypedDocument<Result, Variables>;
  /** Without variables: the key of every answer to this query, to invalidate them all. */
  queryKey: (variables?: Variables) => QueryKey;
  /** For `prefetchQuery`, `useSuspenseQuery`, loaders. */
  queryOptions: (client: Client, ...rest: VariablesOf<Variables, []>) => { queryKey: QueryKey; queryFn: (context: { signal: AbortSignal }) => Promise<Result>; retry: false };
}

export function queryHook<Result, Variables extends object>(document: TypedDocument<Result, Variables>): QueryHook<Result, Variables> {
  const queryKey = (variables?: Variables): QueryKey => ['collectgraph', document.operationName, ...(variables === undefined ? [] : [variables])];
  const optionsFor = (client: Client, variables: Variables | undefined) => ({
    queryKey: queryKey(variables ?? ({} as Variables)),
    queryFn: ({ signal }: { signal: AbortSignal }) => client.request(document, ...([variables, { signal }] as VariablesOf<Variables, [{ signal: AbortSignal }]>)),
    retry: false as const,
  });
  const hook = <Data = Result>(...[variables, options]: VariablesOf<Variables, [QueryHookOptions<Result, Data>]>): UseQueryResult<Data, GraphQLRequestError<Result>> =>
    useQuery<Result, GraphQLRequestError<Result>, Data>({ ...optionsFor(useCollectgraph(), variables), ...options });
  return Object.assign(hook, { document, queryKey, queryOptions: (client: Client, ...[variables]: VariablesOf<Variables, []>) => optionsFor(client, variables) });
}

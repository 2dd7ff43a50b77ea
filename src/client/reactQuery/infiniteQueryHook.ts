/** A hook for a query that is read page by page: `fetchNextPage` asks for the next one until `hasNextPage` is false. */
import { useInfiniteQuery } from '@tanstack/react-query';
import type { InfiniteData, QueryKey, UseInfiniteQueryOptions, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { TypedDocument } from '../document.ts';
import type { GraphQLRequestError } from '../requestError.ts';
import { useCollectgraph } from './provider.ts';

/** The variable of a page: a cursor, a number, or nothing for the first. */
export type PageParam = string | number | null;

export interface Pages<Result> {
  variable: string;
  first: PageParam;
  /** Nothing where there is no further page. */
  next: (page: Result, last: PageParam) => PageParam | undefined;
}

export type InfiniteQueryHookOptions<Result, Data> = Omit<
  UseInfiniteQueryOptions<Result, GraphQLRequestError<Result>, Data, QueryKey, PageParam>,
  'queryKey' | 'queryFn' | 'initialPageParam' | 'getNextPageParam'
>;

export interface InfiniteQueryHook<Result, Variables> {
  <Data = InfiniteData<Result, PageParam>>(variables: Variables, options?: InfiniteQueryHookOptions<Result, Data>): UseInfiniteQueryResult<Data, GraphQLRequestError<Result>>;
  queryKey: (variables?: Variables) => QueryKey;
}

export function infiniteQueryHook<Result, Variables extends object>(document: TypedDocument<Result, Variables>, { variable, first, next }: Pages<Result>): InfiniteQueryHook<Result, Variables> {
  // Not the key of the query hook: what is kept under it has another shape.
  const queryKey = (variables?: Variables): QueryKey => ['collectgraph', document.operationName, 'pages', ...(variables === undefined ? [] : [variables])];
  const hook = <Data = InfiniteData<Result, PageParam>>(variables: Variables, options?: InfiniteQueryHookOptions<Result, Data>): UseInfiniteQueryResult<Data, GraphQLRequestError<Result>> => {
    const client = useCollectgraph();
    return useInfiniteQuery<Result, GraphQLRequestError<Result>, Data, QueryKey, PageParam>({
      queryKey: queryKey(variables),
      queryFn: ({ signal, pageParam }) => client.request(document, { ...variables, ...(pageParam !== null && { [variable]: pageParam }) }, { signal }),
      initialPageParam: first,
      getNextPageParam: (page, _pages, last) => next(page, last),
      retry: false,
      ...options,
    });
  };
  return Object.assign(hook, { queryKey });
}

/** The number after this one, as long as there are pages. */
export function nextPage(numberOfPages: number | null | undefined, last: PageParam): number | undefined {
  return typeof last === 'number' && last < (numberOfPages ?? 0) ? last + 1 : undefined;
}

export function nextOffset(pagination: { limit: number | null; offset: number | null; total: number | null } | null | undefined): number | undefined {
  const { limit, offset, total } = pagination ?? {};
  if (limit == null || offset == null || total == null || limit <= 0) return undefined;
  return offset + limit < total ? offset + limit : undefined;
}

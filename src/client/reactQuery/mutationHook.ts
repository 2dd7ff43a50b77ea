/**
 * A hook for one write. It is sent once and at once: no retry, and no waiting for the network to come back,
 * after which nobody remembers having asked for it. `error.code` OUTCOME_UNKNOWN: look before you ask again.
 */
import { useMutation } from '@tanstack/react-query';
import type { UseMutationOptions, UseMutationResult } from '@tanstack/react-query';
import type { TypedDocument, VariablesOf } from '../document.ts';
import type { GraphQLRequestError } from '../requestError.ts';
import { useCollectgraph } from './provider.ts';

export type MutationHookOptions<Result, Variables, Context> = Omit<UseMutationOptions<Result, GraphQLRequestError<Result>, Variables, Context>, 'mutationFn' | 'retry' | 'networkMode'>;

export interface MutationHook<Result, Variables> {
  <Context = undefined>(options?: MutationHookOptions<Result, Variables, Context>): UseMutationResult<Result, GraphQLRequestError<Result>, Variables, Context>;
}

export function mutationHook<Result, Variables extends object>(document: TypedDocument<Result, Variables>): MutationHook<Result, Variables> {
  return <Context = undefined>(options?: MutationHookOptions<Result, Variables, Context>): UseMutationResult<Result, GraphQLRequestError<Result>, Variables, Context> => {
    const client = useCollectgraph();
    return useMutation<Result, GraphQLRequestError<Result>, Variables, Context>({
      ...options,
      mutationFn: (variables) => client.request(document, ...([variables] as VariablesOf<Variables, []>)),
      retry: false,
      networkMode: 'always',
    });
  };
}

/** A hook for one subscription: listens while the component is there, and gives the latest answer and every one to `onData`. */
import { useEffect, useRef, useState } from 'react';
import type { TypedDocument, VariablesOf } from '../document.ts';
import { GraphQLRequestError } from '../requestError.ts';
import { useCollectgraph } from './provider.ts';

export interface SubscriptionHookOptions<Result> {
  /** False: not now. */
  enabled?: boolean;
  /** Called for each answer, in their order. */
  onData?: (data: Result) => void;
}

export interface SubscriptionState<Result> {
  /** The latest answer. */
  data: Result | undefined;
  /** Why it ended, where it did not end by itself. */
  error: GraphQLRequestError<Result> | undefined;
  status: 'idle' | 'listening' | 'ended';
}

export type SubscriptionHook<Result, Variables> = (...rest: VariablesOf<Variables, [SubscriptionHookOptions<Result>]>) => SubscriptionState<Result>;

export function subscriptionHook<Result, Variables extends object>(document: TypedDocument<Result, Variables>): SubscriptionHook<Result, Variables> {
  const idle: SubscriptionState<Result> = { data: undefined, error: undefined, status: 'idle' };
  return (...[variables, { enabled = true, onData } = {}]) => {
    const client = useCollectgraph();
    const [state, setState] = useState(idle);
    // The latest, so that another function in each rendering does not end the connection.
    const tell = useRef(onData);
    useEffect(() => {
      tell.current = onData;
    });
    const key = JSON.stringify(variables ?? {});
    useEffect(() => {
      if (!enabled) return setState(idle);
      const ended = new AbortController();
      const listen = async (): Promise<void> => {
        setState({ ...idle, status: 'listening' });
        const rest = [JSON.parse(key) as Variables, { signal: ended.signal }] as VariablesOf<Variables, [{ signal: AbortSignal }]>;
        for await (const data of client.subscribe(document, ...rest)) {
          if (ended.signal.aborted) return;
          setState({ data, error: undefined, status: 'listening' });
          tell.current?.(data);
        }
        if (!ended.signal.aborted) setState((last) => ({ ...last, status: 'ended' }));
      };
      listen().catch((error: Error) => {
        if (ended.signal.aborted) return;
        const found = error instanceof GraphQLRequestError ? (error as GraphQLRequestError<Result>) : new GraphQLRequestError<Result>({ code: 'NETWORK_FAILED', message: 'The subscription broke off.', cause: error });
        setState((last) => ({ ...last, error: found, status: 'ended' }));
      });
      return () => ended.abort();
    }, [client, key, enabled]);
    return state;
  };
}

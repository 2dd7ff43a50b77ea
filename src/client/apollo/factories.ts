/** What makes a hook of a typed document: Apollo Client's own, with the document and its types filled in. */
import { useMutation, useQuery, useSubscription } from '@apollo/client/react';
import type { OperationVariables } from '@apollo/client';
import type { TypedDocument } from '../document.ts';
import { documentNode } from './documentNode.ts';
import type { TypedNode } from './documentNode.ts';

/** Options may be left out where no variable is required. */
type OptionsOf<Variables, Options> = Record<string, never> extends Variables ? [options?: Options & { variables?: Variables }] : [options: Options & ({ variables: Variables } | { skip: true; variables?: Variables })];

export interface QueryHook<Result, Variables extends OperationVariables> {
  (...rest: OptionsOf<Variables, Omit<useQuery.Options<Result, Variables>, 'variables'>>): useQuery.Result<Result, Variables>;
  /** For `client.query`, `readQuery`, `refetchQueries`. */
  readonly document: TypedNode<Result, Variables>;
}

export interface MutationHook<Result, Variables extends OperationVariables> {
  (options?: useMutation.Options<Result, Variables>): useMutation.ResultTuple<Result, Variables>;
  readonly document: TypedNode<Result, Variables>;
}

export interface SubscriptionHook<Result, Variables extends OperationVariables> {
  (...rest: OptionsOf<Variables, Omit<useSubscription.Options<Result, Variables>, 'variables'>>): useSubscription.Result<Result>;
  readonly document: TypedNode<Result, Variables>;
}

export function queryHook<Result, Variables extends OperationVariables>(document: TypedDocument<Result, Variables>): QueryHook<Result, Variables> {
  const node = once(() => documentNode(document));
  const hook = (...[options]: OptionsOf<Variables, Omit<useQuery.Options<Result, Variables>, 'variables'>>) =>
    useQuery<Result, Variables>(node(), options as useQuery.Options<Result, Variables> & { variables: Variables }) as useQuery.Result<Result, Variables>;
  return withDocument(hook, node);
}

export function mutationHook<Result, Variables extends OperationVariables>(document: TypedDocument<Result, Variables>): MutationHook<Result, Variables> {
  const node = once(() => documentNode(document));
  const hook = (options?: useMutation.Options<Result, Variables>) => useMutation<Result, Variables>(node(), options) as useMutation.ResultTuple<Result, Variables>;
  return withDocument(hook, node);
}

export function subscriptionHook<Result, Variables extends OperationVariables>(document: TypedDocument<Result, Variables>): SubscriptionHook<Result, Variables> {
  const node = once(() => documentNode(document));
  const hook = (...[options]: OptionsOf<Variables, Omit<useSubscription.Options<Result, Variables>, 'variables'>>) =>
    useSubscription<Result, Variables>(node(), options as useSubscription.Options<Result, Variables> & { variables: Variables });
  return withDocument(hook, node);
}

/** Parsed when it is wanted: a page loads more hooks than it shows. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function withDocument<Hook extends object, Node>(hook: Hook, node: () => Node): Hook & { readonly document: Node } {
  return Object.defineProperty(hook, 'document', { get: node, enumerable: true }) as Hook & { readonly document: Node };
}

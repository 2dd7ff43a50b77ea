/** What makes a hook of a typed document. */
export { queryHook } from './queryHook.ts';
export type { QueryHook, QueryHookOptions } from './queryHook.ts';
export { infiniteQueryHook, nextOffset, nextPage } from './infiniteQueryHook.ts';
export type { InfiniteQueryHook, InfiniteQueryHookOptions, PageParam, Pages } from './infiniteQueryHook.ts';
export { mutationHook } from './mutationHook.ts';
export type { MutationHook, MutationHookOptions } from './mutationHook.ts';
export { subscriptionHook } from './subscriptionHook.ts';
export type { SubscriptionHook, SubscriptionHookOptions, SubscriptionState } from './subscriptionHook.ts';

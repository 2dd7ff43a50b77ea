/** `collectgraph/client/react-query`: hooks for TanStack Query 5, named after the documents, and what makes hooks of your own. */
export { CollectgraphProvider, useCollectgraph } from './provider.ts';
export * from './factories.ts';
export * from '../generated/reactQuery.ts';

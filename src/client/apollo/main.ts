/** `collectgraph/client/apollo`: hooks for Apollo Client 4, named after the documents, and the link that they need. */
export { collectgraphLink } from './link.ts';
export { documentNode } from './documentNode.ts';
export type { TypedNode } from './documentNode.ts';
export * from './factories.ts';
export * from '../generated/apollo.ts';

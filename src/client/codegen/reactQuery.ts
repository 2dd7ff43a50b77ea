/**
 * Plugin `collectgraph/codegen/react-query`: hooks for TanStack Query, one for each operation, and an infinite
 * one for each query of `pages`. Options: see `HooksConfig`.
 */
import type { GraphQLSchema } from 'graphql';
import type { HooksConfig } from './hooks.ts';
import { hookCode } from './hooks.ts';
import type { DocumentFile, Output } from './typed.ts';

export const plugin = (_schema: GraphQLSchema, files: DocumentFile[], config: HooksConfig): Output => hookCode({ files, config, from: 'collectgraph/client/react-query', infinite: true });

/** Plugin `collectgraph/codegen/apollo`: hooks for Apollo Client 4, one for each operation. Options: see `HooksConfig`. */
import type { GraphQLSchema } from 'graphql';
import type { HooksConfig } from './hooks.ts';
import { hookCode } from './hooks.ts';
import type { DocumentFile, Output } from './typed.ts';

export const plugin = (_schema: GraphQLSchema, files: DocumentFile[], config: HooksConfig): Output => hookCode({ files, config, from: 'collectgraph/client/apollo', infinite: false });

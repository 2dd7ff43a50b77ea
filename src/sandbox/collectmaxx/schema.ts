/** The schema of the stand-in: the snapshot that the gateway knows, and what a test adds to it. */
import { readFileSync } from 'node:fs';
import type { GraphQLFieldResolver, GraphQLOutputType } from 'graphql';
import { buildSchema, defaultFieldResolver, extendSchema, getNamedType, GraphQLSchema, isListType, isNonNullType, parse } from 'graphql';
import { schemaFile } from '../documents.ts';

/** `extraSDL`: e.g. `extend type PayLink { expiresOn: String }`. A field that nobody fills in answers a sample of its type. */
export function collectmaxxSchema(extraSDL?: string): GraphQLSchema {
  const schema = buildSchema(readFileSync(schemaFile('collectmaxx.graphql'), 'utf8'));
  return extraSDL === undefined ? schema : extendSchema(schema, parse(extraSDL));
}

const samples: Record<string, unknown> = { Int: 1, Float: 1.5, Boolean: true };

/** A value that is there is answered; a scalar that is not there (and was not left empty) by its sample. */
export function resolverFor(known: GraphQLSchema | undefined): GraphQLFieldResolver<unknown, unknown> {
  if (known === undefined) return defaultFieldResolver;
  return (source, args, context, info) => {
    const value: unknown = defaultFieldResolver(source, args as Record<string, unknown>, context, info);
    const owner = known.getType(info.parentType.name);
    const isNew = owner === undefined || !('getFields' in owner) || owner.getFields()[info.fieldName] === undefined;
    return value === undefined && isNew ? sample(info.returnType, info.fieldName) : value;
  };
}

function sample(type: GraphQLOutputType, name: string): unknown {
  if (isNonNullType(type)) return sample(type.ofType as GraphQLOutputType, name);
  if (isListType(type)) return [];
  const named = getNamedType(type);
  return 'getFields' in named ? {} : (samples[named.name] ?? name);
}

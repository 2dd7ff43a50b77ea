/**
 * One schema out of the gateway's own and the remote's. `stitchSchemas` joins the types; the resolvers
 * are put on here: the gateway's own as they were, the remote's as `delegate.ts` and `read.ts` make them.
 *
 *   own schema -- types with resolvers --.
 *                                         stitchSchemas --> types joined, links added --> resolvers --> the graph
 *   remote's schema -- renamed ----------'
 *
 * Why not the resolvers of stitchSchemas: they resolve every field of an answer that the remote has
 * resolved already, wrap errors until their codes are hard to find, and know neither an enum value
 * that was added yesterday nor which of two aliased lookups failed.
 */
import { stitchSchemas } from '@graphql-tools/stitch';
import { RenameObjectFields, RenameRootFields, RenameRootTypes, RenameTypes } from '@graphql-tools/wrap';
import { extendSchema, getNullableType, isAbstractType, isInterfaceType, isIntrospectionType, isObjectType, validateSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { markReader } from '../execute/main.ts';
import { delegate } from './delegate.ts';
import type { Remote } from './delegate.ts';
import { fitLinks } from './links/document.ts';
import type { LinkDocument } from './links/document.ts';
import { knownNeeds } from './links/hidden.ts';
import { putLinkResolvers } from './links/main.ts';
import type { EventLinks, LinkRules } from './links/main.ts';
import { payLinkNeeds } from './links/paymentRequests.ts';
import { remoteName } from './names.ts';
import type { Lock } from './payments/lock.ts';
import type { RemoteNames } from './names.ts';
import { operationOf } from './operation.ts';
import { fieldResolver, typenameOf } from './read.ts';
import { guardField, guardOtherRoots, guardOwnRoots } from './scopes.ts';

export interface StitchOptions {
  own: GraphQLSchema;
  remoteSchema: GraphQLSchema;
  remote: Remote;
  links?: { document: LinkDocument; rules: LinkRules; lock?: Lock | undefined; events?: EventLinks | undefined } | undefined;
  /** Takes a sentence for each link that is left out. */
  said?: string[] | undefined;
}

/** Throws an `Error` when the two cannot be joined. */
export function stitch({ own, remoteSchema, remote: { names, ...batch }, links, said = [] }: StitchOptions): GraphQLSchema {
  const joined = stitchSchemas({
    subschemas: [
      {
        name: remoteName,
        schema: remoteSchema,
        transforms: [
          new RenameTypes((name) => names.gatewayType.get(name) ?? name),
          new RenameRootTypes((name) => names.gatewayType.get(name) ?? name),
          new RenameRootFields((operation, field) => gatewayField(names, operation, field)),
          new RenameObjectFields((type, field) => gatewayField(names, type, field)),
        ],
      },
    ],
    types: Object.values(own.getTypeMap()).filter((type) => !isIntrospectionType(type)),
    mergeDirectives: false,
  });
  const needs = links && knownNeeds(payLinkNeeds, remoteSchema, (name) => names.types.get(name)?.name);
  const remote: Remote = { names, ...batch, needs };
  const schema = links ? withLinks(joined, links.document, said) : joined;
  putOwnResolvers(schema, own);
  putRemoteResolvers(schema, remote);
  // Before links take hold of what they call: what they call is guarded for them as well.
  guardOwnRoots(schema, own);
  if (links) putLinkResolvers({ schema, own, remoteSchema, remote, ...links });
  guardOtherRoots(schema);
  const problems = validateSchema(schema);
  if (problems.length > 0) throw new Error(problems.slice(0, 3).map(({ message }) => message).join(' '));
  return schema;
}

function withLinks(schema: GraphQLSchema, links: LinkDocument, said: string[]): GraphQLSchema {
  const fitted = fitLinks(links, schema);
  said.push(...fitted.said);
  return extendSchema(schema, fitted.document);
}

function gatewayField(names: RemoteNames, operation: string, field: string): string {
  const root = names.types.get(operation);
  for (const [gateway, remote] of root?.fields ?? []) if (remote === field) return gateway;
  return field;
}

/** Just as they were, also where there is none: a plain property is read without a detour. */
function putOwnResolvers(schema: GraphQLSchema, own: GraphQLSchema): void {
  for (const ownType of Object.values(own.getTypeMap())) {
    const type = schema.getType(ownType.name);
    if (isIntrospectionType(ownType) || !type) continue;
    if (isAbstractType(ownType) && isAbstractType(type)) type.resolveType = ownType.resolveType;
    if (isObjectType(ownType) && isObjectType(type)) type.isTypeOf = ownType.isTypeOf;
    if (!isObjectType(ownType) || !isObjectType(type)) continue;
    const isRoot = ownType === own.getQueryType() || ownType === own.getMutationType();
    for (const [name, { resolve, subscribe }] of Object.entries(ownType.getFields())) {
      // Below the root they read what the root's call has brought.
      if (resolve && !isRoot) markReader(resolve);
      Object.assign(type.getFields()[name] ?? {}, { resolve, subscribe });
    }
  }
}

function putRemoteResolvers(schema: GraphQLSchema, remote: Remote): void {
  const roots = new Map([
    [schema.getQueryType(), 'query' as const],
    [schema.getMutationType(), 'mutation' as const],
  ]);
  for (const [name, { fields }] of remote.names.types) {
    const type = schema.getType(name);
    if (isAbstractType(type)) type.resolveType = (value: unknown) => remote.names.gatewayType.get(typenameOf(value) ?? '');
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    const root = isObjectType(type) ? roots.get(type) : undefined;
    for (const fieldName of fields.keys()) {
      const field = type.getFields()[fieldName];
      if (!field) throw new Error(`the field ${name}.${fieldName} was lost`);
      const read = fieldResolver(field.type, remote.names, schema);
      field.resolve = root ? delegate({ remote, kind: root, read }) : read;
      if (!root) continue;
      field.extensions = { ...field.extensions, system: remoteName };
      // A remote that fails must not take the other systems' answers along.
      field.type = getNullableType(field.type);
      guardField(field, [`${remoteName}:${root === 'mutation' ? 'write' : 'read'}`], (info) => operationOf(info).operation);
    }
  }
}

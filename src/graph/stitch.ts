/**
 * One schema out of the gateway's own and the remote's. `stitchSchemas` joins the types; the resolvers
 * are put on here: the gateway's own as they were, the remote's as `delegate.ts` and `read.ts` make them.
 *
 *   own schema -- types with resolvers --.
 *                                         stitchSchemas --> types joined --> resolvers --> the graph
 *   remote's schema -- renamed ----------'
 *
 * Why not the resolvers of stitchSchemas: they resolve every field of an answer that the remote has
 * resolved already, wrap errors until their codes are hard to find, and know neither an enum value
 * that was added yesterday nor which of two aliased lookups failed.
 */
import { stitchSchemas } from '@graphql-tools/stitch';
import { RenameRootFields, RenameRootTypes, RenameTypes } from '@graphql-tools/wrap';
import { getNullableType, isAbstractType, isInterfaceType, isIntrospectionType, isObjectType, validateSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { delegate } from './delegate.ts';
import type { Remote } from './delegate.ts';
import { remoteName } from './names.ts';
import type { RemoteNames } from './names.ts';
import { fieldResolver, typenameOf } from './read.ts';

/** Throws an `Error` when the two cannot be joined. */
export function stitch(own: GraphQLSchema, remoteSchema: GraphQLSchema, remote: Remote): GraphQLSchema {
  const { names } = remote;
  const schema = stitchSchemas({
    subschemas: [
      {
        name: remoteName,
        schema: remoteSchema,
        transforms: [
          new RenameTypes((name) => names.gatewayType.get(name) ?? name),
          new RenameRootTypes((name) => names.gatewayType.get(name) ?? name),
          new RenameRootFields((operation, field) => gatewayField(names, operation, field)),
        ],
      },
    ],
    types: Object.values(own.getTypeMap()).filter((type) => !isIntrospectionType(type)),
    mergeDirectives: false,
  });
  putOwnResolvers(schema, own);
  putRemoteResolvers(schema, remote);
  const problems = validateSchema(schema);
  if (problems.length > 0) throw new Error(problems.slice(0, 3).map(({ message }) => message).join(' '));
  return schema;
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
    for (const [name, { resolve, subscribe }] of Object.entries(ownType.getFields())) {
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
    }
  }
}

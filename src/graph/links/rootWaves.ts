/**
 * Root fields of the gateway that lead to links are part of the waves as well: lookups wait for the
 * account that another root field of the request is fetching.
 */
import { getNamedType, isObjectType } from 'graphql';
import type { GraphQLNamedType, GraphQLSchema } from 'graphql';
import type { RequestContext } from '../../context.ts';
import { alongWaves } from './tools.ts';

const owners = new Set(['Account', 'Claim', 'Debtor']);

export function countRootCalls(schema: GraphQLSchema, own: GraphQLSchema): void {
  for (const name of Object.keys(own.getQueryType()?.getFields() ?? {})) {
    const field = schema.getQueryType()?.getFields()[name];
    const resolve = field?.resolve;
    if (!field || !resolve || !leadsToOwner(getNamedType(own.getQueryType()?.getFields()[name]?.type as GraphQLNamedType))) continue;
    field.resolve = (source, args, context: RequestContext, info) => {
      const value: unknown = resolve(source, args, context, info);
      return value instanceof Promise ? alongWaves(value, context, info) : value;
    };
  }
}

function leadsToOwner(type: GraphQLNamedType | undefined, seen = new Set<GraphQLNamedType>()): boolean {
  if (!isObjectType(type) || seen.has(type)) return false;
  seen.add(type);
  return owners.has(type.name) || Object.values(type.getFields()).some((field) => leadsToOwner(getNamedType(field.type), seen));
}

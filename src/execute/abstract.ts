/** Values of interfaces and unions: which concrete type each is, then that type's plan. */
import { GraphQLError, defaultTypeResolver, isObjectType } from 'graphql';
import type { FieldNode, GraphQLAbstractType, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import type { Complete } from './plan.ts';
import { isPromise } from './run.ts';

export interface AbstractOptions {
  type: GraphQLAbstractType;
  schema: GraphQLSchema;
  where: string;
  nodes: readonly FieldNode[];
  complete: (member: GraphQLObjectType) => Complete;
}

export function completeAbstract({ type, schema, where, nodes, complete }: AbstractOptions): Complete {
  const members = new Map<unknown, Complete>();
  const memberOf = (name: unknown, value: unknown): Complete => {
    let member = members.get(name);
    if (member === undefined) {
      member = complete(runtimeType(name, value));
      members.set(name, member);
    }
    return member;
  };
  return (value, place, run) => {
    const resolveType = type.resolveType ?? defaultTypeResolver;
    const name: unknown = resolveType(value, run.context, place.info, type);
    if (isPromise(name)) return place.waitForCompleted(name.then((settled) => memberOf(settled, value)(value, place, run)));
    return memberOf(name, value)(value, place, run);
  };

  /** Says in the words of graphql-js why a name is none of the type's members. */
  function runtimeType(name: unknown, value: unknown): GraphQLObjectType {
    if (name == null) {
      throw new GraphQLError(
        `Abstract type "${type.name}" must resolve to an Object type at runtime for field "${where}". Either the "${type.name}" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.`,
        { nodes },
      );
    }
    if (isObjectType(name)) throw new GraphQLError('Support for returning GraphQLObjectType from resolveType was removed in graphql-js@16.0.0 please return type name instead.');
    if (typeof name !== 'string') {
      throw new GraphQLError(`Abstract type "${type.name}" must resolve to an Object type at runtime for field "${where}" with value ${inspect(value)}, received "${inspect(name)}".`);
    }
    const member = schema.getType(name);
    if (!member) throw new GraphQLError(`Abstract type "${type.name}" was resolved to a type "${name}" that does not exist inside the schema.`, { nodes });
    if (!isObjectType(member)) throw new GraphQLError(`Abstract type "${type.name}" was resolved to a non-object type "${name}".`, { nodes });
    if (!schema.isSubType(type, member)) throw new GraphQLError(`Runtime Object type "${member.name}" is not a possible type for "${type.name}".`, { nodes });
    return member;
  }
}

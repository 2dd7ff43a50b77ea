/**
 * What every link is made with: the graph it belongs to, the calls of wrapped fields, and the reading of
 * members of the objects that links lead from.
 *
 * A link calls the resolver of a root field, so that links and root fields share one loader for each
 * request, and reads members by their own resolvers, so that the wire's names and forms stay where they
 * are known. Whatever cannot be had is thrown as an `UpstreamError`.
 */
import { defaultFieldResolver, isObjectType, Kind } from 'graphql';
import type { FieldNode, GraphQLFieldResolver, GraphQLResolveInfo, GraphQLSchema, SelectionSetNode } from 'graphql';
import type { RequestContext } from '../../context.ts';
import { UpstreamError } from '../../errors.ts';
import type { Remote } from '../delegate.ts';
import type { PayLinkSearch } from './payLinkSearch.ts';
import type { LinkRules } from './rules.ts';
import { wavesOf } from './waves.ts';

export type Resolver = GraphQLFieldResolver<object, RequestContext>;

export interface LinkTools {
  schema: GraphQLSchema;
  remote: Remote;
  rules: LinkRules;
  search: PayLinkSearch;
  /** Calls a root field of `Query`; an argument that is undefined is not given. */
  call(field: string, args: Record<string, unknown>, context: RequestContext, info: GraphQLResolveInfo): Promise<unknown>;
  /** Reads a member of an object of the graph's type. */
  read(type: string, field: string, source: object, context: RequestContext, info: GraphQLResolveInfo): unknown;
}

type AnyResolver = GraphQLFieldResolver<unknown, RequestContext>;

export function makeTools({ schema, remote, rules, search }: Pick<LinkTools, 'schema' | 'remote' | 'rules' | 'search'>): LinkTools {
  const resolvers = new Map<string, Map<string, AnyResolver>>();
  // Taken as they are now: links put on later are no members to read.
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    resolvers.set(type.name, new Map(Object.values(type.getFields()).map((field) => [field.name, field.resolve ?? defaultFieldResolver])));
  }
  const resolverOf = (type: string, field: string): AnyResolver => {
    const resolver = resolvers.get(type)?.get(field);
    if (!resolver) throw new Error(`There is no field ${type}.${field} for links to use.`);
    return resolver;
  };
  return {
    schema, remote, rules, search,
    async call(field, args, context, info) {
      const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
      return known(await resolverOf('Query', field)(undefined, given, context, info));
    },
    read: (type, field, source, context, info) => known(resolverOf(type, field)(source, {}, context, info)),
  };
}

function known(value: unknown): unknown {
  if (value instanceof Error) throw value;
  return value ?? null;
}

/** A reference that a link needs. `field` is `Claim.accountReference`, `operation` the call that cannot be made. */
export function missingReference(options: { field: string; system: string; operation: string; context: RequestContext }): UpstreamError {
  const { field, system, operation, context } = options;
  return new UpstreamError({ code: 'UPSTREAM_INVALID_RESPONSE', system, operation, requestId: context.requestId, detail: `${field} is not known, which this link needs` });
}

/** Fields that end in lookups at Collectmaxx. */
const lookupFields = new Set(['payLinks', 'paymentRequests']);
const leading = new WeakMap<FieldNode, boolean>();

/** Says that the call for this field leads to lookups, if anything below it asks for some. */
export function alongWaves<T>(call: Promise<T>, context: RequestContext, info: GraphQLResolveInfo): Promise<T> {
  return info.fieldNodes.some((node) => leadsToLookups(node, info)) ? wavesOf(context).during(call) : call;
}

function leadsToLookups(node: FieldNode, info: GraphQLResolveInfo): boolean {
  let answer = leading.get(node);
  if (answer === undefined) {
    answer = node.selectionSet !== undefined && hasLookup(node.selectionSet, info, new Set());
    leading.set(node, answer);
  }
  return answer;
}

function hasLookup({ selections }: SelectionSetNode, info: GraphQLResolveInfo, seen: Set<string>): boolean {
  return selections.some((node) => {
    if (node.kind === Kind.FIELD) return lookupFields.has(node.name.value) || (node.selectionSet !== undefined && hasLookup(node.selectionSet, info, seen));
    if (node.kind === Kind.INLINE_FRAGMENT) return hasLookup(node.selectionSet, info, seen);
    if (seen.has(node.name.value)) return false;
    seen.add(node.name.value);
    const fragment = info.fragments[node.name.value];
    return fragment !== undefined && hasLookup(fragment.selectionSet, info, seen);
  });
}

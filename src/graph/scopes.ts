/**
 * Scopes of fields: a field that makes calls says which scopes they need, and refuses whoever lacks one at
 * its own place, before anything is asked of anyone; its siblings go on.
 *
 *   Query.account          receeve:read          by the system that its call goes to
 *   Mutation.stopJourneys  receeve:write
 *   Claim.payLinks         receeve:read, collectmaxx:read
 *
 * A root field that does not say what it needs is for callers who may do everything: whoever adds one and
 * forgets it has shut a door, not opened one.
 */
import type { GraphQLField, GraphQLFieldResolver, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import type { Scope } from '../callers/caller.ts';
import { need } from '../callers/scopes.ts';
import type { RequestContext } from '../context.ts';

type Field = GraphQLField<unknown, unknown>;
type Resolver = GraphQLFieldResolver<unknown, RequestContext>;

/** What a field needs, for whoever wants to know: documentation, tests. */
export function scopesOf(field: Field): readonly Scope[] | undefined {
  return field.extensions['scopes'] as readonly Scope[] | undefined;
}

/** Fields that are guarded: to guard one twice would only cost time. */
const guarded = new WeakSet<Field>();

/** Lets the field's resolvers run for those alone who have all of these scopes. `operation` is what errors are said to concern. */
export function guardField(field: Field, scopes: readonly Scope[], operation: (info: GraphQLResolveInfo) => string): void {
  guarded.add(field);
  field.extensions = { ...field.extensions, scopes };
  if (scopes.length === 0) return;
  const guard = (resolve: Resolver): Resolver => (source, args, context, info) => {
    need(scopes, context, operation, info);
    return resolve(source, args, context, info);
  };
  if (field.resolve) field.resolve = guard(field.resolve as Resolver) as Field['resolve'];
  if (field.subscribe) field.subscribe = guard(field.subscribe as Resolver) as Field['subscribe'];
}

/** Guards the root fields of the gateway's own systems: each says which `source` it calls. */
export function guardOwnRoots(schema: GraphQLSchema, own: GraphQLSchema): void {
  for (const [root, ownRoot, right] of [[schema.getQueryType(), own.getQueryType(), 'read'], [schema.getMutationType(), own.getMutationType(), 'write']] as const) {
    for (const { name, extensions } of Object.values(ownRoot?.getFields() ?? {})) {
      const field = root?.getFields()[name];
      const { source } = extensions as { source?: string };
      if (field && source !== undefined) guardField(field, [`${source}:${right}`], () => name);
    }
  }
}

/** Guards every root field that is not guarded yet, by the scopes that it says itself or else by the right to everything. */
export function guardOtherRoots(schema: GraphQLSchema): void {
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    for (const field of Object.values(root?.getFields() ?? {})) {
      if (!guarded.has(field)) guardField(field, scopesOf(field) ?? ['*'], () => field.name);
    }
  }
}

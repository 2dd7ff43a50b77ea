/**
 * An answer's value that does not fit its type: one coded error at that field, its siblings intact.
 * The message says which field and what was expected, never the value: it is the data of debtors.
 */
import { isObjectType, Kind, OperationTypeNode, visit, type GraphQLField, type GraphQLResolveInfo, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import type { RequestContext } from '../context.ts';
import { UpstreamError } from '../errors.ts';
import { ExactNumber } from './exact-json.ts';
import { kindOf } from './refusal.ts';

/** Where values of one kind are read: `Claim.status` of the system `receeve`. */
export interface Place {
  field: string;
  system: string;
  /** System of a root field, `Query.account`, where it is not the one above. */
  systems: ReadonlyMap<string, string>;
}

export interface Misfit { place: Place; expected: string; value: unknown; context: RequestContext | undefined; info: GraphQLResolveInfo | undefined }

/** The error is returned, not thrown: executors put it where it stands, in a list at its item. */
export function misfit({ place, expected, value, context, info }: Misfit): UpstreamError {
  const { root, operation } = (info && callOf(info, place)) ?? { root: 'Query', operation: place.field };
  return new UpstreamError({
    code: 'UPSTREAM_INVALID_RESPONSE',
    system: place.systems.get(`${root}.${operation}`) ?? place.system,
    operation,
    requestId: context?.requestId,
    detail: `${place.field}: expected ${expected}, found ${foundKind(value)}`,
  });
}

function foundKind(value: unknown): string {
  return value instanceof ExactNumber ? 'a number' : typeof value === 'string' ? 'other text' : kindOf(value);
}

/**
 * The call that the value came with: that of the nearest field above which says in its extensions that it
 * `calls` some (of several the one that calls the value's system), else the root field's.
 */
function callOf(info: GraphQLResolveInfo, place: Place): { root: 'Query' | 'Mutation'; operation: string } {
  const names = namesByKey(info);
  let path = info.path;
  for (; path.prev; path = path.prev) {
    const type = path.typename === undefined ? undefined : info.schema.getType(path.typename);
    if (!isObjectType(type)) continue;
    for (const name of names.get(String(path.key)) ?? []) {
      const operation = calledBy(type.getFields()[name], place);
      if (operation !== undefined) return { root: 'Query', operation };
    }
  }
  const root = info.operation.operation === OperationTypeNode.MUTATION ? 'Mutation' : 'Query';
  const key = String(path.key);
  const name = fieldOf(info, info.operation.selectionSet, key, new Set()) ?? key;
  const rootType = root === 'Mutation' ? info.schema.getMutationType() : info.schema.getQueryType();
  const operation = calledBy(rootType?.getFields()[name], place);
  return operation === undefined ? { root, operation: name } : { root: 'Query', operation };
}

function calledBy(field: GraphQLField<unknown, unknown> | undefined, { system, systems }: Place): string | undefined {
  const calls = field?.extensions['calls'];
  if (!Array.isArray(calls)) return undefined;
  const names = calls as string[];
  return names.find((name) => systems.get(`Query.${name}`) === system) ?? names[0];
}

const known = new WeakMap<OperationDefinitionNode, Map<string, Set<string>>>();

/** Names of the document's fields by the keys of their answers. */
function namesByKey({ operation, fragments }: GraphQLResolveInfo): Map<string, Set<string>> {
  let names = known.get(operation);
  if (names) return names;
  names = new Map<string, Set<string>>();
  for (const part of [operation, ...Object.values(fragments)]) {
    visit(part, {
      Field: ({ alias, name }) => {
        const key = (alias ?? name).value;
        names?.set(key, (names.get(key) ?? new Set()).add(name.value));
      },
    });
  }
  known.set(operation, names);
  return names;
}

function fieldOf(info: GraphQLResolveInfo, { selections }: SelectionSetNode, key: string, seen: Set<string>): string | undefined {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      if ((selection.alias ?? selection.name).value === key) return selection.name.value;
      continue;
    }
    let inside: SelectionSetNode | undefined;
    if (selection.kind === Kind.INLINE_FRAGMENT) inside = selection.selectionSet;
    else if (!seen.has(selection.name.value)) {
      seen.add(selection.name.value);
      inside = info.fragments[selection.name.value]?.selectionSet;
    }
    const found = inside && fieldOf(info, inside, key, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

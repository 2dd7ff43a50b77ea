/**
 * An answer's value that does not fit its type: one coded error at that field, its siblings intact.
 * The message says which field and what was expected, never the value: it is the data of debtors.
 */
import { Kind, OperationTypeNode, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';
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
  const operation = (info && operationOf(info)) ?? place.field;
  const root = info?.operation.operation === OperationTypeNode.MUTATION ? 'Mutation' : 'Query';
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

/** Name of the root field above this one; its alias is looked up in the document. */
function operationOf(info: GraphQLResolveInfo): string | undefined {
  let path: GraphQLResolveInfo['path'] | undefined = info.path;
  while (path?.prev) path = path.prev;
  if (!path) return undefined;
  const key = String(path.key);
  return fieldOf(info, info.operation.selectionSet, key, new Set()) ?? key;
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

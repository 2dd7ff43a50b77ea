/**
 * A place in the remote's answer where no value can be had, and why.
 *
 * The answer of one lookup may be read by several fields of a request, each at its own path, so the
 * place is marked in the answer and becomes an error with a path when a field reads it:
 *
 *   answer  { payLinks: Failure(UPSTREAM_BAD_REQUEST, path []) }
 *   field   a: payLink { payLinks }   ->   error at ["a", "payLinks"]
 */
import { GraphQLError, OperationTypeNode } from 'graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { UpstreamError } from '../errors.ts';
import type { RequestContext } from '../context.ts';
import { remoteName } from './names.ts';
import { operationOf } from './operation.ts';

export type Path = readonly (string | number)[];

/** An error that the remote reported, or `unreadable`: what stands there is not what its schema promises. */
export class Failure {
  readonly cause: UpstreamError | string;
  /** Where below this place it happened: a null travels upwards, its error keeps the path. */
  readonly path: Path;

  constructor(cause: UpstreamError | string, path: Path = []) {
    this.cause = cause;
    this.path = path;
  }

  /** Within a value of free JSON, where no field reads it. */
  toJSON(): null {
    return null;
  }
}

/** As the caller sees it. */
export function toError(failure: Failure, below: Path, context: RequestContext, info: GraphQLResolveInfo): GraphQLError {
  const cause = typeof failure.cause === 'string' ? unreadable(failure.cause, context, info) : failure.cause;
  return new GraphQLError(cause.message, {
    nodes: info.fieldNodes,
    path: [...pathOf(info), ...below, ...failure.path],
    originalError: cause,
    extensions: cause.extensions,
  });
}

/**
 * A write whose own result (`payLink.create`) is not there may have been done. Below that, and in
 * every read, it is one field that cannot be read.
 */
function unreadable(detail: string, context: RequestContext, info: GraphQLResolveInfo): UpstreamError {
  const { operation, isResult } = operationOf(info);
  const lost = isResult && info.operation.operation === OperationTypeNode.MUTATION;
  return new UpstreamError({
    code: lost ? 'OUTCOME_UNKNOWN' : 'UPSTREAM_INVALID_RESPONSE',
    system: remoteName,
    operation,
    requestId: context.requestId,
    detail,
  });
}

function pathOf(info: GraphQLResolveInfo): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at; at = at.prev) path.unshift(at.key);
  return path;
}

/**
 * What lives as long as one run: its values, and the errors it collected.
 * An error below a place that another error has nulled already is not reported, as in graphql-js.
 */
import { locatedError } from 'graphql';
import type { FieldNode, GraphQLError, GraphQLResolveInfo } from 'graphql';
import type { FieldPlan, Frame } from './plan.ts';

/** A place in the answer; the same object for all that is said of that place. */
export type Path = GraphQLResolveInfo['path'];

export class Run {
  readonly frame: Frame;
  readonly context: unknown;
  readonly rootValue: unknown;
  readonly variableValues: Record<string, unknown>;
  readonly errors: GraphQLError[] = [];
  #nulled: Set<Path | undefined> | undefined;

  constructor(options: { frame: Frame; context: unknown; rootValue: unknown; variableValues: Record<string, unknown> }) {
    this.frame = options.frame;
    this.context = options.context;
    this.rootValue = options.rootValue;
    this.variableValues = options.variableValues;
  }

  add(error: GraphQLError, path: Path | undefined): void {
    const nulled = (this.#nulled ??= new Set());
    if (nulled.has(undefined)) return;
    for (let at = path; at !== undefined; at = at.prev) if (nulled.has(at)) return;
    nulled.add(path);
    this.errors.push(error);
  }

  /** Null in the place of the error, or the error thrown to whoever stands above. */
  fail(raw: unknown, nodes: readonly FieldNode[], path: Path, nonNull: boolean): null {
    const keys: (string | number)[] = [];
    for (let at: Path | undefined = path; at !== undefined; at = at.prev) keys.push(at.key);
    const error = locatedError(raw, nodes, keys.reverse());
    if (nonNull) throw error;
    this.add(error, path);
    return null;
  }
}

/** All members are own properties: resolvers spread it. */
export function infoOf(field: FieldPlan, path: Path, { frame, rootValue, variableValues }: Run): GraphQLResolveInfo {
  return {
    fieldName: field.name,
    fieldNodes: field.nodes,
    returnType: field.returnType,
    parentType: field.parentType,
    path,
    schema: frame.schema,
    fragments: frame.fragments,
    rootValue,
    operation: frame.operation,
    variableValues,
  };
}

/** As graphql-js tells promises: by their `then`. */
export function isPromise(value: unknown): value is Promise<unknown> {
  return ((typeof value === 'object' && value !== null) || typeof value === 'function') && typeof (value as { then?: unknown }).then === 'function';
}

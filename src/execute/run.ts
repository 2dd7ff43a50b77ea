/**
 * What lives as long as one run: its values, and the errors it collected.
 * An error below a place that another error has nulled already is not reported, as in graphql-js.
 */
import { locatedError } from 'graphql';
import type { FieldNode, GraphQLError } from 'graphql';
import type { Place } from './place.ts';
import type { Frame } from './plan.ts';
import type { Slices } from './slices.ts';

export class Run {
  readonly frame: Frame;
  readonly context: unknown;
  readonly rootValue: unknown;
  readonly variableValues: Record<string, unknown>;
  readonly errors: GraphQLError[] = [];
  /** For values that are there at once, one after the other; whoever keeps it takes it away. */
  spare: Place | undefined;
  /** Items of lists until it is asked whether others have waited for long; absent slices: never. */
  left: number;
  readonly slices: Slices | undefined;
  /** When the clock was looked at first in this slice; 0: not yet. */
  sliceBegan = 0;
  /** Nobody waits for the answer: what fails from now on takes everything with it. */
  isStopped = false;
  #nulled: Set<Place | undefined> | undefined;

  constructor(options: { frame: Frame; context: unknown; rootValue: unknown; variableValues: Record<string, unknown>; slices?: Slices | undefined }) {
    this.frame = options.frame;
    this.context = options.context;
    this.rootValue = options.rootValue;
    this.variableValues = options.variableValues;
    this.slices = options.slices;
    this.left = options.slices?.every ?? -1;
  }

  add(error: GraphQLError, place: Place | undefined): void {
    const nulled = (this.#nulled ??= new Set());
    if (nulled.has(undefined)) return;
    for (let at = place; at !== undefined; at = at.above) if (nulled.has(at)) return;
    nulled.add(place);
    this.errors.push(error);
  }

  /** Null in the place of the error, or the error thrown to whoever stands above. */
  fail(raw: unknown, nodes: readonly FieldNode[], place: Place, nonNull: boolean): null {
    if (this.isStopped) throw raw;
    const keys: (string | number)[] = [];
    for (let at: Place | undefined = place; at !== undefined; at = at.above) keys.push(at.key);
    const error = locatedError(raw, nodes, keys.reverse());
    if (nonNull) throw error;
    this.add(error, place);
    return null;
  }
}

/** As graphql-js tells promises: by their `then`. */
export function isPromise(value: unknown): value is Promise<unknown> {
  return ((typeof value === 'object' && value !== null) || typeof value === 'function') && typeof (value as { then?: unknown }).then === 'function';
}

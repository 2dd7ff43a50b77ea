/**
 * A place in the answer: of a field, or of an item of a list. It is what a resolver is told, as far as anybody
 * asks: path and info are made when they are read, so that the many values that are just there cost neither.
 * Where the value has to be waited for, it is the place that waits, and puts it where it belongs.
 */
import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import { completeValue } from './fields.ts';
import { Later } from './later.ts';
import { Pending } from './pending.ts';
import type { FieldPlan, Slot } from './plan.ts';
import { isPromise } from './run.ts';
import type { Run } from './run.ts';
import { Pause } from './slices.ts';

export type Path = GraphQLResolveInfo['path'];

export class Place extends Later implements GraphQLResolveInfo {
  field: FieldPlan;
  /** How its value is completed: as the field's, or as an item's. */
  slot: Slot;
  /** Of an item: its index; the field is the list's. */
  key: string | number;
  above: Place | undefined;
  readonly run: Run;
  /** The object or list that its value belongs in, while that is waited for. */
  into: Pending | undefined = undefined;
  #path: Path | undefined = undefined;
  #info: GraphQLResolveInfo | undefined = undefined;

  constructor(field: FieldPlan, slot: Slot, key: string | number, above: Place | undefined, run: Run) {
    super();
    this.field = field;
    this.slot = slot;
    this.key = key;
    this.above = above;
    this.run = run;
  }

  /** Another place, for a place of which nobody has kept hold. */
  move(field: FieldPlan, above: Place | undefined): void {
    this.field = field;
    this.slot = field;
    this.key = field.key;
    this.above = above;
    this.#path = undefined;
    this.#info = undefined;
  }

  /** Waits for what a resolver answered, or what stands in a list, and completes it then. */
  waitFor(value: PromiseLike<unknown>): this {
    value.then(
      (settled) => {
        try {
          const completed = completeValue(this.slot, settled, this, this.run);
          // A scalar may take its time to serialise.
          if (isPromise(completed)) this.waitForCompleted(completed);
          else this.take(completed);
        } catch (raw) {
          this.#loseNext(raw);
        }
      },
      (raw: unknown) => this.#loseNext(raw),
    );
    return this;
  }

  /** As late as graphql-js, so that errors of one moment come in the same order. */
  #loseNext(raw: unknown): void {
    queueMicrotask(() => this.lose(raw));
  }

  /** Waits for a completed value; one that a promise has brought, as late as a promise of a promise. */
  waitForCompleted(value: PromiseLike<unknown>): this {
    (this.into ? new Promise((resolve) => resolve(value)) : value).then((completed) => this.take(completed), (raw: unknown) => this.lose(raw));
    return this;
  }

  /** The completed value, or what stands for it. */
  take(completed: unknown): void {
    if (completed instanceof Later) {
      if (completed instanceof Pending) completed.tell(true);
      else if (completed instanceof Pause) completed.over.then(({ value }) => this.take(value), (raw: unknown) => this.lose(raw));
      return; // Else it is this place itself, which goes on waiting.
    }
    const into = this.into as Pending;
    into.put(this.key, completed);
    into.arrived();
  }

  /** There is no value: null, or none of what it belongs in either. */
  lose(raw: unknown): void {
    let value: null;
    try {
      value = this.run.fail(raw, this.slot.nodes, this, this.slot.nonNull);
    } catch (error) {
      this.into?.lose(error);
      return;
    }
    this.take(value);
  }

  /** The same object for all that is said of this place. */
  get path(): Path {
    return (this.#path ??= { prev: this.above?.path, key: this.key, typename: typeof this.key === 'number' ? undefined : this.field.parentType.name });
  }

  /** Of the field, with all members its own, as graphql-js makes it: resolvers spread it. */
  get info(): GraphQLResolveInfo {
    if (typeof this.key === 'number' && this.above) return this.above.info;
    return (this.#info ??= infoOf(this));
  }

  get fieldName(): string {
    return this.field.name;
  }

  get fieldNodes(): readonly FieldNode[] {
    return this.field.nodes;
  }

  get returnType(): GraphQLResolveInfo['returnType'] {
    return this.field.returnType;
  }

  get parentType(): GraphQLResolveInfo['parentType'] {
    return this.field.parentType;
  }

  get schema(): GraphQLResolveInfo['schema'] {
    return this.run.frame.schema;
  }

  get fragments(): GraphQLResolveInfo['fragments'] {
    return this.run.frame.fragments;
  }

  get rootValue(): unknown {
    return this.run.rootValue;
  }

  get operation(): GraphQLResolveInfo['operation'] {
    return this.run.frame.operation;
  }

  get variableValues(): Record<string, unknown> {
    return this.run.variableValues;
  }
}

function infoOf({ field, path, run: { frame, rootValue, variableValues } }: Place): GraphQLResolveInfo {
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

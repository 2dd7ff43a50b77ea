/** Values of lists and objects completed. */
import { GraphQLError } from 'graphql';
import type { FieldNode, GraphQLObjectType } from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import { completeValue, executeFields, guard, nullOf } from './fields.ts';
import type { Complete, ObjectPlan, Slot } from './plan.ts';
import { Place, isPromise } from './run.ts';
import type { Run } from './run.ts';
import { Pause } from './slices.ts';
import type { Slices } from './slices.ts';

export function completeList(item: Slot): Complete {
  return (value, place, run) => {
    if (Array.isArray(value)) return completeItems({ item, list: value, place, run, items: [], pending: false }, 0);
    if (!isIterable(value)) throw new GraphQLError(`Expected Iterable, but did not find one for field "${item.where}".`);
    const items: unknown[] = [];
    let pending = false;
    const take = (found: unknown): void => {
      const completed = completeItem(item, found, items.length, place, run);
      items.push(completed);
      if (isPromise(completed)) pending = true;
    };
    try {
      for (const found of value) take(found);
    } catch (error) {
      return lose(items, pending, error);
    }
    return pending ? Promise.all(items) : items;
  };
}

interface Items {
  item: Slot;
  list: readonly unknown[];
  place: Place;
  run: Run;
  /** Completed so far. */
  items: unknown[];
  /** Whether some of them have to be waited for. */
  pending: boolean;
}

function completeItems(begun: Items, from: number): unknown {
  const { item, list, place, run, items } = begun;
  let { pending } = begun;
  try {
    for (let index = from; index < list.length; index++) {
      const completed = completeItem(item, list[index], index, place, run);
      if (isPromise(completed)) {
        if (completed instanceof Pause) return completeRest({ ...begun, pending }, index + 1, completed);
        pending = true;
      }
      items.push(completed);
      if (--run.left === 0 && run.slices) {
        run.left = run.slices.every;
        if (index + 1 < list.length && run.slices.isDue(run)) return pauseBefore({ ...begun, pending }, index + 1, run.slices);
      }
    }
  } catch (error) {
    return lose(items, pending, error);
  }
  return pending ? Promise.all(items) : items;
}

function pauseBefore(begun: Items, next: number, slices: Slices): Pause {
  return slices.pause(begun.run, () => completeItems(begun, next));
}

/** The item that was cut short, then those behind it. */
function completeRest(begun: Items, next: number, pause: Pause): Pause {
  const { items } = begun;
  return pause.andThen(
    (value) => {
      items.push(value);
      return completeItems({ ...begun, pending: begun.pending || isPromise(value) }, next);
    },
    (error) => lose(items, begun.pending, error),
  );
}

/** The list is lost, but those on their way may fail yet: nobody is to miss that. */
function lose(items: unknown[], pending: boolean, error: unknown): never {
  if (pending) void Promise.allSettled(items);
  throw error;
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Iterable<unknown>>)[Symbol.iterator] === 'function';
}

function completeItem(item: Slot, value: unknown, index: number, list: Place, run: Run): unknown {
  const { leaf } = item;
  let place: Place | undefined;
  try {
    if (leaf && !isPromise(value)) {
      if (value instanceof Error) throw value;
      const completed = value == null ? nullOf(item) : leaf(value);
      return isPromise(completed) ? guard(completed, item, new Place(list.field, index, list, run), run) : completed;
    }
    const at = (place = new Place(list.field, index, list, run));
    const completed = isPromise(value) ? value.then((settled) => completeValue(item, settled, at, run)) : completeValue(item, value, at, run);
    return isPromise(completed) ? guard(completed, item, at, run) : completed;
  } catch (raw) {
    return run.fail(raw, item.nodes, place ?? new Place(list.field, index, list, run), item.nonNull);
  }
}

export function completeObject(type: GraphQLObjectType, nodes: readonly FieldNode[], makePlan: () => ObjectPlan): Complete {
  let plan: ObjectPlan | undefined;
  if (!type.isTypeOf) return (value, place, run) => executeFields((plan ??= makePlan()), value, place, run);
  const refuse = (value: unknown): never => {
    throw new GraphQLError(`Expected value of type "${type.name}" but got: ${inspect(value)}.`, { nodes });
  };
  return (value, place, run) => {
    const known = (plan ??= makePlan());
    const is = type.isTypeOf?.(value, run.context, place.info);
    if (isPromise(is)) return is.then((settled) => (settled ? executeFields(known, value, place, run) : refuse(value)));
    return is ? executeFields(known, value, place, run) : refuse(value);
  };
}

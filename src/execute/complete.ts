/** Values of lists and objects completed. */
import { GraphQLError } from 'graphql';
import type { FieldNode, GraphQLObjectType } from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import { completeValue, executeFields, guard, nullOf } from './fields.ts';
import { Later } from './later.ts';
import { Pending, settled } from './pending.ts';
import { Place } from './place.ts';
import type { Complete, ObjectPlan, Slot } from './plan.ts';
import { isPromise } from './run.ts';
import type { Run } from './run.ts';
import { Pause } from './slices.ts';
import type { Slices } from './slices.ts';

export function completeList(item: Slot): Complete {
  return (value, place, run) => {
    if (Array.isArray(value)) return completeItems({ item, list: value, place, run, items: value.length === 1 ? [undefined] : [], pending: undefined }, 0);
    if (!isIterable(value)) throw new GraphQLError(`Expected Iterable, but did not find one for field "${item.where}".`);
    const items: unknown[] = [];
    let pending: Pending | undefined;
    for (const found of value) {
      const completed = completeItem(item, found, items.length, place, run);
      if (!(completed instanceof Later)) items.push(completed);
      // Who takes items one by one does not stop between them.
      else (pending ??= new Pending(items, place)).add(completed instanceof Pause ? new Place(place.field, item, items.length, place, run).waitForCompleted(settled(completed)) : (completed as Place | Pending));
    }
    return pending ? pending.seal() : items;
  };
}

interface Items {
  item: Slot;
  list: readonly unknown[];
  place: Place;
  run: Run;
  /** Completed so far. Many lists are of one item: an empty array that is added to has room for 17. */
  items: unknown[];
  /** Where some of them have to be waited for. */
  pending: Pending | undefined;
}

function completeItems(begun: Items, from: number): unknown {
  const { item, list, place, run, items } = begun;
  let { pending } = begun;
  for (let index = from; index < list.length; index++) {
    const completed = completeItem(item, list[index], index, place, run);
    if (completed instanceof Later) {
      if (completed instanceof Pause) return completeRest({ ...begun, pending }, index + 1, completed);
      (pending ??= new Pending(items, place)).add(completed as Place | Pending);
    } else {
      items[index] = completed;
    }
    if (--run.left === 0 && run.slices) {
      run.left = run.slices.every;
      if (index + 1 < list.length && run.slices.isDue(run)) return pauseBefore({ ...begun, pending }, index + 1, run.slices);
    }
  }
  return pending ? pending.seal() : items;
}

/** Items that are promises would not be listened to meanwhile: resolvers of this graph answer lists of values. */
function pauseBefore(begun: Items, next: number, slices: Slices): Pause {
  return slices.pause(begun.run, () => completeItems(begun, next));
}

/** The item that was cut short, then those behind it. */
function completeRest(begun: Items, next: number, pause: Pause): Pause {
  const { items, place } = begun;
  return pause.andThen((value) => {
    if (!(value instanceof Later)) {
      items[next - 1] = value;
      return completeItems(begun, next);
    }
    const pending = begun.pending ?? new Pending(items, place);
    pending.add(value as Place | Pending);
    return completeItems({ ...begun, pending }, next);
  });
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
      return isPromise(completed) ? new Place(list.field, item, index, list, run).waitForCompleted(completed) : completed;
    }
    place = new Place(list.field, item, index, list, run);
    if (isPromise(value)) return place.waitFor(value);
    const completed = completeValue(item, value, place, run);
    return completed instanceof Pause ? guard(completed, place) : completed;
  } catch (raw) {
    return run.fail(raw, item.nodes, place ?? new Place(list.field, item, index, list, run), item.nonNull);
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
    if (isPromise(is)) return place.waitForCompleted(is.then((settled) => (settled ? executeFields(known, value, place, run) : refuse(value))));
    return is ? executeFields(known, value, place, run) : refuse(value);
  };
}

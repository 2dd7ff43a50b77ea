/** Values of lists and objects completed. */
import { GraphQLError } from 'graphql';
import type { FieldNode, GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import { completeValue, executeFields, guard, nullOf } from './fields.ts';
import type { Complete, ObjectPlan, Slot } from './plan.ts';
import { isPromise } from './run.ts';
import type { Path, Run } from './run.ts';

export function completeList(item: Slot): Complete {
  return (value, path, info, run) => {
    if (!isIterable(value)) throw new GraphQLError(`Expected Iterable, but did not find one for field "${item.where}".`);
    const items: unknown[] = [];
    let pending = false;
    const take = (found: unknown): void => {
      const completed = completeItem(item, found, items.length, path, info, run);
      items.push(completed);
      if (isPromise(completed)) pending = true;
    };
    try {
      if (Array.isArray(value)) for (let index = 0; index < value.length; index++) take(value[index]);
      else for (const found of value) take(found);
    } catch (error) {
      // The list is lost, but those on their way may fail yet: nobody is to miss that.
      if (pending) void Promise.allSettled(items);
      throw error;
    }
    return pending ? Promise.all(items) : items;
  };
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Iterable<unknown>>)[Symbol.iterator] === 'function';
}

function completeItem(item: Slot, value: unknown, index: number, prev: Path, info: GraphQLResolveInfo, run: Run): unknown {
  const { leaf } = item;
  let path: Path | undefined;
  try {
    if (leaf && !isPromise(value)) {
      if (value instanceof Error) throw value;
      const completed = value == null ? nullOf(item) : leaf(value);
      return isPromise(completed) ? guard(completed, item, { prev, key: index, typename: undefined }, run) : completed;
    }
    const at = (path = { prev, key: index, typename: undefined });
    const completed = isPromise(value) ? value.then((settled) => completeValue(item, settled, at, info, run)) : completeValue(item, value, at, info, run);
    return isPromise(completed) ? guard(completed, item, at, run) : completed;
  } catch (raw) {
    return run.fail(raw, item.nodes, path ?? { prev, key: index, typename: undefined }, item.nonNull);
  }
}

export function completeObject(type: GraphQLObjectType, nodes: readonly FieldNode[], makePlan: () => ObjectPlan): Complete {
  let plan: ObjectPlan | undefined;
  if (!type.isTypeOf) return (value, path, _info, run) => executeFields((plan ??= makePlan()), value, path, run);
  const refuse = (value: unknown): never => {
    throw new GraphQLError(`Expected value of type "${type.name}" but got: ${inspect(value)}.`, { nodes });
  };
  return (value, path, info, run) => {
    const known = (plan ??= makePlan());
    const is = type.isTypeOf?.(value, run.context, info);
    if (isPromise(is)) return is.then((settled) => (settled ? executeFields(known, value, path, run) : refuse(value)));
    return is ? executeFields(known, value, path, run) : refuse(value);
  };
}

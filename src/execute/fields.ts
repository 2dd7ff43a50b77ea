/**
 * The fields of one object, resolved and completed in their order. Whatever is at hand is taken at once;
 * what is not leaves the object pending, in which it is put when it comes.
 */
import { Later } from './later.ts';
import type { Serialize } from './leaf.ts';
import { Pending, settled } from './pending.ts';
import { Place } from './place.ts';
import type { FieldPlan, ObjectPlan, Slot } from './plan.ts';
import { isPromise } from './run.ts';
import type { Run } from './run.ts';
import { Pause } from './slices.ts';

type Answer = Record<string, unknown>;

/** The object, or a `Later`. */
export function executeFields(plan: ObjectPlan, source: unknown, place: Place | undefined, run: Run): unknown {
  const { fields } = plan;
  const answer = emptyAnswer(plan);
  let pending: Pending | undefined;
  try {
    for (let index = 0; index < fields.length; index++) {
      const field = fields[index] as FieldPlan;
      const value = executeField(field, source, place, run);
      if (value instanceof Later) {
        if (value instanceof Pause) return executeRest({ plan, source, place, run, answer, pending }, index, value);
        (pending ??= new Pending(answer, place)).add(value as Place | Pending);
      } else {
        answer[field.key] = value;
      }
    }
  } catch (error) {
    return lose(pending, error);
  }
  return pending ? pending.seal() : answer;
}

interface Begun {
  plan: ObjectPlan;
  source: unknown;
  place: Place | undefined;
  run: Run;
  answer: Answer;
  /** Where values have to be waited for. */
  pending: Pending | undefined;
}

/** The field whose value was cut short, then those behind it. */
function executeRest(begun: Begun, paused: number, pause: Pause): Pause {
  const { plan: { fields }, source, place, run, answer } = begun;
  let { pending } = begun;
  const onFailure = (error: unknown): unknown => lose(pending, error);
  const goOn = (done: unknown): unknown => {
    let value = done;
    try {
      for (let index = paused; ; ) {
        if (value instanceof Later) {
          if (value instanceof Pause) return executeRest({ ...begun, pending }, index, value);
          (pending ??= new Pending(answer, place)).add(value as Place | Pending);
        } else {
          answer[(fields[index] as FieldPlan).key] = value;
        }
        if (++index === fields.length) break;
        value = executeField(fields[index] as FieldPlan, source, place, run);
      }
    } catch (error) {
      return onFailure(error);
    }
    return pending ? pending.seal() : answer;
  };
  return pause.andThen(goOn, onFailure);
}

/** The others may fail as well; they are waited for, so that nobody misses it. */
function lose(pending: Pending | undefined, error: unknown): Pending {
  if (!pending) throw error;
  return pending.doom(error);
}

/** One after the other: the next field starts when the one before has ended. */
export function executeSerially(plan: ObjectPlan, source: unknown, run: Run): unknown {
  const answer = emptyAnswer(plan);
  let done: unknown = answer;
  const step = (field: FieldPlan): unknown => {
    const value = executeField(field, source, undefined, run);
    if (!(value instanceof Later)) {
      answer[field.key] = value;
      return answer;
    }
    return settled(value).then((completed) => {
      answer[field.key] = completed;
      return answer;
    });
  };
  for (const field of plan.fields) done = done === answer ? step(field) : (done as Promise<unknown>).then(() => step(field));
  return done;
}

function emptyAnswer(plan: ObjectPlan): Answer {
  return plan.bare ? (Object.create(null) as Answer) : {};
}

/** Given to those that take none and keep none. */
const noArguments = Object.freeze({});

function executeField(field: FieldPlan, source: unknown, above: Place | undefined, run: Run): unknown {
  if (field.constant !== undefined) return field.constant;
  const { leaf, resolve } = field;
  if (leaf && resolve && field.isReader) return readLeaf(field, source, above, run);
  // A plain property that is a scalar needs a place only if it fails.
  let place: Place | undefined;
  try {
    let value: unknown;
    if (resolve) {
      place = new Place(field, field, field.key, above, run);
      value = field.isReader ? resolve(source, noArguments, run.context, place) : resolve(source, field.read ? field.read(run.variableValues) : {}, run.context, place.info);
    } else {
      value = property(field, source, above, run);
    }
    if (leaf && !isPromise(value)) {
      if (value instanceof Error) throw value;
      const completed = value == null ? nullOf(field) : leaf(value);
      return isPromise(completed) ? (place ?? new Place(field, field, field.key, above, run)).waitForCompleted(completed) : completed;
    }
    place ??= new Place(field, field, field.key, above, run);
    if (isPromise(value)) return place.waitFor(value);
    const completed = completeValue(field, value, place, run);
    return completed instanceof Pause ? guard(completed, place) : completed;
  } catch (raw) {
    return run.fail(raw, field.nodes, place ?? new Place(field, field, field.key, above, run), field.nonNull);
  }
}

/** A scalar that is only read: its place is made for nobody as a rule, so one serves for all of them. */
function readLeaf(field: FieldPlan, source: unknown, above: Place | undefined, run: Run): unknown {
  const leaf = field.leaf as Serialize;
  let place = run.spare;
  if (place === undefined) run.spare = place = new Place(field, field, field.key, above, run);
  else place.move(field, above);
  try {
    const value: unknown = (field.resolve as NonNullable<FieldPlan['resolve']>)(source, noArguments, run.context, place);
    if (value == null) return nullOf(field);
    if (!isPromise(value)) {
      if (value instanceof Error) throw value;
      const completed = leaf(value);
      if (!isPromise(completed)) return completed;
      run.spare = undefined;
      return place.waitForCompleted(completed);
    }
    run.spare = undefined;
    return place.waitFor(value);
  } catch (raw) {
    run.spare = undefined;
    return run.fail(raw, field.nodes, place, field.nonNull);
  }
}

/** As the default resolver of graphql-js: a function is called as a method, the property read anew. */
function property(field: FieldPlan, source: unknown, above: Place | undefined, run: Run): unknown {
  const args = field.read?.(run.variableValues);
  if ((typeof source !== 'object' || source === null) && typeof source !== 'function') return undefined;
  const object = source as Record<string, unknown>;
  const value = object[field.name];
  if (typeof value !== 'function') return value;
  return (object[field.name] as (...args: unknown[]) => unknown)(args ?? {}, run.context, new Place(field, field, field.key, above, run).info);
}

export function completeValue(slot: Slot, value: unknown, place: Place, run: Run): unknown {
  if (value instanceof Error) throw value;
  return value == null ? nullOf(slot) : slot.complete(value, place, run);
}

export function nullOf({ nonNull, where }: Slot): null {
  if (nonNull) throw new Error(`Cannot return null for non-nullable field ${where}.`);
  return null;
}

/** What fails in a run that paused, as if it had not. */
export function guard(pause: Pause, place: Place): Pause {
  const { run, slot: { nodes, nonNull } } = place;
  return pause.andThen((value) => value, (raw) => run.fail(raw, nodes, place, nonNull));
}

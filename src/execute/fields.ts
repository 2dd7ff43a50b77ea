/**
 * The fields of one object, resolved and completed in their order. Whatever is at hand is taken at once;
 * a promise makes a promise of the object, and its value takes the promise's place there.
 */
import type { Serialize } from './leaf.ts';
import type { FieldPlan, ObjectPlan, Slot } from './plan.ts';
import { Place, isPromise } from './run.ts';
import type { Run } from './run.ts';
import { Pause } from './slices.ts';

type Answer = Record<string, unknown>;

export function executeFields(plan: ObjectPlan, source: unknown, place: Place | undefined, run: Run): unknown {
  const { fields } = plan;
  const answer = emptyAnswer(plan);
  let keys: string[] | undefined;
  try {
    for (let index = 0; index < fields.length; index++) {
      const field = fields[index] as FieldPlan;
      const value = executeField(field, source, place, run);
      if (isPromise(value)) {
        if (value instanceof Pause) return executeRest({ plan, source, place, run, answer, keys }, index, value);
        (keys ??= []).push(field.key);
      }
      answer[field.key] = value;
    }
  } catch (error) {
    return lose(answer, keys, error);
  }
  return keys ? fill(answer, keys) : answer;
}

interface Begun {
  plan: ObjectPlan;
  source: unknown;
  place: Place | undefined;
  run: Run;
  answer: Answer;
  /** Of the answer, where values have to be waited for. */
  keys: string[] | undefined;
}

/** The field whose value was cut short, then those behind it. */
function executeRest(begun: Begun, paused: number, pause: Pause): Pause {
  const { plan: { fields }, source, place, run, answer } = begun;
  let { keys } = begun;
  const onFailure = (error: unknown): Promise<Answer> => lose(answer, keys, error);
  const goOn = (done: unknown): unknown => {
    let value = done;
    try {
      for (let index = paused; ; ) {
        const { key } = fields[index] as FieldPlan;
        if (isPromise(value)) {
          if (value instanceof Pause) return executeRest({ ...begun, keys }, index, value);
          (keys ??= []).push(key);
        }
        answer[key] = value;
        if (++index === fields.length) break;
        value = executeField(fields[index] as FieldPlan, source, place, run);
      }
    } catch (error) {
      return onFailure(error);
    }
    return keys ? fill(answer, keys) : answer;
  };
  return pause.andThen(goOn, onFailure);
}

/** The others may fail as well; they are waited for, so that nobody misses it. */
function lose(answer: Answer, keys: string[] | undefined, error: unknown): Promise<Answer> {
  if (!keys) throw error;
  return fill(answer, keys).finally(() => {
    throw error;
  });
}

/** One after the other: the next field starts when the one before has ended. */
export function executeSerially(plan: ObjectPlan, source: unknown, run: Run): unknown {
  const answer = emptyAnswer(plan);
  let done: unknown = answer;
  const step = (field: FieldPlan): unknown => {
    const value = executeField(field, source, undefined, run);
    if (!isPromise(value)) {
      answer[field.key] = value;
      return answer;
    }
    return value.then((settled) => {
      answer[field.key] = settled;
      return answer;
    });
  };
  for (const field of plan.fields) done = done === answer ? step(field) : (done as Promise<unknown>).then(() => step(field));
  return done;
}

function emptyAnswer(plan: ObjectPlan): Answer {
  return plan.bare ? (Object.create(null) as Answer) : {};
}

function fill(answer: Answer, keys: string[]): Promise<Answer> {
  return Promise.all(keys.map((key) => answer[key])).then((values) => {
    for (let index = 0; index < keys.length; index++) answer[keys[index] as string] = values[index];
    return answer;
  });
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
      place = new Place(field, field.key, above, run);
      value = field.isReader ? resolve(source, noArguments, run.context, place) : resolve(source, field.read ? field.read(run.variableValues) : {}, run.context, place.info);
    } else {
      value = property(field, source, above, run);
    }
    if (leaf && !isPromise(value)) {
      if (value instanceof Error) throw value;
      const completed = value == null ? nullOf(field) : leaf(value);
      return isPromise(completed) ? guard(completed, field, place ?? new Place(field, field.key, above, run), run) : completed;
    }
    const at = (place ??= new Place(field, field.key, above, run));
    const completed = isPromise(value) ? value.then((settled) => completeValue(field, settled, at, run)) : completeValue(field, value, at, run);
    return isPromise(completed) ? guard(completed, field, at, run) : completed;
  } catch (raw) {
    return run.fail(raw, field.nodes, place ?? new Place(field, field.key, above, run), field.nonNull);
  }
}

/** A scalar that is only read: its place is made for nobody as a rule, so one serves for all of them. */
function readLeaf(field: FieldPlan, source: unknown, above: Place | undefined, run: Run): unknown {
  const leaf = field.leaf as Serialize;
  let place = run.spare;
  if (place === undefined) run.spare = place = new Place(field, field.key, above, run);
  else place.move(field, above);
  try {
    const value: unknown = (field.resolve as NonNullable<FieldPlan['resolve']>)(source, noArguments, run.context, place);
    if (value == null) return nullOf(field);
    if (!isPromise(value)) {
      if (value instanceof Error) throw value;
      const completed = leaf(value);
      if (!isPromise(completed)) return completed;
      run.spare = undefined;
      return guard(completed, field, place, run);
    }
    run.spare = undefined;
    const at = place;
    return guard(value.then((settled) => completeValue(field, settled, at, run)), field, at, run);
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
  return (object[field.name] as (...args: unknown[]) => unknown)(args ?? {}, run.context, new Place(field, field.key, above, run).info);
}

export function completeValue(slot: Slot, value: unknown, place: Place, run: Run): unknown {
  if (value instanceof Error) throw value;
  return value == null ? nullOf(slot) : slot.complete(value, place, run);
}

export function nullOf({ nonNull, where }: Slot): null {
  if (nonNull) throw new Error(`Cannot return null for non-nullable field ${where}.`);
  return null;
}

export function guard(completed: Promise<unknown> | Pause, { nodes, nonNull }: Slot, place: Place, run: Run): Promise<unknown> | Pause {
  const fail = (raw: unknown): null => run.fail(raw, nodes, place, nonNull);
  return completed instanceof Pause ? completed.andThen((value) => (isPromise(value) ? value.then(undefined, fail) : value), fail) : completed.then(undefined, fail);
}

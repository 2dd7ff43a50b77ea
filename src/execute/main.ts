/**
 * Runs hot documents faster than graphql-js, with the same answers: data, errors, their order and places.
 *
 *   engine.ts       documents known by their object: the plan of one that comes again is kept
 *   operation.ts    one operation -> what a run of it does: variables, the right variant, data and errors
 *     variables.ts    variables as the caller sent them -> values of their types
 *     reach.ts        what the operation leads to: fragments, conditions, and what is left to graphql-js
 *     collect.ts      selections -> fields of one concrete type, by key of the answer
 *     plan.ts         fields -> their plans, made when the first object of that place is met
 *       arguments.ts    arguments that are the same in every run are read once
 *       leaf.ts         scalars and enums serialised
 *       reader.ts       what a resolver says of itself: that it only reads, that its value is serialised already
 *   run.ts, fields.ts, complete.ts, abstract.ts    the run: resolvers called, values completed, errors placed
 *     place.ts, later.ts, pending.ts    places in the answer, values that are not there yet, and what they belong in
 *   slices.ts, turns.ts    long lists let others have their turn
 *
 * A plan is a tree of plain objects and closures; no text is turned into code. What is not compiled is not
 * an error: subscriptions, introspection and rare shapes go to graphql-js, by the same call.
 *
 * Two things differ from graphql-js on purpose: objects of the answer are plain objects (`{}`, which
 * JSON.stringify prints faster) instead of null-prototype ones, and `info` of a field is read only once
 * made. The schema must not change while plans of it are in use.
 */
export { createEngine } from './engine.ts';
export type { Engine, EngineOptions, Execution } from './engine.ts';
export { markReader, markSerialized } from './reader.ts';
export { compileOperation } from './operation.ts';
export type { CompiledOperation, RunOptions } from './operation.ts';
export type { SliceOptions } from './slices.ts';
export { nextTurn, sliceMs } from './turns.ts';

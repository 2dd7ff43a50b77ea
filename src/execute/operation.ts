/**
 * One operation, compiled. Variables that decide @skip and @include choose a variant, which is planned when
 * it is first asked for; everything else is the same in every run.
 *
 * Bounded: an operation that asks for more variants or more fields than is sensible to keep, and a run whose
 * conditions are no booleans, are interpreted by graphql-js instead.
 */
import { Kind, OperationTypeNode, execute, getVariableValues, locatedError, validateSchema } from 'graphql';
import type { DocumentNode, ExecutionResult, GraphQLError, GraphQLObjectType, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { executeFields, executeSerially } from './fields.ts';
import { Later } from './later.ts';
import { settled } from './pending.ts';
import { planObject } from './plan.ts';
import type { Frame, ObjectPlan } from './plan.ts';
import { conditionsOf, fragmentsOf } from './reach.ts';
import { Run, isPromise } from './run.ts';
import { Slices } from './slices.ts';
import type { SliceOptions } from './slices.ts';
import { compileVariables } from './variables.ts';

export interface OperationOptions {
  schema: GraphQLSchema;
  document: DocumentNode;
  operationName?: string | null | undefined;
  /** Absent: lists are completed at once, however long they are. */
  slices?: SliceOptions | undefined;
}

export interface RunOptions {
  contextValue?: unknown;
  /** As the caller sent them. */
  variableValues?: Readonly<Record<string, unknown>> | null | undefined;
  rootValue?: unknown;
}

export interface CompiledOperation {
  /** What `execute` of graphql-js answers: a promise only if something has to be waited for. */
  run(options: RunOptions): ExecutionResult | Promise<ExecutionResult>;
}

const maxVariants = 16;
const maxFields = 4000;

/** Undefined for what is left to graphql-js, errors included: no such operation, a schema that is not valid. */
export function compileOperation({ schema, document, operationName, slices: sliced }: OperationOptions): CompiledOperation | undefined {
  const operation = operationOf(document, operationName);
  if (!operation || operation.operation === OperationTypeNode.SUBSCRIPTION || validateSchema(schema).length > 0) return undefined;
  const rootType = schema.getRootType(operation.operation);
  const fragments = fragmentsOf(document);
  const conditions = conditionsOf(operation, fragments);
  if (!rootType || !conditions) return undefined;
  const frame: Frame = { schema, fragments, operation };
  const slices = sliced && new Slices(sliced);
  const definitions = operation.variableDefinitions ?? [];
  const reader = compileVariables(schema, definitions);
  const variantOf = variants({ frame, rootType, names: conditions });
  const start = operation.operation === OperationTypeNode.MUTATION ? executeSerially : (plan: ObjectPlan, source: unknown, run: Run) => executeFields(plan, source, undefined, run);

  function runWith(read: Record<string, unknown> | undefined, { contextValue, variableValues, rootValue }: RunOptions): ExecutionResult | Promise<ExecutionResult> {
    let coerced = read;
    if (coerced === undefined) {
      const values = getVariableValues(schema, definitions, variableValues ?? {}, { maxErrors: 50 });
      if (values.errors) return { errors: values.errors };
      ({ coerced } = values);
    }
    const plan = variantOf(coerced);
    if (!plan) return interpret({ contextValue, variableValues, rootValue });
    const run = new Run({ frame, context: contextValue, rootValue, variableValues: coerced, slices });
    try {
      const data = start(plan, rootValue, run);
      if (data instanceof Later) return settled(data).then((whole) => answer(whole, run), (error: unknown) => lost(error, run));
      return isPromise(data) ? data.then((whole) => answer(whole, run), (error: unknown) => lost(error, run)) : answer(data, run);
    } catch (error) {
      return lost(error, run);
    }
  }

  function interpret({ contextValue, variableValues, rootValue }: RunOptions): ExecutionResult | Promise<ExecutionResult> {
    return execute({ schema, document, operationName: operationName ?? null, contextValue, variableValues: variableValues ?? null, rootValue });
  }

  return {
    run(options) {
      const { variableValues: raw } = options;
      if (raw != null && typeof raw !== 'object') return interpret(options);
      const inputs = raw ?? {};
      if (slices && reader?.isLong?.(inputs)) {
        const turn = (): Promise<void> => slices.turn(options.contextValue);
        return reader.readInSlices(inputs, { sliceMs: slices.sliceMs, turn }).then((read) => runWith(read, options));
      }
      return runWith(reader?.read(inputs), options);
    },
  };
}

export function operationOf(document: DocumentNode, name: string | null | undefined): OperationDefinitionNode | undefined {
  let found: OperationDefinitionNode | undefined;
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    if (name == null && found) return undefined;
    if (name == null || definition.name?.value === name) found = definition;
  }
  return found;
}

/** The plan for what the variables say; undefined where graphql-js is to run. */
function variants(options: { frame: Frame; rootType: GraphQLObjectType; names: string[] }): (variables: Record<string, unknown>) => ObjectPlan | undefined {
  const { frame: { schema, fragments, operation }, rootType, names } = options;
  const plans = new Map<string, ObjectPlan>();
  const size = { fields: 0 };
  return (variables) => {
    if (size.fields > maxFields) {
      plans.clear();
      return undefined;
    }
    let key = '';
    for (const name of names) {
      const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
      if (typeof value !== 'boolean') return undefined;
      key += value ? '1' : '0';
    }
    let plan = plans.get(key);
    if (plan === undefined && plans.size < maxVariants) {
      const conditions = new Map(names.map((name) => [name, variables[name] === true]));
      plan = planObject({ schema, fragments, conditions, size }, rootType, [operation.selectionSet]);
      plans.set(key, plan);
    }
    return plan;
  };
}

function answer(data: unknown, { errors }: Run): ExecutionResult {
  const known = data as NonNullable<ExecutionResult['data']> | null;
  return errors.length === 0 ? { data: known } : { errors, data: known };
}

function lost(error: unknown, run: Run): ExecutionResult {
  run.add(run.isStopped ? locatedError(error, undefined) : (error as GraphQLError), undefined);
  return answer(null, run);
}

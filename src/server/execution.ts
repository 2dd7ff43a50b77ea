/**
 * Runs one validated operation, in whichever lane it came. Its errors leave here as the caller sees
 * them, while the request they belong to is still known.
 */
import { GraphQLError, Kind } from 'graphql';
import type { DocumentNode, ExecutionResult, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Logger } from 'pino';
import type { RequestContext } from '../context.ts';
import type { Engine } from '../execute/main.ts';
import type { Limits } from '../limits/main.ts';
import { createDiscretion } from '../privacy/main.ts';
import type { Markers } from '../privacy/main.ts';
import type { Telemetry } from '../telemetry/main.ts';
import { presentError } from './errors.ts';
import { explainVariables } from './variables.ts';

export interface Operation {
  schema: GraphQLSchema;
  document: DocumentNode;
  /** Absent where the document has no such operation: Apollo says so. */
  operation: OperationDefinitionNode | undefined;
  operationName: string | null | undefined;
  variables: Record<string, unknown> | null | undefined;
  context: RequestContext;
}

/** What both lanes run operations with. */
export interface Runtime {
  engine: Engine;
  log: Logger;
  limits: Limits;
  /** Whether errors say which name may have been meant. */
  suggestions: boolean;
  /** Told what was run and how it ended. */
  telemetry?: Telemetry | undefined;
  /** What is sensitive in the schema; absent: nothing. */
  sensitive?: Markers | undefined;
}

/** At once where nothing has to be waited for; never rejects. */
export function runOperation(asked: Operation, runtime: Runtime): ExecutionResult | Promise<ExecutionResult> {
  const { schema, document, operation, operationName = null, variables, context } = asked;
  const ended = operation && runtime.telemetry?.operation({ operation, document, context });
  const end = (result: ExecutionResult): ExecutionResult => {
    ended?.(result);
    return context.complete ? context.complete(result) : result;
  };
  const onFailure = (error: unknown): ExecutionResult => end(failed(error, asked, runtime));
  const onResult = (result: ExecutionResult): ExecutionResult => {
    if (!result.errors) return end(result);
    let presented: ExecutionResult;
    try {
      presented = presentErrors(result, asked, runtime);
    } catch (error) {
      return onFailure(error);
    }
    return end(presented);
  };
  const variableValues = variables ?? {};
  const exceeded = operation && runtime.limits.ofRun({ schema, document, operation }, variableValues);
  if (exceeded) return end({ errors: [exceeded] });
  let result: ExecutionResult | Promise<ExecutionResult>;
  try {
    result = runtime.engine.execute({ schema, document, contextValue: context, variableValues, operationName });
  } catch (error) {
    return onFailure(error);
  }
  return result instanceof Promise ? result.then(onResult, onFailure) : onResult(result);
}

/** Thrown, not returned: the engine itself failed. */
function failed(error: unknown, { context: { requestId } }: Operation, { log }: Runtime): ExecutionResult {
  const failure = new GraphQLError('', { originalError: error instanceof Error ? error : new Error('not an error') });
  return { data: null, errors: [presentError(failure, { requestId, log })] };
}

/** Of a result that has errors. */
function presentErrors(result: ExecutionResult, { schema, document, operation, variables, context: { requestId, systems } }: Operation, { log, suggestions, sensitive }: Runtime): ExecutionResult {
  if (!operation) return result;
  if (variablesFailed(result)) return { errors: explainVariables({ schema, operation, variables: variables ?? {}, suggestions }) };
  const discreet = sensitive && createDiscretion({ schema, document, operation, variables: variables ?? {}, systems }, sensitive);
  return { ...result, errors: result.errors?.map((error) => presentError(error, { requestId, log, discreet })) ?? [] };
}

/** Nothing was executed: the variables do not fit. */
function variablesFailed({ data, errors }: ExecutionResult): boolean {
  return data === undefined && errors?.some(({ nodes }) => nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION) === true;
}

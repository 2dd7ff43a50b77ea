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

export async function runOperation(asked: Operation, runtime: Runtime): Promise<ExecutionResult> {
  const { document, operation, context } = asked;
  const ended = operation && runtime.telemetry?.operation({ operation, document, context });
  const result = await execute(asked, runtime);
  ended?.(result);
  return result;
}

async function execute({ schema, document, operation, operationName, variables, context }: Operation, { engine, log, limits, suggestions, sensitive }: Runtime): Promise<ExecutionResult> {
  const { requestId } = context;
  const variableValues = variables ?? {};
  const exceeded = operation && limits.ofRun({ schema, document, operation }, variableValues);
  if (exceeded) return { errors: [exceeded] };
  try {
    const result = await engine.execute({ schema, document, contextValue: context, variableValues, operationName: operationName ?? null });
    if (!result.errors || !operation) return result;
    if (variablesFailed(result)) return { errors: explainVariables({ schema, operation, variables: variableValues, suggestions }) };
    const discreet = sensitive && createDiscretion({ schema, document, operation, variables: variableValues }, sensitive);
    return { ...result, errors: result.errors.map((error) => presentError(error, { requestId, log, discreet })) };
  } catch (error) {
    // Thrown, not returned: the engine itself failed.
    const failure = new GraphQLError('', { originalError: error instanceof Error ? error : new Error('not an error') });
    return { data: null, errors: [presentError(failure, { requestId, log })] };
  }
}

/** Nothing was executed: the variables do not fit. */
function variablesFailed({ data, errors }: ExecutionResult): boolean {
  return data === undefined && errors?.some(({ nodes }) => nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION) === true;
}

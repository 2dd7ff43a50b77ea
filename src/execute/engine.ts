/**
 * Stands in for `execute` of graphql-js, one to one. A document is known by its object: of one that comes again the
 * plan is kept. One that is new is planned as well, which takes less than it took to parse it: its answer may
 * be as large as any, and only plans let others have their turn.
 *
 * Plans are kept per schema and go with it; of each schema those of the documents that were used last.
 */
import { execute } from 'graphql';
import type { DocumentNode, ExecutionResult, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { compileOperation, operationOf } from './operation.ts';
import type { CompiledOperation, OperationOptions, RunOptions } from './operation.ts';
import type { SliceOptions } from './slices.ts';

export interface EngineOptions {
  /** How many documents are kept compiled for each schema: 500. */
  size?: number;
  /** From which use of a document on its plan is kept: the 2nd. */
  after?: number;
  /** How long lists of compiled documents are cut into slices; absent: not at all. */
  slices?: SliceOptions | undefined;
}

export type Execution = Omit<OperationOptions, 'slices'> & RunOptions;

export interface Engine {
  /** Answers, and throws, what `execute` of graphql-js would. */
  execute(options: Execution): ExecutionResult | Promise<ExecutionResult>;
}

/** One document's operations; null where graphql-js is to run. */
interface Compiled {
  operations: Map<OperationDefinitionNode, CompiledOperation | null>;
  /** When it was used last, counted in uses. To reorder a map at each use would cost more than to look through it when it is full. */
  usedAt: number;
}

interface Known {
  uses: WeakMap<DocumentNode, number>;
  compiled: Map<DocumentNode, Compiled>;
}

export function createEngine({ size = 500, after = 2, slices }: EngineOptions = {}): Engine {
  const schemas = new WeakMap<GraphQLSchema, Known>();
  let now = 0;

  function compiledOf({ schema, document }: Execution): Compiled | undefined {
    let known = schemas.get(schema);
    if (!known) {
      known = { uses: new WeakMap(), compiled: new Map() };
      schemas.set(schema, known);
    }
    const { uses, compiled } = known;
    let found = compiled.get(document);
    if (!found) {
      const count = (uses.get(document) ?? 0) + 1;
      uses.set(document, count);
      if (count < after) return undefined;
      if (compiled.size >= size) forgetOldest(compiled);
      found = { operations: new Map(), usedAt: 0 };
      compiled.set(document, found);
    }
    found.usedAt = now += 1;
    return found;
  }

  function compile({ schema, document, operationName }: Execution, { operations }: Compiled): CompiledOperation | null {
    const operation = operationOf(document, operationName);
    if (!operation) return null;
    let compiled = operations.get(operation);
    if (compiled === undefined) {
      compiled = compileOperation({ schema, document, operationName, slices }) ?? null;
      operations.set(operation, compiled);
    }
    return compiled;
  }

  return {
    execute(options) {
      const known = compiledOf(options);
      const compiled = known ? compile(options, known) : compileOperation({ ...options, slices });
      if (compiled) return compiled.run(options);
      const { schema, document, operationName = null, contextValue, variableValues = null, rootValue } = options;
      return execute({ schema, document, operationName, contextValue, variableValues, rootValue });
    },
  };
}

function forgetOldest(compiled: Map<DocumentNode, Compiled>): void {
  let oldest: DocumentNode | undefined;
  let usedAt = Infinity;
  for (const [document, known] of compiled) {
    if (known.usedAt >= usedAt) continue;
    oldest = document;
    usedAt = known.usedAt;
  }
  if (oldest) compiled.delete(oldest);
}

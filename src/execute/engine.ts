/**
 * Stands in for `execute` of graphql-js, one to one. A document is known by its object: of one that comes again the
 * plan is kept. One that is new is planned as well, which takes less than it took to parse it: its answer may
 * be as large as any, and only plans let others have their turn.
 *
 * Plans are kept per schema and go with it; of each schema those of the documents that were used last, and of
 * these only as long as somebody else keeps the document: whoever bounds the documents bounds the plans.
 */
import { execute } from 'graphql';
import type { DocumentNode, ExecutionResult, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { compileOperation, operationOf } from './operation.ts';
import type { CompiledOperation, OperationOptions, RunOptions } from './operation.ts';
import type { SliceOptions } from './slices.ts';

export interface EngineOptions {
  /** Of how many documents that were used last the plans are kept for each schema: 500 at least, and at most twice as many. */
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
type Compiled = Map<OperationDefinitionNode, CompiledOperation | null>;

/** What is used goes among the recent ones; when these are full, those before them are forgotten. To reorder one table at each use would cost more. */
interface Known {
  uses: WeakMap<DocumentNode, number>;
  recent: WeakMap<DocumentNode, Compiled>;
  recentCount: number;
  before: WeakMap<DocumentNode, Compiled>;
}

export function createEngine({ size = 500, after = 2, slices }: EngineOptions = {}): Engine {
  const schemas = new WeakMap<GraphQLSchema, Known>();

  function compiledOf({ schema, document }: Execution): Compiled | undefined {
    let known = schemas.get(schema);
    if (!known) {
      known = { uses: new WeakMap(), recent: new WeakMap(), recentCount: 0, before: new WeakMap() };
      schemas.set(schema, known);
    }
    return known.recent.get(document) ?? moved(known, document);
  }

  /** Of a document that is not among the recent ones, but is from now on, unless it is too new. */
  function moved(known: Known, document: DocumentNode): Compiled | undefined {
    let found = known.before.get(document);
    if (!found) {
      const count = (known.uses.get(document) ?? 0) + 1;
      known.uses.set(document, count);
      if (count < after) return undefined;
      found = new Map();
    }
    if (known.recentCount >= size) {
      known.before = known.recent;
      known.recent = new WeakMap();
      known.recentCount = 0;
    }
    known.recent.set(document, found);
    known.recentCount += 1;
    return found;
  }

  function compile({ schema, document, operationName }: Execution, operations: Compiled): CompiledOperation | null {
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

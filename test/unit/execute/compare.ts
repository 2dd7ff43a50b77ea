/** Both executors on the same operation, and all that can be seen of what they answer. */
import { execute, parse, validate } from 'graphql';
import type { DocumentNode, ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import { compileOperation } from '../../../src/execute/main.ts';

export interface Asked {
  schema: GraphQLSchema;
  document: DocumentNode | string;
  operationName?: string;
  variableValues?: Record<string, unknown>;
  /** Made anew for each run: resolvers may leave traces in it. */
  context?: () => unknown;
  root?: () => unknown;
}

export interface Compared {
  reference: unknown;
  /** The first run of the compiled operation, which plans, and the next. */
  compiled: unknown[];
}

/** Throws for a document that is not valid: a comparison of two refusals proves nothing. */
export async function compare(asked: Asked): Promise<Compared> {
  const { schema, operationName } = asked;
  const document = typeof asked.document === 'string' ? parse(asked.document) : asked.document;
  const problems = validate(schema, document);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  const compiled = compileOperation({ schema, document, operationName });
  if (!compiled) throw new Error('The operation was not compiled.');
  const options = () => ({ contextValue: asked.context?.(), variableValues: asked.variableValues, rootValue: asked.root?.() });
  const interpreted = await quietly(() => seen(() => execute({ schema, document, operationName: operationName ?? null, ...options(), variableValues: asked.variableValues ?? null })));
  return { reference: interpreted, compiled: [await seen(() => compiled.run(options())), await seen(() => compiled.run(options()))] };
}

async function seen(run: () => ExecutionResult | Promise<ExecutionResult>): Promise<unknown> {
  const result = run();
  return { waited: result instanceof Promise, ...plainly(await result) };
}

export function plainly(result: ExecutionResult): object {
  return { members: Object.keys(result), data: ordered(result.data), errors: result.errors?.map(errorPlainly) };
}

function errorPlainly(error: GraphQLError): object {
  const { message, path, locations, extensions, nodes, originalError } = error;
  const original = originalError && { name: originalError.name, message: originalError.message, type: originalError.constructor.name };
  return { message, path, locations, extensions: { ...extensions }, nodes: nodes?.map(({ loc }) => loc?.start), original, json: JSON.stringify(error), type: error.constructor.name };
}

/** Keys in their order, whatever the object's prototype. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return { keys: Object.entries(value).map(([key, inside]) => [key, ordered(inside)]) };
}

/**
 * graphql-js lets go of the promises of a list that an item at hand has lost already; one that is rejected
 * then would end the process. Here each promise of its run is listened to. The compiled run gets no such help.
 */
async function quietly<T>(run: () => Promise<T>): Promise<T> {
  const then = Object.getOwnPropertyDescriptor(Promise.prototype, 'then') as PropertyDescriptor & { value: (...args: unknown[]) => Promise<unknown> };
  const { value: original } = then;
  Reflect.defineProperty(Promise.prototype, 'then', {
    ...then,
    value(this: Promise<unknown>, ...args: unknown[]) {
      const next = original.apply(this, args);
      void original.call(next, undefined, () => undefined);
      return next;
    },
  });
  try {
    return await run();
  } finally {
    Reflect.defineProperty(Promise.prototype, 'then', then);
  }
}

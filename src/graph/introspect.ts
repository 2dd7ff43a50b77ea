/**
 * Asks the remote for its schema, and believes nothing: whatever comes back, the outcome is a valid
 * schema or an `Error` whose message is half a sentence that says what was wrong. Bounded in time and size.
 */
import { randomUUID } from 'node:crypto';
import { buildClientSchema, getIntrospectionQuery, GraphQLSchema, isObjectType, specifiedDirectives, validateSchema } from 'graphql';
import type { IntrospectionQuery } from 'graphql';
import type { System, UpstreamAnswer } from '../upstream/call.ts';

export interface IntrospectOptions {
  system: System;
  /** In ms, for the whole of it. */
  timeoutMs: number;
  /** Ends it early. */
  signal: AbortSignal;
  /** A longer answer is refused, in bytes. */
  maxBytes?: number | undefined;
}

const maxTypes = 10_000;

/** All that GraphQL has today; then what every server since 2016 understands. */
const queries = [
  getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true, oneOf: true }),
  getIntrospectionQuery(),
];

export async function introspect(options: IntrospectOptions): Promise<GraphQLSchema> {
  const { timeoutMs, signal } = options;
  const bound = new AbortController();
  const end = (): void => bound.abort(new Error('the gateway was closed'));
  signal.addEventListener('abort', end);
  const timer = setTimeout(() => bound.abort(new Error(`it did not answer within ${timeoutMs} ms`)), timeoutMs);
  try {
    // The client obeys the signal; that nothing waits longer does not depend on it.
    return await Promise.race([
      new Promise<never>((_, reject) => bound.signal.addEventListener('abort', () => reject(bound.signal.reason as Error))),
      ask(options, bound.signal),
    ]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

async function ask({ system, timeoutMs, maxBytes = 8 * 1024 * 1024 }: IntrospectOptions, signal: AbortSignal): Promise<GraphQLSchema> {
  const deadline = Date.now() + timeoutMs;
  let refusal = '';
  for (const query of queries) {
    const answer = await system.send(
      {
        operation: '__schema',
        method: 'POST',
        path: '',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ query, operationName: 'IntrospectionQuery' }),
        read: true,
        accept: [400],
      },
      { requestId: randomUUID(), signal, deadline },
    );
    const { data, problem } = readAnswer(answer, maxBytes);
    if (data !== undefined) return buildSchema(data);
    refusal = problem;
  }
  throw new Error(refusal);
}

function readAnswer(answer: UpstreamAnswer, maxBytes: number): { data?: IntrospectionQuery; problem: string } {
  if (answer.body.length > maxBytes) {
    throw new Error(`its introspection has ${answer.body.length} bytes, and at most ${maxBytes} are read`);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(answer.body.toString('utf8'));
  } catch {
    throw new Error(`its introspection answer (status ${answer.status}) is not JSON`);
  }
  const { data, errors } = (parsed ?? {}) as { data?: IntrospectionQuery | null; errors?: unknown };
  if (Array.isArray(errors) && errors.length > 0) return { problem: 'it refused the introspection query' };
  const types: unknown = data?.__schema?.types;
  if (data == null || !Array.isArray(types)) return { problem: 'its introspection answer has no __schema' };
  if (types.length > maxTypes) throw new Error(`it has ${types.length} types, and at most ${maxTypes} are taken`);
  return { data, problem: '' };
}

function buildSchema(data: IntrospectionQuery): GraphQLSchema {
  let schema: GraphQLSchema;
  let problems: readonly { message: string }[];
  try {
    schema = buildClientSchema(data);
    problems = validateSchema(schema);
  } catch (error) {
    // Deep nonsense ends in a RangeError, other nonsense in sentences of graphql-js.
    problems = [error as Error];
    throw new Error(`its introspection makes no schema: ${inShort(problems)}`);
  }
  if (problems.length > 0) throw new Error(`its introspection makes no valid schema: ${inShort(problems)}`);
  return trim(schema);
}

function inShort(problems: readonly { message: string }[]): string {
  const text = problems.slice(0, 3).map(({ message }) => message).join(' ').replace(/\s+/g, ' ');
  return text.length > 300 ? `${text.slice(0, 300)}...` : text;
}

/** Without the remote's subscriptions and custom directives: neither is part of the graph. */
export function trim(schema: GraphQLSchema): GraphQLSchema {
  const { query, mutation, description } = schema.toConfig();
  // A type that only an interface leads to must be named; the others are found from the roots.
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && type.getInterfaces().length > 0 && type !== schema.getSubscriptionType(),
  );
  return new GraphQLSchema({ description, query, mutation, types, directives: specifiedDirectives });
}

/** A small GraphQL server that plays the remote, the gateway's own schema beside it, and requests to the graph of both. */
import { anyone } from '../../../src/callers/caller.ts';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { graphql, parse, validate, execute as run } from 'graphql';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import pino from 'pino';
import type { RequestContext } from '../../../src/context.ts';
import { buildGraph } from '../../../src/graph/main.ts';
import type { Graph, GraphOptions } from '../../../src/graph/main.ts';
import type { System } from '../../../src/upstream/call.ts';
import { createSystems } from '../../../src/upstream/main.ts';

export interface Recorded {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: { query: string; variables?: Record<string, unknown>; operationName?: string };
}

export type Answerer = (request: Recorded, response: ServerResponse) => unknown;

export interface Remote {
  url: string;
  /** All but introspection. */
  requests: Recorded[];
  introspections: Recorded[];
  /** Both may be replaced while it runs. */
  schema: GraphQLSchema;
  /** Answers instead of the schema; `undefined` leaves it to the schema. */
  answer: Answerer | undefined;
  close: () => Promise<void>;
}

/** `resolvers` as in `makeExecutableSchema`. */
export function executable(typeDefs: string, resolvers: Record<string, unknown> = {}): GraphQLSchema {
  return makeExecutableSchema({ typeDefs, resolvers: resolvers as never });
}

export async function startRemote(schema: GraphQLSchema): Promise<Remote> {
  const server = createServer((request, response) => {
    void handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const remote: Remote = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    introspections: [],
    schema,
    answer: undefined,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return remote;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Recorded['body'];
    const recorded = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
    (body.operationName === 'IntrospectionQuery' ? remote.introspections : remote.requests).push(recorded);
    const own = await remote.answer?.(recorded, response);
    if (response.writableEnded || response.headersSent || own === hang) return;
    const answer = own === undefined ? await graphql({ schema: remote.schema, source: body.query, variableValues: body.variables, operationName: body.operationName }) : own;
    response.setHeader('content-type', 'application/json');
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  }
}

/** Answered by an `Answerer`: never answers. */
export const hang = Symbol('hang');

/** A client of the remote as the gateway has it: real HTTP, key in the header. */
export function connect(remote: { url: string }, options: { timeoutMs?: number } = {}): { system: System; close: () => Promise<void> } {
  const systems = createSystems({
    config: [
      {
        name: 'collectmaxx',
        baseURL: `${remote.url}/v1`,
        variables: {},
        credentials: [{ type: 'API_KEY', name: 'key', header: 'X-AUTH-TOKEN', key: 'key-of-the-test' }],
        defaultCredential: 'key',
        timeoutMs: options.timeoutMs ?? 5000,
        concurrency: 8,
        retries: 0,
        circuitFailures: 1_000_000,
        circuitResetMs: 60_000,
        maxAnswerBytes: 50_000_000,
      },
    ],
    log: pino({ level: 'silent' }),
  });
  return { system: systems.systems.get('collectmaxx') as System, close: () => systems.close() };
}

/** What a server would answer; validation included. `context`: of one request. */
export async function ask(
  graph: Pick<Graph, 'schema'>,
  context: RequestContext,
  query: string,
  variableValues: Record<string, unknown> = {},
): Promise<{ data: unknown; errors: { message: string; path: unknown; extensions: Record<string, unknown> }[] }> {
  const document = parse(query);
  const problems = validate(graph.schema, document);
  const result: ExecutionResult = problems.length > 0 ? { errors: problems } : await run({ schema: graph.schema, document, variableValues, contextValue: context });
  return {
    data: plain(result.data),
    errors: (result.errors ?? []).map(({ message, path, extensions }) => ({ message, path: plain(path), extensions: plain(extensions) as Record<string, unknown> })),
  };
}

const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

let requestNumber = 0;
export function newContext(system: System | undefined): RequestContext {
  requestNumber += 1;
  return {
    requestId: `request-${requestNumber}`,
    signal: new AbortController().signal,
    deadline: Date.now() + 10_000,
    systems: new Map(system ? [['collectmaxx', system]] : []),
    caller: anyone, loaders: new Map(),
  };
}

/** The gateway's own schema. */
export const ownSchema = (): GraphQLSchema =>
  executable(
    /* GraphQL */ `
      scalar Date
      scalar JSON
      scalar Upload
      interface Party { name: String }
      type Person implements Party { name: String }
      "An account of the gateway."
      type Account { accountReference: String! amount: Int status: AccountStatus owner: Party meta: JSON }
      enum AccountStatus { OPEN CLOSED }
      input AccountInput @oneOf { reference: String id: Int }
      type Query { account(input: AccountInput): Account }
      type Mutation { updateAccount(amount: Int!, status: AccountStatus): Account }
    `,
    {
      Query: { account: () => ({ accountReference: 'A-1', status: 'open', owner: { kind: 'Person', name: 'Jo' } }) },
      Mutation: { updateAccount: (_: unknown, { amount, status }: { amount: number; status: string }) => ({ accountReference: 'A-1', amount, status }) },
      AccountStatus: { OPEN: 'open', CLOSED: 'closed' },
      Party: { __resolveType: ({ kind }: { kind: string }) => kind },
    },
  );

export interface Log {
  lines: string[];
  info: (line: string) => void;
  warn: (line: string) => void;
}

export function newLog(): Log {
  const lines: string[] = [];
  return { lines, info: (line) => void lines.push(`info ${line}`), warn: (line) => void lines.push(`warn ${line}`) };
}

export interface Bench {
  remote: Remote;
  system: System;
  graph: Graph;
  log: Log;
  /** Rounds that the graph has planned; run by the test. */
  clock: Clock;
  ask: (query: string, variables?: Record<string, unknown>) => ReturnType<typeof ask>;
  close: () => Promise<void>;
}

export interface Clock {
  planned: { ms: number; job: () => Promise<void> }[];
  schedule: NonNullable<GraphOptions['schedule']>;
  /** Runs the only planned round now. */
  tick: () => Promise<void>;
}

export function newClock(): Clock {
  const planned: Clock['planned'] = [];
  return {
    planned,
    schedule: (ms, job) => {
      const round = { ms, job };
      planned.push(round);
      return () => void planned.splice(planned.indexOf(round), 1);
    },
    tick: async () => {
      if (planned.length !== 1) throw new Error(`expected one planned round, found ${planned.length}`);
      await planned.pop()?.job();
    },
  };
}

/** The graph over a remote with this schema; its snapshot is the same unless given. */
export async function startBench(schema: GraphQLSchema, options: Partial<GraphOptions> & { snapshot: string }): Promise<Bench> {
  const remote = await startRemote(schema);
  const { system, close } = connect(remote);
  const log = newLog();
  const clock = newClock();
  const graph = await buildGraph({ rest: ownSchema(), system, log, schedule: clock.schedule, ...options });
  return {
    remote,
    system,
    graph,
    log,
    clock,
    ask: (query, variables) => ask(graph, newContext(system), query, variables),
    close: async () => {
      graph.close();
      await close();
      await remote.close();
    },
  };
}

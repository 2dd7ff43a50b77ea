/** A server with a small graph of its own, and a way to speak to it in exact bytes. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { GraphQLError, buildSchema } from 'graphql';
import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import GraphQLUpload from 'graphql-upload/GraphQLUpload.mjs';
import { pino } from 'pino';
import { openCallers } from '../../../src/callers/main.ts';
import type { RequestContext } from '../../../src/context.ts';
import { UpstreamError } from '../../../src/errors.ts';
import { noLimits } from '../../../src/limits/main.ts';
import { startServer } from '../../../src/server/server.ts';
import type { RunningServer, ServerOptions } from '../../../src/server/server.ts';

const sdl = /* GraphQL */ `
  scalar Upload
  scalar Loud
  scalar Any
  enum Colour { RED GREEN }
  input Item { name: String!, count: Int, price: Float, colour: Colour, loud: Loud, active: Boolean, id: ID, inner: Item, list: [Item!] }
  input One @oneOf { a: String, b: Int }
  type Query {
    hello(name: String): String
    items(input: [Item!]!): Int
    one(input: One!): String
    colour(colour: Colour! = RED): Colour
    down: String
    broken: String
    required: Required
    requestId: String
    "Answers when the signal of its request aborts."
    wait: String
    slow: String
    big(bytes: Int!): String
    unwritable: Any
    wrongType: Int
  }
  type Required { name: String! }
  type Mutation {
    touch: Int
    upload(file: Upload!): String
    uploadBroken(file: Upload!): String
  }
`;

type Resolver = GraphQLFieldResolver<unknown, RequestContext>;

/** What the tests of one file see happen inside the graph. */
export interface Seen {
  touched: number;
  /** Resolved with the reason when the signal of a `wait` aborts. */
  aborted: Promise<unknown>;
  waiting: Promise<void>;
  /** Lets every `slow` go on. */
  release: () => void;
  slowStarted: Promise<void>;
}

export function fixtureSchema(seen: Seen & { hooks: Hooks }): GraphQLSchema {
  const schema = buildSchema(sdl);
  const query = schema.getQueryType()!.getFields();
  const mutation = schema.getMutationType()!.getFields();
  const set = (fields: typeof query, name: string, resolve: Resolver): void => {
    fields[name]!.resolve = resolve as GraphQLFieldResolver<unknown, unknown>;
  };
  Object.assign(schema.getType('Upload')!, { parseValue: GraphQLUpload.parseValue, parseLiteral: GraphQLUpload.parseLiteral });
  Object.assign(schema.getType('Loud')!, {
    parseValue: (value: unknown) => {
      throw new Error(`a loud scalar cannot take ${String(value)} or ${JSON.stringify(value)}`);
    },
  });
  set(query, 'hello', (_, { name }) => `Hello ${String(name ?? 'world')}`);
  set(query, 'items', (_, { input }) => (input as unknown[]).length);
  set(query, 'one', () => 'one');
  set(query, 'colour', (_, { colour }) => colour as string);
  set(query, 'down', () => {
    throw new UpstreamError({ code: 'UPSTREAM_TIMEOUT', system: 'receeve', operation: 'account' });
  });
  set(query, 'broken', () => {
    throw new GraphQLError('Jane Doe owes 12 to https://user:secret@upstream', { extensions: { body: 'secret' } });
  });
  set(query, 'required', () => ({ name: null }));
  set(query, 'requestId', (_, __, { requestId }) => requestId);
  set(query, 'wait', (_, __, { signal }) => {
    seen.hooks.waiting();
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        seen.hooks.aborted(signal.reason);
        resolve('aborted');
      });
    });
  });
  set(query, 'slow', async () => {
    seen.hooks.slowStarted();
    await seen.hooks.released;
    return 'done';
  });
  set(query, 'big', (_, { bytes }) => 'x'.repeat(bytes as number));
  set(query, 'unwritable', () => 12n); // JSON has no such value
  set(query, 'wrongType', () => 'Jane Doe');
  set(mutation, 'touch', () => ++seen.touched);
  set(mutation, 'upload', async (_, { file }) => {
    const { createReadStream, filename, mimetype } = (await file) as { createReadStream: () => AsyncIterable<Buffer>; filename: string; mimetype: string };
    let bytes = 0;
    for await (const chunk of createReadStream()) bytes += chunk.length;
    return `${filename} ${mimetype} ${bytes}`;
  });
  set(mutation, 'uploadBroken', () => 'never looked at the file');
  return schema;
}

interface Hooks {
  aborted: (reason: unknown) => void;
  waiting: () => void;
  slowStarted: () => void;
  released: Promise<void>;
}

export interface Fixture {
  server: RunningServer;
  url: string;
  seen: Seen;
  /** Every log line, parsed. */
  logged: Record<string, unknown>[];
  /** Replaces the schema while the server runs. */
  change(schema: GraphQLSchema): void;
  close(): Promise<void>;
}

export async function startFixture(options: Partial<ServerOptions> & { schema?: GraphQLSchema; serve?: boolean } = {}): Promise<Fixture> {
  const { schema: given, serve = true, ...rest } = options;
  const hooks = {} as Hooks;
  const seen = { touched: 0, hooks } as Seen & { hooks: Hooks };
  seen.aborted = new Promise((resolve) => (hooks.aborted = resolve));
  seen.waiting = new Promise((resolve) => (hooks.waiting = resolve));
  seen.slowStarted = new Promise((resolve) => (hooks.slowStarted = resolve));
  hooks.released = new Promise((resolve) => (seen.release = resolve));
  const logged: Record<string, unknown>[] = [];
  let listener: (() => void) | undefined;
  const graph = {
    schema: given ?? fixtureSchema(seen),
    onChange: (added: () => void) => {
      listener = added;
    },
  };
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    callers: openCallers,
    systemsOf: () => new Map(),
    systemNames: [],
    ...noLimits,
    requestDeadlineMs: 30_000,
    maxBodyBytes: 100_000,
    maxUploadBytes: 200_000,
    maxSubscriptions: 10,
    introspection: true,
    stacktraces: false,
    graphiql: false,
    health: () => ({ mode: 'test', systems: { receeve: { state: 'configured' } } }),
    log: pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line) as Record<string, unknown>) }),
    ...rest,
  });
  if (serve) {
    await server.serve(graph).catch(async (error: unknown) => {
      await server.close(0);
      throw error;
    });
  }
  return {
    server,
    url: server.url,
    seen,
    logged,
    change(schema) {
      graph.schema = schema;
      listener?.();
    },
    close: () => server.close(0),
  };
}

export interface Reply {
  status: number;
  headers: Headers;
  body: { data?: Record<string, unknown> | null; errors?: { message: string; path?: unknown; extensions: Record<string, unknown> }[] };
  text: string;
}

/** POSTs an operation, or any text as the body. */
export async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array || body instanceof FormData ? body : JSON.stringify(body),
  });
  return read(response);
}

export async function read(response: Response): Promise<Reply> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as Reply['body'] };
}

/** Sends exactly these bytes and resolves with everything that comes back until the server closes the connection. */
export async function raw(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  socket.write(bytes);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('latin1');
}

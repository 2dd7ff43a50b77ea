/** Documents made executable against recorded servers: what most tests of the run time need. */
import { anyone } from '../../src/callers/caller.ts';
import { graphql, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { RequestContext } from '../../src/context.ts';
import { buildRestSchema } from '../../src/rest/main.ts';
import { startRecorder, type Recorder } from './recorder.ts';
import { plainSystem, type PlainSystem } from './system.ts';

/** Answers are looked into freely by tests; a wrong path fails the test. */
 
export type Data = Record<string, any>;

export interface Harness {
  schema: GraphQLSchema;
  server: Recorder;
  system: PlainSystem;
  /** A context of its own for each request. */
  context(): RequestContext;
  run(query: string, variables?: Record<string, unknown>): Promise<ExecutionResult<Data>>;
  close(): Promise<void>;
}

/** Head of a document with one source `test`, whose variable is `clientId`. */
export const head = 'extend schema @source(name: "test", variables: ["clientId", "ledger"]) @credential(source: "test", name: "key", type: API_KEY, header: "X-Key")\n';

export async function startHarness(sdl: string, variables: Record<string, string | undefined> = { clientId: 'c-1' }): Promise<Harness> {
  const schema = buildRestSchema([{ name: 'test.graphql', sdl: head + sdl }]);
  const server = await startRecorder();
  const system = plainSystem({ name: 'test', url: server.url, variables });
  const context = (): RequestContext => ({ requestId: 'r-1', signal: new AbortController().signal, deadline: Date.now() + 30_000, systems: new Map([['test', system]]), caller: anyone, loaders: new Map() });
  return {
    schema, server, system, context,
    run: async (source, variableValues) => {
      const result = await graphql({ schema, source, contextValue: context(), ...(variableValues && { variableValues }) });
      return JSON.parse(JSON.stringify(result)) as ExecutionResult<Data>;
    },
    close: async () => {
      await system.close();
      await server.close();
    },
  };
}

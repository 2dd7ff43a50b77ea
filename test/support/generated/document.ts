/**
 * Documents around a tree of `nodes.ts`, generated and made executable, with a system that has no sockets:
 * it records each call and answers what the test says.
 */
import { anyone } from '../../../src/callers/caller.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphql, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { RequestContext } from '../../../src/context.ts';
import { generateFrom, GenerationError } from '../../../src/generate/main.ts';
import { buildRestSchema } from '../../../src/rest/main.ts';
import { describeProblem, loadContract, type Contract } from '../../../src/sandbox/contract.ts';
import type { System, UpstreamCall } from '../../../src/upstream/call.ts';
import type { Builder } from './codec.ts';

export interface Action {
  target: string;
  update?: unknown;
  remove?: boolean;
}

export const overlayOf = (actions: readonly Action[]): unknown => ({ overlay: '1.0.0', info: { title: 'Names', version: '1' }, actions });

/** The overlay action that a refusal's sentence proposes. */
export function proposal(sentence: string): Action | undefined {
  const [, action] = /; overlay: (\{.*\})$/s.exec(sentence) ?? [];
  return action === undefined ? undefined : (JSON.parse(action) as Action);
}

/** The SDL; a type's name that the document uses twice is changed as the refusal proposes, and nothing else. */
export async function generated(document: unknown, actions: readonly Action[]): Promise<string> {
  const all = [...actions];
  for (let round = 0; ; round += 1) {
    try {
      return await generateFrom({ document, overlay: all.length > 0 ? overlayOf(all) : undefined, name: 'test' });
    } catch (error) {
      if (!(error instanceof GenerationError)) throw error;
      const proposals = error.sentences.map((sentence) => (sentence.includes('found the type name') ? proposal(sentence) : undefined));
      if (round === 10 || proposals.includes(undefined)) throw error;
      all.push(...(proposals as Action[]));
    }
  }
}

/** A graph has a query, so there is one beside what a test is about. */
export const documentOf = (build: Pick<Builder, 'components'>, paths: object): Record<string, unknown> => ({
  openapi: '3.1.0',
  info: { title: 'Generated', version: '1' },
  paths: { '/ping': { get: { operationId: 'getPing', responses: { 204: { description: 'There' } } } }, ...paths },
  components: { schemas: build.components },
});

export interface Fake {
  schema: GraphQLSchema;
  /** Runs one operation; the only call that it made, if it made one. */
  run: (source: string, variables: Record<string, unknown>, answer: string) => Promise<{ result: ExecutionResult; calls: UpstreamCall[] }>;
}

/** The SDL made executable. */
export function fakeOf(sdl: string): Fake {
  const schema = buildRestSchema([{ name: 'test.graphql', sdl }]);
  return {
    schema,
    async run(source, variables, answer) {
      const calls: UpstreamCall[] = [];
      const system: System = {
        name: 'test',
        baseURL: 'http://127.0.0.1',
        variables: {},
        send: async (call) => {
          calls.push(call);
          return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(answer) };
        },
      };
      const contextValue: RequestContext = { requestId: 'r-1', signal: new AbortController().signal, deadline: Date.now() + 30_000, systems: new Map([['test', system]]), caller: anyone, loaders: new Map() };
      const result = await graphql({ schema, source, variableValues: variables, contextValue });
      return { result: JSON.parse(JSON.stringify(result)) as ExecutionResult, calls };
    },
  };
}

/** The type of an argument of a root field, as a variable is declared. */
export function argumentType(schema: GraphQLSchema, field: string, name: string): string {
  const root = schema.getMutationType()?.getFields()[field] ?? schema.getQueryType()?.getFields()[field];
  const found = root?.args.find((one) => one.name === name);
  if (!found) throw new Error(`There is no argument ${name} of ${field}; found ${root?.args.map((one) => one.name).join(', ')}.`);
  return String(found.type);
}

/** Holds requests against documents that never were files. */
export interface Judge {
  problems(document: Record<string, unknown>, call: UpstreamCall): Promise<string[]>;
  close(): void;
}

/** `decimal` is the graph's own word; JSON Schema would warn of it. */
const plainFormats = (document: unknown): object => JSON.parse(JSON.stringify(document), (name, value: unknown) => (name === 'format' && value === 'decimal' ? undefined : value)) as object;

export function startJudge(): Judge {
  const folder = mkdtempSync(join(tmpdir(), 'generated-'));
  const file = join(folder, 'empty.openapi.yaml');
  writeFileSync(file, '{}');
  return {
    async problems(document, call) {
      const contract: Contract = loadContract({ file, amend: (empty) => Object.assign(empty, plainFormats(document)) });
      if (call.body !== undefined && typeof call.body === 'object' && !Buffer.isBuffer(call.body)) throw new Error('A multipart body is no bytes yet.');
      const { problems } = await contract.checkRequest({ method: call.method, url: call.path, headers: call.headers, ...(call.body !== undefined && { body: Buffer.from(call.body) }) });
      return problems.map(describeProblem);
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}

/**
 * The stand-in of Collectmaxx: GraphQL over POST at /v1, with a key in the header X-AUTH-TOKEN.
 *
 *   schema.ts   the snapshot, and what a test adds
 *   searches.ts pay links, mandates and batches by filters; creates.ts; imports.ts
 *
 * The manual shows no error: a bad key is taken to be a 401, anything else a GraphQL error.
 */
import type { DocumentNode, ExecutionResult } from 'graphql';
import { execute, GraphQLError, parse, validate } from 'graphql';
import type { Clock } from '../clock.ts';
import type { SandboxCredentials } from '../credentials.ts';
import type { Random } from '../random.ts';
import type { Answer, IncomingCall, StandIn } from '../standIn.ts';
import { createMandate, createPayLink } from './creates.ts';
import type { ImportOptions } from './imports.ts';
import { addRecords } from './imports.ts';
import { collectmaxxSchema, resolverFor } from './schema.ts';
import { searchBatches, searchMandates, searchPayLinks } from './searches.ts';
import type { CollectmaxxState } from './state.ts';

export interface CollectmaxxOptions {
  state: CollectmaxxState;
  credentials: SandboxCredentials;
  clock: Clock;
  random: Random;
  /** Extends the schema. */
  extraSDL?: string | undefined;
}

const path = '/v1';
/** Documents that were parsed and validated already. */
const cached = 500;

export function createCollectmaxx(options: CollectmaxxOptions): StandIn {
  const { credentials, extraSDL } = options;
  const rootValue = rootOf(options);
  const documents = new Map<string, DocumentNode | readonly GraphQLError[]>();
  let built: { schema: ReturnType<typeof collectmaxxSchema>; fieldResolver: ReturnType<typeof resolverFor> } | undefined;
  const graph = () => (built ??= { schema: collectmaxxSchema(extraSDL), fieldResolver: resolverFor(extraSDL === undefined ? undefined : collectmaxxSchema()) });

  function documentOf(query: string): DocumentNode | readonly GraphQLError[] {
    let document = documents.get(query);
    if (document === undefined) {
      document = readDocument(query, graph().schema);
      if (documents.size >= cached) documents.clear();
      documents.set(query, document);
    }
    return document;
  }

  async function answer(call: IncomingCall): Promise<Answer> {
    if (call.url.split('?', 1)[0] !== path) return words(404);
    if (call.method !== 'POST') return { ...words(405), headers: { allow: 'POST' } };
    if (call.headers['x-auth-token'] !== credentials.collectmaxxApiKey) return words(401);
    const request = readRequest((await call.read()).toString());
    if (typeof request === 'string') return refused(400, request);
    const document = documentOf(request.query);
    if (!('kind' in document)) return { status: 200, json: { errors: document } };
    const { schema, fieldResolver } = graph();
    const { variables, operationName } = request;
    const result: ExecutionResult = await execute({ schema, document, rootValue, fieldResolver, variableValues: variables, operationName });
    return { status: 200, json: result };
  }

  return { name: 'collectmaxx', operation: (_, url) => (url.split('?', 1)[0] === path ? 'graphql' : 'unknown'), answer, words };
}

function rootOf({ state, clock, random }: CollectmaxxOptions): Record<string, Record<string, (args: never) => unknown>> {
  return {
    import: {
      batches: ({ filters }: { filters?: { name?: { equalTo?: string | null } | null } | null }) => searchBatches(state, filters?.name?.equalTo ?? undefined),
      addRecords: (given: Pick<ImportOptions, 'file' | 'rows'>) => addRecords({ state, random, now: clock.now(), ...given }),
    },
    payLink: {
      payLinks: (given: Parameters<typeof searchPayLinks>[1]) => searchPayLinks(state, given),
      create: ({ payLink }: { payLink: Parameters<typeof createPayLink>[3] }) => createPayLink(state, random, clock.now(), payLink),
    },
    mandate: {
      mandates: (given: Parameters<typeof searchMandates>[1]) => searchMandates(state, given),
      create: ({ mandate }: { mandate: Parameters<typeof createMandate>[3] }) => createMandate(state, random, clock.now(), mandate),
    },
    voice: {
      // Nothing left to stop is no error.
      stopCalling: ({ scriptId, reference }: { scriptId: number; reference: string }) => {
        state.calls.delete(`${scriptId}\n${reference}`);
        return 'done';
      },
    },
  };
}

function readDocument(query: string, schema: ReturnType<typeof collectmaxxSchema>): DocumentNode | readonly GraphQLError[] {
  try {
    const document = parse(query);
    const errors = validate(schema, document);
    return errors.length === 0 ? document : errors;
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

/** The request, or what is wrong with it. */
function readRequest(body: string): { query: string; variables?: Record<string, unknown>; operationName?: string } | string {
  let request: unknown;
  try {
    request = JSON.parse(body);
  } catch (error) {
    return `The body is no JSON: ${(error as Error).message}`;
  }
  if (typeof request !== 'object' || request === null || Array.isArray(request)) return 'The body must be a JSON object.';
  const { query, variables, operationName } = request as Record<string, unknown>;
  if (typeof query !== 'string') return 'The body must have a "query" that is a string.';
  if (variables != null && (typeof variables !== 'object' || Array.isArray(variables))) return '"variables" must be an object.';
  if (operationName != null && typeof operationName !== 'string') return '"operationName" must be a string.';
  return { query, ...(variables != null && { variables: variables as Record<string, unknown> }), ...(operationName != null && { operationName }) };
}

function words(status: number): Answer {
  return refused(status, { 401: 'Unauthorized', 404: 'Not Found', 405: 'Method Not Allowed', 429: 'Too Many Requests' }[status] ?? `Error ${status}`);
}

function refused(status: number, message: string): Answer {
  return { status, json: { errors: [{ message }] } };
}

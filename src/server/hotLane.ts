/**
 * The short way for operations whose document was validated before: straight from the parsed body to
 * execution, past Apollo's pipeline. Same execution, same errors, same bytes; what is in any way
 * unusual takes the long way.
 *
 *   long way    Apollo: negotiates, parses, validates, executes  -> remember(document), learn(accept)
 *   short way   the same text again, an accept header seen before -> run
 *
 * Only texts are remembered, no variables and no answers. A new schema forgets them all.
 */
import { getOperationAST } from 'graphql';
import type { DocumentNode, ExecutionResult, GraphQLFormattedError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { RequestContext } from '../context.ts';
import { DocumentTable } from './documentTable.ts';
import { createFormatError } from './errors.ts';
import { runOperation } from './execution.ts';
import type { Runtime } from './execution.ts';
import { whilePaused } from './pauses.ts';
import { jsonPieces } from './pieces.ts';

export interface HotLane {
  /** The schema that operations are validated against from now on. */
  follow(schema: GraphQLSchema): void;
  /** A document that is valid for this schema. */
  remember(query: string, document: DocumentNode, schema: GraphQLSchema): void;
  /** What Apollo answered this accept header with. */
  learn(accept: string | undefined, contentType: string | undefined): void;
  /** Undefined: take the long way. */
  prepare(body: Record<string, unknown>, accept: string | undefined): HotOperation | undefined;
  /** Undefined: nothing was executed, take the long way. */
  run(operation: HotOperation, context: RequestContext): Promise<HotAnswer | undefined> | HotAnswer | undefined;
}

export interface HotOperation {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  schema: GraphQLSchema;
  operationName: string | null | undefined;
  variables: Record<string, unknown> | null | undefined;
  contentType: string;
}

export interface HotAnswer {
  contentType: string;
  /** JSON; with an end of line and in pieces where it is large. */
  body: string | Buffer[];
}

/** Longer accept headers, and more different ones, come from no client that is in a hurry. */
const maxAccept = 200;
const maxAccepts = 100;

const usual = new Set(['query', 'variables', 'operationName']);

export function createHotLane(runtime: Runtime): HotLane {
  const documents = new DocumentTable();
  const contentTypes = new Map<string, string>();
  const format = createFormatError({ log: runtime.log, stacktraces: false, telemetry: runtime.telemetry });
  let current: GraphQLSchema | undefined;

  return {
    follow(schema) {
      current = schema;
      documents.clear();
    },
    remember(query, document, schema) {
      if (schema !== current || documents.has(query)) return;
      documents.set(query, document);
    },
    learn(accept = '', contentType) {
      if (contentType !== undefined && accept.length <= maxAccept && contentTypes.size < maxAccepts) contentTypes.set(accept, contentType);
    },
    prepare(body, accept = '') {
      const { query, variables, operationName } = body;
      if (typeof query !== 'string' || !current) return undefined;
      const document = documents.get(query);
      const contentType = contentTypes.get(accept);
      if (!document || contentType === undefined) return undefined;
      for (const key in body) if (!usual.has(key)) return undefined;
      if (!isObject(variables) || !(operationName == null || typeof operationName === 'string')) return undefined;
      const operation = getOperationAST(document, operationName);
      if (!operation) return undefined;
      return { document, operation, schema: current, operationName, variables, contentType };
    },
    run({ document, operation, schema, operationName, variables, contentType }, context) {
      const written = ({ errors, data }: ExecutionResult): HotAnswer | undefined | Promise<HotAnswer> => {
        // The variables were refused, which is Apollo's to say.
        if (data === undefined) return undefined;
        const formatted = errors?.map((error): GraphQLFormattedError => format(error.toJSON(), error));
        const answer = { errors: formatted, data };
        if (context.isLarge) return jsonPieces(answer, { turn: () => whilePaused(context) }).then((body) => ({ contentType, body }));
        return { contentType, body: JSON.stringify(answer) };
      };
      const result = runOperation({ document, operation, schema, operationName, variables, context }, runtime);
      return result instanceof Promise ? result.then(written) : written(result);
    },
  };
}

function isObject(variables: unknown): variables is Record<string, unknown> | null | undefined {
  return variables == null || (typeof variables === 'object' && !Array.isArray(variables));
}

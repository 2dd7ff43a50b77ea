/**
 * Texts of operations that come over connections that last: parsed, validated and measured once, as in the
 * other lanes, by the same limits and rules. Only texts are remembered; a new schema forgets them all.
 */
import { getOperationAST, GraphQLError, NoSchemaIntrospectionCustomRule, parse, specifiedRules, validate } from 'graphql';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Limits } from '../../limits/main.ts';
import { DocumentTable } from '../documentTable.ts';

export interface Prepared {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  operationName: string | undefined;
  variables: Record<string, unknown>;
}

export interface Documents {
  prepare(asked: { query?: unknown; variables?: unknown; operationName?: unknown }, schema: GraphQLSchema): Prepared | readonly GraphQLError[];
}

export function createDocuments({ limits, introspection }: { limits: Limits; introspection: boolean }): Documents {
  const rules = introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  const known = new DocumentTable();
  let current: GraphQLSchema | undefined;

  function read(query: string, schema: GraphQLSchema): DocumentNode | readonly GraphQLError[] {
    if (schema !== current) known.clear();
    current = schema;
    const found = known.get(query);
    if (found) return found;
    const exceeded = limits.ofText(query);
    if (exceeded) return [exceeded];
    let document: DocumentNode;
    try {
      document = parse(query);
    } catch (error) {
      return [coded(error as GraphQLError, 'GRAPHQL_PARSE_FAILED')];
    }
    const problems = validate(schema, document, rules, { maxErrors: 50, hideSuggestions: !introspection });
    if (problems.length > 0) return problems.map((problem) => coded(problem, 'GRAPHQL_VALIDATION_FAILED'));
    known.set(query, document);
    return document;
  }

  return {
    prepare({ query, variables, operationName }, schema) {
      if (typeof query !== 'string') return [refused('An operation has its text in "query".')];
      if (variables != null && (typeof variables !== 'object' || Array.isArray(variables))) return [refused('"variables" must be an object.')];
      if (operationName != null && typeof operationName !== 'string') return [refused('"operationName" must be a string.')];
      const document = read(query, schema);
      if (!('kind' in document)) return document;
      const operation = getOperationAST(document, operationName);
      if (!operation) return [coded(new GraphQLError('The document has no single operation of that name.'), 'OPERATION_RESOLUTION_FAILURE')];
      return { schema, document, operation, operationName: operationName ?? undefined, variables: (variables ?? {}) as Record<string, unknown> };
    },
  };
}

function refused(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });
}

function coded(error: GraphQLError, code: string): GraphQLError {
  const { nodes, source, positions, path, message } = error;
  return new GraphQLError(message, { nodes, source, positions, path, extensions: { code } });
}

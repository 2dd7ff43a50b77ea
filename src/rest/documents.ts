/**
 * Text of documents -> parsed documents, and the values of our directives in them.
 * Says where a text is no SDL or a directive is misused; it does not know what the directives mean.
 */
import {
  buildASTSchema, getDirectiveValues, GraphQLError, parse, Source as TextSource,
  type DirectiveNode, type DocumentNode, type GraphQLDirective,
} from 'graphql';
import { directiveDefinitions, scalarDefinitions } from './directives.ts';
import { SchemaError } from './schema-error.ts';

export interface Document {
  /** The file's name, for messages. */
  name: string;
  sdl: string;
}

export interface ParsedDocument {
  name: string;
  ast: DocumentNode;
}

/** What every document may use without declaring it. */
export const vocabulary: DocumentNode = parse(directiveDefinitions + scalarDefinitions, { noLocation: true });

const directives = new Map<string, GraphQLDirective>(
  buildASTSchema(vocabulary, { assumeValidSDL: true }).getDirectives().map((directive) => [directive.name, directive]),
);

/** Parses each document that is not yet; a syntax error names document, line and column. */
export function parseDocuments(documents: (Document | ParsedDocument)[]): ParsedDocument[] {
  return documents.map((document) => {
    if ('ast' in document) return document;
    const { name, sdl } = document;
    try {
      return { name, ast: parse(new TextSource(sdl, name)) };
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      throw new SchemaError(placeOf(error, name), error.message);
    }
  });
}

/** Values of one use of a directive; a use that does not fit its definition is refused. */
export function directiveValues(where: string, name: string, node: DirectiveNode): Record<string, unknown> {
  const directive = directives.get(name);
  if (!directive) throw new TypeError(`@${name} is not in the vocabulary`);
  const known = new Set(directive.args.map((arg) => arg.name));
  const odd = node.arguments?.find((arg) => !known.has(arg.name.value));
  if (odd) throw new SchemaError(where, `@${name} has no argument ${odd.name.value}; it takes ${[...known].join(', ') || 'none'}.`);
  try {
    return getDirectiveValues(directive, { directives: [node] }) ?? {};
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new SchemaError(where, `@${name}: ${error.message}`);
  }
}

/** `document:line:column` of an error of graphql-js. */
export function placeOf(error: GraphQLError, fallback: string): string {
  const at = error.locations?.[0];
  const name = error.source?.name ?? error.nodes?.[0]?.loc?.source.name ?? fallback;
  return at ? `${name}:${at.line}:${at.column}` : name;
}

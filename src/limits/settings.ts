/** The limits of a request: what each one counts. Names and defaults stand in `config/variables.ts`. */

export interface LimitSettings {
  /** Characters of a document. */
  maxDocumentLength: number;
  /** Tokens of a document, comments among them. */
  maxTokens: number;
  /** Operations and fragments of a document. */
  maxDefinitions: number;
  /** Fields within one another, the scalar at the end among them; fragments counted where they are spread. */
  maxDepth: number;
  /** Aliases of an operation, and fields and fragments that one selection set repeats. */
  maxAliases: number;
  maxDirectives: number;
  /** Fields of Query or Mutation in one operation. */
  maxRootFields: number;
  /** See `cost.ts`. */
  maxCost: number;
  /** Lists and objects within one another, in variables and in values of the document. */
  maxInputDepth: number;
  /** Items of one list in variables. */
  maxListItems: number;
  /** All values in variables together. */
  maxInputValues: number;
  /** Calls of one operation, and those to one system. */
  maxUpstreamCalls: number;
  maxUpstreamCallsPerSystem: number;
}

/** For tests of something else. */
export const noLimits: LimitSettings = {
  maxDocumentLength: Infinity,
  maxTokens: Infinity,
  maxDefinitions: Infinity,
  maxDepth: Infinity,
  maxAliases: Infinity,
  maxDirectives: Infinity,
  maxRootFields: Infinity,
  maxCost: Infinity,
  maxInputDepth: Infinity,
  maxListItems: Infinity,
  maxInputValues: Infinity,
  maxUpstreamCalls: Infinity,
  maxUpstreamCallsPerSystem: Infinity,
};

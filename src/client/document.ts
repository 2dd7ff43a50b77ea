/**
 * An operation as text that knows its types: what it takes and what it answers. Any client that takes a query
 * as a string takes it as it is; those that read typed documents (`__apiType`) infer both types from it.
 */
export interface DocumentFacts {
  kind: 'query' | 'mutation' | 'subscription' | 'fragment';
  /** Of the operation or fragment. */
  name: string;
  text: string;
  /** Of a subscription that can go on where it broke off: the variable that takes the cursor, and where an answer has it. */
  resume?: { variable: string; cursor: string };
}

export class TypedDocument<Result, Variables> extends String {
  /** Only for the compiler. */
  declare readonly __apiType?: (variables: Variables) => Result;
  readonly kind: DocumentFacts['kind'];
  readonly operationName: string;
  readonly resume: DocumentFacts['resume'];

  constructor({ kind, name, text, resume }: DocumentFacts) {
    super(text);
    this.kind = kind;
    this.operationName = name;
    this.resume = resume;
  }
}

/** Variables may be left out where none is required. */
export type VariablesOf<Variables, Rest extends readonly object[]> = Record<string, never> extends Variables ? [variables?: Variables, ...rest: Partial<Rest>] : [variables: Variables, ...rest: Partial<Rest>];

/** The sentence in which a limit refuses: what was found, what is allowed. Nothing of what the caller sent stands in it. */
import { GraphQLError } from 'graphql';

/** What is counted -> how the sentence begins, and the unit of its numbers. */
const sentences = {
  length: ['The document is too long', 'characters'],
  tokens: ['The document is too long', 'tokens'],
  definitions: ['The document has too many operations and fragments', ''],
  nesting: ['The document nests its selections too deep', 'levels'],
  literal: ['A value in the document is nested too deep', 'levels'],
  aliases: ['The operation asks for too much under other names, or repeatedly', 'aliases and repeated fields'],
  directives: ['The document has too many directives', ''],
  depth: ['The operation is too deep', 'fields'],
  rootFields: ['The operation has too many fields at its root', ''],
  cost: ['The operation is too costly', ''],
  introspection: ['The operation asks for too much of the schema', 'values'],
  inputDepth: ['A variable is nested too deep', 'levels'],
  listItems: ['A list in the variables is too long', 'items'],
  inputValues: ['The variables hold too much', 'values'],
} as const satisfies Record<string, readonly [string, string]>;

export interface Exceeded {
  of: keyof typeof sentences;
  /** Absent where counting ended at the limit. */
  found?: number;
  allowed: number;
}

export function limitError({ of, found, allowed }: Exceeded): GraphQLError {
  const [sentence, unit] = sentences[of];
  const number = found === undefined ? `more than ${allowed}` : count(found);
  return new GraphQLError(`${sentence}: found ${number}${unit && ` ${unit}`}, allowed ${count(allowed)}.`, { extensions: { code: 'LIMIT_EXCEEDED' } });
}

/** Fragments multiply: what is beyond all numbers is said to be so. */
function count(number: number): string {
  return number > Number.MAX_SAFE_INTEGER ? `more than ${Number.MAX_SAFE_INTEGER}` : String(Math.ceil(number));
}

/** The keys that an overlay may use, and what each may stand on. */
export const vocabulary: ReadonlySet<string> = new Set([
  'x-graphql-field-name', // operation, parameter, property: the graph's name
  'x-graphql-type-name', // schema: name of the output type, basis of its input twin
  'x-graphql-input-type-name', // schema: name of the input type
  'x-graphql-enum-mapping', // enum: { wire value: GRAPH_NAME }
  'x-graphql-key', // map: the field that holds an item's key
  'x-graphql-value', // map: the field that holds an item's whole value
  'x-graphql-bulk', // answer that is a map: result of a bulk write, by this key
  'x-graphql-bare', // schema: may stand bare, as the value of this property
  'x-graphql-variable', // parameter: a deployment fact and no argument
  'x-graphql-default', // parameter: a variable that stands in for an absent argument
  'x-graphql-fixed', // parameter: a constant and no argument
  'x-graphql-ignore', // operation, parameter, property: not in the graph
  'x-graphql-operation-type', // operation: query or mutation
  'x-graphql-null-on', // operation: statuses that mean null
  'x-graphql-url', // operation: the field is the URL itself
  'x-graphql-select', // answer's media type: this member instead of the whole
  'x-graphql-answer', // answer's media type: EML or PHRASE
  'x-graphql-flatten', // list of lists: read as one list
  'x-graphql-inherit', // property: left out by the vendor, taken from above
  'x-graphql-non-null', // property of an answer: certain to be there; false: not even where it is inherited
  'x-graphql-blank', // object in a body: null is sent blank
  'x-graphql-json', // schema: any JSON
  'x-graphql-members', // union: how its members are told apart
  'x-graphql-phrase', // property: a part of a phrase
  'x-graphql-phrase-after', // property: a word of the remark to drop
  'x-graphql-sensitive', // property, schema, parameter, operation: personal data, never in a log, metric, trace or error
  'x-graphql-money', // property: an amount in major units
  'x-graphql-token-client', // oauth2 scheme: BASIC or FORM
]);

/** The known key that an unknown one most likely means. */
export function suggestKey(key: string): string {
  const distance = (other: string): number => {
    const parts = new Set(key.split('-'));
    return other.split('-').filter((part) => !parts.has(part)).length * 10 + Math.abs(other.length - key.length);
  };
  return [...vocabulary].sort((a, b) => distance(a) - distance(b))[0]!;
}

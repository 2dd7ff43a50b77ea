/**
 * Every root field of the graph as an operation that asks for it alone, with sample values: so that a test
 * over "every read" or "every write" holds for fields that are added later, too.
 */
import {
  getNamedType, isCompositeType, isInputObjectType, isObjectType, isRequiredArgument,
  type GraphQLArgument, type GraphQLField, type GraphQLOutputType, type GraphQLSchema,
} from 'graphql';
import { sampleOf } from './inputs.ts';

export interface RootField {
  /** `updateClaims`, `payLink.create` */
  name: string;
  query: string;
  variables: Record<string, unknown>;
  /** Where a file stands: `variables.a0.file`. */
  file: string | undefined;
  /** What stands at this field in the answer. */
  valueIn(data: any): unknown;
}

/** `kind`'s root fields; those of a remote's namespace one by one. */
export function rootFieldsOf(schema: GraphQLSchema, kind: 'query' | 'mutation'): RootField[] {
  const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  return Object.values(root?.getFields() ?? {}).flatMap((field) => {
    const type = getNamedType(field.type);
    if (!isObjectType(type) || !type.name.endsWith(kind === 'query' ? 'Query' : 'Mutation')) return rootField(kind, [field]);
    return Object.values(type.getFields()).map((inner) => rootField(kind, [field, inner]));
  });
}

function rootField(kind: string, path: GraphQLField<unknown, unknown>[]): RootField {
  const field = path.at(-1)!;
  // A read is asked with what it needs; a write with all that it takes.
  const given = field.args.filter((argument) => kind === 'mutation' || isRequiredArgument(argument));
  const head = given.length > 0 ? `(${given.map(({ type }, index) => `$a${index}: ${type.toString()}`).join(' ')})` : '';
  const passed = given.length > 0 ? `(${given.map(({ name }, index) => `${name}: $a${index}`).join(' ')})` : '';
  const names = path.map(({ name }) => name);
  const inner = `${field.name}${passed}${selectionOf(field.type)}`;
  const variables = Object.fromEntries(given.map(({ type }, index) => [`a${index}`, sampleOf(type) ?? null]));
  return {
    name: names.join('.'),
    query: `${kind}${head} { ${names.slice(0, -1).reduceRight((text, name) => `${name} { ${text} }`, inner)} }`,
    variables: JSON.parse(JSON.stringify(variables, fit)) as Record<string, unknown>,
    file: given.flatMap((argument, index) => fileIn(argument, `variables.a${index}`) ?? [])[0],
    valueIn: (data) => names.reduce((at: any, name) => at?.[name], data) as unknown,
  };
}

/** A file is null here, and amounts are held against their currency. */
function fit(key: string, value: unknown): unknown {
  if (value === undefined) return null;
  return /currency/i.test(key) && value === 'text' ? 'EUR' : value;
}

/** One leaf, at the least depth. */
function selectionOf(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return '';
  if (!isObjectType(named)) return ' { __typename }';
  const fields = Object.values(named.getFields()).filter(({ args }) => args.length === 0);
  const leaf = fields.find((field) => !isCompositeType(getNamedType(field.type)));
  if (leaf) return ` { ${leaf.name} }`;
  const [first] = fields;
  return first ? ` { ${first.name}${selectionOf(first.type)} }` : ' { __typename }';
}

function fileIn({ type }: Pick<GraphQLArgument, 'type'>, path: string): string | undefined {
  const named = getNamedType(type);
  if (named.name === 'Upload') return path;
  if (!isInputObjectType(named)) return undefined;
  const field = Object.values(named.getFields()).find((one) => getNamedType(one.type).name === 'Upload');
  return field && `${path}.${field.name}`;
}

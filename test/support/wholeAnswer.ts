/**
 * Operations that ask for everything: a document for one root field with all fields of its answer, so that
 * an answer is compared whole. Only for types that lead to no cycle and no argument.
 */
import {
  getNamedType, getNullableType, isLeafType, isListType, isObjectType, isUnionType,
  type GraphQLField, type GraphQLObjectType, type GraphQLOutputType, type GraphQLSchema,
} from 'graphql';

/** `mutation($input: [X!]!) { field(input: $input) { ... } }` with those arguments that are given. */
export function wholeOperation(schema: GraphQLSchema, field: string, args: readonly string[]): string {
  const { kind, definition } = rootField(schema, field);
  const given = definition.args.filter(({ name }) => args.includes(name));
  const variables = given.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = given.map(({ name }) => `${name}: $${name}`).join(', ');
  return `${kind}${variables && `(${variables})`} { ${field}${passed && `(${passed})`}${selection(definition.type)} }`;
}

export function rootField(schema: GraphQLSchema, field: string): { kind: 'query' | 'mutation'; definition: GraphQLField<unknown, unknown> } {
  const query = schema.getQueryType()?.getFields()[field];
  const definition = query ?? schema.getMutationType()?.getFields()[field];
  if (!definition) throw new Error(`There is no root field ${field}.`);
  return { kind: query ? 'query' : 'mutation', definition };
}

function selection(output: GraphQLOutputType): string {
  const type = getNamedType(output);
  if (isLeafType(type)) return '';
  if (isObjectType(type)) return ` { ${fieldsOf(type, new Set())} }`;
  if (!isUnionType(type)) throw new Error(`${type.name} is nothing that an answer of these operations holds.`);
  const members = type.getTypes();
  const differing = differingFields(members);
  return ` { __typename ${members.map((member) => `... on ${member.name} { ${fieldsOf(member, differing)} }`).join(' ')} }`;
}

/** A field whose type differs between the members of a union needs a name of its own: `providerNameOfSplitAccountMandate`. */
function fieldsOf(type: GraphQLObjectType, differing: ReadonlySet<string>): string {
  return Object.values(type.getFields())
    .map(({ name, type: output }) => `${differing.has(name) ? `${name}Of${type.name}: ` : ''}${name}${selection(output)}`)
    .join(' ');
}

function differingFields(members: readonly GraphQLObjectType[]): Set<string> {
  const seen = new Map<string, string>();
  const differing = new Set<string>();
  for (const member of members) {
    for (const { name, type } of Object.values(member.getFields())) {
      if (!isLeafType(getNamedType(type))) continue;
      const shape = (isListType(getNullableType(type)) ? 'list of ' : '') + getNamedType(type).name;
      if ((seen.get(name) ?? shape) !== shape) differing.add(name);
      seen.set(name, shape);
    }
  }
  return differing;
}

/** The value without its nulls: what is expected then says only what is there. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null).map(([name, member]) => [name, withoutNulls(member)]));
}

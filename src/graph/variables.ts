/**
 * The caller's variables on their way to the remote: definitions with the remote's type names, and
 * values as they stood on the wire. graphql-js has checked and coerced them; only scalars that the
 * gateway reads into something else are turned back. An absent variable stays absent, a null a null.
 */
import { isInputObjectType, isLeafType, isListType, isNonNullType, isScalarType, Kind, print, typeFromAST, visit } from 'graphql';
import type { GraphQLInputType, GraphQLSchema, OperationDefinitionNode, VariableDefinitionNode } from 'graphql';
import type { RemoteNames } from './names.ts';

export interface Variable {
  /** Without `$`. */
  name: string;
  /** `$limit: Int = 20`. */
  definition: string;
  /** `value` is the coerced one. */
  onWire: (value: unknown) => unknown;
}

/** Of the operation's variables those in `used`, in the operation's order. */
export function readVariables(options: {
  operation: OperationDefinitionNode;
  used: ReadonlySet<string>;
  schema: GraphQLSchema;
  names: RemoteNames;
}): Variable[] {
  const { operation, used, schema, names } = options;
  const definitions = operation.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value)) ?? [];
  return definitions.map((definition) => ({
    name: definition.variable.name.value,
    definition: define(definition, names),
    onWire: writer(typeFromAST(schema, definition.type) as GraphQLInputType, names),
  }));
}

function define(definition: VariableDefinitionNode, names: RemoteNames): string {
  const { variable, type, defaultValue } = definition;
  const remoteType = visit(type, {
    NamedType: (node) => ({ ...node, name: { kind: Kind.NAME, value: names.types.get(node.name.value)?.name ?? node.name.value } }),
  });
  return `$${variable.name.value}: ${print(remoteType)}${defaultValue ? ` = ${print(defaultValue)}` : ''}`;
}

const asIs = (value: unknown): unknown => value;

function writer(type: GraphQLInputType, names: RemoteNames): (value: unknown) => unknown {
  return holdsShared(type, names, new Set()) ? (value) => write(value, type) : asIs;
}

/** Whether a scalar that the gateway reads its own way can stand anywhere within. */
function holdsShared(type: GraphQLInputType, names: RemoteNames, seen: Set<GraphQLInputType>): boolean {
  if (isNonNullType(type) || isListType(type)) return holdsShared(type.ofType, names, seen);
  if (isScalarType(type)) return names.shared.has(type.name);
  if (!isInputObjectType(type) || seen.has(type)) return false;
  seen.add(type);
  return Object.values(type.getFields()).some((field) => holdsShared(field.type, names, seen));
}

function write(value: unknown, type: GraphQLInputType): unknown {
  if (value == null) return value;
  if (isNonNullType(type)) return write(value, type.ofType);
  if (isListType(type)) return Array.isArray(value) ? value.map((item) => write(item, type.ofType)) : value;
  if (isLeafType(type)) return type.serialize(value);
  const fields = type.getFields();
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fields[name] ? write(member, fields[name].type) : member]));
}

/**
 * What the documentation says of each type and field: its system, the call behind it, what it is called on the
 * wire, what it costs and which scopes it needs. Taken from the graph as it runs and from the documents that
 * it is made of; nothing is written by hand twice.
 */
import type { GraphQLArgument, GraphQLEnumValue, GraphQLField, GraphQLInputField, GraphQLNamedType, GraphQLSchema } from 'graphql';
import { getNamedType, isEnumType, isInputObjectType, isInterfaceType, isIntrospectionType, isObjectType, isScalarType, isUnionType, isSpecifiedScalarType } from 'graphql';
import { remoteName } from '../graph/names.ts';
import { costOfCall } from '../limits/cost.ts';
import { parseDocuments } from '../rest/main.ts';
import { mergeDocuments } from '../rest/merge.ts';
import type { RestRule, Rules } from '../rest/rules.ts';
import { readRules, verbs } from '../rest/rules.ts';
import type { SchemaDocuments } from '../server/schemaFolder.ts';
import { own, systemsOfTypes } from './structure.ts';

export interface DocsSource {
  schema: GraphQLSchema;
  documents: SchemaDocuments;
}

export interface Call {
  /** `GET`; `URL` where the field is its address and no call is made. */
  verb: string;
  /** `/v1/{clientId}/get_account?accountReference={accountReference}` */
  path: string;
}

export interface FieldDoc {
  name: string;
  /** In the words of GraphQL: `[Claim!]`. */
  type: string;
  /** Of the innermost type. */
  leadsTo: string;
  description: string;
  deprecated: string | undefined;
  args: ValueDoc[];
  /** Systems that the field itself calls. */
  systems: string[];
  call: Call | undefined;
  /** Its name on the wire, where that is another. */
  wire: string | undefined;
  scopes: readonly string[];
  /** Against MAX_COST, one item of a list, without what is selected in it. */
  cost: number;
  /** One sentence for people. */
  calls: string;
}

export interface ValueDoc {
  name: string;
  type: string;
  leadsTo: string;
  description: string;
  deprecated: string | undefined;
  default: string | undefined;
  wire: string | undefined;
}

export interface TypeDoc {
  name: string;
  kind: 'object' | 'interface' | 'union' | 'input' | 'enum' | 'scalar';
  /** Its system, `both`, or nothing for the roots and scalars. */
  system: string;
  description: string;
  oneOf: boolean;
  fields: FieldDoc[];
  inputs: ValueDoc[];
  values: { name: string; description: string; deprecated: string | undefined; wire: string | undefined }[];
  interfaces: string[];
  /** Members of a union, or what implements an interface. */
  members: string[];
  /** `Type.field` of whatever leads here. */
  usedBy: string[];
}

export interface DocsModel {
  schema: GraphQLSchema;
  /** By name, in alphabetical order. */
  types: Map<string, TypeDoc>;
}

export function modelOf({ schema, documents }: DocsSource): DocsModel {
  const systems = systemsOfTypes(documents);
  const rules = readRules(mergeDocuments(parseDocuments(documents.documents)));
  const named = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type));
  const usedBy = users(named);
  const context: Context = { schema, rules, systems };
  const types = named
    .map((type) => describe(type, context, [...(usedBy.get(type.name) ?? [])]))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { schema, types: new Map(types.map((type) => [type.name, type])) };
}

interface Context {
  schema: GraphQLSchema;
  rules: Rules;
  systems: ReadonlyMap<string, string>;
}

function describe(type: GraphQLNamedType, context: Context, usedBy: string[]): TypeDoc {
  const { schema, rules, systems } = context;
  const { name } = type;
  const base: TypeDoc = { name, kind: 'scalar', system: isScalarType(type) ? '' : (systems.get(name) ?? systems.get(name.replace(/^Collectmaxx/, '')) ?? own), description: type.description ?? '', oneOf: false, fields: [], inputs: [], values: [], interfaces: [], members: [], usedBy };
  if (isObjectType(type) || isInterfaceType(type)) {
    return {
      ...base,
      kind: isObjectType(type) ? 'object' : 'interface',
      fields: Object.values(type.getFields()).map((field) => fieldDoc(name, field, context)),
      interfaces: type.getInterfaces().map((one) => one.name),
      members: isInterfaceType(type) ? schema.getPossibleTypes(type).map((one) => one.name) : [],
    };
  }
  if (isUnionType(type)) return { ...base, kind: 'union', members: type.getTypes().map((one) => one.name) };
  if (isInputObjectType(type)) return { ...base, kind: 'input', oneOf: type.isOneOf, inputs: Object.values(type.getFields()).map((field) => valueDoc(field, rules.fields.get(`${name}.${field.name}`)?.wire)) };
  if (isEnumType(type)) return { ...base, kind: 'enum', values: type.getValues().map((value) => enumDoc(value, rules.enums.get(name)?.get(value.name))) };
  return base;
}

const enumDoc = ({ name, description, deprecationReason }: GraphQLEnumValue, wire: string | undefined) => ({ name, description: description ?? '', deprecated: deprecationReason ?? undefined, wire: other(wire, name) });

function fieldDoc(type: string, field: GraphQLField<unknown, unknown>, { rules, systems }: Context): FieldDoc {
  const coordinate = `${type}.${field.name}`;
  const rule = rules.fields.get(coordinate);
  const scopes = (field.extensions['scopes'] ?? []) as readonly string[];
  const call = rule?.rest && callOf(rule.rest);
  const root = systems.get(type) === '';
  const called = [...new Set(scopes.map((scope) => scope.split(':')[0]!).filter((name) => name !== 'events' && name !== '*'))];
  return {
    name: field.name,
    type: String(field.type),
    leadsTo: getNamedType(field.type).name,
    description: field.description ?? '',
    deprecated: field.deprecationReason ?? undefined,
    args: field.args.map((arg) => valueDoc(arg, undefined)),
    systems: called,
    call,
    wire: rule?.rest ? undefined : other(rule?.wire, field.name),
    scopes,
    cost: 1 + costOfCall * (root ? Math.max(1, scopes.length) : scopes.length),
    calls: callsOf({ call, called, root, coordinate }),
  };
}

function callsOf({ call, called, root, coordinate }: { call: Call | undefined; called: string[]; root: boolean; coordinate: string }): string {
  if (call?.verb === 'URL') return 'None: the address is computed.';
  if (call) return coordinate.startsWith('Mutation.') ? 'One, sent once.' : 'One for each set of arguments in an operation.';
  if (called.includes(remoteName) && root) return 'One HTTP request, shared by all lookups of an operation.';
  return called.length > 0 ? 'See the description.' : 'None of its own.';
}

function callOf(rest: RestRule): Call | undefined {
  const verb = [...verbs, 'URL' as const].find((name) => rest[name] !== undefined);
  return verb && { verb, path: rest[verb]! };
}

function valueDoc(value: GraphQLArgument | GraphQLInputField, wire: string | undefined): ValueDoc {
  return {
    name: value.name,
    type: String(value.type),
    leadsTo: getNamedType(value.type).name,
    description: value.description ?? '',
    deprecated: value.deprecationReason ?? undefined,
    default: value.defaultValue === undefined ? undefined : JSON.stringify(value.defaultValue),
    wire: other(wire, value.name),
  };
}

const other = (wire: string | undefined, name: string): string | undefined => (wire === name ? undefined : wire);

function users(types: readonly GraphQLNamedType[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const add = (type: string, user: string): void => void found.set(type, (found.get(type) ?? new Set()).add(user));
  for (const type of types) {
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        add(getNamedType(field.type).name, `${type.name}.${field.name}`);
        for (const arg of field.args) add(getNamedType(arg.type).name, `${type.name}.${field.name}`);
      }
    }
    if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) add(getNamedType(field.type).name, `${type.name}.${field.name}`);
    if (isUnionType(type)) for (const member of type.getTypes()) add(member.name, type.name);
  }
  return found;
}

/**
 * Fields -> their plans. The plan of an object is made when the first object at that place is met, so that
 * fragments that multiply on paper, and members of unions that never come, cost nothing.
 */
import { TypeNameMetaFieldDef, getNullableType, isAbstractType, isLeafType, isListType, isNonNullType, isObjectType } from 'graphql';
import type {
  FieldNode, GraphQLField, GraphQLFieldResolver, GraphQLObjectType, GraphQLOutputType, GraphQLSchema, OperationDefinitionNode, SelectionSetNode,
} from 'graphql';
import { completeAbstract } from './abstract.ts';
import { compileArguments } from './arguments.ts';
import type { ReadArguments } from './arguments.ts';
import { collectFields } from './collect.ts';
import type { Collection } from './collect.ts';
import { completeList, completeObject } from './complete.ts';
import { asItIs, compileLeaf } from './leaf.ts';
import type { Serialize } from './leaf.ts';
import type { Fragments } from './reach.ts';
import { isReader, isSerialized } from './reader.ts';
import type { Place } from './place.ts';
import type { Run } from './run.ts';

/** Takes no null and no error. Answers the value of the answer or a promise of it; throws what is to be located. */
export type Complete = (value: unknown, place: Place, run: Run) => unknown;

/** What an operation is to its resolvers. */
export interface Frame {
  schema: GraphQLSchema;
  fragments: Fragments;
  operation: OperationDefinitionNode;
}

/** One variant of an operation while it is planned. */
export interface Planning extends Collection {
  /** How many fields have been planned, over all variants of the operation. */
  size: { fields: number };
}

/** How a value is completed: the value of a field, or an item of a list. */
export interface Slot {
  /** `Claim.status`, for messages. */
  where: string;
  nodes: readonly FieldNode[];
  nonNull: boolean;
  /** Where the value is a scalar or an enum: neither path nor info is needed then. */
  leaf: Serialize | undefined;
  complete: Complete;
}

export interface FieldPlan extends Slot {
  key: string;
  name: string;
  returnType: GraphQLOutputType;
  parentType: GraphQLObjectType;
  /** `__typename` is known beforehand. */
  constant: string | undefined;
  /** Absent where the property of the same name is the value. */
  resolve: GraphQLFieldResolver<unknown, unknown> | undefined;
  /** Whether that resolver takes no more than it needs, see `reader.ts`. */
  isReader: boolean;
  /** Absent where the field takes no arguments. */
  read: ReadArguments | undefined;
}

export interface ObjectPlan {
  fields: FieldPlan[];
  /** Whether a key of the answer is `__proto__`, which only an object without a prototype takes plainly. */
  bare: boolean;
}

export function planObject(planning: Planning, type: GraphQLObjectType, sets: readonly SelectionSetNode[]): ObjectPlan {
  const fields: FieldPlan[] = [];
  for (const [key, nodes] of collectFields(planning, type, sets)) {
    const [first] = nodes as [FieldNode];
    const field = first.name.value === TypeNameMetaFieldDef.name ? TypeNameMetaFieldDef : type.getFields()[first.name.value];
    // A field that the type lacks is left out, as graphql-js does for documents that were never validated.
    if (field) fields.push(planField({ planning, type, key, nodes, field }));
  }
  planning.size.fields += fields.length;
  return { fields, bare: fields.some(({ key }) => key === '__proto__') };
}

function planField(options: { planning: Planning; type: GraphQLObjectType; key: string; nodes: FieldNode[]; field: GraphQLField<unknown, unknown> }): FieldPlan {
  const { planning, type, key, nodes, field } = options;
  return {
    key,
    name: field.name,
    returnType: field.type,
    parentType: type,
    constant: field === TypeNameMetaFieldDef ? type.name : undefined,
    resolve: field.resolve,
    isReader: field.resolve !== undefined && field.args.length === 0 && isReader(field.resolve),
    read: compileArguments(field, nodes[0] as FieldNode),
    ...planSlot(planning, field.type, { where: `${type.name}.${field.name}`, nodes }),
    ...(field.resolve && isLeafType(getNullableType(field.type)) && isSerialized(field.resolve) && { leaf: asItIs, complete: asItIs }),
  };
}

function planSlot(planning: Planning, type: GraphQLOutputType, at: { where: string; nodes: FieldNode[] }): Slot {
  const nonNull = isNonNullType(type);
  const nullable = getNullableType(type) as GraphQLOutputType;
  if (isLeafType(nullable)) {
    const leaf = compileLeaf(nullable);
    return { ...at, nonNull, leaf, complete: leaf };
  }
  return { ...at, nonNull, leaf: undefined, complete: planComplete(planning, nullable, at) };
}

function planComplete(planning: Planning, type: GraphQLOutputType, at: { where: string; nodes: FieldNode[] }): Complete {
  if (isListType(type)) return completeList(planSlot(planning, type.ofType as GraphQLOutputType, at));
  const sets = at.nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  const planOf = (member: GraphQLObjectType) => (): ObjectPlan => planObject(planning, member, sets);
  if (isAbstractType(type)) return completeAbstract({ type, schema: planning.schema, ...at, complete: (member) => completeObject(member, at.nodes, planOf(member)) });
  if (isObjectType(type)) return completeObject(type, at.nodes, planOf(type));
  throw new Error(`${at.where} is of ${String(type)}, which is no type of output.`);
}

/**
 * Selections -> fields of one concrete type, by key of the answer and in its order: fragments opened where
 * their type fits, fields of one key merged, @skip and @include decided by the variant that is planned.
 */
import { Kind, isAbstractType, typeFromAST } from 'graphql';
import type { FieldNode, GraphQLObjectType, GraphQLSchema, NamedTypeNode, SelectionNode, SelectionSetNode } from 'graphql';
import { conditionAt } from './reach.ts';
import type { Condition, Fragments } from './reach.ts';

export interface Collection {
  schema: GraphQLSchema;
  fragments: Fragments;
  /** What the variables of this variant say. */
  conditions: ReadonlyMap<string, boolean>;
}

export function collectFields(collection: Collection, type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const seen = new Set<string>();
  for (const set of sets) collect(set);
  return fields;

  function collect({ selections }: SelectionSetNode): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD && seen.has(selection.name.value)) continue;
      if (!isIncluded(selection, collection.conditions)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const nodes = fields.get(key);
        if (nodes) nodes.push(selection);
        else fields.set(key, [selection]);
        continue;
      }
      let inside: { typeCondition?: NamedTypeNode | undefined; selectionSet: SelectionSetNode } | undefined = undefined;
      if (selection.kind === Kind.INLINE_FRAGMENT) inside = selection;
      else {
        seen.add(selection.name.value);
        inside = collection.fragments[selection.name.value];
      }
      if (inside && fits(inside.typeCondition, type, collection.schema)) collect(inside.selectionSet);
    }
  }
}

function isIncluded(selection: SelectionNode, conditions: ReadonlyMap<string, boolean>): boolean {
  const holds = (condition: Condition): boolean => (typeof condition === 'string' ? conditions.get(condition) === true : condition === true);
  const skip = conditionAt(selection, 'skip');
  if (skip && holds(skip.is)) return false;
  const include = conditionAt(selection, 'include');
  return !include || holds(include.is);
}

function fits(condition: NamedTypeNode | undefined, type: GraphQLObjectType, schema: GraphQLSchema): boolean {
  if (!condition) return true;
  const wanted = typeFromAST(schema, condition);
  return wanted === type || (isAbstractType(wanted) && schema.isSubType(wanted, type));
}

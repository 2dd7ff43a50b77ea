/**
 * Measures one operation of a valid document. Each fragment is looked at once and counted wherever it is
 * spread, so that the work grows with the text and not with what it multiplies to.
 *
 * Questions about the schema itself are exempt from depth and cost: the query of every tool is deeper than
 * any of a client. They have a measure of their own: twice what `getIntrospectionQuery` of graphql-js asks.
 */
import { Kind, SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef, getIntrospectionQuery, getNamedType, parse, typeFromAST } from 'graphql';
import type { DocumentNode, FieldNode, FragmentDefinitionNode, GraphQLError, GraphQLField, GraphQLNamedType, GraphQLSchema, OperationDefinitionNode, SelectionSetNode } from 'graphql';
import { assumedLength, callsOf, free, lengthOf, listsIn, shared, sumOf, times } from './cost.ts';
import type { Cost } from './cost.ts';
import { limitError } from './refusal.ts';
import type { LimitSettings } from './settings.ts';

export interface MeasuredOperation {
  refusal: GraphQLError | undefined;
  /** Absent where the cost is the same in every run. */
  costOf: ((variables: Readonly<Record<string, unknown>>) => number) | undefined;
  /** For tests: fields and fragments that were looked at. */
  visited: number;
}

/** Of one selection set. */
interface Sum {
  depth: number;
  aliases: number;
  /** Fields of this very level. */
  fields: number;
  cost: Cost;
  /** What one item costs of lists that are as long as the object around them says. */
  ofItem: Cost;
  /** Of questions about the schema. */
  schemaDepth: number;
  schemaCost: number;
}

interface Options {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
}

type Settings = Pick<LimitSettings, 'maxDepth' | 'maxAliases' | 'maxRootFields' | 'maxCost'>;

export function measureOperation(options: Options, settings: Settings): MeasuredOperation {
  const { visited, sum } = walk(options);
  const total = sumOf([sum.cost, times(assumedLength, sum.ofItem)]);
  const { fixed, varies } = total;
  return {
    refusal: exceeded(sum, fixed, options.schema, settings),
    costOf: varies && ((variables) => fixed + varies({ variables, known: new Map() })),
    visited,
  };
}

function exceeded(sum: Sum, cost: number, schema: GraphQLSchema, { maxDepth, maxAliases, maxRootFields, maxCost }: Settings): GraphQLError | undefined {
  if (sum.depth > maxDepth) return limitError({ of: 'depth', found: sum.depth, allowed: maxDepth });
  if (sum.aliases > maxAliases) return limitError({ of: 'aliases', found: sum.aliases, allowed: maxAliases });
  if (sum.fields > maxRootFields) return limitError({ of: 'rootFields', found: sum.fields, allowed: maxRootFields });
  if (!(cost <= maxCost)) return limitError({ of: 'cost', found: cost, allowed: maxCost });
  if (sum.schemaCost === 0) return undefined;
  const usual = usualIntrospection(schema);
  if (sum.schemaCost > 2 * usual.schemaCost) return limitError({ of: 'introspection', found: sum.schemaCost, allowed: 2 * usual.schemaCost });
  if (sum.schemaDepth > 2 * usual.schemaDepth) return limitError({ of: 'depth', found: sum.schemaDepth, allowed: 2 * usual.schemaDepth });
  return undefined;
}

const usuals = new WeakMap<GraphQLSchema, Sum>();

/** What tools ask of this schema. */
function usualIntrospection(schema: GraphQLSchema): Sum {
  let usual = usuals.get(schema);
  if (!usual) {
    const document = parse(getIntrospectionQuery({ specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true }));
    usual = walk({ schema, document, operation: document.definitions[0] as OperationDefinitionNode }).sum;
    usuals.set(schema, usual);
  }
  return usual;
}

const emptySum: Sum = { depth: 0, aliases: 0, fields: 0, cost: free, ofItem: free, schemaDepth: 0, schemaCost: 0 };

function walk({ schema, document, operation }: Options): { sum: Sum; visited: number } {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const known = new Map<string, Sum>();
  const root = schema.getRootType(operation.operation);
  let visited = 0;
  const sum = sumOfSet(operation.selectionSet, root ?? undefined);
  return { sum, visited };

  function sumOfSet({ selections }: SelectionSetNode, type: GraphQLNamedType | undefined): Sum {
    const parts: Sum[] = [];
    for (const selection of selections) {
      visited += 1;
      if (selection.kind === Kind.FIELD) parts.push(sumOfField(selection, type));
      else if (selection.kind === Kind.FRAGMENT_SPREAD) parts.push(sumOfFragment(selection.name.value));
      else parts.push(sumOfSet(selection.selectionSet, selection.typeCondition ? typeFromAST(schema, selection.typeCondition) : type));
    }
    return together(parts);
  }

  function sumOfFragment(name: string): Sum {
    let found = known.get(name);
    if (!found) {
      // Stands for itself within itself: no valid document gets there.
      known.set(name, emptySum);
      const fragment = fragments.get(name);
      const own = fragment ? sumOfSet(fragment.selectionSet, typeFromAST(schema, fragment.typeCondition)) : emptySum;
      found = { ...own, cost: shared(own.cost), ofItem: shared(own.ofItem) };
      known.set(name, found);
    }
    return found;
  }

  function sumOfField(node: FieldNode, parent: GraphQLNamedType | undefined): Sum {
    const aliased = node.alias ? 1 : 0;
    const field = fieldOf(node.name.value, parent);
    if (!field) return { ...emptySum, depth: 1, aliases: aliased, fields: 1 };
    const below = node.selectionSet ? sumOfSet(node.selectionSet, getNamedType(field.type)) : emptySum;
    const asksSchema = field === SchemaMetaFieldDef || field === TypeMetaFieldDef;
    const lists = listsIn(field.type);
    const length = asksSchema ? Object.keys(schema.getTypeMap()).length : lengthOf(field, node, operation);
    // One value of the field with all below it.
    const one = sumOf([{ fixed: 1, varies: undefined }, below.cost, times((lists === 0 ? length : undefined) ?? assumedLength, below.ofItem)]);
    const sum: Sum = { depth: 1 + below.depth, aliases: aliased + below.aliases, fields: 1, cost: free, ofItem: free, schemaDepth: below.schemaDepth, schemaCost: below.schemaCost };
    if (asksSchema) return { ...sum, depth: 0, schemaDepth: sum.depth, schemaCost: one.fixed };
    const calls: Cost = { fixed: callsOf(field, parent === root && !field.name.startsWith('__')), varies: undefined };
    if (lists === 0) return { ...sum, cost: sumOf([calls, one]) };
    // Of lists within lists, the outermost is the one that has a length.
    const item = times(assumedLength ** (lists - 1), one);
    return length === undefined ? { ...sum, cost: calls, ofItem: item } : { ...sum, cost: sumOf([calls, times(length, item)]) };
  }

  function fieldOf(name: string, parent: GraphQLNamedType | undefined): GraphQLField<unknown, unknown> | undefined {
    if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    return parent && 'getFields' in parent ? (parent.getFields()[name] as GraphQLField<unknown, unknown> | undefined) : undefined;
  }
}

/** Selections side by side. */
function together(parts: readonly Sum[]): Sum {
  let { depth, aliases, fields, schemaDepth, schemaCost } = emptySum;
  for (const part of parts) {
    depth = Math.max(depth, part.depth);
    aliases += part.aliases;
    fields += part.fields;
    schemaDepth = Math.max(schemaDepth, part.schemaDepth);
    schemaCost += part.schemaCost;
  }
  return { depth, aliases, fields, schemaDepth, schemaCost, cost: sumOf(parts.map(({ cost }) => cost)), ofItem: sumOf(parts.map(({ ofItem }) => ofItem)) };
}

/**
 * What an answer may cost: 1 for each field that it holds, 10 more for each system that the field calls,
 * and a list as many times its item as it is asked to be long, or 10 times where nobody says.
 *
 *   accountClaims(limit: 50) { items { claimReference invoiceStatus { status } } }
 *   1 + 10 (call)              50 x (1 + 1 + 11 (field, call) + 1)
 *
 * `limit` or `first` of a field is the length of that list, or of the lists directly in that object. A length
 * that is a variable makes the cost a function of the variables; all the rest is added up once.
 */
import { Kind, getNullableType, isListType } from 'graphql';
import type { FieldNode, GraphQLField, GraphQLOutputType, OperationDefinitionNode, ValueNode } from 'graphql';

export const costOfCall = 10;
export const assumedLength = 10;

const lengthArguments = ['limit', 'first', 'last'];

/** One run of an operation. */
export interface CostRun {
  variables: Readonly<Record<string, unknown>>;
  /** What was computed in this run already, by place. */
  known: Map<Cost, number>;
}

export interface Cost {
  fixed: number;
  /** What comes to it in a run. */
  varies: ((run: CostRun) => number) | undefined;
}

export type Length = number | ((run: CostRun) => number);

export const free: Cost = { fixed: 0, varies: undefined };

export function sumOf(costs: readonly Cost[]): Cost {
  const fixed = costs.reduce((sum, cost) => sum + cost.fixed, 0);
  const varying = costs.flatMap(({ varies }) => varies ?? []);
  if (varying.length === 0) return { fixed, varies: undefined };
  return { fixed, varies: (run) => varying.reduce((sum, varies) => sum + varies(run), 0) };
}

export function times(length: Length, cost: Cost): Cost {
  const { fixed, varies } = cost;
  if (typeof length !== 'number') return { fixed: 0, varies: (run) => length(run) * (fixed + (varies?.(run) ?? 0)) };
  return { fixed: length * fixed, varies: varies && ((run) => length * varies(run)) };
}

/** Computed once in a run, however often it is part of a sum: a fragment spread in many places. */
export function shared(cost: Cost): Cost {
  const { fixed, varies } = cost;
  if (!varies) return cost;
  return {
    fixed,
    varies: ({ variables, known }) => {
      let found = known.get(cost);
      if (found === undefined) {
        found = varies({ variables, known });
        known.set(cost, found);
      }
      return found;
    },
  };
}

/** Of the calls that the field itself makes. */
export function callsOf({ extensions }: GraphQLField<unknown, unknown>, isRoot: boolean): number {
  const scopes = extensions['scopes'];
  const systems = Array.isArray(scopes) ? scopes.length : 0;
  return costOfCall * (isRoot ? Math.max(1, systems) : systems);
}

/** How many lists are within one another: 0 for a single value. */
export function listsIn(type: GraphQLOutputType): number {
  const nullable = getNullableType(type);
  return isListType(nullable) ? 1 + listsIn(nullable.ofType) : 0;
}

/** How long the field's list, or those in its object, are asked to be; undefined: it has no such argument, or none is given. */
export function lengthOf(field: GraphQLField<unknown, unknown>, node: FieldNode, operation: OperationDefinitionNode): Length | undefined {
  const argument = field.args.find(({ name }) => lengthArguments.includes(name));
  if (!argument) return undefined;
  const otherwise = asLength(argument.defaultValue);
  const value = node.arguments?.find(({ name }) => name.value === argument.name)?.value;
  if (value?.kind !== Kind.VARIABLE) return asLength(literal(value)) ?? otherwise;
  const name = value.name.value;
  const definition = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
  const unset = asLength(literal(definition?.defaultValue)) ?? otherwise ?? assumedLength;
  return ({ variables }) => asLength(Object.hasOwn(variables, name) ? variables[name] : undefined) ?? unset;
}

function literal(value: ValueNode | undefined): number | undefined {
  return value?.kind === Kind.INT ? Number(value.value) : undefined;
}

/** Zero and less are no length: what a system answers to them is not known. Never infinite, so that no sum is NaN. */
function asLength(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 1 ? Math.min(value, Number.MAX_SAFE_INTEGER) : undefined;
}

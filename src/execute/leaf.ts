/**
 * Scalars and enums on their way out. A value of the five standard scalars that is what it should be already
 * passes without a call; anything else goes through the type's own `serialize`, which converts or refuses.
 */
import { GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLInt, GraphQLString } from 'graphql';
import type { GraphQLLeafType } from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';

/** Takes no null; throws for a value that the type does not hold. */
export type Serialize = (value: unknown) => unknown;

const standard = new Map<unknown, (serialize: Serialize) => Serialize>([
  [GraphQLString, (serialize) => (value) => (typeof value === 'string' ? value : serialize(value))],
  [GraphQLID, (serialize) => (value) => (typeof value === 'string' ? value : serialize(value))],
  [GraphQLBoolean, (serialize) => (value) => (typeof value === 'boolean' ? value : serialize(value))],
  [GraphQLInt, (serialize) => (value) => (typeof value === 'number' && (value | 0) === value ? value : serialize(value))],
  [GraphQLFloat, (serialize) => (value) => (typeof value === 'number' && Number.isFinite(value) ? value : serialize(value))],
]);

/** Of a value that is serialised already. */
export const asItIs: Serialize = (value) => value;

export function compileLeaf(type: GraphQLLeafType): Serialize {
  const serialize: Serialize = (value) => {
    const serialized: unknown = type.serialize(value);
    if (serialized == null) throw new Error(`Expected \`${inspect(type)}.serialize(${inspect(value)})\` to return non-nullable value, returned: ${inspect(serialized)}`);
    return serialized;
  };
  return standard.get(type)?.(serialize) ?? serialize;
}

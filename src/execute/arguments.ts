/**
 * Arguments of one field, made ready once. Every call gets an object of its own, as resolvers may change it.
 *
 * Values that are the same in every run are read once if they are single values; lists and objects are read
 * for each call, for resolvers may change those too. A variable that stands alone is looked up; where it has
 * no value (default or error), graphql-js decides.
 */
import { Kind, getArgumentValues } from 'graphql';
import type { FieldNode, GraphQLField } from 'graphql';

export type Arguments = Record<string, unknown>;
/** Throws a `GraphQLError` for values that the field does not take. */
export type ReadArguments = (variables: Record<string, unknown>) => Arguments;

type Part = { name: string; value: unknown; variable?: undefined } | { name: string; variable: string };

/** Undefined for a field that takes none. */
export function compileArguments(field: GraphQLField<unknown, unknown>, node: FieldNode): ReadArguments | undefined {
  if (field.args.length === 0) return undefined;
  const plainly: ReadArguments = (variables) => getArgumentValues(field, node, variables);
  const parts = partsOf(field, node);
  if (!parts) return plainly;
  return (variables) => {
    const values: Arguments = {};
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index] as Part;
      if (part.variable === undefined) {
        values[part.name] = part.value;
        continue;
      }
      const value = variables[part.variable];
      if (value == null) return plainly(variables);
      values[part.name] = value;
    }
    return values;
  };
}

/** In the order of the field's definition; undefined where graphql-js is to read them each time. */
function partsOf(field: GraphQLField<unknown, unknown>, node: FieldNode): Part[] | undefined {
  const given = new Map(node.arguments?.map((argument) => [argument.name.value, argument]));
  const parts: Part[] = [];
  for (const argument of field.args) {
    const { name } = argument;
    const value = given.get(name)?.value;
    // An assignment to such a name, or a look-up of it, would meet what every object inherits.
    if (name in Object.prototype) return undefined;
    if (value?.kind === Kind.VARIABLE) {
      if (value.name.value in Object.prototype) return undefined;
      parts.push({ name, variable: value.name.value });
      continue;
    }
    if (value && hasParts(value.kind)) return undefined;
    let values: Arguments;
    try {
      values = getArgumentValues({ ...field, args: [argument] }, node);
    } catch {
      return undefined; // An error of each run, at its place there.
    }
    const constant = values[name];
    if (value && typeof constant === 'object' && constant !== null) return undefined;
    if (Object.hasOwn(values, name)) parts.push({ name, value: constant });
  }
  return parts;
}

function hasParts(kind: Kind): boolean {
  return kind === Kind.LIST || kind === Kind.OBJECT;
}

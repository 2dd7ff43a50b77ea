/**
 * What a link needs of a remote object although the caller did not select it. It is asked for under an
 * alias that no caller may use, and lies in the answer beside what the caller asked for:
 *
 *   caller   { paymentStatus }      remote   { collectgraph_status: status }
 */
import { GraphQLError, isCompositeType, isObjectType } from 'graphql';
import type { FieldNode, GraphQLSchema } from 'graphql';

/** By type and field of the gateway: the remote's fields that the field is made of, without alias. */
export type Needs = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

const prefix = 'collectgraph_';

/** Put together once each: a text that is made anew has to be looked for in the table of all names before it is a key. */
const keys = new Map<string, string>();

/** Where a needed field's value stands in an answer; `field` is a name of the remote's schema. */
export function hiddenKey(field: string): string {
  let key = keys.get(field);
  if (key === undefined) keys.set(field, (key = `${prefix}${field}`));
  return key;
}

/** Names that the gateway gives to fragments of its own. */
export function hiddenName(text: string): string {
  return `${prefix}${text}`;
}

/** The remote's field under its hidden alias; a list of objects is asked for with the members named. */
const members: Readonly<Record<string, string>> = { attributes: ' { id value }' };

export function writeHidden(field: string): string {
  return `${hiddenKey(field)}: ${field}${members[field] ?? ''}`;
}

/** The caller's own alias would hide what the gateway asks for. */
export function checkAlias({ alias, name }: FieldNode): void {
  const key = (alias ?? name).value;
  if (!key.startsWith(prefix)) return;
  throw new GraphQLError(`The alias ${key} begins with ${prefix}, which the gateway uses itself: choose another.`, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** `wanted` as far as the remote's type has it: what it lacks is nowhere asked for. `remoteType`: gateway's name -> remote's. */
export function knownNeeds(wanted: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>, remote: GraphQLSchema, remoteType: (name: string) => string | undefined): Needs {
  return new Map(
    Object.entries(wanted).map(([type, fields]) => {
      const found = remote.getType(remoteType(type) ?? '');
      const has = (name: string): boolean => isObjectType(found) && Object.hasOwn(found.getFields(), name) && isAsExpected(name);
      const isAsExpected = (name: string): boolean => {
        let of: unknown = isObjectType(found) ? found.getFields()[name]?.type : undefined;
        while (of && typeof of === 'object' && 'ofType' in of) of = of.ofType;
        return isCompositeType(of) === name in members;
      };
      return [type, new Map(Object.entries(fields).map(([field, needed]) => [field, needed.filter(has)]))];
    }),
  );
}

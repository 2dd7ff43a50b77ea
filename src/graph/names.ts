/**
 * What the gateway calls things of the remote, and back.
 *
 * Clashes are settled here, once, when a schema of the remote arrives: the gateway's own names stay.
 *   a remote type whose name the gateway has      Account -> CollectmaxxAccount
 *   a remote root field whose name it has         Query.account -> Query.collectmaxxAccount
 *   a scalar of the same name and meaning         shared
 *   a field that a gateway's interface asks for   PayLink.paymentStatus -> PayLink.collectmaxxPaymentStatus
 * A new name that is taken as well is refused: never a number suffix.
 */
import { isInputObjectType, isInterfaceType, isIntrospectionType, isObjectType, isScalarType, isSpecifiedScalarType } from 'graphql';
import type { GraphQLNamedType, GraphQLObjectType, GraphQLSchema } from 'graphql';
import type { LinkDocument } from './links/document.ts';

/** Name of the remote in configuration, errors and log. */
export const remoteName = 'collectmaxx';
const typePrefix = 'Collectmaxx';

/** Scalars that mean the same everywhere: strict on the way in, lenient on the way out, as the gateway has them. */
const sharedScalars = new Set(['JSON', 'Date', 'DateTime']);
const rootNames = ['Query', 'Mutation', 'Subscription'];

export interface RemoteType {
  /** The remote's name of it. */
  name: string;
  /** Names of its fields: the gateway's -> the remote's. Empty where it has none. */
  fields: ReadonlyMap<string, string>;
}

export interface RemoteNames {
  /** Every type of the remote by the gateway's name. */
  types: ReadonlyMap<string, RemoteType>;
  /** The remote's name of a type -> the gateway's. */
  gatewayType: ReadonlyMap<string, string>;
  /** Names of scalars that both sides share. */
  shared: ReadonlySet<string>;
  /** One sentence for each clash. */
  said: string[];
}

/** `links` are the gateway's own as well. Throws an `Error` with one sentence when a new name is taken as well. */
export function settleNames(remote: GraphQLSchema, own: GraphQLSchema, links?: Pick<LinkDocument, 'types' | 'extensions'>): RemoteNames {
  const types = new Map<string, RemoteType>();
  const gatewayType = new Map<string, string>();
  const shared = new Set<string>();
  const said: string[] = [];
  const roots = new Map<GraphQLNamedType, string>();
  if (remote.getQueryType()) roots.set(remote.getQueryType() as GraphQLObjectType, 'Query');
  if (remote.getMutationType()) roots.set(remote.getMutationType() as GraphQLObjectType, 'Mutation');
  const taken = (name: string): boolean => own.getType(name) !== undefined || rootNames.includes(name) || links?.types.has(name) === true;

  for (const type of Object.values(remote.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    const name = roots.get(type) ?? nameOfType(type);
    gatewayType.set(type.name, name);
    types.set(name, { name: type.name, fields: fieldsOf(type, name, roots.has(type)) });
  }
  return { types, gatewayType, shared, said };

  function nameOfType(type: GraphQLNamedType): string {
    if (!taken(type.name)) return type.name;
    if (isShared(type, own.getType(type.name))) {
      shared.add(type.name);
      return type.name;
    }
    const name = `${typePrefix}${type.name}`;
    if (taken(name) || remote.getType(name)) {
      throw new Error(`the gateway has a type ${type.name} too, and the name ${name} is taken as well`);
    }
    said.push(`The remote's type ${type.name} is called ${name} here: the gateway has a type of that name.`);
    return name;
  }

  function fieldsOf(type: GraphQLNamedType, owner: string, isRoot: boolean): Map<string, string> {
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return new Map();
    const fields = Object.keys(type.getFields());
    const extension = links?.extensions.get(owner);
    const ownRoot = owner === 'Query' ? own.getQueryType() : own.getMutationType();
    const takes = (field: string): boolean =>
      isRoot ? Object.hasOwn(ownRoot?.getFields() ?? {}, field) || extension?.fields.has(field) === true : extension?.promised.has(field) === true;
    return new Map(
      fields.map((field) => {
        if (!takes(field)) return [field, field];
        const name = `${remoteName}${field[0]?.toUpperCase()}${field.slice(1)}`;
        if (takes(name) || fields.includes(name)) {
          throw new Error(`the gateway has a field ${owner}.${field} too, and the name ${name} is taken as well`);
        }
        said.push(`The remote's field ${owner}.${field} is called ${name} here: the gateway has a field of that name.`);
        return [name, field];
      }),
    );
  }
}

function isShared(type: GraphQLNamedType, own: GraphQLNamedType | undefined): boolean {
  if (!isScalarType(type) || !isScalarType(own) || !sharedScalars.has(type.name)) return false;
  return type.specifiedByURL == null || own.specifiedByURL == null || type.specifiedByURL === own.specifiedByURL;
}

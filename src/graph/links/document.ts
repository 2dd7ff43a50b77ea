/**
 * `links.graphql`, and `events.graphql` beside it, as data: which types it defines and what it adds to others, for whoever settles names,
 * and the part of it that goes together with the remote's schema of today. It makes nothing executable.
 *
 * The remote may not have a type that links lead to, and may have a field that links would add. The first
 * is left out of the graph, the second is left to the remote; both are said.
 */
import { Kind, parse, specifiedScalarTypes, visit } from 'graphql';
import type { DefinitionNode, DocumentNode, FieldDefinitionNode, GraphQLSchema, InterfaceTypeDefinitionNode, ObjectTypeExtensionNode, TypeNode } from 'graphql';

export interface LinkDocument {
  document: DocumentNode;
  /** Names of the types that it defines. */
  types: ReadonlySet<string>;
  /** What it adds, by the type's name. */
  extensions: ReadonlyMap<string, LinkExtension>;
}

export interface LinkExtension {
  /** Names of the fields it adds. */
  fields: ReadonlySet<string>;
  /** Those that an interface of the document asks for: a field of the same name makes room for them. */
  promised: ReadonlySet<string>;
}

/** Throws an `Error` with one sentence for text that is no document of type definitions and extensions. `events` is the text of `events.graphql`. */
export function readLinkDocument(sdl: string, events?: string): LinkDocument {
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [...definitionsOf('links.graphql', sdl), ...(events === undefined ? [] : definitionsOf('events.graphql', events))] };
  const types = new Set<string>();
  const interfaces = new Map<string, InterfaceTypeDefinitionNode>();
  const extensions = new Map<string, LinkExtension>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.INTERFACE_TYPE_DEFINITION) interfaces.set(definition.name.value, definition);
    if (definition.kind !== Kind.OBJECT_TYPE_EXTENSION && 'name' in definition && definition.name) types.add(definition.name.value);
  }
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_EXTENSION) continue;
    const asked = (definition.interfaces ?? []).flatMap(({ name }) => namesOf(interfaces.get(name.value)?.fields));
    const before = extensions.get(definition.name.value);
    extensions.set(definition.name.value, {
      fields: new Set([...(before?.fields ?? []), ...namesOf(definition.fields)]),
      promised: new Set([...(before?.promised ?? []), ...asked]),
    });
  }
  return { document, types, extensions };
}

function definitionsOf(name: string, sdl: string): readonly DefinitionNode[] {
  try {
    // `@sensitive` is for those who keep data out of logs and errors (`src/privacy`), not for the graph.
    return visit(parse(sdl, { noLocation: true }), { Directive: ({ name }) => (name.value === 'sensitive' ? null : undefined) }).definitions;
  } catch (error) {
    throw new Error(`${name} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/** The document as far as `schema`, to which it is to be added, has the types that it speaks of. */
export function fitLinks({ document, types }: LinkDocument, schema: GraphQLSchema): { document: DocumentNode; said: string[] } {
  const said: string[] = [];
  const missing = (type: TypeNode): string | undefined => {
    const name = nameOf(type);
    return schema.getType(name) || types.has(name) || specifiedScalarTypes.some((scalar) => scalar.name === name) ? undefined : name;
  };
  const fitted = visit(document, {
    ObjectTypeExtension(node) {
      const type = node.name.value;
      if (!schema.getType(type) && !types.has(type)) {
        said.push(`There is no type ${type} now, so it gets no links.`);
        return null;
      }
      const fields = node.fields?.filter((field) => keeps(type, field, node));
      return { ...node, fields };
    },
  });
  return { document: fitted, said };

  function keeps(type: string, field: FieldDefinitionNode, { interfaces = [] }: ObjectTypeExtensionNode): boolean {
    const lost = missing(field.type) ?? field.arguments?.map((argument) => missing(argument.type)).find((name) => name !== undefined);
    if (lost !== undefined) {
      said.push(`The link ${type}.${field.name.value} is left out: there is no type ${lost} now.`);
      return false;
    }
    const existing = schema.getType(type);
    if (!existing || !('getFields' in existing) || !Object.hasOwn(existing.getFields(), field.name.value)) return true;
    if (interfaces.length > 0) throw new Error(`the link ${type}.${field.name.value} has a name that is taken`);
    said.push(`The link ${type}.${field.name.value} is left out: the type has a field of that name itself.`);
    return false;
  }
}

function namesOf(fields: readonly FieldDefinitionNode[] | undefined): string[] {
  return (fields ?? []).map(({ name }) => name.value);
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

/**
 * Several documents -> one: the fields of their `Query` and `Mutation` stand side by side, every other name
 * means one shape in one document. What comes out is valid SDL in which each name knows its document.
 */
import { Kind, type DefinitionNode, type DocumentNode, type FieldDefinitionNode, type ObjectTypeDefinitionNode, type TypeDefinitionNode } from 'graphql';
import { validateSDL } from 'graphql/validation/validate.js';
import { placeOf, vocabulary, type ParsedDocument } from './documents.ts';
import { SchemaError } from './schema-error.ts';

export interface Merged {
  /** Types of all documents, our directives still on them. */
  types: TypeDefinitionNode[];
  /** Name of the document that defines a type. */
  typeDocument: Map<string, string>;
  /** Name of the document that defines a root field, by `Query.account`. */
  fieldDocument: Map<string, string>;
}

const roots = new Set(['Query', 'Mutation']);
const written = new Set<string>([Kind.OBJECT_TYPE_DEFINITION, Kind.INPUT_OBJECT_TYPE_DEFINITION, Kind.ENUM_TYPE_DEFINITION, Kind.UNION_TYPE_DEFINITION]);

export function mergeDocuments(documents: ParsedDocument[]): Merged {
  const typeDocument = new Map<string, string>(vocabularyTypes.map((name) => [name, 'the directive language']));
  const fieldDocument = new Map<string, string>();
  const types: TypeDefinitionNode[] = [];
  const rootTypes = new Map<string, ObjectTypeDefinitionNode>();

  for (const { name: document, ast } of documents) {
    for (const definition of ast.definitions) {
      if (definition.kind === Kind.SCHEMA_EXTENSION) continue;
      if (!isWritten(definition)) throw new SchemaError(placeOfNode(document, definition), `Found ${describe(definition)}; a document holds "extend schema", object types, input types, enums and unions.`);
      const name = definition.name.value;
      if (roots.has(name) && definition.kind === Kind.OBJECT_TYPE_DEFINITION) {
        rootTypes.set(name, withFields(rootTypes.get(name), definition, document, fieldDocument));
        continue;
      }
      if (name === 'Subscription') throw new SchemaError(placeOfNode(document, definition), 'Subscription is not wrapped: a REST call has one answer.');
      const other = typeDocument.get(name);
      if (other !== undefined) {
        throw new SchemaError(placeOfNode(document, definition), `The name ${name} is taken: ${other === document ? 'this document defines it twice' : `${other} defines it too`}. A name means one shape; give one of them another with x-graphql-type-name.`);
      }
      typeDocument.set(name, document);
      types.push(definition);
    }
  }

  types.unshift(...rootTypes.values());
  const problem = validateSDL({ kind: Kind.DOCUMENT, definitions: [...vocabulary.definitions, ...types] })[0];
  if (problem) throw new SchemaError(placeOf(problem, 'documents'), problem.message);
  return { types, typeDocument, fieldDocument };
}

/** The types as callers see them: no directive of ours, no helper type; `@deprecated` and `@oneOf` stay. */
export function publicDocument(types: TypeDefinitionNode[]): DocumentNode {
  const scalars = vocabulary.definitions.filter((definition) => definition.kind === Kind.SCALAR_TYPE_DEFINITION);
  return { kind: Kind.DOCUMENT, definitions: [...scalars, ...types.map((type) => strip(type))] };
}

const ours = new Set(vocabulary.definitions.flatMap((definition) => (definition.kind === Kind.DIRECTIVE_DEFINITION ? [definition.name.value] : [])));
const vocabularyTypes = vocabulary.definitions.flatMap((definition) => (definition.kind !== Kind.DIRECTIVE_DEFINITION && 'name' in definition && definition.name ? [definition.name.value] : []));

/** Directives stand on types, fields, arguments and enum values, and nowhere deeper. */
function strip<T>(node: T): T {
  if (Array.isArray(node)) return node.map((item: unknown) => strip(item)) as T;
  if (typeof node !== 'object' || node === null) return node;
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === 'directives') copy[key] = (value as { name: { value: string } }[]).filter((directive) => !ours.has(directive.name.value));
    else copy[key] = key === 'fields' || key === 'arguments' || key === 'values' ? strip(value) : (value as unknown);
  }
  return copy as T;
}

function withFields(root: ObjectTypeDefinitionNode | undefined, definition: ObjectTypeDefinitionNode, document: string, fieldDocument: Map<string, string>): ObjectTypeDefinitionNode {
  const fields: FieldDefinitionNode[] = [...(root?.fields ?? [])];
  for (const field of definition.fields ?? []) {
    const coordinate = `${definition.name.value}.${field.name.value}`;
    const other = fieldDocument.get(coordinate);
    if (other !== undefined) {
      throw new SchemaError(placeOfNode(document, field), `The field ${coordinate} is taken: ${other === document ? 'this document defines it twice' : `${other} defines it too`}. Give one of them another name with x-graphql-field-name.`);
    }
    fieldDocument.set(coordinate, document);
    fields.push(field);
  }
  return { ...(root ?? definition), fields };
}

function isWritten(definition: DefinitionNode): definition is TypeDefinitionNode {
  return written.has(definition.kind);
}

function describe(definition: DefinitionNode): string {
  const name = 'name' in definition && definition.name ? ` ${definition.name.value}` : '';
  return definition.kind.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase() + name;
}

function placeOfNode(document: string, node: DefinitionNode | FieldDefinitionNode): string {
  const { loc } = node;
  return loc ? `${document}:${loc.startToken.line}` : document;
}

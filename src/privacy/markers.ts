/**
 * What is sensitive, from the marks that stand in the schema: `@sensitive` in our own documents, and the list beside
 * the remote's schema, which is not ours to mark. Read when it is first needed: a start waits for nothing here.
 */
import { Kind, parse } from 'graphql';
import type { ConstDirectiveNode, DocumentNode } from 'graphql';
import { parse as parseYAML } from 'yaml';
import { StartError } from '../server/startError.ts';

export interface Sensitive {
  /** By coordinate: `Debtor.firstName`, `Query.message(messageURL)`. */
  coordinates: ReadonlySet<string>;
  /** Names of such fields, inputs and arguments, as the graph and as the wire calls them. */
  names: ReadonlySet<string>;
}

export interface MarkedDocuments {
  /** Texts or what was parsed of them. */
  documents: readonly (string | DocumentNode)[];
  /** YAML of the remote's types and their sensitive fields; absent: none. */
  list?: string | undefined;
}

/** Types of the remote that share a name with ours get this before it. */
const remotePrefix = 'Collectmaxx';

export function readMarkers({ documents, list }: MarkedDocuments): Sensitive {
  const coordinates = new Set<string>();
  const names = new Set<string>();
  for (const document of documents) {
    for (const definition of (typeof document === 'string' ? parse(document, { noLocation: true }) : document).definitions) {
      if (!('fields' in definition)) continue;
      for (const field of definition.fields ?? []) {
        const coordinate = `${definition.name.value}.${field.name.value}`;
        if (isMarked(field.directives)) add(coordinate, field.name.value, wireName(field.directives));
        if (field.kind !== Kind.FIELD_DEFINITION) continue;
        for (const { name, directives } of field.arguments ?? []) {
          if (isMarked(directives)) add(`${coordinate}(${name.value})`, name.value, wireName(directives));
        }
      }
    }
  }
  for (const [type, fields] of Object.entries(readList(list))) {
    for (const field of fields) {
      add(`${type}.${field}`, field);
      coordinates.add(`${remotePrefix}${type}.${field}`);
    }
  }
  return { coordinates, names };

  function add(coordinate: string, name: string, wire?: string): void {
    coordinates.add(coordinate);
    names.add(name);
    if (wire !== undefined) names.add(wire);
  }
}

function isMarked(directives: readonly ConstDirectiveNode[] | undefined): boolean {
  return directives?.some(({ name }) => name.value === 'sensitive') === true;
}

function wireName(directives: readonly ConstDirectiveNode[] | undefined): string | undefined {
  const value = directives?.find(({ name }) => name.value === 'wire')?.arguments?.find(({ name }) => name.value === 'name')?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

function readList(text: string | undefined): Record<string, string[]> {
  if (text === undefined) return {};
  const read: unknown = parseYAML(text);
  const entries = typeof read === 'object' && read !== null && !Array.isArray(read) ? Object.entries(read as Record<string, unknown>) : undefined;
  if (entries?.every(([, fields]) => Array.isArray(fields) && fields.every((field) => typeof field === 'string'))) return Object.fromEntries(entries) as Record<string, string[]>;
  throw new StartError('The list of what is sensitive at the remote cannot be read: expected types with lists of their fields, like "PayLink: [shortUrl, personName]".');
}

/**
 * Which type leads to which, and which system each is from: what the pictures of the graph are drawn of.
 * From the documents in `schema/` alone. An arrow is a field of links.graphql that answers a type; one without
 * fields leads from an interface to what implements it there. Fields of texts and numbers lead nowhere.
 */
import { Kind, parse } from 'graphql';
import type { DefinitionNode, TypeNode } from 'graphql';
import { remoteName } from '../graph/names.ts';
import type { SchemaDocuments } from '../server/schemaFolder.ts';

/** How systems write their own names; another is called as its document is. */
const titles: Readonly<Record<string, string>> = { receeve: 'Receeve', collectmaxx: 'Collectmaxx', ucollect: 'uCollect', cm: 'CM' };

/** The box of what links.graphql defines itself. */
export const own = 'both';

export const titleOf = (system: string): string => (system === own ? 'of no single system' : (titles[system] ?? system));

/** Fill and edge of one box after the other; dark text can be read on each. */
export const colours: readonly (readonly [fill: string, edge: string])[] = [['#dbeafe', '#2563eb'], ['#dcfce7', '#16a34a'], ['#fef3c7', '#d97706'], ['#fce7f3', '#db2777'], ['#ede9fe', '#7c3aed']];

export interface Arrow {
  from: string;
  to: string;
  /** None on the way from an interface to what implements it. */
  fields: string[];
}

export interface Structure {
  /** In the order of the document; fields that lead from one type to the same other one share an arrow. */
  arrows: Arrow[];
  /** Type that an arrow begins or ends at -> its system, `own`, or nothing for the roots; in the order of the arrows. */
  boxes: Map<string, string>;
}

/** Type -> its system. The first to define a name has it in the graph; the remote's namesake is called otherwise there. */
export function systemsOfTypes({ documents, snapshot, links, events }: Pick<SchemaDocuments, 'documents' | 'snapshot' | 'links'> & Partial<SchemaDocuments>): Map<string, string> {
  const found = new Map<string, string>([['Query', ''], ['Mutation', ''], ['Subscription', '']]);
  const place = (system: string, sdl: string | undefined): void => {
    for (const node of sdl === undefined ? [] : parse(sdl).definitions) {
      if ('name' in node && node.name && node.kind !== Kind.DIRECTIVE_DEFINITION && node.kind !== Kind.OBJECT_TYPE_EXTENSION && !found.has(node.name.value)) found.set(node.name.value, system);
    }
  };
  for (const { name, sdl } of documents) place(name.replace(/\.graphql$/, ''), sdl);
  place(own, links);
  place(own, events);
  place(remoteName, snapshot);
  return found;
}

const composite = new Set<Kind>([Kind.OBJECT_TYPE_DEFINITION, Kind.INTERFACE_TYPE_DEFINITION, Kind.UNION_TYPE_DEFINITION]);

export function structureOf(documents: Pick<SchemaDocuments, 'documents' | 'snapshot' | 'links'>): Structure {
  const all = [...documents.documents.map(({ sdl }) => sdl), documents.links, documents.snapshot].flatMap((sdl) => (sdl === undefined ? [] : parse(sdl).definitions));
  const names = new Set(['Query', 'Mutation', ...all.flatMap((node) => ('name' in node && node.name && composite.has(node.kind) ? [node.name.value] : []))]);
  const systems = systemsOfTypes(documents);
  const arrows = arrowsOf(documents.links === undefined ? [] : parse(documents.links).definitions, names);
  const drawn = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  return { arrows, boxes: new Map([...drawn].map((type) => [type, systems.get(type) ?? ''])) };
}

function arrowsOf(definitions: readonly DefinitionNode[], types: ReadonlySet<string>): Arrow[] {
  const arrows = new Map<string, Arrow>();
  for (const node of definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_EXTENSION && node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const { name, type } of node.fields ?? []) {
      const from = node.name.value;
      const to = named(type);
      if (!types.has(to)) continue;
      const arrow = arrows.get(`${from} ${to}`) ?? { from, to, fields: [] };
      arrow.fields.push(name.value);
      arrows.set(`${from} ${to}`, arrow);
    }
    for (const { name } of node.interfaces ?? []) arrows.set(`${name.value} implemented by ${node.name.value}`, { from: name.value, to: node.name.value, fields: [] });
  }
  return [...arrows.values()];
}

function named(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : named(type.type);
}

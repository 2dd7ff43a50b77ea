/**
 * The picture of the graph in README.md, between `<!-- graph -->` and `<!-- /graph -->`: which type leads to
 * which, and which system each is from. Drawn from the documents in `schema/` alone, as a Mermaid flowchart.
 * An arrow is a field of links.graphql that answers a type; a dotted one leads from an interface to what
 * implements it there. Fields of texts and numbers lead nowhere and are not drawn. With `check` nothing is written.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Kind, parse } from 'graphql';
import type { DefinitionNode, TypeNode } from 'graphql';
import { remoteName } from '../graph/names.ts';
import { readSchemaFolder } from '../server/schemaFolder.ts';
import type { SchemaDocuments } from '../server/schemaFolder.ts';

/** How systems write their own names; another is called as its document is. */
const titles: Readonly<Record<string, string>> = { receeve: 'Receeve', collectmaxx: 'Collectmaxx', ucollect: 'uCollect', cm: 'CM' };
/** The box of what links.graphql defines itself. */
const own = 'both';
/** Fill and edge of one box after the other; dark text can be read on each. */
const colours = ['fill:#dbeafe,stroke:#2563eb', 'fill:#dcfce7,stroke:#16a34a', 'fill:#fef3c7,stroke:#d97706', 'fill:#fce7f3,stroke:#db2777', 'fill:#ede9fe,stroke:#7c3aed'];
const composite = new Set<Kind>([Kind.OBJECT_TYPE_DEFINITION, Kind.INTERFACE_TYPE_DEFINITION, Kind.UNION_TYPE_DEFINITION]);

/** Throws an Error of one sentence where README.md has no place for the picture. */
export async function graphPicture({ schemaDir, readme, check }: { schemaDir: string; readme: string; check: boolean }): Promise<{ path: string; stale: boolean }> {
  const before = await readFile(readme, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const block = /(?<=<!-- graph -->\n)[^]*?(?=<!-- \/graph -->)/;
  if (!block.test(before)) throw new Error(`${basename(readme)} has no place for the picture of the graph: expected the lines "<!-- graph -->" and "<!-- /graph -->".`);
  const picture = `\`\`\`mermaid\n${drawGraph(await readSchemaFolder(schemaDir))}\`\`\`\n`;
  const after = before.replace(block, () => picture);
  const stale = after !== before;
  if (stale && !check) await writeFile(readme, after);
  return { path: readme, stale };
}

/** The flowchart, ending in a newline: the same text for the same documents. */
export function drawGraph({ documents, snapshot, links }: SchemaDocuments): string {
  const definitions = links === undefined ? [] : parse(links).definitions;
  const boxOf = new Map<string, string>();
  const place = (box: string, found: readonly DefinitionNode[]): void => {
    // The first to define a name has it in the graph; the remote's namesake is called otherwise there.
    for (const node of found) if ('name' in node && node.name && composite.has(node.kind) && !boxOf.has(node.name.value)) boxOf.set(node.name.value, box);
  };
  for (const root of ['Query', 'Mutation']) boxOf.set(root, '');
  for (const { name, sdl } of documents) place(name.replace(/\.graphql$/, ''), parse(sdl).definitions);
  place(own, definitions);
  place(remoteName, parse(snapshot).definitions);

  const arrows = arrowsOf(definitions, boxOf);
  const drawn = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  const boxes = new Map<string, string[]>();
  for (const type of drawn) {
    const box = boxOf.get(type) ?? '';
    boxes.set(box, [...(boxes.get(box) ?? []), type]);
  }
  const lines = ['flowchart LR'];
  for (const type of boxes.get('') ?? []) lines.push(`  ${type}([${type}])`);
  boxes.delete('');
  for (const [box, types] of boxes) {
    lines.push(`  subgraph ${box}_types["${box === own ? 'of no single system' : (titles[box] ?? box)}"]`, ...types.map((type) => `    ${type}`), '  end');
  }
  for (const { from, to, fields } of arrows) lines.push(fields.length > 0 ? `  ${from} -->|"${fields.join(', ')}"| ${to}` : `  ${from} -.-> ${to}`);
  [...boxes].forEach(([box, types], index) => {
    lines.push(`  classDef ${box} ${colours[index % colours.length]},color:#111827`, `  class ${types.join(',')} ${box}`);
  });
  return `${lines.join('\n')}\n`;
}

interface Arrow {
  from: string;
  to: string;
  /** None on the way from an interface to what implements it. */
  fields: string[];
}

/** In the order of the document; fields that lead from one type to the same other one share an arrow. */
function arrowsOf(definitions: readonly DefinitionNode[], types: ReadonlyMap<string, string>): Arrow[] {
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

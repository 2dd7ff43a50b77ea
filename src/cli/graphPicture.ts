/**
 * The picture of the graph in README.md, between `<!-- graph -->` and `<!-- /graph -->`: which type leads to
 * which, and which system each is from (`docs/structure.ts`), as a Mermaid flowchart. A dotted arrow leads from
 * an interface to what implements it. With `check` nothing is written.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { colours, structureOf, titleOf } from '../docs/structure.ts';
import { readSchemaFolder } from '../server/schemaFolder.ts';
import type { SchemaDocuments } from '../server/schemaFolder.ts';

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
export function drawGraph(documents: Pick<SchemaDocuments, 'documents' | 'snapshot' | 'links'>): string {
  const structure = structureOf(documents);
  const boxes = new Map<string, string[]>();
  for (const [type, box] of structure.boxes) boxes.set(box, [...(boxes.get(box) ?? []), type]);
  const lines = ['flowchart LR'];
  for (const type of boxes.get('') ?? []) lines.push(`  ${type}([${type}])`);
  boxes.delete('');
  for (const [box, types] of boxes) lines.push(`  subgraph ${box}_types["${titleOf(box)}"]`, ...types.map((type) => `    ${type}`), '  end');
  for (const { from, to, fields } of structure.arrows) lines.push(fields.length > 0 ? `  ${from} -->|"${fields.join(', ')}"| ${to}` : `  ${from} -.-> ${to}`);
  [...boxes].forEach(([box, types], index) => {
    const [fill, edge] = colours[index % colours.length]!;
    lines.push(`  classDef ${box} fill:${fill},stroke:${edge},color:#111827`, `  class ${types.join(',')} ${box}`);
  });
  return `${lines.join('\n')}\n`;
}

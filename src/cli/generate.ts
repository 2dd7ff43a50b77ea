/** `collectgraph generate`: writes what follows from the OpenAPI documents, the graph of it all and its picture, or says what is stale. */
import { join, relative } from 'node:path';
import { generateFiles } from '../generate/files.ts';
import { schemaFolder } from '../server/schemaFolder.ts';
import { graphFile } from './graphFile.ts';
import { graphPicture } from './graphPicture.ts';
import type { Terminal } from './run.ts';

export async function generate({ stdout, stderr, check }: Terminal & { check: boolean }): Promise<number> {
  const schemas = await generateFiles({ schemaDir: schemaFolder, check });
  const graph = await graphFile({ schemaDir: schemaFolder, check });
  const picture = await graphPicture({ schemaDir: schemaFolder, readme: join(schemaFolder, '..', 'README.md'), check });
  const files = [...schemas, graph, picture];
  for (const { path: file, stale } of files) {
    const path = relative(process.cwd(), file);
    if (!check) stdout(`${path}${stale ? '' : ' (unchanged)'}\n`);
    else if (stale) stderr(`${path} is stale: "npm run generate" writes it anew.\n`);
  }
  return check && files.some(({ stale }) => stale) ? 1 : 0;
}

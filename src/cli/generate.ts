/** `collectgraph generate`: writes what follows from the OpenAPI documents, and the graph of it all, or says what is stale. */
import { relative } from 'node:path';
import { generateFiles } from '../generate/files.ts';
import { schemaFolder } from '../server/schemaFolder.ts';
import { graphFile } from './graphFile.ts';
import type { Terminal } from './run.ts';

export async function generate({ stdout, stderr, check }: Terminal & { check: boolean }): Promise<number> {
  const schemas = await generateFiles({ schemaDir: schemaFolder, check });
  const files = [...schemas, await graphFile({ schemaDir: schemaFolder, check })];
  for (const { path: file, stale } of files) {
    const path = relative(process.cwd(), file);
    if (!check) stdout(`${path}${stale ? '' : ' (unchanged)'}\n`);
    else if (stale) stderr(`${path} is stale: "npm run generate" writes it anew.\n`);
  }
  return check && files.some(({ stale }) => stale) ? 1 : 0;
}

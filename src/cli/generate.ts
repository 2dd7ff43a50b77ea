/** `collectgraph generate`: writes what follows from the OpenAPI documents, the graph of it all and its picture, or says what is stale. */
import { join, relative } from 'node:path';
import { generateFiles } from '../generate/files.ts';
import { schemaFolder } from '../server/schemaFolder.ts';
import { graphFile } from './graphFile.ts';
import { graphPicture } from './graphPicture.ts';
import { during } from './progress.ts';
import type { Terminal } from './terminal.ts';

export interface GenerateOptions extends Terminal {
  check: boolean;
  schemaDir: string | undefined;
  json: boolean;
}

export async function generate(options: GenerateOptions): Promise<number> {
  const { stdout, stderr, check, json, schemaDir = schemaFolder } = options;
  const found = await during(options, check ? 'Comparing' : 'Generating', async () => {
    const schemas = await generateFiles({ schemaDir, check });
    const graph = await graphFile({ schemaDir, check });
    // The picture belongs to the README beside the package's own folder.
    const pictures = schemaDir === schemaFolder ? [await graphPicture({ schemaDir, readme: join(schemaDir, '..', 'README.md'), check })] : [];
    return [...schemas, graph, ...pictures];
  });
  const files = found.map(({ path, stale }) => ({ path: relative(process.cwd(), path), stale }));
  if (json) stdout(`${JSON.stringify({ files })}\n`);
  for (const { path, stale } of json ? [] : files) {
    if (!check) stdout(`${path}${stale ? '' : ' (unchanged)'}\n`);
    else if (stale) stderr(`${path} is stale: "npm run generate" writes it anew.\n`);
  }
  return check && files.some(({ stale }) => stale) ? 1 : 0;
}

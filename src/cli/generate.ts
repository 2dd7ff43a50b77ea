/** `collectgraph generate`: writes what follows from the OpenAPI documents, or says what is stale. */
import { relative } from 'node:path';
import { generateFiles } from '../generate/files.ts';
import { schemaFolder } from '../server/schemaFolder.ts';
import type { Terminal } from './run.ts';

export async function generate({ stdout, stderr, check }: Terminal & { check: boolean }): Promise<number> {
  const files = await generateFiles({ schemaDir: schemaFolder, check });
  for (const { path: file, stale } of files) {
    const path = relative(process.cwd(), file);
    if (!check) stdout(`${path}${stale ? '' : ' (unchanged)'}\n`);
    else if (stale) stderr(`${path} is stale: "npm run generate" writes it anew.\n`);
  }
  return check && files.some(({ stale }) => stale) ? 1 : 0;
}

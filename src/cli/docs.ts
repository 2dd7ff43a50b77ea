/** `collectgraph docs <folder>`: the documentation of the graph as static files, for any server or none. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createDocs } from '../docs/main.ts';
import { schemaFolder } from '../server/schemaFolder.ts';
import { graphOf } from './graphFile.ts';
import { during } from './progress.ts';
import type { Terminal } from './terminal.ts';

export interface DocsCommandOptions extends Terminal {
  folder: string;
  /** Address of a GraphiQL for the examples. */
  graphiql: string | undefined;
  schemaDir: string | undefined;
  json: boolean;
}

export async function docs(options: DocsCommandOptions): Promise<number> {
  const { stdout, folder, graphiql, json, schemaDir = schemaFolder } = options;
  const files = await during(options, 'Writing', async () => {
    const made = createDocs(await graphOf(schemaDir), graphiql);
    for (const path of made.paths()) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, (await made.file(path))!);
    }
    return made.paths();
  });
  stdout(json ? `${JSON.stringify({ folder, files })}\n` : `${files.length} files in ${folder}; begin with ${join(folder, 'index.html')}\n`);
  return 0;
}

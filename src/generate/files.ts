/**
 * The folder of documents: every `<name>.openapi.yaml` with its `<name>.overlay.yaml`, where there is
 * one, becomes `<name>.graphql`. With `check` nothing is written: a file that differs is stale.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from './main.ts';

const suffix = /\.openapi\.(ya?ml|json)$/;

/** One entry for each document of the folder; `stale` says that its schema was, or with `check` still is, out of date. */
export async function generateFiles(options: { schemaDir: string; check: boolean }): Promise<{ path: string; stale: boolean }[]> {
  const { schemaDir, check } = options;
  const files = new Set(await readdir(schemaDir));
  const results: { path: string; stale: boolean }[] = [];
  for (const document of [...files].filter((file) => suffix.test(file)).sort()) {
    const name = document.replace(suffix, '');
    const overlay = [`${name}.overlay.yaml`, `${name}.overlay.yml`, `${name}.overlay.json`].find((file) => files.has(file));
    const path = join(schemaDir, `${name}.graphql`);
    const sdl = await generate({ document: join(schemaDir, document), overlay: overlay && join(schemaDir, overlay), name });
    const stale = !files.has(`${name}.graphql`) || (await readFile(path, 'utf8')) !== sdl;
    if (stale && !check) await writeFile(path, sdl);
    results.push({ path, stale });
  }
  return results;
}

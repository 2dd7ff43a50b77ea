/** One document for each difficulty, each with its schema beside it, compared to the letter. */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { generateFiles } from '../../../src/generate/files.ts';
import { generate, generateFrom, GenerationError } from '../../../src/generate/main.ts';

const folder = new URL('./documents/', import.meta.url).pathname;
const files = await readdir(folder);
const names = files.filter((file) => file.endsWith('.openapi.yaml')).map((file) => file.replace('.openapi.yaml', ''));

describe('a document of each difficulty', () => {
  it('is there', () => {
    expect(names.length).toBeGreaterThanOrEqual(15);
  });

  it.each(names)('%s gives its schema', async (name) => {
    const overlay = files.includes(`${name}.overlay.yaml`) ? join(folder, `${name}.overlay.yaml`) : undefined;
    const sdl = await generate({ document: join(folder, `${name}.openapi.yaml`), overlay, name });
    expect(sdl).toBe(await readFile(join(folder, `${name}.graphql`), 'utf8'));
  });
});

describe('the folder of documents', () => {
  let copy: string;
  beforeEach(async () => {
    copy = await mkdtemp(join(tmpdir(), 'generate-'));
    await cp(folder, copy, { recursive: true });
  });
  afterEach(() => rm(copy, { recursive: true }));

  it('is up to date when nothing changed', async () => {
    const results = await generateFiles({ schemaDir: copy, check: true });
    expect(results).toEqual([...names].sort().map((name) => ({ path: join(copy, `${name}.graphql`), stale: false })));
  });

  it('is stale when a schema was changed by hand, and is left alone by a check', async () => {
    const path = join(copy, 'form.graphql');
    await writeFile(path, `${await readFile(path, 'utf8')}# by hand\n`);
    const results = await generateFiles({ schemaDir: copy, check: true });
    expect(results.filter(({ stale }) => stale)).toEqual([{ path, stale: true }]);
    expect(await readFile(path, 'utf8')).toContain('# by hand');
  });

  it('is stale when a document or an overlay was changed', async () => {
    for (const file of ['form.openapi.yaml', 'maps.overlay.yaml']) {
      const text = await readFile(join(copy, file), 'utf8');
      await writeFile(join(copy, file), text.replace('topics:', 'subjects:').replaceAll('x-graphql-key: shelf', 'x-graphql-key: place'));
    }
    const results = await generateFiles({ schemaDir: copy, check: true });
    expect(results.filter(({ stale }) => stale).map(({ path }) => path)).toEqual([join(copy, 'form.graphql'), join(copy, 'maps.graphql')]);
  });

  it('is stale when a schema is missing, and is written without a check', async () => {
    const path = join(copy, 'text.graphql');
    await rm(path);
    expect((await generateFiles({ schemaDir: copy, check: true })).filter(({ stale }) => stale)).toEqual([{ path, stale: true }]);
    expect((await generateFiles({ schemaDir: copy, check: false })).filter(({ stale }) => stale)).toEqual([{ path, stale: true }]);
    expect(await readFile(path, 'utf8')).toBe(await readFile(join(folder, 'text.graphql'), 'utf8'));
    expect((await generateFiles({ schemaDir: copy, check: true })).filter(({ stale }) => stale)).toEqual([]);
  });

  it('names the file that cannot be expressed', async () => {
    await writeFile(join(copy, 'form.openapi.yaml'), 'openapi: 3.1.0\ninfo: { title: x, version: 1.0.0 }\npaths: { /a: { get: { responses: { "204": { description: ok } } } } }\n');
    await expect(generateFiles({ schemaDir: copy, check: true })).rejects.toThrow(
      'form.openapi.yaml cannot be expressed:\n- /paths/~1a/get: found an operation without operationId, expected one that names its field; overlay: {"target":"$.paths[\'/a\'].get","update":{"operationId":"getA"}}',
    );
  });

  it('names the file that cannot be read', async () => {
    await writeFile(join(copy, 'form.openapi.yaml'), 'openapi: 3.1.0\npaths: [ }\n');
    const error = await generateFiles({ schemaDir: copy, check: true }).then(() => undefined, (thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GenerationError);
    expect((error as GenerationError).sentences).toEqual([expect.stringMatching(/^form\.openapi\.yaml cannot be read as YAML or JSON: /)]);
    expect((error as Error).message).not.toContain(copy);
  });

  it('asks for a name that can name variables of the configuration', async () => {
    await cp(join(copy, 'form.openapi.yaml'), join(copy, 'news-letter.openapi.yaml'));
    await expect(generateFiles({ schemaDir: copy, check: true })).rejects.toThrow(`the system's name "news-letter" must be letters, digits and underscores`);
  });

  it('reads JSON like YAML', async () => {
    const document = { openapi: '3.1.0', info: { title: 'x', version: '1' }, paths: { '/a': { get: { operationId: 'getA', responses: { 204: { description: 'ok' } } } } } };
    await writeFile(join(copy, 'plain.openapi.json'), JSON.stringify(document));
    await generateFiles({ schemaDir: copy, check: false });
    const body = (sdl: string): string => sdl.split('\n').slice(1).join('\n');
    expect(body(await readFile(join(copy, 'plain.graphql'), 'utf8'))).toBe(body(await generateFrom({ document, name: 'plain' })));
  });
});

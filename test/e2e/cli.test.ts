/** The program for scripts: one line of JSON where it runs, what has changed, what is stale, what was added; exit codes that say the same. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const program = fileURLToPath(new URL('../../dist/bin/collectgraph.js', import.meta.url));
const long = 120_000;
const running = new Set<ChildProcess>();
let folder: string;
beforeAll(async () => {
  if (!existsSync(program)) throw new Error('The program is not built: run "npm run build".');
  folder = await mkdtemp(join(tmpdir(), 'collectgraph-cli-'));
  await cp(fileURLToPath(new URL('../../schema/', import.meta.url)), join(folder, 'schema'), { recursive: true });
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

interface Run {
  child: ChildProcess;
  /** The first line of stdout. */
  line: Promise<string>;
  exited: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

function collectgraph(...args: string[]): Run {
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, env: {}, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const exited = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
  const line = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (stdout.includes('\n')) resolve(stdout.slice(0, stdout.indexOf('\n')));
    });
    void exited.then(({ code }) => reject(new Error(`ended with ${code}: ${stderr}`)));
  });
  line.catch(() => undefined);
  return { child, line, exited };
}

const schema = (): string[] => ['--schema', join(folder, 'schema')];

describe('for scripts', () => {
  it('start says in one line of JSON where it runs, and check compares with what runs there', async () => {
    const gateway = collectgraph('start', '--port', '0', '--json');
    const where = JSON.parse(await gateway.line) as Record<string, string>;
    expect(where).toMatchObject({ mode: 'sandbox', graphql: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/graphql$/), docs: expect.stringMatching(/\/docs\/$/) });
    expect((await fetch(where['ready']!)).status).toBe(200);
    expect((await fetch(where['docs']!)).status).toBe(200);

    const same = await collectgraph('check', '--against', where['graphql']!, '--json', ...schema()).exited;
    expect({ code: same.code, said: JSON.parse(same.stdout) }).toMatchObject({ code: 0, said: { bump: 'none', changes: [] } });

    const graph = join(folder, 'schema/graph.graphql');
    const before = await readFile(graph, 'utf8');
    await writeFile(graph, before.replace(/\n {2}"""[^"]*"""\n {2}landingPageURL: String\n/, '\n'));
    const broken = await collectgraph('check', '--against', where['graphql']!, '--json', ...schema()).exited;
    expect({ code: broken.code, said: JSON.parse(broken.stdout) }).toMatchObject({ code: 1, said: { bump: 'major', changes: [{ level: 'breaking', path: 'Claim.landingPageURL' }] } });
    await writeFile(graph, before);

    gateway.child.kill('SIGTERM');
    expect((await gateway.exited).code).toBe(0);
  }, long);

  it('sandbox gives its variables in one line of JSON', async () => {
    const sandbox = collectgraph('sandbox', '--json');
    expect(JSON.parse(await sandbox.line)).toMatchObject({ env: { RECEEVE_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:/) } });
    sandbox.child.kill('SIGINT');
    expect((await sandbox.exited).code).toBe(0);
  }, long);

  it('add puts an API into the graph, and generate says what is stale', async () => {
    const document = join(folder, 'parcels.yaml');
    await writeFile(document, "openapi: 3.1.0\ninfo: { title: P, version: '1' }\nservers: [{ url: http://127.0.0.1:9 }]\nsecurity: []\npaths:\n  /parcels/{id}:\n    get:\n      operationId: getParcel\n      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]\n      responses: { '200': { description: ok, content: { application/json: { schema: { type: object, title: Parcel, properties: { id: { type: string } } } } } } }\n");
    const added = await collectgraph('add', 'parcels', document, '--json', ...schema()).exited;
    expect(added.stderr).toBe('');
    expect({ code: added.code, said: JSON.parse(added.stdout) }).toMatchObject({ code: 0, said: { fields: ['Query.parcel'] } });
    const checked = await collectgraph('generate', '--check', '--json', ...schema()).exited;
    expect(checked.code).toBe(0);
    expect((JSON.parse(checked.stdout) as { files: { stale: boolean }[] }).files.filter(({ stale }) => stale)).toEqual([]);
    const generated = join(folder, 'schema/parcels.graphql');
    await writeFile(generated, `${await readFile(generated, 'utf8')}# changed by hand\n`);
    const stale = await collectgraph('generate', '--check', '--json', ...schema()).exited;
    expect({ code: stale.code, said: JSON.parse(stale.stdout) }).toMatchObject({ code: 1, said: { files: expect.arrayContaining([{ path: 'schema/parcels.graphql', stale: true }]) } });
  }, long);

  it('docs writes what the gateway serves', async () => {
    const { code, stdout } = await collectgraph('docs', join(folder, 'docs'), '--json').exited;
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { files: string[] }).files.length).toBeGreaterThan(200);
    expect(existsSync(join(folder, 'docs/types/Claim.html'))).toBe(true);
  }, long);

  it.each([[['--help'], 0], [['add', '--help'], 0], [['start', '--nothing'], 2], [['add'], 2], [[], 2]])('%j ends with %i, and without a colour in a pipe', async (args, expected) => {
    const { code, stdout, stderr } = await collectgraph(...args).exited;
    expect(code).toBe(expected);
    expect(stdout + stderr).not.toContain('\u001b[');
    expect(expected === 0 ? stdout : stderr).not.toBe('');
  }, long);
});

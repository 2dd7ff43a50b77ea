/** `collectgraph add`: a copy of the documents' folder gets one more API; nothing is overwritten unasked, and no graph is left that would not start. */
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { run } from '../../../src/cli/run.ts';

let folder: string;
let schema: string;
let server: Server | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'collectgraph-add-'));
  schema = join(folder, 'schema');
  await cp(fileURLToPath(new URL('../../../schema/', import.meta.url)), schema, { recursive: true });
});
afterEach(async () => {
  const open = server;
  server = undefined;
  if (open) await new Promise((resolve) => open.close(resolve));
  await rm(folder, { recursive: true });
});

const parcels = (states = '[on_the_way, delivered]') => `openapi: 3.1.0
info: { title: Parcels, version: '1' }
servers: [{ url: https://parcels.example }]
security: [{ key: [] }]
paths:
  /parcels/{id}:
    get:
      operationId: getParcel
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200': { description: A parcel, content: { application/json: { schema: { $ref: '#/components/schemas/Parcel' } } } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
  schemas:
    Parcel: { type: object, properties: { id: { type: string }, state: { $ref: '#/components/schemas/ParcelState' } } }
    ParcelState: { type: string, enum: ${states} }
`;

const file = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};
const read = (name: string) => readFile(join(schema, name), 'utf8');

async function collectgraph(...args: string[]) {
  let stdout = '';
  let stderr = '';
  const code = await run({ args: [...args, '--schema', schema], env: {}, stdout: (text) => void (stdout += text), stderr: (text) => void (stderr += text), ended: Promise.resolve() });
  return { code, stdout, stderr };
}

describe('collectgraph add', () => {
  it('puts a document into the graph and tells its fields and the variables to set', async () => {
    const { code, stdout, stderr } = await collectgraph('add', 'parcels', await file('p.yaml', parcels()));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await read('parcels.openapi.yaml')).toBe(parcels());
    expect(await read('parcels.graphql')).toContain('GET: "/parcels/{id}"');
    expect(await read('graph.graphql')).toContain('parcel(');
    expect(stdout).toContain('1 field in the graph\n  Query.parcel\n');
    expect(stdout).toMatch(/Set before the next start\n {2}PARCELS_URL +address of parcels \(https:\/\/parcels\.example\)\n {2}PARCELS_API_KEY +key of parcels, sent as `X-Key`\n$/);
    // What it wrote is what the generator writes.
    expect((await collectgraph('generate', '--check')).code).toBe(0);
  });

  it('tells the same to a script', async () => {
    const { stdout } = await collectgraph('add', 'parcels', await file('p.json', JSON.stringify({ openapi: '3.0.3', info: { title: 'P', version: '1' }, paths: { '/p': { get: { operationId: 'getP', responses: { 200: { description: 'p', content: { 'application/json': { schema: { type: 'string' } } } } } } } } })), '--json');
    expect(JSON.parse(stdout)).toEqual({
      name: 'parcels',
      document: expect.stringMatching(/parcels\.openapi\.json$/),
      schema: expect.stringMatching(/parcels\.graphql$/),
      fields: ['Query.p'],
      refused: [],
      variables: [{ name: 'PARCELS_URL', meaning: 'address of parcels', required: true }],
    });
  });

  it('overwrites nothing without --force, and no overlay with it', async () => {
    const path = await file('p.yaml', parcels());
    expect((await collectgraph('add', 'parcels', path)).code).toBe(0);
    await writeFile(join(schema, 'parcels.overlay.yaml'), 'overlay: 1.0.0\ninfo: { title: T, version: "1" }\nactions: [{ target: $.components.schemas.ParcelState, update: { x-graphql-type-name: State } }]\n');
    const changed = await file('p2.yaml', parcels('[lost]'));
    expect(await collectgraph('add', 'parcels', changed)).toEqual({ code: 1, stdout: '', stderr: 'schema/parcels.openapi.yaml is there already: --force overwrites it.\n' });
    expect(await read('parcels.openapi.yaml')).toBe(parcels());
    const overlay = await read('parcels.overlay.yaml');
    expect((await collectgraph('add', 'parcels', changed, '--force')).code).toBe(0);
    expect(await read('parcels.graphql')).toMatch(/enum State \{\s+LOST/);
    expect(await read('parcels.overlay.yaml')).toBe(overlay);
  });

  it('tells what is refused with an overlay to write, which helps', async () => {
    const path = await file('p.yaml', parcels("['on hold!', 'on hold?']"));
    const refused = await collectgraph('add', 'parcels', path);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^parcels\.openapi\.yaml cannot be expressed:\n- \/components\/schemas\/ParcelState/);
    expect(refused.stderr).toContain('Write into schema/parcels.overlay.yaml');
    expect((await readdir(schema)).filter((name) => name.startsWith('parcels'))).toEqual(['parcels.openapi.yaml']);
    const [, overlay] = refused.stderr.split('run "collectgraph generate":\n\n');
    await writeFile(join(schema, 'parcels.overlay.yaml'), overlay!.replace(/(on hold!"?): .*/, '$1: HOLD').replace(/(on hold\?"?): .*/, '$1: ASK'));
    expect((await collectgraph('generate')).code).toBe(0);
    const asJson = await collectgraph('add', 'parcels', path, '--force', '--json');
    expect(JSON.parse(asJson.stdout)).toMatchObject({ fields: ['Query.parcel'] });
  });

  it('leaves the graph as it was where another system has the name of a type', async () => {
    const before = await read('graph.graphql');
    const path = await file('p.yaml', parcels().replaceAll('Parcel:', 'Account:').replaceAll('schemas/Parcel\'', 'schemas/Account\''));
    const { code, stderr } = await collectgraph('add', 'parcels', path);
    expect(code).toBe(1);
    expect(stderr).toContain('Account');
    expect(await read('graph.graphql')).toBe(before);
    expect(await readdir(schema)).not.toContain('parcels.graphql');
  });

  it.each([
    ['par-cels', /^The name "par-cels" cannot be used: /],
    ['../parcels', /^The name "\.\.\/parcels" cannot be used: /],
    ['graph', /^The name graph is taken: /],
    ['collectmaxx', /^The name collectmaxx is taken: /],
    ['receeve', /^schema\/receeve\.openapi\.yaml is there already: --force overwrites it\.\n$/],
  ])('refuses the name %s in one sentence and writes nothing', async (name, sentence) => {
    const before = await readdir(schema);
    const { code, stdout, stderr } = await collectgraph('add', name, await file('p.yaml', parcels()));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(await readdir(schema)).toEqual(before);
  });

  it.each([
    ['nothing.yaml', undefined, /^There is no file .*nothing\.yaml\.\n$/],
    ['text.yaml', 'just words', /^text\.yaml is no OpenAPI document: expected an object in YAML or JSON\.\n$/],
    ['parts.yaml', parcels().replace('#/components/schemas/Parcel\'', 'parts/parcel.yaml#/Parcel\''), /^parts\.yaml refers to other files \(parts\/parcel\.yaml\): put them into schema\//],
  ])('cannot use %s: one sentence, and nothing is written', async (name, text, sentence) => {
    const before = await readdir(schema);
    const { code, stderr } = await collectgraph('add', 'parcels', text === undefined ? join(folder, name) : await file(name, text));
    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
    expect(await readdir(schema)).toEqual(before);
  });
});

describe('collectgraph add from an address', () => {
  async function publish(status: number, body: string): Promise<string> {
    server = createServer((_request, response) => {
      response.statusCode = status;
      response.end(body);
    });
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/openapi?token=secret-1`;
  }

  it('copies what is published there', async () => {
    const { code } = await collectgraph('add', 'parcels', await publish(200, parcels()));
    expect(code).toBe(0);
    expect(await read('parcels.openapi.yaml')).toBe(parcels());
  });

  it('says in one sentence that nothing is, without the rest of the address', async () => {
    expect(await collectgraph('add', 'parcels', await publish(404, 'no'))).toMatchObject({ code: 1, stderr: expect.stringMatching(/^127\.0\.0\.1:\d+ answers 404 where the document was expected\.\n$/) });
    expect((await collectgraph('add', 'parcels', 'http://127.0.0.1:9/x?token=secret-1')).stderr).toMatch(/^127\.0\.0\.1:9 does not give the document: [^/]+\n$/);
  });
});

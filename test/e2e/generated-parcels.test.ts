/**
 * "Add a REST API", word for word: a document that the product has never seen goes into a folder, is
 * generated with the overlay that the README shows, and answers through the whole gateway, each kind of
 * credential configured by its conventional variables.
 */
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { generateFiles } from '../../src/generate/files.ts';
import { startGateway, type Gateway } from '../../src/server/main.ts';
import { startRecorder, type Recorder } from '../support/recorder.ts';
import type { GraphQLAnswer } from '../support/gateway.ts';

const repository = new URL('../../', import.meta.url);
const readme = await readFile(new URL('README.md', repository), 'utf8');

/** The overlay of the README, as a reader copies it. */
const overlay = (/```yaml\n([^`]*parcel_state[^`]*)```/.exec(readme)?.[1] ?? '').replace(/^ {3}/gm, '');

const document = (security: string, scheme: string): string => `
openapi: 3.1.0
info: { title: Parcels, version: '1' }
servers: [ { url: 'https://parcels.example' } ]
security: [ ${security} ]
paths:
  /v1/parcels/{parcel_id}:
    get:
      operationId: getParcel
      summary: One parcel.
      parameters:
        - { name: parcel_id, in: path, required: true, schema: { type: string } }
        - { name: with-history, in: query, schema: { type: boolean } }
      responses:
        200: { description: The parcel, content: { application/json: { schema: { $ref: '#/components/schemas/parcel' } } } }
  /v1/parcels:
    post:
      operationId: createParcel
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/parcel' } } } }
      responses:
        201: { description: The parcel, content: { application/json: { schema: { $ref: '#/components/schemas/parcel' } } } }
components:
  schemas:
    parcel_state: { type: string, enum: [ 'on hold!', sent ] }
    parcel:
      type: object
      required: [ weight_kg ]
      properties:
        weight_kg: { type: number, format: decimal }
        parcel_state: { $ref: '#/components/schemas/parcel_state' }
        meta: { type: object }
  securitySchemes:
    door: ${scheme}
`;

interface Kind {
  kind: string;
  scheme: string;
  env: NodeJS.ProcessEnv;
  /** The one credential that a call carries. */
  header: string;
  value: string;
  /** What the gateway says when only the address is set. */
  missing: string;
}

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

const kinds: Kind[] = [
  { kind: 'an API key', scheme: '{ type: apiKey, in: header, name: X-Parcels-Key }', env: { PARCELS_API_KEY: 'key-1' }, header: 'x-parcels-key', value: 'key-1', missing: 'PARCELS_API_KEY is missing' },
  { kind: 'a bearer token', scheme: '{ type: http, scheme: bearer }', env: { PARCELS_TOKEN: 'token-1' }, header: 'authorization', value: 'Bearer token-1', missing: 'PARCELS_TOKEN is missing' },
  { kind: 'a user and password', scheme: '{ type: http, scheme: basic }', env: { PARCELS_USER: 'ann', PARCELS_PASSWORD: 'pass-1' }, header: 'authorization', value: basic('ann:pass-1'), missing: 'PARCELS_USER and PARCELS_PASSWORD are missing' },
  {
    kind: 'OAuth 2 client credentials',
    scheme: '{ type: oauth2, flows: { clientCredentials: { tokenUrl: https://parcels.example/token, scopes: {} } } }',
    env: { PARCELS_CLIENT_ID: 'client-1', PARCELS_CLIENT_SECRET: 'secret-1' }, header: 'authorization', value: 'Bearer granted-1', missing: 'PARCELS_CLIENT_ID and PARCELS_CLIENT_SECRET are missing',
  },
];

const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

/** The repository's own schemas, and parcels beside them. */
async function folderWith(scheme: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parcels-'));
  opened.push(() => rm(folder, { recursive: true }));
  const schemas = (await readdir(new URL('schema/', repository))).filter((name) => name.endsWith('.graphql'));
  await Promise.all(schemas.map((name) => copyFile(new URL(`schema/${name}`, repository), join(folder, name))));
  await writeFile(join(folder, 'parcels.openapi.yaml'), document('{ door: [] }', scheme));
  return folder;
}

async function start(schemaFolder: string, env: NodeJS.ProcessEnv): Promise<Gateway> {
  const gateway = await startGateway({ log: pino({ level: 'silent' }), schemaFolder, env: { PORT: '0', GATEWAY_MODE: 'live', ...env } });
  opened.push(() => gateway.close());
  return gateway;
}

async function vendor(): Promise<Recorder> {
  const recorder = await startRecorder(({ url }) => ({
    headers: { 'content-type': 'application/json' },
    body: url === '/token' ? '{"access_token":"granted-1","token_type":"bearer","expires_in":3600}' : '{"weight_kg":10.00,"parcel_state":"on hold!","meta":{"a":[1]}}',
  }));
  opened.push(() => recorder.close());
  return recorder;
}

async function ask(gateway: Gateway, query: string, variables: Record<string, unknown> = {}): Promise<GraphQLAnswer> {
  const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) });
  return (await response.json()) as GraphQLAnswer;
}

const query = '{ parcel(parcelId: "P/1", withHistory: true) { weightKg parcelState meta } }';
const answer = { weightKg: '10.00', parcelState: 'ON_HOLD', meta: { a: [1] } };

describe('a REST API added as the README says', () => {
  it('is refused until the overlay names what has no name, and generated then', async () => {
    const schemaDir = await folderWith(kinds[0]!.scheme);
    const refused = generateFiles({ schemaDir, check: false });
    await expect(refused).rejects.toThrow(/^parcels\.openapi\.yaml cannot be expressed:\n- \/components\/schemas\/parcel_state: found the enum value "on hold!" without .*; overlay: \{"target":"\$\.components\.schemas\.parcel_state","update":\{"x-graphql-enum-mapping":\{"on hold!":"[A-Z_]+"\}\}\}$/);

    expect(overlay).toContain('ON_HOLD');
    await writeFile(join(schemaDir, 'parcels.overlay.yaml'), overlay);
    const path = join(schemaDir, 'parcels.graphql');
    expect(await generateFiles({ schemaDir, check: true })).toEqual([{ path, stale: true }]);
    expect(await generateFiles({ schemaDir, check: false })).toEqual([{ path, stale: true }]);
    expect(await generateFiles({ schemaDir, check: true })).toEqual([{ path, stale: false }]);
  });

  it.each(kinds)('answers a query and a mutation with $kind', async ({ scheme, env, header, value }) => {
    const schemaFolder = await folderWith(scheme);
    await writeFile(join(schemaFolder, 'parcels.overlay.yaml'), overlay);
    await generateFiles({ schemaDir: schemaFolder, check: false });
    const upstream = await vendor();
    const gateway = await start(schemaFolder, { PARCELS_URL: upstream.url, ...env });
    expect(gateway.systems).toContainEqual({ name: 'parcels', state: 'configured', host: new URL(upstream.url).host });

    expect(await ask(gateway, query)).toEqual({ data: { parcel: answer } });
    const created = await ask(gateway, 'mutation ($input: ParcelInput!) { createParcel(input: $input) { weightKg parcelState meta } }', { input: { weightKg: '0.10', parcelState: 'ON_HOLD', meta: { b: null } } });
    expect(created).toEqual({ data: { createParcel: answer } });

    const [read, write, ...more] = upstream.requests.filter(({ url }) => url !== '/token');
    expect(more).toEqual([]);
    expect([read?.method, read?.url, read?.headers[header], read?.body.toString()]).toEqual(['GET', '/v1/parcels/P%2F1?with-history=true', value, '']);
    expect([write?.method, write?.url, write?.headers[header], write?.body.toString()]).toEqual(['POST', '/v1/parcels', value, '{"weight_kg":0.10,"parcel_state":"on hold!","meta":{"b":null}}']);
    const tokens = upstream.requests.filter(({ url }) => url === '/token').map(({ body }) => Object.fromEntries(new URLSearchParams(body.toString())));
    expect(tokens).toEqual('PARCELS_CLIENT_ID' in env ? [{ grant_type: 'client_credentials', client_id: 'client-1', client_secret: 'secret-1' }] : []);
  });

  it("calls the document's own server where no address is set", async () => {
    const schemaFolder = await folderWith(kinds[0]!.scheme);
    await writeFile(join(schemaFolder, 'parcels.overlay.yaml'), overlay);
    await generateFiles({ schemaDir: schemaFolder, check: false });
    const gateway = await start(schemaFolder, { PARCELS_API_KEY: 'key-1' });
    expect(gateway.systems).toContainEqual({ name: 'parcels', state: 'configured', host: 'parcels.example' });
  });

  it.each(kinds)('names the variables of $kind that are missing, and answers SYSTEM_NOT_CONFIGURED where none is set', async ({ scheme, missing }) => {
    const schemaFolder = await folderWith(scheme);
    await writeFile(join(schemaFolder, 'parcels.overlay.yaml'), overlay);
    await generateFiles({ schemaDir: schemaFolder, check: false });
    await expect(start(schemaFolder, { PARCELS_URL: 'http://127.0.0.1:9' })).rejects.toThrow(`parcels is configured in part: ${missing}.`);

    const gateway = await start(schemaFolder, {});
    expect(gateway.systems.map(({ name }) => name)).toEqual(expect.arrayContaining(['receeve', 'parcels']));
    const { data, errors } = await ask(gateway, query);
    expect(data).toEqual({ parcel: null });
    expect(errors?.map(({ extensions }) => [extensions['code'], extensions['system']])).toEqual([['SYSTEM_NOT_CONFIGURED', 'parcels']]);
  });
});

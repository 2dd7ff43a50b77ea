/**
 * `collectgraph add <name> <openapi file or url>`: one more REST API. The document is copied into schema/ and
 * its GraphQL generated; what is refused is told with the overlay lines that would help, and the document
 * stays for them to be written. Nothing is written over without `force`, an overlay never, and a graph that
 * would not start is not left behind.
 */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { Kind, parse } from 'graphql';
import { parse as parseYaml, stringify } from 'yaml';
import { planSystems } from '../config/systems.ts';
import { plainTree, referencesOf } from '../generate/load.ts';
import { generate, GenerationError } from '../generate/main.ts';
import { isName } from '../generate/names.ts';
import { buildRestSchema, readSources } from '../rest/main.ts';
import { readSchemaFolder, schemaFolder } from '../server/schemaFolder.ts';
import { graphFile } from './graphFile.ts';
import { paintFor } from './paint.ts';
import { during } from './progress.ts';
import { isAddress } from './schemaText.ts';
import type { Terminal } from './terminal.ts';

export interface AddOptions extends Terminal {
  name: string;
  /** File or address of the OpenAPI document. */
  source: string;
  force: boolean;
  schemaDir: string | undefined;
  json: boolean;
}

/** Files of schema/ that are no system's. */
const taken = new Set(['graph', 'links', 'released', 'collectmaxx']);
const timeoutMs = 60_000;
const maxBytes = 64 * 2 ** 20;

export async function add(options: AddOptions): Promise<number> {
  const { name, source, force, json, stdout, stderr, env, watched, schemaDir = schemaFolder } = options;
  if (!isName(name)) throw new Error(`The name ${JSON.stringify(name)} cannot be used: expected letters, digits and underscores, for it names the variables of the configuration.`);
  if (taken.has(name)) throw new Error(`The name ${name} is taken: expected that of a system which is not in the graph yet.`);
  const before = (await readdir(schemaDir)).find((file) => file.startsWith(`${name}.openapi.`));
  if (before !== undefined && !force) throw new Error(`schema/${before} is there already: --force overwrites it.`);

  const text = await during(options, `Reading ${isAddress(source) ? new URL(source).host : basename(source)}`, () => read(source));
  const document = `${name}.openapi.${isJSON(text) ? 'json' : 'yaml'}`;
  standsAlone(text, basename(source));
  if (before !== undefined && before !== document) await rm(join(schemaDir, before));
  await writeFile(join(schemaDir, document), text);

  const overlay = (await readdir(schemaDir)).find((file) => /^\.overlay\.(ya?ml|json)$/.test(file.slice(name.length)) && file.startsWith(name));
  const paint = paintFor(env, watched?.stdout ?? false);
  const shown = (file: string): string => relative(process.cwd(), join(schemaDir, file));
  let sdl: string;
  try {
    sdl = await during(options, 'Generating', () => generate({ document: join(schemaDir, document), overlay: overlay && join(schemaDir, overlay), name }));
  } catch (error) {
    if (!(error instanceof GenerationError)) throw error;
    const refused = error.sentences.map(readSentence);
    if (json) stdout(`${JSON.stringify({ name, document: shown(document), schema: null, fields: [], refused, variables: [] })}\n`);
    else stdout(`${shown(document)} ${paint('dim', '(copied)')}\n`);
    stderr(refusalText({ error, refused, overlay: overlay ?? `${name}.overlay.yaml`, begun: overlay !== undefined }));
    return 1;
  }

  const schema = `${name}.graphql`;
  const kept = await readFile(join(schemaDir, schema), 'utf8').catch(() => undefined);
  const { documents } = await readSchemaFolder(schemaDir);
  const together = [...documents.filter((one) => one.name !== schema), { name: schema, sdl }];
  buildRestSchema(together);
  await writeFile(join(schemaDir, schema), sdl);
  try {
    await during(options, 'Building the graph', () => graphFile({ schemaDir, check: false }));
  } catch (error) {
    if (kept === undefined) await rm(join(schemaDir, schema));
    else await writeFile(join(schemaDir, schema), kept);
    throw error;
  }

  const fields = fieldsOf(sdl);
  const variables = planSystems(readSources(together), [])
    .filter((plan) => plan.name === name)
    .flatMap((plan) => plan.variables.map(({ name: variable, default: value, meaning, required }) => ({ name: variable, ...(value !== undefined && { default: value }), meaning, required: required && value === undefined })));
  if (json) {
    stdout(`${JSON.stringify({ name, document: shown(document), schema: shown(schema), fields, refused: [], variables })}\n`);
    return 0;
  }
  const width = Math.max(...variables.map((variable) => variable.name.length));
  const paragraphs = [
    [document, schema, 'graph.graphql'].map(shown).join('\n'),
    [paint('bold', `${fields.length} ${fields.length === 1 ? 'field' : 'fields'} in the graph`), ...fields.map((field) => `  ${field}`)].join('\n'),
    [
      paint('bold', 'Set before the next start'),
      ...variables.map((variable) => `  ${variable.name.padEnd(width)}  ${variable.meaning}${variable.required ? '' : paint('dim', ` (${variable.default ?? 'optional'})`)}`),
    ].join('\n'),
  ];
  stdout(`${paragraphs.join('\n\n')}\n`);
  return 0;
}

/** The document's text. Throws an Error of one sentence. */
async function read(source: string): Promise<string> {
  if (!isAddress(source)) {
    return readFile(source, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new Error(error.code === 'ENOENT' ? `There is no file ${source}.` : `${source} cannot be read: ${error.code}.`, { cause: error });
    });
  }
  const { host } = new URL(source);
  let bytes: Buffer;
  try {
    const response = await fetch(source, { signal: AbortSignal.timeout(timeoutMs), headers: { accept: 'application/yaml, application/json;q=0.9, */*;q=0.1' } });
    if (!response.ok) throw new Error(`${host} answers ${response.status} where the document was expected.`);
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += (chunk as Uint8Array).byteLength;
      if (size > maxBytes) throw new Error(`The document at ${host} is larger than ${maxBytes / 2 ** 20} MiB.`);
      chunks.push(chunk as Uint8Array);
    }
    bytes = Buffer.concat(chunks);
  } catch (error) {
    const { name, cause, message } = error as Error & { cause?: { code?: string } };
    if (name === 'Error') throw error;
    throw new Error(`${host} does not give the document: ${name === 'TimeoutError' ? `no answer within ${timeoutMs / 1000} s` : (cause?.code ?? message)}.`, { cause: error });
  }
  return bytes.toString('utf8');
}

function isJSON(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

/** A copy of one file refers to nothing beside it. */
function standsAlone(text: string, file: string): void {
  let tree: unknown;
  try {
    tree = parseYaml(text, { merge: true, maxAliasCount: 1000 });
  } catch {
    // The generator says what is wrong with it, in its own words.
    return;
  }
  if (typeof tree !== 'object' || tree === null) throw new Error(`${file} is no OpenAPI document: expected an object in YAML or JSON.`);
  const others = new Set(referencesOf(plainTree(tree, file)).map(({ value }) => value.split('#')[0]!).filter((path) => path !== '' && /[./]/.test(path)));
  if (others.size === 0) return;
  throw new Error(`${file} refers to other files (${[...others].slice(0, 3).join(', ')}): put them into schema/ together with it and run "collectgraph generate", or make one file of them first.`);
}

interface Refused {
  sentence: string;
  /** An action of the overlay. */
  overlay?: unknown;
}

/** The generator's sentence ends in the overlay action that would help, where there is one. */
function readSentence(text: string): Refused {
  const [sentence = text, action] = text.split('; overlay: ', 2);
  return action === undefined ? { sentence } : { sentence, overlay: JSON.parse(action) as unknown };
}

function refusalText({ error, refused, overlay, begun }: { error: GenerationError; refused: Refused[]; overlay: string; begun: boolean }): string {
  const actions = refused.flatMap((one) => (one.overlay === undefined ? [] : [one.overlay]));
  const said = `${error.message.split('\n')[0]}\n${refused.map(({ sentence }) => `- ${sentence}`).join('\n')}\n`;
  if (actions.length === 0) return said;
  const lines = stringify(begun ? { actions } : { overlay: '1.0.0', info: { title: 'Names and hints of the graph', version: '1.0.0' }, actions }, { lineWidth: 0 });
  const where = begun ? `Add to the actions of schema/${overlay}` : `Write into schema/${overlay}`;
  return `${said}\n${where}, with what is true of the API, then run "collectgraph generate":\n\n${lines}`;
}

/** `Query.parcel` */
function fieldsOf(sdl: string): string[] {
  return parse(sdl).definitions.flatMap((node) => (node.kind === Kind.OBJECT_TYPE_DEFINITION && /^(Query|Mutation)$/.test(node.name.value) ? (node.fields ?? []).map((field) => `${node.name.value}.${field.name.value}`) : []));
}

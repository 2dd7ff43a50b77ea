/**
 * Build time: an OpenAPI document and its overlay -> the schema in the words of `src/rest/directives.ts`.
 * Knows no run time. What cannot be expressed is refused, all of it at once, each with its place in the
 * document and the overlay line that would help.
 *
 *   load.ts        file(s) -> one plain tree          overlay.ts      the overlay applied to it
 *   validate.ts    is it OpenAPI, are the keys known  vocabulary.ts   the overlay's keys
 *
 *   operations.ts  one field for each operation:      parameters.ts   arguments and URL
 *                  list-style.ts   lists in a URL     header-parameters.ts  whose headers
 *                  bodies.ts       input              answers.ts      type of the field
 *                  media.ts        which media type   credentials.ts  @source, @credential
 *
 *   schemas.ts     what a schema means:               references.ts   $ref and what stands beside it
 *                  own-shapes.ts   its own keywords   alternatives.ts oneOf, anyOf, lists of types
 *                  flatten.ts      allOf              alias.ts        allOf of one part
 *                  specific.ts     which says more    subtypes.ts     inheritance
 *                  scalars.ts      the graph's scalar             sensitive.ts    what is personal
 *
 *   types.ts       the graph's type for a schema:     objects.ts      objects (outputs.ts, inputs.ts)
 *                  maps.ts, tuples.ts, enums.ts, unions.ts (conditions.ts), bulk.ts
 *   names.ts, naming.ts, descriptions.ts              what things are called and said to be
 *   definitions.ts one shape for each name            layout.ts, print.ts  text
 *   check.ts       the result is valid                refusal.ts, work.ts, place.ts  carried along
 *   files.ts       the folder of documents: write or compare
 */
import { basename } from 'node:path';
import { objections } from './check.ts';
import { sourceDirectives } from './credentials.ts';
import { finish, noDefinitions } from './definitions.ts';
import { plainTree, readDocument, readTree } from './load.ts';
import { operations } from './operations.ts';
import { applyOverlay } from './overlay.ts';
import { isName } from './names.ts';
import type { JsonObject } from './place.ts';
import { block, field } from './print.ts';
import { GenerationError } from './refusal.ts';
import { invalid } from './validate.ts';
import type { Work } from './work.ts';

export { GenerationError } from './refusal.ts';

export interface GenerateOptions {
  /** File of the OpenAPI document, YAML or JSON. */
  document: string;
  /** File of its overlay. */
  overlay?: string | undefined;
  /** Name of the system, as in `@source(name:)`. */
  name: string;
}

/** The schema of one system, from files. Throws a `GenerationError` with one sentence for each refusal. */
export async function generate(options: GenerateOptions): Promise<string> {
  const { document, overlay, name } = options;
  const sources = [document, ...(overlay === undefined ? [] : [overlay])].map((file) => basename(file));
  return generateFrom({ document: await readDocument(document), overlay: overlay === undefined ? undefined : await readTree(overlay), name, sources });
}

export interface GenerateFromOptions {
  /** An OpenAPI document in memory, not changed; its `$ref`s point within it. */
  document: unknown;
  /** An overlay in memory, not changed. */
  overlay?: unknown;
  /** Name of the system, as in `@source(name:)`. */
  name: string;
  /** What the header and errors call the document and its overlay. */
  sources?: string[];
  /** False where the document is known to be valid OpenAPI: the check costs more than all the rest. */
  validate?: boolean;
}

/** The same from memory. */
export async function generateFrom(options: GenerateFromOptions): Promise<string> {
  const { name, sources = [name], validate = true } = options;
  if (!isName(name)) throw new GenerationError(sources[0] ?? name, [`the system's name ${JSON.stringify(name)} must be letters, digits and underscores: it names the variables of the configuration`]);
  const [documentSource, overlaySource = 'the overlay'] = sources as [string, string?];
  const root = plainTree(options.document, documentSource);
  const fail = (where: string, sentences: Iterable<string>): void => {
    const list = [...sentences];
    if (list.length > 0) throw new GenerationError(where, list);
  };
  if (options.overlay !== undefined) fail(overlaySource, applyOverlay(root, plainTree(options.overlay, overlaySource)));
  if (validate) fail(documentSource, await invalid(root));

  const work = start(name, root);
  const roots = operations(work);
  const types = finish(work);
  const source = sourceDirectives(work);
  fail(documentSource, work.refusals);

  const sdl = [
    `# Generated from ${sources.join(' and ')} by "npm run generate". Change ${sources.length > 1 ? 'those' : 'that'}, not this.\n`,
    `extend schema\n${source.map((one) => `  ${one}\n`).join('')}`,
    ...(roots.query.length > 0 ? [block('type', 'Query', [], [roots.query.map((one) => field(one)).join('\n')])] : []),
    ...(roots.mutation.length > 0 ? [block('type', 'Mutation', [], [roots.mutation.map((one) => field(one)).join('\n')])] : []),
    ...types,
  ].join('\n');
  fail(documentSource, objections(sdl, work.definitions));
  return sdl;
}

const start = (name: string, root: JsonObject): Work => ({
  name,
  root,
  legacy: /^3\.0/.test(String(root.openapi)),
  refusals: new Set(),
  definitions: noDefinitions(),
  readings: new Map(),
  bases: new Map(),
  names: new Map(),
  variables: new Set(),
  credentials: new Set(),
});

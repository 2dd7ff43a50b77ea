/**
 * schema/receeve.openapi.yaml with its overlay, as Mesh makes most of it: without examples, from which it would
 * guess types, without answers of failure, which would make a union of every field, and with free values as JSON.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readTree } from '../../../../dist/generate/load.js';
import { applyOverlay } from '../../../../dist/generate/overlay.js';

const schema = (name) => fileURLToPath(new URL(`../../../../schema/${name}`, import.meta.url));

export async function writeDocument(file) {
  const document = await readTree(schema('receeve.openapi.yaml'));
  const problems = applyOverlay(document, await readTree(schema('receeve.overlay.yaml')));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  for (const path of Object.values(document.paths)) {
    for (const { responses } of Object.values(path)) {
      for (const status of Object.keys(responses ?? {})) if (!status.startsWith('2')) delete responses[status];
    }
  }
  await writeFile(file, JSON.stringify(plain(document)));
}

const guessed = new Set(['example', 'examples']);

function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  if (value['x-graphql-json'] === true) return { description: value.description };
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (guessed.has(key) || key.startsWith('x-graphql-') ? [] : [[key, plain(inner)]])));
}

/**
 * Whether the document is OpenAPI 3.0 or 3.1 at all, and whether the overlay's keys are known ones.
 *
 * The validator expands every `$ref`, which for schemas that refer to each other grows without
 * bound; each schema is checked where it stands instead, so that the work is that of the text.
 */
import { validate as validateOpenApi } from '@readme/openapi-parser';
import { isObject, items, members } from './place.ts';
import type { JsonObject, Place } from './place.ts';
import { sentence } from './refusal.ts';
import { suggestKey, vocabulary } from './vocabulary.ts';

/** The sentences of all that is wrong with the document; none when it is valid. */
export async function invalid(root: JsonObject): Promise<string[]> {
  const version = root.openapi;
  if (typeof version !== 'string' || !/^3\.[01](\.\d+)?(-.+)?$/.test(version)) {
    const found = version === undefined ? (root.swagger === undefined ? 'no version' : `swagger ${JSON.stringify(root.swagger)}`) : `openapi ${JSON.stringify(version)}`;
    return [sentence({ pointer: '/openapi', found, expected: 'OpenAPI 3.0 or 3.1' })];
  }
  const unknown = unknownKeys({ value: root, pointer: '' });
  if (unknown.length > 0) return unknown;
  try {
    const result = await validateOpenApi(skeleton(root, false) as never, {
      resolve: { external: false },
      // A list says nothing of its items where they may be anything.
      validate: { rules: { openapi: { 'array-without-items': 'warning' } } },
    });
    return result.valid ? [] : result.errors.map(({ message }) => sentence({ pointer: '', ...reworded(message) }));
  } catch (error) {
    return [sentence({ pointer: '', found: error instanceof Error ? error.message.split('\n')[0]! : String(error), expected: `a valid OpenAPI ${version} document` })];
  }
}

/** `REQUIRED must have required property 'x'` with a drawing below becomes one sentence. */
function reworded(message: string): { found: string; expected: string } {
  const [first = '', ...drawing] = message.split('\n');
  const line = drawing.find((one) => one.startsWith('>'))?.replace(/^>\s*\d+\s*\|\s*/, '').trim();
  const text = first.replace(/^[A-Z]+ (?=[a-z])/, '').trim().replace(/\.$/, '');
  return { found: `a document that is not valid (${text}${line ? `, at ${line.slice(0, 120)}` : ''})`, expected: 'valid OpenAPI' };
}

const data = new Set(['example', 'examples']);
const schemaData = new Set([...data, 'default', 'const']);
/** Objects whose members are named by the document's author: within schemas, and outside of them. */
const namedInSchemas = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);
const namedOutside = new Set(['schemas', 'responses', 'parameters', 'requestBodies', 'headers', 'content', 'paths', 'securitySchemes', 'pathItems', 'x-files', 'callbacks', 'links']);

/** The document without its examples, and with any schema in the place of a schema's `$ref`. */
function skeleton(value: unknown, schema: boolean, names = false): unknown {
  if (Array.isArray(value)) return value.map((item) => skeleton(item, schema));
  if (!isObject(value)) return value;
  if (schema && !names && typeof value.$ref === 'string') return {};
  const result: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    if (!names && ((schema ? schemaData : data).has(key) || (key.startsWith('x-') && key !== 'x-files'))) continue;
    const inside = schema || (!names && (key === 'schema' || key === 'schemas'));
    result[key] = skeleton(inner, inside, !names && (schema ? namedInSchemas : namedOutside).has(key));
  }
  return result;
}

function unknownKeys(place: Place): string[] {
  const here = members(place).filter(({ key }) => key.startsWith('x-graphql-') && !vocabulary.has(key)).map(({ key, place: at }) =>
    sentence({ pointer: at.pointer, found: `the unknown key ${key}`, expected: suggestKey(key) }));
  return [...here, ...members(place).flatMap(({ place: inner }) => unknownKeys(inner)), ...items(place).flatMap(unknownKeys)];
}

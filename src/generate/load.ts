/**
 * Reads a document and the files that it refers to, as one plain tree: a file beside the document
 * becomes a member of `x-files`, and every `$ref` points into the tree. Addresses on the network are
 * refused, generation needs no internet; so are files outside the document's own folder.
 */
import { readFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { parse as parseYaml } from 'yaml';
import type { JsonObject } from './place.ts';
import { isObject } from './place.ts';
import { GenerationError, sentence } from './refusal.ts';

/** Deeper than any description that people write, and shallow enough to walk. */
const maxDepth = 400;

/** Parses YAML or JSON. Throws a `GenerationError` whose sentence names the file. */
export async function readTree(file: string): Promise<JsonObject> {
  const name = basename(file);
  let tree: unknown;
  try {
    const text = await readFile(file, 'utf8');
    tree = file.endsWith('.json') ? JSON.parse(text) : parseYaml(text, { merge: true, maxAliasCount: 1000 });
  } catch (error) {
    throw new GenerationError(name, [`${name} cannot be read as YAML or JSON: ${reason(error)}`]);
  }
  return plainTree(tree, name);
}

/** One line, without the path on this machine. */
function reason(error: unknown): string {
  const { name, code, message } = error as { name?: unknown; code?: unknown; message?: unknown };
  if (code === 'ENOENT') return 'there is no such file';
  if (name === 'RangeError') return 'it is nested too deeply';
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) return `the file gives ${code}`;
  return String(message).split('\n')[0]!;
}

/** A copy without shared parts, so that changing one place changes no other. */
export function plainTree(tree: unknown, name: string): JsonObject {
  const sentences: string[] = [];
  const copy = (value: unknown, pointer: string, depth: number): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (depth > maxDepth) {
      if (sentences.length === 0) sentences.push(sentence({ pointer: pointer.slice(0, 120), found: `more than ${maxDepth} levels`, expected: 'fewer' }));
      return null;
    }
    if (Array.isArray(value)) return value.map((item, index) => copy(item, `${pointer}/${index}`, depth + 1));
    const result: JsonObject = {};
    for (const key of Object.keys(value)) {
      const place = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      // The one name that cannot be written into an object like any other.
      if (key === '__proto__') sentences.push(sentence({ pointer: place, found: 'a member named __proto__', expected: 'any other name', overlay: { remove: true } }));
      else result[key] = copy((value as JsonObject)[key], place, depth + 1);
    }
    return result;
  };
  const result = copy(tree, '', 0);
  if (!isObject(result)) sentences.push(sentence({ pointer: '', found: Array.isArray(result) ? 'a list' : JSON.stringify(result) ?? 'nothing', expected: 'an object' }));
  if (sentences.length > 0) throw new GenerationError(name, sentences);
  return result as JsonObject;
}

/** Reads an OpenAPI document with all files that it refers to. */
export async function readDocument(file: string): Promise<JsonObject> {
  const folder = dirname(resolve(file));
  const root = await readTree(file);
  const files = new Map<string, JsonObject>([[basename(file), root]]);
  const sentences: string[] = [];
  const queue = [basename(file)];
  for (const key of queue) {
    for (const reference of referencesOf(files.get(key)!)) {
      const outcome = rewrite({ reference: reference.value, key, main: basename(file), folder });
      if ('refused' in outcome) {
        sentences.push(sentence({ pointer: key === basename(file) ? reference.pointer : `/x-files/${escape(key)}${reference.pointer}`, found: `the $ref "${reference.value}"`, expected: outcome.refused, overlay: { remove: true } }));
        continue;
      }
      reference.write(outcome.to);
      if (outcome.file === undefined || files.has(outcome.file)) continue;
      files.set(outcome.file, await readTree(resolve(folder, outcome.file)));
      queue.push(outcome.file);
    }
  }
  if (sentences.length > 0) throw new GenerationError(basename(file), sentences);
  files.delete(basename(file));
  return files.size === 0 ? root : { ...root, 'x-files': Object.fromEntries(files) };
}

const escape = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

type Rewritten = { to: string; file?: string } | { refused: string };

/** Where a `$ref` of one file points in the whole tree. */
function rewrite(options: { reference: string; key: string; main: string; folder: string }): Rewritten {
  const { reference, key, main, folder } = options;
  const [path = '', fragment = ''] = reference.split('#', 2);
  if (path === '') return { to: key === main ? reference : `#/x-files/${encodeURI(escape(key))}${fragment}` };
  if (/^([a-z][a-z0-9+.-]+:|\/\/)/i.test(path)) return { refused: 'a file beside the document: generation needs no internet' };
  const target = relative(folder, resolve(folder, dirname(key), decodeURI(path))).split(sep).join('/');
  if (target.startsWith('..') || isAbsolute(target) || isAbsolute(path)) return { refused: "a file within the document's folder" };
  return target === main ? { to: `#${fragment}` } : { to: `#/x-files/${encodeURI(escape(target))}${fragment}`, file: target };
}

interface Reference {
  pointer: string;
  value: string;
  write: (value: string) => void;
}

/** Members that hold data and not the description of data. */
const data = new Set(['example', 'examples', 'default', 'const', 'enum']);
/** Objects whose members are named by the document's author. */
const named = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'schemas', 'parameters', 'responses', 'requestBodies', 'headers', 'securitySchemes', 'pathItems', 'paths', 'content']);

/** Every `$ref` of a tree, and what a discriminator maps to. */
export function referencesOf(tree: unknown): Reference[] {
  const found: Reference[] = [];
  const walk = (value: unknown, pointer: string, names: boolean): void => {
    if (Array.isArray(value)) value.forEach((item, index) => walk(item, `${pointer}/${index}`, false));
    if (!isObject(value)) return;
    for (const [key, inner] of Object.entries(value)) {
      const place = `${pointer}/${escape(key)}`;
      if (!names && key === '$ref' && typeof inner === 'string') {
        found.push({ pointer, value: inner, write: (text) => { value[key] = text; } });
      } else if (!names && key === 'discriminator' && isObject(inner) && isObject(inner.mapping)) {
        const { mapping } = inner;
        for (const [name, to] of Object.entries(mapping)) {
          if (typeof to === 'string' && /[#/.]/.test(to)) found.push({ pointer: `${place}/mapping/${escape(name)}`, value: to, write: (text) => { mapping[name] = text; } });
        }
      } else if (names || !(data.has(key) || key.startsWith('x-'))) {
        walk(inner, place, !names && named.has(key));
      }
    }
  };
  walk(tree, '', false);
  return found;
}

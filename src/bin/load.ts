/**
 * Loads the program, `dist/program/*.cjs`, with what V8 compiled of it when it was built: compiling it is a
 * third of the time to the first answer. Beside each script may lie its `.code`, written by `keep.ts`:
 *
 *   SHA-256 of all that it depends on (32 bytes) | what V8 compiled
 *
 * It is used only where it was made by the same version of Node on the same kind of processor with the same
 * flags, from the very script that lies beside it, and has come to no harm itself. Anything else, and no file
 * at all, means that the script is compiled now, as every script is: slower, and the same.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';

type Wrapped = (exports: unknown, require: (id: string) => unknown, module: { exports: unknown }, filename: string, folder: string) => void;

interface Loaded {
  module: { exports: unknown };
  source: string;
  script: Script;
  /** Whether what V8 compiled before was used. */
  kept: boolean;
}

const program = fileURLToPath(new URL('../program/', import.meta.url));
const digestBytes = 32;
const loaded = new Map<string, Loaded>();

/** The program's scripts that have been loaded, by their paths. */
export const scripts: ReadonlyMap<string, Loaded> = loaded;

/** What a script of the program exports: `gateway`, `cli`. */
export function load<Exports>(name: string, from = program): Exports {
  return exportsOf(join(from, `${name}.cjs`)) as Exports;
}

function exportsOf(path: string): unknown {
  const before = loaded.get(path);
  if (before) return before.module.exports;
  const source = readFileSync(path, 'utf8');
  const cachedData = keptOf(path, source);
  const script = new Script(Module.wrap(source), { filename: path, cachedData });
  const one: Loaded = { module: { exports: {} }, source, script, kept: cachedData !== undefined && script.cachedDataRejected === false };
  // Before it runs: scripts may need each other.
  loaded.set(path, one);
  const ofNode = createRequire(path);
  const require = (id: string): unknown => (id.startsWith('./') ? exportsOf(join(dirname(path), id)) : ofNode(id));
  (script.runInThisContext() as Wrapped)(one.module.exports, require, one.module, path, dirname(path));
  return one.module.exports;
}

/** Undefined: there is none, or it is not of this script, this Node or these flags. */
function keptOf(path: string, source: string): Buffer | undefined {
  let file: Buffer;
  try {
    file = readFileSync(codePath(path));
  } catch {
    return undefined;
  }
  const code = file.subarray(digestBytes);
  return file.length > digestBytes && file.subarray(0, digestBytes).equals(digestOf(source, code)) ? code : undefined;
}

/** Where what V8 compiled of a script lies. */
export function codePath(path: string): string {
  return path.replace(/\.cjs$/, '.code');
}

/** Of all that the code depends on, and of itself: V8 looks at the length of a script and no further, and at its code not at all. */
export function digestOf(source: string, code: Buffer): Buffer {
  return createHash('sha256').update(`${process.version} ${process.arch} ${cachedDataVersionTag()}\n`).update(source).update(code).digest();
}

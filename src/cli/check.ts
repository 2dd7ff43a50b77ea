/**
 * `collectgraph check`: the graph beside a released one. The version of the package is the version of the
 * graph, so what has changed says what the next one has to be. With `release` it writes what is released.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { schemaFolder } from '../server/schemaFolder.ts';
import type { Bump, Level, SchemaChange } from './changes.ts';
import { bumpFor, changesBetween, levels } from './changes.ts';
import { paintFor } from './paint.ts';
import type { Colour, Paint } from './paint.ts';
import { during } from './progress.ts';
import { isAddress, schemaFile, schemaOf } from './schemaText.ts';
import type { Terminal } from './terminal.ts';
import { isAtLeast, next, printVersion, readVersion } from './versions.ts';

export interface CheckOptions extends Terminal {
  /** A file or an address; what was released last if absent. */
  against: string | undefined;
  headers: readonly string[];
  allowBreaking: boolean;
  /** Write the graph down as released. */
  release: boolean;
  schemaDir: string | undefined;
  json: boolean;
}

const releasedName = 'released.graphql';
const firstLine = /^# The graph as released in version (\S+)\./;

export async function check(options: CheckOptions): Promise<number> {
  const { stdout, stderr, env, watched, against, headers, allowBreaking, release, json, schemaDir = schemaFolder } = options;
  if (release && against !== undefined) throw new Error('--release and --against do not go together: what is released is compared with the last release.');
  const released = join(schemaDir, releasedName);
  const { text, schema } = await schemaFile(join(schemaDir, 'graph.graphql'));
  const packageVersion = await versionOfPackage(schemaDir);
  if (release && !(await exists(released))) return write({ released, text, packageVersion, stdout });

  const { before, name, since } = await during(options, 'Comparing', () => readBefore({ against: against ?? released, headers }));
  const changes = await during(options, 'Comparing', () => changesBetween(before, schema));
  const bump = bumpFor(changes);
  const verdict = judge({ bump, since, packageVersion });
  if (json) stdout(`${JSON.stringify({ against: name, bump, version: { ...verdict }, changes })}\n`);
  else stdout(report({ changes, name, bump, verdict, paint: paintFor(env, watched?.stdout ?? false) }));

  if (release) {
    if (!verdict.enough) {
      stderr(`Not released: the version in package.json is ${packageVersion ?? 'none'}, and what has changed since ${since ?? 'the last release'} asks for ${verdict.least ?? `a ${bump} step`} at least.\n`);
      return 1;
    }
    return write({ released, text, packageVersion, stdout: json ? () => undefined : stdout });
  }
  if (bump !== 'major' || allowBreaking || (since !== undefined && verdict.enough)) return 0;
  stderr(`The graph breaks its clients: take the change back, or raise the version in package.json${verdict.least === undefined ? '' : ` to ${verdict.least}`}.\n`);
  return 1;
}

interface Before {
  before: Awaited<ReturnType<typeof schemaOf>>;
  /** What it is compared with, for people. */
  name: string;
  /** Its version, where it says one. */
  since: string | undefined;
}

async function readBefore({ against, headers }: { against: string; headers: readonly string[] }): Promise<Before> {
  if (isAddress(against)) return { before: await schemaOf(against, headers), name: new URL(against).host, since: undefined };
  const { schema, text } = await schemaFile(against);
  const since = firstLine.exec(text)?.[1];
  return { before: schema, name: since === undefined ? basename(against) : `version ${since}`, since };
}

interface Verdict {
  released: string | undefined;
  package: string | undefined;
  /** The lowest version that may be released; undefined where the released one is not known. */
  least: string | undefined;
  /** Whether the version in package.json has taken the step that the changes ask for. */
  enough: boolean;
}

function judge({ bump, since, packageVersion }: { bump: Bump; since: string | undefined; packageVersion: string | undefined }): Verdict {
  const from = readVersion(since);
  const now = readVersion(packageVersion);
  const least = from && next(from, bump);
  return { released: since, package: packageVersion, least: least && printVersion(least), enough: least !== undefined && now !== undefined && isAtLeast(now, least) };
}

const colours: Record<Level, Colour> = { breaking: 'red', dangerous: 'yellow', safe: 'green' };
const meanings: Record<Level, string> = { breaking: 'fail operations that work today', dangerous: 'may surprise a client', safe: 'are seen by nobody who does not look for them' };

function report({ changes, name, bump, verdict, paint }: { changes: SchemaChange[]; name: string; bump: Bump; verdict: Verdict; paint: Paint }): string {
  if (changes.length === 0) return `The graph is that of ${name}: nothing has changed.\n`;
  const blocks = levels.flatMap((level) => {
    const found = changes.filter((change) => change.level === level);
    if (found.length === 0) return [];
    return [[paint(colours[level], `${found.length} ${level}`) + paint('dim', ` (${meanings[level]})`), ...found.map(({ message }) => `  ${message}`)].join('\n')];
  });
  const step = verdict.least === undefined ? `By these changes the next version is a ${bump} one.` : `Since ${verdict.released} this is a ${bump} change: the next version is ${verdict.least} at least; package.json says ${verdict.package ?? 'none'}.`;
  return `${[`Changes since ${name}:`, ...blocks, step].join('\n\n')}\n`;
}

/** The graph's version is that of the package whose schema/ it is. */
async function versionOfPackage(schemaDir: string): Promise<string | undefined> {
  try {
    return (JSON.parse(await readFile(join(schemaDir, '..', 'package.json'), 'utf8')) as { version?: string }).version;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error('package.json cannot be read as JSON.', { cause: error });
  }
}

async function write({ released, text, packageVersion, stdout }: { released: string; text: string; packageVersion: string | undefined; stdout: (text: string) => void }): Promise<number> {
  if (readVersion(packageVersion) === undefined) throw new Error(`package.json has the version ${JSON.stringify(packageVersion ?? null)}: expected three numbers, like 1.2.0.`);
  await writeFile(released, `# The graph as released in version ${packageVersion}. Written by "collectgraph check --release"; not to be changed.\n\n${text.replace(/^(#[^\n]*\n)+\n*/, '')}`);
  stdout(`${releasedName} is the graph of version ${packageVersion}.\n`);
  return 0;
}

async function exists(file: string): Promise<boolean> {
  return readFile(file).then(() => true, (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return false;
    throw error;
  });
}

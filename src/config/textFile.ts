/**
 * A YAML file that a variable names: every value in it is text, as it stands there. `0123` is no number and
 * `no` is no truth value: keys and secrets look like anything. What cannot be read is one sentence, which
 * quotes nothing of the file.
 */
import { readFile, stat } from 'node:fs/promises';
import { parseDocument } from 'yaml';

/** Text, lists and mappings of them. */
export type TextValue = string | TextValue[] | { [key: string]: TextValue };

/** Why a file cannot be used: one sentence each. */
export class TextFileError extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.name = 'TextFileError';
    this.problems = problems;
  }
}

/** The file's text. Rejects with a `TextFileError`; `expected` ends its sentence. */
export async function readTextFile(variable: string, file: string, expected: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new TextFileError([`${variable} names a file that cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}): expected ${expected}.`]);
  }
}

/** A sentence if others than the file's owner may read it. */
export async function openToOthers(variable: string, file: string): Promise<string | undefined> {
  const { mode } = await stat(file);
  return (mode & 0o044) === 0 ? undefined : `The file of ${variable} can be read by others than its owner (mode ${(mode & 0o777).toString(8)}): expected mode 600 or 400.`;
}

/** Throws a `TextFileError`. An empty file is an empty mapping. */
export function parseText(variable: string, text: string, expected: string): { [key: string]: TextValue } {
  const document = parseDocument(text, { schema: 'failsafe', logLevel: 'silent' });
  const [error] = document.errors;
  if (error) {
    const at = error.linePos?.[0];
    const why = error.code === 'DUPLICATE_KEY' ? 'has the same key twice' : 'is no YAML';
    throw new TextFileError([`${variable} ${why}${at ? ` (line ${at.line}, column ${at.col})` : ''}: expected ${expected}.`]);
  }
  let value: unknown;
  try {
    // A few aliases could fill gigabytes.
    value = document.toJS({ maxAliasCount: 100 });
  } catch {
    throw new TextFileError([`${variable} has more aliases than it could need: expected ${expected}.`]);
  }
  if (value === null || value === undefined || value === '') return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw new TextFileError([`${variable} holds ${Array.isArray(value) ? 'a list' : 'text'}: expected ${expected}.`]);
  return value as { [key: string]: TextValue };
}

/** What stands there, without quoting it. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (value === '') return 'empty text';
  return typeof value === 'string' ? 'text' : 'a mapping';
}

/**
 * Trusted documents: with a manifest of the documents that your clients were built with, the gateway runs
 * those and nothing else. Whoever gets hold of a token cannot ask his own questions then.
 *
 *   { "<sha256>": "query Overview { ... }" }                         graphql-codegen (persistedDocuments)
 *   { "format": "apollo-persisted-query-manifest", "operations": [{ "id", "body" }] }
 *
 * A request names one by `documentId`, by `extensions.persistedQuery.sha256Hash`, or by its whole text. The
 * manifest is checked at start: ids, syntax, the graph, the limits.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Kind, parse, validate } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { Limits } from '../limits/main.ts';
import { Refusal } from './refusal.ts';
import { StartError } from './startError.ts';

export interface TrustedDocuments {
  /** Text by id. */
  readonly documents: ReadonlyMap<string, string>;
  /** The text that a request asks for; throws a `Refusal` if it is none of them. */
  textOf(asked: Record<string, unknown>): string;
  /** Throws a `StartError` that names the documents which the graph cannot run. */
  check(schema: GraphQLSchema, limits: Limits): void;
}

/** Problems that one error tells. */
const toldAtOnce = 5;
const prefix = 'sha256:';

/** Throws a `StartError` with one sentence for each thing that is wrong with the file. */
export async function readTrustedDocuments(file: string): Promise<TrustedDocuments> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new StartError(`TRUSTED_DOCUMENTS_FILE is ${JSON.stringify(file)}, which cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}.`);
  }
  return createTrustedDocuments(text);
}

export function createTrustedDocuments(manifest: string): TrustedDocuments {
  const documents = readManifest(manifest);
  const texts = new Set(documents.values());
  return {
    documents,
    textOf({ query, documentId, extensions }) {
      const id = documentId ?? hashIn(extensions);
      if (id === undefined || id === null) {
        if (typeof query === 'string' && texts.has(query)) return query;
        throw refused('FORBIDDEN', 'This gateway runs trusted documents alone, and this is none of them.');
      }
      const found = typeof id === 'string' ? documents.get(id.startsWith(prefix) ? id.slice(prefix.length) : id) : undefined;
      if (found === undefined) throw refused('PERSISTED_QUERY_NOT_FOUND', 'No trusted document has this id.');
      if (query !== undefined && query !== null && query !== found) throw refused('FORBIDDEN', 'The trusted document of this id has another text than the query that came with it.');
      return found;
    },
    check(schema, limits) {
      const problems = [...documents].flatMap(([id, document]) => problemsOf(document, schema, limits).map((problem) => `Trusted document ${id}: ${problem}`));
      if (problems.length > 0) throw new StartError(shown(problems));
    },
  };
}

function readManifest(text: string): Map<string, string> {
  const bad = (sentence: string): StartError => new StartError(`TRUSTED_DOCUMENTS_FILE ${sentence}`);
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    throw bad('is no JSON: expected an object of documents by their SHA-256, or a manifest of Apollo.');
  }
  if (!isObject(manifest)) throw bad('holds no object: expected documents by their SHA-256, or a manifest of Apollo.');
  const entries = 'format' in manifest ? operationsOf(manifest, bad) : Object.entries(manifest);
  if (entries.length === 0) throw bad('holds no document, so that nothing could be asked.');
  const documents = new Map<string, string>();
  for (const [id, document] of entries) {
    if (!/^[\w.:-]{1,200}$/.test(id)) throw bad(`holds the id ${JSON.stringify(id.slice(0, 60))}: expected letters, digits and _ - . : in it.`);
    if (typeof document !== 'string') throw bad(`holds no text under ${id}: expected the document.`);
    const key = id.startsWith(prefix) ? id.slice(prefix.length) : id;
    if (documents.has(key)) throw bad(`holds ${id} twice.`);
    if (/^[0-9a-f]{64}$/.test(key) && sha256(document) !== key) throw bad(`holds under ${id} another document than the one that this SHA-256 was taken of.`);
    documents.set(key, document);
  }
  return documents;
}

function operationsOf(manifest: Record<string, unknown>, bad: (sentence: string) => StartError): [string, unknown][] {
  const { format, operations } = manifest;
  if (format !== 'apollo-persisted-query-manifest' || !Array.isArray(operations)) throw bad('has a format that is not known: expected "apollo-persisted-query-manifest" with a list of operations.');
  return operations.map((operation: unknown, index) => {
    if (!isObject(operation) || typeof operation['id'] !== 'string') throw bad(`holds no id in operations[${index}].`);
    return [operation['id'], operation['body']];
  });
}

function problemsOf(text: string, schema: GraphQLSchema, limits: Limits): string[] {
  const long = limits.ofText(text);
  if (long) return [long.message];
  let document;
  try {
    document = parse(text, { noLocation: true });
  } catch (error) {
    return [(error as Error).message];
  }
  const problems = validate(schema, document).map(({ message }) => message);
  if (problems.length > 0) return problems;
  return document.definitions.flatMap((operation) => (operation.kind === Kind.OPERATION_DEFINITION ? (limits.ofOperation({ schema, document, operation })?.message ?? []) : []));
}

function shown(problems: string[]): string {
  const rest = problems.length - toldAtOnce;
  return [...problems.slice(0, toldAtOnce), ...(rest > 0 ? [`And ${rest} more of this kind.`] : [])].join('\n');
}

/** As clients of Apollo name a document. */
function hashIn(extensions: unknown): unknown {
  const persisted = isObject(extensions) ? extensions['persistedQuery'] : undefined;
  return isObject(persisted) ? persisted['sha256Hash'] : undefined;
}

function refused(code: 'FORBIDDEN' | 'PERSISTED_QUERY_NOT_FOUND', message: string): Refusal {
  return new Refusal({ status: 400, code, message });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

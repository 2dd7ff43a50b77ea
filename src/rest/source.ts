/**
 * A REST system as its document describes it: `@source` and `@credential`, read once at start.
 *
 * It holds names and deployment facts only. Secrets, URLs in use and values of variables are
 * configuration, and live in the `System` that sends.
 */
import { Kind, type DocumentNode } from 'graphql';
import { directiveValues, type ParsedDocument } from './documents.ts';
import { SchemaError } from './schema-error.ts';

export interface Source {
  /** As in `@source(name:)`, e.g. `receeve`; the prefix of its configuration is its upper-case form. */
  name: string;
  /** The documented address, without a trailing slash; configuration (`<NAME>_URL`) wins. */
  baseURL?: string | undefined;
  /** Deployment facts that stand in URL templates, e.g. `clientId`. */
  variables: string[];
  credentials: Credential[];
}

export interface Credential {
  name: string;
  type: 'API_KEY' | 'BEARER' | 'BASIC' | 'OAUTH2';
  /** `API_KEY`: the request header that carries the key. */
  header?: string | undefined;
  /** `OAUTH2`: path of the token call below the base URL. */
  tokenPath?: string | undefined;
  /** `OAUTH2`: how the client authenticates at the token call. */
  client?: 'BASIC' | 'FORM' | undefined;
}

/** Name of the environment variable of a source's variable: `clientId` of `receeve` is `RECEEVE_CLIENT_ID`. */
export function variableName(source: string, variable: string): string {
  const words = (text: string) => text.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[^A-Za-z0-9]+/g, '_').toUpperCase();
  return `${words(source)}_${words(variable)}`;
}

/** Every source of these documents in their order, each with its credentials; a contradiction is refused. */
export function sourcesOf(documents: ParsedDocument[]): Source[] {
  const sources = new Map<string, Source>();
  for (const document of documents) {
    for (const values of schemaDirectives(document, 'source')) {
      const { name, baseURL, variables } = values as { name: string; baseURL?: string; variables?: string[] };
      if (sources.has(name)) throw new SchemaError(document.name, `The source ${name} is declared twice; declare it once.`);
      if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(name)) {
        throw new SchemaError(document.name, `The source name ${JSON.stringify(name)} is no name; expected letters, digits, _ and -.`);
      }
      if (baseURL != null) checkBaseURL(document, name, baseURL);
      sources.set(name, { name, ...(baseURL != null && { baseURL: baseURL.replace(/\/+$/, '') }), variables: variables ?? [], credentials: [] });
    }
  }
  for (const document of documents) {
    for (const values of schemaDirectives(document, 'credential')) {
      const { source: of, ...rest } = values as unknown as { source: string } & Credential;
      const source = sources.get(of);
      if (!source) {
        throw new SchemaError(document.name, `The credential ${rest.name} belongs to the source ${of}, which no document declares; found sources: ${[...sources.keys()].join(', ') || 'none'}.`);
      }
      source.credentials.push(credential(document, source, rest));
    }
  }
  return [...sources.values()];
}

function credential(document: ParsedDocument, source: Source, found: Credential): Credential {
  const { name, type, header, tokenPath, client } = found;
  const called = `The credential ${name} of ${source.name}`;
  if (source.credentials.some((other) => other.name === name)) throw new SchemaError(document.name, `${called} is declared twice; declare it once.`);
  if (type === 'API_KEY' && !/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(header ?? '')) {
    throw new SchemaError(document.name, `${called} is an API_KEY and needs the request header that carries it; found header: ${JSON.stringify(header ?? null)}.`);
  }
  if (type === 'OAUTH2' && !tokenPath?.startsWith('/')) {
    throw new SchemaError(document.name, `${called} is OAUTH2 and needs a tokenPath that begins with /; found ${JSON.stringify(tokenPath ?? null)}.`);
  }
  if (type !== 'API_KEY' && header != null) throw new SchemaError(document.name, `${called} is ${type} and takes no header; only API_KEY does.`);
  if (type !== 'OAUTH2' && (tokenPath ?? client) != null) throw new SchemaError(document.name, `${called} is ${type} and takes neither tokenPath nor client; only OAUTH2 does.`);
  return { name, type, ...(header != null && { header }), ...(tokenPath != null && { tokenPath }), ...(type === 'OAUTH2' && { client: client ?? 'FORM' }) };
}

function checkBaseURL(document: ParsedDocument, source: string, baseURL: string): void {
  const url = URL.canParse(baseURL) ? new URL(baseURL) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username) {
    throw new SchemaError(document.name, `The baseURL of ${source} is ${JSON.stringify(baseURL)}; expected an http or https address without user, query or fragment.`);
  }
}

function* schemaDirectives({ name, ast }: { name: string; ast: DocumentNode }, directive: 'source' | 'credential'): Generator<Record<string, unknown>> {
  for (const definition of ast.definitions) {
    if (definition.kind !== Kind.SCHEMA_EXTENSION && definition.kind !== Kind.SCHEMA_DEFINITION) continue;
    for (const node of definition.directives ?? []) {
      if (node.name.value === directive) yield directiveValues(name, directive, node);
    }
  }
}

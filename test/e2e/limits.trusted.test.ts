/** The whole gateway with a manifest made of the desk's own operations: those run, and nothing else. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSandboxGateway } from '../support/sandboxGateway.ts';
import type { SandboxGateway } from '../support/sandboxGateway.ts';

const folder = new URL('../../src/client/operations/', import.meta.url);
const operations = readdirSync(folder).filter((name) => name.endsWith('.graphql')).map((file) => {
  const text = readFileSync(new URL(file, folder), 'utf8');
  const variables = JSON.parse(readFileSync(new URL(file.replace('.graphql', '.variables.json'), folder), 'utf8')) as Record<string, unknown>;
  return { name: file, text, variables, hash: createHash('sha256').update(text).digest('hex') };
});

const place = mkdtempSync(join(tmpdir(), 'collectgraph-trusted-'));
const write = (name: string, content: unknown): string => {
  const file = join(place, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};

let graph: SandboxGateway;
let open: SandboxGateway;
beforeAll(async () => {
  graph = await startSandboxGateway({ TRUSTED_DOCUMENTS_FILE: write('documents.json', Object.fromEntries(operations.map(({ hash, text }) => [hash, text]))), CORS_ORIGINS: 'https://desk.example.com' });
  open = await startSandboxGateway();
});
afterAll(async () => {
  await graph.close();
  await open.close();
  rmSync(place, { recursive: true });
});

const post = async (body: unknown): Promise<{ data?: unknown; errors?: { extensions: { code: string } }[] }> =>
  (await (await fetch(`${graph.gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json()) as { data?: unknown };

const reads = operations.filter(({ text }) => !/^mutation/m.test(text));

describe('a gateway with trusted documents', () => {
  it.each(reads)('answers $name by its hash as another answers its text', async ({ hash, text, variables }) => {
    const { data } = await open.ask(text, variables);
    const address = /http:\/\/127\.0\.0\.1:\d+/g;
    for (const asked of [{ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } }, { documentId: `sha256:${hash}` }, { query: text }]) {
      expect(JSON.stringify((await post({ ...asked, variables })).data).replaceAll(address, '')).toBe(JSON.stringify(data).replaceAll(address, ''));
    }
  });

  it('asks nobody for anything else', async () => {
    graph.reset();
    for (const query of ['{ account(accountReference: "ACC-0015") { currency } }', '{ __schema { types { name } } }', `${operations[0]?.text ?? ''}\n# changed`]) {
      expect((await post({ query })).errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
    }
    expect((await post({ documentId: 'a'.repeat(64) })).errors?.map(({ extensions }) => extensions.code)).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    expect(graph.counts()).toEqual({});
  });

  it('keeps to the limits that depend on variables', async () => {
    const claims = reads.find(({ text }) => text.includes('$limit'));
    expect((await post({ documentId: claims?.hash, variables: { ...claims?.variables, limit: 1_000_000 } })).errors?.map(({ extensions }) => extensions.code)).toEqual(['LIMIT_EXCEEDED']);
  });

  it('tells the pages of CORS_ORIGINS, and no others', async () => {
    for (const [origin, allowed] of [['https://desk.example.com', 'https://desk.example.com'], ['https://evil.example.com', null]] as const) {
      const response = await fetch(`${graph.gateway.url}/graphql`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
      expect(response.headers.get('access-control-allow-origin')).toBe(allowed);
    }
  });
});

describe('the start ends with a sentence', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ['for a manifest that is not there', { TRUSTED_DOCUMENTS_FILE: join(place, 'none.json') }, /^TRUSTED_DOCUMENTS_FILE is ".*none\.json", which cannot be read: ENOENT\.$/],
    ['for a document that the graph does not know', { TRUSTED_DOCUMENTS_FILE: write('unknown.json', { d1: '{ nothing }' }) }, /^Trusted document d1: Cannot query field "nothing" on type "Query"\.$/],
    ['for a document that exceeds a limit', { TRUSTED_DOCUMENTS_FILE: write('deep.json', { d1: '{ account(accountReference: "A") { currency } }' }), MAX_DEPTH: '1' }, /^Trusted document d1: The operation is too deep: found 2 fields, allowed 1\.$/],
    ['for an origin that is none', { CORS_ORIGINS: '*' }, /^CORS_ORIGINS is "\*": expected origins like https:\/\/host or http:\/\/host:port, separated by commas, without a path and without \*\.$/],
    ['for a limit that is no number', { MAX_COST: 'much' }, /^MAX_COST is "much": expected a whole number of points from 1 to 1000000000\.$/],
  ])('%s', async (_, env, sentence) => {
    await expect(startSandboxGateway(env)).rejects.toThrow(sentence);
  });
});

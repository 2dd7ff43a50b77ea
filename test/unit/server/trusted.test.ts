import { createHash } from 'node:crypto';
import { ApolloServer } from '@apollo/server';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildSchema } from 'graphql';
import { createLimits, noLimits } from '../../../src/limits/main.ts';
import { createTrustedDocuments, readTrustedDocuments } from '../../../src/server/trusted.ts';
import { post, read, startFixture } from './fixture.ts';
import type { Fixture, Reply } from './fixture.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const hello = 'query Hello($name: String) { hello(name: $name) }';
const two = 'query A { hello } query B { colour }';
const touch = 'mutation Touch { touch }';
const manifest = JSON.stringify({ [sha256(hello)]: hello, [sha256(touch)]: touch, 'two-1': two });

let fixture: Fixture;
beforeAll(async () => (fixture = await startFixture({ trusted: createTrustedDocuments(manifest) })));
afterAll(() => fixture.close());

const get = async (parameters: Record<string, string>): Promise<Reply> => read(await fetch(`${fixture.url}/graphql?${new URLSearchParams(parameters).toString()}`, { headers: { 'apollo-require-preflight': 'true' } }));
const persisted = (hash: unknown) => ({ persistedQuery: { version: 1, sha256Hash: hash } });

describe('a trusted document', () => {
  it.each<[string, Record<string, unknown>]>([
    ['its hash, as Apollo sends it', { extensions: persisted(sha256(hello)) }],
    ['its hash and its text', { query: hello, extensions: persisted(sha256(hello)) }],
    ['documentId', { documentId: sha256(hello) }],
    ['documentId with the name of the hash', { documentId: `sha256:${sha256(hello)}` }],
    ['its text', { query: hello }],
    ['its hash beside extensions of others', { extensions: { ...persisted(sha256(hello)), other: 1 } }],
  ])('is run by %s, again and again', async (_, body) => {
    for (const name of ['Ann', 'Bob', 'Cat']) {
      const { status, body: answer } = await post(fixture.url, { ...body, variables: { name }, operationName: 'Hello' });
      expect({ status, answer }).toEqual({ status: 200, answer: { data: { hello: `Hello ${name}` } } });
    }
  });

  it('takes the short way when it is known, whatever it is named by', async () => {
    const apollo = jest.spyOn(ApolloServer.prototype, 'executeHTTPGraphQLRequest');
    const query = hello;
    for (const body of [{ query }, { documentId: sha256(hello) }, { extensions: persisted(sha256(hello)) }]) await post(fixture.url, body);
    expect(apollo).toHaveBeenCalledTimes(0);
    apollo.mockRestore();
  });

  it('is run by GET', async () => {
    const ways: Record<string, string>[] = [{ documentId: sha256(hello) }, { extensions: JSON.stringify(persisted(sha256(hello))) }, { query: hello }];
    for (const way of ways) {
      expect((await get({ ...way, variables: '{"name":"Ann"}' })).body).toEqual({ data: { hello: 'Hello Ann' } });
    }
  });

  it('has its operation named', async () => {
    expect((await post(fixture.url, { documentId: 'two-1', operationName: 'B' })).body).toEqual({ data: { colour: 'RED' } });
    expect((await post(fixture.url, { documentId: 'two-1' })).body.errors![0]!.extensions.code).toBe('OPERATION_RESOLUTION_FAILURE');
  });

  it('that is a mutation does not run by GET', async () => {
    expect((await get({ documentId: sha256(touch) })).status).toBe(405);
    expect(fixture.seen.touched).toBe(0);
  });
});

describe('everything else', () => {
  const refusals: [string, Record<string, unknown>, string][] = [
    ['another text', { query: '{ hello }' }, 'FORBIDDEN'],
    ['a trusted text with a blank more', { query: `${hello} ` }, 'FORBIDDEN'],
    ['introspection', { query: '{ __schema { types { name } } }' }, 'FORBIDDEN'],
    ['another text under a trusted hash', { query: '{ hello }', extensions: persisted(sha256(hello)) }, 'FORBIDDEN'],
    ['another text under its own hash', { query: '{ hello }', extensions: persisted(sha256('{ hello }')) }, 'PERSISTED_QUERY_NOT_FOUND'],
    ['an unknown hash', { extensions: persisted('0'.repeat(64)) }, 'PERSISTED_QUERY_NOT_FOUND'],
    ['an unknown id', { documentId: 'two-2' }, 'PERSISTED_QUERY_NOT_FOUND'],
    ['the name of what every object has', { documentId: 'constructor' }, 'PERSISTED_QUERY_NOT_FOUND'],
    ['a hash that is none', { extensions: persisted(['a']) }, 'PERSISTED_QUERY_NOT_FOUND'],
    ['an id beside a trusted text', { query: hello, documentId: 7 }, 'PERSISTED_QUERY_NOT_FOUND'],
    ['nothing', { variables: {} }, 'FORBIDDEN'],
    ['a query that is no text', { query: { kind: 'Document' } }, 'FORBIDDEN'],
  ];

  it.each(refusals)('is refused: %s', async (_, body, code) => {
    for (const [accept, status] of [['application/json', 200], ['application/graphql-response+json', 400]] as const) {
      const reply = await post(fixture.url, body, { accept });
      expect({ status: reply.status, type: reply.headers.get('content-type'), data: reply.body.data, codes: reply.body.errors?.map(({ extensions }) => extensions.code) }).toEqual({
        status, type: `${accept}; charset=utf-8`, data: undefined, codes: [code],
      });
    }
  });

  it('by GET is refused as well, and repeats nothing of what was sent', async () => {
    const reply = await get({ query: '{ secret }' });
    expect(reply.body.errors![0]).toMatchObject({ message: 'This gateway runs trusted documents alone, and this is none of them.', extensions: { code: 'FORBIDDEN' } });
    expect((await get({ extensions: '{' })).status).toBe(400);
  });

  it('never registers: a text that was sent with its hash is as unknown as before', async () => {
    const text = '{ hello(name: "new") }';
    for (let time = 0; time < 2; time++) expect((await post(fixture.url, { query: text, extensions: persisted(sha256(text)) })).body.errors![0]!.extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect((await post(fixture.url, { extensions: persisted(sha256(text)) })).body.errors![0]!.extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
  });
});

describe('a manifest', () => {
  it('may be that of Apollo', () => {
    const { documents } = createTrustedDocuments(JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations: [{ id: sha256(hello), name: 'Hello', type: 'query', body: hello }] }));
    expect([...documents]).toEqual([[sha256(hello), hello]]);
  });

  it.each([
    ['{', 'TRUSTED_DOCUMENTS_FILE is no JSON: expected an object of documents by their SHA-256, or a manifest of Apollo.'],
    ['[]', 'TRUSTED_DOCUMENTS_FILE holds no object: expected documents by their SHA-256, or a manifest of Apollo.'],
    ['{}', 'TRUSTED_DOCUMENTS_FILE holds no document, so that nothing could be asked.'],
    ['{ "a": 1 }', 'TRUSTED_DOCUMENTS_FILE holds no text under a: expected the document.'],
    ['{ "a b": "{ a }" }', 'TRUSTED_DOCUMENTS_FILE holds the id "a b": expected letters, digits and _ - . : in it.'],
    ['{ "a": "{ a }", "sha256:a": "{ a }" }', 'TRUSTED_DOCUMENTS_FILE holds sha256:a twice.'],
    [`{ "${sha256('{ a }')}": "{ b }" }`, `TRUSTED_DOCUMENTS_FILE holds under ${sha256('{ a }')} another document than the one that this SHA-256 was taken of.`],
    ['{ "format": "other", "operations": [] }', 'TRUSTED_DOCUMENTS_FILE has a format that is not known: expected "apollo-persisted-query-manifest" with a list of operations.'],
    ['{ "format": "apollo-persisted-query-manifest", "operations": [{ "body": "{ a }" }] }', 'TRUSTED_DOCUMENTS_FILE holds no id in operations[0].'],
    ['{ "format": "apollo-persisted-query-manifest", "operations": [{ "id": "a" }] }', 'TRUSTED_DOCUMENTS_FILE holds no text under a: expected the document.'],
  ])('%s is refused', (text, sentence) => {
    expect(() => createTrustedDocuments(text)).toThrow(sentence);
  });

  it('that is not there is refused', async () => {
    await expect(readTrustedDocuments('/nowhere/documents.json')).rejects.toThrow('TRUSTED_DOCUMENTS_FILE is "/nowhere/documents.json", which cannot be read: ENOENT.');
  });

  const schema = buildSchema('type Query { a: Query, b: Int }');
  it.each([
    ['{ a', 'Trusted document x: Syntax Error: Expected Name, found <EOF>.'],
    ['{ c }', 'Trusted document x: Cannot query field "c" on type "Query".'],
    ['{ a { a { b } } }', 'Trusted document x: The operation is too deep: found 3 fields, allowed 2.'],
    ['{ a { b } x: b y: b }', 'Trusted document x: The operation asks for too much under other names, or repeatedly: found more than 1 aliases and repeated fields, allowed 1.'],
  ])('with %s does not go with the graph', (document, sentence) => {
    const limits = createLimits({ ...noLimits, maxDepth: 2, maxAliases: 1 });
    const good = createTrustedDocuments(JSON.stringify({ good: '{ a { b } }' }));
    expect(() => good.check(schema, limits)).not.toThrow();
    expect(() => createTrustedDocuments(JSON.stringify({ good: '{ a { b } }', x: document })).check(schema, limits)).toThrow(sentence);
  });

  it('tells a few of many problems', () => {
    const many = createTrustedDocuments(JSON.stringify(Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`d${i}`, '{ c }']))));
    expect(() => many.check(schema, createLimits(noLimits))).toThrow(/d4: Cannot query field "c" on type "Query"\..*\nAnd 4 more of this kind\.$/);
  });

  it('that does not go with the graph ends the start', async () => {
    await expect(startFixture({ trusted: createTrustedDocuments(JSON.stringify({ x: '{ nothing }' })) })).rejects.toThrow('Trusted document x: Cannot query field "nothing" on type "Query".');
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { post, read, startFixture } from './fixture.ts';
import type { Fixture } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => (fixture = await startFixture()));
afterAll(() => fixture.close());

const preflighted = { 'apollo-require-preflight': 'true' };
const get = (path: string, headers: Record<string, string> = preflighted) => fetch(`${fixture.url}${path}`, { headers });

describe('POST /graphql', () => {
  it('answers a query in exact bytes, with the headers of an answer that nobody may keep', async () => {
    const { status, text, headers } = await post(fixture.url, { query: '{ hello(name: "Zoë") }' });
    expect(status).toBe(200);
    expect(text).toBe('{"data":{"hello":"Hello Zoë"}}\n');
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('content-length')).toBe(String(Buffer.byteLength(text)));
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('takes variables and the name of an operation', async () => {
    const query = 'query A($n: String) { hello(name: $n) } query B { requestId }';
    expect((await post(fixture.url, { query, operationName: 'A', variables: { n: 'Ann' } })).body).toEqual({ data: { hello: 'Hello Ann' } });
  });

  it('says that an operation is missing when two stand in the document and none is named', async () => {
    const { body } = await post(fixture.url, { query: 'query A { hello } query B { hello }' });
    expect(body.errors![0]!.extensions.code).toBe('OPERATION_RESOLUTION_FAILURE');
  });

  it('answers in the GraphQL media type on request', async () => {
    const { headers } = await post(fixture.url, { query: '{ hello }' }, { accept: 'application/graphql-response+json' });
    expect(headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
  });

  it('answers 406 to who takes neither media type', async () => {
    expect((await post(fixture.url, { query: '{ hello }' }, { accept: 'image/png' })).status).toBe(406);
  });

  it('does nothing for who would not take the answer', async () => {
    const before = fixture.seen.touched;
    const query = 'mutation { touch }';
    for (const accept of ['image/png', 'text/html', 'application/json;q=0']) {
      const { status, body } = await post(fixture.url, { query }, { accept });
      expect(status).toBe(406);
      expect(body.errors![0]!.message).toBe('Answers are application/json or application/graphql-response+json; the accept header takes neither.');
    }
    expect(fixture.seen.touched).toBe(before);
    await post(fixture.url, { query });
    expect(fixture.seen.touched).toBe(before + 1);
  });

  it('answers a refused operation 200 in plain JSON and 400 in the GraphQL media type', async () => {
    for (const query of ['{', '{ nothing }']) {
      expect((await post(fixture.url, { query })).status).toBe(200);
      expect((await post(fixture.url, { query }, { accept: 'application/graphql-response+json' })).status).toBe(400);
    }
  });

  it('does not take persisted queries', async () => {
    const { body } = await post(fixture.url, { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } });
    expect(body.errors![0]!.extensions.code).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
  });
});

describe('GET /graphql', () => {
  it('answers a query', async () => {
    expect(await (await get(`/graphql?query=${encodeURIComponent('query ($n: String) { hello(name: $n) }')}&variables=${encodeURIComponent('{"n":"Ann"}')}`)).json()).toEqual({
      data: { hello: 'Hello Ann' },
    });
  });

  it('does not run a mutation', async () => {
    const before = fixture.seen.touched;
    const reply = await get(`/graphql?query=${encodeURIComponent('mutation { touch }')}`);
    expect(reply.status).toBe(405);
    expect(reply.headers.get('allow')).toBe('POST');
    expect(fixture.seen.touched).toBe(before);
    await post(fixture.url, { query: 'mutation { touch }' });
    expect(fixture.seen.touched).toBe(before + 1);
  });

  it('is refused without the header that a foreign page cannot send', async () => {
    const { status, body } = await read(await get('/graphql?query={hello}', {}));
    expect(status).toBe(400);
    expect(body.errors![0]!.message).toContain('CSRF');
  });
});

describe('other methods and paths', () => {
  it.each(['PUT', 'DELETE', 'PATCH', 'HEAD', 'TRACE-ish'])('%s /graphql is not allowed', async (method) => {
    const reply = await fetch(`${fixture.url}/graphql`, { method }).catch(() => undefined);
    // A method that HTTP does not know ends in the parser.
    if (method === 'TRACE-ish') return expect(reply?.status ?? 400).toBe(400);
    expect(reply!.status).toBe(405);
    expect(reply!.headers.get('allow')).toBe('GET, POST, OPTIONS');
  });

  it('OPTIONS says what is allowed and gives no foreign origin anything', async () => {
    const reply = await fetch(`${fixture.url}/graphql`, { method: 'OPTIONS', headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' } });
    expect(reply.status).toBe(204);
    expect(reply.headers.get('allow')).toBe('GET, POST, OPTIONS');
    expect(reply.headers.get('access-control-allow-origin')).toBeNull();
  });

  it.each(['/', '/graphql/', '/Graphql', '/graphqlx', '/%67raphql', '//graphql', '/graphiql', '/health', '/..%2fgraphql'])('%s is not found, in JSON', async (path) => {
    const reply = await get(path);
    expect(reply.status).toBe(404);
    expect(await reply.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
  });

  it('keeps the connection for the next request', async () => {
    const reply = await get('/health/live');
    expect(reply.headers.get('connection')).toBe('keep-alive');
  });
});

describe('the id of a request', () => {
  it('is the caller\'s own where it is fit for a log line', async () => {
    const { headers, body } = await post(fixture.url, { query: '{ requestId }' }, { 'x-request-id': 'abc-123.x_Y' });
    expect(body.data).toEqual({ requestId: 'abc-123.x_Y' });
    expect(headers.get('x-request-id')).toBe('abc-123.x_Y');
  });

  it.each(['', 'a b', 'x'.repeat(65), 'a"b', 'é'])('is a new one instead of %j', async (given) => {
    const { headers, body } = await post(fixture.url, { query: '{ requestId }' }, { 'x-request-id': given });
    expect(body.data!.requestId).toMatch(/^[0-9a-f]{12}-[0-9a-z]{1,11}$/);
    expect(headers.get('x-request-id')).toBe(body.data!.requestId);
  });
});

describe('a schema that changes while the server runs', () => {
  const before = buildSchema('type Query { old: String kept: String }');
  const after = buildSchema('type Query { new: String kept: String }');

  it('is followed by validation, also for documents seen before', async () => {
    const changing = await startFixture({ schema: before });
    try {
      const ask = async (query: string) => (await post(changing.url, { query })).body.errors?.[0]?.message ?? 'ok';
      expect(await ask('{ old }')).toBe('ok');
      expect(await ask('{ new }')).toMatch(/Cannot query field "new"/);
      changing.change(after);
      expect(await ask('{ old }')).toMatch(/Cannot query field "old"/);
      expect(await ask('{ new }')).toBe('ok');
      expect(await ask('{ kept }')).toBe('ok');
    } finally {
      await changing.close();
    }
  });

  it('stays as it was when the new one is not valid', async () => {
    const changing = await startFixture({ schema: before });
    try {
      changing.change(buildSchema('type Query { new: String } input Empty'));
      expect((await post(changing.url, { query: '{ old }' })).body).toEqual({ data: { old: null } });
      expect(changing.logged.map(({ msg }) => msg)).toContain('a new schema is not valid; the old one stays');
    } finally {
      await changing.close();
    }
  });
});

describe('introspection', () => {
  it.each([
    [true, undefined],
    [false, 'GRAPHQL_VALIDATION_FAILED'],
  ])('%s follows the setting', async (introspection, code) => {
    const own = await startFixture({ introspection });
    try {
      const { body } = await post(own.url, { query: '{ __schema { queryType { name } } }' });
      expect(body.errors?.[0]?.extensions.code).toBe(code);
    } finally {
      await own.close();
    }
  });
});

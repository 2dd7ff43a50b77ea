/** Who asks, over HTTP: every way into `/graphql` wants to know, before it reads what is asked; what is no data is open. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { startGateway } from '../../src/server/main.ts';
import { audience, bearer, callerFiles, issuer, keysText, sha256, startIssuer, token, type CallerFiles, type Issuer } from '../support/callers.ts';
import { startRecordedGateway, type RecordedGateway } from '../support/gateway.ts';
import { rootFieldsOf } from '../support/rootFields.ts';
import { startSandboxGateway, type SandboxGateway } from '../support/sandboxGateway.ts';
import { upload } from '../support/upload.ts';

let files: CallerFiles;
beforeAll(() => void (files = callerFiles()));
afterAll(() => files.remove());

const query = '{ account(accountReference: "ACC-0015") { currency } }';
const json = { 'content-type': 'application/json' };

describe('a gateway that knows callers', () => {
  let graph: SandboxGateway;
  let url: string;
  beforeAll(async () => {
    const keys = files.keys([{ name: 'desk', scopes: ['receeve:read'] }, { name: 'files', scopes: ['receeve:write'] }]);
    graph = await startSandboxGateway({ GATEWAY_API_KEYS_FILE: keys, GATEWAY_JWT_SECRET: 'a shared key of at least 32 bytes.' });
    ({ url } = graph.gateway);
  }, 180_000);
  afterAll(() => graph.close());

  const post = (headers: Record<string, string>, body = JSON.stringify({ query })): Promise<Response> => fetch(`${url}/graphql`, { method: 'POST', headers: { ...json, ...headers }, body });

  it('answers a key and a token, by POST and by GET', async () => {
    for (const headers of [files.as('desk'), bearer(await token('a shared key of at least 32 bytes.', { scope: 'receeve:read' }))]) {
      expect(await (await post(headers)).json()).toEqual({ data: { account: { currency: 'EUR' } } });
      const got = await fetch(`${url}/graphql?query=${encodeURIComponent(query)}`, { headers: { ...headers, 'apollo-require-preflight': 'true' } });
      expect(await got.json()).toEqual({ data: { account: { currency: 'EUR' } } });
    }
  });

  it.each<[string, () => Promise<Response>]>([
    ['a POST', () => post({})],
    ['a POST of a document that was run before', () => post({})],
    ['a POST with a key that nobody has', () => post({ 'x-api-key': 'x' })],
    ['a GET', () => fetch(`${url}/graphql?query=${encodeURIComponent(query)}`, { headers: { 'apollo-require-preflight': 'true' } })],
    ['a GET of nothing but the type', () => fetch(`${url}/graphql?query={__typename}`, { headers: { 'apollo-require-preflight': 'true' } })],
    ['a POST that is no JSON', () => post({}, '{')],
    ['a POST of a type that is not taken', () => post({ 'content-type': 'text/csv' })],
    ['a file', () => post({ 'content-type': 'multipart/form-data; boundary=x', 'apollo-require-preflight': 'true' }, '--x--')],
  ])('refuses %s without either with 401, what would be taken, and nothing else', async (_, send) => {
    graph.reset();
    const response = await send();
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="collectgraph", ApiKey realm="collectgraph", header="X-API-Key"');
    const body = (await response.json()) as { errors: { message: string; extensions: object }[] };
    expect(body).toEqual({ errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED', requestId: response.headers.get('x-request-id') } }] });
    expect(graph.counts()).toEqual({});
  });

  it('refuses both at once', async () => {
    const response = await post({ ...files.as('desk'), authorization: 'Bearer x' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });

  it('answers before the body has come, and does not wait for it', async () => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(`POST /graphql HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncontent-type: application/json\r\ncontent-length: 1000000\r\n\r\n{"query":`);
    const answer = await new Promise<string>((resolve) => socket.once('data', (chunk: Buffer) => resolve(chunk.toString())));
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    socket.destroy();
  });

  it('takes a file from a caller with the scope, and from no other', async () => {
    const [field] = rootFieldsOf(graph.gateway.graph.schema, 'mutation').filter(({ name }) => name === 'uploadFiles');
    const { query: mutation, variables, file: at } = field!;
    const ask = (name: string) => upload(graph, { query: mutation, variables, at: at!, file: new File(['x'], 'a.pdf', { type: 'application/pdf' }), headers: { 'apollo-require-preflight': 'true', ...files.as(name) } });
    graph.reset();
    const refused = await ask('desk');
    expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', system: 'receeve', operation: 'uploadFiles' });
    expect(graph.counts()).toEqual({});
    await ask('files');
    expect(Object.keys(graph.counts())).toHaveLength(1);
  });

  it('leaves open what holds no data: health and GraphiQL', async () => {
    for (const path of ['/health/live', '/health/ready']) expect((await fetch(url + path)).status).toBe(200);
    const page = await fetch(`${url}/graphiql`);
    expect([200, 404]).toContain(page.status); // 404 where it is not built
    expect((await fetch(`${url}/graphql`, { method: 'OPTIONS' })).status).toBe(204);
  });

  it('answers introspection to whoever is somebody, whatever his scopes', async () => {
    const response = await post(bearer(await token('a shared key of at least 32 bytes.')), JSON.stringify({ query: '{ __schema { queryType { name } } __typename }' }));
    expect(await response.json()).toEqual({ data: { __schema: { queryType: { name: 'Query' } }, __typename: 'Query' } });
  });
});

describe('what a caller shows', () => {
  it('stands in no log line and in no answer, right or wrong', async () => {
    const lines: string[] = [];
    const key = 'SEEDED-key-that-is-known';
    const secret = 'SEEDED-secret-of-at-least-32-bytes';
    const file = files.write('seeded.yaml', keysText([{ name: 'desk', secret: key, scopes: ['receeve:read'] }]));
    const tenants = files.tenants({ acme: { CM_CLIENT_ID: 'SEEDED-client', CM_CLIENT_SECRET: 'SEEDED-client-secret' } });
    const gateway = await startGateway({
      env: { GATEWAY_MODE: 'sandbox', PORT: '0', LOG_LEVEL: 'trace', GATEWAY_API_KEYS_FILE: file, GATEWAY_JWT_SECRET: secret, GATEWAY_TENANTS_FILE: tenants, GATEWAY_RATE_LIMIT: '3' },
      log: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }),
    });
    const good = await token(secret, { sub: 'user-1', scope: 'receeve:read SEEDED:read', tenant: 'acme' });
    const shown: Record<string, string>[] = [
      { 'x-api-key': key }, { 'x-api-key': `${key}-wrong` }, bearer(good), bearer(`${good}x`), bearer(await token(secret, { sub: 'user-1', tenant: 'SEEDED-tenant' })),
      bearer('SEEDED.SEEDED.SEEDED'), { authorization: 'Basic SEEDED' }, { 'x-api-key': key, ...bearer(good) }, ...Array.from({ length: 4 }, () => bearer(good)),
    ];
    const answers: string[] = [];
    for (const headers of shown) {
      const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify({ query: '{ account(accountReference: "ACC-0015") { currency } contactStatus(contactId: "a") { status } }' }) });
      answers.push(JSON.stringify([...response.headers]), await response.text());
    }
    answers.push(await (await fetch(`${gateway.url}/health/ready`)).text());
    await gateway.close();
    expect(answers.join()).toContain('FORBIDDEN');
    expect(answers.join()).toContain('LIMIT_EXCEEDED');
    expect(lines.length).toBeGreaterThan(0);
    expect([...lines, ...answers].filter((text) => text.includes('SEEDED'))).toEqual([]);
    const hashes = [key, good].map((text) => sha256(text));
    expect([...lines, ...answers].filter((text) => hashes.some((hash) => text.includes(hash)))).toEqual([]);
  });
});

describe('a limit of requests', () => {
  it('is told with the time to come back, before anything is read, and is no other caller\'s', async () => {
    const graph = await startSandboxGateway({ GATEWAY_RATE_LIMIT: '2', GATEWAY_API_KEYS_FILE: files.keys([{ name: 'hasty', scopes: ['*'] }, { name: 'calm', scopes: ['*'] }]) });
    const statuses: number[] = [];
    for (const name of ['hasty', 'hasty', 'hasty', 'calm']) {
      const response = await fetch(`${graph.gateway.url}/graphql`, { method: 'POST', headers: { ...json, ...files.as(name) }, body: JSON.stringify({ query: '{ __typename }' }) });
      statuses.push(response.status);
      const body = await response.json();
      if (response.status !== 429) continue;
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(body).toMatchObject({ errors: [{ extensions: { code: 'LIMIT_EXCEEDED' } }] });
    }
    expect(statuses).toEqual([200, 200, 429, 200]);
    await graph.close();
  });
});

describe('an issuer of tokens', () => {
  let server: Issuer;
  let graph: RecordedGateway;
  beforeAll(async () => {
    server = await startIssuer();
    graph = await startRecordedGateway({ env: { GATEWAY_JWKS_URL: server.url, GATEWAY_JWT_ISSUER: issuer, GATEWAY_JWT_AUDIENCE: audience } });
  }, 180_000);
  afterAll(async () => {
    await graph.close();
    await server.close();
  });

  it('is asked for its keys when the first token comes, and once', async () => {
    expect(server.asked()).toBe(0);
    const key = await server.addKey('k1', 'ES256');
    graph.vendors.receeve.answer({ headers: json, body: { currency: 'EUR' } });
    const headers = await Promise.all(Array.from({ length: 10 }, async (_, index) => bearer(await token(key, { sub: `s${index}`, scope: 'receeve:read' }, { alg: 'ES256', kid: 'k1' }))));
    for (const answer of await Promise.all(headers.map((one) => graph.ask(query, {}, one)))) expect(answer).toEqual({ data: { account: { currency: 'EUR' } } });
    expect(server.asked()).toBe(1);
  });

  it('that cannot be reached lets nobody in and sends nobody away: 503, come back', async () => {
    const away = await startIssuer();
    const key = await away.addKey('k1', 'ES256');
    await away.close();
    const other = await startRecordedGateway({ env: { GATEWAY_JWKS_URL: away.url, GATEWAY_JWT_ISSUER: issuer, GATEWAY_JWT_AUDIENCE: audience } });
    const response = await fetch(`${other.gateway.url}/graphql`, { method: 'POST', headers: { ...json, ...bearer(await token(key, { scope: '*' }, { alg: 'ES256', kid: 'k1' })) }, body: JSON.stringify({ query }) });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_READY' } }] });
    expect(other.vendors.receeve.requests).toEqual([]);
    await other.close();
  });
});

describe('a gateway that knows no callers', () => {
  it('does not start where others could reach it', async () => {
    const start = startGateway({ env: { GATEWAY_MODE: 'sandbox', HOST: '0.0.0.0', PORT: '0' }, log: pino({ level: 'silent' }) });
    await expect(start).rejects.toThrow('HOST is 0.0.0.0 and no caller is configured');
    await expect(startGateway({ env: { GATEWAY_MODE: 'sandbox', PORT: '0' }, host: '::', log: pino({ level: 'silent' }) })).rejects.toThrow('HOST is :: and no caller is configured');
  });

  it('answers on this machine, and no page that comes by another name', async () => {
    const graph = await startSandboxGateway();
    expect(await graph.ask(query)).toEqual({ data: { account: { currency: 'EUR' } } });
    const { hostname, port } = new URL(graph.gateway.url);
    graph.reset();
    const socket = connect(Number(port), hostname);
    const body = JSON.stringify({ query });
    socket.write(`POST /graphql HTTP/1.1\r\nhost: evil.example:${port}\r\norigin: http://evil.example:${port}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`);
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
      socket.once('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 403 [^]*"FORBIDDEN"/);
    expect(graph.counts()).toEqual({});
    await graph.close();
  });

  it('starts anywhere once it knows some', async () => {
    const gateway = await startGateway({ env: { GATEWAY_MODE: 'sandbox', HOST: '0.0.0.0', PORT: '0', GATEWAY_API_KEYS_FILE: files.keys([{ name: 'desk', scopes: ['*'] }]) }, log: pino({ level: 'silent' }) });
    expect((await fetch(`http://127.0.0.1:${new URL(gateway.url).port}/graphql`, { method: 'POST', headers: json, body: JSON.stringify({ query }) })).status).toBe(401);
    await gateway.close();
  });
});

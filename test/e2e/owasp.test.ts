/**
 * The points of the OWASP GraphQL Cheat Sheet, each tried from outside: the gateway in live mode as it
 * starts without any setting of its own, and four vendors that record what reaches them.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { readConfig } from '../../src/config.ts';
import { startRecordedGateway } from '../support/gateway.ts';
import type { RecordedGateway, VendorName } from '../support/gateway.ts';

const json = { 'content-type': 'application/json' };
const folder = mkdtempSync(join(tmpdir(), 'collectgraph-owasp-'));
const key = 'only-for-this-test-and-for-no-other-place';

let graph: RecordedGateway;
let guarded: RecordedGateway;
beforeAll(async () => {
  const keys = join(folder, 'keys.yaml');
  writeFileSync(keys, `keys:\n  - { name: reader, sha256: ${createHash('sha256').update(key).digest('hex')}, scopes: ["receeve:read"] }\n`, { mode: 0o600 });
  // What a caller writes on purpose need not be what the vendor's document allows.
  graph = await startRecordedGateway({ unchecked: ['receeve', 'ucollect', 'cm', 'collectmaxx'] });
  guarded = await startRecordedGateway({ env: { GATEWAY_API_KEYS_FILE: keys } });
});
beforeEach(() => {
  for (const one of [graph, guarded]) {
    one.reset();
    one.vendors.receeve.answer({ headers: json, body: {} });
    one.vendors.ucollect.answer({ headers: json, body: '"OK"' });
    one.vendors.cm.answer({ headers: json, body: {} });
    one.vendors.collectmaxx.answer({ headers: json, body: { data: {} } });
  }
});
afterAll(async () => {
  await graph.close();
  await guarded.close();
  rmSync(folder, { recursive: true });
});

const names: VendorName[] = ['receeve', 'ucollect', 'cm', 'collectmaxx'];
const requests = (of = graph) => names.flatMap((name) => of.vendors[name].requests);
const codes = ({ errors }: { errors?: { extensions: Record<string, unknown> }[] }) => errors?.map(({ extensions }) => extensions['code']);
const post = (body: unknown, headers: Record<string, string> = {}, of = graph) => fetch(`${of.gateway.url}/graphql`, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) });

describe('input validation', () => {
  it.each<[string, string, Record<string, unknown>?]>([
    ['a day that is none', 'query($d: Date!) { events(eventType: "e", date: $d) { numberOfPages } }', { d: '2025-02-30' }],
    ['a number for text', 'query($a: String!) { account(accountReference: $a) { currency } }', { a: 7 }],
    ['a word that is not in the enum', '{ accountClaims(accountReference: "A", status: EVERYTHING) { numberOfPages } }'],
    ['a field that is required and absent', 'mutation { createPromisesToPay(input: [{ claimReference: "C" }]) { success } }'],
    ['a field that there is not', 'mutation($i: [PromiseToPayInput!]!) { createPromisesToPay(input: $i) { success } }', { i: [{ claimReference: 'C', amount: 1, currency: 'EUR', dueDate: '2025-01-01', isAdmin: true }] }],
    ['an amount with too many decimals', 'mutation { createPaymentLink(input: { amount: "10.001", currency: "EUR" }) { ref } }'],
    ['a number that JavaScript rounds', 'mutation($a: SafeInt!) { createPromisesToPay(input: [{ claimReference: "C", amount: $a, currency: "EUR", dueDate: "2025-01-01" }]) { success } }', { a: 2 ** 60 }],
    ['the same key twice', 'mutation { createPromisesToPay(input: [{ claimReference: "C", amount: 1, currency: "EUR", dueDate: "2025-01-01" }, { claimReference: "C", amount: 2, currency: "EUR", dueDate: "2025-01-01" }]) { success } }'],
  ])('%s is refused, and nobody asked', async (...row) => {
    const [, query, variables] = row.slice(0, 3) as [string, string, Record<string, unknown>?];
    const answer = await graph.ask(query, variables);
    expect(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']).toContain(codes(answer)?.[0]);
    expect(requests()).toEqual([]);
  });
});

describe('injection', () => {
  const texts = ["' OR 1=1 --", '"}{"a":"b', '../../../etc/passwd', 'a&admin=true', 'a?b#c', 'a\r\nx-injected: 1', '${jndi:ldap://x}', '{{7*7}}', '$(id)', '<script>alert(1)</script>', '%2e%2e%2f', '}) { __typename } #', '\u0000', '__proto__'];

  it.each(texts)('of %j stays one value of the query, whose path does not change', async (text) => {
    await graph.ask('query($a: String!) { account(accountReference: $a) { currency } }', { a: text });
    const { url, headers } = graph.vendors.receeve.only();
    const [path, query = ''] = url.split('?');
    expect(path).toMatch(/^\/v1\/[0-9a-f-]{36}\/get_account$/);
    expect(query).toBe(`accountReference=${encodeURIComponent(text).replace(/[!'()*]/g, (one) => (query.includes(one) ? one : `%${one.charCodeAt(0).toString(16).toUpperCase()}`))}`);
    expect([...new URLSearchParams(query)]).toEqual([['accountReference', text]]);
    expect(headers['x-injected']).toBeUndefined();
  });

  it.each(texts)('of %j stays one segment of a path', async (text) => {
    await graph.ask('query($r: String!) { paymentLink(reference: $r) { ref } }', { r: text });
    const { url } = graph.vendors.cm.only();
    const segments = url.split('/');
    expect(segments.slice(0, 3)).toEqual(['', 'paymentlink', 'v1']);
    expect(segments).toHaveLength(4);
    expect(decodeURIComponent(segments[3] ?? '')).toBe(text);
  });

  it.each(texts)('of %j stays one text of a body', async (text) => {
    await graph.ask('mutation($i: [AccountMetaInput!]!) { updateAccountMeta(input: $i) { success } }', { i: [{ accountReference: text, meta: { [text]: text } }] });
    const body = JSON.parse(graph.vendors.receeve.only().body.toString('utf8')) as object;
    expect(Object.entries(body).map(([name, meta]) => [name, Object.entries(meta as object)])).toEqual([[text, [[text, text]]]]);
  });

  it.each(texts)('of %j stays one text of a query to the remote graph', async (text) => {
    await graph.ask('query($n: String!) { import { batches(filters: { name: { equalTo: $n } }) { items { name } } } }', { n: text });
    const { query, variables } = JSON.parse(graph.vendors.collectmaxx.only().body.toString('utf8')) as { query: string; variables: Record<string, unknown> };
    expect(query).not.toContain(text === '__proto__' ? '"__proto__"' : text);
    expect(Object.values(variables)).toEqual([text]);
  });
});

describe('denial of service', () => {
  it.each([
    ['depth', `{ account(accountReference: "A") ${'{ claims { account '.repeat(8)} { currency } ${'} }'.repeat(8)} }`],
    ['amount', '{ accountClaims(accountReference: "A", limit: 99999999) { items { claimReference } } }'],
    ['cost', `{ account(accountReference: "A") ${'{ claims { account '.repeat(5)} { currency } ${'} }'.repeat(5)} }`],
    ['guesses at many references', `{ ${Array.from({ length: 60 }, (_, i) => `a${i}: account(accountReference: "A${i}") { currency }`).join(' ')} }`],
    ['aliases', `{ ${Array.from({ length: 200 }, (_, i) => `a${i}: account(accountReference: "A") { currency }`).join(' ')} }`],
    ['size', `{ __typename #${'x'.repeat(300_000)}\n}`],
  ])('by %s is refused', async (_, query) => {
    expect(codes(await graph.ask(query))).toEqual(['LIMIT_EXCEEDED']);
    expect(requests()).toEqual([]);
  });

  it('by batches of operations is refused', async () => {
    const response = await post([{ query: '{ __typename }' }, { query: '{ __typename }' }]);
    expect(response.status).toBe(400);
  });

  it('by a vendor that does not answer ends with the time of the call', async () => {
    const slow = await startRecordedGateway({ env: { UPSTREAM_TIMEOUT_MS: '200', REQUEST_DEADLINE_MS: '1000', UPSTREAM_RETRIES: '0' } });
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    try {
      slow.vendors.receeve.answer(() => held.then(() => ({})));
      expect(codes(await slow.ask('{ account(accountReference: "A") { currency } }'))).toEqual(['UPSTREAM_TIMEOUT']);
    } finally {
      release();
      await slow.close();
    }
  }, 30_000);
});

describe('access control', () => {
  it('refuses who shows nothing, before anything is read', async () => {
    for (const headers of [{}, { 'x-api-key': 'wrong' }, { authorization: 'Bearer x' }, { authorization: `Bearer ${key}` }] as Record<string, string>[]) {
      const response = await post({ query: '{ account(accountReference: "A") { currency } }' }, headers, guarded);
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    }
    expect(requests(guarded)).toEqual([]);
  });

  it('refuses each field out of reach at its place, its siblings survive', async () => {
    const answer = (await (await post({ query: '{ account(accountReference: "A") { currency } paymentLink(reference: "P") { ref } }' }, { 'x-api-key': key }, guarded)).json()) as { data: unknown; errors: { path: string[]; extensions: Record<string, unknown> }[] };
    expect(answer.data).toEqual({ account: { currency: null }, paymentLink: null });
    expect(answer.errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual([[['paymentLink'], 'FORBIDDEN']]);
    expect(guarded.vendors.cm.requests).toEqual([]);
  });

  it('refuses to write who may only read, under whatever name or fragment', async () => {
    for (const query of [
      'mutation { removeAccountScores: updateAccountMeta(input: [{ accountReference: "A", meta: {} }]) { success } }',
      'mutation { ...M } fragment M on Mutation { updateAccountMeta(input: [{ accountReference: "A", meta: {} }]) { success } }',
    ]) {
      const answer = (await (await post({ query }, { 'x-api-key': key }, guarded)).json()) as { errors: { extensions: Record<string, unknown> }[] };
      expect(codes(answer)).toEqual(['FORBIDDEN']);
    }
    expect(requests(guarded)).toEqual([]);
  });
});

describe('what the schema tells', () => {
  it.each([
    ['of everything', getIntrospectionQuery()],
    ['of names', '{ __schema { types { name } } }'],
    ['of one type', '{ __type(name: "Query") { name } }'],
    ['under other names', '{ a: __schema { b: queryType { name } } }'],
    ['in a fragment', 'query { ...A } fragment A on Query { __type(name: "Claim") { fields { name } } }'],
  ])('is nothing by introspection %s', async (_, query) => {
    const answer = await graph.ask(query);
    expect(answer.data).toBeUndefined();
    expect(new Set(codes(answer))).toEqual(new Set(['GRAPHQL_VALIDATION_FAILED']));
  });

  it('is nothing by a page to try it', async () => {
    for (const path of ['/graphiql', '/graphiql/', '/graphiql/index.html', '/playground', '/']) expect((await fetch(`${graph.gateway.url}${path}`, { headers: { accept: 'text/html' } })).status).toBe(404);
  });

  it.each<[string, Record<string, unknown>?]>([
    ['{ acount(accountReference: "A") { currency } }'],
    ['{ account(accountReferenc: "A") { currency } }'],
    ['{ account(accountReference: "A") { curency } }'],
    ['{ accountClaims(accountReference: "A", status: ACTIV) { numberOfPages } }'],
    ['query($a: Accoun) { __typename }'],
    ['{ ... on Qery { __typename } }'],
    ['mutation { createPromisesToPay(input: [{ claimReferenc: "C" }]) { success } }'],
    ['{ __typename @skp(if: true) }'],
    ['query($i: [PromiseToPayInput!]!) { __typename } mutation M($i: [PromiseToPayInput!]!) { createPromisesToPay(input: $i) { success } }'.slice(44), { i: [{ claimReferenc: 'C' }] }],
    ['query($s: ClaimStatus) { accountClaims(accountReference: "A", status: $s) { numberOfPages } }', { s: 'ACTIV' }],
  ])('is nothing by suggestions: %s', async (...row) => {
    const [query, variables] = row.slice(0, 2) as [string, Record<string, unknown>?];
    for (let time = 0; time < 3; time++) {
      const { errors } = await graph.ask(query, variables);
      expect(errors?.length).toBeGreaterThan(0);
      expect(JSON.stringify(errors)).not.toMatch(/did you mean/i);
    }
  });
});

describe('excessive errors', () => {
  it.each([
    ['a vendor that says too much', { status: 500, headers: json, body: { stack: 'Error: at secret.js:1', sql: 'SELECT * FROM debtors', password: 'hunter2' } }],
    ['a vendor that answers something else', { status: 200, headers: json, body: '<html>secret.js hunter2</html>' }],
    ['a vendor that redirects', { status: 302, headers: { location: 'http://hunter2.example/secret.js' } }],
  ])('are not made of %s', async (_, answer) => {
    graph.vendors.receeve.answer(answer);
    const text = JSON.stringify(await graph.ask('{ account(accountReference: "A") { currency } }'));
    expect(text).toContain('"code":"UPSTREAM_');
    expect(text).not.toMatch(/secret\.js|hunter2|SELECT|stack|node_modules|127\.0\.0\.1|file:\/\//);
  });

  it.each(['{', 'nonsense', '', '\u0000', '{"query":1}', '{"query":"{"}', '{"query":"{ __typename }","variables":"x"}', '{"query":"{ __typename }","extensions":[]}'])('are not made of %j', async (body) => {
    const response = await fetch(`${graph.gateway.url}/graphql`, { method: 'POST', headers: json, body });
    const text = await response.text();
    expect(response.status).toBeLessThan(500);
    expect(text).not.toMatch(/stack|node_modules|\.ts:|\.js:|file:\/\//);
    expect(JSON.parse(text)).toMatchObject({ errors: [{ message: expect.any(String) }] });
  });
});

describe('requests made in the name of the gateway', () => {
  const targets = ['http://169.254.169.254/latest/meta-data/', 'file:///etc/passwd', '//evil.example/x', 'http://evil.example@127.0.0.1/', 'gopher://127.0.0.1:6379/_FLUSHALL', 'https://[::1]/', '\\\\evil.example\\x'];

  it.each(targets)('go to the vendor alone, whatever URL is given: %s', async (target) => {
    await graph.ask('query($u: String!) { message(messageURL: $u) { subject } }', { u: target });
    const { url, headers } = graph.vendors.receeve.only();
    expect(url).toMatch(/^\/v1\/[0-9a-f-]{36}\/get_message\?messageURL=/);
    expect(headers.host).toBe(graph.gateway.systems.find(({ name }) => name === 'receeve')?.host);
    expect(requests()).toHaveLength(1);
  });

  it('do not follow a redirect', async () => {
    graph.vendors.receeve.answer({ status: 307, headers: { location: graph.gateway.url } });
    expect(codes(await graph.ask('{ message(messageURL: "a") { subject } }'))).toEqual(['UPSTREAM_INVALID_RESPONSE']);
    expect(requests()).toHaveLength(1);
  });
});

describe('mass assignment', () => {
  const create = 'mutation($i: CreatePaymentLinkInput!) { createPaymentLink(input: $i) { ref } }';

  it.each(['status', 'paid', 'isAdmin', 'client_id', 'constructor', '__proto__', 'toString'])('of %s is refused', async (name) => {
    const input = JSON.parse(`{ "amount": "10.00", "currency": "EUR", ${JSON.stringify(name)}: { "a": 1 } }`) as Record<string, unknown>;
    const answer = await graph.ask(create, { i: input });
    expect(answer.data?.createPaymentLink ?? null).toBeNull();
    expect(answer.errors?.length).toBeGreaterThan(0);
    expect(requests()).toEqual([]);
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  });

  it('of what is configuration is not possible: no argument has that name', async () => {
    for (const argument of ['clientId: "x"', 'authorization: "x"', 'Authorization: "x"', 'baseURL: "x"']) {
      expect(codes(await graph.ask(`{ account(accountReference: "A", ${argument}) { currency } }`))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    }
    await post({ query: '{ account(accountReference: "A") { currency } }' }, { 'x-forwarded-host': 'evil.example', authorization: 'x', clientid: 'x' });
    expect(graph.vendors.receeve.requests.every(({ headers, url }) => !JSON.stringify([headers, url]).includes('evil'))).toBe(true);
    expect(graph.vendors.receeve.requests.every(({ headers }) => headers.authorization !== 'x')).toBe(true);
  });
});

describe('a request forged by another site', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])('as %j is refused, and nobody asked', async (type) => {
    const body = JSON.stringify({ query: 'mutation { updateAccountMeta(input: [{ accountReference: "A", meta: {} }]) { success } }' });
    const response = await fetch(`${graph.gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': type }, body });
    expect(response.status).toBe(400);
    expect(requests()).toEqual([]);
  });

  it('by GET is refused, and nobody asked', async () => {
    for (const query of ['mutation { updateAccountMeta(input: [{ accountReference: "A", meta: {} }]) { success } }', '{ account(accountReference: "A") { currency } }']) {
      const response = await fetch(`${graph.gateway.url}/graphql?query=${encodeURIComponent(query)}`);
      expect(response.status).toBe(400);
    }
    expect(requests()).toEqual([]);
  });
});

describe('what is not set', () => {
  it('is safe', () => {
    const config = readConfig({ GATEWAY_MODE: 'live', CM_CLIENT_ID: 'a', CM_CLIENT_SECRET: 'b' }, [{ name: 'cm', variables: [], credentials: [{ name: 'oauth2', type: 'OAUTH2', tokenPath: '/t', client: 'FORM' }], baseURL: 'https://cm.example' }] as unknown as Parameters<typeof readConfig>[1]);
    expect(config).toMatchObject({ host: '127.0.0.1', introspection: false, graphiql: false, stacktraces: false, corsOrigins: undefined, maxDepth: 15, maxAliases: 100, maxTokens: 10_000 });
  });
});

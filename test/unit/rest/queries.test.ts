import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { graphql, printSchema } from 'graphql';
import { startHarness, type Harness } from '../../support/documents.ts';

const hostile = 'a/../b?c=1#d%2f é';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness(`
    type Query {
      account(triggerName: String, accountReference: String!): Account
        @rest(source: "test", GET: "/v1/{clientId}/get_account?triggerName={triggerName}&accountReference={accountReference}", nullOn: [404], credential: "key")
      link(reference: String!, limit: Int, active: Boolean, on: Date, tags: [String], joined: [Status!] @list(explode: false), piped: [String!] @list(explode: false, separator: "|")): Account
        @rest(source: "test", GET: "/link/v1/{reference}/status.json?fixed=a%20b&limit={limit}&active={active}&on={on}&tags={tags}&joined={joined}&piped={piped}&range=from:{limit}")
      status(ledger: String @default(variable: "ledger")): String @rest(source: "test", GET: "/extension?ledger={ledger}", answer: TEXT)
      headed(trace: String, id: String!): Account @rest(source: "test", GET: "/headed", headers: [{ name: "X-Trace", value: "t-{trace}" }, { name: "X-Id", value: "{id}" }, { name: "X-Fixed", value: "yes" }])
      url(org: String!, contactId: String!): String @rest(source: "test", URL: "/paynow/index/?org={org}&contactID={contactId}")
      claims(accountReference: String!): ClaimPage @rest(source: "test", GET: "/claims/{accountReference}")
      landingPageURL(claimReference: String!): String @rest(source: "test", GET: "/landing?claimReference={claimReference}", select: "URL", nullOn: [404])
      exists(id: String!): Boolean @rest(source: "test", HEAD: "/exists/{id}", answer: NONE, nullOn: [404])
      pair(a: String!, b: String!): Account @rest(source: "test", GET: "/pair/{a}{b}")
    }
    enum Status { NO_ANSWER @wire(value: "no answer") OPEN }
    type Account { accountReference: String! @inherit  currency: String }
    type ClaimPage @bare(field: "items") { items: [Claim!] @wire(name: "results")  paginationId: String }
    type Claim { claimReference: String @wire(name: "ref") status: Status amount: SafeInt }
  `);
});
beforeEach(() => {
  harness.server.reset();
  harness.server.answer({ body: {} });
});
afterAll(() => harness.close());

describe('the call of a query', () => {
  it('goes out as the template says, with its credential named and no body', async () => {
    harness.server.answer({ body: { currency: 'EUR' } });
    expect(await harness.run('{ account(accountReference: "A 1") { accountReference currency } }')).toEqual({ data: { account: { accountReference: 'A 1', currency: 'EUR' } } });
    const request = harness.server.only();
    expect([request.method, request.url, request.body.length]).toEqual(['GET', '/v1/c-1/get_account?accountReference=A%201', 0]);
    expect(request.headers).toMatchObject({ accept: 'application/json' });
    expect(harness.system.calls.at(-1)).toEqual({
      operation: 'account', method: 'GET', path: '/v1/c-1/get_account?accountReference=A%201', headers: { accept: 'application/json' }, read: true, write: false, credential: 'key', accept: [404],
    });
  });

  it('keeps a hostile id in its place, in the query and in the path', async () => {
    await harness.run('query ($id: String!) { account(accountReference: $id) { currency } link(reference: $id) { currency } }', { id: hostile });
    const encoded = 'a%2F..%2Fb%3Fc%3D1%23d%252f%20%C3%A9';
    expect(harness.server.requests.map(({ url }) => url).sort()).toEqual([`/link/v1/${encoded}/status.json?fixed=a%20b`, `/v1/c-1/get_account?accountReference=${encoded}`]);
    expect(decodeURIComponent(encoded)).toBe(hostile);
  });

  it.each([['.', '%2E'], ['..', '%2E%2E'], ['...', '...'], ['%2e%2e', '%252e%252e'], ['..\\', '..%5C']])('sends the path value %j as %s', async (reference, sent) => {
    await harness.run('query ($reference: String!) { link(reference: $reference) { currency } claims(accountReference: $reference) { paginationId } }', { reference });
    expect(harness.server.requests.map(({ url }) => url).sort()).toEqual([`/claims/${sent}`, `/link/v1/${sent}/status.json?fixed=a%20b`]);
  });

  it('guards a segment that only two values together make a step upwards', async () => {
    await harness.run('{ pair(a: ".", b: ".") { currency } }');
    expect(harness.server.only().url).toBe('/pair/%2E%2E');
  });

  it('prints numbers, booleans, dates, enum values and lists', async () => {
    await harness.run('{ link(reference: "r", limit: 5, active: false, on: "2024-02-29", tags: ["a b", null, "c&d"], joined: [OPEN, NO_ANSWER], piped: ["x|y", "z"]) { currency } }');
    expect(harness.server.only().url).toBe('/link/v1/r/status.json?fixed=a%20b&limit=5&active=false&on=2024-02-29&tags=a%20b&tags=c%26d&joined=OPEN,no%20answer&piped=x%7Cy%7Cz&range=from:5');
  });

  it('leaves out absent, null and empty-list parameters with their names, and keeps empty text', async () => {
    await harness.run('{ link(reference: "r", limit: null, tags: [], joined: null) { currency } account(triggerName: "", accountReference: "") { currency } }');
    expect(harness.server.requests.map(({ url }) => url).sort()).toEqual(['/link/v1/r/status.json?fixed=a%20b', '/v1/c-1/get_account?triggerName=&accountReference=']);
  });

  it.each([
    ['an empty path value', '{ link(reference: "") { currency } }', {}, 'reference: is empty, but it stands in the path of the call; expected at least one character'],
    ['half a character in the path', 'query ($v: String!) { link(reference: $v) { currency } }', { v: 'a\ud800' }, 'reference: holds half of a surrogate pair, which is no character and cannot be sent'],
    ['half a character in the query', 'query ($v: String!) { account(accountReference: $v) { currency } }', { v: '\udc00' }, 'accountReference: holds half of a surrogate pair, which is no character and cannot be sent'],
    ['a line break in a header', 'query ($v: String!) { headed(id: $v) { currency } }', { v: 'a\r\nX-Evil: 1' }, 'id: cannot stand in a header'],
    ['a character beyond Latin-1 in a header', 'query ($v: String!) { headed(id: $v) { currency } }', { v: 'ŁÓDŹ' }, 'id: cannot stand in a header'],
    ['a blank at the end of a header', 'query ($v: String!) { headed(id: $v) { currency } }', { v: 'a ' }, 'id: cannot stand in a header'],
  ])('refuses %s before any call', async (_what, query, variables, message) => {
    const result = await harness.run(query, variables);
    expect(result.errors?.[0]?.message).toContain(message);
    expect(result.errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' });
    expect(harness.server.requests).toHaveLength(0);
  });

  it('fills header templates and drops a header whose value is absent', async () => {
    await harness.run('{ headed(id: "a/b é") { currency } }');
    await harness.run('{ headed(id: "1", trace: "x y") { currency } }');
    const [first, second] = harness.server.requests;
    expect(first?.headers).toMatchObject({ 'x-id': 'a/b é', 'x-fixed': 'yes' });
    expect(first?.headers).not.toHaveProperty('x-trace');
    expect(second?.headers).toMatchObject({ 'x-trace': 't-x y' });
  });

  it('computes a URL without a call', async () => {
    const result = await harness.run('query ($id: String!) { url(org: "Jane\'s!", contactId: $id) }', { id: hostile });
    expect(result).toEqual({ data: { url: `${harness.server.url}/paynow/index/?org=Jane's!&contactID=a%2F..%2Fb%3Fc%3D1%23d%252f%20%C3%A9` } });
    expect(harness.server.requests).toHaveLength(0);
  });

  it('is null on a status that means so, and takes one member where told', async () => {
    harness.server.answer({ status: 404, body: 'not found' });
    expect(await harness.run('{ account(accountReference: "x") { currency } landingPageURL(claimReference: "x") }')).toEqual({ data: { account: null, landingPageURL: null } });
    harness.server.answer({ body: { URL: 'https://pay.test/c/1' } });
    expect(await harness.run('{ landingPageURL(claimReference: "x") }')).toEqual({ data: { landingPageURL: 'https://pay.test/c/1' } });
    harness.server.answer({ body: {} });
    expect(await harness.run('{ landingPageURL(claimReference: "x") }')).toEqual({ data: { landingPageURL: null } });
  });

  it('answers whether a thing exists without reading content', async () => {
    harness.server.answer({ status: 200 });
    expect(await harness.run('{ exists(id: "1") }')).toEqual({ data: { exists: true } });
    expect(harness.server.only().method).toBe('HEAD');
    harness.server.answer({ status: 404 });
    expect(await harness.run('{ exists(id: "1") }')).toEqual({ data: { exists: null } });
  });

  it('reads a bare list and a page alike', async () => {
    const claims = [{ ref: 'C1', status: 'no answer', amount: 1e12 }, { ref: 'C2', status: 'open' }];
    const items = [{ claimReference: 'C1', status: 'NO_ANSWER', amount: 1e12 }, { claimReference: 'C2', status: 'OPEN', amount: null }];
    const query = '{ claims(accountReference: "a") { items { claimReference status amount } paginationId } }';
    harness.server.answer({ body: claims });
    expect(await harness.run(query)).toEqual({ data: { claims: { items, paginationId: null } } });
    harness.server.answer({ body: { results: claims, paginationId: 7 } });
    expect(await harness.run(query)).toEqual({ data: { claims: { items, paginationId: '7' } } });
    harness.server.answer({ body: [] });
    expect(await harness.run(query)).toEqual({ data: { claims: { items: [], paginationId: null } } });
  });
});

describe('variables of the source', () => {
  it('stand in for an argument that is left out or null, and yield to one that is given', async () => {
    const configured = await startHarness('type Query { status(ledger: String @default(variable: "ledger")): String @rest(source: "test", GET: "/s?ledger={ledger}", answer: TEXT) }', { ledger: 'My Ledger' });
    try {
      configured.server.answer({ body: 'ok' });
      await configured.run('{ a: status b: status(ledger: null) c: status(ledger: "Other") }');
      expect(configured.server.requests.map(({ url }) => url)).toEqual(['/s?ledger=My%20Ledger', '/s?ledger=Other']);
    } finally {
      await configured.close();
    }
  });

  it('that are missing are named before any call', async () => {
    const bare = await startHarness(`type Query {
      status(ledger: String @default(variable: "ledger")): String @rest(source: "test", GET: "/s?ledger={ledger}", answer: TEXT)
      other: String @rest(source: "test", GET: "/v1/{clientId}/x", answer: TEXT)
    }`, { clientId: '', ledger: '' });
    try {
      const { data, errors } = await bare.run('{ status other }');
      expect(data).toEqual({ status: null, other: null });
      expect(errors?.map(({ message, extensions }) => [message, extensions?.['code'], extensions?.['requestId']])).toEqual([
        ['test is not configured (the argument ledger was not given and the variable TEST_LEDGER is not set).', 'SYSTEM_NOT_CONFIGURED', 'r-1'],
        ['test is not configured (the variable TEST_CLIENT_ID is not set).', 'SYSTEM_NOT_CONFIGURED', 'r-1'],
      ]);
      expect(bare.server.requests).toHaveLength(0);
    } finally {
      await bare.close();
    }
  });

  it('do not help a system that is not configured', async () => {
    const result = await graphql({ schema: harness.schema, source: '{ url(org: "a", contactId: "b") account(accountReference: "a") { currency } }', contextValue: { ...harness.context(), systems: new Map() } });
    expect(result.errors?.map(({ message, path, extensions }) => [message, path, extensions['code'], extensions['requestId']])).toEqual([
      ['test is not configured (TEST_URL is not set).', ['url'], 'SYSTEM_NOT_CONFIGURED', 'r-1'],
      ['test is not configured (TEST_URL is not set).', ['account'], 'SYSTEM_NOT_CONFIGURED', 'r-1'],
    ]);
  });
});

describe('the public schema', () => {
  it('shows nothing of how it is wrapped', () => {
    const printed = printSchema(harness.schema);
    expect(printed).not.toMatch(/@(?!deprecated|oneOf|specifiedBy)\w+\(|RestHeader|BodyFormat|AnswerFormat|CredentialType|PhrasePart|ClientAuthentication|directive @/);
    expect(printed).toContain('account(triggerName: String, accountReference: String!): Account');
    expect(printed).toMatch(/scalar Decimal/);
  });
});

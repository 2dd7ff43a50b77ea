/**
 * In-flight sharing through the whole gateway: off unless somebody asks for it; on, the same read of one caller at
 * the same time is one call, and what somebody has written is never hidden from him by what was read before.
 */
import { afterEach, describe, expect, it } from '@jest/globals';
import { callerFiles } from '../support/callers.ts';
import type { CallerFiles } from '../support/callers.ts';
import { clientId, startRecordedGateway } from '../support/gateway.ts';
import type { GraphQLAnswer, RecordedGateway, VendorName } from '../support/gateway.ts';
import type { Answer, Recorded } from '../support/recorder.ts';

const json = { 'content-type': 'application/json' };
const account = (rest: object = {}): Answer => ({ headers: json, body: { currency: 'EUR', debtors: [], products: [], ...rest } });
const query = '{ account(accountReference: "ACC-1") { accountReference currency meta } }';

let gateway: RecordedGateway | undefined;
let files: CallerFiles | undefined;
afterEach(async () => {
  await gateway?.close();
  files?.remove();
  gateway = files = undefined;
});

async function start(env: Record<string, string> = {}): Promise<RecordedGateway> {
  return (gateway = await startRecordedGateway({ env: { UPSTREAM_SHARE_READS: 'true', ...env } }));
}

/** Answers of a vendor that wait until the test gives them, oldest first. */
function hold(name: VendorName) {
  const waiting: { request: Recorded; give: (answer: Answer) => void }[] = [];
  let told = (): void => undefined;
  gateway!.vendors[name].answer((request) => new Promise((give) => {
    waiting.push({ request, give });
    told();
  }));
  return {
    waiting,
    async holds(count: number) {
      while (waiting.length < count) await new Promise<void>((resolve) => (told = resolve));
    },
  };
}

/** Until so many reads have joined another one's call. */
async function joined(count: number): Promise<void> {
  for (;;) {
    const page = await (await fetch(`${gateway!.gateway.url}/metrics`)).text();
    const all = [...page.matchAll(/^collectgraph_upstream_shared_total\{.*\} (\d+)$/gm)].reduce((sum, [, value]) => sum + Number(value), 0);
    if (all >= count) return;
  }
}

describe('without UPSTREAM_SHARE_READS', () => {
  it('two requests are two calls', async () => {
    await start({ UPSTREAM_SHARE_READS: 'false' });
    const vendor = hold('receeve');
    const answers = [gateway!.ask(query), gateway!.ask(query)];
    await vendor.holds(2);
    for (const { give } of vendor.waiting) give(account());
    for (const { data } of await Promise.all(answers)) expect(data.account.currency).toBe('EUR');
    expect(await (await fetch(`${gateway!.gateway.url}/metrics`)).text()).not.toMatch(/^collectgraph_upstream_shared_total\{/m);
  }, 60_000);
});

describe('with it', () => {
  it('requests that ask the same at the same time make one call, in both lanes, each with all of its own answer', async () => {
    await start();
    gateway!.vendors.receeve.answer(account());
    for (let n = 0; n < 2; n += 1) await gateway!.ask(query);
    gateway!.reset();
    const vendor = hold('receeve');
    // The same read below other fields, and by a document that nobody has sent before.
    const asked = [query, query, '{ mine: account(accountReference: "ACC-1") { __typename accountReference } }', query];
    const answers = asked.map((text) => gateway!.ask(text, {}, { 'x-upstream-calls': '1' }));
    await joined(3);
    expect(vendor.waiting).toHaveLength(1);
    vendor.waiting[0]!.give(account({ meta: { a: [1] } }));
    const all = (await Promise.all(answers)) as (GraphQLAnswer & { extensions: any })[];
    const whole = { account: { accountReference: 'ACC-1', currency: 'EUR', meta: { a: [1] } } };
    expect(all.map(({ data }) => data)).toEqual([whole, whole, { mine: { __typename: 'Account', accountReference: 'ACC-1' } }, whole]);
    const calls = all.map(({ extensions }) => extensions.upstream.calls);
    expect(calls.map((list) => list.length)).toEqual([1, 1, 1, 1]);
    expect(calls.flat().filter(({ shared }: any) => shared === true)).toHaveLength(3);
    expect(calls.flat().every(({ code, attempts, status, waited, start: from }: any) => code === 'OK' && attempts === 1 && status === 200 && waited >= 0 && from >= 0)).toBe(true);
    expect(gateway!.vendors.receeve.requests).toHaveLength(1);
    const page = await (await fetch(`${gateway!.gateway.url}/metrics`)).text();
    // Counted is what was called: two to begin with, and this one.
    expect(page).toContain('collectgraph_upstream_calls_total{system="receeve",operation="account",code="OK"} 3');
  }, 60_000);

  it('questions to the remote GraphQL are shared, with errors of its own for each request', async () => {
    await start();
    const vendor = hold('collectmaxx');
    const asked = '{ payLink { payLinks(filters: { id: { equalTo: "a" } }) { items { id status } } } }';
    const answers = ['one', 'two'].map((id) => gateway!.ask(asked, {}, { 'x-request-id': id }));
    await joined(1);
    expect(vendor.waiting).toHaveLength(1);
    vendor.waiting[0]!.give({ headers: json, body: { data: { payLink: { payLinks: null } }, errors: [{ message: 'Unknown order', path: ['payLink', 'payLinks'] }] } });
    for (const [index, { data, errors }] of (await Promise.all(answers)).entries()) {
      expect(data).toEqual({ payLink: { payLinks: null } });
      expect(errors).toEqual([expect.objectContaining({ path: ['payLink', 'payLinks'], extensions: expect.objectContaining({ code: 'UPSTREAM_BAD_REQUEST', messages: ['Unknown order'], requestId: ['one', 'two'][index] }) })]);
    }
    // Another value, another question.
    const others = ['b', 'c'].map((id) => gateway!.ask(asked.replace('"a"', `"${id}"`)));
    await vendor.holds(3);
    for (const { give } of vendor.waiting.slice(1)) give({ headers: json, body: { data: { payLink: { payLinks: { items: [] } } } } });
    for (const { errors } of await Promise.all(others)) expect(errors).toBeUndefined();
  }, 60_000);

  it('a failure is told to each request under its own id, and one who hangs up takes nothing from the other', async () => {
    await start();
    const vendor = hold('receeve');
    const hangUp = new AbortController();
    const gone = fetch(`${gateway!.gateway.url}/graphql`, { method: 'POST', headers: json, body: JSON.stringify({ query }), signal: hangUp.signal }).catch((error: Error) => error.name);
    await vendor.holds(1);
    const answers = ['one', 'two'].map((id) => gateway!.ask(query, {}, { 'x-request-id': id }));
    await joined(2);
    hangUp.abort();
    expect(await gone).toBe('AbortError');
    vendor.waiting[0]!.give({ status: 503 });
    const all = await Promise.all(answers);
    expect(all.map(({ errors }) => [errors![0]!.extensions['code'], errors![0]!.extensions['requestId']])).toEqual([['UPSTREAM_UNAVAILABLE', 'one'], ['UPSTREAM_UNAVAILABLE', 'two']]);
    expect(vendor.waiting).toHaveLength(1);
  }, 60_000);

  it('callers share with themselves alone, tenants with nobody', async () => {
    files = callerFiles();
    const tenant = { RECEEVE_API_CLIENT: 'acme-client', RECEEVE_API_SECRET: 'acme-secret', RECEEVE_CLIENT_ID: clientId };
    await start({
      GATEWAY_API_KEYS_FILE: files.keys([
        { name: 'one', scopes: ['receeve:read'] }, { name: 'two', scopes: ['receeve:read'] }, { name: 'whole', scopes: ['*'] },
        { name: 'acme', scopes: ['*'], tenant: 'acme' }, { name: 'blind', scopes: ['cm:read'] },
      ]),
      GATEWAY_TENANTS_FILE: files.tenants({ acme: tenant }),
    });
    const vendor = hold('receeve');
    const names = ['one', 'two', 'whole', 'acme'];
    const answers = names.flatMap((name) => [gateway!.ask(query, {}, files!.as(name)), gateway!.ask(query, {}, files!.as(name))]);
    await vendor.holds(4);
    await joined(4);
    // What is on its way is no way past a scope.
    expect((await gateway!.ask(query, {}, files.as('blind'))).errors![0]!.extensions['code']).toBe('FORBIDDEN');
    expect(vendor.waiting).toHaveLength(4);
    vendor.waiting.forEach(({ give }, n) => give(account({ meta: { n } })));
    const seen = (await Promise.all(answers)).map(({ data }) => data.account.meta.n as number);
    expect([...new Set(seen)].sort()).toEqual([0, 1, 2, 3]);
    for (let n = 0; n < names.length; n += 1) expect(seen[2 * n]).toBe(seen[2 * n + 1]);
  }, 60_000);

  it('whoever was answered to his write reads it, whatever was on its way before', async () => {
    await start();
    const vendor = hold('receeve');
    const before = gateway!.ask(query);
    await vendor.holds(1);
    const write = gateway!.ask('mutation { updateAccountMeta(input: [{ accountReference: "ACC-1", meta: { seen: "new" } }]) { success } }');
    await vendor.holds(2);
    vendor.waiting[1]!.give({ headers: json, body: { 'ACC-1': { success: true, messages: [], messageIds: [] } } });
    expect((await write).data.updateAccountMeta).toEqual([{ success: true }]);
    const after = gateway!.ask(query);
    await vendor.holds(3);
    vendor.waiting[0]!.give(account({ meta: { seen: 'old' } }));
    vendor.waiting[2]!.give(account({ meta: { seen: 'new' } }));
    expect((await before).data.account.meta).toEqual({ seen: 'old' });
    expect((await after).data.account.meta).toEqual({ seen: 'new' });
  }, 60_000);

  it('what a vendor has told is not hidden by what was on its way before', async () => {
    await start({ COLLECTMAXX_WEBHOOK_SECRET: 'a-secret-of-the-door' });
    const vendor = hold('receeve');
    const before = gateway!.ask(query);
    await vendor.holds(1);
    const told = await fetch(`${gateway!.gateway.url}/webhooks/collectmaxx/a-secret-of-the-door`, { method: 'POST', headers: json, body: JSON.stringify({ service: 'PayLink', event: 'PayLinkPaid', id: 'a', data: {} }) });
    expect(told.status).toBe(200);
    const after = gateway!.ask(query);
    await vendor.holds(2);
    for (const { give } of vendor.waiting) give(account());
    for (const { errors } of await Promise.all([before, after])) expect(errors).toBeUndefined();
  }, 60_000);

  it('a request for payment reads for itself: what another instance has written must not be missed', async () => {
    await start();
    const vendor = hold('receeve');
    const claims = '{ accountClaims(accountReference: "ACC-1", limit: 1000) { items { claimReference } } }';
    const reads = [gateway!.ask(query), gateway!.ask(claims)];
    await vendor.holds(2);
    const [first] = vendor.waiting.map(({ request }) => request.url);
    const payment = gateway!.ask('mutation { requestPayment(input: { accountReference: "ACC-1", claimReference: "CLM-1", provider: CM }) { created } }');
    // The account once more, although it is on its way already, and the claims.
    await vendor.holds(4);
    expect(vendor.waiting.slice(2).filter(({ request }) => request.url.includes('/get_account?') || request.url.includes('/get_account_claims?'))).toHaveLength(2);
    expect(vendor.waiting.some(({ request }, n) => n >= 2 && (request.url === first || request.url.includes('get_account?')))).toBe(true);
    for (const { give } of vendor.waiting) give({ status: 404 });
    expect((await payment).errors).toHaveLength(1);
    await Promise.all(reads);
  }, 60_000);
});

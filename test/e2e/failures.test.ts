/**
 * What a failing vendor does to a caller, through the whole gateway: the documented code at the right path,
 * everything beside it intact, a write sent once, and nothing of the vendor's answer, address or
 * credentials in ours.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { errorCodes, type ErrorCode } from '../../src/errors.ts';
import { startGateway, type Gateway } from '../../src/server/main.ts';
import type { GraphQLAnswer } from '../support/gateway.ts';
import { answer, gibberish, hang, resetAfterBody, resetBeforeBody, stall, startTroubled, truncated, truncatedChunks, type Trouble, type Troubled } from '../support/troubled.ts';
import { upload } from '../support/upload.ts';

type Name = 'receeve' | 'ucollect' | 'cm';
const names: Name[] = ['receeve', 'ucollect', 'cm'];
const clientId = '11111111-2222-4333-8444-5eeded5eeded';

let vendors: Record<Name, Troubled>;
let gateway: Gateway;
/** As the other, but it waits for a vendor only for a moment. */
let impatient: Gateway;
const logged: string[] = [];

async function start(env: NodeJS.ProcessEnv = {}): Promise<Gateway> {
  return startGateway({
    log: pino({ level: 'trace' }, { write: (line) => void logged.push(line) }),
    env: {
      PORT: '0', GATEWAY_MODE: 'live',
      // Systems fail here all the time, and each call is to meet them; no pause that a vendor asks for fits into the deadline.
      CIRCUIT_FAILURES: '1000000', REQUEST_DEADLINE_MS: '6000',
      RECEEVE_URL: vendors.receeve.url, RECEEVE_CLIENT_ID: clientId, RECEEVE_API_CLIENT: 'SEEDED-api-client', RECEEVE_API_SECRET: 'SEEDED-api-secret',
      UCOLLECT_URL: vendors.ucollect.url, UCOLLECT_API_KEY: 'SEEDED-api-key', UCOLLECT_LEDGER: 'L', UCOLLECT_USER: 'SEEDED@example.com',
      CM_URL: vendors.cm.url, CM_CLIENT_ID: 'SEEDED-cm-client', CM_CLIENT_SECRET: 'SEEDED-cm-secret',
      ...env,
    },
  });
}

beforeAll(async () => {
  const [receeve, ucollect, cm] = await Promise.all([startTroubled(), startTroubled(), startTroubled()]);
  vendors = { receeve, ucollect, cm };
  gateway = await start();
  impatient = await start({ UPSTREAM_TIMEOUT_MS: '2000', UPSTREAM_RETRIES: '0' });
});
afterAll(async () => {
  await Promise.all([gateway.close(), impatient.close()]);
  await Promise.all(names.map((name) => vendors[name].close()));
});

interface Operation {
  system: Name;
  read: boolean;
  operation: string;
  field: string;
  good: Trouble;
  data: unknown;
  /** Whether a refused call has a token to renew. */
  tokens: boolean;
  nullOn404?: boolean;
  file?: boolean;
}

const json = (value: unknown, status = 200): Trouble => answer({ status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) });
const text = (body: string): Trouble => answer({ headers: { 'content-type': 'text/plain' }, body });

const table: Operation[] = [
  { system: 'receeve', read: true, operation: 'accountClaims', field: 'accountClaims(accountReference: "A") { items { claimReference } }', good: json([{ claimReference: 'c' }]), data: { items: [{ claimReference: 'c' }] }, tokens: true },
  { system: 'receeve', read: true, operation: 'account', field: 'account(accountReference: "A") { currency }', good: json({ currency: 'EUR' }), data: { currency: 'EUR' }, tokens: true, nullOn404: true },
  { system: 'receeve', read: false, operation: 'updateClaims', field: 'updateClaims(input: { claimReference: "C", amount: 1 }) { claimReference success error { code } }', good: json({ C: { success: true } }), data: [{ claimReference: 'C', success: true, error: null }], tokens: true },
  { system: 'receeve', read: false, operation: 'uploadFiles', field: 'uploadFiles(input: { file: $file, accountId: "A", externalClaimRef: "C" }) { key success }', good: json({ f: { success: true } }), data: [{ key: 'f', success: true }], tokens: true, file: true },
  { system: 'ucollect', read: true, operation: 'contactStatus', field: 'contactStatus(contactId: "C") { status raw }', good: text('NOT ENABLED'), data: { status: 'NOT_ENABLED', raw: 'NOT ENABLED' }, tokens: false },
  { system: 'ucollect', read: false, operation: 'assignContact', field: 'assignContact(input: { contactId: "C", orgPGID: "1" }) { outcome }', good: text('OK'), data: { outcome: 'OK' }, tokens: false },
  { system: 'cm', read: true, operation: 'paymentLinkStatus', field: 'paymentLinkStatus(reference: "R") { status }', good: json({ status: 'open' }), data: { status: 'OPEN' }, tokens: true, nullOn404: true },
  { system: 'cm', read: false, operation: 'createPaymentLink', field: 'createPaymentLink(input: { amount: "10.00", merchantReference: "M" }) { ref }', good: json({ ref: 'pml-1' }, 201), data: { ref: 'pml-1' }, tokens: true },
  { system: 'cm', read: false, operation: 'updatePaymentLink', field: 'updatePaymentLink(reference: "R", input: { active: false }) { active }', good: json({ active: false }), data: { active: false }, tokens: true },
];

/** Beside each operation stands one of another system that is well. */
const besides: Record<Name, { system: Name; query: string; mutation: string; good: Trouble; data: { query: unknown; mutation: unknown } }> = {
  receeve: { system: 'cm', query: 'paymentLinkStatus(reference: "S") { status }', mutation: 'updatePaymentLink(reference: "S", input: { active: true }) { status }', good: json({ status: 'paid' }), data: { query: { status: 'PAID' }, mutation: { status: 'PAID' } } },
  ucollect: { system: 'receeve', query: 'landingPageURL(claimReference: "S")', mutation: 'resolveClaims(input: { claimReference: "URL" }) { error { code } }', good: json({ URL: 'https://example.com/page' }), data: { query: 'https://example.com/page', mutation: [{ error: { code: 'UNKNOWN_OUTCOME' } }] } },
  cm: { system: 'ucollect', query: 'contactStatus(contactId: "S") { raw }', mutation: 'sendInvite(input: { contactId: "S", orgPGID: "1" }) { outcome }', good: text('OK'), data: { query: { raw: 'OK' }, mutation: { outcome: 'OK' } } },
};

let asked = 0;

/** Asks for an operation between two that are well, while its vendor meets it with `troubles`. */
async function ask(one: Operation, troubles: Trouble[], options: { at?: Gateway; toToken?: Trouble } = {}) {
  const { at = gateway, toToken } = options;
  const beside = besides[one.system];
  vendors[one.system].behave(...troubles);
  vendors[one.system].behaveToToken(toToken);
  vendors[beside.system].behave(beside.good);
  const kind = one.read ? 'query' : 'mutation';
  const query = `${kind}${one.file ? '($file: Upload!)' : ''} { before: ${beside[kind]} target: ${one.field} after: ${beside[kind]} }`;
  const requestId = `request-${++asked}`;
  const reply = one.file
    ? await upload({ gateway: at }, { query, variables: { file: null }, at: 'variables.file', file: new File(['%PDF'], 'a.pdf'), headers: { 'apollo-require-preflight': 'true', 'x-request-id': requestId } })
    : await post(at, query, requestId);
  expect(reply.data).toMatchObject({ before: beside.data[kind], after: beside.data[kind] });
  expect(vendors[beside.system].calls).toHaveLength(one.read ? 1 : 2);
  expectNothingTold(JSON.stringify(reply));
  return { target: reply.data.target as unknown, errors: reply.errors, requestId, calls: vendors[one.system].calls, tokens: vendors[one.system].tokens() };
}

async function post(at: Gateway, query: string, requestId: string): Promise<GraphQLAnswer & { headers: [string, string][] }> {
  const response = await fetch(`${at.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-request-id': requestId }, body: JSON.stringify({ query }) });
  return { ...((await response.json()) as GraphQLAnswer), headers: [...response.headers] };
}

/** Neither secrets nor the vendor's words, headers and address. */
function expectNothingTold(whole: string): void {
  const basic = Buffer.from('SEEDED-api-client:SEEDED-api-secret').toString('base64');
  const told = ['SEEDED', '5eeded', basic, ...names.map((name) => new URL(vendors[name].url).host), '/v1/', 'get_account', 'update_claims', 'upload_files', '/extension', '/api/', '/paymentlink', 'Bearer', '<html', 'stacktrace', '    at '];
  expect(told.filter((piece) => whole.includes(piece))).toEqual([]);
}

interface Outcome { code: ErrorCode; messages?: string[]; retryAfter?: number }

/** One error at the target, exactly as documented. */
function expectFailure({ target, errors, requestId }: Awaited<ReturnType<typeof ask>>, { system, operation }: Operation, { code, messages, retryAfter }: Outcome): void {
  expect(target).toBeNull();
  expect(errors).toHaveLength(1);
  const [error] = errors ?? [];
  expect(error?.path).toEqual(['target']);
  expect(error?.extensions).toEqual({ code, system, operation, requestId, retryable: errorCodes[code].retryable, ...(messages && { messages }), ...(retryAfter !== undefined && { retryAfter }) });
  expect(error?.message.startsWith(`${system} ${errorCodes[code].text}`)).toBe(true);
}

const html = '<html><body>SEEDED-body</body></html>';
const seeded = { 'content-type': 'application/json', 'x-seeded': 'SEEDED-header' };
const refusal = (body: unknown, status = 400): Trouble => answer({ status, headers: seeded, body: typeof body === 'string' ? body : JSON.stringify(body) });

/** A refusal that is final for reads and writes alike. */
const refused: [what: string, trouble: Trouble, outcome: Outcome][] = [
  ['400 with a message', refusal({ message: 'Missing required request parameters: [Authorization]' }), { code: 'UPSTREAM_BAD_REQUEST', messages: ['Missing required request parameters: [Authorization]'] }],
  ['400 with the messages of a validation', refusal({ success: false, messageIds: [], messages: ["body/['C'] should have required property 'amount'", 'body/[0]. should have required property'] }), { code: 'UPSTREAM_BAD_REQUEST', messages: ["body/['C'] should have required property 'amount'", 'body/[0]. should have required property'] }],
  ['400 over a body that it cannot read', refusal({ success: false, messages: ['SyntaxError: Unexpected token } in JSON at position 389'] }), { code: 'UPSTREAM_BAD_REQUEST', messages: ['SyntaxError: Unexpected token } in JSON at position 389'] }],
  ['400 that is a text alone', refusal('"SyntaxError: SEEDED-body"'), { code: 'UPSTREAM_BAD_REQUEST' }],
  ['400 with an error', refusal({ error: 'invalid_request' }), { code: 'UPSTREAM_BAD_REQUEST', messages: ['invalid_request'] }],
  ['400 whose messages repeat what is ours', refusal({ messages: ['fine', 'Authorization: SEEDED', 'see https://SEEDED.example/x', 'Bearer SEEDED-token-1', 'eyJhbGciOiJIUzI1NiJ9.SEEDED'] }), { code: 'UPSTREAM_BAD_REQUEST', messages: ['fine'] }],
  ['400 in HTML', answer({ status: 400, headers: { ...seeded, 'content-type': 'text/html' }, body: html }), { code: 'UPSTREAM_BAD_REQUEST' }],
  ['400 without a body', refusal(''), { code: 'UPSTREAM_BAD_REQUEST' }],
  ['422', refusal({ message: 'no' }, 422), { code: 'UPSTREAM_BAD_REQUEST', messages: ['no'] }],
  ['403', refusal({ message: 'Forbidden SEEDED-body' }, 403), { code: 'UPSTREAM_FORBIDDEN' }],
  ['429 with seconds', answer({ status: 429, headers: { ...seeded, 'retry-after': '7' }, body: '{"message":"SEEDED-body"}' }), { code: 'UPSTREAM_RATE_LIMITED', retryAfter: 7 }],
  ['429 with a date long past', answer({ status: 429, headers: { ...seeded, 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' } }), { code: 'UPSTREAM_RATE_LIMITED', retryAfter: 0 }],
  ['429 without a time', answer({ status: 429, headers: { ...seeded, 'retry-after': 'SEEDED-later' } }), { code: 'UPSTREAM_RATE_LIMITED' }],
];

/** No answer: a read has failed, a write may have been done. */
const lost: [what: string, trouble: Trouble, read: ErrorCode, more?: { retryAfter: number }][] = [
  ['500', refusal({ message: 'SEEDED-body' }, 500), 'UPSTREAM_UNAVAILABLE'],
  ['502 in HTML', answer({ status: 502, headers: seeded, body: html }), 'UPSTREAM_UNAVAILABLE'],
  ['503 with a time', answer({ status: 503, headers: { ...seeded, 'retry-after': '7' } }), 'UPSTREAM_UNAVAILABLE', { retryAfter: 7 }],
  ['504', answer({ status: 504, headers: seeded }), 'UPSTREAM_UNAVAILABLE'],
  ['JSON that breaks off', answer({ headers: seeded, body: '{"SEEDED-body": ' }), 'UPSTREAM_INVALID_RESPONSE'],
  ['HTML', answer({ headers: seeded, body: html }), 'UPSTREAM_INVALID_RESPONSE'],
  ['an empty body', answer({ headers: seeded }), 'UPSTREAM_INVALID_RESPONSE'],
  ['bytes that are compressed, but not so', answer({ headers: { ...seeded, 'content-encoding': 'gzip' }, body: 'SEEDED-body' }), 'UPSTREAM_INVALID_RESPONSE'],
  ['what is no HTTP', gibberish, 'UPSTREAM_INVALID_RESPONSE'],
  ['a reset before the body was read', resetBeforeBody, 'UPSTREAM_UNAVAILABLE'],
  ['a reset after the body was read', resetAfterBody, 'UPSTREAM_UNAVAILABLE'],
  ['an answer cut off before its length', truncated, 'UPSTREAM_UNAVAILABLE'],
  ['an answer without its last chunk', truncatedChunks, 'UPSTREAM_UNAVAILABLE'],
];

describe.each(table.map((one) => [one.system, one.operation, one] as const))('%s: %s', (_system, _operation, one) => {
  it('is answered where all is well', async () => {
    const { target, errors, calls } = await ask(one, [one.good]);
    expect(errors).toBeUndefined();
    expect(target).toEqual(one.data);
    expect(calls).toHaveLength(1);
  });

  it.each(refused)('meets %s', async (_, trouble, outcome) => {
    const result = await ask(one, [trouble]);
    expectFailure(result, one, outcome);
    if (!one.read || outcome.code !== 'UPSTREAM_RATE_LIMITED') expect(result.calls).toHaveLength(1);
  });

  it('meets 404', async () => {
    const result = await ask(one, [refusal({ message: 'Not found: SEEDED-body' }, 404)]);
    if (one.nullOn404) expect([result.target, result.errors]).toEqual([null, undefined]);
    else expectFailure(result, one, { code: 'UPSTREAM_NOT_FOUND' });
    expect(result.calls).toHaveLength(1);
  });

  it.each(lost)('meets %s', async (_, trouble, read, more = {} as { retryAfter: number }) => {
    const result = await ask(one, [trouble]);
    expectFailure(result, one, { code: one.read ? read : 'OUTCOME_UNKNOWN', ...more });
    if (!one.read) expect(result.calls).toHaveLength(1);
  });

  it('follows no redirect', async () => {
    const result = await ask(one, [answer({ status: 307, headers: { ...seeded, location: `${vendors[one.system].url}/SEEDED` } })]);
    expectFailure(result, one, { code: one.read ? 'UPSTREAM_INVALID_RESPONSE' : 'OUTCOME_UNKNOWN' });
    expect(result.calls).toHaveLength(1);
  });

  it.each([
    ['nothing at all', hang],
    ['half an answer and no more', stall],
  ])('waits for %s no longer than a call may take', async (_, trouble) => {
    const result = await ask(one, [trouble], { at: impatient });
    expectFailure(result, one, { code: one.read ? 'UPSTREAM_TIMEOUT' : 'OUTCOME_UNKNOWN' });
    if (!one.read) expect(result.calls).toHaveLength(1);
  });

  const unauthorised = refusal({ message: 'Unauthorized SEEDED-body' }, 401);

  it('meets 401 once', async () => {
    await ask(one, [one.good]);
    const result = await ask(one, [unauthorised, one.good]);
    if (one.tokens) {
      expect([result.target, result.errors]).toEqual([one.data, undefined]);
      expect([result.calls.length, result.tokens]).toEqual([2, 1]);
      expect(result.calls[1]).not.toBe(result.calls[0]);
    } else {
      expectFailure(result, one, { code: 'UPSTREAM_UNAUTHENTICATED' });
      expect([result.calls.length, result.tokens]).toEqual([1, 0]);
    }
  });

  it('meets 401 again and again', async () => {
    await ask(one, [one.good]);
    const result = await ask(one, [unauthorised]);
    expectFailure(result, one, { code: 'UPSTREAM_UNAUTHENTICATED' });
    expect([result.calls.length, result.tokens]).toEqual(one.tokens ? [2, 1] : [1, 0]);
  });

  if (one.tokens) {
    it.each<[string, Trouble, ErrorCode]>([
      ['401', refusal({ error: 'invalid_client SEEDED-body' }, 401), 'UPSTREAM_UNAUTHENTICATED'],
      ['400', refusal({ error: 'invalid_client' }, 400), 'UPSTREAM_UNAUTHENTICATED'],
      ['429', refusal('', 429), 'UPSTREAM_RATE_LIMITED'],
      ['500', refusal(html, 500), 'UPSTREAM_UNAVAILABLE'],
      ['a reset', resetAfterBody, 'UPSTREAM_UNAVAILABLE'],
      ['HTML', answer({ headers: seeded, body: html }), 'UPSTREAM_INVALID_RESPONSE'],
      ['no token', json({ access_token: 'SEEDED\r\nx: y' }), 'UPSTREAM_INVALID_RESPONSE'],
    ])('meets 401, and its new token %s: the call has done nothing', async (_, toToken, code) => {
      await ask(one, [one.good]);
      const result = await ask(one, [unauthorised, one.good], { toToken });
      expectFailure(result, one, { code });
      expect(result.calls).toHaveLength(1);
    });
  }
});

it('one refused token is renewed once, however many calls it refused', async () => {
  const { cm } = vendors;
  cm.behave(json({ status: 'open' }));
  await post(gateway, '{ paymentLinkStatus(reference: "warm") { status } }', 'warm');
  const stale = cm.calls[0];
  const judge: Trouble = (response, body) => (response.req.headers.authorization === stale ? refusal('', 401) : json({ status: 'paid' }))(response, body);
  cm.behave(judge);
  const references = Array.from({ length: 8 }, (_, index) => `r${index}`);
  const { data, errors } = await post(gateway, `{ ${references.map((reference) => `${reference}: paymentLinkStatus(reference: "${reference}") { status }`).join(' ')} }`, 'many');
  expect(errors).toBeUndefined();
  expect(data).toEqual(Object.fromEntries(references.map((reference) => [reference, { status: 'PAID' }])));
  expect(cm.tokens()).toBe(1);
  expect(cm.calls).toHaveLength(16);
});

it('one of several reads that fails leaves the others whole', async () => {
  const { receeve } = vendors;
  receeve.behave((response, body) => (response.req.url?.endsWith('=bad') ? refusal(html, 500) : json({ URL: 'https://example.com' }))(response, body));
  const { data, errors } = await post(gateway, '{ a: landingPageURL(claimReference: "a") bad: landingPageURL(claimReference: "bad") c: landingPageURL(claimReference: "c") again: landingPageURL(claimReference: "bad") }', 'mixed');
  expect(data).toEqual({ a: 'https://example.com', bad: null, c: 'https://example.com', again: null });
  expect(errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual([[['bad'], 'UPSTREAM_UNAVAILABLE'], [['again'], 'UPSTREAM_UNAVAILABLE']]);
});

describe('a vendor that is not there', () => {
  it.each(table.map((one) => [one.operation, one] as const))('%s has done nothing and may be tried again', async (_, one) => {
    const gone = await startTroubled();
    await gone.close();
    const lonely = await start({ [`${one.system.toUpperCase()}_URL`]: gone.url });
    try {
      const result = await ask(one, [one.good], { at: lonely });
      expectFailure(result, one, { code: 'UPSTREAM_UNAVAILABLE' });
      expect(errorCodes.UPSTREAM_UNAVAILABLE.retryable).toBe(true);
      expect(result.calls).toEqual([]);
    } finally {
      await lonely.close();
    }
  });
});

it('after all this the gateway is alive, and its log tells no secret and nobody else\'s words', async () => {
  const response = await fetch(`${gateway.url}/health/live`);
  expect(response.status).toBe(200);
  const { data } = await ask(table[0] as Operation, [(table[0] as Operation).good]).then(({ target }) => ({ data: target }));
  expect(data).toEqual((table[0] as Operation).data);
  expect(logged.length).toBeGreaterThan(100);
  expect(logged.filter((line) => /SEEDED|5eeded|accountReference=|"%PDF/.test(line))).toEqual([]);
});

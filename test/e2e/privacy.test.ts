/**
 * Nothing that was told in confidence is told on. Seeds stand in every credential, in every place that the schema's marks
 * call sensitive, of requests and of vendors' answers, and in whatever else a request can carry; then everything that
 * the process writes is searched: both of its streams at the finest level, its metrics, its traces, and the errors,
 * headers and refusals that it answers with. Under success, and under each way in which it can fail.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildSchema, execute, getNamedType, isInputObjectType, parse, type GraphQLSchema } from 'graphql';
import { lazyMarkers } from '../../src/privacy/main.ts';
import { mergeDocuments } from '../../src/rest/merge.ts';
import { buildRestSchema, parseDocuments } from '../../src/rest/main.ts';
import { readRules, verbs } from '../../src/rest/rules.ts';
import { readSchemaFolder } from '../../src/server/schemaFolder.ts';
import { callerFiles, type CallerFiles } from '../support/callers.ts';
import { startProgram, type Program } from '../support/program.ts';
import { startRecorder, type Answer, type Recorded, type Recorder } from '../support/recorder.ts';
import { seed, seededDate, seededOperations, seedsIn, wireAnswer } from '../support/seeds.ts';

jest.setTimeout(180_000);

const folder = await readSchemaFolder();
const parsed = parseDocuments(folder.documents);
const markers = lazyMarkers({ documents: [...parsed.map(({ ast }) => ast), folder.links ?? '', folder.events ?? ''].filter((one) => one !== ''), list: folder.sensitive })();
const rules = readRules(mergeDocuments(parsed));
const rest = buildRestSchema(parsed);
const remote = buildSchema(folder.snapshot);
const graph = buildSchema(readFileSync(new URL('../../schema/graph.graphql', import.meta.url), 'utf8'));
const { operations, seeded } = seededOperations(graph, markers);

type Name = 'receeve' | 'ucollect' | 'cm' | 'collectmaxx';
const names: Name[] = ['receeve', 'ucollect', 'cm', 'collectmaxx'];

/** How vendors meet calls. */
type Meeting = (request: Recorded, name: Name) => Answer | Promise<Answer>;
let meet: Meeting = right;
let meetTokens: Meeting = token;
let tokens = 0;
let started = 0;

function token(): Answer {
  return json({ access_token: `${seed}-token-${++tokens}`, token_type: 'bearer', expires_in: 3600 });
}

const json = (body: unknown, status = 200, headers = {}): Answer => ({ status, headers: { 'content-type': 'application/json', 'x-seeded': `${seed}-header`, 'set-cookie': `${seed}=1`, ...headers }, body: JSON.stringify(body) });

/** The wrapped field behind a request. */
const wrapped = [rest.getQueryType(), rest.getMutationType()].flatMap((root) =>
  Object.values(root?.getFields() ?? {}).flatMap((field) => {
    const rule = rules.fields.get(`${root?.name}.${field.name}`);
    const verb = verbs.find((one) => rule?.rest?.[one] !== undefined);
    if (!rule?.rest || !verb) return [];
    const [path = '', query = ''] = (rule.rest[verb] ?? '').split('?');
    const matches = new RegExp(`^${path.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&')).join('[^/?]+')}$`);
    const constants = query.split('&').filter((pair) => pair !== '' && !pair.includes('{'));
    return [{ coordinate: `${root?.name}.${field.name}`, field, rule, rest: rule.rest, verb, matches, constants }];
  }),
);

function wrappedBehind({ method, url }: Recorded) {
  const [path = '', query = ''] = url.split('?');
  const found = wrapped.find((one) => one.verb === method && one.matches.test(path) && one.constants.every((pair) => query.split('&').includes(pair)));
  if (!found) throw new Error(`no field is behind ${method} ${path}`);
  return found;
}

/** The vendor's answer as it should be, with seeds in its sensitive places; `wrong`: in all of them. */
function answerTo(request: Recorded, name: Name, wrong = false): Answer {
  if (name === 'collectmaxx') return ofRemote(request, wrong);
  const { field, rule, rest: { answer, select }, coordinate } = wrappedBehind(request);
  if (answer === 'NONE') return { status: 204 };
  if (answer === 'EML') return { headers: { 'content-type': 'text/plain' }, body: wrong ? `${seed}\u0000: ${seed}` : `From: ${seed} <${seed}@example.com>\r\nTo: ${seed}@example.com\r\nSubject: ${seed}\r\n\r\nDear ${seed}` };
  if (answer === 'PHRASE') return { headers: { 'content-type': 'text/plain' }, body: wrong ? `${seed} (${seed})` : request.method === 'POST' ? `FAIL (${seed})` : 'ENABLED (via Stripe)' };
  const options = { schema: rest, rules, sensitive: markers };
  if (rule.bulk !== undefined) return json(Object.fromEntries(keysOf(request).map((key) => [key, { ...(wireAnswer(options, getNamedType(field.type), coordinate, wrong) as object), success: true }])));
  const value = wireAnswer(options, field.type, coordinate, wrong);
  return json(select === undefined ? value : { [select]: value });
}

function keysOf({ body }: Recorded): string[] {
  const sent: unknown = JSON.parse(body.toString('utf8'));
  return Array.isArray(sent) ? sent.map((item) => String((item as { ref?: unknown }).ref)) : Object.keys(sent as object);
}

/** What the remote's schema asks for, with seeds in its sensitive places. */
function ofRemote({ body }: Recorded, wrong: boolean): Answer {
  const { query, variables } = JSON.parse(body.toString('utf8')) as { query: string; variables?: Record<string, unknown> };
  const result = execute({
    schema: remote,
    document: parse(query),
    variableValues: variables,
    rootValue: {},
    fieldResolver: (_source, _args, _context, { returnType, parentType, fieldName }) => wireAnswer({ schema: remote, rules, sensitive: markers }, returnType, `${parentType.name}.${fieldName}`, false, 1),
  });
  return json(wrong ? JSON.parse(JSON.stringify(result), (key, value: unknown) => (typeof value === 'string' && key !== '__typename' ? { [seed]: seed } : value)) : result);
}

function right(request: Recorded, name: Name): Answer {
  return answerTo(request, name);
}

/** Everything of the request, whole and in pieces: what a thoughtless vendor says of what it refuses. */
function echoed({ url, headers, body }: Recorded): { message: string; messages: string[] } {
  const text = body.toString('utf8');
  const leaves: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value === 'object' && value !== null) Object.entries(value).forEach(([key, member]) => (leaves.push(key), collect(member)));
    else leaves.push(String(value));
  };
  try {
    collect(JSON.parse(text));
  } catch {
    leaves.push(text);
  }
  const query = [...new URLSearchParams(url.split('?')[1] ?? '').values()];
  const pieces = [...leaves, ...query].filter((leaf) => leaf !== '');
  return { message: `Bad request: ${url} ${JSON.stringify(headers)} ${text}`, messages: [text, JSON.stringify(text), ...pieces.slice(0, 30).map((piece) => `"${piece}" is not valid`), ...pieces.slice(30).map((piece) => piece.slice(0, 30))].reverse() };
}

const echo = (status: number, headers = {}): Meeting => (request, name) => {
  const { message, messages } = echoed(request);
  if (name === 'collectmaxx') return json({ data: null, errors: [...messages, message].map((one) => ({ message: one, extensions: { code: 'BAD_USER_INPUT', debug: message } })) }, status, headers);
  // The vendors' three shapes, in turn.
  return json(request.url.length % 2 ? { messages } : { message: messages[0], error: messages[1], messages: messages.slice(2), debug: message }, status, headers);
};

const failures: [what: string, meeting: Meeting, code: string][] = [
  ['400 that repeats the request', echo(400), 'UPSTREAM_BAD_REQUEST'],
  ['422 that repeats the request', echo(422), 'UPSTREAM_BAD_REQUEST'],
  ['403', echo(403), 'UPSTREAM_FORBIDDEN'],
  ['404', echo(404), 'UPSTREAM_NOT_FOUND'],
  ['429', echo(429, { 'retry-after': '7' }), 'UPSTREAM_RATE_LIMITED'],
  ['500', echo(500), 'UPSTREAM_UNAVAILABLE'],
  ['a redirect', (request) => ({ status: 302, headers: { location: `https://${seed}.example.com${request.url}` } }), 'UPSTREAM_INVALID_RESPONSE'],
  ['text that is no JSON', (request) => ({ headers: { 'content-type': 'application/json' }, body: `{"${seed}": ${echoed(request).message}` }), 'UPSTREAM_INVALID_RESPONSE'],
  ['a page', (request) => ({ headers: { 'content-type': 'text/html' }, body: `<html><body>${seed} ${echoed(request).message}</body></html>` }), 'UPSTREAM_INVALID_RESPONSE'],
  ['bytes that are no text', () => ({ headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' }, body: `${seed} is not compressed` }), 'UPSTREAM_INVALID_RESPONSE'],
  ['values of wrong types', (request, name) => answerTo(request, name, true), 'UPSTREAM_INVALID_RESPONSE'],
  ['a broken connection', () => Promise.reject(new Error(seed)), 'UPSTREAM_UNAVAILABLE'],
  ['no answer', () => new Promise<never>(() => undefined), 'UPSTREAM_TIMEOUT'],
];

let vendors: Record<Name, Recorder>;
let collector: Recorder;
let program: Program;
/** What was started, also where starting the rest failed. */
const running: { close(): unknown }[] = [];
let files: CallerFiles;
let key: string;

const secret = (name: string): string => `${seed}-${name}-0123456789abcdef0123456789abcdef`;

beforeAll(async () => {
  files = callerFiles();
  key = secret('key');
  collector = await startRecorder({ headers: { 'content-type': 'application/json' }, body: {} });
  vendors = Object.fromEntries(
    await Promise.all(
      names.map(async (name) => [
        name,
        await startRecorder((request) => {
          const text = request.body.toString('utf8');
          if (name === 'collectmaxx' && text.includes('__schema')) return { status: 503 };
          return /\/token$/.test(request.url.split('?')[0] ?? '') ? meetTokens(request, name) : meet(request, name);
        }),
      ]),
    ),
  ) as Record<Name, Recorder>;
  running.push(collector, ...Object.values(vendors));
  program = await start();
  running.push(program);
});

async function start(env: Record<string, string> = {}): Promise<Program> {
  return startProgram({
    env: {
      PORT: '0', GATEWAY_MODE: 'live', LOG_LEVEL: 'trace', GATEWAY_INTROSPECTION: 'true',
      UPSTREAM_RETRIES: '0', UPSTREAM_TIMEOUT_MS: '3000', REQUEST_DEADLINE_MS: '8000', UPSTREAM_CONCURRENCY: '1000', CIRCUIT_FAILURES: '1000000',
      MAX_ALIASES: '100000', MAX_COST: '1000000000', MAX_DEPTH: '100', MAX_TOKENS: '1000000', MAX_DOCUMENT_LENGTH: '10000000',
      GATEWAY_API_KEYS_FILE: files.write('keys.yaml', `keys:\n  - { name: desk, sha256: ${createHash('sha256').update(key).digest('hex')}, scopes: ["*"] }\n`),
      GATEWAY_JWT_SECRET: secret('jwt'), GATEWAY_JWT_ISSUER: `${seed}-issuer`, GATEWAY_JWT_AUDIENCE: `${seed}-audience`,
      RECEEVE_URL: vendors.receeve.url, RECEEVE_CLIENT_ID: `${seed}-tenant`, RECEEVE_API_CLIENT: secret('client'), RECEEVE_API_SECRET: secret('secret'),
      UCOLLECT_URL: vendors.ucollect.url, UCOLLECT_API_KEY: secret('apikey'), UCOLLECT_LEDGER: `${seed} ledger`, UCOLLECT_USER: `${seed}@example.com`,
      CM_URL: vendors.cm.url, CM_CLIENT_ID: secret('cm'), CM_CLIENT_SECRET: secret('cmsecret'),
      COLLECTMAXX_URL: `${vendors.collectmaxx.url}/v1`, COLLECTMAXX_API_KEY: secret('token'),
      COLLECTMAXX_WEBHOOK_SECRET: secret('hook'), CM_WEBHOOK_SECRET: secret('cmhook'), EVENTS_PATH: files.write('none', '').replace(/none$/, `events-${++started}.db`),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_EXPORTER_OTLP_HEADERS: `authorization=${seed}-collector`,
      ...env,
    },
  });
}
afterAll(async () => {
  await Promise.all(running.map((one) => one.close()));
  files.remove();
});

const telling = { cookie: `session=${seed}-cookie`, referer: `https://example.com/${seed}`, 'user-agent': `${seed} agent`, 'x-forwarded-for': `${seed}`, tracestate: `a=${seed}`, baggage: `person=${seed}`, 'x-other': seed };

interface Told { errors?: { message: string; extensions: Record<string, unknown> }[]; data?: unknown }

async function ask(query: string, variables: Record<string, unknown>, at = program): Promise<Told> {
  const response = await fetch(`${at.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-api-key': key, ...telling }, body: JSON.stringify({ query, variables }) });
  const told = (await response.json()) as Told;
  // `data` is what was asked for; the rest is the gateway's own.
  expect(seedsIn(JSON.stringify([{ ...told, data: undefined }, [...response.headers]]))).toEqual([]);
  return told;
}

/** Both streams, the metrics of now, and the traces so far. */
async function written(at = program): Promise<string> {
  const metrics = await (await fetch(`${at.url}/metrics`)).text();
  expect(metrics).toContain('collectgraph_operations_total');
  return [at.said.stdout, at.said.stderr, metrics, ...collector.requests.map(({ body }) => body.toString('utf8'))].join('\n');
}

async function expectNothingWritten(at = program): Promise<void> {
  expect(seedsIn(await written(at))).toEqual([]);
}

describe('the seeds', () => {
  it('stand in every sensitive place that a caller can fill', () => {
    const inputs = [...markers.coordinates].filter((coordinate) => isInput(graph, coordinate));
    expect(inputs.length).toBeGreaterThan(80);
    const files = ['UploadFilesInput.file'];
    expect(inputs.filter((coordinate) => !seeded.has(coordinate) && !files.includes(coordinate))).toEqual([]);
  });

  it('cover names, birth dates, numbers, addresses, accounts, messages and pay links', () => {
    for (const coordinate of [
      'Debtor.firstName', 'Debtor.lastName', 'Debtor.birthday', 'Debtor.ssn', 'ContactInformation.mobileNumber', 'ContactInformation.email', 'ContactInformation.addressLine1', 'MandateAccountTypeRepresentation.accountNumber',
      'Message.text', 'Message.html', 'Message.subject', 'CommunicationMessageURL.messageURL', 'Query.message(messageURL)', 'Query.landingPageURL', 'Query.payNowURL', 'Claim.landingPageURL', 'PaymentLink.uri', 'PayLink.shortUrl', 'PayLink.paymentURL', 'PaymentRequest.paymentURL',
      'RowInput.personFamilyName', 'RowInput.personBirthDay', 'RowInput.toMailAddress', 'PayLinkInput.personName', 'AssignContactInput.name', 'SendInviteInput.email', 'Account.meta', 'LoggedEvent.payload', 'UnknownLedgerEntry.raw',
    ]) {
      expect({ coordinate, marked: markers.coordinates.has(coordinate) }).toEqual({ coordinate, marked: true });
    }
  });

  it('are found in any spelling', () => {
    for (const text of [`a ${seed} b`, seed.toLowerCase(), seededDate, ...[0, 1, 2].map((n) => Buffer.from(`${'x'.repeat(n)}${seed}-id:secret`).toString('base64')), encodeURIComponent(`ä${seed}`)]) expect(seedsIn(text)).not.toEqual([]);
    expect(seedsIn('nothing of that, see 1904')).toEqual([]);
  });

  it('mark nothing that is not in the graph', () => {
    const unknown = [...markers.coordinates].filter((coordinate) => !coordinate.startsWith('Collectmaxx') && !exists(graph, coordinate));
    expect(unknown).toEqual([]);
  });
});

describe('what goes well', () => {
  it('is told to the caller, and written nowhere', async () => {
    meet = right;
    let told = '';
    for (const { query, variables } of operations) told += JSON.stringify(await ask(query, variables));
    // The seeds of the answers have arrived.
    expect(seedsIn(told).length).toBeGreaterThan(50);
    await expectNothingWritten();
  });
});

describe('a vendor who answers with', () => {
  it.each(failures)('%s has nothing of it written, and no error holds it', async (_, meeting, code) => {
    meet = meeting;
    const told = await Promise.all(operations.map(({ query, variables }) => ask(query, variables)));
    meet = right;
    const codes = new Map<unknown, number>();
    for (const { extensions } of told.flatMap(({ errors = [] }) => errors)) codes.set(extensions['code'], (codes.get(extensions['code']) ?? 0) + 1);
    expect({ codes: [...codes.keys()], often: (codes.get(code) ?? 0) >= 5 }).toEqual({ codes: expect.arrayContaining([code]), often: true });
    expect(codes.has('INTERNAL_SERVER_ERROR')).toBe(false);
    await expectNothingWritten();
  });

  it('its own words keeps those that are nobody\'s secret', async () => {
    meet = () => json({ messages: ['body should have required property "amount"', `no debtor ${seed} here`] }, 400);
    const { errors } = await ask('mutation ($i: [UpdateClaimInput!]!) { updateClaims(input: $i) { success } }', { i: [{ claimReference: 'C', meta: { a: seed } }] });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UPSTREAM_BAD_REQUEST', messages: ['body should have required property "amount"', 'no debtor (withheld) here'] });
    meet = right;
  });

  it('400 to what is configured for him says nothing of it', async () => {
    meet = (request, name) => json({ messages: [...echoed(request).messages, `no user ${seed}@example.com`, `no tenant ${seed}-tenant`].reverse() }, name === 'ucollect' ? 400 : 422);
    const [status, account] = [await ask('{ contactStatus(contactId: "C") { status } }', {}), await ask('{ account(accountReference: "A") { currency } }', {})];
    meet = right;
    expect(status.errors?.[0]?.extensions['messages']).toEqual(expect.arrayContaining(['no user (withheld)']));
    expect(account.errors?.[0]?.extensions['messages']).toEqual(expect.arrayContaining(['no tenant (withheld)']));
    await expectNothingWritten();
  });

  it('400 to what the gateway itself tells him of a debtor says nothing of it', async () => {
    const account = { status: 200, headers: { 'content-type': 'application/json' } };
    const claim = { claimReference: 'C', status: 'ACTIVE', amount: 100, currency: 'EUR', currentDueDate: '2030-01-01', primaryDebtor: { firstName: `${seed}First`, lastName: `${seed}Last` } };
    meet = (request, name) => {
      if (name === 'collectmaxx') return request.body.toString('utf8').includes('create(payLink') ? echo(200)(request, name) : json({ data: { payLink: { payLinks: { items: [], pagination: { offset: 0, limit: 20, total: 0 } } } } });
      if (request.url.includes('get_account_claims')) return { ...account, body: JSON.stringify([claim]) };
      return request.method === 'GET' ? { ...account, body: '{"currency":"EUR","meta":{}}' } : json({ A: { success: true } });
    };
    const { errors } = await ask('mutation { requestPayment(input: { accountReference: "A", claimReference: "C", provider: COLLECTMAXX }) { created } }', {});
    meet = right;
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UPSTREAM_BAD_REQUEST', messages: expect.arrayContaining(['"(withheld)" is not valid']) });
    await expectNothingWritten();
  });

  it.each<[string, Meeting]>([['400', echo(400)], ['401', echo(401)], ['500', echo(500)], ['no JSON', () => ({ headers: { 'content-type': 'application/json' }, body: `${seed}` })], ['a token that is none', () => json({ access_token: `${seed}\n${seed}` })]])('401 and, to the token call, %s has nothing of it written', async (_, toToken) => {
    meet = echo(401);
    meetTokens = toToken;
    const told = await Promise.all(operations.map(({ query, variables }) => ask(query, variables)));
    meet = right;
    meetTokens = token;
    expect(told.flatMap(({ errors = [] }) => errors).map(({ extensions }) => extensions['code'])).toContain('UPSTREAM_UNAUTHENTICATED');
    await expectNothingWritten();
  });
});

describe('a caller who', () => {
  const headers = { 'content-type': 'application/json', ...telling };

  async function send(path: string, init: RequestInit): Promise<{ status: number; text: string }> {
    const response = await fetch(`${program.url}${path}`, init);
    const text = await response.text();
    expect(seedsIn(JSON.stringify([text, [...response.headers]]))).toEqual([]);
    return { status: response.status, text };
  }
  const post = (body: unknown, more = {}) => send('/graphql', { method: 'POST', headers: { ...headers, 'x-api-key': key, ...more }, body: typeof body === 'string' ? body : JSON.stringify(body) });

  it('is refused reads none of his own values in the refusal', async () => {
    const literal = `"${seed} Jane"`;
    const sent = [
      post({ query: `{ account(accountReference: ${literal}` }),
      post({ query: `{ accountClaims(accountReference: "A", limit: ${literal}) { items { amount } } }` }),
      post({ query: `mutation { createClaims(input: [{ claimReference: "C", currentDueDate: ${literal}, originalDueDate: ${literal} }]) { success } }` }),
      post({ query: `mutation { createClaims(input: ${literal}) { success } }` }),
      post({ query: 'query ($r: String!) { account(accountReference: $r) { currency } }', variables: { r: { [seed]: seed } } }),
      post({ query: 'mutation ($i: [CreateClaimInput!]!) { createClaims(input: $i) { success } }', variables: { i: [{ claimReference: 'C', currentDueDate: seed, originalDueDate: seed, primaryDebtor: { birthday: seed, firstName: 5, contactInformation: seed } }] } }),
      post({ query: 'mutation ($i: [CreateAccountInput!]!) { createAccounts(input: $i) { success } }', variables: { i: [{ accountReference: 'A', currency: 'EUR', debtors: [{ birthday: `${seed}`, contactInformation: { country: 'NL', additionalContactInformation: [{ emailContact: { email: seed }, landLineContact: { landLine: seed } }] } }] }] } }),
      post({ query: 'mutation ($i: [UpdateClaimInput!]!) { updateClaims(input: $i) { success } }', variables: { i: [{ claimReference: 'C', reason: seed }, { claimReference: 'C', reason: seed }] } }),
      post(`{"query": "${seed}`),
      post(`"${seed}"`),
      post(`[{"query": "${seed}"}]`),
      post({ query: { [seed]: seed }, variables: seed, operationName: [seed] }),
      post({ query: '{ __typename }', operationName: `${seed}` }),
      post({ query: '{ __typename }', variables: JSON.stringify({ a: seed }) }),
      post(`a=${seed}`, { 'content-type': 'application/x-www-form-urlencoded' }),
      post(`${seed}`, { 'content-type': `text/${seed}` }),
      post(`--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{"query":"${seed}\r\n--x--`, { 'content-type': 'multipart/form-data; boundary=x', 'apollo-require-preflight': 'true' }),
      send(`/graphql?query=${encodeURIComponent(`{ account(accountReference: ${literal}) { currency nothing } }`)}&variables=${encodeURIComponent(JSON.stringify({ a: seed }))}`, { headers: { ...headers, 'x-api-key': key, 'apollo-require-preflight': 'true' } }),
      send(`/graphql?query=${encodeURIComponent(`{ account(accountReference: ${literal}) { currency } }`)}`, { headers: { ...telling, 'x-api-key': key } }),
      send(`/graphql?${seed}=${seed}`, { method: 'DELETE', headers }),
      send(`/${seed}/${seed}?a=${seed}`, { headers }),
      send(`/graphiql/${seed}.js`, { headers }),
      send('/graphql', { method: 'OPTIONS', headers: { origin: `https://${seed}.example.com`, 'access-control-request-method': 'POST', 'access-control-request-headers': seed } }),
    ];
    const statuses = (await Promise.all(sent)).map(({ status }) => status);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    await expectNothingWritten();
  });

  it('asks for too much reads none of it in the refusal', async () => {
    const long = `${seed} `.repeat(2_000_000);
    const sent = [
      post({ query: '{ __typename }', variables: { a: long } }),
      post({ query: `{ account(accountReference: "${seed.repeat(2_000_000)}") { currency } }` }),
      post({ query: 'query ($r: String!) { account(accountReference: $r) { currency } }', variables: { r: Array.from({ length: 10_000 }, () => seed) } }),
      post({ query: 'mutation ($m: [AccountMetaInput!]!) { updateAccountMeta(input: $m) { success } }', variables: { m: [{ accountReference: 'A', meta: Array.from({ length: 100 }).reduce((inner) => ({ [seed]: inner }), seed) }] } }),
      post({ query: `{ ${Array.from({ length: 200_000 }, (_, n) => `a${n}: account(accountReference: "${seed}") { currency }`).join(' ')} }` }),
    ];
    for (const { text } of await Promise.all(sent)) expect(text).toContain('"errors"');
    await expectNothingWritten();
  });

  it('shows what is no key of ours does not find it anywhere', async () => {
    for (const more of [{ 'x-api-key': secret('wrong') }, { authorization: `Bearer ${seed}` }, { authorization: `Bearer ${['{"alg":"none"}', `{"sub":"${seed}"}`, ''].map((part) => Buffer.from(part).toString('base64url')).join('.')}` }, { authorization: `Basic ${Buffer.from(`${seed}:${seed}`).toString('base64')}` }, { 'x-api-key': key, authorization: `Bearer ${seed}` }]) {
      const { status } = await send('/graphql', { method: 'POST', headers: { ...headers, ...more } as Record<string, string>, body: JSON.stringify({ query: `{ account(accountReference: "${seed}") { currency } }` }) });
      expect([400, 401]).toContain(status);
    }
    await expectNothingWritten();
  });

  it('speaks no HTTP is not quoted', async () => {
    for (const bytes of [`${seed}\r\n\r\n`, `GET /${seed} HTTP/9.9\r\n\r\n`, `POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-length: ${seed}\r\n\r\n`, `POST /graphql HTTP/1.1\r\nhost: a\r\n${seed}\r\n\r\n`]) {
      const answer = await new Promise<string>((resolve) => {
        const socket = connect(Number(new URL(program.url).port), '127.0.0.1', () => socket.write(bytes));
        let said = '';
        socket.on('data', (chunk) => (said += chunk.toString())).on('close', () => resolve(said)).on('error', () => resolve(said));
        socket.setTimeout(2_000, () => socket.destroy());
      });
      expect(seedsIn(answer)).toEqual([]);
    }
    await expectNothingWritten();
  });

  it('is a vendor finds his secrets and messages nowhere', async () => {
    const messages = [JSON.stringify({ event: `${seed}`, id: seed, data: { person: seed } }), `{"${seed}`, seed, JSON.stringify([{ ref: seed }]), JSON.stringify({ payload: { a: seed }, payloadAsString: JSON.stringify({ a: seed }), signature: seed })];
    for (const path of [`/webhooks/collectmaxx/${secret('hook')}`, `/webhooks/cm/${secret('cmhook')}`, '/webhooks/receeve', `/webhooks/collectmaxx/${seed}-wrong`, '/webhooks/collectmaxx', `/webhooks/${seed}/${seed}`]) {
      for (const body of messages) await send(path, { method: 'POST', headers: { ...headers, authorization: `Basic ${Buffer.from(`${seed}:${seed}`).toString('base64')}` }, body });
    }
    await expectNothingWritten();
  });
});

describe('stack traces', () => {
  it('where somebody asked for them hold frames alone', async () => {
    const open = await start({ GATEWAY_STACKTRACES: 'true' });
    try {
      meet = echo(400);
      const told = await Promise.all(operations.map(({ query, variables }) => ask(query, variables, open)));
      told.push(await ask(`{ account(accountReference: ${seed}) { "${seed}" } }`, {}, open), await ask(`{ account(accountReference: { a: "${seed}" }) { nothing } }`, {}, open));
      const traces = told.flatMap(({ errors = [] }) => errors).flatMap(({ extensions }) => (extensions['stacktrace'] as string[] | undefined) ?? []);
      expect(traces.length).toBeGreaterThan(10);
      expect(traces.filter((line) => !line.startsWith('at '))).toEqual([]);
      await expectNothingWritten(open);
    } finally {
      meet = right;
      open.close();
    }
  });
});

describe('the end', () => {
  it('writes nothing either', async () => {
    program.child.kill('SIGTERM');
    expect((await program.ended).code).toBe(0);
    const exported = collector.requests.map(({ body }) => body.toString('utf8')).join('\n');
    // There were traces to search.
    expect((exported.match(/"spanId"/g) ?? []).length).toBeGreaterThan(500);
    expect(program.said.stderr.split('\n').length).toBeGreaterThan(500);
    expect(seedsIn([program.said.stdout, program.said.stderr, exported].join('\n'))).toEqual([]);
    for (const line of program.said.stderr.trim().split('\n')) expect(() => void JSON.parse(line)).not.toThrow();
  });
});

function exists(schema: GraphQLSchema, coordinate: string): boolean {
  const [, type = '', field = '', argument] = /^(\w+)\.(\w+)(?:\((\w+)\))?$/.exec(coordinate) ?? [];
  const found = schema.getType(type);
  const fields = found && 'getFields' in found ? found.getFields() : {};
  const one = fields[field];
  return one !== undefined && (argument === undefined || ('args' in one && one.args.some(({ name }) => name === argument)));
}

function isInput(schema: GraphQLSchema, coordinate: string): boolean {
  const type = schema.getType(coordinate.split('.')[0] ?? '');
  return exists(schema, coordinate) && (coordinate.endsWith(')') || isInputObjectType(type));
}

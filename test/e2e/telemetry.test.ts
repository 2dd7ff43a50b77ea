/**
 * What a gateway tells those who watch over it: numbers that follow what was asked, spans that say which call
 * cost what; and nothing of it where nobody asked.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { startGateway, type Gateway } from '../../src/server/main.ts';
import { readNumbers } from '../support/numbers.ts';
import { startRecorder, type Recorder } from '../support/recorder.ts';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

const logged: Record<string, unknown>[] = [];

async function start(env: NodeJS.ProcessEnv = {}): Promise<Gateway> {
  logged.length = 0;
  const log = pino({ level: 'trace' }, { write: (line) => void logged.push(JSON.parse(line) as Record<string, unknown>) });
  const gateway = await startGateway({ env: { PORT: '0', GATEWAY_MODE: 'sandbox', ...env }, log });
  open.push(gateway);
  return gateway;
}

async function ask(gateway: Gateway, query: string, { variables = {}, headers = {} }: { variables?: Record<string, unknown>; headers?: Record<string, string> } = {}) {
  const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query, variables }) });
  return (await response.json()) as { data?: any; errors?: { extensions: Record<string, unknown> }[] };
}

const account = (reference: string) => `{ account(accountReference: "${reference}") { currency } }`;

describe('/metrics', () => {
  it('counts operations by root field and outcome, in both lanes', async () => {
    const gateway = await start();
    for (let i = 0; i < 5; i++) await ask(gateway, account('ACC-0015'));
    await ask(gateway, `query Mine { a: account(accountReference: "ACC-0015") { currency } b: landingPageURL(claimReference: "CLM-0136") }`);
    await ask(gateway, '{ __typename }');
    await ask(gateway, 'mutation { resolveClaims(input: [{ claimReference: "CLM-0136" }]) { success } }');
    const numbers = await readNumbers(gateway.metricsURL ?? '');
    expect(numbers.of('collectgraph_operations_total', { type: 'query', field: 'account', outcome: 'ok' })).toBe(5);
    expect(numbers.of('collectgraph_operations_total', { type: 'query', field: 'several', outcome: 'ok' })).toBe(1);
    expect(numbers.of('collectgraph_operations_total', { type: 'query', field: 'introspection' })).toBe(1);
    expect(numbers.of('collectgraph_operations_total', { type: 'mutation', field: 'resolveClaims' })).toBe(1);
    expect(numbers.of('collectgraph_operation_duration_seconds_count', { field: 'account' })).toBe(5);
    expect(numbers.of('collectgraph_operation_duration_seconds_bucket', { field: 'account', le: '+Inf' })).toBe(5);
    expect(numbers.of('collectgraph_operation_duration_seconds_sum', { field: 'account' })).toBeGreaterThan(0);
    expect(numbers.of('collectgraph_http_requests_total', { path: '/graphql', status: '200' })).toBe(8);
    // The one that reads it.
    expect(numbers.of('collectgraph_http_requests_in_flight')).toBe(1);
    expect(numbers.of('collectgraph_upstream_calls_in_flight')).toBe(0);
  });

  it('counts what went wrong, by code and system, whoever found it', async () => {
    const gateway = await start();
    await ask(gateway, '{ nothing }');
    await ask(gateway, '{ account(');
    // Refused in either lane: once by Apollo, once where the document is known.
    const needy = 'query ($r: String!) { account(accountReference: $r) { currency } }';
    await ask(gateway, needy, { variables: { r: 'ACC-0015' } });
    await ask(gateway, needy);
    await ask(gateway, needy);
    await fetch(`${gateway.url}/nowhere`);
    await fetch(`${gateway.url}/graphql`, { method: 'PUT' });
    const numbers = await readNumbers(gateway.metricsURL ?? '');
    expect(numbers.of('collectgraph_errors_total', { code: 'GRAPHQL_VALIDATION_FAILED', system: '' })).toBe(1);
    expect(numbers.of('collectgraph_errors_total', { code: 'GRAPHQL_PARSE_FAILED' })).toBe(1);
    expect(numbers.of('collectgraph_errors_total', { code: 'BAD_USER_INPUT' })).toBe(2);
    // Only one was executed.
    expect(numbers.of('collectgraph_operations_total')).toBe(1);
    expect(numbers.of('collectgraph_http_requests_total', { path: 'other', status: '404' })).toBe(1);
    expect(numbers.of('collectgraph_http_requests_total', { path: '/graphql', status: '405' })).toBe(1);
  });

  it('counts calls, attempts, circuits and tokens of each system', async () => {
    const gateway = await start({ CIRCUIT_FAILURES: '3', UPSTREAM_RETRIES: '1' });
    const heal = gateway.sandbox?.systems.receeve.fail(({ operation }) => (operation === 'getAccount' ? { kind: 'status', status: 503 } : undefined));
    await ask(gateway, account('ACC-0001'));
    let numbers = await readNumbers(gateway.metricsURL ?? '');
    expect(numbers.of('collectgraph_upstream_calls_total', { system: 'receeve', operation: 'account', code: 'UPSTREAM_UNAVAILABLE' })).toBe(1);
    expect(numbers.of('collectgraph_upstream_retries_total', { system: 'receeve' })).toBe(1);
    expect(numbers.of('collectgraph_upstream_call_duration_seconds_count', { system: 'receeve', operation: 'account' })).toBe(1);
    expect(numbers.of('collectgraph_upstream_wait_seconds_count', { system: 'receeve' })).toBe(1);
    expect(numbers.of('collectgraph_operations_total', { field: 'account', outcome: 'failed' })).toBe(1);
    expect(numbers.of('collectgraph_errors_total', { code: 'UPSTREAM_UNAVAILABLE', system: 'receeve' })).toBe(1);
    expect(numbers.of('collectgraph_token_refreshes_total', { system: 'receeve', outcome: 'ok' })).toBe(1);
    await ask(gateway, account('ACC-0001'));
    numbers = await readNumbers(gateway.metricsURL ?? '');
    expect(numbers.of('collectgraph_circuit_state', { system: 'receeve', state: 'open' })).toBe(1);
    expect(numbers.of('collectgraph_circuit_state', { system: 'receeve' })).toBe(1);
    heal?.();
  });

  it('counts reads that were shared, and lookups that travelled together', async () => {
    const gateway = await start();
    await ask(gateway, '{ a: account(accountReference: "ACC-0015") { currency } b: account(accountReference: "ACC-0015") { currency } c: account(accountReference: "ACC-0016") { currency } }');
    const search = (reference: string) => `payLink { payLinks(filters: { attributes: { id: "reference", equalTo: "${reference}" } }) { items { id } } }`;
    await ask(gateway, `{ a: ${search('CLM-0001')} b: ${search('CLM-0002')} c: ${search('CLM-0002')} }`);
    const numbers = await readNumbers(gateway.metricsURL ?? '');
    expect(numbers.of('collectgraph_loads_total', { system: 'receeve' })).toBe(3);
    expect(numbers.of('collectgraph_loads_sent_total', { system: 'receeve' })).toBe(2);
    expect(numbers.of('collectgraph_loader_batch_size_sum', { system: 'receeve' })).toBe(2);
    expect(numbers.of('collectgraph_loads_total', { system: 'collectmaxx' })).toBe(3);
    expect(numbers.of('collectgraph_loads_sent_total', { system: 'collectmaxx' })).toBe(2);
    // One HTTP request with two lookups; the schema was asked for in another.
    expect(numbers.of('collectgraph_lookups_per_call_bucket', { system: 'collectmaxx', le: '2' }) - numbers.of('collectgraph_lookups_per_call_bucket', { system: 'collectmaxx', le: '1' })).toBe(1);
  });

  it('shows the process, and no word of a caller', async () => {
    const gateway = await start();
    await ask(gateway, 'query JaneDoe4711 { jane_doe_4711: account(accountReference: "Jane-Doe-4711") { currency } }', { headers: { 'x-request-id': 'Jane-Doe-4711' } });
    const response = await fetch(gateway.metricsURL ?? '');
    const text = await response.text();
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    for (const name of ['process_resident_memory_bytes', 'process_cpu_seconds_total', 'nodejs_eventloop_lag_p99_seconds']) expect(text).toContain(`\n${name} `);
    expect(text).not.toMatch(/jane/i);
    expect(text).not.toMatch(/127\.0\.0\.1|http:/);
    // Each series once, each family with its type.
    const series = text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.slice(0, line.lastIndexOf(' ')));
    expect(series).toEqual([...new Set(series)]);
    const head = await fetch(gateway.metricsURL ?? '', { method: 'HEAD' });
    expect({ status: head.status, text: await head.text() }).toEqual({ status: 200, text: '' });
  });

  it('is served on an address of its own, or nowhere, where that is asked for', async () => {
    const apart = await start({ METRICS_PORT: '0' });
    expect((await fetch(`${apart.url}/metrics`)).status).toBe(404);
    expect(new URL(apart.metricsURL ?? '').port).not.toBe(new URL(apart.url).port);
    expect((await readNumbers(apart.metricsURL ?? '')).of('collectgraph_http_requests_total', { status: '404' })).toBe(1);
    expect((await fetch(new URL('/graphql', apart.metricsURL), { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{__typename}"}' })).status).toBe(404);
    const nowhere = await start({ GATEWAY_METRICS: 'false' });
    expect(nowhere.metricsURL).toBeUndefined();
    expect((await fetch(`${nowhere.url}/metrics`)).status).toBe(404);
    expect((await ask(nowhere, account('ACC-0015'))).errors).toBeUndefined();
  });
});

interface Span {
  name: string;
  kind: number;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  status: { code?: number; message?: string };
  attributes: Record<string, unknown>;
}

interface Collector {
  recorder: Recorder;
  spans(): Span[];
  resources(): Record<string, unknown>[];
}

const attributesOf = (list: { key: string; value: Record<string, unknown> }[]): Record<string, unknown> => Object.fromEntries(list.map(({ key, value }) => [key, valueOf(value)]));

function valueOf(value: Record<string, any>): unknown {
  if ('arrayValue' in value) return value['arrayValue'].values.map(valueOf);
  return 'intValue' in value ? Number(value['intValue']) : Object.values(value)[0];
}

async function startCollector(): Promise<Collector> {
  const recorder = await startRecorder({ headers: { 'content-type': 'application/json' }, body: {} });
  open.push(recorder);
  const exported = () => recorder.requests.flatMap(({ body }) => (JSON.parse(body.toString('utf8')) as { resourceSpans: any[] }).resourceSpans);
  return {
    recorder,
    spans: () => exported().flatMap(({ scopeSpans }) => scopeSpans).flatMap(({ spans }) => spans).map((span) => ({ ...span, attributes: attributesOf(span.attributes) })),
    resources: () => exported().map(({ resource }) => attributesOf(resource.attributes)),
  };
}

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const parent = '00f067aa0ba902b7';

describe('traces', () => {
  it('hold one span for a request and one for each of its calls, in the words of the conventions', async () => {
    const collector = await startCollector();
    const gateway = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.recorder.url, OTEL_EXPORTER_OTLP_HEADERS: 'api-key=SEEDED%20key', OTEL_SERVICE_NAME: 'desk' });
    const query = 'query Desk($r: String!) { account(accountReference: $r) { currency } landingPageURL(claimReference: "CLM-0136") }';
    await ask(gateway, query, { variables: { r: 'ACC-0015' }, headers: { traceparent: `00-${traceId}-${parent}-01`, tracestate: 'seller=SEEDED-state', baggage: 'person=SEEDED-person', 'x-request-id': 'r-1' } });
    await gateway.close();
    const [first] = collector.recorder.requests;
    expect(first).toMatchObject({ method: 'POST', url: '/v1/traces', headers: { 'api-key': 'SEEDED key' } });
    expect(collector.resources()[0]).toEqual({ 'service.name': 'desk', 'service.version': '0.1.0' });
    const spans = collector.spans();
    const server = spans.find(({ kind }) => kind === 2);
    expect(server).toMatchObject({ name: 'query several', traceId, parentSpanId: parent });
    expect(server?.attributes).toEqual({
      'http.request.method': 'POST',
      'http.route': '/graphql',
      'url.path': '/graphql',
      'http.response.status_code': 200,
      'graphql.operation.type': 'query',
      'graphql.operation.name': 'Desk',
      'collectgraph.fields': ['account', 'landingPageURL'],
      'collectgraph.request_id': 'r-1',
    });
    const calls = spans.filter(({ kind }) => kind === 3);
    expect(calls.map(({ name }) => name).sort()).toEqual(['GET receeve.account', 'GET receeve.landingPageURL']);
    for (const call of calls) {
      expect(call).toMatchObject({ traceId, parentSpanId: server?.spanId });
      expect(Object.keys(call.attributes).sort()).toEqual(['collectgraph.operation', 'collectgraph.system', 'collectgraph.wait_ms', 'http.request.method', 'http.response.status_code', 'server.address', 'server.port', 'url.scheme']);
      expect(call.attributes).toMatchObject({ 'http.request.method': 'GET', 'http.response.status_code': 200, 'server.address': '127.0.0.1', 'collectgraph.system': 'receeve' });
      // Within the request, to the clock's grain.
      expect(BigInt(call.startTimeUnixNano) - BigInt(server?.startTimeUnixNano ?? 0)).toBeGreaterThan(-2_000_000n);
      expect(BigInt(server?.endTimeUnixNano ?? 0) - BigInt(call.endTimeUnixNano)).toBeGreaterThan(-2_000_000n);
    }
    expect(JSON.stringify(collector.recorder.requests.map(({ body }) => body.toString('utf8')))).not.toMatch(/SEEDED|ACC-0015|CLM-0136|currency/);
    expect(logged.filter(({ traceId: id }) => id === traceId)).toHaveLength(1);
  });

  it('say what failed and whose fault it was', async () => {
    const collector = await startCollector();
    const gateway = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.recorder.url, UPSTREAM_RETRIES: '1' });
    gateway.sandbox?.systems.receeve.fail(({ operation }) => (operation === 'getAccount' ? { kind: 'status', status: 503 } : undefined));
    await ask(gateway, account('ACC-0015'));
    await ask(gateway, '{ nothing }');
    await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'text/csv' }, body: 'a,b' });
    await gateway.close();
    const spans = collector.spans();
    expect(spans.find(({ name }) => name === 'query account')).toMatchObject({ status: { code: 2, message: 'UPSTREAM_UNAVAILABLE' }, attributes: { 'error.type': 'UPSTREAM_UNAVAILABLE', 'collectgraph.error_codes': ['UPSTREAM_UNAVAILABLE'] } });
    expect(spans.find(({ name }) => name === 'GET receeve.account')).toMatchObject({ status: { code: 2 }, attributes: { 'error.type': 'UPSTREAM_UNAVAILABLE', 'http.response.status_code': 503, 'http.request.resend_count': 1 } });
    const refused = spans.filter(({ name }) => name === 'POST /graphql');
    expect(refused.map(({ attributes }) => attributes['http.response.status_code']).sort()).toEqual([200, 415]);
    expect(refused.map(({ status }) => status.code ?? 0)).toEqual([0, 0]);
  });

  it('follow what the caller says about being traced, and the share where he says nothing', async () => {
    const collector = await startCollector();
    const gateway = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.recorder.url, OTEL_TRACES_SAMPLER_ARG: '0' });
    await ask(gateway, account('ACC-0001'));
    await ask(gateway, account('ACC-0002'), { headers: { traceparent: `00-${traceId}-${parent}-00` } });
    await ask(gateway, account('ACC-0003'), { headers: { traceparent: `00-${traceId}-${parent}-01` } });
    for (const broken of ['00-0-0-01', `ff-${traceId}-${parent}-01`, `00-${'0'.repeat(32)}-${parent}-01`, `00-${traceId}-${'0'.repeat(16)}-01`, 'x'.repeat(5_000)]) {
      await ask(gateway, account('ACC-0004'), { headers: { traceparent: broken } });
    }
    await gateway.close();
    expect(collector.spans().filter(({ kind }) => kind === 2)).toHaveLength(1);
  });

  it('that cannot be delivered hold nobody up, and are said to be lost', async () => {
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    const gateway = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
    expect((await ask(gateway, account('ACC-0015'))).errors).toBeUndefined();
    await gateway.close();
    expect(logged.filter(({ msg }) => msg === 'traces cannot be delivered to the collector')).toHaveLength(1);
    expect(JSON.stringify(logged)).not.toContain(String(port));
  }, 30_000);
});

describe('the log', () => {
  it('has one line for each operation, with its fields and codes, and no word of the caller', async () => {
    const gateway = await start();
    await ask(gateway, 'query JaneDoe { jane_doe: account(accountReference: "ACC-0015") { currency } }', { headers: { 'x-request-id': 'r-1' } });
    await ask(gateway, 'query JaneDoe { jane_doe: account(accountReference: "ACC-0015") { currency } }', { headers: { 'x-request-id': 'r-2' } });
    gateway.sandbox?.systems.receeve.fail(() => ({ kind: 'status', status: 403 }));
    await ask(gateway, account('ACC-0015'), { headers: { 'x-request-id': 'r-3' } });
    const lines = logged.filter(({ msg }) => String(msg).startsWith('operation'));
    expect(lines).toEqual([
      expect.objectContaining({ level: 20, requestId: 'r-1', caller: 'anyone', type: 'query', fields: 'account', ms: expect.any(Number) }),
      expect.objectContaining({ level: 20, requestId: 'r-2' }),
      expect.objectContaining({ level: 40, requestId: 'r-3', codes: ['UPSTREAM_FORBIDDEN'], msg: 'operation with errors' }),
    ]);
    expect(JSON.stringify(logged)).not.toMatch(/jane/i);
  });
});

/**
 * The end of the process, as whoever runs it sees it: from the first signal on it is not ready, whatever was asked
 * before is answered, a write that is on its way comes to its end, and then it ends with 0.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startProgram, type Program } from '../support/program.ts';
import { startRecorder, type Answer, type Recorder } from '../support/recorder.ts';

jest.setTimeout(60_000);

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function start(vendor: Recorder, env: Record<string, string> = {}): Promise<Program> {
  const program = await startProgram({ env: { PORT: '0', GATEWAY_MODE: 'live', UCOLLECT_URL: vendor.url, UCOLLECT_API_KEY: 'key', UCOLLECT_LEDGER: 'L', UCOLLECT_USER: 'u@example.com', ...env } });
  open.push(program);
  return program;
}

const read = 'query ($c: String!) { contactStatus(contactId: $c) { status } }';
const write = 'mutation { assignContact(input: { contactId: "C", orgPGID: "1" }) { outcome } }';

async function ask(url: string, query: string, variables = {}): Promise<{ headers: Headers; body: any }> {
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) });
  return { headers: response.headers, body: await response.json() };
}

const text = (body: string): Answer => ({ headers: { 'content-type': 'text/plain' }, body });

/** A vendor who keeps those waiting who ask for `W`, and every write, until it is let go. */
async function startVendor() {
  let letGo: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => (letGo = resolve));
  let arrived: () => void = () => undefined;
  const there = new Promise<void>((resolve) => (arrived = resolve));
  const vendor = await startRecorder(async ({ url, method }) => {
    if (!url.includes('contact_id=W') && method !== 'POST') return text('NOT ENABLED');
    arrived();
    await gone;
    return text(method === 'POST' ? 'OK' : 'NOT ENABLED');
  });
  open.push(vendor);
  return { vendor, letGo, there };
}

async function readiness(url: string): Promise<{ status: number; body: any }> {
  const response = await fetch(`${url}/health/ready`);
  return { status: response.status, body: await response.json() };
}

/** Asks until the answer is as wanted; the process takes a signal when it gets round to it. */
async function until<T>(look: () => Promise<T>, wanted: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await look();
    if (wanted(value)) return value;
  }
}

describe('SIGTERM', () => {
  it('ends readiness at once, while requests are still taken and those in flight come to their end', async () => {
    const { vendor, letGo, there } = await startVendor();
    const { url, child, ended } = await start(vendor, { DRAIN_MS: '2500' });
    expect(await readiness(url)).toMatchObject({ status: 200, body: { status: 'ready', missing: ['collectmaxx', 'cm', 'receeve'] } });
    const writing = ask(url, write);
    await there;
    child.kill('SIGTERM');
    expect(await until(() => readiness(url), ({ status }) => status === 503)).toMatchObject({ body: { status: 'closing' } });
    // A load balancer that has not noticed yet.
    const late = await ask(url, read, { c: 'C' });
    expect(late.body).toEqual({ data: { contactStatus: { status: 'NOT_ENABLED' } } });
    expect(late.headers.get('connection')).toBe('close');
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    letGo();
    expect((await writing).body).toEqual({ data: { assignContact: { outcome: 'OK' } } });
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(vendor.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(stderr).toContain('the gateway ends');
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
  });

  it('waits for requests after the drain, too, as long as they may take', async () => {
    const { vendor, letGo, there } = await startVendor();
    const { url, child, ended } = await start(vendor);
    const reading = ask(url, read, { c: 'W' });
    await there;
    child.kill('SIGTERM');
    await until(() => readiness(url), ({ status }) => status === 503);
    letGo();
    expect((await reading).body).toEqual({ data: { contactStatus: { status: 'NOT_ENABLED' } } });
    expect((await ended).code).toBe(0);
  });

  it('does not wait for a vendor who never answers: the deadline of the operation is the end', async () => {
    const { vendor, there } = await startVendor();
    const { url, child, ended } = await start(vendor, { REQUEST_DEADLINE_MS: '1500', UPSTREAM_RETRIES: '0' });
    const writing = ask(url, write);
    await there;
    child.kill('SIGTERM');
    expect((await writing).body).toMatchObject({ data: { assignContact: null }, errors: [{ extensions: { code: 'OUTCOME_UNKNOWN' } }] });
    expect((await ended).code).toBe(0);
  });

  it('closes connections that nobody uses', async () => {
    const { vendor } = await startVendor();
    const { url, child, ended } = await start(vendor);
    const idle = connect(Number(new URL(url).port), '127.0.0.1');
    await once(idle, 'connect');
    const kept = connect(Number(new URL(url).port), '127.0.0.1');
    kept.write('GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n');
    await once(kept, 'data');
    const closed = Promise.all([idle, kept].map((socket) => once(socket.resume(), 'close')));
    child.kill('SIGTERM');
    await closed;
    expect((await ended).code).toBe(0);
  });

  it('tells streams to go when the drain is over, and waits for nobody who listens', async () => {
    const { vendor } = await startVendor();
    const folder = mkdtempSync(join(tmpdir(), 'drain-'));
    open.push({ close: () => rmSync(folder, { recursive: true }) });
    const { url, child, ended } = await start(vendor, { DRAIN_MS: '500', EVENTS_PATH: join(folder, 'events.db') });
    const stream = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'text/event-stream' }, body: JSON.stringify({ query: 'subscription { eventReceived { id } }' }) });
    expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const socket = createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, lazy: false, retryAttempts: 0, onNonLazyError: () => undefined, on: { connected: () => child.kill('SIGTERM') } });
    const closed = new Promise<number>((resolve) => socket.on('closed', (event) => resolve((event as { code: number }).code)));
    expect(await stream.text()).not.toContain('errors');
    expect([1000, 1001]).toContain(await closed);
    expect((await ended).code).toBe(0);
    await socket.dispose();
  });

  it.each([['SIGTERM', 143], ['SIGINT', 130]] as const)('followed by %s ends at once', async (second, expected) => {
    const { vendor, there } = await startVendor();
    const { url, child, ended } = await start(vendor, { DRAIN_MS: '600000' });
    const writing = ask(url, write).catch(() => 'cut off');
    await there;
    child.kill('SIGTERM');
    await until(() => readiness(url), ({ status }) => status === 503);
    child.kill(second);
    expect((await ended).code).toBe(expected);
    expect(await writing).toBe('cut off');
  });
});

import { request } from 'node:http';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Failure } from '../../../src/sandbox/main.ts';
import { startSandbox } from '../../../src/sandbox/main.ts';
import type { Client } from './support.ts';
import { clientOf, start } from './support.ts';

let client: Client;
beforeEach(async () => {
  client = await start();
  await client.receeve('create_accounts', { A: { currency: 'EUR' } });
});

const cm = () => client.sandbox.systems.cm;
const body = '{"amount":10.00,"merchant_reference":"M"}';
const links = () => cm().state.links.size;
/** A raw request, so that what is really on the wire is seen. */
async function create(): Promise<{ status: number | undefined; text: string; complete: boolean; code?: string | undefined }> {
  const authorization = `Bearer ${await client.cmToken()}`;
  return new Promise((resolve) => {
    const sent = request(`${client.env('CM_URL')}/paymentlink/v1.0`, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, agent: false }, (response) => {
      let text = '';
      const end = (code?: string) => resolve({ status: response.statusCode, text, complete: response.complete, code });
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => end());
      response.on('error', (error: NodeJS.ErrnoException) => end(error.code));
    });
    sent.on('error', (error: NodeJS.ErrnoException) => resolve({ status: undefined, text: '', complete: false, code: error.code }));
    sent.end(body);
  });
}
const once = (failure: Failure) => cm().fail(({ operation, n }) => (operation === 'createPaymentLink' && n === 1 ? failure : undefined));

describe('a failure on demand', () => {
  it.each<[Failure, object, number]>([
    [{ kind: 'status', status: 503 }, { status: 503, text: '{"message":"Error 503"}' }, 0],
    [{ kind: 'status', status: 503, done: true }, { status: 503 }, 1],
    [{ kind: 'status', status: 400, body: 'no', headers: { 'content-type': 'text/plain' } }, { status: 400, text: 'no' }, 0],
    [{ kind: 'garbage' }, { status: 200, text: expect.stringContaining('<html>') }, 0],
    [{ kind: 'garbage', body: '{"amount":', contentType: 'application/json', done: true }, { status: 200, text: '{"amount":' }, 1],
    [{ kind: 'reset', when: 'head' }, { code: 'ECONNRESET' }, 0],
    [{ kind: 'reset', when: 'request' }, { code: 'ECONNRESET' }, 0],
    [{ kind: 'reset', when: 'request', done: true }, { code: 'ECONNRESET' }, 1],
    [{ kind: 'reset', when: 'answer' }, { status: 201, complete: false, code: 'ECONNRESET' }, 1],
    [{ kind: 'truncate' }, { status: 201, complete: false }, 1],
    [{ kind: 'delay', ms: 1 }, { status: 201, complete: true }, 1],
  ])('%j', async (failure, seen, made) => {
    once(failure);
    expect(await create()).toMatchObject(seen);
    expect(links()).toBe(made);
    expect(await create()).toMatchObject({ status: 201, complete: true });
    expect(links()).toBe(made + 1);
  });

  it('hangs until the caller gives up', async () => {
    once({ kind: 'hang', done: true });
    const abort = new AbortController();
    const calling = fetch(`${client.env('CM_URL')}/paymentlink/v1.0`, { method: 'POST', body, headers: { authorization: `Bearer ${await client.cmToken()}`, 'content-type': 'application/json' }, signal: abort.signal });
    while (links() === 0) await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    await expect(calling).rejects.toThrow();
  });

  it('hangs until the sandbox closes', async () => {
    const sandbox = await startSandbox({ demo: false });
    sandbox.systems.collectmaxx.fail(() => ({ kind: 'hang' }));
    const calling = fetch(sandbox.env['COLLECTMAXX_URL'] ?? '', { method: 'POST', body: '{}' });
    const failed = expect(calling).rejects.toThrow();
    while (sandbox.calls.count() === 0) await new Promise((resolve) => setImmediate(resolve));
    await sandbox.close();
    await failed;
  });

  it('waits for a promise with the write done already', async () => {
    let release = () => {};
    once({ kind: 'wait', until: new Promise<void>((resolve) => (release = resolve)) });
    const calling = create();
    while (links() === 0) await new Promise((resolve) => setImmediate(resolve));
    release();
    expect(await calling).toMatchObject({ status: 201 });
  });

  it('does not outlive a caller who left while it waited', async () => {
    once({ kind: 'wait', until: new Promise(() => {}) });
    const abort = new AbortController();
    const calling = fetch(`${client.env('CM_URL')}/paymentlink/v1.0`, { method: 'POST', body, headers: { authorization: `Bearer ${await client.cmToken()}`, 'content-type': 'application/json' }, signal: abort.signal });
    while (links() === 0) await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    await expect(calling).rejects.toThrow();
  });

  it.each([
    ['receeve' as const, 'RECEEVE' as const, 429, { message: 'Too Many Requests' }],
    ['collectmaxx' as const, 'COLLECTMAXX' as const, 429, { errors: [{ message: 'Too Many Requests' }] }],
  ])('speaks as %s does', async (name, system, status, json) => {
    client.sandbox.systems[name].fail(() => ({ kind: 'status', status, headers: { 'retry-after': '3' } }));
    const reply = await client.raw(system, '/x');
    expect(reply).toMatchObject({ status, json });
    expect(reply.headers.get('retry-after')).toBe('3');
  });
});

describe('rules', () => {
  it('are asked newest first, know the call, and are taken back one by one or all', async () => {
    const seen: string[] = [];
    const older = cm().fail((call) => {
      seen.push(`${call.method} ${call.operation} ${call.n}`);
      return { kind: 'status', status: 500 };
    });
    const newer = cm().fail(({ url }) => (url.endsWith('/status') ? { kind: 'status', status: 502 } : undefined));
    const get = async (path: string) => (await client.raw('CM', path)).status;
    expect([await get('/paymentlink/v1/a/status'), await get('/paymentlink/v1/a'), await get('/paymentlink/v1/b')]).toEqual([502, 500, 500]);
    expect(seen).toEqual(['GET getPaymentLink 1', 'GET getPaymentLink 2']);
    newer();
    expect(await get('/paymentlink/v1/a/status')).toBe(500);
    older();
    expect(await get('/paymentlink/v1/a/status')).toBe(401);
    cm().fail(() => ({ kind: 'status', status: 500 }));
    cm().heal();
    expect(await get('/paymentlink/v1/a/status')).toBe(401);
  });

  it('are those of one system', async () => {
    cm().fail(() => ({ kind: 'status', status: 500 }));
    expect((await client.receeve('get_account?accountReference=A')).status).toBe(200);
  });
});

describe('what was asked', () => {
  it('is kept as it came and counted', async () => {
    client.sandbox.calls.clear();
    await client.receeve('get_account?accountReference=A');
    await client.receeve('get_account?accountReference=a%2Fb');
    await client.receeve('update_account_meta?triggerName=T', { A: { x: 1 } });
    await client.raw('RECEEVE', '/nowhere');
    const { calls } = client.sandbox;
    expect(calls.counts()).toEqual({ 'receeve.getAccount': 2, 'receeve.updateAccountMeta': 1, 'receeve.unknown': 1 });
    expect([calls.count(), calls.count({ operation: 'getAccount' }), calls.count({ system: 'cm' }), calls.count({ system: 'receeve', operation: 'unknown' })]).toEqual([4, 2, 0, 1]);
    const prefix = `/v1/${client.env('RECEEVE_CLIENT_ID')}`;
    expect(calls.list().map(({ method, url, status }) => [method, url, status])).toEqual([
      ['GET', `${prefix}/get_account?accountReference=A`, 200],
      ['GET', `${prefix}/get_account?accountReference=a%2Fb`, 404],
      ['POST', `${prefix}/update_account_meta?triggerName=T`, 200],
      ['GET', '/nowhere', 403],
    ]);
    const [write] = calls.list({ operation: 'updateAccountMeta' });
    expect(write?.body?.toString()).toBe('{"A":{"x":1}}');
    expect(write?.headers['content-type']).toBe('application/json');
  });

  it('is only counted where that was asked for', async () => {
    client = await start({ record: 'counts' });
    await client.raw('CM', '/paymentlink/v1/x');
    expect(client.sandbox.calls.list()).toEqual([]);
    expect(client.sandbox.calls.count()).toBe(1);
  });
});

describe('a sandbox', () => {
  it('stands on the ports that it is given, and says so where one is taken', async () => {
    const port = Number(new URL(client.env('CM_URL')).port);
    await expect(startSandbox({ demo: false, ports: { cm: port } })).rejects.toThrow(/EADDRINUSE/);
  });

  it('has credentials of its own where a test wants that', async () => {
    client = await start({ credentials: { collectmaxxApiKey: 'mine', receeveApiSecret: 'mine too' } });
    expect(client.env('COLLECTMAXX_API_KEY')).toBe('mine');
    expect((await client.collectmaxx('{ __typename }')).json).toEqual({ data: { __typename: 'Query' } });
    expect((await client.receeve('get_account_mandates?accountReference=A')).status).toBe(200);
  });

  it('names every variable that a gateway on it needs', () => {
    expect(Object.keys(client.sandbox.env).sort()).toEqual([
      'CM_CLIENT_ID',
      'CM_CLIENT_SECRET',
      'CM_URL',
      'CM_WEBHOOK_SECRET',
      'COLLECTMAXX_API_KEY',
      'COLLECTMAXX_URL',
      'COLLECTMAXX_WEBHOOK_PASSWORD',
      'COLLECTMAXX_WEBHOOK_SECRET',
      'COLLECTMAXX_WEBHOOK_USER',
      'RECEEVE_API_CLIENT',
      'RECEEVE_API_SECRET',
      'RECEEVE_CLIENT_ID',
      'RECEEVE_URL',
      'RECEEVE_WEBHOOK_PUBLIC_KEY',
      'UCOLLECT_API_KEY',
      'UCOLLECT_LEDGER',
      'UCOLLECT_URL',
      'UCOLLECT_USER',
    ]);
  });

  it('records its own mistakes and answers 500', async () => {
    const sandbox = await startSandbox({ demo: true });
    const own = clientOf(sandbox);
    const account = sandbox.systems.receeve.state.accounts.get('ACC-0001');
    (account as { currency: unknown }).currency = 5;
    (sandbox.systems.cm.state as { links: unknown }).links = undefined;
    expect((await own.receeve('get_account?accountReference=ACC-0001')).status).toBe(500);
    expect((await own.cm('/paymentlink/v1/x')).status).toBe(500);
    expect(sandbox.problems).toEqual([
      'receeve: own answer to getAccount does not fit: answer /currency: must be string, got 5',
      expect.stringMatching(/^cm: GET \/paymentlink\/v1\/x: TypeError/),
    ]);
    await sandbox.close();
  });

  it('takes nobody ill who leaves in the middle of a sentence', async () => {
    const authorization = await client.receeveToken();
    for (const type of ['application/json', 'multipart/form-data; boundary=b']) {
      const path = type.startsWith('multi') ? 'upload_files' : 'update_account_meta';
      const sent = request(`${client.env('RECEEVE_URL')}/v1/${client.env('RECEEVE_CLIENT_ID')}/${path}`, { method: 'POST', headers: { authorization, 'content-type': type, 'content-length': 1000 } });
      const gone = new Promise((resolve) => sent.on('close', resolve));
      sent.on('error', () => {});
      sent.write('--b\r\n');
      while (client.sandbox.calls.count({ system: 'receeve', operation: type.startsWith('multi') ? 'uploadFiles' : 'updateAccountMeta' }) === 0) await new Promise((resolve) => setImmediate(resolve));
      sent.destroy();
      await gone;
    }
    expect((await client.receeve('get_account?accountReference=A')).status).toBe(200);
  });

  it('does not look at its own answers where only requests are to be checked', async () => {
    client = await start({ demo: true, validate: 'requests' });
    const account = client.sandbox.systems.receeve.state.accounts.get('ACC-0001');
    (account as { currency: unknown }).currency = 5;
    expect((await client.receeve('get_account?accountReference=ACC-0001')).json.currency).toBe(5);
    expect((await client.receeve('get_account')).status).toBe(400);
  });
});

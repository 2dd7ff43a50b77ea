/** CM says that links changed, the gateway finds out how: which calls that costs, and what it makes of the answers. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startRecordedGateway } from '../support/gateway.ts';
import type { RecordedGateway } from '../support/gateway.ts';
import type { Answer, Recorded } from '../support/recorder.ts';
import { credentials, ecKeys, eventLog, paths, post, webhookVariables } from '../support/webhooks.ts';

let recorded: RecordedGateway;
let folder: string;
let env: Record<string, string>;
/** CM's links: status by ref; `down` refuses everything. */
let links: Map<string, string>;
let down: Answer | undefined;

const vendorExample = JSON.stringify({ paymentlink_refs: ['pm1-f4b63861-9af3-4b20-a414-59dd9a7887c5'] });
const ref = 'pm1-f4b63861-9af3-4b20-a414-59dd9a7887c5';
const json = { 'content-type': 'application/json' };

function cm({ url }: Recorded): Answer {
  if (down) return down;
  const [, encoded = '', state] = /^\/paymentlink\/v1\/([^/]+)(\/status)?$/.exec(url) ?? [];
  const status = links.get(decodeURIComponent(encoded));
  if (status === undefined) return { status: 404 };
  if (state !== undefined) return { headers: json, body: { status } };
  return { headers: json, body: `{"amount": 10.00, "merchant_reference": "CLM-9", "ref": "${decodeURIComponent(encoded)}", "active": true, "status": "${status}", "uri": "https://www.cmpay.nl/pml/3F7XHG7"}` };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cm-'));
  env = { ...webhookVariables(ecKeys()), EVENTS_PATH: join(folder, 'events.db'), CIRCUIT_FAILURES: '1000' };
  links = new Map();
  down = undefined;
  await start();
});
afterEach(async () => {
  await recorded.close();
  await rm(folder, { recursive: true });
});

async function start(): Promise<void> {
  recorded = await startRecordedGateway({ env });
  recorded.vendors.cm.answer(cm);
}

const callBack = (body: string) => post(`${recorded.gateway.url}${paths.cm}`, body);
const callBackFor = (...refs: string[]) => callBack(JSON.stringify({ paymentlink_refs: refs }));

async function logged(): Promise<any[]> {
  return (await recorded.ask(eventLog)).data.eventLog.items as any[];
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Both calls of each callback so far have been made. */
const asked = (count: number) => until(() => recorded.vendors.cm.requests.length >= count);
const askedFor = () => recorded.vendors.cm.requests.map(({ method, url }) => `${method} ${url}`).sort();

describe('a callback of CM', () => {
  it('is the documented one, and becomes the status that CM then tells', async () => {
    links.set(ref, 'paid');
    expect((await callBack(vendorExample)).status).toBe(200);
    await until(async () => (await logged()).length === 1);
    expect(await logged()).toMatchObject([{ system: 'cm', type: 'PaymentLinkStatusChanged', reference: 'CLM-9', occurredAt: null, payload: { ref, status: 'paid', merchantReference: 'CLM-9' } }]);
    expect(askedFor()).toEqual([`GET /paymentlink/v1/${ref}`, `GET /paymentlink/v1/${ref}/status`]);
  });

  it('tells each new status once', async () => {
    links.set(ref, 'open');
    await callBackFor(ref, ref);
    await asked(2);
    await until(async () => (await logged()).length === 1);
    await callBackFor(ref);
    await asked(4);
    links.set(ref, 'paid');
    await callBackFor(ref);
    await until(async () => (await logged()).length === 2);
    await callBackFor(ref);
    await asked(8);
    links.set(ref, 'open');
    await callBackFor(ref);
    await until(async () => (await logged()).length === 3);
    expect((await logged()).map(({ payload }) => payload.status)).toEqual(['open', 'paid', 'open']);
    expect(recorded.vendors.cm.requests).toHaveLength(10);
  });

  it('ignores what CM does not know, and asks for it no more', async () => {
    links.set('known', 'paid');
    await callBackFor('unknown', 'known');
    await until(async () => (await logged()).length === 1);
    await callBackFor('known');
    await asked(6);
    expect(askedFor().filter((call) => call.includes('unknown'))).toHaveLength(2);
  });

  it('has references that leave their place in no path', async () => {
    const odd = ['..', '.', '../../auth/v1/token', 'a/b?c=d#e', '%2e%2e', 'é', '*'];
    await callBackFor(...odd);
    await asked(2 * odd.length);
    expect(new Set(askedFor())).toEqual(
      new Set(['%2E%2E', '%2E', '..%2F..%2Fauth%2Fv1%2Ftoken', 'a%2Fb%3Fc%3Dd%23e', '%252e%252e', '%C3%A9', '*'].flatMap((part) => [`GET /paymentlink/v1/${part}`, `GET /paymentlink/v1/${part}/status`])),
    );
    expect(await logged()).toEqual([]);
  });

  it('takes a hundred references, each followed up once', async () => {
    const refs = Array.from({ length: 100 }, (_, n) => `pml-${n}`);
    for (const one of refs) links.set(one, 'paid');
    expect((await callBackFor(...refs)).status).toBe(200);
    await until(async () => (await logged()).length === 100);
    expect(recorded.vendors.cm.requests).toHaveLength(200);
    expect(new Set((await logged()).map(({ payload }) => payload.ref))).toEqual(new Set(refs));
  });

  it('is answered though CM is down, and followed up when CM is back', async () => {
    links.set(ref, 'paid');
    down = { status: 400 + 3 };
    expect((await callBack(vendorExample)).status).toBe(200);
    await asked(2);
    down = { headers: json, body: 'not JSON' };
    await asked(4);
    expect(await logged()).toEqual([]);
    down = undefined;
    await until(async () => (await logged()).length === 1);
  });

  it('is followed up after a restart', async () => {
    links.set(ref, 'paid');
    down = { status: 403 };
    await callBack(vendorExample);
    await asked(2);
    await recorded.close();
    down = undefined;
    await start();
    await until(async () => (await logged()).length === 1);
    expect((await logged())[0]).toMatchObject({ payload: { ref, status: 'paid' } });
  });

  it('needs the secret, and reaches nobody without it', async () => {
    for (const path of ['/webhooks/cm', '/webhooks/cm/', '/webhooks/cm/wrong', `/webhooks/cm/${credentials.secret}`, `${paths.cm}/more`]) {
      expect([path, (await post(`${recorded.gateway.url}${path}`, vendorExample)).status]).toEqual([path, 401]);
    }
    expect(await logged()).toEqual([]);
    expect(recorded.vendors.cm.requests).toEqual([]);
  });
});

/** What vendors bring to the doors, over real HTTP, and what `eventLog` then says. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { callSucceeded } from '../../src/events/call.ts';
import { startRecordedGateway } from '../support/gateway.ts';
import type { RecordedGateway } from '../support/gateway.ts';
import { startSandboxGateway } from '../support/sandboxGateway.ts';
import { basic, claimCreated, credentials, ecKeys, eventLog, example, paths, post, receeveBody, rsaKeys, webhookVariables } from '../support/webhooks.ts';
import type { ReceeveKeys } from '../support/webhooks.ts';

let recorded: RecordedGateway;
let folder: string;
let keys: ReceeveKeys;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doors-'));
  keys = ecKeys();
  recorded = await startRecordedGateway({ env: { ...webhookVariables(keys), EVENTS_PATH: join(folder, 'events.db') } });
});
afterEach(async () => {
  await recorded.close();
  await rm(folder, { recursive: true });
});

const knock = (path: string, body: string | Buffer, headers?: Record<string, string>) => post(`${recorded.gateway.url}${path}`, body, headers);

async function logged(variables: Record<string, unknown> = {}): Promise<any[]> {
  const { data, errors } = await recorded.ask(eventLog, variables);
  expect(errors).toBeUndefined();
  return data.eventLog.items as any[];
}

describe('Collectmaxx', () => {
  it.each(['payLinkPaid', 'voiceCallCompleted'] as const)('brings the documented %s, which is kept as it came', async (name) => {
    const text = example(name);
    expect(await knock(paths.collectmaxx, text)).toMatchObject({ status: 200 });
    const message = JSON.parse(text);
    const [event, ...more] = await logged();
    expect(more).toEqual([]);
    expect(event).toMatchObject({ system: 'collectmaxx', type: message.event, payload: message, reference: message.reference || null, occurredAt: new Date(message.datetime).toISOString() });
    expect(Date.parse(event.receivedAt)).toBeGreaterThan(Date.parse('2026-01-01'));
    expect(event.id).not.toBe('');
  });

  it('brings a visit of a PayLink', async () => {
    const visited = { ...JSON.parse(example('payLinkPaid')), event: 'PayLinkVisited', reference: 'CLM-1', data: [] };
    expect((await knock(paths.collectmaxx, JSON.stringify(visited))).status).toBe(200);
    expect(await logged({ types: ['PayLinkVisited'], reference: 'CLM-1' })).toMatchObject([{ type: 'PayLinkVisited', reference: 'CLM-1', payload: { data: [] } }]);
  });

  it.each([['voiceV1Outbound', 'API reference / identification_identifier'], ['voiceV1Anonymous', null]] as const)('brings the older %s, which becomes a VoiceCallCompleted', async (name, reference) => {
    expect((await knock(paths.collectmaxx, example(name))).status).toBe(200);
    const message = JSON.parse(example(name));
    expect(await logged()).toMatchObject([{ system: 'collectmaxx', type: 'VoiceCallCompleted', reference, payload: message, occurredAt: new Date(message.updatedOn).toISOString() }]);
  });

  it('tells one call once, in whichever form it comes', async () => {
    const newer = JSON.parse(example('voiceCallCompleted'));
    const older = { ...JSON.parse(example('voiceV1Outbound')), id: newer.id };
    await knock(paths.collectmaxx, JSON.stringify(newer));
    expect((await knock(paths.collectmaxx, JSON.stringify(older))).status).toBe(200);
    expect(await logged()).toHaveLength(1);
  });

  it('shares an id across events, as its manual does, without losing one', async () => {
    const paid = JSON.parse(example('payLinkPaid'));
    const call = JSON.parse(example('voiceCallCompleted'));
    expect(paid.id).toBe(call.id);
    for (const message of [paid, call, { ...paid, event: 'PayLinkVisited' }, { ...paid, service: 'another' }, paid, call]) expect((await knock(paths.collectmaxx, JSON.stringify(message))).status).toBe(200);
    expect((await logged()).map(({ type }) => type)).toEqual(['PayLinkPaid', 'VoiceCallCompleted', 'PayLinkVisited', 'PayLinkPaid']);
  });

  it('has events that nobody has heard of kept and passed on raw', async () => {
    const unheard = '{"event":"MandateSigned","service":"mandate","id":7,"big":12345678901234567000,"__proto__":{"polluted":true},"data":{"toString":1}}';
    expect((await knock(paths.collectmaxx, unheard)).status).toBe(200);
    const [event] = await logged({ types: ['MandateSigned'] });
    expect(event).toMatchObject({ type: 'MandateSigned', reference: null, occurredAt: null });
    expect(JSON.stringify(event.payload)).toBe(unheard);
    expect(({} as any).polluted).toBeUndefined();
    // Without an id, the same text is the same message.
    const nameless = '{"event":"MandateSigned","n":1}';
    for (const body of [nameless, nameless, '{"event":"MandateSigned","n":2}']) await knock(paths.collectmaxx, body);
    expect(await logged({ types: ['MandateSigned'] })).toHaveLength(3);
  });

  it('is recognised by Basic credentials or by the secret in its path', async () => {
    const text = example('payLinkPaid');
    expect((await knock('/webhooks/collectmaxx', text, { authorization: basic(credentials.user, credentials.password) })).status).toBe(200);
    expect((await knock('/webhooks/collectmaxx/', text, { authorization: basic(credentials.user, credentials.password) })).status).toBe(200);
    expect((await knock(`${paths.collectmaxx}?a=b`, text)).status).toBe(200);
    const strangers: [string, Record<string, string>][] = [
      ['/webhooks/collectmaxx', {}],
      ['/webhooks/collectmaxx/', {}],
      ['/webhooks/collectmaxx/wrong', {}],
      [`${paths.collectmaxx}x`, {}],
      [`${paths.collectmaxx}/`, {}],
      [paths.collectmaxx.toUpperCase().replace('/WEBHOOKS/COLLECTMAXX', '/webhooks/collectmaxx'), {}],
      ['/webhooks/collectmaxx/%', {}],
      ['/webhooks/collectmaxx', { authorization: basic(credentials.user, 'wrong') }],
      ['/webhooks/collectmaxx', { authorization: basic('wrong', credentials.password) }],
      ['/webhooks/collectmaxx', { authorization: basic(credentials.user, '') }],
      ['/webhooks/collectmaxx', { authorization: basic('', '') }],
      ['/webhooks/collectmaxx', { authorization: `Bearer ${credentials.secret}` }],
      ['/webhooks/collectmaxx', { authorization: 'Basic' }],
      ['/webhooks/collectmaxx', { authorization: 'Basic !!!' }],
      ['/webhooks/collectmaxx/wrong', { authorization: basic(credentials.user, credentials.password) }],
      [`/webhooks/collectmaxx/${credentials.cmSecret}`, {}],
    ];
    for (const [path, headers] of strangers) {
      const { status, text: said, headers: answered } = await knock(path, example('voiceCallCompleted'), headers);
      expect([path, status]).toEqual([path, 401]);
      expect(answered.get('www-authenticate')).toMatch(/^Basic /);
      expect(said).not.toContain('secret');
    }
    expect(await logged()).toHaveLength(1);
  });
});

describe('what a call came to', () => {
  const nodeTypes = ['AddResult', 'CheckCallAttempt', 'CheckCounter', 'CheckGenderBirthday', 'CheckVariable', 'DTMF', 'DTMFString', 'Forward', 'Hangup', 'IsCallOutbound', 'IsRemoteMobile', 'IsRemoteVoiceMail', 'IsTimeInInterval', 'Sound', 'WaitForSilence'];
  const eventTypes = ['NodeStart', 'NodeUpdate', 'NodeResult'];
  const statuses = ['ringing', 'active', 'finished', 'no answer', 'busy', 'rejected', 'invalid number', 'failed'];
  const newer = (event: unknown) => ({ event: 'VoiceCallCompleted', data: { events: event === undefined ? [] : [event] } });
  const older = (event: unknown) => ({ id: 'a', events: event === undefined ? [] : [event] });

  it('is a success for a result of AddResult that says success-ok, and for no other of all node and event types', () => {
    for (const nodeType of nodeTypes) {
      for (const type of eventTypes) {
        for (const form of [newer, older]) {
          const succeeded = callSucceeded(form({ nodeId: 'success', nodeType, type, order: 1, data: { result: 'success-ok' } }));
          expect([nodeType, type, succeeded]).toEqual([nodeType, type, nodeType === 'AddResult' && type === 'NodeResult']);
        }
      }
    }
    for (const data of [[], {}, null, 'success-ok', { result: 'success' }, { result: ['success-ok'] }, { result: 'SUCCESS-OK' }]) {
      expect(callSucceeded(newer({ nodeType: 'AddResult', type: 'NodeResult', data }))).toBe(false);
    }
    for (const payload of [undefined, null, [], 'x', {}, { data: [] }, { event: 'VoiceCallCompleted', data: [] }, { events: {} }, { events: [null, 1, []] }]) expect(callSucceeded(payload)).toBe(false);
    expect(callSucceeded(JSON.parse(example('voiceCallCompleted')))).toBe(true);
    expect(callSucceeded(JSON.parse(example('voiceV1Outbound')))).toBe(true);
    expect(callSucceeded(JSON.parse(example('voiceV1Anonymous')))).toBe(false);
    // A newer message whose `data` is empty is no older one with events beside it.
    expect(callSucceeded({ event: 'VoiceCallCompleted', data: [], events: [{ nodeType: 'AddResult', type: 'NodeResult', data: { result: 'success-ok' } }] })).toBe(false);
  });

  it('is kept whatever its status, its direction, its nodes and their events', async () => {
    const call = JSON.parse(example('voiceCallCompleted'));
    const events = nodeTypes.flatMap((nodeType, n) => eventTypes.map((type, t) => ({ nodeId: `n${n}`, nodeType, order: 3 * n + t, type, data: t === 1 ? [] : { input: [] }, time: '2022-09-08T14:23:11+00:00' })));
    const calls = statuses.flatMap((status) => ['outbound', 'inbound'].map((direction) => ({ ...call, id: `${status} ${direction}`, data: { ...call.data, status, direction, events: status === 'finished' ? events : [] } })));
    for (const one of calls) expect((await knock(paths.collectmaxx, JSON.stringify(one))).status).toBe(200);
    expect((await logged()).map(({ payload }) => payload)).toEqual(calls);
  });
});

describe('Receeve', () => {
  it('brings what it has signed, under the name without its version', async () => {
    expect((await knock(paths.receeve, receeveBody(claimCreated, keys))).status).toBe(200);
    expect(await logged()).toMatchObject([{ system: 'receeve', type: 'event.claim.created', reference: 'ABCDEF123', occurredAt: '2020-04-17T08:14:29.863Z', payload: claimCreated }]);
  });

  it('signs with an RSA key as well', async () => {
    const rsa = rsaKeys();
    const other = await startRecordedGateway({ env: { RECEEVE_WEBHOOK_PUBLIC_KEY: rsa.publicKey.trim().replaceAll('\n', '\\n'), EVENTS_PATH: join(folder, 'rsa.db') } });
    expect((await post(`${other.gateway.url}${paths.receeve}`, receeveBody(claimCreated, rsa))).status).toBe(200);
    expect((await post(`${other.gateway.url}${paths.receeve}`, receeveBody(claimCreated, keys))).status).toBe(401);
    expect((await other.ask(eventLog)).data.eventLog.items).toHaveLength(1);
    await other.close();
  });

  it('is believed for what is signed, never for the payload beside it', async () => {
    const forged = { ...claimCreated, messageId: 'forged', details: { messageType: 'event.claimDebtPayment.settled.v1', claimRef: 'SOMEONE-ELSE', amount: 1 } };
    expect((await knock(paths.receeve, receeveBody(claimCreated, keys, { payload: forged }))).status).toBe(200);
    expect((await knock(paths.receeve, receeveBody({ ...claimCreated, messageId: 'second' }, keys, { payload: undefined }))).status).toBe(200);
    const events = await logged();
    expect(events.map(({ type, reference }) => [type, reference])).toEqual([['event.claim.created', 'ABCDEF123'], ['event.claim.created', 'ABCDEF123']]);
    expect(JSON.stringify(events)).not.toContain('SOMEONE-ELSE');
  });

  it('is nobody without a signature over just this text', async () => {
    const good = JSON.parse(receeveBody(claimCreated, keys));
    const strangers = [
      { ...good, payloadAsString: `${good.payloadAsString} ` },
      { ...good, payloadAsString: good.payloadAsString.replace('2000', '1') },
      { ...good, signature: receeveBodySignature(ecKeys()) },
      { ...good, signature: '' },
      { ...good, signature: 'AAAA' },
      { ...good, signature: undefined },
      { ...good, signature: null },
      { ...good, signature: [good.signature] },
      { ...good, signature: Buffer.from(good.signature, 'base64').toString('hex') },
    ];
    for (const stranger of strangers) expect((await knock(paths.receeve, JSON.stringify(stranger))).status).toBe(401);
    expect((await knock(`${paths.receeve}/anything`, JSON.stringify(good))).status).toBe(401);
    expect(await logged()).toEqual([]);
    expect((await knock(paths.receeve, JSON.stringify(good))).status).toBe(200);
  });

  function receeveBodySignature(other: ReceeveKeys): string {
    return JSON.parse(receeveBody(claimCreated, other)).signature as string;
  }

  it('tells a message once by its messageId', async () => {
    const changed = { ...claimCreated, details: { ...claimCreated.details, amount: 1 } };
    for (const message of [claimCreated, claimCreated, changed]) expect((await knock(paths.receeve, receeveBody(message, keys))).status).toBe(200);
    expect(await logged()).toMatchObject([{ payload: { details: { amount: 2000 } } }]);
  });

  it('names what an event is about: the claim, else the account, else nothing', async () => {
    const about = (n: number, details: object) => receeveBody({ messageId: `m${n}`, timestamp: 1_587_111_269_863 + n, details: { messageType: 'webhook.accountMeta.changed', ...details } }, keys);
    await knock(paths.receeve, about(1, { claimRef: 'C', accountReference: 'A' }));
    await knock(paths.receeve, about(2, { accountReference: 'A' }));
    await knock(paths.receeve, about(3, { externalDebtorRef: 'D' }));
    expect((await logged()).map(({ reference, type, occurredAt }) => [reference, type, occurredAt])).toEqual([
      ['C', 'webhook.accountMeta.changed', '2020-04-17T08:14:29.864Z'],
      ['A', 'webhook.accountMeta.changed', '2020-04-17T08:14:29.865Z'],
      [null, 'webhook.accountMeta.changed', '2020-04-17T08:14:29.866Z'],
    ]);
  });

  it('has what it signed kept even where it says nothing that is known', async () => {
    for (const text of ['{"a":1}', '{"details":[],"messageId":{}}', '{"details":{"messageType":7}}']) expect((await knock(paths.receeve, receeveBody(text, keys))).status).toBe(200);
    expect((await logged()).map(({ type, payload }) => [type, payload])).toEqual([['unknown', { a: 1 }], ['unknown', { details: [], messageId: {} }], ['7', { details: { messageType: 7 } }]]);
  });
});

describe('every door', () => {
  it('refuses what is no message with 400 and one sentence, and keeps nothing of it', async () => {
    const signed = (text: string) => receeveBody(text, keys);
    const malformed: [string, string | Buffer][] = [
      ...['', '{', 'null', '[]', '1', '"x"', '{"event":', '{}', '{"event":""}', '{"event":{}}', '{"id":"a"}', '{"id":"a","direction":"x"}', `{"event":"x","d":${'['.repeat(5000)}${']'.repeat(5000)}}`].map((body): [string, string] => [paths.collectmaxx, body]),
      ...['', 'null', '[]', '{}', '{"payloadAsString":1,"signature":"x"}', '{"payload":{}}', signed('nothing'), signed('[]'), signed('null'), signed(`{"d":${'[{"a":'.repeat(300)}1${'}]'.repeat(300)}}`)].map((body): [string, string] => [paths.receeve, body]),
      ...['', '{}', '[]', '{"paymentlink_refs":"a"}', '{"paymentlink_refs":[]}', '{"paymentlink_refs":[1]}', '{"paymentlink_refs":[""]}', '{"paymentlink_refs":["a",null]}', '{"paymentlink_refs":["a\\u0000b"]}', '{"paymentlink_refs":["\\ud800"]}', JSON.stringify({ paymentlink_refs: ['x'.repeat(201)] }), JSON.stringify({ paymentlink_refs: Array.from({ length: 101 }, (_, n) => `pml-${n}`) })].map((body): [string, string] => [paths.cm, body]),
      [paths.collectmaxx, Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
      [paths.receeve, Buffer.from('\ufeff{}', 'utf16le')],
    ];
    for (const [path, body] of malformed) {
      const { status, text } = await knock(path, body);
      expect([path, String(body).slice(0, 60), status]).toEqual([path, String(body).slice(0, 60), 400]);
      const [error] = JSON.parse(text).errors;
      expect(error).toMatchObject({ extensions: { code: 'BAD_REQUEST' } });
      expect(error.message).toMatch(/^The .*\.$/);
    }
    expect(await logged()).toEqual([]);
    expect(recorded.vendors.cm.requests).toEqual([]);
  });

  it('refuses what is too large, compressed, or asked by another method', async () => {
    const large = JSON.stringify({ event: 'X', text: 'x'.repeat(2 ** 20) });
    for (const path of [paths.collectmaxx, paths.receeve, paths.cm]) {
      expect((await knock(path, large)).status).toBe(413);
      expect((await knock(path, '{}', { 'content-encoding': 'gzip' })).status).toBe(415);
      for (const method of ['GET', 'PUT', 'DELETE']) expect((await fetch(`${recorded.gateway.url}${path}`, { method })).status).toBe(405);
    }
    expect((await knock('/webhooks/ucollect', '{}')).status).toBe(404);
    expect((await knock('/webhooks/', '{}')).status).toBe(404);
    expect(await logged()).toEqual([]);
  });

  it('takes what is as large as it may be', async () => {
    const message = (length: number) => JSON.stringify({ event: 'X', id: length, text: 'x'.repeat(length) });
    const frame = message(0).length + 6;
    expect((await knock(paths.collectmaxx, message(2 ** 20 - frame))).status).toBe(200);
    expect(await logged()).toHaveLength(1);
  });

  it('is shut to all in live mode without a credential of its own', async () => {
    const bare = await startRecordedGateway({ env: { EVENTS_PATH: join(folder, 'none', 'events.db') } });
    for (const [path, headers] of [['/webhooks/collectmaxx', { authorization: basic('', '') }], ['/webhooks/collectmaxx/', {}], ['/webhooks/collectmaxx/undefined', {}], ['/webhooks/receeve', {}], ['/webhooks/cm', {}], ['/webhooks/cm/', {}], ['/webhooks/cm/undefined', {}]] as [string, Record<string, string>][]) {
      expect([path, (await post(`${bare.gateway.url}${path}`, receeveBody(claimCreated, keys), headers)).status]).toEqual([path, 401]);
    }
    // The log is there for whoever asks.
    expect((await bare.ask(eventLog)).data.eventLog).toMatchObject({ items: [], hasMore: false });
    await bare.close();
  });
});

describe('a sandbox', () => {
  it('recognises its stand-ins, and strangers neither', async () => {
    const running = await startSandboxGateway();
    const { webhooks, receevePrivateKey } = running.sandbox;
    const at = (path: string, body: string, headers?: Record<string, string>) => post(`${running.gateway.url}${path}`, body, headers);
    expect((await at(`/webhooks/collectmaxx/${webhooks.collectmaxxSecret}`, example('payLinkPaid'))).status).toBe(200);
    expect((await at('/webhooks/collectmaxx', example('voiceCallCompleted'), { authorization: basic(webhooks.collectmaxxUser, webhooks.collectmaxxPassword) })).status).toBe(200);
    expect((await at('/webhooks/receeve', receeveBody(claimCreated, { publicKey: webhooks.receevePublicKey, privateKey: receevePrivateKey }))).status).toBe(200);
    expect((await at(`/webhooks/cm/${webhooks.cmSecret}`, '{"paymentlink_refs":["unknown"]}')).status).toBe(200);
    expect((await at('/webhooks/receeve', receeveBody(claimCreated, keys))).status).toBe(401);
    expect((await at('/webhooks/collectmaxx', example('payLinkPaid'))).status).toBe(401);
    const { data } = await running.ask(eventLog);
    expect(data.eventLog.items.map(({ type }: any) => type)).toEqual(['PayLinkPaid', 'VoiceCallCompleted', 'event.claim.created']);
    await running.close();
    // Nothing of it is there the next time.
    const next = await startSandboxGateway();
    expect((await next.ask(eventLog)).data.eventLog.items).toEqual([]);
    await next.close();
  });
});

describe('eventLog', () => {
  it('pages by its cursors', async () => {
    for (let id = 0; id < 25; id++) await knock(paths.collectmaxx, JSON.stringify({ event: id % 2 ? 'A' : 'B', id, reference: `R${id % 3}` }));
    const ids: number[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { data } = await recorded.ask(eventLog, { after, first: 7, types: ['A', 'B'], reference: null });
      ids.push(...data.eventLog.items.map(({ payload }: any) => payload.id));
      ({ endCursor: after, hasMore: more } = data.eventLog);
    }
    expect(ids).toEqual(Array.from({ length: 25 }, (_, id) => id));
    expect((await logged({ types: ['A'], reference: 'R1' })).map(({ payload }) => payload.id)).toEqual([1, 7, 13, 19]);
  });

  it('refuses what it cannot answer with one sentence', async () => {
    const refused: [Record<string, unknown>, RegExp][] = [
      [{ first: 0 }, /^first must be from 1 to 1000, but is 0\.$/],
      [{ first: 1001 }, /^first must be from 1 to 1000, but is 1001\.$/],
      [{ first: -1 }, /^first must be/],
      [{ types: Array(101).fill('A') }, /^types names 101 types; at most 100 are taken\.$/],
      [{ after: 'nonsense' }, /^The cursor is none of this event log: /],
      [{ after: '' }, /^The cursor is none of this event log: /],
    ];
    for (const [variables, sentence] of refused) {
      const { data, errors } = await recorded.ask(eventLog, variables);
      expect(data).toEqual({ eventLog: null });
      expect(errors).toMatchObject([{ path: ['eventLog'], extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(errors?.[0]?.message).toMatch(sentence);
    }
  });

  it('is for callers with events:read, and shows a tenant nothing of the gateway\'s own', async () => {
    const file = join(folder, 'keys.yaml');
    const sha256 = (key: string) => createHash('sha256').update(key).digest('hex');
    await writeFile(file, `keys:\n  - { name: reader, sha256: ${sha256('reader-key')}, scopes: ['events:read'] }\n  - { name: other, sha256: ${sha256('other-key')}, scopes: ['collectmaxx:write', 'receeve:write', 'cm:write'] }\n  - { name: tenant, sha256: ${sha256('tenant-key')}, scopes: ['*'], tenant: acme }\n`);
    const tenants = join(folder, 'tenants.yaml');
    await writeFile(tenants, 'tenants:\n  acme: { COLLECTMAXX_API_KEY: acme-key }\n');
    const guarded = await startRecordedGateway({ env: { ...webhookVariables(keys), EVENTS_PATH: join(folder, 'guarded.db'), GATEWAY_API_KEYS_FILE: file, GATEWAY_TENANTS_FILE: tenants } });
    // The doors know vendors, not callers.
    expect((await post(`${guarded.gateway.url}${paths.collectmaxx}`, example('payLinkPaid'))).status).toBe(200);
    const ask = async (key: string) => JSON.parse((await post(`${guarded.gateway.url}/graphql`, JSON.stringify({ query: eventLog }), { 'x-api-key': key })).text);
    expect((await ask('reader-key')).data.eventLog.items).toHaveLength(1);
    expect((await ask('tenant-key')).data.eventLog.items).toEqual([]);
    const { data, errors } = await ask('other-key');
    expect(data).toEqual({ eventLog: null });
    expect(errors).toMatchObject([{ path: ['eventLog'], extensions: { code: 'FORBIDDEN' } }]);
    await guarded.close();
  });
});

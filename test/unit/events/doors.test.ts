/** Anything at all at the doors: an answer of the three that there are, and what is let in goes through the log unchanged. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { callSucceeded } from '../../../src/events/call.ts';
import { basicOf, matches } from '../../../src/events/doors/credentials.ts';
import { cmDoor } from '../../../src/events/doors/cm.ts';
import { collectmaxxDoor } from '../../../src/events/doors/collectmaxx.ts';
import { instantOf, Malformed, Unrecognised } from '../../../src/events/doors/door.ts';
import type { Brought, Door } from '../../../src/events/doors/door.ts';
import { receeveDoor } from '../../../src/events/doors/receeve.ts';
import type { EventLog, NewEvent } from '../../../src/events/log.ts';
import { fileHome, redisHome } from '../../support/eventLogs.ts';
import type { LogHome } from '../../support/eventLogs.ts';
import { claimCreated, ecKeys, example, receeveBody } from '../../support/webhooks.ts';

const keys = ecKeys();
const collectmaxx = collectmaxxDoor({ collectmaxxSecret: 's' });
const receeve = receeveDoor({ receevePublicKey: keys.publicKey });
const cm = cmDoor({ cmSecret: 's' });

/** What was brought; undefined for what was refused in one of the two ways in which a door may. */
function brought(door: Door, body: Buffer | string): Brought | undefined {
  try {
    return door.read(Buffer.from(body));
  } catch (error) {
    if (!(error instanceof Malformed) && !(error instanceof Unrecognised)) throw error;
    expect(error.message).toMatch(/^The .*\.$/);
    return undefined;
  }
}

const anything = fc.json({ maxDepth: 5, stringUnit: 'binary' });
const nasty = fc.constantFrom('__proto__', 'constructor', 'toString', 'event', 'service', 'id', 'reference', 'data', 'details', 'messageType', 'messageId', 'datetime', 'timestamp', 'direction', 'status', 'attributes', 'claimRef', 'paymentlink_refs', 'payloadAsString', 'signature');
const value = fc.oneof(anything, fc.constantFrom('null', '[]', '{}', '""', '0', '-1', '1e400', '1e-400', '12345678901234567890', 'true', '"\\u0000"', '"\\ud800"', `"${'x'.repeat(2_000)}"`, '"2023-10-12T07:20:50.52Z"'));
/** Members of any name, the vendors' own among them, also twice. */
const message = fc.array(fc.tuple(fc.oneof(nasty, fc.string()), value), { maxLength: 12 }).map((members) => `{${members.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`);

describe('a door', () => {
  it('answers any bytes in one of the ways there are', () => {
    fc.assert(
      fc.property(fc.constantFrom(collectmaxx, receeve, cm), fc.oneof(fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)), anything, message), (door, body) => void brought(door, body)),
      { numRuns: 3_000 },
    );
  });

  it('answers a documented message of which a part is anything', () => {
    const documents = [example('payLinkPaid'), example('voiceCallCompleted'), example('voiceV1Outbound'), example('voiceV1Anonymous')].map((text) => JSON.parse(text) as Record<string, unknown>);
    fc.assert(
      fc.property(fc.constantFrom(...documents), fc.nat(), value, (document, which, text) => {
        const names = Object.keys(document);
        const name = names[which % names.length] ?? '';
        const changed = JSON.stringify({ ...document, [name]: '<>' }).replace('"<>"', () => text);
        const got = brought(collectmaxx, changed);
        if (got && 'events' in got) expect(typeof callSucceeded(JSON.parse(got.events[0]?.payload ?? ''))).toBe('boolean');
      }),
      { numRuns: 1_000 },
    );
  });

  it('lets nobody in without a signature, whatever he writes', () => {
    fc.assert(
      fc.property(message, fc.oneof(fc.base64String(), fc.string(), value), (payloadAsString, signature) => {
        const got = brought(receeve, JSON.stringify({ payload: claimCreated, payloadAsString, signature }));
        expect(got).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it('takes at most a hundred references, and each once', () => {
    expect(brought(cm, JSON.stringify({ paymentlink_refs: Array.from({ length: 100 }, (_, n) => `r${n % 50}`) }))).toEqual({ refs: Array.from({ length: 50 }, (_, n) => `r${n}`) });
    expect(() => cm.read(Buffer.from(JSON.stringify({ paymentlink_refs: Array(101).fill('r') })))).toThrow('The message names 101 payment links; at most 100 are taken.');
  });
});

describe.each<[string, () => Promise<LogHome>]>([['a file', fileHome], ['Redis', redisHome]])('what a door lets in, kept in %s', (_name, makeHome) => {
  let home: LogHome;
  let log: EventLog;
  beforeAll(async () => {
    home = await makeHome();
    log = await home.open();
  });
  afterAll(async () => {
    await log.close();
    await home.remove();
  });

  it('is read again as it came, and is known when it comes again', async () => {
    let after = await log.head();
    await fc.assert(
      fc.asyncProperty(message, fc.boolean(), async (text, signed) => {
        const named = text.replace(/^\{/, text === '{}' ? '{"event":"Any"' : '{"event":"Any",');
        const got = signed ? brought(receeve, receeveBody(text, keys)) : brought(collectmaxx, named);
        if (!got || !('events' in got)) return;
        const [first] = await log.append(got.events);
        expect(await log.append(got.events)).toEqual([{ duplicate: true }]);
        const { items, endCursor } = await log.read({ tenant: undefined, first: 10, after });
        after = endCursor;
        const [event, ...more] = items;
        expect(more).toEqual([]);
        if (first?.duplicate) return expect(event).toBeUndefined();
        const { payload, type, reference, occurredAt, system } = got.events[0] as NewEvent;
        expect(event).toMatchObject({ type, reference, occurredAt, system });
        expect(JSON.stringify(event?.payload)).toBe(JSON.stringify(JSON.parse(payload)));
        // By what it is said to be, it is found.
        const found = await log.read({ tenant: undefined, first: 1000, types: [type], ...(reference !== null && { reference }) });
        expect(found.items.map(({ id }) => id)).toContain(event?.id);
      }),
      { numRuns: 200 },
    );
  }, 60_000);
});

describe('credentials', () => {
  it('match what is configured, and never what is not', () => {
    expect(matches('a', 'a')).toBe(true);
    for (const [configured, given] of [['a', 'b'], ['a', ''], ['a', undefined], ['', ''], [undefined, ''], [undefined, undefined], ['', undefined], ['a', 'aa'], ['aa', 'a'], ['é', 'e']]) expect(matches(configured, given)).toBe(false);
  });

  it('of the Basic scheme are read with colons in the password, and in no other scheme', () => {
    expect(basicOf(`Basic ${Buffer.from('ü:a:b').toString('base64')}`)).toEqual({ user: 'ü', password: 'a:b' });
    expect(basicOf(`bAsIc  ${Buffer.from(':').toString('base64')}`)).toEqual({ user: '', password: '' });
    for (const header of [undefined, '', 'Basic', 'Basic ', 'Basic a b', `Basic ${Buffer.from('none').toString('base64')}`, 'Bearer YTpi', 'Basic YTpi, Basic YTpi']) expect(basicOf(header)).toBeUndefined();
  });
});

describe('the time of an event', () => {
  it.each([
    ['2022-11-11T11:11:11.11Z', '2022-11-11T11:11:11.110Z'],
    ['2022-09-08T14:22:52+00:00', '2022-09-08T14:22:52.000Z'],
    ['2022-09-08T14:22:52+02:00', '2022-09-08T12:22:52.000Z'],
    ['2022-09-08T14:22:52', '2022-09-08T14:22:52.000Z'],
    ['2022-09-08', '2022-09-08T00:00:00.000Z'],
    [1_621_536_535_901, '2021-05-20T18:48:55.901Z'],
    [1_714_636_253, '2024-05-02T07:50:53.000Z'],
    ['yesterday', null],
    ['2022-13-08T14:22:52Z', null],
    ['', null],
    [1e300, null],
    [NaN, null],
    [-1, null],
    [null, null],
    [{}, null],
  ])('%j is %j', (value, expected) => {
    expect(instantOf(value)).toBe(expected);
  });
});

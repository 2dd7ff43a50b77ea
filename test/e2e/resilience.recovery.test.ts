/**
 * Systems that are gone and come back, callers who hang up, and the bounds of time: through the whole gateway,
 * counted at the systems.
 */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { startSandbox, type Sandbox } from '../../src/sandbox/main.ts';
import { startGateway, type Gateway } from '../../src/server/main.ts';
import { startDoor, type Door } from '../support/door.ts';
import type { GraphQLAnswer, VendorName } from '../support/gateway.ts';
import { answer, hang, type Trouble } from '../support/troubled.ts';
import { askGateway, startTroubledVendors, vendorNames, type TroubledVendors } from '../support/troubledGateway.ts';

const codes = ({ errors }: GraphQLAnswer): unknown[] => errors?.map(({ extensions }) => extensions['code']) ?? [];

describe('any system may be gone', () => {
  const questions: Record<VendorName, string> = {
    receeve: 'accountMandates(accountReference: "ACC-0001") { mandateId }',
    ucollect: 'contactStatus(contactId: "DEB-0001") { status }',
    cm: 'paymentLinkStatus(reference: "none") { status }',
    collectmaxx: 'payLink { payLinks(limit: 1) { items { id } } }',
  };
  const whole = `{ ${Object.values(questions).join(' ')} }`;
  const fields: Record<VendorName, string> = { receeve: 'accountMandates', ucollect: 'contactStatus', cm: 'paymentLinkStatus', collectmaxx: 'payLink' };
  let sandbox: Sandbox;
  let doors: Record<VendorName, Door>;
  let gateway: Gateway | undefined;

  beforeEach(async () => {
    sandbox = await startSandbox();
    doors = Object.fromEntries(await Promise.all(vendorNames.map(async (name) => [name, await startDoor(sandbox.systems[name].url)]))) as Record<VendorName, Door>;
  });
  afterEach(async () => {
    await gateway?.close();
    await Promise.all(vendorNames.map((name) => doors[name].close()));
    await sandbox.close();
  });

  async function start(): Promise<Gateway> {
    const urls = Object.fromEntries(vendorNames.map((name) => [`${name.toUpperCase()}_URL`, name === 'collectmaxx' ? `${doors[name].url}/v1` : doors[name].url]));
    return (gateway = await startGateway({ log: pino({ level: 'silent' }), env: { PORT: '0', GATEWAY_MODE: 'live', ...sandbox.env, ...urls, CIRCUIT_RESET_MS: '50' } }));
  }

  /** Asks until nothing is missing; a circuit lets its system be tried again after a moment. */
  async function untilWell(at: Gateway): Promise<GraphQLAnswer> {
    for (;;) {
      const reply = await askGateway(at, { query: whole });
      if (!reply.errors) return reply;
      expect(codes(reply).filter((code) => code !== 'UPSTREAM_CIRCUIT_OPEN' && code !== 'UPSTREAM_UNAVAILABLE')).toEqual([]);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  it.each<[string, VendorName[]]>([...vendorNames.map((name) => [name, [name]] as [string, VendorName[]]), ['all of them', vendorNames]])(
    'when the gateway starts, and is used when it is there, tokens included: %s', async (_, gone) => {
      gone.forEach((name) => doors[name].shut());
      const at = await start();
      const reply = await askGateway(at, { query: whole });
      expect(reply.errors?.map(({ path }) => path?.[0]).sort()).toEqual(gone.map((name) => fields[name]).sort());
      expect(codes(reply).every((code) => code === 'UPSTREAM_UNAVAILABLE')).toBe(true);
      await Promise.all(gone.map((name) => doors[name].reopen()));
      const { data } = await untilWell(at);
      expect(data).toMatchObject({ accountMandates: expect.any(Array), contactStatus: { status: expect.any(String) }, payLink: { payLinks: { items: [expect.anything()] } } });
    }, 60_000);

  it.each(vendorNames)('and come back while the gateway runs, its circuit open in between: %s', async (name) => {
    const at = await start();
    await untilWell(at);
    doors[name].shut();
    const circuit = async (): Promise<unknown> => ((await (await fetch(`${at.url}/health/ready`)).json()) as { systems: Record<string, { circuit?: string }> }).systems[name]?.circuit;
    let reply: GraphQLAnswer;
    do reply = await askGateway(at, { query: whole });
    while (!codes(reply).includes('UPSTREAM_CIRCUIT_OPEN'));
    const [error] = reply.errors ?? [];
    expect([reply.errors?.length, error?.path?.[0], error?.extensions['system'], error?.extensions['retryable'], error?.extensions['retryAfter']]).toEqual([1, fields[name], name, true, 1]);
    expect(['open', 'half-open']).toContain(await circuit());
    await doors[name].reopen();
    await untilWell(at);
    expect(await circuit()).toBe('closed');
  }, 60_000);
});

describe('a caller who hangs up', () => {
  let vendors: TroubledVendors;
  let gateway: Gateway;
  beforeAll(async () => {
    vendors = await startTroubledVendors();
    gateway = await vendors.start({ UPSTREAM_CONCURRENCY: '1' });
  }, 60_000);
  afterAll(async () => {
    await gateway.close();
    await vendors.goAway();
  });

  /** Meets calls with silence, and tells of each when it has come. */
  function silence() {
    const come: ServerResponse[] = [];
    let tell: (() => void) | undefined;
    const trouble: Trouble = (response) => {
      come.push(response);
      tell?.();
    };
    const next = async (count: number): Promise<ServerResponse[]> => {
      while (come.length < count) await new Promise<void>((resolve) => (tell = resolve));
      return come;
    };
    return { trouble, next, come };
  }

  it.each([
    ['a read of Receeve', 'accountMandates(accountReference: "A") { mandateId }', ''],
    ['a lookup of Collectmaxx', 'payLink { payLinks { items { id } } }', ''],
    ['a write', 'sendInvite(input: { contactId: "A", orgPGID: "1" }) { outcome }', 'mutation'],
  ])('ends what is under way for him: %s', async (_, field, kind) => {
    const { trouble, next } = silence();
    vendors.behave(trouble);
    const abort = new AbortController();
    const asked = askGateway(gateway, { query: `${kind} { ${field} }`, signal: abort.signal }).catch((error: Error) => error.name);
    const [response] = await next(1);
    abort.abort();
    await once(response!, 'close');
    expect(await asked).toBe('AbortError');
    expect(vendors.arrived()).toBe(1);
  });

  it('leaves the line in which he waited: what he wanted is never sent, and his place is free', async () => {
    const { trouble, next } = silence();
    vendors.behave(trouble);
    const query = (reference: string): string => `mutation { updateAccountMeta(input: { accountReference: "${reference}", meta: {} }) { success } }`;
    const first = askGateway(gateway, { query: query('first') });
    const [response] = await next(1);
    const abort = new AbortController();
    const second = askGateway(gateway, { query: query('second'), signal: abort.signal }).catch((error: Error) => error.name);
    const third = askGateway(gateway, { query: query('third') });
    // The gateway has all three when it says so of itself to a fourth, which came after them.
    await askGateway(gateway, { query: '{ __typename }' });
    abort.abort();
    expect(await second).toBe('AbortError');
    for (let i = 0; i < 5; i += 1) await askGateway(gateway, { query: '{ __typename }' });
    answerAs(response!, 'first');
    const [, other] = await next(2);
    answerAs(other!, 'third');
    expect([(await first).errors, (await third).errors]).toEqual([undefined, undefined]);
    expect(vendors.arrived()).toBe(2);
  });

  function answerAs(response: ServerResponse, reference: string): void {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ [reference]: { success: true, messages: [], messageIds: [] } }));
  }
});

describe('bounds of time', () => {
  let vendors: TroubledVendors;
  beforeAll(async () => {
    vendors = await startTroubledVendors();
  });
  afterAll(() => vendors.goAway());

  it('the deadline of the operation ends attempts that may take longer, all together', async () => {
    const gateway = await vendors.start({ REQUEST_DEADLINE_MS: '1200', UPSTREAM_TIMEOUT_MS: '500', UPSTREAM_RETRIES: '10' });
    try {
      vendors.behave(hang);
      const reply = await askGateway(gateway, { query: '{ a: accountMandates(accountReference: "A") { mandateId } b: contactStatus(contactId: "B") { status } payLink { payLinks { items { id } } } }' });
      expect(codes(reply)).toEqual(['UPSTREAM_TIMEOUT', 'UPSTREAM_TIMEOUT', 'UPSTREAM_TIMEOUT']);
      // Of each at least one more than the first, and far from eleven.
      expect(vendors.arrived()).toBeGreaterThanOrEqual(6);
      expect(vendors.arrived()).toBeLessThanOrEqual(12);
    } finally {
      await gateway.close();
    }
  });

  it('a read whose system asks for more time than is left fails now, with that time', async () => {
    const gateway = await vendors.start({ REQUEST_DEADLINE_MS: '10000' });
    try {
      vendors.behave(answer({ status: 429, headers: { 'retry-after': '60' } }));
      const reply = await askGateway(gateway, { query: '{ contactStatus(contactId: "B") { status } }' });
      expect(reply.errors?.[0]?.extensions).toMatchObject({ code: 'UPSTREAM_RATE_LIMITED', retryAfter: 60, retryable: true });
      expect(vendors.arrived()).toBe(1);
    } finally {
      await gateway.close();
    }
  });
});

describe('a circuit', () => {
  it('is of one system: it spares that one, answers at once, and the others go on', async () => {
    const vendors = await startTroubledVendors();
    const gateway = await vendors.start({ CIRCUIT_FAILURES: '5', CIRCUIT_RESET_MS: '3600000', UPSTREAM_RETRIES: '2' });
    try {
      vendors.behave(answer({ status: 200, headers: { 'content-type': 'text/plain' }, body: 'OK' }));
      vendors.vendors.receeve.behave(answer({ status: 503 }));
      const query = '{ accountMandates(accountReference: "A") { mandateId } contactStatus(contactId: "B") { raw } }';
      const replies = [];
      for (let i = 0; i < 4; i += 1) replies.push(await askGateway(gateway, { query }));
      expect(replies.map(codes)).toEqual([['UPSTREAM_UNAVAILABLE'], ['UPSTREAM_UNAVAILABLE'], ['UPSTREAM_CIRCUIT_OPEN'], ['UPSTREAM_CIRCUIT_OPEN']]);
      expect(replies.map(({ data }) => data.contactStatus)).toEqual(replies.map(() => ({ raw: 'OK' })));
      expect([vendors.vendors.receeve.calls.length, vendors.vendors.ucollect.calls.length]).toEqual([5, 4]);
      // A write was not sent, and says that it may be tried again.
      const write = await askGateway(gateway, { query: 'mutation { pauseJourneys(input: { claimReference: "C" }) { success } }' });
      expect(write.errors?.[0]?.extensions).toMatchObject({ code: 'UPSTREAM_CIRCUIT_OPEN', retryable: true, retryAfter: 3600 });
      expect(vendors.vendors.receeve.calls).toHaveLength(5);
    } finally {
      await gateway.close();
      await vendors.goAway();
    }
  });
});

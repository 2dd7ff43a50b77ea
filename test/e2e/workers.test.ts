/**
 * One port, several processes: to whoever calls, they are one gateway. What is sent arrives once, whatever becomes of
 * a worker; what is told to one is heard at all; and what is counted is counted together.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startSandbox, type Sandbox } from '../../src/sandbox/main.ts';
import { openStream, type EventStream } from '../support/eventStream.ts';
import { startRecorder, type Recorder } from '../support/recorder.ts';
import { lives, send, startWorkers, until, type Reply, type WorkingProgram } from '../support/workers.ts';

jest.setTimeout(120_000);

const open: { close(): unknown }[] = [];
afterAll(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function start(env: Record<string, string>): Promise<WorkingProgram> {
  const program = await startWorkers(env);
  open.push(program);
  return program;
}

const graphql = (url: string, query: string, variables = {}): Promise<Reply> => send(`${url}/graphql`, { body: { query, variables } });
const subscription = 'subscription ($after: ID) { eventReceived(after: $after) { cursor type reference } }';

interface Received {
  cursor: string;
  type: string;
  reference: string;
}

async function read(stream: EventStream, count: number): Promise<Received[]> {
  const events: Received[] = [];
  while (events.length < count) events.push((await stream.next()).data.eventReceived);
  return events;
}

describe('two workers', () => {
  let sandbox: Sandbox;
  let vendor: Recorder;
  let gateway: WorkingProgram;
  /** Writes wait here while somebody asks them to. */
  let held: Promise<void> | undefined;
  let arrived = (): void => undefined;

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'workers-'));
    open.push({ close: () => rmSync(folder, { recursive: true }) });
    open.push((sandbox = await startSandbox()));
    vendor = await startRecorder(async () => {
      arrived();
      await held;
      return { headers: { 'content-type': 'text/plain' }, body: 'OK' };
    });
    open.push(vendor);
    gateway = await start({ ...sandbox.env, GATEWAY_MODE: 'live', UCOLLECT_URL: vendor.url, EVENTS_PATH: join(folder, 'events.db'), DRAIN_MS: '300' });
  });

  const write = (contact: string): Promise<Reply> => send(`${gateway.url}/graphql`, { body: { query: 'mutation ($c: String!) { assignContact(input: { contactId: $c, orgPGID: "1" }) { outcome } }', variables: { c: contact } }, silentMs: 5_000 });
  const writesOf = (contact: string): number => vendor.requests.filter(({ url, body }) => `${url} ${String(body)}`.includes(contact)).length;

  async function counted(line: string): Promise<number> {
    const { body } = await send(`${gateway.url}/metrics`, { method: 'GET' });
    return Number((body as string).split('\n').find((one) => one.startsWith(line))?.split(' ').at(-1) ?? 0);
  }
  const writesCounted = 'collectgraph_operations_total{type="mutation",field="assignContact",outcome="ok"}';

  it('use one token', async () => {
    for (let n = 0; n < 4; n += 1) expect((await graphql(gateway.url, '{ account(accountReference: "ACC-0015") { currency } }')).body).toEqual({ data: { account: { currency: 'EUR' } } });
    expect(sandbox.calls.list({ system: 'receeve' }).filter(({ operation }) => /oken$/.test(operation))).toHaveLength(1);
  });

  it('asked twenty times at once for one payment make one link', async () => {
    const ask = 'mutation { requestPayment(input: { accountReference: "ACC-0015", claimReference: "CLM-0134", provider: CM }) { created paymentRequest { paymentRequestId } } }';
    const answers = (await Promise.all(Array.from({ length: 20 }, () => graphql(gateway.url, ask)))).map(({ body }) => body);
    for (const { errors } of answers) expect(errors).toBeUndefined();
    expect(answers.filter(({ data }) => data.requestPayment.created)).toHaveLength(1);
    expect(new Set(answers.map(({ data }) => data.requestPayment.paymentRequest.paymentRequestId)).size).toBe(1);
    expect(sandbox.calls.list({ system: 'cm', operation: 'createPaymentLink' })).toHaveLength(1);
  });

  it('one killed amid a payment: the other does not create a second link, and says that there may be one', async () => {
    const query = 'mutation { requestPayment(input: { accountReference: "ACC-0015", claimReference: "CLM-0133", provider: CM }) { created } }';
    const creates = (): number => sandbox.calls.list({ system: 'cm', operation: 'createPaymentLink' }).length;
    const before = creates();
    const heal = sandbox.systems.cm.fail(({ operation }) => (operation === 'createPaymentLink' ? { kind: 'hang', done: true } : undefined));
    const ask = async () => {
      const answer: Promise<Reply | 'cut off'> = new Promise((resolve) => {
        send(`${gateway.url}/graphql`, { body: { query }, onConnect: (port) => (at = port) }).then(resolve, () => resolve('cut off'));
      });
      let at = 0;
      let worker: number | undefined;
      await until(() => (worker = gateway.holderOf(at)) !== undefined);
      return { answer, worker: worker! };
    };
    const first = await ask();
    await until(() => creates() > before);
    // Waits for its turn, at the other worker.
    let second = await ask();
    while (second.worker === first.worker) second = await ask();
    const replaced = gateway.replaced(first.worker);
    expect(await first.answer).toBe('cut off');
    expect(await second.answer).toMatchObject({ body: { errors: [{ extensions: { code: 'OUTCOME_UNKNOWN', intentAt: expect.any(String) } }] } });
    expect(creates()).toBe(before + 1);
    heal();
    await replaced;
  });

  it('each of which has followers: all get each event once, in one order, and go on when one worker has crashed', async () => {
    const { COLLECTMAXX_WEBHOOK_SECRET: secret } = sandbox.env;
    const tell = async (n: number): Promise<void> => {
      const body = { id: String(n), serviceId: 'x', service: 'paylink', event: 'PayLinkPaid', reference: `CLM-${n}`, data: {} };
      const url = `${gateway.url}/webhooks/collectmaxx/${secret}`;
      // As vendors do: again until it is taken.
      await until(async () => (await send(url, { body, silentMs: 5_000 }).catch(() => undefined))?.status === 200);
    };
    const openOne = (after?: string): Promise<EventStream> => openStream({ url: `${gateway.url}/graphql`, query: subscription, ...(after !== undefined && { variables: { after } }) });
    const streams = await Promise.all(Array.from({ length: 6 }, () => openOne()));
    const numbers = Array.from({ length: 40 }, (_, n) => n);
    await Promise.all([...numbers, 3, 4, 5].map(tell));
    const heard = await Promise.all(streams.map((stream) => read(stream, 40)));
    for (const one of heard) expect(one).toEqual(heard[0]);
    expect(new Set(heard[0]!.map(({ reference }) => reference)).size).toBe(40);

    const reading = streams.map((stream) => read(stream, 20).catch(() => undefined));
    const telling = Promise.all([3, ...numbers].map((n) => tell(n < 20 ? 100 + n : n)));
    await gateway.replaced(gateway.workers()[0]!);
    await telling;
    const after = (await Promise.all(reading)).filter((events) => events !== undefined);
    // Some were at the one that was killed, some at the other.
    expect(after.length).toBeGreaterThan(0);
    expect(after.length).toBeLessThan(6);
    for (const one of after) {
      expect(one).toEqual(after[0]);
      expect(one.map(({ reference }) => Number(reference.slice(4))).sort((a, b) => a - b)).toEqual(numbers.slice(0, 20).map((n) => 100 + n));
    }
    // Whoever was cut off goes on from his cursor, at any worker.
    const again = await openOne(heard[0]!.at(-1)!.cursor);
    expect(await read(again, 20)).toEqual(after[0]);
    for (const stream of [...streams, again]) stream.close();
  });

  it('one killed under load is replaced, the other answers, each write arrives once, and nothing counted is lost', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, n) => write(`quiet-${n}`)));
    expect(await counted(writesCounted)).toBe(50);
    const outcomes = new Map<string, string>();
    let loading = true;
    const load = Array.from({ length: 8 }, async (_, lane) => {
      for (let n = 0; loading; n += 1) {
        const contact = `loaded-${lane}-${n}-`;
        const outcome = await write(contact).then(({ body }) => String(body.data?.assignContact?.outcome), (error: Error) => error.message);
        outcomes.set(contact, outcome);
      }
    });
    const answered = (): number => [...outcomes.values()].filter((outcome) => outcome === 'OK').length;
    await until(() => answered() > 50);
    await gateway.replaced(gateway.workers()[0]!);
    const since = answered();
    await until(() => answered() > since + 50);
    loading = false;
    await Promise.all(load);
    expect(gateway.workers()).toHaveLength(2);
    const broken = [...outcomes].filter(([, outcome]) => outcome !== 'OK');
    // At most those that were at the worker, and the one that was being handed to it.
    expect(broken.length).toBeLessThanOrEqual(9);
    for (const [contact, outcome] of outcomes) {
      if (outcome === 'OK') expect(writesOf(contact)).toBe(1);
      else expect(writesOf(contact)).toBeLessThanOrEqual(1);
    }
    expect(await counted(writesCounted)).toBeGreaterThanOrEqual(50);
  });

  it('one that dies while a connection is handed to it: the client is cut off, and does not wait for ever', async () => {
    const [stopped] = gateway.workers() as [number];
    const asked: Promise<number | string>[] = [];
    let answered = 0;
    try {
      // It is there, and takes nothing: of the connections one is handed to it, all others go to its neighbour.
      process.kill(stopped, 'SIGSTOP');
      for (let n = 0; n < 4; n += 1) asked.push(send(`${gateway.url}/health/live`, { method: 'GET' }).then(({ status }) => ((answered += 1), status), (error: NodeJS.ErrnoException) => error.code ?? error.message));
      await until(() => answered === 3);
    } finally {
      await gateway.replaced(stopped);
    }
    expect((await Promise.all(asked)).sort()).toEqual([200, 200, 200, 'ECONNRESET']);
  });

  it('end together on one signal: what is in flight is answered, and nobody is left', async () => {
    const workers = gateway.workers();
    const writing: Promise<Reply>[] = [];
    const holders = new Set<number>();
    const there = new Promise<void>((resolve) => (arrived = resolve));
    let letGo = (): void => undefined;
    held = new Promise((resolve) => (letGo = resolve));
    // One at each worker at least.
    while (holders.size < 2) {
      let at = 0;
      writing.push(send(`${gateway.url}/graphql`, { body: { query: `mutation { assignContact(input: { contactId: "last-${writing.length}-", orgPGID: "1" }) { outcome } }` }, onConnect: (port) => (at = port) }));
      let holder: number | undefined;
      await until(() => (holder = gateway.holderOf(at)) !== undefined);
      holders.add(holder!);
    }
    await there;
    await until(() => writing.every((_, n) => writesOf(`last-${n}-`) === 1));
    gateway.child.kill('SIGTERM');
    // As terminals do, all get it; only the first process listens.
    for (const pid of workers) process.kill(pid, 'SIGTERM');
    const ready = (): Promise<number | undefined> => send(`${gateway.url}/health/ready`, { method: 'GET' }).then(({ status }) => status, () => undefined);
    await until(async () => (await ready()) !== 200);
    letGo();
    for (const one of writing) expect((await one).body).toEqual({ data: { assignContact: { outcome: 'OK' } } });
    expect((await gateway.ended).code).toBe(0);
    expect(workers.filter(lives)).toEqual([]);
    expect(writing.map((_, n) => writesOf(`last-${n}-`))).toEqual(writing.map(() => 1));
  });
});

describe('two workers without any configuration', () => {
  let gateway: WorkingProgram;
  beforeAll(async () => {
    gateway = await start({ GATEWAY_RATE_LIMIT: '60' });
  });

  it('have one set of stand-ins, which tell all of them what happens', async () => {
    const streams = await Promise.all(Array.from({ length: 4 }, () => openStream({ url: `${gateway.url}/graphql`, query: subscription })));
    const asked = await graphql(gateway.url, 'mutation { requestPayment(input: { accountReference: "ACC-0015", claimReference: "CLM-0133", provider: COLLECTMAXX }) { created paymentRequest { paymentRequestId paymentURL } } }');
    const { paymentRequestId, paymentURL } = asked.body.data.requestPayment.paymentRequest;
    const link = `{ payLink { payLinks(filters: { id: { equalTo: "${paymentRequestId}" } }) { items { status } } } }`;
    for (let n = 0; n < 4; n += 1) expect((await graphql(gateway.url, link)).body.data.payLink.payLinks.items).toHaveLength(1);
    // The debtor looks at the page.
    await fetch(paymentURL);
    for (const stream of streams) {
      expect(await read(stream, 1)).toMatchObject([{ type: 'PayLinkVisited' }]);
      stream.close();
    }
  });

  it('count the requests of a caller together', async () => {
    const statuses = await Promise.all(Array.from({ length: 70 }, async () => (await graphql(gateway.url, '{ __typename }')).status));
    // Nine were made before.
    expect(statuses.filter((status) => status === 200)).toHaveLength(51);
    expect(statuses.filter((status) => status === 429)).toHaveLength(19);
  });

  it('do not outlive the process that looks after them', async () => {
    const workers = gateway.workers();
    expect(workers).toHaveLength(2);
    gateway.child.kill('SIGKILL');
    await gateway.ended;
    await until(() => !workers.some(lives));
    await expect(send(`${gateway.url}/health/live`, { method: 'GET' })).rejects.toThrow();
  });
});

describe('what keeps workers from starting', () => {
  it('is said once, in one sentence', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(startWorkers({ PORT: String(port), GATEWAY_MODE: 'sandbox', LOG_LEVEL: 'silent' })).rejects.toThrow(`listened: Port ${port} on 127.0.0.1 is in use: set PORT to a free one.\n`);
    other.close();
    await expect(startWorkers({ WORKERS: 'four' })).rejects.toThrow('listened: WORKERS is "four": expected a whole number of workers from 1 to 256.\n');
  });
});

/** A disk that is full, a file that is no log, a Redis that is away: said, survived, and over when it is over. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { startGateway } from '../../src/server/main.ts';
import { startDoorsProcess } from '../support/doorsProcess.ts';
import { fileHome, newEvent } from '../support/eventLogs.ts';
import { startRedis } from '../support/redis.ts';
import { eventLog, post } from '../support/webhooks.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trouble-'));
  path = join(folder, 'events.db');
});
afterEach(() => rm(folder, { recursive: true }));

const secret = 'trouble';
const message = (id: number, text = '') => JSON.stringify({ event: 'PayLinkPaid', service: 'paylink', id, text });
const idsOf = (items: any[]): number[] => items.map(({ payload }) => payload.id as number);

describe('a full disk', () => {
  it('answers 503, keeps serving reads, and takes events again when there is room', async () => {
    const running = await startDoorsProcess({ EVENTS_PATH: path, SECRET: secret });
    const send = async (id: number): Promise<number> => (await post(`${running.url}/webhooks/collectmaxx/${secret}`, message(id, 'x'.repeat(100_000)))).status;
    const read = async (): Promise<number[]> => idsOf(((await (await fetch(`${running.url}/read`)).json()) as any).items);
    const room = (bytes: string) => execFileSync('prlimit', ['--pid', String(running.pid), `--fsize=${bytes}:unlimited`]);

    const kept: number[] = [];
    expect(await send(0)).toBe(200);
    kept.push(0);
    // No file of this process may grow beyond.
    room(String(2 ** 20));
    let id = 1;
    let refused: number | undefined;
    for (; refused === undefined && id < 100; id++) {
      const status = await send(id);
      if (status === 200) kept.push(id);
      else refused = status;
    }
    expect(refused).toBe(503);
    expect(kept.length).toBeGreaterThan(2);
    expect(await read()).toEqual(kept);
    expect(await send(id)).toBe(503);
    expect(await read()).toEqual(kept);

    room('unlimited');
    // What was refused is sent again by the vendor, and is new.
    for (const again of [id - 1, id, 0]) expect(await send(again)).toBe(200);
    expect(await read()).toEqual([...kept, id - 1, id]);
    running.kill();
    await running.gone;

    const later = await startDoorsProcess({ EVENTS_PATH: path, SECRET: secret });
    expect(idsOf(((await (await fetch(`${later.url}/read`)).json()) as any).items)).toEqual([...kept, id - 1, id]);
    later.kill();
    await later.gone;
  }, 60_000);
});

describe('a file that cannot be the log', () => {
  async function refusal(): Promise<string> {
    const starting = startGateway({ env: { PORT: '0', GATEWAY_MODE: 'live', CM_WEBHOOK_SECRET: secret, EVENTS_PATH: path }, log: pino({ level: 'silent' }) });
    return starting.then(
      async (gateway) => {
        await gateway.close();
        return 'it started';
      },
      (error: Error) => error.message,
    );
  }
  const quoted = (reason: string): string => `The event log ${JSON.stringify(path)} (EVENTS_PATH) ${reason}`;

  it('ends the start with one sentence when it is no database', async () => {
    await writeFile(path, 'Dear diary, '.repeat(1000));
    expect(await refusal()).toBe(quoted('cannot be used: it is no database.'));
    expect(await readFile(path, 'utf8')).toMatch(/^Dear diary/);
  });

  it('ends the start with one sentence when it is a database of something else', async () => {
    const { default: Database } = (await import('libsql')) as any;
    const db = new Database(path);
    db.exec('CREATE TABLE debtors (name TEXT)');
    db.close();
    expect(await refusal()).toBe(quoted('is a database of something else: expected a file that the gateway made, or none.'));
  });

  it('ends the start with one sentence when it is of another version', async () => {
    const gateway = await startGateway({ env: { PORT: '0', GATEWAY_MODE: 'live', CM_WEBHOOK_SECRET: secret, EVENTS_PATH: path }, log: pino({ level: 'silent' }) });
    await gateway.close();
    const { default: Database } = (await import('libsql')) as any;
    const db = new Database(path);
    db.exec('PRAGMA user_version = 7');
    db.close();
    expect(await refusal()).toBe(quoted('has version 7: expected 1, so it was made by another version of the gateway.'));
  });

  it('ends the start with one sentence when it is damaged', async () => {
    const home = await fileHome();
    const log = await home.open();
    await log.append(Array.from({ length: 500 }, () => newEvent({ payload: JSON.stringify('x'.repeat(500)) })));
    await log.close();
    const bytes = await readFile(home.path);
    await home.remove();
    const file = await open(path, 'w');
    await file.write(bytes);
    // Pages in the midst of it, and its end.
    for (let at = 8192; at < bytes.length / 2; at += 4096) await file.write(Buffer.alloc(512, 0xa5), 0, 512, at);
    await file.close();
    expect(await refusal()).toMatch(/ is damaged: move it away, and the gateway makes a new one\.$| cannot be used: it is damaged\.$/);
  });

  it('ends the start with one sentence when its place cannot be written', async () => {
    await mkdir(path);
    expect(await refusal()).toBe(quoted('cannot be opened: it may not be read or written, or is no file.'));
    path = join(folder, 'events.db', 'x');
    await rm(join(folder, 'events.db'), { recursive: true });
    await writeFile(join(folder, 'events.db'), '');
    expect(await refusal()).toMatch(/cannot be made: its folder cannot be \(E\w+\)\.$/);
  });

  it('makes its folder where there is none, and nothing at all where no vendor may come in', async () => {
    path = join(folder, 'a', 'b', 'events.db');
    const env = { PORT: '0', GATEWAY_MODE: 'live', EVENTS_PATH: path };
    const quiet = await startGateway({ env, log: pino({ level: 'silent' }) });
    await quiet.close();
    await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await refusal()).toBe('it started');
    expect((await readFile(path)).subarray(0, 15).toString()).toBe('SQLite format 3');
  });
});

describe('Redis that is away', () => {
  it('has events refused with 503 and read again when it is back, nothing lost', async () => {
    const redis = await startRedis();
    const gateway = await startGateway({ env: { PORT: '0', GATEWAY_MODE: 'live', COLLECTMAXX_WEBHOOK_SECRET: secret, REDIS_URL: redis.url, EVENTS_PATH: path }, log: pino({ level: 'silent' }) });
    const send = async (id: number): Promise<number> => (await post(`${gateway.url}/webhooks/collectmaxx/${secret}`, message(id))).status;
    const read = async (): Promise<any> => (await (await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: eventLog }) })).json()) as any;
    expect(await send(1)).toBe(200);
    await redis.kill();
    expect(await send(2)).toBe(503);
    const { data, errors } = await read();
    expect(data).toEqual({ eventLog: null });
    expect(errors).toMatchObject([{ message: 'events is unavailable.', path: ['eventLog'], extensions: { code: 'UPSTREAM_UNAVAILABLE', system: 'events', operation: 'eventLog', retryable: true } }]);
    await redis.start();
    // As a vendor does: until it is taken.
    while ((await send(2)) !== 200) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await send(1)).toBe(200);
    expect(idsOf((await read()).data.eventLog.items)).toEqual([1, 2]);
    await gateway.close();
    await redis.stop();
    // A gateway that shares Redis keeps no file.
    await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' });
  }, 60_000);

  it('holds up no start: the doors answer 503 until it is there', async () => {
    const redis = await startRedis();
    await redis.kill();
    const gateway = await startGateway({ env: { PORT: '0', GATEWAY_MODE: 'live', COLLECTMAXX_WEBHOOK_SECRET: secret, REDIS_URL: redis.url }, log: pino({ level: 'silent' }) });
    const send = async (): Promise<number> => (await post(`${gateway.url}/webhooks/collectmaxx/${secret}`, message(1))).status;
    expect(await send()).toBe(503);
    await redis.start();
    while ((await send()) !== 200) await new Promise((resolve) => setTimeout(resolve, 50));
    await gateway.close();
    await redis.stop();
  }, 60_000);
});

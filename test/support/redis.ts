/** A Redis of the test's own, on a free port, which it can stop, kill and start again. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './freePort.ts';

export interface TestRedis {
  url: string;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** After `kill`: the same data at the same place. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** What it acknowledges is on disk. */
const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];

export async function startRedis(settings: string[] = durable): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'redis-'));
  const port = await freePort();
  let running: ChildProcess | undefined;
  const redis: TestRedis = {
    url: `redis://127.0.0.1:${port}`,
    async kill() {
      const gone = running && once(running, 'exit');
      running?.kill('SIGKILL');
      await gone;
      running = undefined;
    },
    async start() {
      const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, ...settings], { stdio: ['ignore', 'pipe', 'inherit'] });
      running = child;
      let said = '';
      await new Promise<void>((resolve, reject) => {
        child.on('error', reject);
        child.on('exit', () => reject(new Error(`redis-server ended: ${said}`)));
        child.stdout.setEncoding('utf8').on('data', (text: string) => {
          said += text;
          if (said.includes('Ready to accept connections')) resolve();
        });
      });
    },
    async stop() {
      await redis.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await redis.start();
  return redis;
}

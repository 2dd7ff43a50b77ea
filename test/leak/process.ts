/** Starts the gateway that is measured, and notices everything that it should not do: end, warn, log an error. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { RemoteState } from '../../src/graph/main.ts';

/** What the process holds after a collection, in bytes, and what keeps it alive. */
export interface Measured {
  heap: number;
  rss: number;
  external: number;
  arrayBuffers: number;
  resources: Record<string, number>;
  listeners: number;
}

export interface MeasuredGateway {
  url: string;
  measure(): Promise<Measured>;
  /** Asks the remote for its schema once more, and waits for what comes of it. */
  reload(): Promise<RemoteState>;
  /** Numbers of its own: requests, upstream calls and subscriptions that have not ended. */
  underWay(): Promise<Record<string, number>>;
  /** What it should not have said or done. */
  complaints: string[];
  /** Resolves with its exit code; it has to end by itself. */
  close(): Promise<number | null>;
}

const gauges = ['collectgraph_http_requests_in_flight', 'collectgraph_upstream_calls_in_flight', 'collectgraph_subscriptions_open'];
/** For a process that has been told to end, in ms. */
const endMs = 30_000;

export async function startMeasuredGateway(env: Record<string, string>): Promise<MeasuredGateway> {
  const complaints: string[] = [];
  // Its log begins empty: an event of an earlier run would be known already, and told to nobody.
  const folder = mkdtempSync(join(tmpdir(), 'leak-'));
  const loader = new URL('../support/typescript.js', import.meta.url).href;
  const child = fork(fileURLToPath(new URL('gateway.ts', import.meta.url)), [], {
    execArgv: ['--expose-gc', '--trace-warnings', '--import', loader],
    env: { PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'error', EVENTS_PATH: join(folder, 'events.db'), ...env },
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  createInterface({ input: child.stderr! }).on('line', (line) => void (complaints.length < 100 && !/ExperimentalWarning|--trace-warnings|SQLite/.test(line) && complaints.push(`it said: ${line}`)));
  let closing = false;
  const exit = once(child, 'exit').then(([code, signal]) => {
    rmSync(folder, { recursive: true, force: true });
    if (!closing) complaints.push(`it ended with ${String(code ?? signal)}`);
    return code as number | null;
  });
  const gone = exit.then(() => Promise.reject(new Error(`The gateway has ended. ${complaints.join('\n')}`)));
  gone.catch(() => undefined); // Whoever waits for it is told.
  const ask = async <T>(message: string): Promise<T> => {
    const answer = once(child, 'message') as Promise<[T]>;
    child.send(message);
    return (await Promise.race([answer, gone]))[0];
  };
  const [{ url }] = (await Promise.race([once(child, 'message'), gone])) as [{ url: string }];
  return {
    url,
    complaints,
    measure: () => ask('measure'),
    reload: () => ask('reload'),
    async underWay() {
      const response = await fetch(`${url}/metrics`, { headers: { connection: 'close' } });
      const text = await response.text();
      const found = Object.fromEntries(gauges.map((name) => [name, [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))].reduce((sum, [, value]) => sum + Number(value), 0)]));
      // The one that asks.
      found['collectgraph_http_requests_in_flight']! -= 1;
      return found;
    },
    async close() {
      closing = true;
      if (child.connected) child.send('close');
      const code = await Promise.race([exit, sleep(endMs, 'late' as const, { ref: false })]);
      if (code !== 'late') return code;
      child.kill('SIGKILL');
      complaints.push(`it did not end within ${endMs} ms`);
      return null;
    },
  };
}

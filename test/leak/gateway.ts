/**
 * The gateway that is measured: a process of its own, which tells what it holds, asks the remote for its schema again,
 * and ends, each when it is told to.
 *
 * A minute is short here (LEAK_MINUTE_MS): what the gateway keeps for a minute, such as how often a caller has asked,
 * must be gone when it is measured, and nobody waits a minute for that.
 */
import { subscribe } from 'node:diagnostics_channel';
import { setTimeout as sleep } from 'node:timers/promises';
import { startGateway } from '../../src/server/main.ts';
import type { Schedule } from '../../src/graph/follow.ts';

const { gc } = globalThis as { gc?: () => void };

const minuteMs = Number(process.env['LEAK_MINUTE_MS'] ?? 60_000);
const { setTimeout: setTimer } = globalThis;
const shortened = (job: () => void, ms?: number): NodeJS.Timeout => setTimer(job, ms === 60_000 ? minuteMs : ms);
globalThis.setTimeout = Object.assign(shortened, { __promisify__: setTimer.__promisify__ });

/** The next round of asking the remote, which time itself never begins here. */
let round: (() => Promise<void>) | undefined;
const schedule: Schedule = (_ms, job) => {
  round = job;
  return () => (round = undefined);
};

const gateway = await startGateway({ schedule });
process.send?.({ url: gateway.url });

/** Collects until nothing more comes free: finalizers and weak references need turns of the loop in between. */
async function measure(): Promise<object> {
  let before = Infinity;
  for (let n = 0; n < 12; n++) {
    if (!gc) throw new Error('expected to be started with --expose-gc');
    gc();
    await sleep(n < 2 ? 20 : 50);
    const { heapUsed } = process.memoryUsage();
    if (n >= 3 && Math.abs(before - heapUsed) < 4096) break;
    before = heapUsed;
  }
  const { heapUsed, rss, external, arrayBuffers } = process.memoryUsage();
  const resources: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
  const listeners = process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
  return { heap: heapUsed, rss, external, arrayBuffers, resources, listeners };
}

const answers: Record<string, () => Promise<object>> = {
  measure,
  async reload() {
    const asked = round;
    round = undefined;
    await asked?.();
    return gateway.graph.remote;
  },
};

/** Of each request, where LEAK_PLANT says how many bytes: a leak on purpose, so that a test sees the suite find one. */
const kept: number[][] = [];
const plantBytes = Number(process.env['LEAK_PLANT'] ?? 0);
if (plantBytes > 0) subscribe('http.server.request.start', () => void kept.push(Array.from({ length: plantBytes / 8 }, (_, n) => n + 0.5)));

process.on('message', (message: string) => {
  const answer = answers[message];
  // Nothing of it may keep the process alive after that.
  if (!answer) return void gateway.close().then(() => process.disconnect());
  void answer().then((told) => process.send?.(told));
});
process.on('disconnect', () => setTimer(() => process.exit(2), 20_000).unref());

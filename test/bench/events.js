/**
 * node test/bench/events.js: many followers of one gateway while webhooks come in.
 *
 *   core 0: the gateway      core 1: followers (SSE) and the vendor
 *
 * Each follower waits for the events of one reference. Tells the delay from the moment a webhook is sent until
 * each of its followers has the event, and what a follower costs in memory.
 */
import { execFileSync, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    followers: { type: 'string', default: '10000' },
    references: { type: 'string', default: '1000' },
    rate: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '5' },
  },
});
const followers = Number(options.followers);
const references = Number(options.references);
const rate = Number(options.rate);
const seconds = Number(options.seconds);
const secret = 'bench';

const folder = mkdtempSync(join(tmpdir(), 'events-bench-'));
const child = fork(fileURLToPath(new URL('./gateway.js', import.meta.url)), [], {
  env: { ...process.env, PORT: '0', LOG_LEVEL: 'silent', GATEWAY_MODE: 'live', UCOLLECT_API_KEY: 'bench', COLLECTMAXX_WEBHOOK_SECRET: secret, EVENTS_PATH: join(folder, 'events.db') },
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
});
try {
  const { port } = await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code}`)));
  });
  pin(child.pid, 0);
  pin(process.pid, 1);
  const empty = memory();

  let got = 0;
  const delays = [];
  const sentAt = new Map();
  for (let start = 0; start < followers; start += 200) await Promise.all(Array.from({ length: Math.min(200, followers - start) }, (_, n) => follow(port, `CLM-${(start + n) % references}`)));
  const full = memory();
  console.log(`${followers} followers: ${((full - empty) * 1024 / followers).toFixed(1)} kB each (${Math.round(empty)} -> ${Math.round(full)} MB)`);

  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const total = rate * seconds;
  const expected = Array.from({ length: total }, (_, n) => n % references).reduce((sum, of) => sum + Math.floor((followers - of - 1) / references) + 1, 0);
  const began = performance.now();
  let told = 0;
  const pending = [];
  while (told < total) {
    const due = Math.min(total, Math.floor(((performance.now() - began) / 1000) * rate) + 1);
    for (; told < due; told += 1) pending.push(tell(port, agent, told));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(pending);
  const inTime = performance.now() - began;
  while (got < expected) await new Promise((resolve) => setTimeout(resolve, 5));
  delays.sort((a, b) => a - b);
  const at = (share) => delays[Math.min(delays.length - 1, Math.floor(delays.length * share))].toFixed(0);
  console.log(`${total} events in ${(inTime / 1000).toFixed(1)} s = ${Math.round((total / inTime) * 1000)}/s in, ${Math.round((got / (performance.now() - began)) * 1000)}/s out`);
  console.log(`delay until a follower has the event: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${at(1)} ms; memory after: ${Math.round(memory())} MB`);

  function follow(port, reference) {
    return new Promise((resolve, reject) => {
      const body = JSON.stringify({ query: 'subscription Follow($r: String) { eventReceived(reference: $r) { id cursor type } }', variables: { r: reference } });
      const asked = request({ port, path: '/graphql', method: 'POST', agent: false, headers: { accept: 'text/event-stream', 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (response) => {
        if (response.statusCode !== 200) return reject(new Error(`status ${response.statusCode}`));
        response.setEncoding('latin1');
        response.on('data', (text) => {
          // Which event it is, the order of its reference says: the n-th of a reference is the n-th that was told.
          for (let index = text.indexOf('event: next'); index >= 0; index = text.indexOf('event: next', index + 1)) {
            const n = Number(reference.slice(4)) + references * (state.count++);
            delays.push(performance.now() - sentAt.get(n));
            got += 1;
          }
        });
        resolve();
      });
      const state = { count: 0 };
      asked.on('error', reject);
      asked.end(body);
    });
  }

  function tell(port, agent, n) {
    return new Promise((resolve, reject) => {
      const body = JSON.stringify({ id: `e-${n}`, serviceId: 'x', service: 'paylink', event: 'PayLinkVisited', reference: `CLM-${n % references}`, data: {} });
      const asked = request({ port, path: `/webhooks/collectmaxx/${secret}`, method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`status ${response.statusCode}`));
        response.resume().on('end', resolve);
      });
      asked.on('error', reject);
      sentAt.set(n, performance.now());
      asked.end(body);
    });
  }
} finally {
  child.disconnect();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

function memory() {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024;
}

function pin(pid, core) {
  try {
    execFileSync('taskset', ['-a', '-p', '-c', String(core), String(pid)], { stdio: 'ignore' });
  } catch {
    console.warn('taskset is missing: the gateway shares its core with the load.');
  }
}

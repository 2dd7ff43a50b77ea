/** Gateways as `npm start -- --workers N` runs them, as processes of a bench: what all of their processes cost, and who of them has a connection. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gatewayOver } from './children.js';

const program = fileURLToPath(new URL('../../dist/bin/collectgraph.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'collectgraph-bench-'));
const running = [];
let started = 0;

/** Resolves when all of its workers serve. `pids`: its first process, then its workers if it has any. */
export async function startCrew(workers, base) {
  const child = spawn(process.execPath, [program, 'start', '--json', '--workers', String(workers)], {
    env: { ...process.env, NODE_ENV: 'production', ...gatewayOver(base), EVENTS_PATH: join(folder, `${(started += 1)}.db`), DRAIN_MS: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(child);
  const [said] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(([code]) => [`it ended with ${code}`])]);
  const port = Number(/127\.0\.0\.1:(\d+)/.exec(said)?.[1]);
  if (!port) throw new Error(`found no address of a gateway of ${workers} workers: ${said}`);
  return { port, pids: [child.pid, ...read(`/proc/${child.pid}/task/${child.pid}/children`).split(' ').filter((text) => text.trim() !== '').map(Number)] };
}

export async function stopCrews() {
  const gone = running.filter(({ exitCode }) => exitCode === null).map((child) => once(child, 'exit'));
  for (const child of running.splice(0)) child.kill('SIGTERM');
  await Promise.all(gone);
}

/** CPU time of a process in us, user's and kernel's, all threads: as the scheduler counts it, since /proc/<pid>/stat tells 10 ms at a time. */
export function cpuOf(pid) {
  return readdirSync(`/proc/${pid}/task`).reduce((sum, task) => sum + Number(read(`/proc/${pid}/task/${task}/schedstat`).split(' ')[0]), 0) / 1000;
}

/** Which of the processes has the server's end of a connection, by the port of ours. */
export function holdersOf({ port, pids }) {
  const owners = new Map(pids.flatMap((pid) => readdirSync(`/proc/${pid}/fd`).map((fd) => [linkOf(`/proc/${pid}/fd/${fd}`), pid])));
  const rows = read('/proc/net/tcp').split('\n').slice(1).map((line) => line.trim().split(/ +/));
  const portOf = (address) => Number.parseInt(address.split(':')[1], 16);
  return new Map(rows.filter(([, local]) => local !== undefined && portOf(local) === port).map((row) => [portOf(row[2]), owners.get(`socket:[${row[9]}]`)]));
}

function linkOf(path) {
  try {
    return readlinkSync(path);
  } catch {
    return undefined; // Closed meanwhile.
  }
}

const read = (path) => readFileSync(path, 'utf8');

// They do not notice that the bench is gone.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

/**
 * Processes of a bench: each on a core of its own, known by the port that it reports, measured from outside.
 *
 *   core 0: what is measured      core 1: upstreams and load
 */
import { execFileSync, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const CLIENT = '11111111-2222-4333-8444-555555555555';
const children = [];

/** Starts a module of this folder as its own process. */
export async function start(path, { core, env = {}, args = [] }) {
  const child = fork(fileURLToPath(new URL(path, import.meta.url)), [], { env: { ...process.env, NODE_ENV: 'production', ...env }, execArgv: args, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  children.push(child);
  pin(child.pid, core);
  const { port } = await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`${path} ended with ${code}`)));
  });
  return { child, port, url: `http://127.0.0.1:${port}` };
}

export function stop() {
  for (const child of children.splice(0)) if (child.connected) child.disconnect();
}

/** Ends one of them, and waits until it has: it may hold a file that the next one wants. */
export async function stopOne({ child }) {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  children.splice(children.indexOf(child), 1);
  child.disconnect();
  await ended;
}

/** The gateway over an upstream of the bench, with room for more than callers may ask for by default. */
export function gatewayOver(base, env = {}) {
  return {
    PORT: '0', LOG_LEVEL: 'silent', GATEWAY_MODE: 'live', EVENTS_PATH: `/tmp/collectgraph-bench-${process.pid}.db`,
    RECEEVE_URL: base, RECEEVE_CLIENT_ID: CLIENT, RECEEVE_API_CLIENT: 'bench', RECEEVE_API_SECRET: 'bench',
    COLLECTMAXX_URL: `${base}/graphql`, COLLECTMAXX_API_KEY: 'bench',
    MAX_COST: '1000000000', MAX_ALIASES: '1000', MAX_ROOT_FIELDS: '1000', MAX_LIST_ITEMS: '20000',
    ...env,
  };
}

let warned = false;
export function pin(pid, core) {
  try {
    execFileSync('taskset', ['-a', '-p', '-c', String(core), String(pid)], { stdio: 'ignore' });
  } catch {
    if (!warned) console.warn('taskset is missing: what is measured shares its core with the load.');
    warned = true;
  }
}

/** CPU time of a process in ms, all threads. */
export function cpu(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Resident memory in MB; `peak`: the most since it was reset. */
export function memory(pid, { peak = false } = {}) {
  return Number(new RegExp(`${peak ? 'VmHWM' : 'VmRSS'}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

/** Asks a child over its channel. */
export const tell = ({ child }, message) => new Promise((resolve) => (child.once('message', resolve), child.send(message)));

export async function ask(url, body) {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return response.json();
}

/** Of sorted numbers. */
export const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
export const median = (numbers) => quantile([...numbers].sort((a, b) => a - b), 0.5);

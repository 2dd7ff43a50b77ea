/**
 * npm run bench: the gateway beside a server written by hand, in one run, as ratios.
 * npm run bench -- --profile: where the time of its requests goes, layer by layer.
 *
 *   core 0: the server under test      core 1: upstreams and load
 *
 * Answers are proved equal before anything is timed; rounds are interleaved, so that whatever else
 * the machine does falls on both. Absolute figures are of this machine; the ratios are the result.
 */
import { fork } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import { deepStrictEqual } from 'node:assert';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { layersOf } from './layers.js';
import { workloads } from './workloads.js';

const { values: options } = parseArgs({
  options: {
    connections: { type: 'string', default: '32' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '4' },
    only: { type: 'string' },
    profile: { type: 'boolean', default: false },
  },
});
const CLIENT = '11111111-2222-4333-8444-555555555555';
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const children = [];

/** Starts a module of its own process on one core and waits for the port that it reports. */
async function start(path, { core, env = {}, args = [] }) {
  const child = fork(here(path), args, { env: { ...process.env, NODE_ENV: 'production', ...env }, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  children.push(child);
  pin(child.pid, core);
  return { child, ...(await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`${path} ended with ${code}`)));
  })) };
}

function pin(pid, core) {
  try {
    execFileSync('taskset', ['-a', '-p', '-c', String(core), String(pid)], { stdio: 'ignore' });
  } catch {
    console.warn('taskset is missing: the servers share the cores with the load.');
  }
}

/** CPU time of a process in ms, all threads. */
function cpu(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
const memory = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

async function ask(url, body) {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return response.json();
}

/** With the number of upstream calls that it took. */
async function counted({ child }, work) {
  const callsMade = () => new Promise((resolve) => (child.once('message', ({ calls }) => resolve(calls)), child.send('count')));
  const before = await callsMade();
  return { answer: await work(), calls: (await callsMade()) - before };
}

/** One round: requests/s, CPU per request in us, p99 in ms. */
async function load(server, url, body) {
  const before = cpu(server.child.pid);
  const result = await autocannon({ url, method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), connections: Number(options.connections), duration: Number(options.seconds) });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${url}: ${result.non2xx} failed answers, ${result.errors} errors`);
  return { rate: result.requests.total / result.duration, cpu: ((cpu(server.child.pid) - before) * 1000) / result.requests.total, p99: result.latency.p99, requests: result.requests.total };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

try {
  pin(process.pid, 1);
  const upstream = await start('./upstream.js', { core: 1 });
  const base = `http://127.0.0.1:${upstream.port}`;
  const floor = await start('./floor.js', { core: 0, env: { UPSTREAM: base, CLIENT } });
  const began = performance.now();
  const gateway = await start(options.profile ? './profiled.js' : './gateway.js', {
    core: 0,
    env: {
      PORT: '0', LOG_LEVEL: 'silent', GATEWAY_MODE: 'live',
      RECEEVE_URL: base, RECEEVE_CLIENT_ID: CLIENT, RECEEVE_API_CLIENT: 'bench', RECEEVE_API_SECRET: 'bench',
      COLLECTMAXX_URL: `${base}/graphql`, COLLECTMAXX_API_KEY: 'bench',
    },
  });
  const graphql = `http://127.0.0.1:${gateway.port}/graphql`;
  const first = await ask(graphql, { query: '{ __typename }' });
  deepStrictEqual(first, { data: { __typename: 'Query' } });
  const startup = performance.now() - began;

  const chosen = workloads.filter(({ name }) => !options.only || options.only.split(',').includes(name));
  for (const { name, path, query, variables } of chosen) {
    // The first one may fetch a token as well.
    await ask(graphql, { query, variables });
    const byHand = await counted(upstream, () => ask(`http://127.0.0.1:${floor.port}${path}`, variables));
    const byGateway = await counted(upstream, () => ask(graphql, { query, variables }));
    deepStrictEqual(byGateway, byHand, `${name}: the answers differ, or the number of upstream calls`);
  }

  if (options.profile) await profile(gateway, graphql, chosen);
  else await compare(chosen, { floor, gateway, graphql, startup });
} finally {
  for (const child of children) if (child.connected) child.disconnect();
}

async function compare(chosen, { floor, gateway, graphql, startup }) {
  const rows = [];
  for (const { name, what, path, query, variables } of chosen) {
    const rounds = [];
    for (let round = 0; round <= Number(options.rounds); round += 1) {
      const byHand = await load(floor, `http://127.0.0.1:${floor.port}${path}`, variables);
      const byGateway = await load(gateway, graphql, { query, variables });
      // The first round warms both up and is not counted.
      if (round > 0) rounds.push({ byHand, byGateway });
    }
    const of = (side, figure) => median(rounds.map((round) => round[side][figure]));
    rows.push({
      workload: `${name} ${what}`,
      'floor req/s': Math.round(of('byHand', 'rate')),
      'gateway req/s': Math.round(of('byGateway', 'rate')),
      share: Number((of('byGateway', 'rate') / of('byHand', 'rate')).toFixed(2)),
      'floor us CPU': Math.round(of('byHand', 'cpu')),
      'gateway us CPU': Math.round(of('byGateway', 'cpu')),
      'p99 ratio': Number((of('byGateway', 'p99') / Math.max(1, of('byHand', 'p99'))).toFixed(2)),
    });
  }
  console.table(rows);
  console.log(`start to first answer: ${Math.round(startup)} ms; gateway memory after load: ${Math.round(memory(gateway.child.pid))} MB`);
}

/** Us of each request by layer, the most expensive first. */
async function profile(gateway, graphql, chosen) {
  const told = (wanted) => new Promise((resolve) => (gateway.child.once('message', resolve), gateway.child.send(wanted)));
  const columns = new Map();
  for (const { name, query, variables } of chosen) {
    await load(gateway, graphql, { query, variables });
    await told('begin');
    const { requests } = await load(gateway, graphql, { query, variables });
    columns.set(name, layersOf((await told('end')).profile, requests));
  }
  const sumOf = (layers) => [...layers.values()].reduce((sum, us) => sum + us, 0);
  const share = (layer) => Math.max(...[...columns.values()].map((layers) => (layers.get(layer) ?? 0) / sumOf(layers)));
  const layers = [...new Set([...columns.values()].flatMap((one) => [...one.keys()]))].filter((layer) => share(layer) >= 0.005).sort((a, b) => share(b) - share(a));
  const row = (us) => Object.fromEntries([...columns].map(([name, column]) => [`${name}, us`, Number(us(column).toFixed(1))]));
  console.table({ ...Object.fromEntries(layers.map((layer) => [layer, row((column) => column.get(layer) ?? 0)])), 'all of it': row(sumOf) });
}

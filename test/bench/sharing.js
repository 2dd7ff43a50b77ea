/**
 * npm run build && node test/bench/sharing.js: what in-flight sharing (UPSTREAM_SHARE_READS) saves, and what it costs
 * where there is nothing to share. One gateway without and one with it, in one run, rounds interleaved.
 *
 *   core 0: the gateways, one at work at a time      core 1: upstream and load
 *
 *   alike   all connections ask the same question at the same time: the most that there is to share
 *   apart   no two questions that are under way at the same time are the same: every read is made, and was looked for in vain
 */
import { deepStrictEqual } from 'node:assert';
import { execFileSync, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { workloads } from './workloads.js';

const { values: options } = parseArgs({
  options: { connections: { type: 'string', default: '32' }, rounds: { type: 'string', default: '3' }, seconds: { type: 'string', default: '2' }, only: { type: 'string' } },
});
const connections = Number(options.connections);
const CLIENT = '11111111-2222-4333-8444-555555555555';
const children = [];

function pin(pid, core) {
  try {
    execFileSync('taskset', ['-a', '-p', '-c', String(core), String(pid)], { stdio: 'ignore' });
  } catch {
    console.warn('taskset is missing: the gateways share the cores with the load.');
  }
}

async function start(path, core, env = {}) {
  const child = fork(fileURLToPath(new URL(path, import.meta.url)), [], { env: { ...process.env, NODE_ENV: 'production', ...env }, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  children.push(child);
  pin(child.pid, core);
  const { port } = await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`${path} ended with ${code}`)));
  });
  return { child, url: `http://127.0.0.1:${port}` };
}

const post = (body) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const ask = async (url, body) => (await fetch(url, post(body))).json();
const callsOf = ({ child }) => new Promise((resolve) => (child.once('message', ({ calls }) => resolve(calls)), child.send('count')));
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** The workload's own question, and others of the same kind; a connection asks one after the other. */
function questions({ query, variables }, alike) {
  const count = alike ? 1 : connections * 8;
  return Array.from({ length: count }, (_, n) => ({
    query: n === 0 ? query : query.replace(/CLM-/g, `CLM${n}-`),
    variables: n === 0 ? variables : JSON.parse(JSON.stringify(variables).replace(/ACC-\d+|5be41c4f/, (id) => (id.startsWith('ACC') ? `ACC-${n}` : (0x5be41c4f + n).toString(16)))),
  }));
}

async function load({ url }, upstream, all) {
  const before = await callsOf(upstream);
  let next = 0;
  // Each connection begins elsewhere, so that they never ask the same at once.
  const setupClient = (client) => {
    const own = (next++ * 8) % all.length;
    client.setRequests(Array.from({ length: Math.min(8, all.length) }, (_, n) => post(all[(own + n) % all.length])));
  };
  const result = await autocannon({ url, connections, duration: Number(options.seconds), setupClient });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} failed answers, ${result.errors} errors`);
  return { rate: result.requests.total / result.duration, calls: ((await callsOf(upstream)) - before) / result.requests.total };
}

try {
  pin(process.pid, 1);
  const upstream = await start('./upstream.js', 1);
  const env = {
    PORT: '0', LOG_LEVEL: 'silent', GATEWAY_MODE: 'live', RECEEVE_URL: upstream.url, RECEEVE_CLIENT_ID: CLIENT, RECEEVE_API_CLIENT: 'bench', RECEEVE_API_SECRET: 'bench',
    COLLECTMAXX_URL: `${upstream.url}/graphql`, COLLECTMAXX_API_KEY: 'bench',
  };
  const sides = { off: await start('./gateway.js', 0, env), on: await start('./gateway.js', 0, { ...env, UPSTREAM_SHARE_READS: 'true' }) };
  for (const side of Object.values(sides)) side.url += '/graphql';

  const rows = [];
  for (const workload of workloads.filter(({ name }) => !options.only || options.only.split(',').includes(name))) {
    const row = { workload: `${workload.name} ${workload.what}` };
    for (const alike of [true, false]) {
      const all = questions(workload, alike);
      const answers = [await ask(sides.off.url, all[0]), ...(await Promise.all(all.slice(0, 8).flatMap(() => [ask(sides.on.url, all[0]), ask(sides.off.url, all[0])])))];
      for (const answer of answers) deepStrictEqual(answer, answers[0]);
      if (answers[0].errors) throw new Error(JSON.stringify(answers[0].errors[0]));
      const rounds = [];
      for (let round = 0; round <= Number(options.rounds); round += 1) {
        const both = { off: await load(sides.off, upstream, all), on: await load(sides.on, upstream, all) };
        // The first round warms both up and is not counted.
        if (round > 0) rounds.push(both);
      }
      const of = (side, figure) => median(rounds.map((both) => both[side][figure]));
      const kind = alike ? 'alike' : 'apart';
      if (alike) row['off, req/s'] = Math.round(of('off', 'rate'));
      row[`${kind}: on/off`] = Number(median(rounds.map(({ on, off }) => on.rate / off.rate)).toFixed(2));
      row[`${kind}: calls a request off`] = Number(of('off', 'calls').toFixed(2));
      row[`${kind}: on`] = Number(of('on', 'calls').toFixed(2));
    }
    rows.push(row);
  }
  console.table(rows);
} finally {
  for (const child of children) if (child.connected) child.disconnect();
}

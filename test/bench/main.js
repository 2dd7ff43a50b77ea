/**
 * npm run bench: the gateway beside a server written by hand and beside its peers, in one run, as ratios.
 * npm run bench -- --write: and into report/bench.json and the README. Part of it: --only W1,W5 --peers mercurius
 * npm run bench -- --profile: where the time of its requests goes, layer by layer.
 *
 *   core 0: the server under test      core 1: upstreams and load
 *
 *   servers.js, peers/  who is measured     workloads.js, upstream.js  with what
 *   equal.js   answers proved equal first   rounds.js, load.js         then timed, in turns
 *   startup.js the first answer             table.js                   what the README shows
 *
 * Absolute figures are of this machine; the ratios are the result.
 */
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { pin, start, stop } from './children.js';
import { answerOf, assertEqual } from './equal.js';
import { installed, peerNames, startPeers } from './peers/main.js';
import { profile } from './profile.js';
import { stopPrograms } from './programs.js';
import { runRounds } from './rounds.js';
import { startFloor, startGateway, startTunedFloor } from './servers.js';
import { firstAnswer } from './startup.js';
import { renderTable, withTable } from './table.js';
import { workloads as all } from './workloads.js';

const { values: options } = parseArgs({
  options: {
    connections: { type: 'string', default: '32' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    warmup: { type: 'string', default: '2' },
    only: { type: 'string', default: all.map(({ name }) => name).join() },
    peers: { type: 'string', default: peerNames.join() },
    write: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
  },
});
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const workloads = all.filter(({ name }) => options.only.split(',').includes(name));
const settings = { connections: Number(options.connections), seconds: Number(options.seconds), warmup: Number(options.warmup), rounds: Number(options.rounds) };
const folder = await mkdtemp(join(tmpdir(), 'collectgraph-bench-'));
const progress = (sentence) => console.error(`${Math.round(performance.now() / 1000)} s  ${sentence}`);

try {
  pin(process.pid, 1);
  const upstream = await start('./upstream.js', { core: 1 });
  const base = `http://127.0.0.1:${upstream.port}`;
  if (options.profile) await profile(await startGateway(base, './profiled.js'), workloads, { ...settings, upstream });
  else await compare(upstream, base);
} finally {
  stop();
  stopPrograms();
  await rm(folder, { recursive: true });
}

async function compare(upstream, base) {
  progress('five starts of the gateway');
  const first = Math.round(await firstAnswer(base));
  const names = installed() ? options.peers.split(',') : [];
  if (!installed()) console.log('Without peers: npm run bench:peers installs them.');
  progress(`starting ${['floor', 'gateway', 'tuned', ...names].join(', ')}`);
  const servers = [await startFloor(base), await startGateway(base), await startTunedFloor(base), ...(await startPeers(names, { base, folder }))];
  const failures = await prove(servers, upstream);
  const running = servers.filter(({ fails }) => fails === undefined);
  const asks = (server, workload) => !failures.has(`${workload.name} ${server.name}`);
  const { cells, memory } = await runRounds({ servers: running, workloads, upstream, asks, progress, ...settings });
  for (const [key, fails] of failures) {
    const [workload, server] = key.split(' ');
    cells[workload][server] = { fails };
  }
  const report = {
    facts: { cores: cpus().length, node: process.version.slice(1), connections: settings.connections },
    servers: servers.map(({ name, title, note, fails }) => ({ name, title, note, fails })),
    workloads: workloads.map(({ name, what }) => ({ name, what })),
    cells,
    memory,
    firstAnswer: first,
  };
  console.log(renderTable(JSON.parse(JSON.stringify(report))));
  if (options.write) await write(report);
}

/** Answers by all servers and their upstream calls. The gateway has to be equal in both; of a peer the difference is noted. */
async function prove(servers, upstream) {
  const failures = new Map();
  for (const workload of workloads) {
    const [floor, ...others] = servers;
    const expected = await answerOf(floor, workload, upstream);
    for (const server of others) {
      try {
        if (server.fails !== undefined) throw new Error(server.fails);
        const found = await answerOf(server, workload, upstream);
        assertEqual(server.name, workload, found, expected);
        if (server.name === 'gateway' && found.calls !== expected.calls) throw new Error(`gateway, ${workload.name}: ${found.calls} upstream calls, expected ${expected.calls}`);
      } catch (error) {
        if (server.name === 'gateway') throw error;
        failures.set(`${workload.name} ${server.name}`, error.message);
        progress(`${server.name} fails: ${error.message}`);
      }
    }
  }
  return failures;
}

/** A run of some workloads replaces theirs in the report of an earlier one with the same servers on the same machine. */
async function write(report) {
  const file = here('./report/bench.json');
  const before = JSON.parse(await readFile(file, 'utf8').catch(() => 'null'));
  const known = JSON.parse(JSON.stringify(report));
  const same = before !== null && isDeepStrictEqual([before.facts, before.servers.map(({ title }) => title)], [known.facts, known.servers.map(({ title }) => title)]);
  if (same) {
    known.cells = { ...before.cells, ...known.cells };
    known.workloads = all.filter(({ name }) => name in known.cells).map(({ name, what }) => ({ name, what }));
  }
  await mkdir(here('./report'), { recursive: true });
  await writeFile(file, `${JSON.stringify(known, null, 2)}\n`);
  const readme = here('../../README.md');
  await writeFile(readme, withTable(await readFile(readme, 'utf8'), renderTable(known)));
}

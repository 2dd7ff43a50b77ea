/**
 * npm run bench:workers: what a request costs a gateway of two workers, beside one of one. Exit code 1 where that is
 * 5 % more, or above.
 *
 *   one     `--workers 1`, which is a gateway without workers, with half of the connections; beside it another one, which
 *           knows nothing of the first, answers the other half. Both are counted
 *   two     `--workers 2`: two workers, and the process that looks after them, with all connections
 *   alone   `--workers 1` with all connections, nobody beside it
 *
 * A cost is CPU time for each request, user's and kernel's, of all processes of the gateway and all of their threads. Rounds are
 * short and in turns, each gateway first as often as the others. A round's cost is what has been used until the next one of the
 * same gateway begins: what V8 puts off until nobody asks is counted where it comes from. All are started anew some times, since
 * no two processes are compiled alike: the same one differs from itself by some percent. The growth is the median of what it is in each round.
 * Connections stay, as those of load balancers do, and answers are proved equal at all workers first.
 *
 * Why not simply `two` beside `alone`: a process that has less to do spends more on each request, since fewer share what a turn
 * of its event loop costs; here load and upstreams take a part of the cores from whoever comes second; and caches are
 * shared. Two gateways that know nothing of one another pay for all of that as well: on two cores some 10 % of a small request. So the
 * machine is made as busy for one worker as for two, and what is left is what workers cost. `alone` is shown all the same.
 *
 * What this cannot show: how many requests/s more workers serve, since on a machine of few cores those who ask take
 * the rest of it; and what more than two cost. Variables reach the gateways: with GATEWAY_RATE_LIMIT=1000000 it shows
 * what counting together costs.
 */
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { median, start, stop } from './children.js';
import { cpuOf, holdersOf, startCrew, stopCrews } from './crews.js';
import { ask } from './equal.js';
import { openConnections } from './load.js';
import { byGraphQL } from './servers.js';
import { workloads } from './workloads.js';

const { values: options } = parseArgs({
  options: {
    connections: { type: 'string', default: '32' },
    starts: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '30' },
    seconds: { type: 'string', default: '0.25' },
    warmup: { type: 'string', default: '4000' },
    only: { type: 'string', default: 'W1,W3,W5' },
    json: { type: 'boolean', default: false },
  },
});
const [connections, starts, rounds, seconds, warmup] = [options.connections, options.starts, options.rounds, options.seconds, options.warmup].map(Number);
/** Below this is well, as a share. */
const bound = 0.05;
const progress = (sentence) => console.error(`${Math.round(performance.now() / 1000)} s  ${sentence}`);

/** What is asked as one: some gateways, each by its part of the connections. */
async function openSide(gateways, workload) {
  const { path, body } = byGraphQL(workload);
  const opened = await Promise.all(gateways.map(({ port }) => openConnections({ port, path, body, connections: connections / gateways.length })));
  const pids = gateways.flatMap((gateway) => gateway.pids);
  /** Answers of each connection. */
  const answers = opened.map(({ ports }) => ports.map(() => 0));
  const rounds = [];
  return {
    rounds,
    /** Answers in these seconds. */
    async ask(forSeconds) {
      let sum = 0;
      const counts = await Promise.all(opened.map((one) => one.ask(forSeconds)));
      counts.forEach((some, at) => some.forEach((count, n) => ((answers[at][n] += count), (sum += count))));
      return sum;
    },
    /** Ends the last round, and begins another. */
    async round(ask) {
      const costs = pids.map(cpuOf);
      const last = rounds.at(-1);
      if (last) {
        last.each = costs.map((cost, n) => (cost - last.before[n]) / last.requests);
        last.cost = last.each.reduce((sum, cost) => sum + cost, 0);
      }
      if (ask) rounds.push({ before: costs, requests: await this.ask(seconds) });
    },
    /** The part of the answers that each process gave. */
    parts() {
      const holders = gateways.map(holdersOf);
      const of = (pid) => opened.flatMap(({ ports }, at) => answers[at].filter((_, n) => holders[at].get(ports[n]) === pid)).reduce((sum, count) => sum + count, 0);
      const all = answers.flat().reduce((sum, count) => sum + count, 0);
      return pids.map((pid) => of(pid) / all);
    },
    close: () => opened.forEach((one) => one.close()),
  };
}

/** The same answer from every worker: each one is asked over a connection of its own. */
async function prove(gateways, workload) {
  const expected = await ask(gateways[0], byGraphQL(workload));
  if (expected.errors) throw new Error(`${workload.name}: its answer has errors: ${expected.errors[0].message}`);
  for (const gateway of gateways) {
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(gateway, byGraphQL(workload))));
    if (!answers.every((answer) => isDeepStrictEqual(answer, expected))) throw new Error(`${workload.name}: found answers that differ, expected equal ones from all workers`);
  }
}

/** From the start of all gateways to their end. */
async function measure(base, workload) {
  const gateways = { one: [await startCrew(1, base), await startCrew(1, base)], two: [await startCrew(2, base)], alone: [await startCrew(1, base)] };
  await prove(Object.values(gateways).flat(), workload);
  const sides = [];
  for (const [name, some] of Object.entries(gateways)) {
    // Asked at once: a connection on which nothing comes is closed.
    const side = await openSide(some, workload);
    for (let asked = 0; asked < warmup * (name === 'alone' ? 1 : 2); ) asked += await side.ask(1);
    sides.push(side);
  }
  for (let round = 0; round < rounds; round += 1) for (let n = 0; n < sides.length; n += 1) await sides[(round + n) % sides.length].round(true);
  for (const side of sides) await side.round(false);
  const parts = sides[1].parts().slice(1);
  for (const side of sides) side.close();
  await stopCrews();
  const [one, two, alone] = sides.map((side) => side.rounds);
  return { one, two, alone, parts };
}

/** Of all starts. */
function rowOf(workload, measured) {
  const all = (name) => measured.flatMap((one) => one[name]);
  const us = (name) => Number(median(all(name).map(({ cost }) => cost)).toFixed(1));
  return {
    workload: workload.name,
    requests: all('two').reduce((sum, { requests }) => sum + requests, 0),
    'one, CPU us': us('one'),
    'two, CPU us': us('two'),
    'alone, CPU us': us('alone'),
    'growth %': growthOf(all('two'), all('one')),
    'growth of each start %': measured.map(({ one, two }) => growthOf(two, one)).join(', '),
    'two beside alone %': growthOf(all('two'), all('alone')),
    'of it the first process': Number(median(all('two').map(({ each }) => each[0])).toFixed(2)),
    'requests of each worker %': measured.map(({ parts }) => parts.map((part) => (part * 100).toFixed(0)).join(':')).join(', '),
  };
}

const growthOf = (some, others) => Number((median(some.map(({ cost }, n) => cost / others[n].cost - 1)) * 100).toFixed(1));

try {
  const upstream = await start('./upstream.js', { core: '0-1023' });
  const base = `http://127.0.0.1:${upstream.port}`;
  const rows = [];
  for (const workload of workloads.filter(({ name }) => options.only.split(',').includes(name))) {
    const measured = [];
    for (let n = 1; n <= starts; n += 1) {
      progress(`${workload.name}: start ${n} of ${starts}`);
      measured.push(await measure(base, workload));
    }
    rows.push(rowOf(workload, measured));
  }
  if (options.json) console.log(JSON.stringify(rows));
  else console.table(Object.fromEntries(Object.keys(rows[0]).slice(1).map((figure) => [figure, Object.fromEntries(rows.map((row) => [row.workload, row[figure]]))])));
  for (const row of rows.filter((one) => one['growth %'] >= bound * 100)) {
    console.error(`${row.workload}: a request costs ${row['growth %']} % more with two workers, expected less than ${bound * 100} %.`);
    process.exitCode = 1;
  }
} finally {
  stop();
  await stopCrews();
}

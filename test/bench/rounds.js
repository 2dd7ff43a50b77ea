/**
 * Rounds: in each one, every workload is put to every server, one after the other, so that whatever else the
 * machine does falls on all of them. What a server does in a round is proved by the upstreams' own count of calls.
 */
import { cpu, median, memory } from './children.js';
import { callsMade } from './equal.js';
import { load } from './load.js';

/**
 * `cells[workload][server]`: medians of the rounds. Rates in requests/s, times in us, `calls` of the upstreams for
 * each request. `memory[server]`: resident MB after the first and the last round.
 */
export async function runRounds({ servers, workloads, upstream, rounds, seconds, warmup, connections, asks, progress }) {
  const measured = new Map();
  const residents = Object.fromEntries(servers.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const workload of workloads) {
      for (const server of servers) {
        if (!asks(server, workload)) continue;
        progress(`${round === 0 ? 'warming up' : `round ${round} of ${rounds}`}: ${workload.name}, ${server.name}`);
        const one = await measureOnce(server, workload, { upstream, connections, seconds: round === 0 ? warmup : seconds });
        const key = `${workload.name} ${server.name}`;
        if (round > 0) measured.set(key, [...(measured.get(key) ?? []), one]);
      }
    }
    if (round > 0) for (const { name, child } of servers) residents[name].push(Math.round(memory(child.pid)));
  }
  const cells = {};
  for (const workload of workloads) {
    cells[workload.name] = {};
    for (const server of servers) {
      const all = measured.get(`${workload.name} ${server.name}`);
      if (all !== undefined) cells[workload.name][server.name] = summary(all);
    }
  }
  const ends = (values) => ({ first: values[0], last: values.at(-1) });
  return { cells, memory: Object.fromEntries(Object.entries(residents).map(([name, values]) => [name, ends(values)])) };
}

export async function measureOnce(server, workload, { upstream, connections, seconds }) {
  const { path, body } = server.request(workload);
  const callsBefore = await callsMade(upstream);
  const cpuBefore = cpu(server.child.pid);
  const result = await load({ port: server.port, path, body, connections, seconds }).catch((error) => {
    throw new Error(`${server.name}, ${workload.name}: ${error.message}`);
  });
  return {
    ...result,
    cpu: ((cpu(server.child.pid) - cpuBefore) * 1000) / result.answered,
    calls: ((await callsMade(upstream)) - callsBefore) / result.answered,
  };
}

function summary(rounds) {
  const of = (figure) => median(rounds.map((round) => round[figure]));
  return { rate: Math.round(of('rate')), cpu: Math.round(of('cpu')), p50: Math.round(of('p50')), p99: Math.round(of('p99')), calls: Number(of('calls').toFixed(2)) };
}

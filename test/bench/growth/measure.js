/**
 * One series: at each place the answers of floor and gateway are proved equal, with as many upstream calls, then both are
 * measured in turns, round after round. Told are the medians of the rounds.
 *
 *   cpu       us of CPU time of the server's process for each request, all threads
 *   rate      requests/s           p50, p99  latency in us
 *   memory    resident MB when a place is done with, where each place has a process of its own
 */
import { CLIENT, cpu, gatewayOver, median, memory, start, stopOne, tell } from '../children.js';
import { answerOf, assertEqual } from '../equal.js';
import { load } from '../load.js';

const starts = {
  floor: async (base) => ({ ...(await start('./floor.js', { core: 0, env: { UPSTREAM: base, CLIENT } })), request: ({ path, byHand, variables }) => ({ path, body: byHand ?? variables }) }),
  gateway: async (base) => ({ ...(await start('./gateway.js', { core: 0, env: gatewayOver(base) })), request: askByGraphQL }),
};

/** Of documents in turn the next one, wherever the last measurement ended. */
function askByGraphQL(question) {
  const { query, documents, variables } = question;
  if (documents === undefined) return { path: '/graphql', body: { query, variables } };
  question.turn ??= 0;
  return { path: '/graphql', body: () => ({ query: documents[question.turn++ % documents.length], variables }) };
}

/** The upstream itself, asked for next to nothing: what of a latency is its own. */
const direct = (upstream) => ({ ...upstream, request: () => ({ path: '/', body: { query: '', variables: {} } }) });

export async function measureSeries(one, { upstream, rounds, progress }) {
  const lines = Object.entries(one.questions).flatMap(([kind]) => one.servers.map((server) => ({ kind, server, points: [] })));
  const places = one.anew ? one.at.map((n) => [n]) : [one.at];
  for (const place of places) {
    const servers = await startAll(one.servers, upstream);
    const cells = place.flatMap((n) => Object.entries(one.questions).flatMap(([kind, question]) => cellsOf({ n, kind, question: question(n), servers })));
    await tell(upstream, { latencyMs: 0 });
    await prove(cells, upstream);
    for (let round = 0; round <= rounds; round += 1) {
      for (const cell of cells) {
        progress(`${round === 0 ? 'warming up' : `round ${round} of ${rounds}`}: ${one.name} ${cell.n}, ${cell.kind}, ${cell.name}`);
        await tell(upstream, { latencyMs: one.latencyMs(cell.n) });
        const found = await (round === 0 ? warmUp : measureOnce)(cell, { connections: one.connections(cell.n), seconds: one.seconds(cell.n) });
        if (round > 0) cell.rounds.push(found);
      }
    }
    for (const { n, kind, name, server, rounds: all } of cells) {
      const resident = one.anew ? { memory: Math.round(memory(server.child.pid)) } : {};
      lines.find((line) => line.kind === kind && line.server === name).points.push({ n, ...summary(all), ...resident });
    }
    for (const name of Object.keys(servers)) if (name !== 'upstream') await stopOne(servers[name]);
  }
  return lines;
}

async function startAll(names, upstream) {
  const servers = {};
  for (const name of names) servers[name] = name === 'upstream' ? direct(upstream) : await starts[name](upstream.url);
  return servers;
}

const cellsOf = ({ n, kind, question, servers }) => Object.entries(servers).map(([name, server]) => ({ n, kind, name, server, question, rounds: [] }));

/** The gateway's answer is the floor's, and so are its calls: nothing is measured that does less. */
async function prove(cells, upstream) {
  for (const { n, kind, name, server, question } of cells) {
    if (name !== 'gateway') continue;
    const floor = cells.find((cell) => cell.name === 'floor' && cell.n === n && cell.kind === kind);
    const what = { name: `${n} ${kind}` };
    const single = (request) => () => ((body) => ({ ...request, body: typeof body === 'function' ? body() : body }))(request.body);
    const [found, expected] = [
      await answerOf({ ...server, request: single(server.request(question)) }, what, upstream),
      await answerOf({ ...floor.server, request: single(floor.server.request(question)) }, what, upstream),
    ];
    assertEqual(name, what, found, expected);
    if (found.calls !== expected.calls) throw new Error(`gateway, ${n} ${kind}: found ${found.calls} upstream calls, expected ${expected.calls}`);
  }
}

/** Until code is compiled and tables are full: longest at the first place of a process, and where documents fill tables. */
async function warmUp(cell, { connections }) {
  const isFirst = cell.server.isWarm !== true;
  cell.server.isWarm = true;
  const fills = cell.name === 'gateway' && cell.question.documents !== undefined;
  await measureOnce(cell, { connections, seconds: fills ? 3 : isFirst ? 1.5 : 0.3 });
}

async function measureOnce({ n, name, server, question }, { connections, seconds }) {
  const before = cpu(server.child.pid);
  const { path, body } = server.request(question);
  const found = await load({ port: server.port, path, body, connections, seconds }).catch((error) => {
    throw new Error(`${name} at ${n}: ${error.message}`);
  });
  return { ...found, cpu: ((cpu(server.child.pid) - before) * 1000) / found.answered };
}

function summary(rounds) {
  const of = (figure) => Number(median(rounds.map((round) => round[figure])).toPrecision(4));
  return { cpu: of('cpu'), rate: of('rate'), p50: of('p50'), p99: of('p99'), requests: rounds.reduce((sum, { answered }) => sum + answered, 0) };
}

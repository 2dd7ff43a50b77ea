/**
 * npm run build && node test/bench/sharing.js: what in-flight sharing (UPSTREAM_SHARE_READS) saves, and what it costs
 * where there is nothing to share. One gateway without and one with it, in one run, rounds interleaved.
 *
 *   core 0: the gateways, one at work at a time      core 1: upstream and load
 *
 *   alike   all connections ask the same question at the same time: the most that there is to share
 *   apart   no two questions that are under way at the same time have a read in common: each is looked for in vain
 *
 * Of each kind: medians of the rounds, and of the ratios of each round. Part of it: --only W1,W5 --kinds apart
 */
import { deepStrictEqual } from 'node:assert';
import { parseArgs } from 'node:util';
import { ask, gatewayOver, median, pin, start, stop } from './children.js';
import { measureOnce } from './rounds.js';
import { byGraphQL } from './servers.js';
import { workloads } from './workloads.js';

const { values: options } = parseArgs({
  options: {
    connections: { type: 'string', default: '32' }, rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '1' },
    only: { type: 'string', default: workloads.map(({ name }) => name).join() }, kinds: { type: 'string', default: 'alike,apart' }, json: { type: 'boolean', default: false },
  },
});
const connections = Number(options.connections);
/** Questions that are asked in turn, where they are not alike: many more than are under way at once. */
const questionsApart = connections * 8;

/** One document for all, with answers of one length: claims that stand in its text become variables. */
function asked({ query, variables }) {
  const references = [...query.matchAll(/"(CLM-\d+)"/g)].map(([, reference]) => reference);
  if (references.length === 0) return { query, variables };
  return {
    query: query.replace(/"CLM-(\d+)"/g, '$$c$1').replace(')', `, ${references.map((reference) => `$c${reference.slice(4)}: String!`).join(', ')})`),
    variables: { ...variables, ...Object.fromEntries(references.map((reference) => [`c${reference.slice(4)}`, reference])) },
  };
}

/** The same about another account, other claims, another link. */
function other({ query, variables }, n) {
  const number = String(n + 2).padStart(4, '0');
  const text = JSON.stringify(variables).replace('ACC-0001', `ACC-${number}`).replaceAll('CLM-', `CLM-${number}-`).replace('5be41c4f', (id) => (Number.parseInt(id, 16) + n).toString(16));
  return { query, variables: JSON.parse(text) };
}

const kinds = {
  alike: (workload) => [asked(workload)],
  apart: (workload) => Array.from({ length: questionsApart }, (_, n) => other(asked(workload), n)),
};

/** Both answer as one, whether the read is under way already or not. */
async function prove({ off, on }, { query, variables }) {
  const body = { query, variables };
  const expected = await ask(off.url, body);
  if (expected.errors) throw new Error(JSON.stringify(expected.errors[0]));
  for (const answer of await Promise.all([on, on, off, on].map(({ url }) => ask(url, body)))) deepStrictEqual(answer, expected);
}

async function measure(sides, questions, upstream) {
  const bodies = questions.map((one) => byGraphQL(one).body);
  let asked = 0;
  const request = () => ({ path: '/graphql', body: bodies.length === 1 ? bodies[0] : () => bodies[(asked += 1) % bodies.length] });
  const once = (side) => measureOnce({ ...side, request }, {}, { upstream, connections, seconds: Number(options.seconds) });
  const rounds = [];
  for (let round = 0; round <= Number(options.rounds); round += 1) {
    // Who comes first has the caches of the other to clear: in turns.
    const order = round % 2 === 0 ? ['off', 'on'] : ['on', 'off'];
    const both = {};
    for (const side of order) both[side] = await once(sides[side]);
    // The first round warms both up and is not counted.
    if (round > 0) rounds.push(both);
  }
  const of = (side, figure) => median(rounds.map((both) => both[side][figure]));
  const ratio = (figure) => Number(median(rounds.map(({ on, off }) => on[figure] / off[figure])).toFixed(2));
  return {
    'req/s off': Math.round(of('off', 'rate')), 'req/s on': Math.round(of('on', 'rate')), 'on/off': ratio('rate'),
    'us of CPU off': Math.round(of('off', 'cpu')), 'us on': Math.round(of('on', 'cpu')), 'CPU on/off': ratio('cpu'),
    'calls off': Number(of('off', 'calls').toFixed(2)), 'calls on': Number(of('on', 'calls').toFixed(2)),
  };
}

try {
  pin(process.pid, 1);
  const upstream = await start('./upstream.js', { core: 1 });
  const gateway = async (env) => {
    const one = await start('./gateway.js', { core: 0, env: gatewayOver(upstream.url, env) });
    return { ...one, name: 'gateway', url: `${one.url}/graphql` };
  };
  const sides = { off: await gateway({}), on: await gateway({ UPSTREAM_SHARE_READS: 'true' }) };
  const table = {};
  for (const workload of workloads.filter(({ name }) => options.only.split(',').includes(name))) {
    for (const kind of options.kinds.split(',')) {
      const questions = kinds[kind](workload);
      for (const one of questions.slice(0, 4)) await prove(sides, one);
      table[`${workload.name} ${kind}`] = await measure(sides, questions, upstream);
    }
  }
  if (options.json) console.log(JSON.stringify(table));
  else console.table(table);
} finally {
  stop();
}

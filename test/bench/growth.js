/**
 * npm run bench:growth: what a request costs as the work grows: claims of an account, aliases, connections, different
 * documents, latency of the upstream. The gateway beside the floor, one core each; nothing of it may grow faster than
 * what is asked for. Exit code 1 where something does.
 *
 * `--only claims,aliases` runs these series; `--write` puts figures (SVG) and their data into `report/`.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { pin, start, stop } from './children.js';
import { figureOf, pointsOf } from './growth/figures.js';
import { judge } from './growth/fit.js';
import { measureSeries } from './growth/measure.js';
import { series as all } from './growth/series.js';

const { values: options } = parseArgs({
  options: { only: { type: 'string', default: all.map(({ name }) => name).join() }, rounds: { type: 'string', default: '3' }, write: { type: 'boolean', default: false } },
});
const report = (name) => new URL(`./report/${name}`, import.meta.url);
const progress = (sentence) => console.error(`${Math.round(performance.now() / 1000)} s  ${sentence}`);
const wanted = options.only.split(',').map((name) => {
  const one = all.find((known) => known.name === name);
  if (one === undefined) throw new Error(`found --only ${name}, expected of ${all.map((known) => known.name).join(', ')}`);
  return one;
});

/** What is judged of a series: the gateway's growth, and the floor's beside it. */
function verdictsOf({ judged }, lines) {
  return judged.map(({ kind, figure }) => ({ kind, figure, ...judge(pointsOf(lines, { kind, figure })), floor: judge(pointsOf(lines, { kind, figure, server: 'floor' })).sentence }));
}

/** A run of some series replaces theirs in the report of an earlier one on the same machine. */
async function write(facts, measured) {
  const before = JSON.parse(await readFile(report('growth.json'), 'utf8').catch(() => 'null'));
  const kept = isDeepStrictEqual(before?.facts, facts) ? before.series : {};
  const series = Object.fromEntries(all.map(({ name }) => [name, measured[name] ?? kept[name]]).filter(([, one]) => one !== undefined));
  await writeFile(report('growth.json'), `${JSON.stringify({ facts, series }, null, 1)}\n`);
  for (const [name, one] of Object.entries(series)) await writeFile(report(`growth-${name}.svg`), figureOf(name, one, facts));
}

try {
  pin(process.pid, 1);
  const upstream = await start('./sized.js', { core: 1 });
  const measured = {};
  for (const one of wanted) {
    const lines = await measureSeries(one, { upstream, rounds: Number(options.rounds), progress });
    measured[one.name] = { lines, verdicts: verdictsOf(one, lines) };
    for (const { kind, server, points } of lines) {
      console.log(`\n${one.name}, ${kind}, ${server}: CPU and latencies in us`);
      console.table(points);
    }
    for (const { kind, figure, sentence, floor } of measured[one.name].verdicts) console.log(`${one.name}, ${kind}, ${figure}: ${sentence} (written by hand: ${floor})`);
  }
  if (options.write) await write({ cores: cpus().length, node: process.version.slice(1) }, measured);
  const worse = Object.values(measured).some(({ verdicts }) => verdicts.some(({ linear }) => !linear));
  process.exitCode = worse ? 1 : 0;
} finally {
  stop();
}

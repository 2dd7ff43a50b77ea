/**
 * npm run build && node test/bench/start.js [--starts N] [--of live,sandbox] [--core N] [--cpuprof FOLDER]
 * The median, the fastest and the slowest start, in ms: what is measured stands in startup.js.
 */
import { parseArgs } from 'node:util';
import { median, pin, start, stop } from './children.js';
import { kinds, starts } from './startup.js';

const { values: options } = parseArgs({ options: { starts: { type: 'string', default: '11' }, of: { type: 'string', default: Object.keys(kinds).join() }, core: { type: 'string', default: '0' }, cpuprof: { type: 'string' } } });
const settings = { count: Number(options.starts), core: Number(options.core), args: options.cpuprof === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.cpuprof}`] };

try {
  pin(process.pid, 1);
  const upstream = await start('./upstream.js', { core: 1 });
  const table = {};
  for (const kind of options.of.split(',')) {
    const times = await starts(kinds[kind](upstream.url), settings);
    for (const [what, figure] of [['listening', 'listening'], ['first answer', 'answer'], ['first that asks a system', 'read']]) {
      const sorted = times[figure];
      table[`${kind}: ${what}, ms`] = { median: Math.round(median(sorted)), fastest: Math.round(sorted[0]), slowest: Math.round(sorted.at(-1)) };
    }
  }
  console.table(table);
} finally {
  stop();
}

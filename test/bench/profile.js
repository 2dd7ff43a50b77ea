/** npm run bench -- --profile: us of each request by layer, the most expensive first. */
import { layersOf } from './layers.js';
import { measureOnce } from './rounds.js';

export async function profile(gateway, workloads, settings) {
  const told = (wanted) => new Promise((resolve) => (gateway.child.once('message', resolve), gateway.child.send(wanted)));
  const columns = new Map();
  for (const workload of workloads) {
    await measureOnce(gateway, workload, settings);
    await told('begin');
    const { answered } = await measureOnce(gateway, workload, settings);
    columns.set(workload.name, layersOf((await told('end')).profile, answered));
  }
  const sumOf = (layers) => [...layers.values()].reduce((sum, us) => sum + us, 0);
  const share = (layer) => Math.max(...[...columns.values()].map((layers) => (layers.get(layer) ?? 0) / sumOf(layers)));
  const layers = [...new Set([...columns.values()].flatMap((one) => [...one.keys()]))].filter((layer) => share(layer) >= 0.005).sort((a, b) => share(b) - share(a));
  const row = (us) => Object.fromEntries([...columns].map(([name, column]) => [`${name}, us`, Number(us(column).toFixed(1))]));
  console.table({ ...Object.fromEntries(layers.map((layer) => [layer, row((column) => column.get(layer) ?? 0)])), 'all of it': row(sumOf) });
}

/**
 * A CPU profile of V8 -> where the time of a request goes: our folders, each dependency, the parts of Node,
 * the kernel's sockets, garbage collection. Time of a function without an address (`JSON.parse`, a
 * regular expression) is its caller's.
 */

/** By layer: us of each request. The sum is what a request costs; waiting is no cost. */
export function layersOf({ nodes, samples, timeDeltas }, requests) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const known = new Map();
  const layerOf = (id) => {
    if (!known.has(id)) known.set(id, nameOf(byId.get(id).callFrame) ?? (parents.has(id) ? layerOf(parents.get(id)) : 'V8'));
    return known.get(id);
  };
  const layers = new Map();
  samples.forEach((id, index) => {
    const layer = layerOf(id);
    if (layer !== null) layers.set(layer, (layers.get(layer) ?? 0) + timeDeltas[index] / requests);
  });
  layers.delete('idle');
  return layers;
}

const sockets = new Set(['writev', 'writeLatin1String', 'writeUtf8String', 'writeBuffer', 'readStart', 'shutdown']);
const ofNode = [
  [/^node:(_http|internal\/http)/, 'node: http'],
  [/^node:(net|internal\/(streams|stream_base_commons))/, 'node: streams and sockets'],
  [/^node:(events|buffer|internal\/buffer|timers|internal\/timers)/, 'node: events, buffers, timers'],
  [/^node:inspector|^node:internal\/util\/inspector/, 'idle'],
];

/** Undefined: its caller's. */
function nameOf({ functionName, url }) {
  if (functionName === '(idle)') return 'idle';
  if (functionName === '(garbage collector)') return 'garbage collection';
  if (functionName === '(program)' || functionName === '(root)') return 'V8 and libuv';
  if (url === '') return sockets.has(functionName) ? 'kernel: sockets' : undefined;
  if (url.startsWith('node:')) return ofNode.find(([place]) => place.test(url))?.[1] ?? 'node: the rest';
  const dependency = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/.exec(url)?.[1];
  if (dependency !== undefined) return dependency;
  // What the bench itself does in there.
  if (url.includes('/test/bench/')) return 'idle';
  const folder = /\/dist\/([^/]+)\//.exec(url)?.[1];
  return folder === undefined ? 'src' : `src/${folder}`;
}

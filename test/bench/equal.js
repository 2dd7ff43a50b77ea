/** Before anything is timed: the same question to all, the same answer from all, and the upstream calls that it took. */
import { isDeepStrictEqual } from 'node:util';

export async function ask({ port }, { path, body }) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify(body) });
  return response.json();
}

/** How many calls the upstreams have had. */
export const callsMade = ({ child }) => new Promise((resolve) => (child.once('message', ({ calls }) => resolve(calls)), child.send('count')));

/** The answer, put into the floor's words where a server has others, and the upstream calls of one request. */
export async function answerOf(server, workload, upstream) {
  const request = server.request(workload);
  // The first one may fetch a token, or compile something.
  await ask(server, request);
  const before = await callsMade(upstream);
  const { data, errors } = await ask(server, request);
  const calls = (await callsMade(upstream)) - before;
  if (errors !== undefined) throw new Error(`its answer has errors: ${errors[0].message}`);
  return { data: server.translate?.(data, workload) ?? data, calls };
}

/** Throws unless the answers are equal; a peer may need other numbers of calls, which are shown. */
export function assertEqual(name, workload, found, expected) {
  const place = difference(found.data, expected.data, 'data');
  if (place !== undefined) throw new Error(`${name}, ${workload.name}: ${place}`);
}

function difference(found, expected, path) {
  if (isDeepStrictEqual(found, expected)) return undefined;
  if (isNode(found) && isNode(expected)) {
    for (const key of new Set([...Object.keys(found), ...Object.keys(expected)])) {
      const below = difference(found[key], expected[key], `${path}.${key}`);
      if (below !== undefined) return below;
    }
  }
  return `found ${JSON.stringify(found)?.slice(0, 100)} at ${path}, expected ${JSON.stringify(expected)?.slice(0, 100)}`;
}
const isNode = (value) => typeof value === 'object' && value !== null;

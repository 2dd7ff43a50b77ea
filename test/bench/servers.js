/** What is measured: the floor and the gateway. Each is a server with a name, a process, a port and its way to ask. */
import { CLIENT, start } from './children.js';

export async function startFloor(base) {
  const { child, port } = await start('./floor.js', { core: 0, env: { UPSTREAM: base, CLIENT } });
  return { name: 'floor', title: 'written by hand, no GraphQL', child, port, request: byPath };
}

/** The floor once more, after a day with the profiler: see `floor.js`. */
export async function startTunedFloor(base) {
  const { child, port } = await start('./floor.js', { core: 0, env: { UPSTREAM: base, CLIENT, FOR_V8: '1' } });
  return { name: 'tuned', title: 'written by hand, then tuned to V8', child, port, request: byPath };
}

/** As it is without configuration. `entry`: the built product, or the modules as they were compiled, where a profile is to tell them apart. */
export async function startGateway(base, entry = './gateway.js') {
  const { child, port } = await start(entry, {
    core: 0,
    env: {
      PORT: '0', LOG_LEVEL: 'silent', GATEWAY_MODE: 'live', EVENTS_PATH: `/tmp/collectgraph-bench-${process.pid}.db`,
      RECEEVE_URL: base, RECEEVE_CLIENT_ID: CLIENT, RECEEVE_API_CLIENT: 'bench', RECEEVE_API_SECRET: 'bench',
      COLLECTMAXX_URL: `${base}/graphql`, COLLECTMAXX_API_KEY: 'bench',
    },
  });
  return { name: 'gateway', title: '**Collectgraph**', child, port, request: byGraphQL };
}

const byPath = ({ path, variables }) => ({ path, body: variables });
export const byGraphQL = ({ query, variables }) => ({ path: '/graphql', body: { query, variables } });

/** What is measured: the floor and the gateway. Each is a server with a name, a process, a port and its way to ask. */
import { CLIENT, start } from './children.js';

export async function startFloor(base) {
  const { child, port } = await start('./floor.js', { core: 0, env: { UPSTREAM: base, CLIENT } });
  return { name: 'floor', title: 'written by hand, no GraphQL', child, port, request: ({ path, variables }) => ({ path, body: variables }) };
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

export const byGraphQL = ({ query, variables }) => ({ path: '/graphql', body: { query, variables } });

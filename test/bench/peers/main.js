/**
 * The peers: what else can stand where the gateway stands, from npm, each at its best settings. One that does
 * not start, or answers otherwise, is shown with its reason and never left out.
 *
 *   mercurius/  a GraphQL server by hand     hive/  composed by Mesh from the same documents
 *   tailcall/   a native server, configured  words.js  what has to be put into the graph's words
 *
 * They are packages of their own (npm run bench:peers), so that nobody installs them with the gateway.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CLIENT, start } from '../children.js';
import { byGraphQL } from '../servers.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
export const installed = () => existsSync(here('./node_modules/.package-lock.json'));
const versionOf = (name) => JSON.parse(readFileSync(here(`./node_modules/${name}/package.json`), 'utf8')).version;

const peers = [
  {
    name: 'mercurius',
    title: () => `Mercurius ${versionOf('mercurius')} with jit, resolvers by hand`,
    start: ({ base }) => start('./peers/mercurius/server.js', { core: 0, env: { UPSTREAM: base, CLIENT } }),
    load: async () => ({ request: byGraphQL }),
  },
  {
    name: 'hive',
    title: () => `Hive Gateway ${versionOf('@graphql-hive/gateway')}, composed by Mesh`,
    start: async (place) => (await import('./hive/main.js')).startHive(place),
    load: () => import('./hive/main.js'),
    note: 'asked by the names of the documents, with W5\'s claims beside the account, an account\'s reference and enum values put into our words afterwards',
  },
  {
    name: 'tailcall',
    title: ({ version = '' }) => `Tailcall ${version}`.trim(),
    start: async (place) => (await import('./tailcall/main.js')).startTailcall(place),
    load: () => import('./tailcall/main.js'),
    note: 'asked by its own configuration\'s names, likewise put into ours',
  },
];

export const peerNames = peers.map(({ name }) => name);

/** Those of the names, each as a server, or with the sentence that says why it is none. `folder`: for what they write. */
export async function startPeers(names, place) {
  const started = [];
  for (const { name, title, start: startPeer, load, note } of peers.filter((peer) => names.includes(peer.name))) {
    try {
      const { request, translate } = await load();
      const server = await startPeer(place);
      const notes = [server.note, note].filter((one) => one !== undefined).join('; ');
      started.push({ name, title: title(server), note: notes || undefined, child: server.child, port: server.port, request, translate });
    } catch (error) {
      started.push({ name, title: title({}), fails: error.message });
    }
  }
  return started;
}

/** Hive Gateway as its documentation shows it: a graph composed by Mesh, served by the gateway's own command. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLIENT } from '../../children.js';
import { freePort, runProgram, startProgram } from '../../programs.js';
import { accountFields, claimFields } from '../../workloads.js';
import { accountInWords } from '../words.js';
import { writeDocument } from './document.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const command = (name) => here(`../node_modules/.bin/${name}`);

export async function startHive({ base, folder }) {
  const files = { RECEEVE: join(folder, 'receeve.json'), SUPERGRAPH: join(folder, 'supergraph.graphql') };
  await writeDocument(files.RECEEVE);
  await runProgram(command('mesh-compose'), ['-c', 'mesh.config.js', '-o', files.SUPERGRAPH], { cwd: here('.'), env: { UPSTREAM: base, COLLECTMAXX: here('../../../../schema/collectmaxx.graphql'), ...files } });
  const port = await freePort();
  const args = ['supergraph', '-c', 'gateway.config.js', '-h', '127.0.0.1', '-p', String(port)];
  return startProgram(command('hive-gateway'), args, { cwd: here('.'), core: 0, port, env: { ...files, OPENTELEMETRY: '' } });
}

/** Its names are those of the documents; an account does not know its own reference there, so claims are asked beside it. */
const withClient = (query) =>
  query
    .replace('$a: String!', '$c: UUID!, $a: String!')
    .replace('account(', 'account: getAccount(clientId: $c, ')
    .replace('accountClaims(', 'accountClaims: getAccountClaims(clientId: $c, ')
    .replace('items { claimReference', 'items: results { claimReference')
    .replaceAll(/landingPageURL\(([^)]*)\)/g, 'getLandingPageURL(clientId: $c, $1) { URL }');
const queries = {
  W5: `query W5($a: String!) { account(accountReference: $a) { ${accountFields} } accountClaims(accountReference: $a, limit: 20) { items { ${claimFields} payLinks { id status amountPaid createdOn } } } }`,
};

export const request = ({ name, query, variables }) => ({
  path: '/graphql',
  body: name === 'W4' ? { query, variables } : { query: withClient(queries[name] ?? query), variables: { ...variables, c: CLIENT } },
});

export function translate(data, { name, variables }) {
  if (name === 'W4') return data;
  const { account, accountClaims, ...pages } = data;
  const found = accountInWords(account, variables.a);
  if (name === 'W5') return { account: { ...found, claims: accountClaims.items } };
  return { account: found, ...(accountClaims && { accountClaims }), ...Object.fromEntries(Object.entries(pages).map(([key, { URL }]) => [key, URL])) };
}

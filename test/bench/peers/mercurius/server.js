/**
 * The fastest of the Node servers, as its users write one: the public graph of the gateway, resolvers by hand
 * over an undici Pool, one loader for the pay links of claims, compiled operations (`jit`).
 */
import { readFileSync } from 'node:fs';
import fastify from 'fastify';
import mercurius from 'mercurius';
import { Pool } from 'undici';
import { payLinksQuery, workloads } from '../../workloads.js';

const { UPSTREAM, CLIENT } = process.env;
const pool = new Pool(UPSTREAM, { connections: 32 });
const headers = { authorization: 'bench', accept: 'application/json' };

async function get(path) {
  const { body } = await pool.request({ method: 'GET', path: `/v1/${CLIENT}/${path}`, headers });
  return body.json();
}

async function postGraphQL(query, variables) {
  const { body } = await pool.request({ method: 'POST', path: '/graphql', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) });
  return (await body.json()).data;
}

const getClaims = (reference) => get(`get_account_claims?accountReference=${encodeURIComponent(reference)}&limit=20`);
const payLinkQuery = workloads.find(({ name }) => name === 'W4').query;

const resolvers = {
  Query: {
    account: async (_, { accountReference }) => ({ ...(await get(`get_account?accountReference=${encodeURIComponent(accountReference)}`)), accountReference }),
    accountClaims: (_, { accountReference }) => getClaims(accountReference),
    landingPageURL: async (_, { claimReference }) => (await get(`get_landing_page_url?claimReference=${encodeURIComponent(claimReference)}`)).URL,
    payLink: () => ({}),
  },
  Account: { claims: async ({ accountReference }) => (await getClaims(accountReference)).results },
  ClaimPage: { items: ({ results }) => results },
  Debtor: { type: ({ type }) => type.toUpperCase() },
  PayLinkQuery: { payLinks: async (_, { filters }) => (await postGraphQL(payLinkQuery, { filters })).payLink.payLinks },
};

const loaders = {
  Claim: {
    payLinks: {
      async loader(queries) {
        const variables = Object.fromEntries(queries.map(({ obj }, n) => [`f${n}`, { attributes: [{ id: 'reference', equalTo: obj.claimReference }] }]));
        const data = await postGraphQL(payLinksQuery, variables);
        return queries.map((_, n) => data[`l${n}`].payLinks.items);
      },
      // Kept by Mercurius for the request alone, and it would serialise each claim to its key.
      opts: { cache: false },
    },
  },
};

const app = fastify();
app.register(mercurius, { schema: readFileSync(new URL('../../../../schema/graph.graphql', import.meta.url), 'utf8'), resolvers, loaders, jit: 1 });
await app.listen({ port: 0, host: '127.0.0.1' });
process.send({ port: app.server.address().port });
process.on('disconnect', () => process.exit(0));

/**
 * The floor: the same upstream calls and the same answers, by hand, without GraphQL.
 * Plain node:http, an undici Pool, JSON in, JSON out: what a careful engineer writes in an afternoon.
 *
 * With FOR_V8, what he makes of it after a day with the profiler: where members follow a spread, V8 gives each object
 * a hidden class of its own, and these outlive the request.
 */
import { createServer } from 'node:http';
import { Pool } from 'undici';
import { payLinksQuery, references, workloads } from './workloads.js';

const pool = new Pool(process.env.UPSTREAM, { connections: 32 });
const headers = { authorization: 'bench', accept: 'application/json' };

async function get(path) {
  const { body } = await pool.request({ method: 'GET', path, headers });
  return body.json();
}

const pick = (fields) => (value) => {
  const out = {};
  for (const field of fields) out[field] = value[field] ?? null;
  return out;
};
const score = pick(['type', 'value']);
const contact = pick(['country', 'city', 'postalCode', 'addressLine1', 'email']);
const person = pick(['debtorReference', 'firstName', 'lastName']);
const product = pick(['productReference', 'name', 'type', 'code']);
const fee = pick(['name', 'amount']);
const plainClaim = pick(['claimReference', 'status', 'amount', 'totalFees', 'currency', 'currentDueDate', 'originalDueDate', 'productReference', 'creditorReference', 'paymentReference', 'meta']);

const forV8 = process.env.FOR_V8 !== undefined;
const debtor = (value) => ({
  ...person(value),
  type: value.type.toUpperCase(),
  birthday: value.birthday,
  contactInformation: { ...contact(value.contactInformation), mobileNumber: String(value.contactInformation.mobileNumber) },
});
const debtorForV8 = (value) => {
  const contactInformation = Object.assign(contact(value.contactInformation), { mobileNumber: String(value.contactInformation.mobileNumber) });
  return Object.assign(person(value), { type: value.type.toUpperCase(), birthday: value.birthday, contactInformation });
};
const account = (reference, value) => ({
  accountReference: reference,
  currency: value.currency,
  paymentReference: value.paymentReference,
  portfolioReference: value.portfolioReference,
  meta: value.meta,
  scores: value.scores.map(score),
  debtors: value.debtors.map(forV8 ? debtorForV8 : debtor),
  products: value.products.map(product),
});
const claim = (value) => ({ ...plainClaim(value), fees: value.fees.map(fee), primaryDebtor: person(value.primaryDebtor) });
const claimForV8 = (value) => Object.assign(plainClaim(value), { fees: value.fees.map(fee), primaryDebtor: person(value.primaryDebtor) });
const readClaim = forV8 ? claimForV8 : claim;

const getAccount = async (reference) => account(reference, await get(`/v1/${process.env.CLIENT}/get_account?accountReference=${encodeURIComponent(reference)}`));
const getClaims = async (reference) => {
  const page = await get(`/v1/${process.env.CLIENT}/get_account_claims?accountReference=${encodeURIComponent(reference)}&limit=20`);
  return { items: page.results.map(readClaim), paginationId: page.paginationId };
};
/** All of them, as many on a page as the gateway asks for. */
const getAllClaims = async (reference) => {
  const claims = [];
  for (let next = ''; ; ) {
    const { results, paginationId } = await get(`/v1/${process.env.CLIENT}/get_account_claims?accountReference=${encodeURIComponent(reference)}&limit=1000${next}`);
    for (const value of results) claims.push(readClaim(value));
    if (!paginationId) return claims;
    next = `&paginationId=${encodeURIComponent(paginationId)}`;
  }
};
const getLandingPage = async (reference) => (await get(`/v1/${process.env.CLIENT}/get_landing_page_url?claimReference=${encodeURIComponent(reference)}`)).URL;

const postGraphQL = async (query, variables) => {
  const { body } = await pool.request({ method: 'POST', path: '/graphql', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) });
  return (await body.json()).data;
};
const link = pick(['id', 'status', 'amountPaid', 'createdOn']);
const getPayLinks = async (claims) => {
  const variables = Object.fromEntries(claims.map(({ claimReference }, n) => [`f${n}`, { attributes: [{ id: 'reference', equalTo: claimReference }] }]));
  const data = await postGraphQL(payLinksQuery, variables);
  return claims.map((_, n) => data[`l${n}`].payLinks.items.map(link));
};

const routes = {
  '/w1': async ({ a }) => ({ account: await getAccount(a) }),
  '/w2': async ({ a }) => {
    const [one, claims] = await Promise.all([getAccount(a), getClaims(a)]);
    return { account: one, accountClaims: claims };
  },
  '/w3': async ({ a }) => {
    const [one, claims, ...pages] = await Promise.all([getAccount(a), getClaims(a), ...references.map(getLandingPage)]);
    return { account: one, accountClaims: claims, ...Object.fromEntries(pages.map((url, n) => [`u${n}`, url])) };
  },
  '/w4': (variables) => postGraphQL(workloads[3].query, variables),
  '/w5': async ({ a }) => {
    const [one, { items }] = await Promise.all([getAccount(a), getClaims(a)]);
    const links = await getPayLinks(items);
    if (!forV8) return { account: { ...one, claims: items.map((value, n) => ({ ...value, payLinks: links[n] })) } };
    return { account: Object.assign(one, { claims: items.map((value, n) => Object.assign(value, { payLinks: links[n] })) }) };
  },
  // What grows: all claims of an account, and the landing pages of so many claims, of each asked once.
  '/claims': async ({ a }) => {
    const [one, claims] = await Promise.all([getAccount(a), getAllClaims(a)]);
    return { account: forV8 ? Object.assign(one, { claims }) : { ...one, claims } };
  },
  '/pages': async ({ asked }) => {
    const unlike = [...new Set(asked)];
    const urls = new Map((await Promise.all(unlike.map(getLandingPage))).map((url, n) => [unlike[n], url]));
    return Object.fromEntries(asked.map((reference, n) => [`u${n}`, urls.get(reference)]));
  },
};

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    routes[request.url](JSON.parse(Buffer.concat(chunks))).then(
      (data) => {
        const body = Buffer.from(JSON.stringify({ data }));
        response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
        response.end(body);
      },
      (error) => response.writeHead(500).end(String(error)),
    );
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit(0));

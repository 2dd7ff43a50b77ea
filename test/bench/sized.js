/**
 * Upstreams whose answers are as large as one asks for: the account ACC-n has n claims. Everything is made once
 * and written as it is; `{ latencyMs }` over the channel holds each answer back for as long.
 *
 * Just enough Receeve and Collectmaxx for what grows and what is big.
 */
import { createServer } from 'node:http';
import { account, claimOf } from './portfolio.js';

let latencyMs = 0;
/** What requests are made of; that a server asks for the schema now and then is no call of any request. */
let calls = 0;

/** A page of the claims of ACC-n, from a claim on. */
function pageOf(n, from, limit) {
  const results = Array.from({ length: Math.max(0, Math.min(limit, n - from)) }, (_, index) => claimOf(from + index));
  return { results, paginationId: from + limit < n ? String(from + limit) : null, numberOfPages: Math.ceil(n / limit) };
}

const known = new Map();
function once(key, make) {
  let body = known.get(key);
  if (body === undefined) known.set(key, (body = Buffer.from(JSON.stringify(make()))));
  return body;
}

function get(url) {
  const { pathname, searchParams } = new URL(url, 'http://upstream');
  const name = pathname.slice(pathname.lastIndexOf('/') + 1);
  const n = Number(searchParams.get('accountReference')?.slice(4) ?? 0);
  if (name === 'get_account') return once('account', () => account);
  if (name === 'get_landing_page_url') return once('url', () => ({ URL: 'https://pay.example.com/c/btXXskwXX' }));
  if (name !== 'get_account_claims') return undefined;
  const limit = Number(searchParams.get('limit') ?? 1000);
  const from = Number(searchParams.get('paginationId') ?? 0);
  return once(`${n} ${from} ${limit}`, () => pageOf(n, from, limit));
}

/** What a link asks for each claim: `_0: payLink { payLinks(...) }`, its reference in the variable `$_0_filters`. */
function search(variables) {
  const data = {};
  for (const [name, filters] of Object.entries(variables)) {
    const [, key] = /^(_\d+)_filters$/.exec(name) ?? [];
    if (key !== undefined) data[key] = { payLinks: { items: [linkOf(filters.attributes[0].equalTo, hidden)], pagination: { total: 1 } } };
  }
  return { data };
}

/** The aliases under which the gateway asks for what links need themselves are read from its own document. */
let hidden = {};
function readHidden(query) {
  hidden = Object.fromEntries([...query.matchAll(/(\w+)\s*:\s*(id|attributes|createdOn|status)\b/g)].map(([, alias, field]) => [field, alias]));
}

function linkOf(reference, aliases) {
  const link = { id: `5be41c4f-9fe6-403d-980b-${reference.slice(4).padStart(12, '0')}`, status: 'paid', amountPaid: 0, createdOn: '2019-02-05T09:57:14+00:00', attributes: [{ id: 'reference', value: reference }] };
  for (const [field, alias] of Object.entries(aliases)) link[alias] = link[field];
  return link;
}

function post(path, text) {
  if (path.endsWith('/oauth2/token')) return once('token', () => ({ access_token: 'bench', token_type: 'Bearer', expires_in: 3600 }));
  if (path.endsWith('/import_claims')) return once(`import ${text.length}`, () => Object.fromEntries(Object.keys(JSON.parse(text)).map((key) => [key, { success: true, messages: [], messageIds: ['1'] }])));
  if (text.includes('__schema')) calls -= 1;
  if (text.includes('__schema')) return once('refused', () => ({ errors: [{ message: 'not here' }] }));
  if (text.includes('addRecords')) {
    return once(`records ${text.length}`, () => {
      const { rows } = JSON.parse(text).variables;
      const records = rows ? rows.map(({ reference }) => ({ reference })) : null;
      return { data: { import: { addRecords: { name: '20190403-965', status: 'queued', records } } } };
    });
  }
  return once(text, () => {
    const { query, variables } = JSON.parse(text);
    readHidden(query);
    return search(variables);
  });
}

const server = createServer((request, response) => {
  calls += 1;
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = request.method === 'POST' ? post(request.url.split('?', 1)[0], Buffer.concat(chunks).toString('latin1')) : get(request.url);
    if (latencyMs === 0) answer(response, body);
    else setTimeout(answer, latencyMs, response, body);
  });
});
server.keepAliveTimeout = 60_000;

function answer(response, body) {
  if (body === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
}

server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('message', (message) => {
  if (message.latencyMs !== undefined) ({ latencyMs } = message);
  process.send({ calls });
});
process.on('disconnect', () => process.exit(0));

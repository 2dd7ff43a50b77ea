/**
 * The upstreams of the bench: answers made once and written as they are, so that what is measured
 * is the server in the middle. It speaks just enough Receeve and Collectmaxx for the workloads.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { buildSchema, executeSync, parse } from 'graphql';

const account = {
  currency: 'EUR',
  paymentReference: 'PAY-0001',
  portfolioReference: 'PORTFOLIO-1',
  meta: { source: 'bench', note: 'x'.repeat(400) },
  scores: [{ type: 'INTERNAL', value: 'B2' }],
  debtors: [
    {
      debtorReference: 'DEB-0001',
      firstName: 'Ada',
      lastName: 'Example',
      type: 'natural',
      birthday: '1980-06-28',
      contactInformation: { country: 'NL', city: 'Utrecht', postalCode: '1234 AB', addressLine1: 'Voorbeeldstraat 1', email: 'ada@example.com', mobileNumber: 31600000001 },
    },
  ],
  products: Array.from({ length: 4 }, (_, n) => ({ productReference: `PRODUCT-${n}`, name: `Product ${n}`, type: 'Loan', code: `${2000 + n}` })),
  ledgerEntries: Array.from({ length: 4 }, (_, n) => ({
    ledgerEntryReference: `LEDGER-${n}`,
    invoiceDetails: { amount: 10_000 + n, dueDate: '2022-01-08', createdAt: 1647526514000 },
    context: { productReference: `PRODUCT-${n}` },
  })),
};

const claims = Array.from({ length: 20 }, (_, n) => ({
  claimReference: `CLM-${String(n).padStart(4, '0')}`,
  status: n % 3 ? 'ACTIVE' : 'RESOLVED',
  amount: 13_025 + n,
  totalFees: 250,
  currency: 'EUR',
  currentDueDate: '2022-06-28',
  originalDueDate: '2022-05-28',
  productReference: 'PRODUCT-1',
  creditorReference: 'CREDITOR-1',
  paymentReference: `PAY-${n}`,
  meta: { accountId: 'ACC-0001', batch: 'B-1' },
  fees: [{ name: 'lateFee', amount: 250 }],
  primaryDebtor: account.debtors[0],
}));

const pageOf = (results) => ({ results, paginationId: null, numberOfPages: 1 });

/** Another account has claims of its own: `ACC-0002`, `CLM-0002-0000`. */
const others = new Map();
function claimsOf(reference) {
  let body = others.get(reference);
  if (body === undefined) {
    const results = claims.map((claim) => ({ ...claim, claimReference: claim.claimReference.replace('CLM', reference.replace('ACC', 'CLM')) }));
    others.set(reference, (body = Buffer.from(JSON.stringify(pageOf(results)))));
  }
  return body;
}

/** One link of W4; and for each claim, one that its attribute `reference` leads to. */
const known = { id: '5be41c4f-9fe6-403d-980b-5edc0139ee70', personName: 'Demo', personGender: 'U', status: 'paid', amountPaid: 0, createdOn: '2019-02-05T09:57:14+00:00', updatedOn: '2019-02-05T09:57:14+00:00' };
const linkOf = (reference, n) => ({ ...known, id: `5be41c4f-9fe6-403d-980b-${String(n).padStart(12, '0')}`, attributes: [{ id: 'reference', value: reference }] });
const remote = buildSchema(readFileSync(new URL('../../schema/collectmaxx.graphql', import.meta.url), 'utf8'));
const payLinks = ({ filters }) => {
  const wanted = filters.attributes?.[0].equalTo;
  const items = wanted === undefined ? [known] : [linkOf(wanted, Number(wanted.slice(-4)))];
  return { items, pagination: { total: items.length } };
};

/** Answers to what was asked before: a document and its variables are executed once. */
const answers = new Map();
function answerOf(text) {
  let known = answers.get(text);
  if (known === undefined) {
    const { query, variables } = JSON.parse(text);
    const result = executeSync({ schema: remote, document: parse(query), variableValues: variables, rootValue: { payLink: { payLinks } } });
    known = { body: Buffer.from(JSON.stringify(result)), isIntrospection: query.includes('__schema') };
    answers.set(text, known);
  }
  return known;
}

const bodies = {
  '/v1/oauth2/token': { access_token: 'bench', token_type: 'Bearer', expires_in: 3600 },
  get_account: account,
  get_account_claims: pageOf(claims),
  get_landing_page_url: { URL: 'https://pay.example.com/c/btXXskwXX' },
};
const buffers = Object.fromEntries(Object.entries(bodies).map(([name, body]) => [name, Buffer.from(JSON.stringify(body))]));

/** What requests are made of. A server may ask for the schema now and then, whoever asks it something or not: that is no call of any request. */
let calls = 0;
const server = createServer((request, response) => {
  const path = request.url.split('?', 1)[0];
  if (path === '/graphql') {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { body, isIntrospection } = answerOf(Buffer.concat(chunks).toString('latin1'));
      if (!isIntrospection) calls += 1;
      answer(response, body);
    });
    return;
  }
  calls += 1;
  request.resume();
  const name = path.slice(path.lastIndexOf('/') + 1);
  const other = name === 'get_account_claims' && !request.url.includes('=ACC-0001') ? /\?accountReference=(ACC-\d+)/.exec(request.url)?.[1] : undefined;
  answer(response, other === undefined ? (buffers[path] ?? buffers[name]) : claimsOf(other));
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
process.on('message', () => process.send({ calls }));
process.on('disconnect', () => process.exit(0));

/**
 * What grows, and what is asked while it does. Each series has its servers and its places; at each place the same
 * question goes to the gateway in GraphQL and to the floor by path.
 *
 *   questions  { kind: n => question }; `byHand`: what the floor is asked where it is not the variables, `documents`: texts in turn
 *   judged     which figure of the gateway has to grow linearly or better
 */
import { accountFields, claimFields, workloads } from '../workloads.js';

const [account] = workloads;
const usual = { connections: () => 32, latencyMs: () => 0, seconds: () => 0.4 };

/** `landingPageURL` under so many names: of as many claims, or of one. */
function aliases(references) {
  const fields = references.map((reference, n) => `u${n}: landingPageURL(claimReference: "${reference}")`);
  return { path: '/pages', query: `{ ${fields.join('\n')} }`, variables: {}, byHand: { asked: references } };
}
const references = (count, of) => Array.from({ length: count }, (_, n) => `CLM-${String(of(n)).padStart(4, '0')}`);

/** A document is known by its text: one name more or less makes another one of it, and the answer is as long as before. */
function documents(count) {
  const named = (n) => account.query.replace('query W1', `query Account${String(n).padStart(5, '0')}`);
  return { ...account, documents: Array.from({ length: count }, (_, n) => named(n)) };
}

export const series = [
  {
    ...usual,
    name: 'claims',
    servers: ['floor', 'gateway'],
    at: [1, 10, 100, 1000, 10_000],
    questions: {
      all: (n) => ({ path: '/claims', query: `query Claims($a: String!) { account(accountReference: $a) { ${accountFields} claims { ${claimFields} } } }`, variables: { a: `ACC-${n}` } }),
    },
    // With ten thousand of them an answer has megabytes; four at a time keep a core busy as well.
    connections: () => 4,
    seconds: (n) => (n < 1000 ? 0.6 : n < 10_000 ? 1 : 2.5),
    judged: [{ kind: 'all', figure: 'cpu' }],
  },
  {
    ...usual,
    name: 'aliases',
    servers: ['floor', 'gateway'],
    at: [1, 2, 5, 10, 20, 50, 100, 200],
    questions: {
      distinct: (n) => aliases(references(n, (index) => index)),
      same: (n) => aliases(references(n, () => 0)),
    },
    judged: [{ kind: 'distinct', figure: 'cpu' }, { kind: 'same', figure: 'cpu' }],
  },
  {
    ...usual,
    name: 'connections',
    servers: ['floor', 'gateway'],
    at: [1, 10, 100, 1000],
    questions: { all: () => account },
    connections: (n) => n,
    seconds: () => 1.5,
    judged: [{ kind: 'all', figure: 'cpu' }, { kind: 'all', figure: 'p99' }],
  },
  {
    ...usual,
    name: 'documents',
    servers: ['floor', 'gateway'],
    at: [1, 10, 100, 1000, 10_000],
    questions: { all: documents },
    seconds: () => 0.8,
    // What a process remembers of one place is nothing to begin the next one with.
    anew: true,
    judged: [{ kind: 'all', figure: 'cpu' }],
  },
  {
    ...usual,
    name: 'latency',
    servers: ['upstream', 'floor', 'gateway'],
    at: [0, 5, 50],
    questions: { all: () => account },
    latencyMs: (n) => n,
    seconds: (n) => (n < 50 ? 1 : 2.5),
    judged: [{ kind: 'all', figure: 'cpu' }, { kind: 'all', figure: 'p50' }],
  },
];

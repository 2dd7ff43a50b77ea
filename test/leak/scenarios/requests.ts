/**
 * A day of requests: the questions of a desk again and again, documents that nobody asked before, by POST and GET,
 * callers who come once, callers in haste, and all that is refused. What a gateway remembers of documents, plans,
 * callers and headers has an end; the warm-up goes there, and from then on nothing may grow.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { readsOf, writes, type Operation } from '../../chaos/operations.ts';
import { createCallers } from '../callers.ts';
import { createClient, type Client, type Reply } from '../client.ts';
import { times } from '../scenario.ts';
import type { Scenario, Tools } from '../scenario.ts';

const width = 24;
/** The questions of a desk take many calls each; all others are small. */
const deskShare = 0.15;
/** Beyond what is remembered: documents in either lane, tokens. */
const newDocuments = 2_500;
const strangers = 17_000;

/** How often each kind comes, in a hundred. */
const shares = { hot: 56, cold: 14, get: 8, stranger: 6, hasty: 4, write: 2, refused: 10 } as const;
type Kind = keyof typeof shares;
const wheel = Object.entries(shares).flatMap(([kind, share]) => Array.from({ length: share }, () => kind as Kind));

const callers = createCallers();
let asked = 0;

/** Each is refused in its own way, and leaves nothing behind either. */
const refusals: ((client: Client, tools: Tools, n: number) => Promise<[Reply, number, string?]>)[] = [
  async (client, _, n) => [await client.post({ query: `{ account(accountReference: "a${n}" ` }, callers.key(n)), 200, 'GRAPHQL_PARSE_FAILED'],
  async (client, _, n) => [await client.post({ query: `{ field${n} }` }, callers.key(n)), 200, 'GRAPHQL_VALIDATION_FAILED'],
  async (client, _, n) => [await client.post({ query: 'query ($a: String!) { account(accountReference: $a) { currency } }', variables: { a: { b: n } } }, callers.key(n)), 200, 'BAD_USER_INPUT'],
  async (client, _, n) => [await client.post({ query: 'query ($a: String!) { account(accountReference: $a) { currency } }', operationName: `Operation${n}` , variables: {} }, callers.key(n)), 200, 'OPERATION_RESOLUTION_FAILURE'],
  async (client, _, n) => [await client.post({ query: `{ ${'a'.repeat(8)}${n}: accountClaims(accountReference: "a", limit: 2000000) { items { account { claims { account { currency } } } } } }` }, callers.key(n)), 200, 'LIMIT_EXCEEDED'],
  async (client, _, n) => [await client.post({ extensions: { persistedQuery: { version: 1, sha256Hash: n.toString(16).padStart(64, '0') } } }, callers.key(n)), 200, 'PERSISTED_QUERY_NOT_SUPPORTED'],
  async (client, _, n) => [await client.post({ query: '{ __typename }' }, { 'x-api-key': `nobody-${n}` }), 401, 'UNAUTHENTICATED'],
  async (client, _, n) => [await client.post({ query: '{ __typename }' }, { authorization: `Bearer e30.e30.${n}` }), 401, 'UNAUTHENTICATED'],
  async (client, _, n) => [await client.post('{"query":', callers.key(n)), 400],
  async (client, _, n) => [await client.send({ path: `/nothing/${n}`, method: 'GET' }), 404],
  async (client, _, n) => [await client.send({ path: '/graphql', method: 'PUT', headers: { ...callers.key(n), 'content-type': 'application/json' }, body: '{}' }), 405],
  async (client, _, n) => [await client.post({ query: '{ __typename }' }, { ...callers.key(n), accept: `application/x${n}` }), 406],
];

/** Of the same question another document: the words around it are new. */
function renamed({ query, variables }: Operation, n: number): { query: string; variables: Record<string, unknown> } {
  const text = query.replace(/\bquery\s*\w*/, `query Asked${n}`);
  return { query: text.replace(/\{\s*(\w+)/, (_, field: string) => `{ once${n}: ${field}`), variables };
}

async function one(client: Client, tools: Tools, reads: ReturnType<typeof readsOf>, kind: Kind): Promise<void> {
  const { random } = tools;
  const n = (asked += 1);
  const operation = random.pick(random.next() < deskShare ? reads : reads.slice(-5))(random);
  const whole = (reply: Reply): void => {
    tools.count(kind);
    if (reply.status !== 200 || reply.codes.length > 0 || !reply.body.data) tools.problem(`${kind}, ${operation.kind}: it was answered ${reply.status} ${JSON.stringify(reply.body).slice(0, 300)}`);
  };
  switch (kind) {
    case 'hot':
      return whole(await client.post({ query: operation.query, variables: operation.variables }, callers.key(n)));
    case 'cold':
      return whole(await client.post(renamed(operation, n), callers.key(n)));
    case 'get': {
      const { query, variables } = n % 2 === 0 ? operation : renamed(operation, n);
      return whole(await client.get(new URLSearchParams({ query, variables: JSON.stringify(variables) }).toString(), { ...callers.key(n), 'user-agent': `client ${n}`, 'x-request-id': `request-${n}` }));
    }
    case 'stranger':
      return whole(await client.post({ query: operation.query, variables: operation.variables }, callers.stranger()));
    case 'hasty': {
      const reply = await client.post({ query: '{ __typename }' }, callers.hasty);
      tools.count(reply.status === 429 ? 'hasty, 429' : 'hasty');
      if (reply.status !== 200 && reply.status !== 429) tools.problem(`a caller in haste was answered ${reply.status}`);
      return;
    }
    case 'write': {
      const write = writes[random.pick(['cm: create', 'receeve: meta', 'collectmaxx: pay link'])]!(`leak-${n}`, random, tools.names);
      return whole(await client.post({ query: write.query, variables: write.variables }, callers.key(n)));
    }
    case 'refused': {
      const [reply, status, code] = await refusals[n % refusals.length]!(client, tools, n);
      tools.count('refused');
      if (reply.status !== status || (code !== undefined && reply.codes[0] !== code)) tools.problem(`expected ${status} ${code ?? ''}, but it was answered ${reply.status} ${JSON.stringify(reply.body).slice(0, 300)}`);
    }
  }
}

export const requests: Scenario = {
  name: 'requests',
  unit: 'request',
  env: { ...callers.env, LEAK_MINUTE_MS: '1000', UPSTREAM_TIMEOUT_MS: '50000', REQUEST_DEADLINE_MS: '100000' },
  async warmUp(tools, share) {
    const client = createClient(tools.gateway.url, width);
    const reads = readsOf(tools.names);
    await times(Math.max(100, 600 * share), width, () => one(client, tools, reads, 'hot'));
    await times(Math.max(100, newDocuments * Math.min(1, share * 2)), width, () => one(client, tools, reads, 'cold'));
    await times(share < 0.1 ? 100 : strangers, width, () => one(client, tools, reads, 'stranger'));
    await times(Math.max(300, 40_000 * share), width, (n) => one(client, tools, reads, wheel[(n * 37) % wheel.length] as Kind));
    await client.close();
  },
  async stretch(tools, units) {
    const client = createClient(tools.gateway.url, width);
    const reads = readsOf(tools.names);
    await times(units, width, (n) => one(client, tools, reads, wheel[(n * 37) % wheel.length] as Kind));
    await client.close();
    // What is kept for a minute is over then.
    await sleep(1_200);
  },
};

export const removeCallers = (): void => callers.remove();

/**
 * What neighbours notice of a large answer: they are served while it is made, whichever way it takes; and when its caller hangs
 * up in the midst of it, nothing more is done for him. Counted is who was answered when, and no time.
 */
import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRecordedGateway } from '../support/gateway.ts';
import type { RecordedGateway } from '../support/gateway.ts';

const json = { 'content-type': 'application/json' };
const claims = Array.from({ length: 12_000 }, (_, n) => ({
  claimReference: `CLM-${n}`, status: 'ACTIVE', amount: n, currency: 'EUR', currentDueDate: '2022-06-28', originalDueDate: '2022-05-28', meta: { note: `${n}`.padEnd(300, ' é') }, fees: [{ name: 'late', amount: 250 }, { name: 'reminder', amount: 100 }],
}));
const page = JSON.stringify({ results: claims, paginationId: null, numberOfPages: 1 });
const fields = 'claimReference status amount currency currentDueDate originalDueDate meta fees { name amount }';
/** Another text each time: nobody has seen it before. */
const question = (name: string, inside = ''): string => `query ${name} { account(accountReference: "ACC-1") { claims { ${fields} ${inside} } } }`;

let graph: RecordedGateway;
const agent = new Agent({ keepAlive: true });
beforeAll(async () => {
  graph = await startRecordedGateway();
});
afterAll(async () => {
  agent.destroy();
  await graph.close();
});
beforeEach(() => {
  graph.reset();
  graph.vendors.receeve.answer(({ url }) => ({ headers: json, body: url.includes('get_account_claims') ? page : { currency: 'EUR', debtors: [], products: [] } }));
});

/** A request whose answer may be waited for, or given up. */
function post(query: string): { answered: Promise<IncomingMessage>; hangUp: () => void } {
  const asked = request(`${graph.gateway.url}/graphql`, { method: 'POST', headers: json });
  const answered = new Promise<IncomingMessage>((resolve, reject) => asked.once('response', resolve).once('error', reject));
  asked.end(JSON.stringify({ query }));
  return { answered, hangUp: () => asked.destroy() };
}

/** How many pages of claims have come in, and how many lookups were asked for, as the gateway's own page says: a neighbour like any other. */
async function told(): Promise<{ pages: number; lookups: number }> {
  const asked = request(`${graph.gateway.url}/metrics`, { agent });
  const answered = new Promise<IncomingMessage>((resolve, reject) => asked.once('response', resolve).once('error', reject));
  asked.end();
  const page = await text(await answered);
  const count = (pattern: RegExp): number => Number(pattern.exec(page)?.[1] ?? 0);
  return { pages: count(/^collectgraph_upstream_calls_total\{[^}]*operation="accountClaims"[^}]*\} (\d+)$/m), lookups: count(/^collectgraph_loads_total\{system="collectmaxx"\} (\d+)$/m) };
}

const pages = async (): Promise<number> => (await told()).pages;

/** The answer, and how many neighbours were answered after all of it was there to be made and before the first byte of it. */
async function served(query: string): Promise<{ body: string; between: number }> {
  const before = await pages();
  let between = 0;
  let begun = false;
  const { answered } = post(query);
  const body = answered.then((response) => {
    begun = true;
    return text(response);
  });
  for (;;) {
    const now = await pages();
    if (begun) break;
    if (now > before) between += 1;
  }
  return { body: await body, between };
}

describe('beside a large answer', () => {
  it('neighbours are served: to a document never seen before, and to one that comes again, with the same bytes', async () => {
    const expected = JSON.stringify({ data: { account: { claims } } });
    for (const way of ['never seen', 'seen once', 'compiled']) {
      const { body, between } = await served(question('Large'));
      expect({ way, isSame: body === `${expected}\n` }).toEqual({ way, isSame: true });
      // All at once, it would be one at the most.
      expect(between).toBeGreaterThan(10);
    }
  });
});

describe('a caller who hangs up in the midst of a large answer', () => {
  it('is the end of it: no lookup is sent that it would have led to, and neighbours are served', async () => {
    graph.vendors.collectmaxx.answer({ status: 503 });
    const before = await told();
    const { answered, hangUp } = post(question('Left', 'payLinks { id }'));
    const end = answered.then(() => 'answered', () => 'hung up');
    while ((await told()).pages === before.pages);
    hangUp();
    expect(await end).toBe('hung up');
    let after = await told();
    for (let neighbour = 0; neighbour < 20; neighbour++) after = await told();
    expect(after.lookups - before.lookups).toBeLessThan(claims.length / 2);
    expect(after.pages).toBe(before.pages + 1);
    expect(graph.vendors.collectmaxx.requests).toEqual([]);
    expect(await graph.ask('{ account(accountReference: "ACC-1") { currency } }')).toEqual({ data: { account: { currency: 'EUR' } } });
  });

  it('would have had his lookups if he had stayed', async () => {
    graph.vendors.collectmaxx.answer({ status: 503 });
    graph.vendors.receeve.answer(({ url }) => ({ headers: json, body: url.includes('get_account_claims') ? { results: claims.slice(0, 300) } : { currency: 'EUR', debtors: [], products: [] } }));
    const before = await told();
    await text(await post(question('Stayed', 'payLinks { id }')).answered);
    expect((await told()).lookups - before.lookups).toBe(300);
    expect(graph.vendors.collectmaxx.requests).toHaveLength(1);
  });
});

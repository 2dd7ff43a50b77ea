/**
 * The schema of Collectmaxx changes again and again: fields, types, arguments and enum values come and go, and now
 * and then what it publishes is no schema at all, and the one before stays. Callers read meanwhile, in documents of
 * today and of before, and notice nothing; a subscriber stays through all of it. Of a schema that is no more
 * nothing may be left.
 */
import { readsOf } from '../../chaos/operations.ts';
import { createClient, type Client } from '../client.ts';
import type { Scenario, Tools } from '../scenario.ts';
import { write } from '../systems.ts';

const readers = 4;
let published = 0;

/** No two of them are alike. */
function sdlOf(n: number): string {
  const extra = [
    `extend type PayLink { leak${n}: String }`,
    `extend type PayLink { leak${n}(of: Int, kind: LeakKind${n}): [LeakType${n}!] } type LeakType${n} { name: String next: LeakType${n} } enum LeakKind${n} { A B${n} }`,
    `extend type Query { leak${n}: LeakGroup${n} } type LeakGroup${n} { items(filter: LeakFilter${n}): [PayLink] } input LeakFilter${n} { id: String }`,
    `extend type PayLink { leak${n}: LeakUnion${n} } union LeakUnion${n} = PayLink | LeakOther${n} type LeakOther${n} { id: ID }`,
  ];
  return extra[n % extra.length] as string;
}

const broken = ['{"data":{"__schema":{"types":[]}}}', 'no JSON', '{"data":{"__schema":{"queryType":{"name":"Query"},"types":[{"kind":"OBJECT","name":"Query","fields":[],"interfaces":[]}],"directives":[]}}}'];

async function reload(tools: Tools, client: Client): Promise<void> {
  const { gateway, systems } = tools;
  const n = (published += 1);
  const isBroken = n % 10 === 0;
  systems.publish(isBroken ? { text: broken[(n / 10) % broken.length] as string } : { sdl: sdlOf(n) });
  const { problem } = await gateway.reload();
  tools.count(isBroken ? 'refused schemas' : 'new schemas');
  if ((problem !== undefined) !== isBroken) tools.problem(`schema ${n} was ${isBroken ? 'taken' : `refused: ${problem}`}`);
  const expected = `leak${isBroken ? n - 1 : n}`;
  const { body } = await client.post({ query: '{ query: __type(name: "Query") { fields { name } } payLink: __type(name: "PayLink") { fields { name } } }' });
  const fields = ['query', 'payLink'].flatMap((type) => (body?.data?.[type]?.fields ?? []) as { name: string }[]).filter(({ name }) => name.startsWith('leak'));
  if (fields.map(({ name }) => name).join() !== expected) tools.problem(`the graph has ${fields.map(({ name }) => name).join() || 'nothing new'}, and should have ${expected}`);
}

async function run(tools: Tools, units: number): Promise<void> {
  const { systems, random } = tools;
  const client = createClient(tools.gateway.url, readers + 1);
  const reads = readsOf(tools.names);
  // Some calls are on their way while the schema changes.
  systems.trouble = ({ body }) => (!body.includes('__schema') && random.next() < 0.2 ? (response, answer) => void setTimeout(() => write(response, answer), 50) : undefined);
  let over = false;
  const reader = async (): Promise<void> => {
    while (!over) {
      const { kind, query, variables } = random.pick(reads)(random);
      const { status, codes } = await client.post({ query: random.next() < 0.3 ? `${query} # ${random.integer(1, 1_000_000)}` : query, variables });
      tools.count('reads');
      if (status !== 200 || codes.length > 0) tools.problem(`${kind} was answered ${status} ${codes.join()} while the schema changed`);
    }
  };
  const reading = Array.from({ length: readers }, reader);
  for (let n = 0; n < units; n++) await reload(tools, client);
  over = true;
  await Promise.all(reading);
  systems.trouble = undefined;
  // The same documents in each stretch, of one schema: what is remembered of it now is no leak.
  for (const read of reads) {
    const { query, variables } = read(random);
    for (let n = 0; n < 3; n++) await client.post({ query, variables });
  }
  await client.close();
}

export const reloads: Scenario = {
  name: 'reloads',
  unit: 'reload',
  env: { GATEWAY_INTROSPECTION: 'true', GATEWAY_GRAPHIQL: 'false' },
  warmUp: (tools, share) => run(tools, Math.max(3, Math.round(40 * share))),
  stretch: run,
};

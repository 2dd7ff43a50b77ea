/** The README's queries are answered as it says, on the demo data. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { startGateway } from '../../src/server/main.ts';
import type { Gateway } from '../../src/server/main.ts';

const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
const examples = [...readme.matchAll(/```graphql\n(query (\w+)[^]*?)```\n\n```json\n([^]*?)```/g)].map(([, query, name, answer]) => ({ name, query, answer: answer! }));

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ env: { GATEWAY_MODE: 'sandbox', PORT: '0' }, log: pino({ level: 'silent' }) });
}, 60_000);
afterAll(() => gateway?.close());

it('has the examples that are tried here', () => {
  expect(examples.map(({ name }) => name)).toEqual(['Overview', 'DebtorOverview']);
});

it.each(examples)('$name', async ({ query, answer }) => {
  const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) });
  expect(await response.json()).toEqual(JSON.parse(answer));
});

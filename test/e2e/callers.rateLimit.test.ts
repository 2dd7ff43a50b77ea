/** The limit of a caller's requests over several instances: counted together in Redis, and by each for itself while Redis is away; no request fails for that. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { callerFiles, type CallerFiles } from '../support/callers.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { startSandboxGateway, type SandboxGateway } from '../support/sandboxGateway.ts';

let redis: TestRedis;
let files: CallerFiles;
let both: SandboxGateway[];
beforeAll(async () => {
  redis = await startRedis();
  files = callerFiles();
  const env = { REDIS_URL: redis.url, GATEWAY_RATE_LIMIT: '4', GATEWAY_API_KEYS_FILE: files.keys(['one', 'other', 'third'].map((name) => ({ name, scopes: ['*'] }))) };
  both = await Promise.all([startSandboxGateway(env), startSandboxGateway(env)]);
}, 180_000);
afterAll(async () => {
  await Promise.all(both.map((one) => one.close()));
  await redis.stop();
  files.remove();
});

async function ask(index: number, name: string): Promise<number> {
  const response = await fetch(`${both[index]!.gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...files.as(name) }, body: '{"query":"{ __typename }"}' });
  const body = (await response.json()) as { data?: unknown };
  if (response.status === 200) expect(body).toEqual({ data: { __typename: 'Query' } });
  return response.status;
}

async function statuses(asked: [number, string][]): Promise<number[]> {
  const all: number[] = [];
  for (const [index, name] of asked) all.push(await ask(index, name));
  return all;
}

it('is one for all instances', async () => {
  expect(await statuses([[0, 'one'], [1, 'one'], [0, 'one'], [1, 'one'], [0, 'one'], [1, 'one'], [1, 'other']])).toEqual([200, 200, 200, 200, 429, 429, 200]);
});

it('is each instance\'s own while Redis is away, and nobody is refused for it', async () => {
  await redis.kill();
  expect(await statuses([[0, 'third'], [1, 'third'], [0, 'third'], [1, 'third'], [0, 'third'], [0, 'third'], [0, 'third'], [1, 'third']])).toEqual([200, 200, 200, 200, 200, 200, 429, 200]);
  await redis.start();
});

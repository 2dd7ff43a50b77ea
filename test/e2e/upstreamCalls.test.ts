import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandboxGateway } from '../support/sandboxGateway.ts';
import type { SandboxGateway } from '../support/sandboxGateway.ts';

const query = '{ account(accountReference: "ACC-0015") { currency } again: account(accountReference: "ACC-0015") { currency } claim(accountReference: "ACC-0015", claimReference: "CLM-0136") { payLinks { id } invoiceStatus { status } } }';
const hash = (key: string): string => createHash('sha256').update(key).digest('hex');

let folder: string;
let gateway: SandboxGateway;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'calls-'));
  const file = join(folder, 'keys.yaml');
  const systems = ['receeve:read', 'collectmaxx:read', 'ucollect:read'].join(', ');
  await writeFile(file, `keys:\n  - { name: engineer, sha256: ${hash('one')}, scopes: [${systems}, upstream:read] }\n  - { name: desk, sha256: ${hash('two')}, scopes: [${systems}] }\n`, { mode: 0o600 });
  gateway = await startSandboxGateway({ GATEWAY_API_KEYS_FILE: file });
}, 60_000);
afterAll(async () => {
  await gateway.close();
  await rm(folder, { recursive: true });
});

const asking = { 'x-upstream-calls': '1' };

it('shows whoever may see them the calls of his operation, hot or not', async () => {
  for (let run = 0; run < 3; run += 1) {
    gateway.reset();
    const { data, extensions, errors } = (await gateway.ask(query, {}, { ...asking, 'x-api-key': 'one' })) as any;
    expect(errors).toBeUndefined();
    expect(data.account).toEqual({ currency: 'EUR' });
    const { calls, reads, total, sum } = extensions.upstream;
    const made = calls.map(({ system, operation, status, code, attempts }: any) => [system, operation, status, code, attempts]);
    expect(made).toContainEqual(['receeve', 'account', 200, 'OK', 1]);
    expect(made).toContainEqual(['ucollect', 'invoiceStatus', 200, 'OK', 1]);
    expect(made).toContainEqual(['collectmaxx', 'payLink.payLinks', 200, 'OK', 1]);
    expect(calls).toHaveLength(Object.values(gateway.counts()).reduce((all, one) => all + one, 0));
    expect(reads.receeve.asked).toBeGreaterThan(reads.receeve.made);
    expect(sum).toBeCloseTo(calls.reduce((all: number, { duration }: any) => all + duration, 0), 0);
    for (const { start, waited, duration } of calls) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(waited).toBeLessThanOrEqual(duration);
      expect(start + duration).toBeLessThanOrEqual(total + 1);
    }
    expect(JSON.stringify(extensions)).not.toMatch(/127\.0\.0\.1|ACC-0015|authorization/i);
  }
}, 60_000);

it('says how a call failed, and how often it was tried', async () => {
  const heal = gateway.sandbox.systems.ucollect.fail(() => ({ kind: 'status', status: 503 }));
  const { extensions } = (await gateway.ask('{ invoiceStatus(invoiceId: "CLM-0136") { status } }', {}, { ...asking, 'x-api-key': 'one' })) as any;
  expect(extensions.upstream.calls).toEqual([expect.objectContaining({ system: 'ucollect', code: 'UPSTREAM_UNAVAILABLE', status: 503, attempts: 3 })]);
  heal();
}, 60_000);

it('shows nothing to whoever does not ask or may not see them', async () => {
  for (const headers of [{ 'x-api-key': 'one' }, { ...asking, 'x-api-key': 'two' }]) {
    const answer = await gateway.ask(query, {}, headers);
    expect(answer.data).toBeTruthy();
    expect(answer).not.toHaveProperty('extensions');
  }
}, 60_000);

/**
 * Every read of every system, derived from the graph: tried again where that may help, and as often as it may,
 * given up at once where it cannot help; and what the caller gets in the end is what he would have got at once.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, Kind, OperationTypeNode, parse } from 'graphql';
import type { ErrorCode } from '../../src/errors.ts';
import type { Failure } from '../../src/sandbox/failures.ts';
import type { Gateway } from '../../src/server/main.ts';
import { rootFieldsOf } from '../support/rootFields.ts';
import { startSandboxGateway, type SandboxGateway } from '../support/sandboxGateway.ts';
import { answer, gibberish, hang, resetAfterBody, resetBeforeBody, truncated, truncatedChunks, type Trouble } from '../support/troubled.ts';
import { askGateway, startTroubledVendors, vendorNames, type TroubledVendors } from '../support/troubledGateway.ts';

/** What the gateway answers itself, without a call. */
const own = ['payNowURL', 'eventLog'];
const reads = rootFieldsOf(buildSchema(readFileSync(new URL('../../schema/graph.graphql', import.meta.url), 'utf8')), 'query').filter(({ name }) => !own.includes(name));

describe('while its system is in trouble', () => {
  let vendors: TroubledVendors;
  let gateway: Gateway;
  let impatient: Gateway;

  beforeAll(async () => {
    vendors = await startTroubledVendors();
    gateway = await vendors.start({ UPSTREAM_RETRIES: '2' });
    impatient = await vendors.start({ UPSTREAM_RETRIES: '2', UPSTREAM_TIMEOUT_MS: '1500' });
  }, 60_000);
  afterAll(async () => {
    await Promise.all([gateway.close(), impatient.close()]);
    await vendors.goAway();
  });

  const failing = (status: number, headers: Record<string, string> = {}): Trouble => answer({ status, headers: { 'content-type': 'text/html', ...headers }, body: '<html></html>' });

  it('there are reads of all four', async () => {
    const counts = new Map<string, number>();
    vendors.behave(failing(500));
    for (const one of reads) {
      const { errors } = await askGateway(gateway, one);
      const system = String(errors?.[0]?.extensions['system']);
      counts.set(system, (counts.get(system) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toEqual({ receeve: expect.any(Number), ucollect: 3, cm: 2, collectmaxx: 3 });
    expect(counts.get('receeve')).toBeGreaterThanOrEqual(8);
    expect(vendorNames.every((name) => vendors.vendors[name].calls.length > 0)).toBe(true);
  });

  describe.each<[string, Trouble, ErrorCode, number]>([
    ['429', failing(429), 'UPSTREAM_RATE_LIMITED', 3],
    ['502', failing(502), 'UPSTREAM_UNAVAILABLE', 3],
    ['503 with a time', failing(503, { 'retry-after': '0' }), 'UPSTREAM_UNAVAILABLE', 3],
    ['504', failing(504), 'UPSTREAM_UNAVAILABLE', 3],
    ['a reset before the body was read', resetBeforeBody, 'UPSTREAM_UNAVAILABLE', 3],
    ['a reset after the body', resetAfterBody, 'UPSTREAM_UNAVAILABLE', 3],
    ['an answer cut off before its length', truncated, 'UPSTREAM_UNAVAILABLE', 3],
    ['an answer without its last chunk', truncatedChunks, 'UPSTREAM_UNAVAILABLE', 3],
    ['500', failing(500), 'UPSTREAM_UNAVAILABLE', 1],
    ['503 with a time beyond the deadline', failing(503, { 'retry-after': '600' }), 'UPSTREAM_UNAVAILABLE', 1],
    ['403', failing(403), 'UPSTREAM_FORBIDDEN', 1],
    ['422', failing(422), 'UPSTREAM_BAD_REQUEST', 1],
    ['what is no HTTP', gibberish, 'UPSTREAM_INVALID_RESPONSE', 1],
  ])('%s', (_what, trouble, code, attempts) => {
    it.each(reads.map((one) => [one.name, one] as const))('%s', async (_, one) => {
      vendors.behave(trouble);
      const { errors } = await askGateway(gateway, one);
      expect(errors?.map(({ extensions }) => extensions['code'])).toEqual([code]);
      expect(vendors.arrived()).toBe(attempts);
    });
  });

  it('no answer at all: three attempts, each with its own time', async () => {
    vendors.behave(hang);
    const replies = await Promise.all(reads.map((one) => askGateway(impatient, one)));
    for (const { errors } of replies) expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['UPSTREAM_TIMEOUT']);
    expect(vendors.arrived()).toBe(reads.length * 3);
  }, 60_000);
});

describe('that is answered in the end', () => {
  let graph: SandboxGateway;
  beforeAll(async () => {
    graph = await startSandboxGateway({ UPSTREAM_RETRIES: '2', CIRCUIT_FAILURES: '1000000', UPSTREAM_TIMEOUT_MS: '3000' });
  });
  afterAll(() => graph.close());

  const folder = new URL('../../src/client/operations/', import.meta.url);
  const questions = readdirSync(folder).filter((file) => file.endsWith('.graphql')).map((file) => ({ name: file, text: readFileSync(new URL(file, folder), 'utf8') }))
    .filter(({ text }) => parse(text).definitions.every((definition) => definition.kind !== Kind.OPERATION_DEFINITION || definition.operation === OperationTypeNode.QUERY));

  const ways: [string, Failure[]][] = [
    ['502, then 503', [{ kind: 'status', status: 502 }, { kind: 'status', status: 503 }]],
    ['429, then a reset', [{ kind: 'status', status: 429 }, { kind: 'reset', when: 'request' }]],
    ['half an answer, then a broken one', [{ kind: 'truncate' }, { kind: 'reset', when: 'answer' }]],
  ];

  const cases = questions.flatMap(({ name, text }) => ways.map(([what, failures]) => [name, what, text, failures] as const));
  // Waits for its time to be over at each step of the way, so it is asked once.
  const waiting = questions.filter(({ name }) => name === 'importStatus.graphql').map(({ name, text }) => [name, 'no answer, then 504', text, [{ kind: 'hang' }, { kind: 'status', status: 504 }] as Failure[]] as const);

  it.each([...cases, ...waiting])('%s is the answer as ever: %s', async (name, _what, text, failures) => {
    const variables = JSON.parse(readFileSync(new URL(name.replace('.graphql', '.variables.json'), folder), 'utf8')) as Record<string, unknown>;
    graph.reset();
    const well = await graph.ask(text, variables);
    const once = graph.counts();
    graph.reset();
    // Each call that differs from the others meets these, one after another.
    const met = new Map<string, number>();
    const systems = Object.values(graph.sandbox.systems);
    for (const system of systems) {
      system.fail(({ url, operation }) => {
        if (/oken$/.test(operation)) return undefined;
        // Of the remote all calls look alike from here; of several in one operation, the first is met so.
        const n = met.get(operation + url) ?? 0;
        met.set(operation + url, n + 1);
        return failures[n];
      });
    }
    try {
      expect(await graph.ask(text, variables)).toEqual(well);
      const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((all, n) => all + n, 0);
      expect(sum(graph.counts())).toBe(sum(once) + met.size * failures.length);
    } finally {
      systems.forEach((system) => system.heal());
    }
  }, 60_000);
});

/**
 * Documents and variables of every kind, at the door of the whole gateway: always a GraphQL answer, never an
 * accident, and whatever reaches a vendor fits the vendor's own document (the recorder holds it against it).
 */
import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse, print, validate } from 'graphql';
import { startRecordedGateway } from '../support/gateway.ts';
import type { RecordedGateway } from '../support/gateway.ts';
import { randomOperation } from '../unit/execute/operations.ts';

// The same each time, so that a failure is of what has changed; others are tried with FUZZ_SEED=1 and so on.
fc.configureGlobal({ seed: Number(process.env['FUZZ_SEED'] ?? 20261121) });

let graph: RecordedGateway;
const rejections: unknown[] = [];
const onRejection = (reason: unknown): void => void rejections.push(reason);

beforeAll(async () => {
  process.on('unhandledRejection', onRejection);
  graph = await startRecordedGateway({ env: { GATEWAY_INTROSPECTION: 'true', CIRCUIT_FAILURES: '1000000', UPSTREAM_RETRIES: '0' } });
  const json = { 'content-type': 'application/json' };
  graph.vendors.receeve.answer({ headers: json, body: {} });
  graph.vendors.ucollect.answer({ headers: json, body: '"OK"' });
  graph.vendors.cm.answer({ headers: json, body: { ref: 'r', amount: 10, currency: 'EUR' } });
  graph.vendors.collectmaxx.answer({ headers: json, body: { data: {} } });
});
afterAll(async () => {
  process.off('unhandledRejection', onRejection);
  await graph.close().catch(({ message }: Error) => {
    // An explicit null goes out as it was written, for null and absent differ; and of several properties one is needed (of claims, an account or a debtor and a currency), for which GraphQL has no word.
    const allowed = /, got null$|must match a schema in anyOf$|must have required property '(?:accountReference|primaryDebtor|email)'$|_claims\b.*must have required property 'currency'$/;
    expect(message.split('\n').slice(1).filter((problem) => !allowed.test(problem))).toEqual([]);
  });
});

/** All codes that answers had: what was tried must have reached what it is about. */
const seen = new Map<string, number>();

async function holds(body: string): Promise<void> {
  const response = await fetch(`${graph.gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const text = await response.text();
  expect([200, 400, 413]).toContain(response.status);
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  const answer = JSON.parse(text) as { data?: unknown; errors?: { message: unknown; path?: unknown; extensions: { code: unknown } }[] };
  expect(Object.keys(answer).filter((key) => !['data', 'errors', 'extensions'].includes(key))).toEqual([]);
  expect(answer.data !== undefined || answer.errors !== undefined).toBe(true);
  for (const { message, extensions } of answer.errors ?? []) {
    expect(typeof message).toBe('string');
    expect(extensions.code).not.toBe('INTERNAL_SERVER_ERROR');
    seen.set(String(extensions.code), (seen.get(String(extensions.code)) ?? 0) + 1);
  }
  if (answer.errors === undefined) seen.set('OK', (seen.get('OK') ?? 0) + 1);
  expect(text).not.toMatch(/node_modules|\.ts:\d|\.js:\d/);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(rejections).toEqual([]);
}

const folder = new URL('../../src/client/operations/', import.meta.url);
const operations = readdirSync(folder).filter((file) => file.endsWith('.graphql')).map((file) => ({
  query: readFileSync(new URL(file, folder), 'utf8'),
  variables: JSON.parse(readFileSync(new URL(file.replace('.graphql', '.variables.json'), folder), 'utf8')) as Record<string, unknown>,
}));
const anOperation = fc.constantFrom(...operations);

/** Anything that JSON can say, and what it only seems to say. */
const key = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length', 'then', 'toJSON', '', '\u0000', '\ud800', 'a'.repeat(1_000)), fc.string({ unit: 'binary', maxLength: 10 }));
const scalar = fc.oneof(
  fc.constantFrom('1e999', '-1e999', '1e-999', '-0', '9007199254740993', '123456789012345678901234567890', '0.1000000000000000055', '1.0', 'true', 'null', '"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '"__proto__"', '"1"', '""', '"2024-02-30"', `"${'x'.repeat(10_000)}"`),
  fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
  fc.double({ noNaN: true }).map((number) => JSON.stringify(number)),
);
const deep = fc.tuple(fc.integer({ min: 1, max: 20_000 }), fc.constantFrom(['[', ']'], ['{"a":', '}'], ['{"__proto__":', '}'], ['[{"polluted":', '}]'])).map(([levels, [open = '', close = '']]) => `${open.repeat(levels)}1${close.repeat(levels)}`);
const anyJSON = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
    // The same key may stand twice.
    fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((members) => `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`),
    deep,
  ),
})).value;

describe('a document', () => {
  it('of random text is refused', async () => {
    await fc.assert(fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'{}()[]:!$@.&|="\'#\\\n, abqF1', 'query', 'fragment', ' on ', '...', '"""', '\ufeff') })), (query) => holds(JSON.stringify({ query }))), { numRuns: 200 });
  }, 120_000);

  it('with something cut, doubled, swapped or put in is answered or refused', async () => {
    const tokens = (text: string): string[] => text.replaceAll(/#.*/g, '').match(/\.\.\.|"[^"\n]*"|\w+|\S/g) ?? [];
    const foreign = fc.constantFrom('{', '}', '(', ')', '...', '@include(if: false)', '@skip(if: $x)', 'null', '__typename', '__schema { types { name } }', 'account(accountReference: "A") { currency }', ': ', '$x', '"\\ud800"', '-1', '1e400', 'claims { account { claims { claimReference } } }', '#', '"""');
    const change = fc.record({ at: fc.nat(), to: fc.nat(), how: fc.constantFrom('cut', 'double', 'swap', 'put'), text: foreign });
    await fc.assert(
      fc.asyncProperty(anOperation, fc.array(change, { minLength: 1, maxLength: 4 }), ({ query, variables }, changes) => {
        const parts = tokens(query);
        for (const { at, to, how, text } of changes) {
          const [from, other] = [at % parts.length, to % parts.length];
          const here = parts[from] ?? '';
          if (how === 'cut') parts.splice(from, 1);
          else if (how === 'double') parts.splice(other, 0, here);
          else if (how === 'swap') [parts[from], parts[other]] = [parts[other] ?? '', here];
          else parts.splice(from, 0, text);
          if (parts.length === 0) parts.push('{');
        }
        return holds(JSON.stringify({ query: parts.join(' '), variables }));
      }),
      { numRuns: 250 },
    );
  }, 120_000);

  it.each(['query', 'mutation'] as const)('that is a valid %s of any kind is answered, and asks vendors for what they document', async (kind) => {
    const { schema } = graph.gateway.graph;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(9999), { minLength: 1, maxLength: 150, size: 'max' }), async (tape) => {
        const { text, variables } = randomOperation({ schema, kind, tape, depth: 4, most: 30 });
        expect(validate(schema, parse(text)).map(({ message }) => message)).toEqual([]);
        // As it was written, and as it comes again from a client that prints it.
        for (const query of [text, text, print(parse(text))]) await holds(JSON.stringify({ query, variables }));
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});

describe('variables', () => {
  it('of any JSON are answered or refused, for every operation of the desk', async () => {
    await fc.assert(
      fc.asyncProperty(anOperation, anyJSON, fc.boolean(), ({ query, variables }, value, whole) => {
        const names = Object.keys(variables);
        const given = whole ? value : `{${names.map((name) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
        return holds(`{"query":${JSON.stringify(query)},"variables":${given}}`);
      }),
      { numRuns: 200 },
    );
  }, 120_000);

  it('of any JSON are kept as they are, or refused, where JSON is what is asked for', async () => {
    const query = 'mutation($m: JSON!) { updateAccountMeta(input: [{ accountReference: "A", meta: $m }]) { success } }';
    await fc.assert(
      fc.asyncProperty(anyJSON, async (value) => {
        graph.reset();
        await holds(`{"query":${JSON.stringify(query)},"variables":{"m":${value}}}`);
        const [sent] = graph.vendors.receeve.requests;
        if (sent) expect(JSON.parse(sent.body.toString('utf8'))).toEqual({ A: JSON.parse(value, (_, one: unknown) => (one === 0 ? 0 : one)) as unknown });
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  it('of any JSON do no harm as the request itself', async () => {
    await fc.assert(
      fc.asyncProperty(anyJSON, anyJSON, anyJSON, fc.constantFrom('{ __typename }', '{ account(accountReference: "A") { currency } }'), (extensions, operationName, other, query) =>
        holds(`{"query":${JSON.stringify(query)},"extensions":${extensions},"operationName":${operationName},"__proto__":${other},"other":${other}}`)),
      { numRuns: 120 },
    );
    await fc.assert(fc.asyncProperty(anyJSON, (body) => holds(body)), { numRuns: 120 });
  }, 120_000);
});

it('tried what it is about: answers, refusals and limits', () => {
  for (const code of ['OK', 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT', 'LIMIT_EXCEEDED', 'BAD_REQUEST']) expect([code, (seen.get(code) ?? 0) > 5]).toEqual([code, true]);
});

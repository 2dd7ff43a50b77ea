/**
 * What the systems answer is not believed: real answers with one thing in them that should not be there, and
 * answers that are no answers. The caller always gets a GraphQL answer with documented errors, the gateway lives
 * on, and nothing that any answer holds reaches a prototype.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { getNamedType, isLeafType, isObjectType, isRequiredArgument, isUnionType, type GraphQLOutputType } from 'graphql';
import { pino } from 'pino';
import { errorCodes } from '../../src/errors.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/main.ts';
import { createRandom } from '../../src/sandbox/random.ts';
import { startGateway, type Gateway } from '../../src/server/main.ts';
import { namesOf, writes as makeWrites } from '../chaos/operations.ts';
import { vendorNames } from '../support/troubledGateway.ts';
import { startMeddler, type Meddle, type Meddler } from '../support/meddler.ts';
import type { GraphQLAnswer, VendorName } from '../support/gateway.ts';

let sandbox: Sandbox;
let meddlers: Record<VendorName, Meddler>;
let gateway: Gateway;
let questions: { name: string; query: string; variables: Record<string, unknown> }[];
let writes: typeof questions;
const rejections: unknown[] = [];
const onRejection = (reason: unknown): void => void rejections.push(reason);
const prototypes = [Object.prototype, Array.prototype, String.prototype, Function.prototype, Buffer.prototype] as object[];
const before = prototypes.map((one) => Reflect.ownKeys(one).length);

/** Everything of a type, so deep; links that lead to other systems are asked for by the questions of the desk. */
function everything(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (isUnionType(named)) return ` { __typename ${named.getTypes().filter((member) => member.name.startsWith('Unknown')).map((member) => `... on ${member.name} { raw }`).join(' ')} }`;
  if (!isObjectType(named)) return ' { __typename }';
  const fields = Object.values(named.getFields()).filter((field) => !field.args.some(isRequiredArgument) && (isLeafType(getNamedType(field.type)) || depth > 0));
  return ` { __typename ${fields.map((field) => field.name + everything(field.type, depth - 1)).join(' ')} }`;
}

beforeAll(async () => {
  process.on('unhandledRejection', onRejection);
  sandbox = await startSandbox();
  meddlers = Object.fromEntries(await Promise.all(vendorNames.map(async (name) => [name, await startMeddler(sandbox.systems[name].url)]))) as Record<VendorName, Meddler>;
  const urls = Object.fromEntries(vendorNames.map((name) => [`${name.toUpperCase()}_URL`, name === 'collectmaxx' ? `${meddlers[name].url}/v1` : meddlers[name].url]));
  gateway = await startGateway({
    log: pino({ level: 'silent' }),
    env: { PORT: '0', GATEWAY_MODE: 'live', ...sandbox.env, ...urls, UPSTREAM_RETRIES: '0', CIRCUIT_FAILURES: '1000000', UPSTREAM_TIMEOUT_MS: '120000', REQUEST_DEADLINE_MS: '120000' },
  });
  const names = namesOf(sandbox);
  const folder = new URL('../../src/client/operations/', import.meta.url);
  const desk = readdirSync(folder).filter((file) => file.endsWith('.graphql')).map((file) => ({
    name: file, query: readFileSync(new URL(file, folder), 'utf8'),
    variables: JSON.parse(readFileSync(new URL(file.replace('.graphql', '.variables.json'), folder), 'utf8')) as Record<string, unknown>,
  }));
  const fields = gateway.graph.schema.getQueryType()?.getFields() ?? {};
  const args: Record<string, string> = {
    account: 'accountReference: "ACC-0001"', accountClaims: 'accountReference: "ACC-0001"', accountMandates: 'accountReference: "ACC-0001"', debtorAccountsAndClaims: 'debtorReference: "DEB-0001"',
    paymentLink: `reference: ${JSON.stringify(names.links[0])}`, contactStatus: 'contactId: "DEB-0001"', communicationMessageURLs: `claimReference: ${JSON.stringify(names.claims[0]?.claimReference)}`,
  };
  const wide = Object.entries(args).map(([name, given]) => ({ name, query: `{ ${name}(${given})${everything(fields[name]!.type, 1)} }`, variables: {} }));
  const remote = { name: 'collectmaxx', query: '{ payLink { payLinks(limit: 5) { items { id status amountPaid paymentStatus paymentURL attributes { id value } } } } import { batches { items { name status } } } mandate { mandates { items { id status } } } }', variables: {} };
  questions = [...desk, ...wide, remote];
  const random = createRandom(1);
  writes = Object.values(makeWrites).map((make, index) => make(`fuzz-${index}`, random, names)).map(({ kind: name, query, variables }) => ({ name, query, variables }));
  // What is meddled with has to be something.
  for (const one of questions) expect([one.name, (await ask(one)).errors]).toEqual([one.name, undefined]);
}, 60_000);
afterAll(async () => {
  await gateway.close();
  await Promise.all(vendorNames.map((name) => meddlers[name].close()));
  await sandbox.close();
  process.off('unhandledRejection', onRejection);
});

async function ask({ query, variables }: { query: string; variables: Record<string, unknown> }): Promise<GraphQLAnswer> {
  const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${response.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text) as GraphQLAnswer;
}

const documented = new Set<string>(Object.keys(errorCodes));

/** A GraphQL answer, each of its errors one that callers know and at a place that is null. */
function expectWellFormed(answer: GraphQLAnswer): void {
  expect(Object.keys(answer).filter((key) => !['data', 'errors', 'extensions'].includes(key))).toEqual([]);
  expect(typeof answer.data).toBe('object');
  for (const { message, path, extensions } of answer.errors ?? []) {
    if (!documented.has(String(extensions['code']))) throw new Error(`${JSON.stringify(path)}: ${message} ${JSON.stringify(extensions)}`);
    expect([message.length > 0, Array.isArray(path)]).toEqual([true, true]);
    let at: any = answer.data;
    for (const key of path ?? []) at = at?.[key];
    expect(at ?? null).toBeNull();
  }
}

function expectNothingPolluted(): void {
  expect(prototypes.map((one) => Reflect.ownKeys(one).length)).toEqual(before);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(rejections).toEqual([]);
}

async function underMeddling(one: { query: string; variables: Record<string, unknown> }, meddle: Meddle): Promise<GraphQLAnswer> {
  for (const name of vendorNames) meddlers[name].meddle(meddle);
  try {
    return await ask(one);
  } finally {
    for (const name of vendorNames) meddlers[name].meddle(undefined);
  }
}

const deep = (open: string, close: string): string => open.repeat(100_000) + close.repeat(100_000);

/** JSON and what only looks like it. */
const raw = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc.constantFrom(
    'null', 'true', '""', '{}', '[]', '[null]', '[[]]', '[{}]', '0', '-0', '1e400', '-1e400', '1e-400', '1.0000000000000000000000001', '123456789012345678901234567890', '9007199254740993', '1E5', '5e-324',
    '"\\ud800"', '"\\u0000"', '"\ufeff"', '"2025-02-30"', '"0000-00-00T99:99:99Z"', '"__proto__"', '"constructor"', '"http://example.com/"', JSON.stringify('x'.repeat(100_000)),
    '{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}', '{"__proto__":null}', '{"toString":1,"valueOf":2,"hasOwnProperty":3,"then":4,"toJSON":5}', '[{"__proto__":[]}]', '{"length":1e9}',
    '{"a":1,"a":2}', '{"data":null,"data":{}}', '{"success":true,"success":false}', '{"then":"x"}', '{"__typename":"__proto__"}',
    'NaN', 'Infinity', 'undefined', '01', '1.', '.5', "'a'", '{a:1}', '[1,]', '{"a":1,}', '/* */1', '',
  ),
);
const invalidUTF8 = fc.constantFrom(Buffer.from([0xff]), Buffer.from([0xc0, 0xaf]), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from([0xe2, 0x82]), Buffer.from([0x80]), Buffer.from([0xf8, 0x88, 0x80, 0x80, 0x80]));

/** The way to every value below. */
function places(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, Array.isArray(value) ? Number(key) : key]))];
}

const here = '@@here@@';
function put(value: unknown, [key, ...rest]: (string | number)[], what: unknown): unknown {
  if (key === undefined) return what;
  const copy: any = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  copy[key] = put(copy[key], rest, what);
  return copy;
}

/** Puts `text` in the place of one value, or beside it under a name that stands there already. */
function altered(body: Buffer, at: number, text: string, twice: boolean): string {
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    return text;
  }
  const all = places(value);
  const path = all[at % all.length] ?? [];
  const written = JSON.stringify(put(value, path, here));
  const key = path.at(-1);
  if (twice && typeof key === 'string') return written.replace(JSON.stringify(here), () => `null,${JSON.stringify(key)}:${text}`);
  return written.replace(JSON.stringify(here), () => text);
}

/** An answer of a run: the first ones, or all. */
const which = fc.oneof(fc.nat({ max: 3 }), fc.constant(undefined));
const runs = { numRuns: 400, seed: 20250301 };

describe('an answer in which one value is another', () => {
  it.each([['reads', () => questions], ['writes', () => writes]])('%s', async (_, of) => {
    let meddled = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), raw, fc.boolean(), which, async (index, at, text, twice, only) => {
        const one = of()[index % of().length]!;
        const answer = await underMeddling(one, (body, n) => {
          if (only !== undefined && only !== n) return body;
          meddled += 1;
          return altered(body, at, text, twice);
        });
        expectWellFormed(answer);
      }),
      runs,
    );
    expect(meddled).toBeGreaterThan(runs.numRuns / 2);
    expectNothingPolluted();
  }, 300_000);
});

describe('an answer that is none', () => {
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }).map((list) => Buffer.from(list)), raw.map((text) => Buffer.from(text)), fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)));

  it.each([['reads', () => questions], ['writes', () => writes]])('%s', async (_, of) => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), bytes, which, async (index, body, only) => {
        expectWellFormed(await underMeddling(of()[index % of().length]!, (answer, n) => (only !== undefined && only !== n ? answer : body)));
      }),
      runs,
    );
    expectNothingPolluted();
  }, 300_000);

  it('bytes that are no UTF-8, anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), invalidUTF8, async (index, at, bad) => {
        const all = [...questions, ...writes];
        expectWellFormed(await underMeddling(all[index % all.length]!, (body) => {
          const cut = at % (body.length + 1);
          return Buffer.concat([body.subarray(0, cut), bad, body.subarray(cut)]);
        }));
      }),
      runs,
    );
    expectNothingPolluted();
  }, 300_000);

  it('one that ends anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), async (index, at) => {
        const all = [...questions, ...writes];
        expectWellFormed(await underMeddling(all[index % all.length]!, (body) => body.subarray(0, at % (body.length + 1))));
      }),
      runs,
    );
  }, 300_000);
});

describe('a hundred thousand levels', () => {
  const abysses: [string, string][] = [
    ['lists', deep('[', ']')], ['objects', deep('{"a":', '}').replace(/}/, '1}')], ['lists that never end', '['.repeat(100_000)], ['objects that never end', '{"a":'.repeat(100_000)], ['both', deep('[{"a":', '}]').replace('}]', '1}]')],
  ];

  it.each(abysses)('of %s as the whole answer', async (_, text) => {
    for (const one of [...questions, ...writes]) expectWellFormed(await underMeddling(one, () => text));
    expectNothingPolluted();
  }, 300_000);

  it.each(abysses)('of %s at places of an answer', async (_, text) => {
    for (const one of questions) {
      for (let at = 1; at < 24; at += 8) expectWellFormed(await underMeddling(one, (body) => altered(body, at, text, false)));
    }
    expectNothingPolluted();
  }, 300_000);
});

it('after all this the gateway answers as ever', async () => {
  for (const one of questions) expect([one.name, (await ask(one)).errors]).toEqual([one.name, undefined]);
  expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200);
  expectNothingPolluted();
});

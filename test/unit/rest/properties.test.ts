/** What must hold for any value: it comes back as it went out, and no answer harms or leaks. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse as parseQuery } from 'node:querystring';
import { decimalText, isDecimal } from '../../../src/rest/decimal.ts';
import { parseExactJSON } from '../../../src/rest/exact-json.ts';
import { head, startHarness, type Harness } from '../../support/documents.ts';
import { buildRestSchema } from '../../../src/rest/main.ts';
import { graphql } from 'graphql';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness(`
    type Query {
      find(a: String!, b: String, list: [String!], n: SafeInt, f: Float, on: Boolean): Boolean @rest(source: "test", GET: "/{a}/x?b={b}&list={list}&n={n}&f={f}&on={on}", answer: NONE)
      tree: Tree @rest(source: "test", GET: "/tree")
      exact: Tree @rest(source: "test", GET: "/exact")
      list: [Tree!] @flatten @rest(source: "test", GET: "/list")
      phrase: Phrase @rest(source: "test", GET: "/phrase", answer: PHRASE)
    }
    type Mutation {
      save(input: In!): Boolean @rest(source: "test", POST: "/save", body: JSON, answer: NONE)
      map(input: [Item!]! @map(key: "key")): [Result!] @bulk(key: "key") @rest(source: "test", POST: "/map", body: JSON)
      form(input: Form!): Boolean @rest(source: "test", POST: "/form", body: FORM, answer: NONE)
    }
    input In { text: String @wire(name: "te\\"xt")  whole: SafeInt  float: Float  decimal: Decimal  on: Boolean  free: JSON  list: [String]  child: In  one: One }
    input One @oneOf { a: In  b: Form }
    input Form { text: String @wire(name: "te xt")  whole: SafeInt  list: [String!] }
    input Item { key: String!  value: String  free: JSON }
    type Result { key: String!  success: Boolean!  messages: [String!]  error: BulkError  data: Tree }
    type BulkError { code: String  message: String! }
    type Tree { s: String  i: Int  n: SafeInt  f: Float  b: Boolean  d: Date  t: DateTime  j: JSON  m: JSON @freeform  e: Enum  l: [Tree!]  k: [Keyed!] @map(key: "key")  u: Union  x: Tuple  y: Bare  dec: Decimal }
    enum Enum { A  B @wire(value: "b b") }
    type Keyed { key: String!  s: String }
    union Union @member(type: "A", has: ["s"]) @member(type: "U") = A | U
    type A { s: String }
    type U { raw: JSON! }
    type Tuple @tuple { s: String  i: Int }
    type Bare @bare(field: "s") { s: String  i: Int }
    type Phrase { words: Enum @phrase(part: WORDS)  remark: String @phrase(part: REMARK, after: "via")  whole: String @phrase(part: WHOLE) }
  `);
});
afterAll(() => harness.close());

const text = fc.string({ unit: 'binary' });
const whole = fc.maxSafeInteger();
const decimal = fc.tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.option(fc.stringMatching(/^[0-9]{1,20}$/), { nil: undefined })).map(([minus, left, right]) => `${minus ? '-' : ''}${left}${right === undefined ? '' : `.${right}`}`);
const json = fc.jsonValue({ maxDepth: 4, noUnicodeString: false }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);

async function sent(query: string, variables: Record<string, unknown>) {
  harness.server.reset();
  harness.server.answer({ body: {} });
  const result = await harness.run(query, variables);
  expect(result.errors).toBeUndefined();
  return harness.server.only();
}

describe('any value', () => {
  it('comes back out of the URL it went into', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1 }), fc.option(text), fc.array(text, { minLength: 1 }), whole, fc.boolean(), async (a, b, list, n, on) => {
        const { url } = await sent('query ($a: String!, $b: String, $list: [String!], $n: SafeInt, $on: Boolean) { find(a: $a, b: $b, list: $list, n: $n, on: $on) }', { a, b, list, n, on });
        const [path = '', query = ''] = url.split('?');
        expect(path.split('/')).toHaveLength(3);
        expect(decodeURIComponent(path.split('/')[1] ?? '')).toBe(a);
        expect(['.', '..']).not.toContain(path.split('/')[1]);
        expect(query).not.toContain('+');
        const back = parseQuery(query, '&', '=', { maxKeys: 0 });
        expect({ ...back, list: [back['list']].flat() }).toEqual({ ...(b !== null && { b }), list, n: String(n), on: String(on) });
      }),
      { numRuns: 200 },
    );
  });

  it('comes back out of the body it went into, null and absent apart', async () => {
    const input = fc.letrec<{ input: Record<string, unknown> }>((tie) => ({
      input: fc.record({ text: fc.option(text), whole: fc.option(whole), float: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0)), on: fc.option(fc.boolean()), free: json, list: fc.option(fc.array(fc.option(text))), child: fc.oneof({ maxDepth: 2 }, fc.constant(null), tie('input')) }, { requiredKeys: [] }),
    })).input;
    await fc.assert(
      fc.asyncProperty(input, async (given) => {
        const wire = (value: Record<string, unknown>): Record<string, unknown> => Object.fromEntries(Object.entries(value).map(([name, inner]) => [name === 'text' ? 'te"xt' : name, name === 'child' && inner !== null ? wire(inner as Record<string, unknown>) : inner]));
        const { body } = await sent('mutation ($input: In!) { save(input: $input) }', { input: given });
        expect(JSON.parse(body.toString())).toEqual(wire(JSON.parse(JSON.stringify(given)) as Record<string, unknown>));
      }),
      { numRuns: 200 },
    );
  });

  it('of a Decimal keeps every digit, out and back', async () => {
    await fc.assert(
      fc.asyncProperty(decimal, async (value) => {
        expect(isDecimal(value)).toBe(true);
        const { body } = await sent('mutation ($input: In!) { save(input: $input) }', { input: { decimal: value } });
        expect(body.toString()).toBe(`{"decimal":${value}}`);
        harness.server.answer({ body: `{"dec":${value}}` });
        expect(await harness.run('{ exact { dec } }')).toEqual({ data: { exact: { dec: value } } });
      }),
    );
  });

  it('of a map stands under its key, and each key has its result', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.record({ key: fc.oneof(text, fc.constantFrom('__proto__', 'constructor', '1', '0', 'success')), value: fc.option(text) }), { selector: ({ key }) => key, minLength: 1 }), async (input) => {
        harness.server.reset();
        harness.server.answer(({ body }) => ({ body: `{${Object.keys(JSON.parse(body.toString()) as object).map((key) => `${JSON.stringify(key)}:{"success":true}`).join(',')}}` }));
        const { data, errors } = await harness.run('mutation ($input: [Item!]!) { map(input: $input) { key success } }', { input });
        expect(errors).toBeUndefined();
        expect(JSON.parse(harness.server.only().body.toString())).toEqual(JSON.parse(`{${input.map(({ key, value }) => `${JSON.stringify(key)}:${JSON.stringify({ value })}`).join(',')}}`));
        expect(data?.['map']).toEqual(input.map(({ key }) => ({ key, success: true })));
      }),
    );
  });

  it('comes back out of a form', async () => {
    await fc.assert(
      fc.asyncProperty(text, whole, fc.array(text, { minLength: 1 }), async (value, number, list) => {
        const body = (await sent('mutation ($input: Form!) { form(input: $input) }', { input: { text: value, whole: number, list } })).body.toString();
        expect(body).not.toMatch(/[+ ]/);
        const back = new URLSearchParams(body);
        expect([back.get('te xt'), back.get('whole'), back.getAll('list')]).toEqual([value, String(number), list]);
      }),
    );
  });
});

describe('any answer', () => {
  const leaves = 's i n f b d t j m e dec k { key s } u { ... on A { s } ... on U { raw } } x { s i } y { s i }';
  const selection = `${leaves} l { ${leaves} l { ${leaves} } }`;
  const marker = 'S3CR3T';
  const secret = fc.constantFrom(marker, `${marker} (via ${marker})`, `<${marker}>`, `[${marker}]`);
  const names = ['s', 'i', 'n', 'f', 'b', 'd', 't', 'j', 'm', 'e', 'l', 'k', 'u', 'x', 'y', 'dec', 'success', 'messages', 'data', '__proto__', 'constructor', 'toString', 'length', 'then'];
  const value = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.oneof(secret, fc.constantFrom(null, true, false, '', 'A', 'b B', '2024-01-01', '1.5', 0, -1, 1e300, 2 ** 53), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string()),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.array(fc.tuple(fc.constantFrom(...names), tie('value')), { maxLength: 10 }).map((pairs) => JSON.parse(`{${[...new Map(pairs)].map(([key, inner]) => `${JSON.stringify(key)}:${JSON.stringify(inner)}`).join(',')}}`) as unknown),
    ),
  })).value;

  it('is data and coded errors, whose messages hold nothing of it', async () => {
    const query = `{ tree { ${selection} } exact { ${selection} } list { ${selection} } phrase { words remark whole } }`;
    await fc.assert(
      fc.asyncProperty(value, async (body) => {
        harness.server.answer({ body: JSON.stringify(body) });
        const { data, errors } = await harness.run(query);
        expect(data).toBeDefined();
        for (const error of errors ?? []) {
          expect(error.extensions).toMatchObject({ code: 'UPSTREAM_INVALID_RESPONSE', system: 'test' });
          expect(JSON.stringify([error.message, error.extensions])).not.toContain(marker);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of a bulk write has an item for each key, or leaves the outcome unknown', async () => {
    await fc.assert(
      fc.asyncProperty(value, async (body) => {
        harness.server.answer({ body: JSON.stringify(body) });
        const { data, errors } = await harness.run('mutation { map(input: [{ key: "s" }, { key: "__proto__" }]) { key success error { code message } data { s } } }');
        const items = data?.['map'] as { key: string; success: boolean; error: { message: string } | null }[] | null;
        if (items === null) {
          expect(errors).toMatchObject([{ extensions: { code: 'OUTCOME_UNKNOWN' } }]);
          return;
        }
        expect(items.slice(0, 2).map(({ key }) => key)).toEqual(['s', '__proto__']);
        for (const { success, error } of items) expect(error === null).toBe(success);
      }),
      { numRuns: 300 },
    );
  });

  it('of any bytes at all leaves the process alive', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), async (bytes) => {
        harness.server.answer({ body: Buffer.from(bytes) });
        const { data } = await harness.run('{ tree { s } exact { dec } phrase { words whole } }');
        expect(data).toBeDefined();
      }),
    );
  });
});

describe('any text', () => {
  it('in exact JSON reads as JSON.parse reads it, but for the digits', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 4 }), (document) => {
      expect(JSON.parse(JSON.stringify(parseExactJSON(document)))).toEqual(JSON.parse(document));
    }));
    fc.assert(fc.property(fc.string(), (noise) => {
      let plain: unknown;
      try {
        plain = JSON.parse(noise);
      } catch {
        expect(() => parseExactJSON(noise)).toThrow(SyntaxError);
        return;
      }
      expect(JSON.parse(JSON.stringify(parseExactJSON(noise)))).toEqual(plain);
    }));
  });

  it('of a number means the same number as a decimal', () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e100, max: 1e100 }), (number) => {
      const written = decimalText(String(number));
      expect(written !== undefined && isDecimal(written)).toBe(true);
      expect(Number(written)).toBe(number + 0);
    }));
    fc.assert(fc.property(fc.string(), (noise) => {
      const written = decimalText(noise);
      expect(written === undefined || isDecimal(written)).toBe(true);
    }));
  });

  it('as a document is a schema or a sentence', async () => {
    const word = fc.constantFrom('type Query', 'type Mutation', '{', '}', 'f', ': String', '(a: String)', '@rest(source: "test", GET: "/{a}")', '@rest(source: "test", POST: "/", body: JSON)', '@map(key: "f")', '@bulk(key: "f")', 'union U', '= Query', '@member(type: "Query")', 'input In', 'enum E', ':[In!]', '@inline', '@bare(field: "f")', '@money(currency: "f")', '"""', 'é');
    await fc.assert(fc.asyncProperty(fc.array(word, { maxLength: 12 }), async (words) => {
      try {
        await graphql({ schema: buildRestSchema([{ name: 'any.graphql', sdl: head + words.join(' ') }]), source: '{ f }' });
      } catch (error) {
        expect((error as Error).name).toBe('SchemaError');
      }
    }), { numRuns: 500 });
  });
});

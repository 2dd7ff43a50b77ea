import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startHarness, type Harness } from '../../support/documents.ts';

const silent = 'The answer says nothing about this key; it may or may not have been done.';
const unclear = 'The answer does not say whether this succeeded; it may or may not have been done.';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness(`
    type Query {
      account(accountReference: String!): Account @rest(source: "test", GET: "/account?accountReference={accountReference}")
      portfolio(accountReference: String!): Portfolio @rest(source: "test", GET: "/portfolio/{accountReference}")
    }
    type Mutation {
      create(async: Boolean, input: [CreateInput!]! @map(key: "accountReference")): [Created!] @bulk(key: "accountReference") @rest(source: "test", POST: "/create?async={async}", body: JSON)
      resolve(input: [ResolveInput!]!): [Result!] @bulk(key: "claimReference") @rest(source: "test", POST: "/resolve", body: JSON)
      mandates(input: [MandateInput!]!): [MandateResult!] @bulk(key: "accountReference") @rest(source: "test", POST: "/mandates", body: JSON)
      entries(input: [EntryInput!]!): [MandateResult!] @bulk(key: "accountReference") @rest(source: "test", POST: "/entries", body: JSON)
      names(input: [String!]!): [Result!] @bulk(key: "claimReference") @rest(source: "test", POST: "/names", body: JSON)
    }
    input CreateInput { accountReference: String!  currency: String! }
    type Created { accountReference: String!  success: Boolean!  messages: [String!]  messageIds: [String!]  data: Account  error: BulkError }
    type Account { accountReference: String! @inherit  currency: String  ledger: Ledger  owner: Owner  members: [Member!]  byKey: [Keyed!] @map(key: "name")  one: Any  self: Account @inline }
    type Ledger { entries: [Entry!] }
    type Entry { accountReference: String @inherit  amount: SafeInt }
    type Owner @bare(field: "name") { name: String  accountReference: String @inherit }
    type Member { accountReference: String @wire(name: "account_ref") @inherit }
    type Keyed { name: String!  accountReference: String @inherit }
    union Any @member(type: "Member2", has: ["two"]) @member(type: "UnknownAny") = Member2 | UnknownAny
    type Member2 { two: Int  accountReference: String @inherit }
    type UnknownAny { raw: JSON! }
    type Portfolio { accounts: [Account!] }
    input ResolveInput { claimReference: String! @wire(name: "ref")  reason: String }
    type Result { claimReference: String! @wire(name: "claimRef")  success: Boolean!  messages: [String!]  error: BulkError }
    type BulkError { code: String  message: String! }
    input MandateInput @oneOf { trustly: TrustlyInput  split: SplitInput }
    input TrustlyInput { accountReference: String!  mandateId: String! }
    input SplitInput { accountReference: String! @wire(name: "account")  mandateId: String! }
    type MandateResult { accountReference: String!  success: Boolean!  error: BulkError }
    input EntryInput { body: EntryBody! @inline  amount: SafeInt! }
    input EntryBody { accountReference: String! }
  `);
});
beforeEach(() => harness.server.reset());
afterAll(() => harness.close());

async function create(keys: string[], body: unknown, selection = 'accountReference success error { code message }') {
  harness.server.answer({ body });
  return harness.run(`mutation ($input: [CreateInput!]!) { create(input: $input) { ${selection} } }`, { input: keys.map((accountReference) => ({ accountReference, currency: 'EUR' })) });
}
const ok = (accountReference: string) => ({ accountReference, success: true, error: null });
const failed = (accountReference: string, code: string | null, message: string) => ({ accountReference, success: false, error: { code, message } });

describe('the answer of a bulk write', () => {
  it('is one item for each key of the input, in its order, then those it has beside them', async () => {
    const { data, errors } = await create(['b', '10', 'a', '9', '__proto__'], '{"9":{"success":true},"extra":{"success":true},"a":{"success":false,"messages":["no code","[4002] Exists","[5000] x"]},"10":{"success":true},"__proto__":{"success":true}}');
    expect(errors).toBeUndefined();
    expect(data?.['create']).toEqual([
      failed('b', 'UNKNOWN_OUTCOME', silent), ok('10'), failed('a', '4002', 'no code; [4002] Exists; [5000] x'), ok('9'), ok('__proto__'), ok('extra'),
    ]);
    expect(harness.server.only().body.toString()).toBe('{"b":{"currency":"EUR"},"10":{"currency":"EUR"},"a":{"currency":"EUR"},"9":{"currency":"EUR"},"__proto__":{"currency":"EUR"}}');
  });

  it.each([
    ['is missing', {}, unclear], ['is text', { success: 'true' }, unclear], ['is null', { success: null, messages: ['m'] }, unclear], ['stands in a list', [], unclear], ['is nowhere, for the item is text', 'ok', unclear], ['is nowhere, for the item is null', null, unclear],
  ])('whose success %s has an unknown outcome', async (_what, item, message) => {
    expect((await create(['a'], { a: item })).data?.['create']).toEqual([failed('a', 'UNKNOWN_OUTCOME', message)]);
  });

  it.each([
    ['no messages', { success: false }, null, 'The vendor refused this and gave no reason.'], ['a lone message', { success: false, messages: '[X_1] y' }, 'X_1', '[X_1] y'], ['odd messages', { success: false, messages: [1, '', null, '[a b] c'] }, null, '[a b] c'],
  ])('that fails with %s says so', async (_what, item, code, message) => {
    expect((await create(['a'], { a: item })).data?.['create']).toEqual([failed('a', code, message)]);
  });

  it('without an error is a success even if the vendor sends one of his own', async () => {
    expect((await create(['a'], { a: { success: true, error: 'none' } })).data?.['create']).toEqual([ok('a')]);
  });

  it.each([['an empty list', '[]'], ['null', 'null'], ['an empty object', '{}']])('that is %s leaves every key unknown', async (_what, body) => {
    expect((await create(['a', 'b'], body)).data?.['create']).toEqual([failed('a', 'UNKNOWN_OUTCOME', silent), failed('b', 'UNKNOWN_OUTCOME', silent)]);
  });

  it('refused as a whole refuses each key; a success of the whole is no key\'s own', async () => {
    expect((await create(['a', 'b'], { success: false, messages: ['[4000] Invalid'], messageIds: [] })).data?.['create']).toEqual([failed('a', '4000', '[4000] Invalid'), failed('b', '4000', '[4000] Invalid')]);
    expect((await create(['a'], { success: true, messages: [], data: {} })).data?.['create']).toEqual([failed('a', 'UNKNOWN_OUTCOME', silent)]);
    expect((await create(['success'], { success: { success: true } })).data?.['create']).toEqual([ok('success')]);
  });

  it.each([['text', '"ok"'], ['a list', '[{"success":true}]'], ['HTML', '<html/>'], ['nothing', '']])('that is %s leaves the outcome unknown', async (_what, body) => {
    const { data, errors } = await create(['a'], body);
    expect(data).toEqual({ create: null });
    expect(errors).toMatchObject([{ path: ['create'], extensions: { code: 'OUTCOME_UNKNOWN', system: 'test', operation: 'create', retryable: false } }]);
  });

  it('of 10,000 items keeps their order', async () => {
    const keys = Array.from({ length: 10_000 }, (_, index) => String((index * 7919) % 10_000));
    const { data } = await create(keys, Object.fromEntries(keys.map((key) => [key, { success: key !== '5' }])), 'accountReference success');
    expect(data?.['create']).toEqual(keys.map((accountReference) => ({ accountReference, success: accountReference !== '5' })));
  });
});

describe('the keys of the input', () => {
  it('are found under their wire name, once each', async () => {
    harness.server.answer({ body: { b: { success: true } } });
    const { data } = await harness.run('mutation { resolve(input: [{ claimReference: "b", reason: "x" }, { claimReference: "a" }, { claimReference: "b" }]) { claimReference success error { code } } }');
    expect(harness.server.only().body.toString()).toBe('[{"ref":"b","reason":"x"},{"ref":"a"},{"ref":"b"}]');
    expect(data?.['resolve']).toEqual([{ claimReference: 'b', success: true, error: null }, { claimReference: 'a', success: false, error: { code: 'UNKNOWN_OUTCOME' } }]);
  });

  it('are found within a oneOf, an inlined object and a list of names', async () => {
    harness.server.answer({ body: {} });
    const { data } = await harness.run(`mutation {
      mandates(input: [{ split: { accountReference: "s", mandateId: "1" } }, { trustly: { accountReference: "t", mandateId: "2" } }]) { accountReference }
      entries(input: [{ body: { accountReference: "e" }, amount: 1 }]) { accountReference }
      names(input: ["n", "m", "n"]) { claimReference }
    }`);
    expect(data).toEqual({ mandates: [{ accountReference: 's' }, { accountReference: 't' }], entries: [{ accountReference: 'e' }], names: [{ claimReference: 'n' }, { claimReference: 'm' }] });
    expect(harness.server.requests.map(({ body }) => body.toString())).toEqual(['[{"account":"s","mandateId":"1"},{"accountReference":"t","mandateId":"2"}]', '[{"accountReference":"e","amount":1}]', '["n","m","n"]']);
  });
});

describe('what the upstream leaves out', () => {
  const selection = `accountReference currency ledger { entries { accountReference amount } } owner { name accountReference } members { accountReference } byKey { name accountReference }
    one { ... on Member2 { accountReference } ... on UnknownAny { raw } } self { accountReference }`;
  const wire = { currency: 'EUR', ledger: { entries: [{ amount: 1 }, { amount: 2, accountReference: 'own' }] }, owner: 'Ann', members: [{}], byKey: { k: {} }, one: { two: 2 } };
  const read = (accountReference: string) => ({
    accountReference, currency: 'EUR', ledger: { entries: [{ accountReference, amount: 1 }, { accountReference: 'own', amount: 2 }] }, owner: { name: 'Ann', accountReference },
    members: [{ accountReference }], byKey: [{ name: 'k', accountReference }], one: { accountReference }, self: { accountReference },
  });

  it('comes from the argument, however deep', async () => {
    harness.server.answer({ body: wire });
    const { data, errors } = await harness.run(`{ account(accountReference: "A1") { ${selection} } portfolio(accountReference: "P") { accounts { accountReference } } }`);
    expect(errors).toBeUndefined();
    expect(data?.['account']).toEqual(read('A1'));
  });

  it('comes through a type that does not know it, to each item of a list', async () => {
    harness.server.answer({ body: { accounts: [{}, { accountReference: 'own' }, []] } });
    expect((await harness.run('{ portfolio(accountReference: "P") { accounts { accountReference ledger { entries { amount } } } } }')).data).toEqual({
      portfolio: { accounts: [{ accountReference: 'P', ledger: null }, { accountReference: 'own', ledger: null }, { accountReference: 'P', ledger: null }] },
    });
  });

  it('comes from the key of a bulk item', async () => {
    const { data, errors } = await create(['A1', 'A2'], { A1: { success: true, data: wire }, A2: { success: true, data: [] } }, `accountReference data { ${selection} }`);
    expect(errors).toBeUndefined();
    expect(data?.['create'][0]).toEqual({ accountReference: 'A1', data: read('A1') });
    expect(data?.['create'][1].data.accountReference).toBe('A2');
  });

  it('is not written into what is handed on raw', async () => {
    harness.server.answer({ body: { one: { other: 1 } } });
    expect((await harness.run('{ account(accountReference: "A1") { one { ... on UnknownAny { raw } } } }')).data?.['account']).toEqual({ one: { raw: { other: 1 } } });
  });
});

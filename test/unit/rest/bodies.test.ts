import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import Upload from 'graphql-upload/Upload.mjs';
import { startHarness, type Harness } from '../../support/documents.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness(`
    type Query { ok: Boolean @rest(source: "test", GET: "/", answer: NONE) }
    type Mutation {
      assign(input: AssignInput!): Boolean @rest(source: "test", POST: "/assign", body: JSON, answer: NONE, credential: "key")
      patch(reference: String!, input: PatchInput): Boolean @rest(source: "test", PATCH: "/p/{reference}", body: JSON, answer: NONE)
      metas(input: [MetaInput!]! @map(key: "accountReference", value: "meta")): Boolean @rest(source: "test", POST: "/metas", body: JSON, answer: NONE)
      claims(input: [ClaimInput!]! @map(key: "claimReference")): Boolean @rest(source: "test", POST: "/claims", body: JSON, answer: NONE)
      triggers(input: [TriggerInput!]! @map(key: "claimReference")): Boolean @rest(source: "test", POST: "/triggers", body: JSON, answer: NONE)
      entries(input: [EntryInput!]!): Boolean @rest(source: "test", POST: "/entries", body: JSON, answer: NONE)
      mandates(input: [MandateInput!]!): Boolean @rest(source: "test", POST: "/mandates", body: JSON, answer: NONE)
      free(input: JSON! @freeform): Boolean @rest(source: "test", POST: "/free", body: JSON, contentType: "application/merge-patch+json", answer: NONE)
      pay(input: PayInput!): Boolean @rest(source: "test", POST: "/pay", body: JSON, answer: NONE)
      form(input: FormInput!): Boolean @rest(source: "test", POST: "/form", body: FORM, answer: NONE)
      upload(input: FileInput!): Boolean @rest(source: "test", POST: "/upload", body: MULTIPART, answer: NONE)
      note(input: String!): Boolean @rest(source: "test", PUT: "/note", body: TEXT, answer: NONE)
    }
    input AssignInput @blank {
      contactId: String! @wire(name: "ContactID")
      pgToken: String = "" @wire(name: "PGToken")
      suspended: String @wire(name: "Suspended")
      values: [String!] @wire(name: "Values")
      installments: [InstallmentInput!] @wire(name: "Installments") @map(key: "invoiceId", value: "parts")
      meta: JSON
      level: Int
    }
    input InstallmentInput { invoiceId: String!  parts: [PartInput!]! }
    input PartInput @tuple { date: Date!  amount: String!  remark: String }
    input PatchInput { active: Boolean  name: String  due: DateTime  size: Float  big: SafeInt  child: PatchInput }
    input MetaInput { accountReference: String!  meta: JSON @freeform }
    input ClaimInput { claimReference: String! @wire(name: "ref")  amount: SafeInt!  reason: Reason }
    enum Reason { SOLD @wire(value: "claim sold") PAID }
    input TriggerInput @bare(field: "triggerName") { claimReference: String!  triggerName: String!  triggerContext: JSON @freeform }
    input EntryInput { accountReference: String!  ledgerEntry: LedgerEntryInput! @inline }
    input LedgerEntryInput @oneOf { fee: FeeInput  payment: PaymentInput }
    input FeeInput { amount: SafeInt!  feeDetails: JSON! }
    input PaymentInput { amount: SafeInt!  paymentDetails: JSON }
    input MandateInput @oneOf { trustly: TrustlyInput  split: SplitInput }
    input TrustlyInput { mandateId: String!  providerName: ProviderName! = TRUSTLY }
    enum ProviderName { TRUSTLY @wire(value: "trustly") }
    input SplitInput { mandateId: String! }
    input PayInput { amount: Decimal! @money(currency: "currencyCode", default: "EUR")  currencyCode: String @wire(name: "currency_code")  lines: [PayInput!] }
    input FormInput { grantType: Reason! @wire(name: "grant type")  tags: [String!]  free: JSON  amount: Decimal  on: Boolean }
    input FileInput { file: Upload!  more: [Upload!]  accountId: String! @wire(name: "account id")  note: String  meta: JSON @freeform }
  `);
});
beforeEach(() => harness.server.reset());
afterAll(() => harness.close());

async function sent(field: string, type: string, input: unknown): Promise<string> {
  const result = await harness.run(`mutation ($input: ${type}) { ${field}(input: $input) }`, { input });
  expect(result).toEqual({ data: { [field]: true } });
  return harness.server.only().body.toString();
}

async function refused(field: string, type: string, input: unknown): Promise<string | undefined> {
  const { errors } = await harness.run(`mutation ($input: ${type}) { ${field}(input: $input) }`, { input });
  expect(harness.server.requests).toHaveLength(0);
  return errors?.[0]?.message;
}

describe('a JSON body', () => {
  it('holds wire names in the order of the type, and only what was given', async () => {
    expect(await sent('assign', 'AssignInput!', { values: ['a', 'b'], contactId: 'c"1' })).toBe('{"ContactID":"c\\"1","PGToken":"","Values":["a","b"]}');
    expect(harness.server.only().headers).toMatchObject({ 'content-type': 'application/json' });
    expect(harness.system.calls.at(-1)).toMatchObject({ method: 'POST', read: false, credential: 'key' });
  });

  it('sends an explicit null blank where the type says so, by its type', async () => {
    expect(await sent('assign', 'AssignInput!', { contactId: '1', pgToken: null, suspended: null, values: null, installments: null, meta: null, level: null })).toBe(
      '{"ContactID":"1","PGToken":"","Suspended":"","Values":[],"Installments":{},"meta":{},"level":""}',
    );
  });

  it('keeps null and absent apart elsewhere', async () => {
    const query = 'mutation ($input: PatchInput) { patch(reference: "r", input: $input) }';
    await harness.run(query, { input: { name: null, active: false, child: {} } });
    await harness.run(query, { input: null });
    await harness.run(query, {});
    expect(harness.server.requests.map(({ body, headers }) => [body.toString(), headers['content-type']])).toEqual([
      ['{"active":false,"name":null,"child":{}}', 'application/json'], ['null', 'application/json'], ['', undefined],
    ]);
  });

  it('prints every scalar exactly', async () => {
    await harness.run('mutation { patch(reference: "r", input: { size: 1.5e3, big: 9007199254740991, due: "2022-02-22T22:00:00+00:00", name: "é\\u2028\\ud83d\\ude00" }) }');
    expect(JSON.parse(harness.server.only().body.toString())).toEqual({ name: 'é\u2028😀', due: '2022-02-22T22:00:00+00:00', size: 1500, big: 9007199254740991 });
  });

  it('writes maps with their keys as they are', async () => {
    const input = [{ accountReference: '10', meta: { b: 1, a: [null] } }, { accountReference: '9', meta: {} }, { accountReference: '__proto__', meta: null }, { accountReference: 'x' }];
    expect(await sent('metas', '[MetaInput!]!', input)).toBe('{"10":{"b":1,"a":[null]},"9":{},"__proto__":null,"x":null}');
  });

  it('leaves the key out of a map item', async () => {
    expect(await sent('claims', '[ClaimInput!]!', [{ claimReference: 'C1', amount: 100, reason: 'SOLD' }, { claimReference: 'C2', amount: 0 }])).toBe('{"C1":{"amount":100,"reason":"claim sold"},"C2":{"amount":0}}');
  });

  it('refuses the same key twice, with its path', async () => {
    const item = (claimReference: string) => ({ claimReference, amount: 1 });
    expect(await refused('claims', '[ClaimInput!]!', [item('a'), item('b'), item('a')])).toBe('input[2].claimReference: is the same key as that of item 0; each key may be given once');
    expect(await refused('claims', '[ClaimInput!]!', [item('__proto__'), item('__proto__')])).toContain('input[1].claimReference');
  });

  it('sends one member bare', async () => {
    expect(await sent('triggers', '[TriggerInput!]!', [
      { claimReference: 'a', triggerName: 'T' }, { claimReference: 'b', triggerName: 'T', triggerContext: { x: 1 } }, { claimReference: 'c', triggerName: 'T', triggerContext: null },
    ])).toBe('{"a":"T","b":{"triggerName":"T","triggerContext":{"x":1}},"c":{"triggerName":"T","triggerContext":null}}');
  });

  it('unwraps a oneOf, inlined and in a list, with its defaults', async () => {
    expect(await sent('entries', '[EntryInput!]!', [{ accountReference: 'a', ledgerEntry: { fee: { amount: 5, feeDetails: {} } } }])).toBe('[{"accountReference":"a","amount":5,"feeDetails":{}}]');
    harness.server.reset();
    expect(await sent('mandates', '[MandateInput!]!', [{ trustly: { mandateId: 'm' } }, { split: { mandateId: 's' } }])).toBe('[{"mandateId":"m","providerName":"trustly"},{"mandateId":"s"}]');
  });

  it('writes a tuple in place and without its absent end', async () => {
    const input = { contactId: '1', installments: [{ invoiceId: 'I', parts: [{ date: '2019-02-21', amount: '150.50' }, { date: '2019-03-21', amount: '1', remark: 'x' }] }] };
    expect(await sent('assign', 'AssignInput!', input)).toBe('{"ContactID":"1","PGToken":"","Installments":{"I":[["2019-02-21","150.50"],["2019-03-21","1","x"]]}}');
  });

  it('takes free objects and nothing else for one', async () => {
    expect(await sent('free', 'JSON!', JSON.parse('{"__proto__":{"a":1},"n":null}'))).toBe('{"__proto__":{"a":1},"n":null}');
    expect(harness.server.only().headers['content-type']).toBe('application/merge-patch+json');
    harness.server.reset();
    await harness.run('mutation { free(input: { __proto__: { a: 1 }, list: [1, 2.50] }) }');
    expect(harness.server.only().body.toString()).toBe('{"__proto__":{"a":1},"list":[1,2.5]}');
    harness.server.reset();
    expect(await refused('free', 'JSON!', [1])).toBe('input: is a list; expected a JSON object');
    expect(await refused('metas', '[MetaInput!]!', [{ accountReference: 'a', meta: 'text' }])).toBe('input[0].meta: is text; expected a JSON object');
  });

  it('refuses free JSON nested too deep', async () => {
    const bomb = JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`) as unknown;
    expect(await refused('free', 'JSON!', bomb)).toContain('JSON is nested too deep.');
  });

  it('writes 10,000 items, in slices', async () => {
    const input = Array.from({ length: 10_000 }, (_, index) => ({ claimReference: `C-${index}`, amount: index, reason: 'PAID' }));
    expect(await sent('claims', '[ClaimInput!]!', input)).toBe(JSON.stringify(Object.fromEntries(input.map(({ claimReference, amount, reason }) => [claimReference, { amount, reason }]))));
    harness.server.reset();
    const list = input.map(({ claimReference, amount }) => ({ accountReference: claimReference, ledgerEntry: { fee: { amount, feeDetails: {} } } }));
    expect(await sent('entries', '[EntryInput!]!', list)).toBe(JSON.stringify(list.map(({ accountReference, ledgerEntry: { fee } }) => ({ accountReference, ...fee }))));
  });

  it('refuses what is wrong in a long list as in a short one, and sends nothing', async () => {
    const items = Array.from({ length: 3000 }, (_, n) => ({ claimReference: `C${n}`, amount: n }));
    expect(await refused('claims', '[ClaimInput!]!', [...items, items[7]])).toBe('input[3000].claimReference: is the same key as that of item 7; each key may be given once');
    expect(await refused('metas', '[MetaInput!]!', [...items.map(({ claimReference }) => ({ accountReference: claimReference, meta: {} })), { accountReference: 'X', meta: 'text' }])).toBe('input[3000].meta: is text; expected a JSON object');
  });
});

describe('an amount', () => {
  it.each([
    ['10.01', undefined, '10.01'], ['10.010', 'EUR', '10.010'], ['10.000', 'EUR', '10.000'], ['0.1', 'EUR', '0.1'], ['12345678901234567890.12', 'EUR', '12345678901234567890.12'],
    ['100', 'JPY', '100'], ['100.00', 'JPY', '100.00'], ['1.234', 'KWD', '1.234'], ['1.23', 'eur', '1.23'],
  ])('%s %s is sent digit by digit', async (amount, currencyCode, text) => {
    const body = await sent('pay', 'PayInput!', { amount, ...(currencyCode && { currencyCode }) });
    expect(body).toBe(`{"amount":${text}${currencyCode ? `,"currency_code":"${currencyCode}"` : ''}}`);
  });

  it('of a number literal keeps the digits of the document', async () => {
    await harness.run('mutation { pay(input: { amount: 10.10 }) }');
    await harness.run('mutation { pay(input: { amount: 1e2 }) }');
    expect(harness.server.requests.map(({ body }) => body.toString())).toEqual(['{"amount":10.10}', '{"amount":100}']);
  });

  it.each([
    ['10.001', undefined, 'input.amount: 10.001 has 3 decimals, but EUR has 2'],
    ['10.001', null, 'input.amount: 10.001 has 3 decimals, but EUR has 2'],
    ['0.5', 'JPY', 'input.amount: 0.5 has 1 decimal, but JPY has none'],
    ['1.2345', 'KWD', 'input.amount: 1.2345 has 4 decimals, but KWD has 3'],
    ['1', 'EURO', 'input.amount: the decimals of this amount cannot be checked, for "EURO" is no currency of ISO 4217'],
  ])('%s %s is refused before the call', async (amount, currencyCode, message) => {
    expect(await refused('pay', 'PayInput!', { amount, ...(currencyCode !== undefined && { currencyCode }) })).toBe(message);
  });

  it('is checked wherever it stands', async () => {
    expect(await refused('pay', 'PayInput!', { amount: '1', lines: [{ amount: '1' }, { amount: '1.001' }] })).toBe('input.lines[1].amount: 1.001 has 3 decimals, but EUR has 2');
  });

  it.each(['1,50', '1.', '.5', '+1', '01', '1e2', '', ' 1', 'NaN', true, '0x10', '9'.repeat(500)])('%j is no Decimal', async (amount) => {
    expect(await refused('pay', 'PayInput!', { amount })).toContain('Decimal must be a decimal number as "10.00"');
  });
});

describe('a form body', () => {
  it('is percent-encoded, a list repeats its name', async () => {
    expect(await sent('form', 'FormInput!', { grantType: 'SOLD', tags: ['a b', 'c+d&e=f'], free: { x: [1] }, amount: '1.50', on: true })).toBe(
      'grant%20type=claim%20sold&tags=a%20b&tags=c%2Bd%26e%3Df&free=%7B%22x%22%3A%5B1%5D%7D&amount=1.50&on=true',
    );
    expect(harness.server.only().headers['content-type']).toBe('application/x-www-form-urlencoded');
  });

  it('sends null blank and absent not at all', async () => {
    expect(await sent('form', 'FormInput!', { grantType: 'PAID', tags: null, amount: null })).toBe('grant%20type=PAID&tags=&amount=');
  });

  it('refuses half a character with its path', async () => {
    expect(await refused('form', 'FormInput!', { grantType: 'PAID', tags: ['ok', '\ud800'] })).toBe('input.tags: holds half of a surrogate pair, which is no character and cannot be sent');
  });
});

describe('a multipart body', () => {
  function uploadOf(content: string, filename: string, mimetype = 'text/plain') {
    const upload = new Upload();
    const opened: number[] = [];
    const file = { filename, mimetype, encoding: '7bit', fieldName: '0', capacitor: undefined, createReadStream: () => { opened.push(1); return Readable.from([content]); } };
    upload.resolve(file);
    return { upload, opened };
  }

  it('streams files, opened when the call is sent', async () => {
    const one = uploadOf('hello', 'a.txt');
    const two = uploadOf('%PDF', 'ü.pdf', 'application/pdf');
    const body = await sent('upload', 'FileInput!', { accountId: 'A1', file: one.upload, more: [two.upload], note: null, meta: { a: 1 } });
    expect(harness.server.only().headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(body.split('--test-boundary').map((part) => part.trim())).toEqual([
      '', 'content-disposition: form-data; name="file"; filename="a.txt"\r\ncontent-type: text/plain\r\n\r\nhello',
      'content-disposition: form-data; name="more"; filename="ü.pdf"\r\ncontent-type: application/pdf\r\n\r\n%PDF',
      'content-disposition: form-data; name="account id"\r\n\r\nA1', 'content-disposition: form-data; name="note"',
      'content-disposition: form-data; name="meta"\r\n\r\n{"a":1}', '--',
    ]);
    expect([one.opened.length, two.opened.length]).toEqual([1, 1]);
  });

  it('refuses what is no file, and opens nothing when another member is refused', async () => {
    expect(await refused('upload', 'FileInput!', { accountId: 'a', file: 'text' })).toContain('Upload must be a file of a multipart request');
    const { upload, opened } = uploadOf('x', 'x');
    expect(await refused('upload', 'FileInput!', { accountId: 'a', file: upload, meta: [] })).toBe('input.meta: is a list; expected a JSON object');
    expect(opened).toHaveLength(0);
  });

  it('passes on why a file never came', async () => {
    const upload = new Upload();
    upload.reject(new Error('File truncated.'));
    expect(await refused('upload', 'FileInput!', { accountId: 'a', file: upload })).toBe('File truncated.');
  });
});

describe('a text body', () => {
  it('is the text itself', async () => {
    expect(await sent('note', 'String!', 'héllo\n')).toBe('héllo\n');
    expect(harness.server.only().headers['content-type']).toBe('text/plain; charset=utf-8');
  });

  it('refuses half a character', async () => {
    expect(await refused('note', 'String!', '\ud800')).toBe('input: holds half of a surrogate pair, which is no character and cannot be sent');
  });
});

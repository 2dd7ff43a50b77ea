import { buildClientSchema, getIntrospectionQuery, printSchema } from 'graphql';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from './support.ts';
import { start } from './support.ts';

let client: Client;
const now = new Date('2025-06-01T10:00:00Z');
beforeEach(async () => {
  client = await start({ now });
});

const link = { personName: 'Ada', invoiceAmount: '15497', invoiceCurrency: 'EUR', invoiceDescription: 'Example', invoiceReference: '1', invoiceDate: '2025-02-12T10:00:00+00:00' };
const fields = 'id shortUrl longUrl attributes { id value } personName personGender status amountPaid createdOn updatedOn';
const create = async (more: object = {}) => (await client.collectmaxx(`mutation ($p: PayLinkInput!) { payLink { create(payLink: $p) { ${fields} } } }`, { p: { ...link, ...more } })).json;
const find = async (given: object) =>
  (await client.collectmaxx(`query ($filters: PayLinkFiltersInput, $order: PayLinkOrderInput, $offset: Int, $limit: Int) { payLink { payLinks(filters: $filters, order: $order, offset: $offset, limit: $limit) { items { ${fields} } pagination { offset limit total } } } }`, given as Record<string, unknown>)).json;

describe('a pay link', () => {
  it('is created and found by its id and by its attributes', async () => {
    const made = (await create({ attributes: [{ id: 'source', value: 'desk' }] })).data.payLink.create;
    expect(made).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      shortUrl: expect.stringMatching(/^https:\/\/ibanaccept\.com\/\w{7}$/),
      longUrl: `https://sandbox.ibanaccept.com/pay/${made.id}`,
      attributes: [{ id: 'customer_source', value: 'desk' }, { id: 'origin', value: 'api' }],
      personName: 'Ada',
      personGender: 'U',
      status: 'ready',
      amountPaid: 0,
      createdOn: '2025-06-01T10:00:00+00:00',
      updatedOn: '2025-06-01T10:00:00+00:00',
    });
    for (const filters of [{ id: { equalTo: made.id } }, { attributes: [{ id: 'customer_source', equalTo: 'desk' }] }, { attributes: [{ id: 'origin', equalTo: 'api' }, { id: 'customer_source', equalTo: 'desk' }] }, {}, { id: {} }, null]) {
      expect((await find({ filters })).data.payLink.payLinks).toEqual({ items: [made], pagination: { offset: 0, limit: 20, total: 1 } });
    }
    for (const filters of [{ id: { equalTo: 'x' } }, { attributes: [{ id: 'customer_source', equalTo: 'x' }] }, { attributes: [{ id: 'source', equalTo: 'desk' }] }, { id: { equalTo: made.id }, attributes: [{ id: 'origin', equalTo: 'sms' }] }, { status: { equalTo: 'paid' } }]) {
      expect((await find({ filters })).data.payLink.payLinks).toEqual({ items: [], pagination: { offset: 0, limit: 20, total: 0 } });
    }
  });

  it.each([
    [{ invoiceAmount: '154.97' }, 'invoiceAmount must be a number of cents above 0, got "154.97".'],
    [{ invoiceAmount: '0' }, 'invoiceAmount must be a number of cents above 0, got "0".'],
    [{ invoiceAmount: '-5' }, 'invoiceAmount must be a number of cents above 0, got "-5".'],
    [{ invoiceAmount: '99999999999999999' }, 'invoiceAmount must be a number of cents above 0, got "99999999999999999".'],
    [{ invoiceCurrency: 'euro' }, 'invoiceCurrency must be an ISO 4217 code, got "euro".'],
    [{ invoiceDate: 'soon' }, 'invoiceDate must be an RFC 3339 date, got "soon".'],
    [{ visibleUntil: 'later' }, 'visibleUntil must be an RFC 3339 date, got "later".'],
    [{ personName: '', invoiceReference: null }, 'personName, invoiceReference are required.'],
  ])('is not created with %j', async (more, message) => {
    expect(await create(more)).toMatchObject({ data: { payLink: { create: null } }, errors: [{ message, path: ['payLink', 'create'] }] });
    expect(client.sandbox.systems.collectmaxx.state.payLinks.size).toBe(0);
  });
});

describe('a search', () => {
  beforeEach(async () => {
    client = await start({ demo: true });
  });

  it('answers twenty of all unless told otherwise', async () => {
    const total = client.sandbox.systems.collectmaxx.state.payLinks.size;
    expect((await find({})).data.payLink.payLinks).toMatchObject({ items: { length: 20 }, pagination: { offset: 0, limit: 20, total } });
    expect((await find({ offset: total - 3, limit: 50 })).data.payLink.payLinks).toMatchObject({ items: { length: 3 }, pagination: { offset: total - 3, limit: 50, total } });
    expect((await find({ offset: total, limit: 0 })).data.payLink.payLinks.items).toEqual([]);
  });

  it('comes in an order, and in pages that together are the whole', async () => {
    const times = async (order?: string) => {
      const parts = [];
      for (let offset = 0; offset < 600; offset += 150) parts.push(...(await find({ offset, limit: 150, ...(order && { order: { createdOn: order } }) })).data.payLink.payLinks.items);
      return parts.map(({ createdOn }: { createdOn: string }) => Date.parse(createdOn));
    };
    const all = await times();
    expect(all).toHaveLength(client.sandbox.systems.collectmaxx.state.payLinks.size);
    const sorted = [...all].sort((a, b) => a - b);
    expect(await times('ASCENDING')).toEqual(sorted);
    expect(await times('DESCENDING')).toEqual(sorted.reverse());
    expect(all).not.toEqual(sorted);
  });

  it('keeps to a status and to a time, whose ends do not belong to it', async () => {
    const [one] = (await find({ order: { createdOn: 'ASCENDING' }, offset: 40, limit: 1, filters: { status: { equalTo: 'paid' } } })).data.payLink.payLinks.items;
    const from = async (greaterThan: string, lesserThan?: string) => (await find({ filters: { status: { equalTo: 'paid' }, createdOn: { greaterThan, lesserThan } } })).data.payLink.payLinks.pagination.total;
    expect(one.status).toBe('paid');
    const before = new Date(Date.parse(one.createdOn) - 1000).toISOString();
    const after = new Date(Date.parse(one.createdOn) + 1000).toISOString();
    expect(await from(before, after)).toBeGreaterThan(0);
    expect(await from(one.createdOn, after)).toBe(0);
    expect(await from(before, one.createdOn)).toBe(0);
  });

  it.each([
    [{ offset: -1 }, 'offset must be 0 or more, got -1.'],
    [{ limit: -1 }, 'limit must be 0 or more, got -1.'],
    [{ filters: { createdOn: { lesserThan: 'now' } } }, 'createdOn.lesserThan must be an RFC 3339 date, got "now".'],
  ])('with %j is an error at its place', async (given, message) => {
    expect(await find(given)).toMatchObject({ data: { payLink: { payLinks: null } }, errors: [{ message, path: ['payLink', 'payLinks'] }] });
  });

  it('of hundreds in one document finds each its own', async () => {
    const references = Array.from({ length: 300 }, (_, n) => `CLM-${String(n * 3 + 1).padStart(4, '0')}`);
    const { data } = (await client.collectmaxx(`{ ${references.map((one, n) => `a${n}: payLink { payLinks(filters: { attributes: [{ id: "reference", equalTo: "${one}" }] }) { items { attributes { id value } } } }`).join('\n')} }`)).json;
    references.forEach((one, n) => expect(data[`a${n}`].payLinks.items).toEqual([{ attributes: expect.arrayContaining([{ id: 'reference', value: one }]) }]));
    expect(client.sandbox.calls.count({ system: 'collectmaxx' })).toBe(1);
  });
});

describe('paying', () => {
  it('is in parts or whole, to the cent and not beyond', async () => {
    const { id } = (await create()).data.payLink.create;
    const { pay } = client.sandbox.systems.collectmaxx;
    const seen = async () => (await find({ filters: { id: { equalTo: id } } })).data.payLink.payLinks.items[0];
    expect(pay(id, 5000)).toMatchObject({ status: 'partially_paid', amountPaid: 5000 });
    expect(await seen()).toMatchObject({ status: 'partially_paid', amountPaid: 5000 });
    for (const cents of [0, -1, 1.5, NaN]) expect(() => pay(id, cents)).toThrow('must be a number of cents above 0');
    expect(() => pay(id, 10_498)).toThrow('has 10497 cents to be paid, not 10498');
    pay(id);
    expect(await seen()).toMatchObject({ status: 'paid', amountPaid: 15_497 });
    expect(() => pay(id)).toThrow('is paid already');
    expect(() => pay('x')).toThrow('There is no pay link x.');
  });

  it('is over when the link has expired', async () => {
    const { id } = (await create({ visibleUntil: '2025-06-01T10:00:00+00:00' })).data.payLink.create;
    expect(() => client.sandbox.systems.collectmaxx.pay(id)).toThrow('has expired');
    const later = (await create({ visibleUntil: '2025-06-01T10:00:01+00:00' })).data.payLink.create;
    expect(client.sandbox.systems.collectmaxx.pay(later.id).status).toBe('paid');
  });
});

describe('mandates', () => {
  const mandate = { personName: 'Ada', reference: 'AC-HUUR', type: 'RCUR', reason: 'huur', debtorReference: 'D' };
  const make = async (more: object) => (await client.collectmaxx('mutation ($m: MandateInput!) { mandate { create(mandate: $m) { id reference shortUrl longUrl type status personName createdOn } } }', { m: { ...mandate, ...more } })).json;

  it('are created and found', async () => {
    const made = (await make({})).data.mandate.create;
    expect(made).toMatchObject({ reference: 'AC-HUUR', type: 'RCUR', status: 'new', personName: 'Ada' });
    expect(made.longUrl).not.toContain(made.id);
    const { data } = (await client.collectmaxx('query ($f: MandateFiltersInput) { mandate { mandates(filters: $f) { items { id } pagination { total } } } }', { f: { id: { equalTo: made.id }, status: { equalTo: 'new' } } })).json;
    expect(data.mandate.mandates).toEqual({ items: [{ id: made.id }], pagination: { total: 1 } });
  });

  it('need a sequence type of SEPA', async () => {
    expect((await make({ type: 'ONCE' })).errors).toMatchObject([{ message: 'type must be RCUR or OOFF, got "ONCE".' }]);
    expect((await make({ type: null })).errors).toMatchObject([{ message: 'type is required.' }]);
  });
});

describe('imports', () => {
  const row = { reference: 'R', script: '1001', toMailAddress: 'a@example.com', invoiceAmount: '100', invoiceCurrency: 'EUR' };
  const add = async (variables: Record<string, unknown>) => (await client.collectmaxx('mutation ($f: FileInput, $r: [RowInput!]) { import { addRecords(file: $f, rows: $r) { name action status records { scriptId status reference messages { context message level } } } } }', variables)).json;
  const batches = async (name: string) => (await client.collectmaxx('query ($n: String) { import { batches(filters: { name: { equalTo: $n } }) { items { status } pagination { total } } } }', { n: name })).json.data.import.batches;

  it('make pay links of rows whose script sends one', async () => {
    const batch = (await add({ r: [row, { ...row, script: '1003', toPhoneNumbers: ['+31600000001'] }, { ...row, script: '18301', toPhoneNumbers: ['+31600000001'] }] })).data.import.addRecords;
    expect(batch).toMatchObject({ name: expect.stringMatching(/^20250601-\d{3}$/), action: 'IMPORT', status: 'done', records: [{ status: 'accepted', scriptId: '1001', messages: [] }, { status: 'accepted' }, { status: 'accepted' }] });
    const { items } = (await find({ filters: { attributes: [{ id: 'reference', equalTo: 'R' }] } })).data.payLink.payLinks;
    expect(items.map(({ attributes }: { attributes: unknown }) => attributes)).toEqual([
      [{ id: 'origin', value: 'mail' }, { id: 'script', value: '1001' }, { id: 'reference', value: 'R' }],
      [{ id: 'origin', value: 'sms' }, { id: 'script', value: '1003' }, { id: 'reference', value: 'R' }],
    ]);
    expect((await batches(batch.name)).items).toEqual([{ status: 'done' }]);
  });

  it.each([
    [{ script: '9' }, 'script', 'Script "9" does not exist.'],
    [{ script: '__proto__' }, 'script', 'Script "__proto__" does not exist.'],
    [{ script: null }, 'script', 'Script "" does not exist.'],
    [{ toMailAddress: '' }, 'toMailAddress', 'toMailAddress is required by script 1001.'],
    [{ invoiceAmount: '1.00' }, 'invoiceAmount', 'invoiceAmount must be a number of cents above 0, got "1.00".'],
    [{ invoiceCurrency: null }, 'invoiceCurrency', 'invoiceCurrency must be an ISO 4217 code, got "null".'],
    [{ reference: '' }, 'reference', 'A reference is required.'],
  ])('reject a row with %j, and not its neighbours', async (more, context, message) => {
    const { records } = (await add({ r: [{ ...row, ...more }, row] })).data.import.addRecords;
    expect(records).toMatchObject([{ status: 'rejected', messages: [{ context, message, level: 'error' }] }, { status: 'accepted', messages: [] }]);
    expect(client.sandbox.systems.collectmaxx.state.payLinks.size).toBe(1);
  });

  it('read a file later: queued, running, done', async () => {
    const { name, status, records } = (await add({ f: { extension: 'csv', contents: 'eA==' } })).data.import.addRecords;
    expect({ status, records }).toEqual({ status: 'queued', records: [] });
    const seen = [];
    for (let n = 0; n < 4; n += 1) seen.push((await batches(name)).items[0].status);
    expect(seen).toEqual(['queued', 'running', 'done', 'done']);
  });

  it('fail on a file without contents, and do not take one of another kind', async () => {
    const { name } = (await add({ f: { extension: 'xml', contents: '' } })).data.import.addRecords;
    const seen = [];
    for (let n = 0; n < 3; n += 1) seen.push((await batches(name)).items[0].status);
    expect(seen).toEqual(['queued', 'running', 'error']);
    expect((await add({ f: { extension: 'pdf', contents: 'eA==' } })).errors).toMatchObject([{ message: 'extension must be one of csv, xml, xlsx, xls, ods, got "pdf".' }]);
  });

  it('of nothing are empty', async () => {
    expect((await add({})).data.import.addRecords).toMatchObject({ status: 'empty', records: [] });
  });
});

it('stops the calls that are left, and says so where there are none', async () => {
  const stop = async () => (await client.collectmaxx('mutation { voice { stopCalling(scriptId: 18301, reference: "R") } }')).json.data.voice.stopCalling;
  await client.collectmaxx('mutation { import { addRecords(rows: [{ reference: "R", script: "18301", toPhoneNumbers: ["+31600000001"] }]) { status } } }');
  const { calls } = client.sandbox.systems.collectmaxx.state;
  expect([...calls.values()]).toEqual([1]);
  expect([await stop(), await stop()]).toEqual(['done', 'done']);
  expect(calls.size).toBe(0);
});

describe('the schema', () => {
  it('may be asked for, and is the snapshot', async () => {
    const { json } = await client.collectmaxx(getIntrospectionQuery());
    const printed = printSchema(buildClientSchema(json.data));
    expect(printed).toContain('payLinks(filters: PayLinkFiltersInput, order: PayLinkOrderInput, offset: Int, limit: Int): PayLinkList');
  });

  it('may have more than the snapshot knows', async () => {
    client = await start({ demo: true, extraSDL: 'extend type PayLink { expiresOn: String! amountDue: Int tags: [String!]! owner: Owner }\ntype Owner { name: ID! }\nextend type Query { ping: Boolean }' });
    const { json } = await client.collectmaxx('{ ping payLink { payLinks(limit: 1) { items { status expiresOn amountDue tags owner { name } } } } }');
    expect(json).toEqual({ data: { ping: true, payLink: { payLinks: { items: [{ status: expect.any(String), expiresOn: 'expiresOn', amountDue: 1, tags: [], owner: { name: 'name' } }] } } } });
  });
});

describe('at the door', () => {
  const post = (body: string, headers: Record<string, string> = { 'x-auth-token': client.env('COLLECTMAXX_API_KEY') }) => client.raw('COLLECTMAXX', '', { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

  it('a bad key is refused before anything is read', async () => {
    for (const headers of [{}, { 'x-auth-token': 'wrong' }]) expect(await post('nonsense', headers as Record<string, string>)).toMatchObject({ status: 401, json: { errors: [{ message: 'Unauthorized' }] } });
  });

  it.each([
    ['{', /^The body is no JSON: /],
    ['[]', /^The body must be a JSON object\.$/],
    ['null', /^The body must be a JSON object\.$/],
    ['{}', /^The body must have a "query" that is a string\.$/],
    ['{"query": 5}', /^The body must have a "query" that is a string\.$/],
    ['{"query": "{ a }", "variables": []}', /^"variables" must be an object\.$/],
    ['{"query": "{ a }", "operationName": 5}', /^"operationName" must be a string\.$/],
  ])('%s is a 400', async (body, message) => {
    expect(await post(body)).toMatchObject({ status: 400, json: { errors: [{ message: expect.stringMatching(message) }] } });
  });

  it.each([
    ['{ payLink', 'Syntax Error: Expected Name, found <EOF>.'],
    ['{ nothing }', 'Cannot query field "nothing" on type "Query".'],
    ['', 'Syntax Error: Unexpected <EOF>.'],
  ])('%s is an error of GraphQL, each time', async (query, message) => {
    for (let n = 0; n < 2; n += 1) expect(await post(JSON.stringify({ query }))).toMatchObject({ status: 200, json: { errors: [{ message }] } });
  });

  it('variables must fit', async () => {
    expect((await post(JSON.stringify({ query: 'query ($l: Int) { payLink { payLinks(limit: $l) { pagination { total } } } }', variables: { l: 'x' } }))).json.errors).toMatchObject([{ message: expect.stringContaining('Int cannot represent') }]);
  });

  it('only POST at one path is an operation', async () => {
    const headers = { 'x-auth-token': client.env('COLLECTMAXX_API_KEY') };
    const get = await client.raw('COLLECTMAXX', '?query={payLink{payLinks{pagination{total}}}}', { headers });
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await client.raw('COLLECTMAXX', '/other', { method: 'POST', headers })).status).toBe(404);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startHarness, type Harness } from '../../support/documents.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness(`
    type Query {
      thing(id: String): Thing @rest(source: "test", GET: "/thing?id={id}")
      things: [Thing!] @rest(source: "test", GET: "/things")
      nullables: [Thing] @rest(source: "test", GET: "/nullables")
      nested: [Thing!] @flatten @rest(source: "test", GET: "/nested")
      price: Price @rest(source: "test", GET: "/price")
      text: String @rest(source: "test", GET: "/text", answer: TEXT)
      number: SafeInt @rest(source: "test", GET: "/number")
      names: [String!] @rest(source: "test", GET: "/names")
      required: Thing! @rest(source: "test", GET: "/required")
      files: [FileItem!] @map(key: "key") @rest(source: "test", GET: "/files")
      entry: Entry @rest(source: "test", GET: "/entry")
      entries: [Entry!] @rest(source: "test", GET: "/entries")
      strict: Strict @rest(source: "test", GET: "/strict")
    }
    type Thing {
      id: ID
      name: String @wire(name: "full_name")
      count: Int
      cents: SafeInt
      ratio: Float
      open: Boolean
      day: Date
      at: DateTime
      free: JSON
      meta: JSON @freeform
      status: Status
      statuses: [Status!]
      loose: [Status]
      tags: [String!]
      child: Thing
      children: [Thing!]
      bag: [Entry2!] @map(key: "key", value: "value")
      pair: Pair
      bare: Bare
      lists: [[String!]!]
      constructor: String
    }
    type Entry2 { key: String!  value: Int }
    type Pair @tuple { first: String @wire(name: "a")  second: Int }
    type Bare @bare(field: "name") { name: String  size: Int }
    type FileItem @bare(field: "url") { key: String!  url: String  size: Int }
    enum Status { NO_ANSWER @wire(value: "no answer")  OPEN  closed @wire(value: "OPEN2") }
    type Price { amount: Decimal  raw: JSON  text: String  cents: SafeInt  ratio: Float }
    union Entry @member(type: "Fee", has: ["feeDetails"]) @member(type: "Payment", at: ["details", "kind"], is: ["payment", "7"]) @member(type: "UnknownEntry") = Fee | Payment | UnknownEntry
    type Fee { amount: SafeInt }
    type Payment { amount: SafeInt }
    type UnknownEntry { raw: JSON! }
    union Strict @member(type: "StrictFee", has: ["feeDetails"]) = StrictFee
    type StrictFee { amount: SafeInt }
  `);
});
beforeEach(() => harness.server.reset());
afterAll(() => harness.close());

async function read(selection: string, body: unknown, headers: Record<string, string> = {}) {
  harness.server.answer({ body, headers });
  const { data, errors } = await harness.run(`{ ${selection} }`);
  return { data, errors: errors?.map(({ message, path, extensions }) => ({ message, path, code: extensions?.['code'], operation: extensions?.['operation'] })) };
}

describe('a value that is nearly what was promised', () => {
  it.each([
    ['name', { full_name: 31612345678 }, '31612345678'], ['name', { full_name: true }, 'true'], ['id', { id: 7 }, '7'],
    ['count', { count: '12' }, 12], ['count', { count: ' -3 ' }, -3], ['count', { count: -2147483648 }, -2147483648],
    ['cents', { cents: '9007199254740991' }, 9007199254740991], ['cents', { cents: 12.0 }, 12], ['cents', { cents: '12.00' }, 12],
    ['ratio', { ratio: '0.50' }, 0.5], ['ratio', { ratio: 3 }, 3],
    ['open', { open: 'True' }, true], ['open', { open: '0' }, false], ['open', { open: 1 }, true],
    ['day', { day: '2024-02-29T10:00:00Z' }, '2024-02-29'], ['day', { day: '2024-02-29' }, '2024-02-29'],
    ['at', { at: '2022-02-22 22:00:00' }, '2022-02-22 22:00:00'], ['at', { at: 0 }, '1970-01-01T00:00:00.000Z'],
    ['free', { free: [1, { a: null }] }, [1, { a: null }]], ['free', { free: '{}' }, '{}'],
    ['meta', { meta: '{"a":{"b":1}}' }, { a: { b: 1 } }], ['meta', { meta: [] }, {}], ['meta', { meta: '[]' }, {}], ['meta', { meta: { a: 1 } }, { a: 1 }], ['meta', { meta: 'no json {' }, 'no json {'], ['meta', { meta: '{broken' }, '{broken'],
    ['status', { status: 'no answer' }, 'NO_ANSWER'], ['status', { status: 'No Answer' }, 'NO_ANSWER'], ['status', { status: 'open' }, 'OPEN'], ['status', { status: 'OPEN2' }, 'closed'],
    ['tags', { tags: 'one' }, ['one']], ['tags', { tags: ['a', null, 2] }, ['a', '2']], ['tags', { tags: [] }, []],
    ['loose', { loose: ['OPEN', null] }, ['OPEN', null]],
    ['child { id }', { child: [] }, { id: null }], ['child { id }', { child: null }, null], ['children { id }', { children: { id: 1 } }, [{ id: '1' }]], ['children { id }', { children: [[], null, { id: 1 }] }, [{ id: null }, { id: '1' }]],
    ['bag { key value }', { bag: { x: 1, __proto__x: null } }, [{ key: 'x', value: 1 }, { key: '__proto__x', value: null }]], ['bag { key }', { bag: [] }, []],
    ['pair { first second }', { pair: ['x', '2'] }, { first: 'x', second: 2 }], ['pair { first second }', { pair: ['x'] }, { first: 'x', second: null }], ['pair { first }', { pair: { a: 'y' } }, { first: 'y' }],
    ['bare { name size }', { bare: 'n' }, { name: 'n', size: null }], ['bare { name size }', { bare: { name: 'n', size: 1 } }, { name: 'n', size: 1 }], ['bare { name }', { bare: [] }, { name: null }],
    ['lists', { lists: [['a'], 'b', []] }, [['a'], ['b'], []]],
    ['constructor', {}, null], ['constructor', { constructor: 'x' }, 'x'],
  ])('thing.%s of %j reads as %j', async (field, body, expected) => {
    const { data, errors } = await read(`thing { ${field} }`, body);
    expect(errors).toBeUndefined();
    expect(data).toEqual({ thing: { [field.split(' ')[0] ?? '']: expected } });
  });
});

describe('a value that is not what was promised', () => {
  it.each([
    ['name', { full_name: { secret: 1 } }, 'Thing.name: expected text, found an object'], ['name', { full_name: ['secret'] }, 'Thing.name: expected text, found a list'],
    ['count', { count: 2147483648 }, 'Thing.count: expected a whole number of 32 bits, found a number'], ['count', { count: 'secret' }, 'Thing.count: expected a whole number of 32 bits, found other text'], ['count', { count: 1.5 }, 'found a number'], ['count', { count: '' }, 'found other text'],
    ['cents', { cents: 9007199254740992 }, 'Thing.cents: expected a whole number within 2^53, found a number'], ['cents', { cents: true }, 'found true or false'],
    ['ratio', { ratio: 'secret' }, 'Thing.ratio: expected a number'], ['ratio', { ratio: '1e999' }, 'Thing.ratio: expected a number'], ['ratio', { ratio: '0x10' }, 'Thing.ratio'],
    ['open', { open: 'secret' }, 'Thing.open: expected true or false'], ['open', { open: 2 }, 'Thing.open'],
    ['day', { day: 'secret' }, 'Thing.day: expected a date'], ['at', { at: 'secret' }, 'Thing.at: expected a date and time'],
    ['status', { status: 'secret' }, 'Thing.status: expected a value of Status, found other text'], ['status', { status: { a: 1 } }, 'found an object'], ['status', { status: '' }, 'Thing.status'],
    ['child { id }', { child: 'secret' }, 'Thing.child: expected an object'], ['child { id }', { child: ['secret'] }, 'Thing.child: expected an object, found a list'],
    ['bag { key }', { bag: ['secret'] }, 'Thing.bag: expected an object of items by key, found a list'],
    ['tags', { tags: ['a', { secret: 1 }] }, 'Thing.tags: expected text, found an object'],
    ['statuses', { statuses: ['OPEN', 'secret'] }, 'Thing.statuses: expected a value of Status'],
    ['pair { first }', { pair: 'secret' }, 'Thing.pair: expected an object'],
  ])('thing.%s of %j is one coded error there', async (field, body, message) => {
    const name = field.split(' ')[0] ?? '';
    const { data, errors } = await read(`t: thing { id ${field} }`, { id: 1, ...body });
    expect(data).toEqual({ t: { id: '1', [name]: null } });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({ path: expect.arrayContaining(['t', name]) as unknown, code: 'UPSTREAM_INVALID_RESPONSE', operation: 'thing' });
    expect(errors?.[0]?.message).toContain(message);
    expect(JSON.stringify(errors)).not.toContain('secret');
  });

  it('leaves the neighbours in a list of nullable items', async () => {
    const { data, errors } = await read('thing { loose } nullables { id }', { loose: ['OPEN', 'secret', null] });
    expect(data?.['thing']).toEqual({ loose: ['OPEN', null, null] });
    expect(errors?.map(({ path }) => path)).toContainEqual(['thing', 'loose', 1]);
    expect(await read('nullables { id }', [{ id: 1 }, null, 'secret', []])).toMatchObject({ data: { nullables: [{ id: '1' }, null, null, { id: null }] }, errors: [{ path: ['nullables', 2], code: 'UPSTREAM_INVALID_RESPONSE' }] });
  });

  it('names the operation by its field, also from within fragments', async () => {
    harness.server.answer({ body: { count: 'x' } });
    const { errors } = await harness.run('query { ...F } fragment F on Query { ... on Query { alias: thing { child { id } c: count } } ...F2 } fragment F2 on Query { text }');
    expect(errors?.[0]).toMatchObject({ path: ['alias', 'c'], extensions: { system: 'test', operation: 'thing', requestId: 'r-1', retryable: false } });
  });
});

describe('an answer as a whole', () => {
  it.each([
    ['nothing', '', 'expected JSON, found nothing'], ['HTML', '<html>secret</html>', 'expected JSON, found HTML or XML'], ['broken JSON', '{"secret":', 'expected JSON, found something else'], ['text', 'secret', 'found something else'],
  ])('%s in place of JSON is a coded error', async (_what, body, message) => {
    const { data, errors } = await read('thing { id } other: things { id }', body);
    expect(data).toEqual({ thing: null, other: null });
    expect(errors?.map(({ path, code }) => [path, code])).toEqual([[['thing'], 'UPSTREAM_INVALID_RESPONSE'], [['other'], 'UPSTREAM_INVALID_RESPONSE']]);
    expect(errors?.[0]?.message).toContain(message);
    expect(JSON.stringify(errors)).not.toContain('secret');
  });

  it.each([['thing { id }', 'secret'], ['thing { id }', [{ id: 1 }]], ['things { id }', { error: 'secret' }], ['number', { a: 1 }], ['files { key }', 'secret']])('%s refuses %j', async (field, body) => {
    const { data, errors } = await read(field, JSON.stringify(body));
    expect(Object.values(data ?? {})).toEqual([null]);
    expect(errors).toMatchObject([{ code: 'UPSTREAM_INVALID_RESPONSE', path: [field.split(' ')[0]] }]);
    expect(JSON.stringify(errors)).not.toContain('secret');
  });

  it('may begin with a byte order mark, or be in another charset', async () => {
    expect((await read('thing { id }', '\ufeff{"id":1}')).data).toEqual({ thing: { id: '1' } });
    expect((await read('text', '\ufeffhello')).data).toEqual({ text: 'hello' });
    expect((await read('thing { name }', Buffer.from('{"full_name":"caf\xe9"}', 'latin1'), { 'content-type': 'application/json; charset=ISO-8859-1' })).data).toEqual({ thing: { name: 'café' } });
    expect((await read('text', 'é', { 'content-type': 'text/plain; charset=klingon' })).data).toEqual({ text: 'é' });
  });

  it('is read in turns where it is large, and means the same', async () => {
    const things = Array.from({ length: 12_000 }, (_, id) => ({ id, full_name: `thing ${id}`, tags: ['é', '},{'], child: { id: 1 } }));
    const text = JSON.stringify(things);
    expect(text.length).toBeGreaterThan(512 * 1024);
    const expected = { things: things.map(({ id, full_name: name, tags }) => ({ id: String(id), name, tags })) };
    let turns = 0;
    let turning = true;
    const turn = (): void => {
      turns += 1;
      if (turning) setImmediate(turn);
    };
    turn();
    for (const mark of ['', '\ufeff']) expect((await read('things { id name tags }', mark + text)).data).toEqual(expected);
    turning = false;
    expect(turns).toBeGreaterThan(4);
    const latin = Buffer.from(text, 'latin1');
    expect((await read('things { id name tags }', latin, { 'content-type': 'application/json; charset=latin1' })).data).toEqual(expected);
    for (const wrong of [text.slice(0, -1), `${text},`, text.replace('"thing 11000"', 'secret')]) {
      const { data, errors } = await read('things { id }', wrong);
      expect(data).toEqual({ things: null });
      expect(errors).toMatchObject([{ code: 'UPSTREAM_INVALID_RESPONSE', path: ['things'], message: expect.stringContaining('expected JSON, found something else') }]);
      expect(JSON.stringify(errors)).not.toContain('secret');
    }
    const prices = Array.from({ length: 12_000 }, () => '{"amount":10.00}');
    expect((await read('price { amount raw }', `{"amount":7.10,"raw":[${prices.join()},"${'x'.repeat(400_000)}"]}`)).data).toMatchObject({ price: { amount: '7.10' } });
  });

  it('may be null, a scalar or nested lists', async () => {
    expect(await read('thing { id }', 'null')).toEqual({ data: { thing: null }, errors: undefined });
    expect((await read('number', '12')).data).toEqual({ number: 12 });
    expect((await read('names', '"one"')).data).toEqual({ names: ['one'] });
    expect((await read('nested { id }', [[{ id: 1 }, { id: 2 }], [], [{ id: 3 }]])).data).toEqual({ nested: [{ id: '1' }, { id: '2' }, { id: '3' }] });
    expect((await read('nested { id }', [{ id: 1 }, [{ id: 2 }]])).data).toEqual({ nested: [{ id: '1' }, { id: '2' }] });
  });

  it('that is null where none may be says what was expected', async () => {
    const { data, errors } = await read('required { id }', 'null');
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ code: 'UPSTREAM_INVALID_RESPONSE', path: ['required'] }]);
  });

  it('reads maps whose items are bare, empty, null or wrong', async () => {
    const { data, errors } = await read('files { key url size }', '{"b":"u","10":{"url":"v","size":1},"n":null,"e":[],"__proto__":{"url":"p"}}');
    expect(errors).toBeUndefined();
    expect(data?.['files']).toEqual([
      { key: '10', url: 'v', size: 1 }, { key: 'b', url: 'u', size: null }, { key: 'n', url: null, size: null }, { key: 'e', url: null, size: null }, { key: '__proto__', url: 'p', size: null },
    ]);
  });

  it('of 20 MB is read', async () => {
    const items = Array.from({ length: 50_000 }, (_, index) => ({ id: index, full_name: 'x'.repeat(300), statuses: ['OPEN'], children: [{ id: 1 }], extra: 'y'.repeat(50) }));
    const body = JSON.stringify(items);
    expect(body.length).toBeGreaterThan(20_000_000);
    const { data, errors } = await read('things { id }', body);
    expect(errors).toBeUndefined();
    const things = data?.['things'] as unknown[];
    expect([things.length, things.at(-1)]).toEqual([50_000, { id: '49999' }]);
  });

  it('nested a hundred thousand deep harms nobody', async () => {
    const bomb = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect((await read('thing { id }', bomb)).errors).toMatchObject([{ code: 'UPSTREAM_INVALID_RESPONSE' }]);
    expect((await read('thing { id free }', `{"id":1,"free":${bomb}}`))).toMatchObject({ data: { thing: { id: '1', free: null } }, errors: [{ path: ['thing', 'free'], message: expect.stringContaining('Thing.free: expected JSON that is not nested too deep') as unknown }] });
    expect((await read('price { amount }', bomb)).errors).toMatchObject([{ code: 'UPSTREAM_INVALID_RESPONSE', path: ['price'] }]);
    expect((await read('price { amount raw }', `{"amount":1.10,"raw":${'['.repeat(600)}${']'.repeat(600)}}`))).toMatchObject({ data: { price: { amount: '1.10', raw: null } } });
  });
});

describe('a Decimal', () => {
  it.each([['10.00', '10.00'], ['10', '10'], ['0.1', '0.1'], ['12345678901234567890.123456789', '12345678901234567890.123456789'], ['1.50e3', '1500'], ['1e-3', '0.001'], ['-0.50', '-0.50'], ['"10.00"', '10.00'], ['" 007.5 "', '7.5']])('%s reads as %s', async (wire, text) => {
    expect(await read('price { amount }', `{"amount":${wire}}`)).toEqual({ data: { price: { amount: text } }, errors: undefined });
  });

  it.each(['1e999999999', '"secret"', 'true', '{}', '1e401'])('%s does not', async (wire) => {
    expect(await read('price { amount text }', `{"amount":${wire},"text":"t"}`)).toMatchObject({ data: { price: { amount: null, text: 't' } }, errors: [{ path: ['price', 'amount'], code: 'UPSTREAM_INVALID_RESPONSE' }] });
  });

  it('leaves other numbers of its answer as they were', async () => {
    expect(await read('price { raw text cents ratio }', '{"raw":{"a":[1.10,{"b":2}],"__proto__":1.0},"text":10.00,"cents":12.0,"ratio":1.10,"ratio":1.20}')).toEqual({
      data: { price: { raw: JSON.parse('{"a":[1.1,{"b":2}],"__proto__":1}') as unknown, text: '10.00', cents: 12, ratio: 1.2 } }, errors: undefined,
    });
  });
});

describe('a union', () => {
  it('is told by the members or the value that its document names, else it is unknown and raw', async () => {
    const body = [{ amount: 1, feeDetails: {} }, { amount: 2, details: { kind: 'payment' } }, { amount: 3, details: { kind: 7 } }, { amount: 4, details: 'x' }, { feeDetails: null, a: [1] }, 'text', [], 5, null];
    const { data, errors } = await read('entries { __typename ... on Fee { amount } ... on Payment { amount } ... on UnknownEntry { raw } }', body);
    expect(errors).toBeUndefined();
    expect(data?.['entries']).toEqual([
      { __typename: 'Fee', amount: 1 }, { __typename: 'Payment', amount: 2 }, { __typename: 'Payment', amount: 3 },
      { __typename: 'UnknownEntry', raw: { amount: 4, details: 'x' } }, { __typename: 'UnknownEntry', raw: { feeDetails: null, a: [1] } },
      { __typename: 'UnknownEntry', raw: 'text' }, { __typename: 'UnknownEntry', raw: [] }, { __typename: 'UnknownEntry', raw: 5 },
    ]);
  });

  it('without an unknown member refuses what fits none', async () => {
    expect(await read('strict { ... on StrictFee { amount } } text', '{"secret":1}')).toMatchObject({ data: { strict: null, text: '{"secret":1}' }, errors: [{ path: ['strict'], code: 'UPSTREAM_INVALID_RESPONSE', message: expect.stringContaining('Strict: expected a member of Strict, found an object') as unknown }] });
    expect((await read('strict { ... on StrictFee { amount } }', '"secret"')).errors).toMatchObject([{ code: 'UPSTREAM_INVALID_RESPONSE' }]);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { post, startFixture } from './fixture.ts';
import type { Fixture } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => (fixture = await startFixture()));
afterAll(() => fixture.close());
beforeEach(() => void fixture.logged.splice(0));

const id = { 'x-request-id': 'request-1' };

describe('an error of an operation', () => {
  it('of an upstream keeps its code and gets the id of the request; siblings survive', async () => {
    const { status, body } = await post(fixture.url, { query: '{ a: down hello }' }, id);
    expect(status).toBe(200);
    expect(body).toEqual({
      data: { a: null, hello: 'Hello world' },
      errors: [
        {
          message: 'receeve did not answer in time.',
          locations: [{ line: 1, column: 3 }],
          path: ['a'],
          extensions: { code: 'UPSTREAM_TIMEOUT', system: 'receeve', operation: 'account', retryable: true, requestId: 'request-1' },
        },
      ],
    });
    expect(fixture.logged).toEqual([]);
  });

  it('that nobody expected tells the caller nothing but the id, and the log where it happened', async () => {
    const { body, text } = await post(fixture.url, { query: '{ broken hello }' }, id);
    expect(body.data).toEqual({ broken: null, hello: 'Hello world' });
    expect(body.errors).toEqual([
      { message: 'Internal server error', locations: [{ line: 1, column: 3 }], path: ['broken'], extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'request-1' } },
    ]);
    expect(text).not.toMatch(/secret|Jane|stack/);
    const [line] = fixture.logged;
    expect(line).toMatchObject({ level: 50, requestId: 'request-1', field: 'broken', error: { name: 'GraphQLError' } });
    expect((line!.error as { stack: string[] }).stack[0]).toMatch(/^at .*fixture\.ts/);
    expect(JSON.stringify(fixture.logged)).not.toMatch(/secret|Jane/);
  });

  it('that breaks a promise of the schema names the field in the log alone', async () => {
    const { body } = await post(fixture.url, { query: '{ required { name } }' });
    expect(body.errors![0]!.message).toBe('Internal server error');
    expect(fixture.logged[0]!.error).toMatchObject({ message: 'Cannot return null for non-nullable field Required.name.' });
  });

  it('that quotes an answer reaches neither the caller nor the log', async () => {
    const { body, text } = await post(fixture.url, { query: '{ wrongType }' });
    expect(body.errors![0]!.message).toBe('Internal server error');
    expect(text + JSON.stringify(fixture.logged)).not.toContain('Jane');
    expect(fixture.logged).toHaveLength(1);
  });

  it('after the operation, in writing its answer, is told in the same way', async () => {
    const { status, body } = await post(fixture.url, { query: '{ unwritable }' }, id);
    expect(status).toBe(500);
    expect(body).toEqual({ errors: [{ message: 'Internal server error', extensions: { requestId: 'request-1', code: 'INTERNAL_SERVER_ERROR' } }] });
    expect(fixture.logged[0]).toMatchObject({ level: 50, msg: 'unexpected error outside an operation' });
  });

  it('shows its stack only where that was asked for', async () => {
    const open = await startFixture({ stacktraces: true });
    try {
      const { body } = await post(open.url, { query: '{ broken }' }, id);
      expect(body.errors![0]!.message).toBe('Internal server error');
      expect((body.errors![0]!.extensions.stacktrace as string[]).join()).toContain('fixture.ts');
      expect(body.errors![0]!.extensions.requestId).toBe('request-1');
    } finally {
      await open.close();
    }
  });

  it('keeps what graphql-js says about a document', async () => {
    expect((await post(fixture.url, { query: '{ helo }' })).body.errors![0]).toMatchObject({
      message: 'Cannot query field "helo" on type "Query". Did you mean "hello"?',
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
    expect((await post(fixture.url, { query: '{ hello' })).body.errors![0]).toMatchObject({
      message: 'Syntax Error: Expected Name, found <EOF>.',
      extensions: { code: 'GRAPHQL_PARSE_FAILED' },
    });
  });

  it('keeps what graphql-js says about an argument while executing', async () => {
    const { body } = await post(fixture.url, { query: 'query ($c: Colour = RED) { colour(colour: $c) }', variables: { c: null } });
    expect(body.errors![0]).toMatchObject({ message: 'Argument "colour" of non-null type "Colour!" must not be null.', extensions: { code: 'BAD_USER_INPUT' } });
  });
});

describe('a variable that is refused', () => {
  const secret = 'Jane" at "input"; Doe';
  const query = 'query ($input: [Item!]!) { items(input: $input) }';
  const messages = async (variables: unknown, document = query) => {
    const { body, text } = await post(fixture.url, { query: document, variables });
    expect(body.data).toBeUndefined();
    expect(text).not.toMatch(/Jane|Doe|4711/);
    expect(JSON.stringify(fixture.logged)).not.toMatch(/Jane|Doe|4711/);
    for (const error of body.errors!) expect(error.extensions).toEqual({ code: 'BAD_USER_INPUT' });
    return body.errors!.map(({ message }) => message);
  };
  const item = (rest: Record<string, unknown>) => ({ input: [{ name: 'ok' }, { name: 'ok', ...rest }] });
  const at = (path: string, reason: string) => [`Variable "$input" got invalid value at "input${path}"; ${reason}`];

  it.each<[string, Record<string, unknown>, string, string]>([
    ['text for a whole number', { count: secret }, '[1].count', 'Int cannot represent non-integer value.'],
    ['too large a number', { count: 4711471147 }, '[1].count', 'Int cannot represent non 32-bit signed integer value.'],
    ['text for a number', { price: secret }, '[1].price', 'Float cannot represent non numeric value.'],
    ['an object for text', { name: { first: secret } }, '[1].name', 'String cannot represent a non string value.'],
    ['text for a boolean', { active: secret }, '[1].active', 'Boolean cannot represent a non boolean value.'],
    ['an object for an id', { id: { secret } }, '[1].id', 'ID cannot represent value.'],
    ['an unknown word of an enum', { colour: `${secret}" does not exist in "Other" enum.` }, '[1].colour', 'Value does not exist in "Colour" enum.'],
    ['a misspelt word of an enum', { colour: 'REED' }, '[1].colour', 'Value does not exist in "Colour" enum. Did you mean the enum value "RED" or "GREEN"?'],
    ['a number for an enum', { colour: 4711 }, '[1].colour', 'Enum "Colour" cannot represent non-string value.'],
    ['text for an object', { inner: secret }, '[1].inner', 'Expected type "Item" to be an object.'],
    ['a missing field', { inner: { count: 4711 } }, '[1].inner', 'Field "name" of required type "String!" was not provided.'],
    ['null for a required field', { name: null }, '[1].name', 'Expected non-nullable type "String!" not to be null.'],
    ['an unknown field', { nmae: secret }, '[1]', 'Field "nmae" is not defined by type "Item". Did you mean "name"?'],
    ['a field whose name is data', { [secret]: 1 }, '[1]', 'Field (not a name) is not defined by type "Item".'],
    ['a scalar of our own that quotes', { loud: 'Jane Doe' }, '[1].loud', 'Expected type "Loud". a loud scalar cannot take (withheld) or (withheld)'],
    ['a number in that scalar', { loud: 4711 }, '[1].loud', 'Expected type "Loud". a loud scalar cannot take (withheld) or (withheld)'],
    ['deep in a list', { list: [{ name: 'ok' }, { name: 'ok', list: [{ name: secret, count: secret }] }] }, '[1].list[1].list[0].count', 'Int cannot represent non-integer value.'],
  ])('%s: the path and the reason, not the value', async (_, rest, path, reason) => {
    expect(await messages(item(rest))).toEqual(at(path, reason));
  });

  it('as a whole', async () => {
    expect(await messages({ input: null })).toEqual(['Variable "$input" of non-null type "[Item!]!" must not be null.']);
    expect(await messages({ Jane: 1 })).toEqual(['Variable "$input" of required type "[Item!]!" was not provided.']);
    expect(await messages({ input: secret })).toEqual(['Variable "$input" got invalid value; Expected type "Item" to be an object.']);
  });

  it('for exactly one of several keys', async () => {
    const one = 'query ($o: One!) { one(input: $o) }';
    expect(await messages({ o: { a: secret, b: 4711 } }, one)).toEqual(['Variable "$o" got invalid value; Exactly one key must be specified for OneOf type "One".']);
    expect(await messages({ o: { a: null } }, one)).toEqual(['Variable "$o" got invalid value at "o.a"; Field "a" must be non-null.']);
  });

  it('ten thousand times is said fifty times, and that it was enough', async () => {
    const all = await messages({ input: Array.from({ length: 5_000 }, () => ({ name: 1 })) });
    expect(all).toHaveLength(51);
    expect(all[50]).toBe('Too many errors processing variables, error limit reached. Execution aborted.');
  });
});

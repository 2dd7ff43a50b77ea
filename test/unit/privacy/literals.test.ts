/** Through the server, in any way in which graphql-js can refuse a literal: the place is said, the value is not. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { post, startFixture, type Fixture } from '../server/fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture({});
});
afterAll(() => fixture.close());

const secret = 'Jane \\"Doe\\" 4711';
const refused: [what: string, query: string][] = [
  ['a text for a number', `{ big(bytes: "${secret}") }`],
  ['a text within a list', `{ items(input: [{ name: "a", count: "${secret}" }]) }`],
  ['a text for an object', `{ items(input: "${secret}") }`],
  ['a text for an enum', `{ colour(colour: "${secret}") }`],
  ['a text for a Boolean', `{ items(input: [{ name: "a", active: "${secret}" }]) }`],
  ['a block string for a number', `{ big(bytes: """Jane Doe 4711""") }`],
  ['a list for a text', `{ hello(name: ["${secret}"]) }`],
  ['an object for a text', `{ hello(name: { a: "${secret}" }) }`],
  ['a number for a text', '{ hello(name: 4711471147114711) }'],
  ['a number that is too large', '{ big(bytes: 4711471147114711) }'],
  ['a fraction', '{ big(bytes: 4711.4711) }'],
  ['a default of a variable', `query ($b: Int = "${secret}") { big(bytes: $b) }`],
  ['two keys of a oneOf', `{ one(input: { a: "${secret}", b: 4711 }) }`],
  ['a text where a name stands', `{ "${secret}" }`],
  ['a text where a colon stands', `{ hello(name "${secret}") }`],
  ['a number where a name stands', '{ 4711 }'],
  ['a text without an end', '{ hello(name: "Jane Doe 4711) }'],
  ['an escape that is none', '{ hello(name: "\\u{Jane 4711}") }'],
  ['a block string where a name stands', '{ """Jane\n"quoted" Doe 4711""" }'],
];

describe('a refused document', () => {
  it.each(refused)('with %s is refused without it', async (_, query) => {
    const { body, text } = await post(fixture.url, { query });
    expect(body.errors?.length).toBeGreaterThan(0);
    expect(['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED', 'BAD_USER_INPUT']).toContain(body.errors?.[0]?.extensions.code);
    expect(text).not.toMatch(/Jane|Doe|4711/);
    expect(JSON.stringify(fixture.logged)).not.toMatch(/Jane|Doe|4711/);
  });

  it('keeps what helps: names, types, and numbers that are part of them', async () => {
    const { body } = await post(fixture.url, { query: '{ big(bytes: "a") nothing1: nothing2 }' });
    const messages = body.errors?.map(({ message }) => message).join(' ');
    expect(messages).toContain('Int cannot represent non-integer value: (withheld)');
    expect(messages).toContain('nothing2');
  });
});

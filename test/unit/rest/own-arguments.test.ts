/** Arguments named like members that every object has: what no caller gave is not sent. */
import { expect, it } from '@jest/globals';
import { startHarness } from '../../support/documents.ts';

it('leaves out an absent argument called constructor, and sends a given one', async () => {
  const test = await startHarness('type Query { a(constructor: String, toString: [String!]): String @rest(source: "test", GET: "/a?constructor={constructor}&toString={toString}", answer: TEXT) }');
  try {
    test.server.answer({ headers: { 'content-type': 'text/plain' }, body: 'ok' });
    expect((await test.run('{ a }')).data).toEqual({ a: 'ok' });
    expect(test.server.only().url).toBe('/a');
    test.server.reset();
    await test.run('{ a(constructor: "x", toString: ["y"]) }');
    expect(test.server.only().url).toBe('/a?constructor=x&toString=y');
  } finally {
    await test.close();
  }
});

/**
 * Any document that the graph can express: generated, made executable, and held to the wire. What a caller
 * gives stands on the wire as the document says, what the vendor answers is read back whole.
 */
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { builder, braced, codecOf, type Codec } from '../support/generated/codec.ts';
import { argumentType, documentOf, fakeOf, generated, startJudge } from '../support/generated/document.ts';
import { node, type Node } from '../support/generated/nodes.ts';
import { componentPath, reference } from '../support/generated/objects.ts';
import { Choices, meaning, written, type Wire } from '../support/generated/wire.ts';

const judge = startJudge();
afterAll(() => judge.close());

const json = (schema: unknown): unknown => ({ 'application/json': { schema } });
const choices = fc.array(fc.nat(59), { maxLength: 60 });

/** A document whose one operation takes a value of the schema and answers one. */
function echo(tree: Node, shared: boolean) {
  const build = builder();
  const at = (...path: string[]): Codec => codecOf(build, tree, path);
  const whole = shared ? at(...componentPath('Whole') as string[]) : undefined;
  const body = whole ?? at('paths', '/echo', 'post', 'requestBody', 'content', 'application/json', 'schema');
  const answer = whole ?? at('paths', '/echo', 'post', 'responses', '200', 'content', 'application/json', 'schema');
  if (whole) build.components['Whole'] = whole.schema;
  const document = documentOf(build, {
    '/echo': {
      post: {
        operationId: 'echo',
        requestBody: { required: true, content: json(whole ? reference('Whole') : body.schema) },
        responses: { 200: { description: 'The same', content: json(whole ? reference('Whole') : answer.schema) } },
      },
    },
  });
  return { document, actions: build.actions, body, answer };
}

describe('a document that the graph can express', () => {
  it('is generated, and values of its schemas go out and come in unchanged', async () => {
    let unlike = 0;
    let judged = 0;
    await fc.assert(
      fc.asyncProperty(node, fc.boolean(), choices, choices, fc.nat(3), async (tree, shared, given, answered, quarter) => {
        const { document, actions, body, answer } = echo(tree, shared);
        const sdl = await generated(document, actions);
        const fake = fakeOf(sdl);

        const made = new Choices(given);
        // A body of which nothing is said, but that it is required, is not null.
        const sent = body.draw(made, 'in', 0) ?? (Object.keys(body.schema).length === 0 ? 'text' : null);
        const vendors = answer.draw(new Choices(answered), 'out', 0) as Wire;
        const query = `mutation ($input: ${argumentType(fake.schema, 'echo', 'input')}) { echo(input: $input)${braced(answer.selection(0))} }`;
        const { result, calls } = await fake.run(query, { input: body.input(sent, made) }, written(vendors));

        // A write that is answered with nothing has not said what it did.
        const silent = vendors === null;
        expect(result.errors).toEqual(silent ? [expect.objectContaining({ extensions: expect.objectContaining({ code: 'OUTCOME_UNKNOWN' }) })] : undefined);
        expect(calls).toHaveLength(1);
        expect(meaning(calls[0]!.body as string)).toBe(meaning(written(sent)));
        // To compile a validator takes longer than all else here, so every fourth has to do.
        if (quarter === 0) {
          judged += 1;
          expect(await judge.problems(document, calls[0]!)).toEqual([]);
        }
        expect(meaning(JSON.stringify(result.data?.['echo']))).toBe(meaning(JSON.stringify(answer.output(vendors))));
        if (written(sent) !== JSON.stringify(body.input(sent, new Choices([])))) unlike += 1;
      }),
      { numRuns: 300, seed: 20_260_101 },
    );
    // Most values look otherwise in the graph: else nothing was put to the test.
    expect(unlike).toBeGreaterThan(100);
    expect(judged).toBeGreaterThan(30);
  }, 120_000);
});

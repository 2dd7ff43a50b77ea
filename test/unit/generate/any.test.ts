/** Any document at all: it gives a schema that the run time takes, or refusals; never another failure. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { generateFrom, GenerationError } from '../../../src/generate/main.ts';
import { buildRestSchema } from '../../../src/rest/main.ts';

const names = ['a', 'b', 'first_name', 'ID', 'type', 'items', 'properties', 'key', 'success', 'error'];
const components = ['Pet', 'PetInput', 'cat', 'Base', 'Kind'];

const reference = fc.constantFrom(...components).map((name) => ({ $ref: `#/components/schemas/${name}` }));
const scalar = fc.oneof(
  fc.record({ type: fc.constantFrom('string', 'integer', 'number', 'boolean') }),
  fc.record({ type: fc.constant('string'), format: fc.constantFrom('date', 'date-time', 'binary', 'uuid') }),
  fc.record({ type: fc.constant('number'), format: fc.constantFrom('decimal', 'int32', 'int64') }),
  fc.record({ type: fc.constant('string'), enum: fc.uniqueArray(fc.constantFrom('x', 'y z', 'camelCase', '+1', 'null'), { minLength: 1 }) }),
  fc.record({ const: fc.constantFrom('one', 'two', 3) }),
  fc.record({ type: fc.constant(['string', 'null']), default: fc.constantFrom('', null) }),
);

const { schema } = fc.letrec<{ schema: unknown; object: unknown }>((tie) => ({
  object: fc.record({
    type: fc.constant('object'),
    properties: fc.dictionary(fc.constantFrom(...names), tie('schema'), { maxKeys: 3 }),
    required: fc.subarray(names),
  }),
  schema: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    reference,
    tie('object'),
    fc.record({ type: fc.constant('array'), items: tie('schema') }),
    fc.record({ type: fc.constant('array'), prefixItems: fc.array(fc.record({ title: fc.constantFrom(...names), type: fc.constant('string') }), { minLength: 1, maxLength: 3 }) }),
    fc.record({ type: fc.constant('object'), additionalProperties: tie('schema') }),
    fc.record({ allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }), discriminator: fc.constant({ propertyName: 'type' }) }),
    fc.record({ $ref: fc.constant('#/components/schemas/Base'), required: fc.subarray(names), description: fc.string() }),
    fc.constantFrom({}, true, { type: 'object' }, { type: 'null' }),
  ),
}));

const media = (inner: unknown): unknown => ({ content: { 'application/json': { schema: inner } } });

const document = fc
  .record({ answer: schema, body: schema, parameter: schema, components: fc.tuple(...components.map(() => schema)), version: fc.constantFrom('3.0.3', '3.1.0') })
  .map(({ answer, body, parameter, components: schemas, version }) => ({
    openapi: version,
    info: { title: 'Any', version: '1' },
    paths: {
      '/things': {
        get: { operationId: 'getThings', parameters: [{ name: 'q', in: 'query', schema: parameter }], responses: { 200: { description: 'ok', ...(media(answer) as object) } } },
        post: { operationId: 'addThings', requestBody: { required: true, ...(media(body) as object) }, responses: { 204: { description: 'ok' } } },
      },
      '/plain': { get: { operationId: 'plain', responses: { 204: { description: 'ok' } } } },
    },
    components: { schemas: Object.fromEntries(components.map((name, index) => [name, schemas[index]])) },
  }));

const help = (sentence: string): string | undefined => /; overlay: (\{.*\})$/s.exec(sentence)?.[1];

/** The document with what its refusals propose, one after the other: its schema, or what nothing helps against. */
async function settled(value: unknown): Promise<string | readonly string[]> {
  const taken: string[] = [];
  for (;;) {
    try {
      const overlay = { overlay: '1.0.0', info: { title: 'o', version: '1' }, actions: taken.map((action) => JSON.parse(action) as unknown) };
      return await generateFrom({ document: value, name: 'any', validate: false, ...(taken.length > 0 && { overlay }) });
    } catch (error) {
      if (!(error instanceof GenerationError)) throw error;
      const { sentences } = error;
      // How to tell alike members apart only a person can say; what is proposed there is a form to fill in.
      const action = sentences.map(help).find((one) => one !== undefined && !one.includes('"has":[]'));
      if (action === undefined || taken.length === 40) return sentences;
      if (taken.includes(action)) throw new Error(`no help: ${sentences.join('\n')}`);
      taken.push(action);
    }
  }
}

describe('any document', () => {
  it('gives a schema that the run time takes, or refusals', async () => {
    let accepted = 0;
    await fc.assert(fc.asyncProperty(document, async (value) => {
      const result = await settled(value);
      if (typeof result !== 'string') {
        expect(result.every((sentence) => /: found .+, expected .+/s.test(sentence))).toBe(true);
        return;
      }
      accepted += 1;
      buildRestSchema([{ name: 'any.graphql', sdl: result }]);
    }), { numRuns: 300 });
    expect(accepted).toBeGreaterThan(100);
  });
});

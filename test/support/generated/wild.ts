/** Documents as vendors write them: schemas of every sort, composed in ways that the graph can express or not. */
import fc from 'fast-check';

type Schema = Record<string, unknown>;

const components = ['Pet', 'line_item', 'OrderInput', 'Order', 'Query', '2nd', 'a.b', 'kebab-case', 'constructor', 'String'] as const;
const properties = ['a', 'b_c', 'bC', 'type', 'constructor', '$ref', 'x-a', 'x-graphql-key', '1st', '日本', 'a/b~c', "it's", '', 'key', 'value', 'raw', 'success', 'error'] as const;
const values = ['A', 'a', 'no answer', 'no_answer', '', '+', '-1', '日本', 'true', 'constructor'] as const;

const reference = fc.constantFrom(...components).map((name): Schema => ({ $ref: `#/components/schemas/${name}` }));

const leaf: fc.Arbitrary<Schema> = fc.oneof(
  reference,
  fc.constantFrom<Schema[]>(
    { type: 'string' }, { type: 'string', format: 'binary' }, { type: 'integer' }, { type: 'number', format: 'decimal' }, { type: 'boolean' }, { type: 'null' }, { type: 'object' }, { type: 'array' },
    {}, { type: ['string', 'integer', 'null'] }, { type: ['object', 'array'] }, { const: 1 }, { const: null }, { enum: [1, 'a', null] }, { enum: [] }, { type: 'string', const: 'x', default: 'y' }, { type: 'object', additionalProperties: false },
  ),
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 4 }).map((list): Schema => ({ type: 'string', enum: list })),
);

const schema: fc.Arbitrary<Schema> = fc.letrec<{ schema: Schema; object: Schema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'wild', withCrossShrink: true },
    { weight: 4, arbitrary: leaf },
    { weight: 4, arbitrary: tie('object') },
    { weight: 1, arbitrary: tie('schema').map((items) => ({ type: 'array', items })) },
    { weight: 1, arbitrary: tie('schema').map((values_) => ({ type: 'object', additionalProperties: values_ })) },
    { weight: 1, arbitrary: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((prefixItems) => ({ type: 'array', prefixItems })) },
    {
      weight: 4,
      arbitrary: fc.tuple(fc.constantFrom('oneOf', 'anyOf', 'allOf'), fc.array(tie('schema'), { minLength: 1, maxLength: 3 }), fc.constantFrom({}, {}, { type: 'object' }, { discriminator: { propertyName: 'type' } }, { 'x-graphql-bare': 'a' }, { 'x-graphql-json': true }))
        .map(([by, parts, beside]) => ({ [by]: parts, ...beside })),
    },
    { weight: 1, arbitrary: fc.tuple(tie('object'), fc.constantFrom('oneOf', 'anyOf'), fc.array(tie('object'), { minLength: 1, maxLength: 2 })).map(([own, by, parts]) => ({ ...own, [by]: parts })) },
  ),
  object: fc.tuple(fc.dictionary(fc.constantFrom(...properties), tie('schema'), { maxKeys: 4, noNullPrototype: true }), fc.subarray([...properties]), fc.constantFrom({}, {}, { additionalProperties: { type: 'string' } }, { readOnly: true }, { patternProperties: { '^x': { type: 'string' } } }))
    .map(([own, required, beside]) => ({ type: 'object', properties: own, ...(required.length > 0 && { required }), ...beside })),
})).schema;

const places = [{ in: 'query' }, { in: 'query', style: 'deepObject' }, { in: 'query', style: 'pipeDelimited', explode: false }, { in: 'header' }, { in: 'cookie' }] as const;
const parameter = fc
  .record({ name: fc.constantFrom(...properties.filter((name) => name !== ''), 'input', 'Authorization', 'Host'), place: fc.constantFrom(...places), schema: fc.oneof(leaf, schema), required: fc.boolean() })
  .map(({ place, ...rest }) => ({ ...place, ...rest }));

const media = fc.constantFrom('application/json', 'application/vnd.x+json; charset=utf-8', 'application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain', 'application/pdf');

/** A document of two operations; its components may be anything, and may refer to each other in circles. */
export const wildDocument: fc.Arbitrary<Record<string, unknown>> = fc
  .record({
    body: schema, taken: media, answer: schema, given: media,
    parameters: fc.uniqueArray(parameter, { maxLength: 3, selector: ({ name, in: place }) => `${place} ${name.toLowerCase()}` }),
    id: fc.constantFrom('getThing', 'get_thing', '1st', 'get', undefined),
    schemas: fc.array(schema, { minLength: components.length, maxLength: components.length }),
  })
  .map(({ body, taken, answer, given, parameters, id, schemas }) => ({
    openapi: '3.1.0',
    info: { title: 'Wild', version: '1' },
    paths: {
      '/ping': { get: { operationId: 'getPing', responses: { 204: { description: 'There' } } } },
      '/things': {
        get: { ...(id !== undefined && { operationId: id }), parameters, responses: { 200: { description: 'One', content: { [given]: { schema: answer } } } } },
        post: { operationId: 'thing', requestBody: { required: true, content: { [taken]: { schema: body } } }, responses: { 204: { description: 'Taken' } } },
      },
    },
    components: { schemas: Object.fromEntries(components.map((name, index) => [name, schemas[index]])) },
  }));

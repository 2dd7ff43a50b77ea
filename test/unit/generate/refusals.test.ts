/** Everything that the graph cannot say is refused with one sentence: the place, what was found, what was expected, the overlay's help. */
import { describe, expect, it } from '@jest/globals';
import type { Overlay } from './small.ts';
import { answering, asking, refusalsOf, small, taking } from './small.ts';

interface Case {
  what: string;
  document: Record<string, unknown>;
  overlay?: Overlay[];
  sentences: string[];
}

const property = (schema: string): string => `{ type: object, properties: { it: ${schema} } }`;

/** A write of a map whose answer is this schema. */
const bulk = (schema: string): Record<string, unknown> =>
  small({ paths: `/a: { post: { operationId: a, requestBody: { content: { application/json: { schema: { type: object, additionalProperties: { type: string } } } } }, responses: { 200: { description: ok, content: { application/json: { schema: ${schema} } } } } } }` });

const operations: Case[] = [
  {
    what: 'an operation without operationId',
    document: small({ paths: '/a/{b}: { post: { parameters: [ { name: b, in: path, required: true, schema: { type: string } } ], responses: { 204: { description: ok } } } }' }),
    sentences: [
      `/paths/~1a~1{b}/post: found an operation without operationId, expected one that names its field; overlay: {"target":"$.paths['/a/{b}'].post","update":{"operationId":"postAB"}}`,
    ],
  },
  {
    what: 'an operationId that gives no name',
    document: small({ paths: '/a: { get: { operationId: 1st/thing, responses: { 204: { description: ok } } } }' }),
    sentences: [
      `/paths/~1a/get: found the operationId "1st/thing" that gives no GraphQL name, expected a name; overlay: {"target":"$.paths['/a'].get","update":{"x-graphql-field-name":"getA1stThing"}}`,
    ],
  },
  {
    what: 'two operations of one name',
    document: small({ paths: '/a: { get: { operationId: getPets, responses: { 204: { description: ok } } } }\n/b: { get: { operationId: pets, responses: { 204: { description: ok } } } }' }),
    sentences: [
      `/paths/~1b/get: found a field pets beside the one of /paths/~1a/get, expected one operation for each name; overlay: {"target":"$.paths['/b'].get","update":{"x-graphql-field-name":"petsGet"}}`,
    ],
  },
  {
    what: 'TRACE',
    document: small({ paths: '/a: { trace: { operationId: traceIt, responses: { 204: { description: ok } } } }' }),
    sentences: [
      `/paths/~1a/trace: found a TRACE operation, expected another verb; overlay: {"target":"$.paths['/a'].trace","update":{"x-graphql-ignore":true}}`,
    ],
  },
  {
    what: 'servers of one path',
    document: small({ paths: '/a: { get: { operationId: a, servers: [ { url: https://x.example } ], responses: { 204: { description: ok } } } }' }),
    sentences: [
      `/paths/~1a/get/servers: found servers of one path, expected the servers of the document; overlay: {"target":"$.paths['/a'].get.servers","remove":true}`,
    ],
  },
  {
    what: 'a word for the operation type that is none',
    document: small({ paths: '/a: { get: { operationId: a, x-graphql-operation-type: subscription, responses: { 204: { description: ok } } } }' }),
    sentences: [
      `/paths/~1a/get: found x-graphql-operation-type of "subscription", expected query or mutation; overlay: {"target":"$.paths['/a'].get","update":{"x-graphql-operation-type":"query"}}`,
    ],
  },
  {
    what: 'statuses for null that are none',
    document: small({ paths: '/a: { get: { operationId: a, x-graphql-null-on: [ 200 ], responses: { 204: { description: ok } } } }' }),
    sentences: [
      `/paths/~1a/get: found x-graphql-null-on of [200], expected a list of statuses between 300 and 599`,
    ],
  },
  {
    what: 'a parameter named input beside a body',
    document: small({ paths: '/a: { post: { operationId: a, parameters: [ { name: input, in: query, schema: { type: string } } ], requestBody: { content: { text/plain: {} } }, responses: { 204: { description: ok } } } }' }),
    sentences: [
      `/paths/~1a/post/parameters/0: found a parameter named input beside a body, expected another name for the parameter; overlay: {"target":"$.paths['/a'].post.parameters[0]","update":{"x-graphql-field-name":"inputParameter"}}`,
    ],
  },
  {
    what: 'a body of a GET',
    document: small({ paths: '/a: { get: { operationId: a, requestBody: { content: { text/plain: {} } }, responses: { 204: { description: ok } } } }' }),
    sentences: [
      `/paths/~1a/get/requestBody: found a body of a GET, expected a body of a call that writes; overlay: {"target":"$.paths['/a'].get.requestBody","remove":true}`,
    ],
  },
  {
    what: 'a body of an unknown kind',
    document: small({ paths: '/a: { post: { operationId: a, requestBody: { content: { application/xml: {}, application/zip: {} } }, responses: { 204: { description: ok } } } }' }),
    sentences: [
      `/paths/~1a/post/requestBody/content: found a body of application/xml, application/zip, expected JSON, a form, multipart/form-data or text; overlay: {"target":"$.paths['/a'].post","update":{"x-graphql-ignore":true}}`,
    ],
  },
  {
    what: 'an answer of an unknown kind',
    document: small({ paths: '/a: { get: { operationId: a, responses: { 200: { description: ok, content: { image/png: {} } } } } }' }),
    sentences: [
      `/paths/~1a/get/responses/200/content: found an answer of image/png, expected JSON or text; overlay: {"target":"$.paths['/a'].get","update":{"x-graphql-ignore":true}}`,
    ],
  },
  {
    what: 'answers of two shapes',
    document: small({ paths: '/a: { get: { operationId: a, responses: { 200: { description: ok, content: { application/json: { schema: { type: string } } } }, 202: { description: ok, content: { application/json: { schema: { type: object } } } } } } }' }),
    sentences: [
      `/paths/~1a/get/responses/202: found another shape than the answer 200 has, expected one shape of all answers that succeed; overlay: {"target":"$.paths['/a'].get.responses['202']","remove":true}`,
    ],
  },
  {
    what: 'a way to read an answer that is none',
    document: small({ paths: '/a: { get: { operationId: a, responses: { 200: { description: ok, content: { text/plain: { x-graphql-answer: PROSE, schema: { type: string } } } } } } }' }),
    sentences: [
      `/paths/~1a/get/responses/200/content/text~1plain: found x-graphql-answer of "PROSE", expected one of EML, PHRASE; overlay: {"target":"$.paths['/a'].get.responses['200'].content['text/plain']","update":{"x-graphql-answer":"EML"}}`,
    ],
  },
  {
    what: 'a selected member that is not there',
    document: small({ paths: '/a: { get: { operationId: a, responses: { 200: { description: ok, content: { application/json: { x-graphql-select: c, schema: { type: object, properties: { b: { type: string } } } } } } } } }' }),
    sentences: [
      `/paths/~1a/get/responses/200/content/application~1json/schema: found x-graphql-select of "c", expected one of the properties "b"`,
    ],
  },
  {
    what: 'a bulk answer that is no map',
    document: answering('{ type: array, items: { type: string }, x-graphql-bulk: ref }'),
    sentences: [
      `/paths/~1things/get/responses/200/content/application~1json/schema: found x-graphql-bulk on a schema that is no map, expected an object of results by their keys; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema","update":{"x-graphql-bulk":null}}`,
    ],
  },
  {
    what: 'a bulk answer of scalars',
    document: bulk('{ type: object, additionalProperties: { type: string }, x-graphql-bulk: ref }'),
    sentences: [
      `/paths/~1a/post/responses/200/content/application~1json/schema/additionalProperties: found a bulk answer whose values are no objects, expected objects with a boolean "success"; overlay: {"target":"$.paths['/a'].post.responses['200'].content['application/json'].schema","update":{"x-graphql-bulk":null}}`,
    ],
  },
  {
    what: 'a bulk answer without success',
    document: bulk('{ type: object, additionalProperties: { type: object, properties: { ok: { type: boolean } } }, x-graphql-bulk: ref }'),
    sentences: [
      `/paths/~1a/post/responses/200/content/application~1json/schema/additionalProperties: found items of a bulk answer without a boolean "success", expected one, to tell each outcome; overlay: {"target":"$.paths['/a'].post.responses['200'].content['application/json'].schema.additionalProperties","update":{"properties":{"success":{"type":"boolean"}}}}`,
    ],
  },
  {
    what: 'a bulk answer of a query',
    document: answering('{ type: object, additionalProperties: { type: object, properties: { success: { type: boolean } } }, x-graphql-bulk: ref }'),
    sentences: [
      `/paths/~1things/get/responses/200/content/application~1json/schema: found x-graphql-bulk of "ref" on a query, expected a mutation whose body is a map, or a list whose items carry the key; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema","update":{"x-graphql-bulk":null}}`,
    ],
  },
  {
    what: 'a bulk answer whose key the body does not carry',
    document: small({ paths: '/a: { post: { operationId: a, requestBody: { content: { application/json: { schema: { type: array, items: { type: object, properties: { id: { type: string } } } } } } }, responses: { 200: { description: ok, content: { application/json: { schema: { x-graphql-bulk: ref, type: object, additionalProperties: { type: object, properties: { success: { type: boolean } } } } } } } } } }' }),
    sentences: [
      `/paths/~1a/post/responses/200/content/application~1json/schema: found x-graphql-bulk of "ref" without that key in the items of the body, expected a mutation whose body is a map, or a list whose items carry the key; overlay: {"target":"$.paths['/a'].post.responses['200'].content['application/json'].schema","update":{"x-graphql-bulk":null}}`,
    ],
  },
  {
    what: 'an address with a password',
    document: small({ root: 'servers: [ { url: "https://me:secret@a.example" } ]', paths: '/a: { get: { operationId: a, responses: { 204: { description: ok } } } }' }),
    sentences: [
      `/servers/0/url: found an address that is more than host and path, expected an http or https address without user, query and fragment; overlay: {"target":"$.servers[0]","remove":true}`,
    ],
  },
  {
    what: 'a credential in the query',
    document: small({ paths: '/a: { get: { operationId: a, security: [ { key: [] } ], responses: { 204: { description: ok } } } }', components: 'securitySchemes: { key: { type: apiKey, in: query, name: k } }' }),
    sentences: [
      `/paths/~1a/get/security: found security by "key" (apiKey query), expected an apiKey header, http bearer, http basic, or oauth2 client credentials with a token URL below the server; overlay: {"target":"$.paths['/a'].get.security","remove":true}`,
    ],
  },
  {
    what: 'a token of another host',
    document: small({
      root: 'servers: [ { url: https://a.example } ]',
      paths: '/a: { get: { operationId: a, security: [ { key: [] } ], responses: { 204: { description: ok } } } }',
      components: 'securitySchemes: { key: { type: oauth2, flows: { clientCredentials: { tokenUrl: https://b.example/token, scopes: {} } } } }',
    }),
    sentences: [
      `/paths/~1a/get/security: found security by "key" (oauth2 https://b.example/token), expected an apiKey header, http bearer, http basic, or oauth2 client credentials with a token URL below the server; overlay: {"target":"$.paths['/a'].get.security","remove":true}`,
    ],
  },
  {
    what: 'credentials that are asked for together',
    document: small({
      root: 'security: [ { one: [], two: [] } ]',
      paths: '/a: { get: { operationId: a, responses: { 204: { description: ok } } } }',
      components: 'securitySchemes: { one: { type: http, scheme: basic }, two: { type: http, scheme: bearer } }',
    }),
    sentences: [
      `/security: found credentials that are asked for together, expected an apiKey header, http bearer, http basic, or oauth2 client credentials with a token URL below the server; overlay: {"target":"$.paths['/a'].get","update":{"security":[]}}`,
    ],
  },
];

const parameters: Case[] = [
  { what: 'a header that frames the call', document: asking('{ name: Content-Length, in: header, schema: { type: integer } }'), sentences: [
    `/paths/~1things/get/parameters/0: found the header "Content-Length" as a parameter, expected a header that an operation may set; overlay: {"target":"$.paths['/things'].get.parameters[0]","update":{"x-graphql-ignore":true}}`,
  ] },
  { what: 'a header that is none', document: asking('{ name: "X Id", in: header, schema: { type: string } }'), sentences: [
    `/paths/~1things/get/parameters/0: found the header "X Id" as a parameter, expected a header that an operation may set; overlay: {"target":"$.paths['/things'].get.parameters[0]","update":{"x-graphql-ignore":true}}`,
  ] },
  { what: 'a cookie', document: asking('{ name: s, in: cookie, schema: { type: string } }'), sentences: [
    `/paths/~1things/get/parameters/0: found a cookie parameter, expected a path, query or header parameter; overlay: {"target":"$.paths['/things'].get.parameters[0]","update":{"x-graphql-ignore":true}}`,
  ] },
  { what: 'a deep object', document: asking('{ name: filter, in: query, style: deepObject, schema: { type: object, properties: { a: { type: string } } } }'), sentences: [
    `/paths/~1things/get/parameters/0: found a query parameter with the style "deepObject", expected form, pipeDelimited or spaceDelimited; overlay: {"target":"$.paths['/things'].get.parameters[0]","update":{"x-graphql-ignore":true}}`,
  ] },
  { what: 'an object spread over the query', document: asking('{ name: filter, in: query, schema: { type: object, properties: { a: { type: string } } } }'), sentences: [
    `/paths/~1things/get/parameters/0: found a query parameter that is neither a scalar nor a list of scalars, expected a value with one spelling in a URL or header; overlay: {"target":"$.paths['/things'].get.parameters[0]","update":{"x-graphql-ignore":true}}`,
  ] },
  { what: 'a required map in a header', document: asking('{ name: X-Map, in: header, required: true, schema: { type: object, additionalProperties: { type: string } } }'), sentences: [
    `/paths/~1things/get/parameters/0: found a header parameter that is neither a scalar nor a list of scalars, expected a value with one spelling in a URL or header; overlay: {"target":"$.paths['/things'].get.parameters[0]","update":{"schema":{"type":"string"}}}`,
  ] },
  { what: 'JSON in a parameter', document: asking('{ name: filter, in: query, content: { application/json: { schema: { type: string } } } }'), sentences: [
    `/paths/~1things/get/parameters/0: found a parameter with content of its own, expected a parameter with a schema and a style; overlay: {"target":"$.paths['/things'].get.parameters[0]","update":{"x-graphql-ignore":true}}`,
  ] },
  { what: 'a matrix', document: asking('{ name: id, in: path, required: true, style: matrix, schema: { type: string } }', '/things/{id}'), sentences: [
    `/paths/~1things~1{id}/get/parameters/0: found a path parameter with the style "matrix", expected simple; overlay: {"target":"$.paths['/things/{id}'].get.parameters[0]","update":{"style":"simple"}}`,
  ] },
  { what: 'a name that is none', document: asking('{ name: "größe", in: query, schema: { type: string } }'), sentences: [
    `/paths/~1things/get/parameters/0: found the parameter "größe" that gives no GraphQL name, expected a name; overlay: {"target":"$.paths['/things'].get.parameters[0]","update":{"x-graphql-field-name":"grosse"}}`,
  ] },
  { what: 'two arguments of one name', document: asking('{ name: id, in: path, required: true, schema: { type: string } }, { name: ID, in: query, schema: { type: string } }', '/things/{id}'), sentences: [
    `/paths/~1things~1{id}/get/parameters/1: found an argument id beside the one of /paths/~1things~1{id}/get/parameters/0, expected one argument for each name; overlay: {"target":"$.paths['/things/{id}'].get.parameters[1]","update":{"x-graphql-field-name":"queryId"}}`,
  ] },
  { what: 'a path parameter that is ignored', document: asking('{ name: id, in: path, required: true, x-graphql-ignore: true, schema: { type: string } }', '/things/{id}'), sentences: [
    `/paths/~1things~1{id}/get/parameters/0: found a path parameter that is ignored, expected a variable, a constant or an argument; overlay: {"target":"$.paths['/things/{id}'].get.parameters[0]","update":{"x-graphql-variable":true}}`,
  ] },
  { what: 'a constant that is none', document: asking('{ name: id, in: query, x-graphql-fixed: [ 1 ], schema: { type: string } }'), sentences: [
    `/paths/~1things/get/parameters/0: found x-graphql-fixed of [1], expected a scalar in plain characters without braces`,
  ] },
  { what: 'a constant with a placeholder', document: asking('{ name: X-Id, in: header, x-graphql-fixed: "{secret}", schema: { type: string } }'), sentences: [
    `/paths/~1things/get/parameters/0: found x-graphql-fixed of "{secret}", expected a scalar in plain characters without braces`,
  ] },
  { what: 'a variable that has no name', document: asking('{ name: "1", in: query, x-graphql-variable: true, schema: { type: string } }'), sentences: [
    `/paths/~1things/get/parameters/0: found the parameter "1" that gives no GraphQL name, expected a name; overlay: {"target":"$.paths['/things'].get.parameters[0]","update":{"x-graphql-variable":"parameter1"}}`,
  ] },
];

const types: Case[] = [
  { what: 'a property of a body that every object has', document: taking('{ type: object, properties: { constructor: { type: string } } }'), sentences: [
    `/paths/~1things/post/requestBody/content/application~1json/schema/properties/constructor: found a property of a body called constructor in the graph, expected a name that not every object has; overlay: {"target":"$.paths['/things'].post.requestBody.content['application/json'].schema.properties.constructor","update":{"x-graphql-field-name":"ownConstructor"}}`,
  ] },
  { what: 'a form without a property that the graph shows', document: taking('{ type: object, properties: { id: { type: string, readOnly: true } } }', undefined, 'application/x-www-form-urlencoded'), sentences: [
    '/paths/~1things/post/requestBody/content/application~1x-www-form-urlencoded/schema: found a form that is no object with properties, expected one part for each property',
  ] },
  {
    what: 'a union whose member is known by nothing but a property that may be null',
    document: answering('{ $ref: "#/components/schemas/U" }', 'U: { oneOf: [ { $ref: "#/components/schemas/A" }, { $ref: "#/components/schemas/B" } ] }\nA: { type: object, required: [ a ], properties: { a: { type: [ string, "null" ] } } }\nB: { type: object, required: [ b ], properties: { b: { type: string } } }'),
    sentences: [
      '/components/schemas/U: found a union whose member A cannot be told from the others, expected a discriminator, a required property that no other member has, or a required constant; overlay: {"target":"$.components.schemas.U","update":{"x-graphql-members":[{"type":"A","has":[]},{"type":"B","has":[]}]}}',
    ],
  },
  { what: 'a property that gives no name', document: answering('{ type: object, properties: { 2fa: { type: boolean }, "@id": { type: string }, "größe": { type: string } } }'), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema/properties/2fa: found the property "2fa" that gives no GraphQL name, expected a name; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema.properties['2fa']","update":{"x-graphql-field-name":"field2fa"}}`,
    `/paths/~1things/get/responses/200/content/application~1json/schema/properties/@id: found the property "@id" that gives no GraphQL name, expected a name; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema.properties['@id']","update":{"x-graphql-field-name":"id"}}`,
    `/paths/~1things/get/responses/200/content/application~1json/schema/properties/größe: found the property "größe" that gives no GraphQL name, expected a name; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema.properties['größe']","update":{"x-graphql-field-name":"grosse"}}`,
  ] },
  { what: 'two properties of one name', document: answering('{ type: object, properties: { first_name: { type: string }, firstName: { type: string } } }'), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema/properties/firstName: found a field firstName beside the one of /paths/~1things/get/responses/200/content/application~1json/schema/properties/first_name, expected one field for each name; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema.properties.firstName","update":{"x-graphql-field-name":"otherFirstName"}}`,
  ] },
  { what: 'a property beside the key of its map', document: answering('{ type: object, additionalProperties: { type: object, properties: { key: { type: string } } } }'), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema/additionalProperties/properties/key: found the property "key" in an item whose key is called key too, expected another name for the key; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema","update":{"x-graphql-key":"ownKey"}}`,
  ] },
  { what: 'two components of one name', document: answering('{ type: object, properties: { a: { $ref: "#/components/schemas/pet" }, b: { $ref: "#/components/schemas/Pet" } } }', 'pet: { type: object, properties: { a: { type: string } } }\nPet: { type: object, properties: { b: { type: string } } }'), sentences: [
    `/components/schemas/Pet: found the type name Pet for an answer that differs from an answer of /components/schemas/pet, expected one shape for each name; overlay: {"target":"$.components.schemas.Pet","update":{"x-graphql-type-name":"OtherPet"}}`,
  ] },
  { what: 'a component under two keys', document: answering('{ type: object, properties: { a: { $ref: "#/components/schemas/Pet" }, b: { type: object, additionalProperties: { $ref: "#/components/schemas/Pet" } } } }', 'Pet: { type: object, properties: { a: { type: string } } }'), sentences: [
    `/components/schemas/Pet: found the type name Pet for an item with the key "key" that differs from an answer of /components/schemas/Pet, expected one shape for each name; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema.properties.b.additionalProperties","update":{"x-graphql-type-name":"OtherPet"}}`,
  ] },
  { what: 'an input and an answer of one name', document: small({ paths: '/a: { post: { operationId: a, requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/PetInput" } } } }, responses: { 200: { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/PetInput" } } } } } } }', components: 'schemas: { PetInput: { type: object, properties: { a: { type: string } } } }' }), sentences: [
    `/components/schemas/PetInput: found the type name PetInput for an answer that differs from an input of /components/schemas/PetInput, expected one shape for each name; overlay: {"target":"$.components.schemas.PetInput","update":{"x-graphql-type-name":"Pet"}}`,
  ] },
  { what: 'a name of the graph itself', document: answering('{ $ref: "#/components/schemas/Date" }', 'Date: { type: object, properties: { a: { type: string } } }'), sentences: [
    `/components/schemas/Date: found the type name Date, expected a name that the graph does not use itself; overlay: {"target":"$.components.schemas.Date","update":{"x-graphql-type-name":"SmallDate"}}`,
  ] },
  { what: 'a root of the graph', document: answering('{ $ref: "#/components/schemas/query" }', 'query: { type: object, properties: { a: { type: string } } }'), sentences: [
    `/components/schemas/query: found the type name Query, expected a name that the graph does not use itself; overlay: {"target":"$.components.schemas.query","update":{"x-graphql-type-name":"SmallQuery"}}`,
  ] },
  { what: 'a type name that is none', document: answering('{ $ref: "#/components/schemas/3D" }', '3D: { type: object, properties: { a: { type: string } } }'), sentences: [
    `/components/schemas/3D: found the type name "3D", expected a GraphQL name; overlay: {"target":"$.components.schemas['3D']","update":{"x-graphql-type-name":"Type3D"}}`,
  ] },
  { what: 'a type of no kind', document: answering(property('{ type: file }'), undefined, '3.1.0'), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema/properties/it: found the type "file", expected a type of JSON Schema; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema.properties.it","update":{"type":"string"}}`,
  ] },
  { what: 'properties beside a map', document: answering('{ type: object, properties: { a: { type: string } }, additionalProperties: { type: string } }'), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema: found properties beside a schema for all others, expected an object or a map; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema","update":{"x-graphql-json":true}}`,
  ] },
  { what: 'members by two patterns', document: answering('{ type: object, patternProperties: { "^a": { type: string }, "^b": { type: integer } } }'), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema: found several schemas for members by their names, expected one; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema","update":{"x-graphql-json":true}}`,
  ] },
  { what: 'a property under a condition', document: answering('{ type: object, properties: { a: { type: string } }, if: { required: [ a ] }, then: { properties: { b: { type: string } } } }'), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema/then/properties/b: found the property "b" under a condition, expected it among the properties of the schema itself; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema","update":{"properties":{"b":{"type":"string"}}}}`,
  ] },
  { what: 'a list of maps', document: answering('{ type: array, items: { type: object, additionalProperties: { type: string } } }'), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema/items: found a list of maps, expected a list of objects or scalars; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema.items","update":{"x-graphql-json":true}}`,
  ] },
  { what: 'a list of itself', document: answering('{ $ref: "#/components/schemas/Loop" }', 'Loop: { type: array, items: { $ref: "#/components/schemas/Loop" } }'), sentences: [
    `/components/schemas/Loop/items: found a list of itself, expected a list that ends; overlay: {"target":"$.components.schemas.Loop.items","update":{"x-graphql-json":true}}`,
  ] },
  { what: 'a list of itself in a property', document: answering('{ type: object, properties: { it: { $ref: "#/components/schemas/Loop" } } }', 'Loop: { type: array, items: { $ref: "#/components/schemas/Loop" } }'), sentences: [
    `/components/schemas/Loop/items: found a list of itself, expected a list that ends; overlay: {"target":"$.components.schemas.Loop.items","update":{"x-graphql-json":true}}`,
  ] },
  { what: 'a tuple with further items', document: answering('{ type: array, prefixItems: [ { title: a, type: string } ], items: { type: string } }'), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema: found a list with named places and further items, expected places or items; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema","update":{"x-graphql-json":true}}`,
  ] },
  { what: 'a tuple whose places have no titles', document: answering('{ type: array, prefixItems: [ { type: string } ] }'), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema/prefixItems/0: found a place in a list without a title, expected a title that names its field; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema.prefixItems[0]","update":{"title":"item0"}}`,
  ] },
  { what: 'a bare property that is not there', document: answering('{ type: object, x-graphql-bare: b, properties: { a: { type: string } } }'), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema: found x-graphql-bare of "b", expected one of the properties "a"`,
  ] },
  { what: 'a phrase of no part', document: answering(property('{ type: string, x-graphql-phrase: SOME }')), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema/properties/it: found x-graphql-phrase of "SOME", expected one of WORDS, REMARK, WHOLE; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema.properties.it","update":{"x-graphql-phrase":"WHOLE"}}`,
  ] },
  { what: 'words of a phrase that no enum lists', document: answering(property('{ type: string, x-graphql-phrase: WORDS }')), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema/properties/it: found x-graphql-phrase of "WORDS" on a scalar, expected an enum, whose values are the words`,
  ] },
  { what: 'money in a float', document: taking('{ type: object, properties: { it: { type: number, x-graphql-money: { currency: code } }, code: { type: string } } }'), sentences: [
    `/paths/~1things/post/requestBody/content/application~1json/schema/properties/it: found x-graphql-money on a Float, expected an amount in major units, a Decimal; overlay: {"target":"$.paths['/things'].post.requestBody.content['application/json'].schema.properties.it","update":{"type":"number","format":"decimal"}}`,
  ] },
  { what: 'money without a currency', document: taking(property('{ type: number, format: decimal, x-graphql-money: { currency: code } }')), sentences: [
    `/paths/~1things/post/requestBody/content/application~1json/schema/properties/it: found x-graphql-money of {"currency":"code"}, expected the wire name of a property beside it that holds the currency`,
  ] },
  { what: 'enum values that give no names', document: answering(property('{ type: string, enum: [ "", "+", 1a, -x, "größer" ] }')), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema/properties/it: found the enum values "", "+", "1a", "-x", "größer" without a name of their own, expected one for each value; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema.properties.it","update":{"x-graphql-enum-mapping":{"":"EMPTY","+":"PLUS","1a":"VALUE_1A","-x":"MINUS_X","größer":"GROSSER"}}}`,
  ] },
  { what: 'enum values that give one name', document: answering(property('{ type: string, enum: [ in-use, in use ] }')), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema/properties/it: found the enum value "in use" without a name of its own, expected one for each value; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema.properties.it","update":{"x-graphql-enum-mapping":{"in use":"OTHER_IN_USE"}}}`,
  ] },
  { what: 'a mapping of a value that is not there', document: answering(property('{ type: string, enum: [ a ], x-graphql-enum-mapping: { b: B } }')), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema/properties/it: found a mapping of "b" that the enum does not have, expected values among "a"`,
  ] },
  { what: 'a mapping to no name', document: answering(property('{ type: string, enum: [ a ], x-graphql-enum-mapping: { a: "not one" } }')), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema/properties/it: found the enum value "a" without a name of its own, expected one for each value; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema.properties.it","update":{"x-graphql-enum-mapping":{"a":"A"}}}`,
  ] },
  { what: 'an input that contains itself', document: taking('{ $ref: "#/components/schemas/Egg" }', 'Egg: { type: object, required: [ hen ], properties: { hen: { $ref: "#/components/schemas/Egg" } } }'), sentences: [
    `/components/schemas/Egg: found Cannot reference Input Object "EggInput" within itself through a series of non-null fields: "hen", expected what GraphQL can express; overlay: {"target":"$.components.schemas.Egg","update":{"x-graphql-json":true}}`,
  ] },
];

const compositions: Case[] = [
  { what: 'one property of two types', document: answering('{ allOf: [ { type: object, properties: { a: { type: string } } }, { type: object, properties: { a: { type: integer } } } ] }'), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema/allOf/1/properties/a: found another schema for "a" than at /paths/~1things/get/responses/200/content/application~1json/schema/allOf/0/properties/a, expected the same or one composed of the other; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema.allOf[1].properties.a","remove":true}`,
  ] },
  { what: 'an allOf that nothing satisfies', document: answering(property('{ allOf: [ { type: string }, { type: number } ] }')), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema/properties/it: found an allOf of parts that no value can satisfy together, expected parts of one type; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema.properties.it","update":{"x-graphql-json":true}}`,
  ] },
  { what: 'an allOf of an object and a string', document: answering('{ allOf: [ { type: object, properties: { a: { type: string } } }, { type: string } ] }'), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema: found an allOf of an object and of something else, expected objects and at most one union; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema","update":{"x-graphql-json":true}}`,
  ] },
  { what: 'an allOf of two unions', document: answering('{ allOf: [ { $ref: "#/components/schemas/U" }, { $ref: "#/components/schemas/V" } ] }', union('U') + union('V')), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema: found an allOf of 2 unions, expected objects and at most one union; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema","update":{"x-graphql-json":true}}`,
  ] },
  { what: 'an allOf that contains itself', document: answering('{ $ref: "#/components/schemas/A" }', 'A: { allOf: [ { $ref: "#/components/schemas/B" }, { type: object, properties: { a: { type: string } } } ] }\nB: { allOf: [ { $ref: "#/components/schemas/A" }, { type: object, properties: { b: { type: string } } } ] }'), sentences: [
    `/components/schemas/A: found an allOf that contains itself, expected one that ends; overlay: {"target":"$.components.schemas.A","update":{"x-graphql-json":true}}`,
  ] },
  { what: 'a union that contains itself', document: answering('{ $ref: "#/components/schemas/U" }', 'U: { oneOf: [ { $ref: "#/components/schemas/U" }, { type: object, properties: { a: { type: string } } } ] }'), sentences: [
    `/components/schemas/U/oneOf/0: found a composition that contains itself, expected one that ends; overlay: {"target":"$.components.schemas.U.oneOf[0]","update":{"x-graphql-json":true}}`,
  ] },
  { what: 'a $ref that leads back', document: answering('{ $ref: "#/components/schemas/A" }', 'A: { $ref: "#/components/schemas/B" }\nB: { $ref: "#/components/schemas/A" }'), sentences: [
    `/components/schemas/A: found a $ref that leads back to itself, expected one that ends at a value; overlay: {"target":"$.components.schemas.A['$ref']","remove":true}`,
  ] },
  { what: 'a $ref to nothing', document: answering(property('{ $ref: "#/components/schemas/Missing" }')), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema/properties/it: found the $ref "#/components/schemas/Missing" that points at nothing, expected a JSON pointer into the document; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema.properties.it['$ref']","remove":true}`,
  ] },
  { what: 'a $ref to the network', document: answering(property('{ $ref: "https://x.example/a.yaml" }')), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema/properties/it: found the $ref "https://x.example/a.yaml" that leads out of the document, expected a JSON pointer into the document; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema.properties.it['$ref']","remove":true}`,
  ] },
  { what: 'a text or an object', document: answering(property('{ oneOf: [ { type: string }, { type: object, properties: { name: { type: string } } } ] }')), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema/properties/it: found alternatives of different kinds (scalar, object), expected all of them objects, all of them scalars, or one value or a list of it; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema.properties.it","update":{"x-graphql-bare":"name"}}`,
  ] },
  { what: 'a list or a map', document: answering(property('{ type: [ array, object ], items: { type: string }, additionalProperties: { type: string } }')), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema/properties/it: found alternatives of different kinds (list, map), expected all of them objects, all of them scalars, or one value or a list of it; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema.properties.it","update":{"x-graphql-json":true}}`,
  ] },
  { what: 'members that are alike', document: answering('{ $ref: "#/components/schemas/U" }', 'U: { oneOf: [ { $ref: "#/components/schemas/A" }, { $ref: "#/components/schemas/B" } ] }\nA: { type: object, required: [ x ], properties: { x: { type: string } } }\nB: { type: object, properties: { x: { type: string } } }'), sentences: [
    `/components/schemas/U: found a union whose members A, B cannot be told from the others, expected a discriminator, a required property that no other member has, or a required constant; overlay: {"target":"$.components.schemas.U","update":{"x-graphql-members":[{"type":"A","has":[]},{"type":"B","has":[]}]}}`,
  ] },
  { what: 'members without names', document: answering(property('{ oneOf: [ { type: object, required: [ a ], properties: { a: { type: string } } }, { type: object, required: [ b ], properties: { b: { type: string } } } ] }')), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema/properties/it/oneOf/0: found a member of ThingsAnswerIt without a name of its own, expected a component, a title or a type name; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema.properties.it.oneOf[0]","update":{"x-graphql-type-name":"ThingsAnswerItA"}}`,
    `/paths/~1things/get/responses/200/content/application~1json/schema/properties/it/oneOf/1: found a member of ThingsAnswerIt without a name of its own, expected a component, a title or a type name; overlay: {"target":"$.paths['/things'].get.responses['200'].content['application/json'].schema.properties.it.oneOf[1]","update":{"x-graphql-type-name":"ThingsAnswerItB"}}`,
  ] },
  { what: 'a member without properties', document: answering('{ $ref: "#/components/schemas/U" }', 'U: { oneOf: [ { $ref: "#/components/schemas/A" }, { $ref: "#/components/schemas/B" } ] }\nA: { type: object, required: [ x ], properties: { x: { type: string } } }\nB: { type: object, required: [ y ], properties: { y: { type: string, writeOnly: true } } }'), sentences: [
    `/components/schemas/B: found a member of U without properties, expected an object with properties; overlay: {"target":"$.components.schemas.U","update":{"x-graphql-json":true}}`,
    `/components/schemas/U: found a union whose member B cannot be told from the others, expected a discriminator, a required property that no other member has, or a required constant; overlay: {"target":"$.components.schemas.U","update":{"x-graphql-members":[{"type":"A","has":[]},{"type":"B","has":[]}]}}`,
  ] },
  { what: 'alternatives beside properties', document: answering('{ $ref: "#/components/schemas/U" }', 'U: { type: object, properties: { id: { type: string } }, oneOf: [ { $ref: "#/components/schemas/A" }, { $ref: "#/components/schemas/B" } ] }\nA: { type: object, required: [ x ], properties: { x: { type: string } } }\nB: { type: object, required: [ y ], properties: { y: { type: string } } }'), sentences: [
    `/components/schemas/U: found alternatives beside properties that not all of them have, expected the alternatives as a component of their own in an allOf; overlay: {"target":"$.components.schemas.U","update":{"x-graphql-json":true}}`,
  ] },
  { what: 'an overlay that forgets a member', document: answering('{ $ref: "#/components/schemas/U" }', union('U')), overlay: [{ target: '$.components.schemas.U', update: { 'x-graphql-members': [{ type: 'UOne', has: ['x'] }] } }], sentences: [
    `/components/schemas/U: found x-graphql-members without UTwo, expected one entry for each of UOne, UTwo, in the form { type, has } or { type, at, is }`,
  ] },
  { what: 'an overlay that tells of no member', document: answering('{ $ref: "#/components/schemas/U" }', union('U')), overlay: [{ target: '$.components.schemas.U', update: { 'x-graphql-members': [{ type: 'Three', at: ['x'] }] } }], sentences: [
    `/components/schemas/U: found the entry {"type":"Three","at":["x"]} in x-graphql-members, expected one entry for each of UOne, UTwo, in the form { type, has } or { type, at, is }`,
  ] },
];

const bodies: Case[] = [
  { what: 'a form that is a list', document: taking('{ type: array, items: { type: string } }', undefined, 'application/x-www-form-urlencoded'), sentences: [
    `/paths/~1things/post/requestBody/content/application~1x-www-form-urlencoded/schema: found a form that is no object with properties, expected one part for each property`,
  ] },
  { what: 'a form with an object in it', document: taking('{ type: object, properties: { it: { type: object, properties: { a: { type: string } } }, other: { type: string } } }', undefined, 'application/x-www-form-urlencoded'), sentences: [
    `/paths/~1things/post/requestBody/content/application~1x-www-form-urlencoded/schema/properties/it: found a part of a form that is neither a scalar nor a list of scalars, expected a value with one spelling; overlay: {"target":"$.paths['/things'].post.requestBody.content['application/x-www-form-urlencoded'].schema.properties.it","update":{"x-graphql-ignore":true}}`,
  ] },
  { what: 'a multipart body with a list of objects in it', document: taking('{ type: object, properties: { it: { type: array, items: { type: object } }, other: { type: string } } }', undefined, 'multipart/form-data'), sentences: [
    `/paths/~1things/post/requestBody/content/multipart~1form-data/schema/properties/it: found a part of a multipart body that is neither a scalar nor a list of scalars, expected a value with one spelling; overlay: {"target":"$.paths['/things'].post.requestBody.content['multipart/form-data'].schema.properties.it","update":{"x-graphql-ignore":true}}`,
  ] },
  { what: 'a text body that is an object', document: taking('{ type: object, properties: { a: { type: string } } }', undefined, 'text/plain'), sentences: [
    `/paths/~1things/post/requestBody/content/text~1plain/schema: found a text body that is no scalar, expected a string; overlay: {"target":"$.paths['/things'].post.requestBody.content['text/plain']","update":{"schema":{"type":"string"}}}`,
  ] },
  {
    what: 'a form with an encoding of its own',
    document: small({ paths: '/things: { post: { operationId: a, requestBody: { content: { application/x-www-form-urlencoded: { schema: { type: object, properties: { it: { type: array, items: { type: string } } } }, encoding: { it: { style: form, explode: false } } } } }, responses: { 204: { description: ok } } } }' }),
    sentences: [
      `/paths/~1things/post/requestBody/content/application~1x-www-form-urlencoded/encoding/it/explode: found explode: false, expected form style with explode; overlay: {"target":"$.paths['/things'].post.requestBody.content['application/x-www-form-urlencoded'].encoding.it","remove":true}`,
    ],
  },
];

const documents: Case[] = [
  { what: 'no version', document: { info: {} }, sentences: [
    `/openapi: found no version, expected OpenAPI 3.0 or 3.1`,
  ] },
  { what: 'Swagger', document: { swagger: '2.0' }, sentences: [
    `/openapi: found swagger "2.0", expected OpenAPI 3.0 or 3.1`,
  ] },
  { what: 'a version to come', document: { openapi: '4.0.0' }, sentences: [
    `/openapi: found openapi "4.0.0", expected OpenAPI 3.0 or 3.1`,
  ] },
  { what: 'a document that is not OpenAPI', document: { openapi: '3.1.0', info: { title: 'x' }, paths: {} }, sentences: [
    `/: found a document that is not valid (must have required property 'version', at "info": {), expected valid OpenAPI`,
  ] },
  { what: 'a path parameter that the path does not have', document: asking('{ name: id, in: path, required: true, schema: { type: string } }'), sentences: [
    '/: found a document that is not valid (`/paths/things/get` has a path parameter named `id`, but there is no corresponding `{id}` in the path string), expected valid OpenAPI',
  ] },
  { what: 'a key that is none', document: answering(property('{ type: string, x-graphql-feild-name: other }')), sentences: [
    `/paths/~1things/get/responses/200/content/application~1json/schema/properties/it/x-graphql-feild-name: found the unknown key x-graphql-feild-name, expected x-graphql-field-name`,
  ] },
  { what: 'a member named __proto__', document: JSON.parse('{ "openapi": "3.1.0", "paths": { "/a": { "__proto__": { "polluted": true } } } }') as Record<string, unknown>, sentences: [
    `/paths/~1a/__proto__: found a member named __proto__, expected any other name; overlay: {"target":"$.paths['/a'].__proto__","remove":true}`,
  ] },
];

/** Two members that can be told apart. */
function union(name: string): string {
  return `${name}: { oneOf: [ { $ref: "#/components/schemas/${name}One" }, { $ref: "#/components/schemas/${name}Two" } ] }
${name}One: { type: object, required: [ x ], properties: { x: { type: string } } }
${name}Two: { type: object, required: [ y ], properties: { y: { type: string } } }\n`;
}

describe.each([
  ['of operations', operations],
  ['of parameters', parameters],
  ['of types', types],
  ['of compositions', compositions],
  ['of bodies', bodies],
  ['of documents', documents],
])('a refusal %s', (_, cases) => {
  it.each(cases)('$what', async ({ document, overlay = [], sentences }) => {
    expect(await refusalsOf(document, ...overlay)).toEqual(sentences);
  });
});

describe('refusals', () => {
  it('are all told at once', async () => {
    const document = small({ paths: '/a: { get: { responses: { 204: { description: ok } } } }\n/b: { get: { operationId: b, parameters: [ { name: c, in: cookie, schema: { type: string } } ], responses: { 200: { description: ok, content: { image/png: {} } } } } }' });
    expect(await refusalsOf(document)).toHaveLength(3);
  });

  it('help: the proposed action makes the document pass', async () => {
    const unhelped: unknown[] = [];
    for (const { document, overlay = [], sentences } of [...operations, ...parameters, ...types, ...compositions, ...bodies]) {
      const actions = sentences.flatMap((sentence) => {
        const action = /; overlay: (\{.*\})$/.exec(sentence)?.[1];
        return action === undefined ? [] : [JSON.parse(action) as Overlay];
      });
      if (actions.length < sentences.length || JSON.stringify(actions).includes('"has":[]')) continue;
      const left = await refusalsOf(document, ...overlay, ...actions);
      if (left.length > 0) unhelped.push({ sentences, left });
    }
    expect(unhelped).toEqual([]);
  });
});

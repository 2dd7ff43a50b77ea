/** Documents that mean harm, or are merely very large. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, parse, type ObjectTypeDefinitionNode } from 'graphql';
import { generate, generateFrom, GenerationError } from '../../../src/generate/main.ts';
import { describe as printed, plain, quote } from '../../../src/generate/print.ts';
import { directiveDefinitions, scalarDefinitions } from '../../../src/rest/directives.ts';
import { answering, refusalsOf, sdlOf, small } from './small.ts';

describe('texts of a document', () => {
  it('stay descriptions, whatever they contain', () => {
    const text = fc.string({ unit: fc.constantFrom('"', '"""', '\\', '\n', '\r\n', '\t', ' ', 'a', '#', '{', '}', '\u0000', '\u0007', '\ud800', '€', '😀') });
    fc.assert(fc.property(text, (value) => {
      const document = parse(`${printed(value, '  ')}  type A { a: Int }`);
      const found = (document.definitions[0] as ObjectTypeDefinitionNode).description?.value ?? '';
      expect(found).toBe(plain(value));
    }));
  });

  it('stay string literals, whatever they contain', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (value) => {
      const document = parse(`type A @wire(name: ${quote(value)}) { a: Int }`);
      const argument = (document.definitions[0] as ObjectTypeDefinitionNode).directives![0]!.arguments![0]!.value;
      expect(argument).toMatchObject({ kind: 'StringValue', value: value.replace(/\p{Surrogate}/gu, '\ufffd') });
    }));
  });

  it('cannot leave their place in the schema', async () => {
    const evil = 'x""" }\n\ntype Mutation { pwned: String @rest(source: "evil", POST: "http://evil.example") }\n"""';
    const name = 'a"}) { pwned: Int } #';
    const document = small({ paths: '{}' });
    document.paths = {
      '/a': {
        get: {
          operationId: 'getA',
          summary: evil,
          deprecated: true,
          description: `Deprecated, use """ ${evil}`,
          parameters: [{ name: name, in: 'query', 'x-graphql-field-name': 'name', description: evil, schema: { type: 'string', enum: [evil], 'x-graphql-enum-mapping': { [evil]: 'EVIL' } } }],
          responses: { 200: { description: 'ok', content: { 'application/json': { schema: { type: 'object', description: evil, properties: { [name]: { type: 'string', 'x-graphql-field-name': 'name' } } } } } } },
        },
      },
    };
    const sdl = await generateFrom({ document, name: 'small' });
    const schema = buildSchema(directiveDefinitions + scalarDefinitions + sdl);
    expect(schema.getMutationType()).toBeUndefined();
    expect(Object.keys(schema.getQueryType()!.getFields())).toEqual(['a']);
    expect(schema.getQueryType()!.getFields().a!.args[0]!.description).toBe(evil);
    expect(sdl).toContain('GET: "/a?a%22%7D)%20%7B%20pwned%3A%20Int%20%7D%20%23={name}"');
  });
});

describe('names of a document', () => {
  it('stand percent-encoded in the path', async () => {
    const document = small({ paths: '"/größe/100%/{der id}/%41?a=b c": { get: { operationId: a, parameters: [ { name: der id, in: path, required: true, schema: { type: [ string, "null" ] } }, { name: q, in: query, schema: { type: string } } ], responses: { 204: { description: ok } } } }' });
    expect(await sdlOf(document)).toContain('a(derId: String!, q: String): Boolean\n    @rest(source: "small", GET: "/gr%C3%B6%C3%9Fe/100%25/{derId}/%41?a=b%20c&q={q}", answer: NONE)');
  });

  it('are never taken for members of every object', async () => {
    const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype'];
    const schemas = Object.fromEntries(names.map((name) => [name, { type: 'object', required: names, properties: Object.fromEntries(names.map((other) => [other, { $ref: `#/components/schemas/${other}` }])) }]));
    const document = { ...answering('{ $ref: "#/components/schemas/constructor" }'), components: { schemas } };
    const sdl = await sdlOf(document);
    for (const name of names) expect(sdl).toContain(`type ${name.charAt(0).toUpperCase()}${name.slice(1)} {`);
  });

  it('that nothing declares are not found on the prototype', async () => {
    expect(await refusalsOf(answering('{ $ref: "#/components/schemas/toString" }', 'A: {}'))).toEqual([
      expect.stringContaining('found the $ref "#/components/schemas/toString" that points at nothing'),
    ]);
  });

  it('of a union\'s discriminator are read as values', async () => {
    const sdl = await sdlOf(answering('{ $ref: "#/components/schemas/U" }', `
U: { oneOf: [ { $ref: "#/components/schemas/A" }, { $ref: "#/components/schemas/B" } ], discriminator: { propertyName: constructor, mapping: { toString: A, valueOf: B } } }
A: { type: object, properties: { a: { type: string } } }
B: { type: object, properties: { b: { type: string } } }`));
    expect(sdl).toContain('@member(type: "A", at: ["constructor"], is: ["toString"])');
  });
});

describe('large documents', () => {
  const many = 3000;
  const schemas = (of: (index: number) => unknown): Record<string, unknown> => Object.fromEntries(Array.from({ length: many }, (_, index) => [`S${index}`, of(index)]));
  const reading = (components: Record<string, unknown>): Record<string, unknown> => ({ ...answering('{ $ref: "#/components/schemas/S0" }'), components: { schemas: components } });

  it('may be a long chain of types, each with two ways on', async () => {
    const sdl = await sdlOf(reading(schemas((index) => ({
      type: 'object',
      properties: { next: { $ref: `#/components/schemas/S${(index + 1) % many}` }, other: { $ref: `#/components/schemas/S${(index + 2) % many}` } },
    }))));
    expect(sdl.match(/^type S\d+ /gm)).toHaveLength(many);
  });

  it('may be a long chain of references to one type', async () => {
    const sdl = await sdlOf(reading(schemas((index) => (index < many - 1 ? { $ref: `#/components/schemas/S${index + 1}` } : { type: 'object', properties: { a: { type: 'string' } } }))));
    expect(sdl).toContain(`things: S${many - 1}`);
  });

  it('print only what is reached', async () => {
    const sdl = await sdlOf(reading(schemas(() => ({ type: 'object', properties: { a: { type: 'string' } } }))));
    expect(sdl.match(/^type S\d+ /gm)).toEqual(['type S0 ']);
  });

  it('are refused when they are nested beyond all measure', async () => {
    let schema: unknown = { type: 'string' };
    for (let depth = 0; depth < 5000; depth += 1) schema = { type: 'array', items: schema };
    const document = { ...answering('{ type: string }'), components: { schemas: { Deep: schema } } };
    expect(await refusalsOf(document)).toEqual([expect.stringMatching(/: found more than 400 levels, expected fewer$/)]);
  });
});

describe('files beside a document', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'generate-'));
    await mkdir(join(folder, 'own'));
    await writeFile(join(folder, 'secret.yaml'), 'type: string\ndescription: not for you\n');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const withRef = async (reference: string, more: Record<string, string> = {}): Promise<string[] | string> => {
    const document = join(folder, 'own', 'api.yaml');
    await writeFile(document, JSON.stringify(answering(`{ $ref: ${JSON.stringify(reference)} }`)));
    for (const [name, text] of Object.entries(more)) await writeFile(join(folder, 'own', name), text);
    try {
      return await generate({ document, name: 'small' });
    } catch (error) {
      if (error instanceof GenerationError) return [...error.sentences];
      throw error;
    }
  };

  it.each([
    ['https://x.example/a.yaml#/A', 'a file beside the document: generation needs no internet'],
    ['//x.example/a.yaml', 'a file beside the document: generation needs no internet'],
    ['file:///etc/passwd', 'a file beside the document: generation needs no internet'],
    ['../secret.yaml', "a file within the document's folder"],
    ['/etc/passwd', "a file within the document's folder"],
    ['a/../../secret.yaml', "a file within the document's folder"],
    ['%2e%2e/secret.yaml', "a file within the document's folder"],
  ])('%s is not read', async (reference, expected) => {
    expect(await withRef(reference)).toEqual([expect.stringContaining(`schema: found the $ref "${reference}", expected ${expected}; overlay: `)]);
  });

  it('may refer to each other in circles', async () => {
    const sdl = await withRef('a.yaml', {
      'a.yaml': 'type: object\nproperties: { b: { $ref: "b.yaml#/definitions/B" }, me: { $ref: "#" } }\n',
      'b.yaml': 'definitions: { B: { type: object, properties: { a: { $ref: "./a.yaml" } } } }\n',
    });
    expect(sdl).toContain('type A {\n  b: B\n  me: A\n}\n\ntype B {\n  a: A\n}\n');
  });

  it('that are missing are named', async () => {
    expect(await withRef('missing.yaml')).toEqual([expect.stringMatching(/^missing\.yaml cannot be read as YAML or JSON: there is no such file$/)]);
  });

  it('are part of the pointer of a refusal', async () => {
    expect(await withRef('a.yaml', { 'a.yaml': 'type: object\nproperties: { 2fa: { type: string } }\n' })).toEqual([
      expect.stringContaining(`/x-files/a.yaml/properties/2fa: found the property "2fa" that gives no GraphQL name`),
    ]);
  });
});

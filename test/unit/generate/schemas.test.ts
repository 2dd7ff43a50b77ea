/** What schemas mean in the graph, one way of writing at a time. */
import { describe, expect, it } from '@jest/globals';
import { answering, refusalsOf, sdlOf, small, taking } from './small.ts';

const pet = 'Pet: { type: object, description: A pet., properties: { name: { type: string } } }';
const two = 'A: { type: object, required: [ a ], properties: { a: { type: string }, id: { type: string } } }\nB: { type: object, required: [ b ], properties: { b: { type: string }, id: { type: string } } }';

/** The one line of the schema that begins so. */
async function line(document: unknown, start: string): Promise<string | undefined> {
  return (await sdlOf(document)).split('\n').map((one) => one.trim()).find((one) => one.startsWith(start));
}

const property = async (schema: string, schemas?: string): Promise<string | undefined> => line(answering(`{ type: object, properties: { it: ${schema} } }`, schemas), 'it: ');
const required = async (schema: string, schemas?: string): Promise<string | undefined> => line(taking(`{ type: object, required: [ it ], properties: { it: ${schema} } }`, schemas), 'it: ');

describe('in an answer', () => {
  it.each([
    ['{}', 'it: JSON'],
    ['true', 'it: JSON'],
    ['{ type: object }', 'it: JSON @freeform'],
    ['{ type: object, additionalProperties: true }', 'it: JSON @freeform'],
    ['{ type: object, additionalProperties: {} }', 'it: JSON @freeform'],
    ['{ type: object, additionalProperties: {}, x-graphql-key: name }', 'it: [ThingsAnswerItItem!] @map(key: "name", value: "value")'],
    ['{ type: object, additionalProperties: false, properties: { a: { type: string } } }', 'it: ThingsAnswerIt'],
    ['{ properties: { a: { type: string } } }', 'it: ThingsAnswerIt'],
    ['{ type: object, patternProperties: { "^x-": { type: string } } }', 'it: [ThingsAnswerItItem!] @map(key: "key", value: "value")'],
    ['{ type: array }', 'it: [JSON]'],
    ['{ type: array, items: { type: object } }', 'it: [JSON!] @freeform'],
    ['{ items: { type: string } }', 'it: [String!]'],
    ['{ type: array, items: { type: [ string, "null" ] } }', 'it: [String]'],
    ['{ type: array, items: { oneOf: [ { type: string }, { type: "null" } ] } }', 'it: [String]'],
    ['{ type: array, items: { type: array, items: { type: integer } } }', 'it: [[SafeInt!]!]'],
    ['{ type: "null" }', 'it: JSON'],
    ['{ type: [ string, integer ] }', 'it: String'],
    ['{ type: [ string, boolean ] }', 'it: JSON'],
    ['{ type: [ string, array ], items: { type: string } }', 'it: [String!]'],
    ['{ oneOf: [ { type: integer, format: int32 }, { type: integer } ] }', 'it: SafeInt'],
    ['{ anyOf: [ { type: integer }, { type: number, format: decimal } ] }', 'it: Decimal'],
    ['{ anyOf: [ { type: string, format: date }, { type: string, format: date-time } ] }', 'it: String'],
    ['{ anyOf: [ { type: string, enum: [ a ] }, { type: string } ] }', 'it: String'],
    ['{ anyOf: [ { type: object }, { type: object, additionalProperties: true } ] }', 'it: JSON @freeform'],
    ['{ anyOf: [ { type: string }, {} ] }', 'it: JSON'],
    ['{ enum: [ 1, a ] }', 'it: JSON'],
    ['{ enum: [ 1.5, 2 ] }', 'it: Float'],
    ['{ const: 3 }', 'it: SafeInt'],
    ['{ type: object, x-graphql-json: true, properties: { a: { type: string } } }', 'it: JSON @freeform'],
    ['{ type: array, x-graphql-json: true, items: {} }', 'it: JSON'],
    ['{ allOf: [ { type: string }, { maxLength: 3 } ] }', 'it: String'],
    ['{ allOf: [ { type: string }, { type: string, enum: [ a ] } ] }', 'it: ThingsAnswerIt'],
    ['{ allOf: [ { type: integer }, { type: integer, format: int32 } ] }', 'it: Int'],
  ])('%s is %s', async (schema, text) => expect(await property(schema)).toBe(text));

  it.each([
    ['{ $ref: "#/components/schemas/Pet" }', 'it: Pet'],
    ['{ allOf: [ { $ref: "#/components/schemas/Pet" } ] }', 'it: Pet'],
    ['{ allOf: [ { $ref: "#/components/schemas/Pet" }, { description: Mine. }, { type: object } ] }', 'it: Pet'],
    ['{ anyOf: [ { $ref: "#/components/schemas/Pet" }, { type: "null" } ] }', 'it: Pet'],
    ['{ oneOf: [ { $ref: "#/components/schemas/Pet" } ] }', 'it: Pet'],
    ['{ oneOf: [ { $ref: "#/components/schemas/Pet" }, { type: array, items: { $ref: "#/components/schemas/Pet" } } ] }', 'it: [Pet!]'],
    ['{ $ref: "#/components/schemas/Pet", type: object }', 'it: Pet'],
    ['{ $ref: "#/components/schemas/Pet", required: [ name ] }', 'it: ThingsAnswerIt'],
    ['{ $ref: "#/components/schemas/Pet", x-graphql-type-name: Animal }', 'it: Animal'],
    ['{ type: object, additionalProperties: { $ref: "#/components/schemas/Pet" } }', 'it: [Pet!] @map(key: "key")'],
    ['{ type: object, additionalProperties: { anyOf: [ { $ref: "#/components/schemas/Pet" }, { type: "null" } ] } }', 'it: [ThingsAnswerItItem!] @map(key: "key", value: "value")'],
  ])('%s is %s', async (schema, text) => expect(await property(schema, pet)).toBe(text));
});

describe('in a body, where it is required', () => {
  it.each([
    ['{ type: string }', 'it: String!'],
    ['{ type: [ string, "null" ] }', 'it: String = null'],
    ['{}', 'it: JSON = null'],
    ['{ type: [ string, "null" ], default: "" }', 'it: String = ""'],
    ['{ type: string, default: "a\\"b" }', 'it: String! = "a\\"b"'],
    ['{ type: integer, default: x }', 'it: SafeInt!'],
    ['{ type: string, enum: [ a, b ], default: b }', 'it: AddThingIt! = B'],
    ['{ type: string, enum: [ a, b ], default: c }', 'it: AddThingIt!'],
    ['{ const: only }', 'it: AddThingIt! = ONLY'],
    ['{ const: 3 }', 'it: SafeInt! = 3'],
    ['{ type: boolean, enum: [ true ] }', 'it: Boolean! = true'],
    ['{ type: array, items: { type: string }, default: [ a ] }', 'it: [String!]! = ["a"]'],
    ['{ type: object, properties: { a: { type: string } }, default: { a: b } }', 'it: AddThingItInput!'],
  ])('%s is %s', async (schema, text) => expect(await required(schema)).toBe(text));

  it('a default of what is optional is left to the vendor', async () => {
    expect(await line(taking('{ type: object, properties: { it: { type: string, default: EUR } } }'), 'it: ')).toBe('it: String');
    expect(await line(taking('{ type: object, properties: { it: { const: only } } }'), 'it: ')).toBe('it: AddThingIt');
  });

  it('what only the other side may send is not there', async () => {
    const schemas = 'Pet: { type: object, required: [ id, pin ], properties: { id: { $ref: "#/components/schemas/Id" }, pin: { type: string, writeOnly: true }, name: { type: string } } }\nId: { type: string, readOnly: true }';
    expect(await sdlOf(taking('{ $ref: "#/components/schemas/Pet" }', schemas))).toContain('input PetInput {\n  pin: String!\n  name: String\n}');
    expect(await sdlOf(answering('{ $ref: "#/components/schemas/Pet" }', schemas))).toContain('type Pet {\n  id: String\n  name: String\n}');
  });
});

describe('a name', () => {
  it('may be given twice to one shape', async () => {
    const document = answering('{ type: object, properties: { a: { type: string, x-graphql-type-name: Size, enum: [ s, m ] }, b: { type: string, x-graphql-type-name: Size, description: Another., enum: [ s, m ] } } }');
    expect((await sdlOf(document)).match(/^enum /gm)).toHaveLength(1);
  });

  it('of a component stays when the component only renames another', async () => {
    const sdl = await sdlOf(answering('{ type: object, properties: { a: { $ref: "#/components/schemas/Pet" }, b: { $ref: "#/components/schemas/Dog" } } }', `${pet}\nDog: { allOf: [ { $ref: "#/components/schemas/Pet" } ] }`), { target: '$.components.schemas.Pet', update: { 'x-graphql-type-name': 'Animal' } });
    expect(sdl).toContain('  a: Animal\n  b: Dog\n');
    expect(sdl).toContain('type Dog {\n  name: String\n}');
  });

  it('of what is written in place comes from the component that declares it', async () => {
    const schemas = 'Base: { type: object, properties: { size: { type: string, enum: [ s ] }, box: { type: array, items: { type: object, properties: { tag: { type: object, properties: { a: { type: string } } } } } } } }\nBig: { allOf: [ { $ref: "#/components/schemas/Base" }, { type: object, properties: { other: { type: string, enum: [ t ] } } } ] }';
    const sdl = await sdlOf(answering('{ $ref: "#/components/schemas/Big" }', schemas), { target: '$.components.schemas.Big', update: { 'x-graphql-type-name': 'Large' } });
    expect(sdl).toContain('type Large {\n  size: BaseSize\n  box: [BaseBox!]\n  other: LargeOther\n}');
    expect(sdl).toContain('type BaseBox {\n  tag: BaseBoxTag\n}');
  });

  it('of an input loses no word and gains none it has', async () => {
    const sdl = await sdlOf(taking('{ type: object, properties: { a: { $ref: "#/components/schemas/PetInput" }, b: { $ref: "#/components/schemas/Pet" } } }', 'PetInput: { type: object, properties: { a: { type: string } } }\nPet: { type: object, properties: { b: { type: string } } }'), { target: '$.components.schemas.Pet', update: { 'x-graphql-type-name': 'Dog' } });
    expect(sdl).toContain('input AddThingInput {\n  a: PetInput\n  b: DogInput\n}');
  });
});

describe('a union', () => {
  const union = (more = '', beside = ''): string => `U: { ${beside} oneOf: [ { $ref: "#/components/schemas/A" }, { $ref: "#/components/schemas/B" } ${more} ] }\n${two}`;

  it('within a union gives its members to it', async () => {
    const schemas = `${union(', { $ref: "#/components/schemas/V" }')}\nV: { anyOf: [ { $ref: "#/components/schemas/C" }, { $ref: "#/components/schemas/A" } ] }\nC: { type: object, required: [ c ], properties: { c: { type: string } } }`;
    const sdl = await sdlOf(answering('{ $ref: "#/components/schemas/U" }', schemas));
    expect(sdl).toContain('  = A | B | C | UnknownU\n');
    expect(sdl).not.toContain('union V');
  });

  it('beside properties that each member has is just the union', async () => {
    expect(await sdlOf(answering('{ $ref: "#/components/schemas/U" }', union('', 'type: object, properties: { id: { type: string } },')))).toContain('things: U\n');
  });

  it('written in place takes the names of its members from their titles', async () => {
    const sdl = await sdlOf(answering('{ oneOf: [ { title: red one, type: object, required: [ a ], properties: { a: { type: string } } }, { title: Blue, type: object, required: [ b ], properties: { b: { type: object, properties: { c: { type: string } } } } } ] }'));
    expect(sdl).toContain('  = RedOne | Blue | UnknownThingsAnswer\n');
    expect(sdl).toContain('type Blue {\n  b: BlueB\n}');
  });

  it('is asked for by one member each in a body', async () => {
    const sdl = await sdlOf(taking('{ $ref: "#/components/schemas/PetInput" }', 'PetInput: { oneOf: [ { $ref: "#/components/schemas/big_dogInput" }, { $ref: "#/components/schemas/Cat" } ] }\nbig_dogInput: { type: object, properties: { a: { type: string } } }\nCat: { type: object, properties: { b: { type: string } } }'));
    expect(sdl).toContain('input PetInput @oneOf {\n  bigDog: BigDogInput\n  cat: CatInput\n}');
  });

  it('need not be told apart where nobody reads it', async () => {
    const alike = 'U: { oneOf: [ { $ref: "#/components/schemas/A" }, { $ref: "#/components/schemas/B" } ] }\nA: { type: object, properties: { x: { type: string } } }\nB: { type: object, properties: { x: { type: string } } }';
    expect(await refusalsOf(taking('{ $ref: "#/components/schemas/U" }', alike))).toEqual([]);
    expect(await refusalsOf(answering('{ $ref: "#/components/schemas/U" }', alike))).toHaveLength(1);
  });
});

describe('a description', () => {
  const described = async (operation: string): Promise<string> => sdlOf(small({ paths: `/a: { get: { operationId: a, ${operation} responses: { 204: { description: ok } } } }` }));

  it('of an operation is its summary and its description, each once', async () => {
    expect(await described('summary: One, description: "Two\\n\\nlines",')).toContain('  """\n  One\n\n  Two\n\n  lines\n  """\n  a: Boolean');
    expect(await described('summary: One, description: One,')).toContain('  """One"""\n  a: Boolean');
    expect(await described('description: Two,')).toContain('  """Two"""\n  a: Boolean');
    expect(await described('summary: "",')).toContain('type Query {\n  a: Boolean');
  });

  it('of a type is not said again where it is used, another is', async () => {
    const sdl = await sdlOf(answering('{ type: object, properties: { a: { $ref: "#/components/schemas/Pet" }, b: { description: Mine., $ref: "#/components/schemas/Pet" } } }', pet));
    expect(sdl).toContain('type ThingsAnswer {\n  a: Pet\n  """Mine."""\n  b: Pet\n}\n\n"""A pet."""\ntype Pet {');
  });

  it('of a scalar component is said where it is used', async () => {
    expect(await sdlOf(answering('{ type: object, properties: { a: { $ref: "#/components/schemas/Amount" } } }', 'Amount: { type: integer, description: In cents. }'))).toContain('  """In cents."""\n  a: SafeInt\n');
  });
});

describe('answers of several statuses', () => {
  const statuses = (responses: string): Record<string, unknown> => small({ paths: `/a: { get: { operationId: a, responses: { ${responses} } } }`, components: `schemas: { ${pet} }` });
  const json = (schema: string): string => `content: { application/json: { schema: ${schema} } }`;

  it('may be one type, wherever it is written', async () => {
    const ref = json('{ $ref: "#/components/schemas/Pet" }');
    expect(await line(statuses(`200: { description: ok, ${ref} }, 201: { description: ok, ${ref} }, 404: { description: no, ${json('{ type: string }')} }`), 'a: ')).toBe('a: Pet');
  });

  it('are the one that has content', async () => {
    expect(await line(statuses(`200: { description: ok }, 201: { description: ok, ${json('{ type: string }')} }`), 'a: ')).toBe('a: String');
  });

  it('are JSON where there is a choice', async () => {
    expect(await line(statuses(`200: { description: ok, content: { text/csv: {}, application/hal+json: { schema: { type: integer } } } }`), 'a: ')).toBe('a: SafeInt');
  });

  it('are nothing where only failures have content', async () => {
    expect(await sdlOf(statuses(`200: { description: ok }, default: { description: no, ${json('{ type: string }')} }`))).toContain('a: Boolean\n    @rest(source: "small", GET: "/a", answer: NONE)');
  });
});

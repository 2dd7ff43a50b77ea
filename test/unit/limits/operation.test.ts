import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Kind, buildSchema, getIntrospectionQuery, parse, print, validate } from 'graphql';
import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { createLimits, noLimits } from '../../../src/limits/main.ts';
import type { LimitSettings } from '../../../src/limits/main.ts';
import { measureOperation } from '../../../src/limits/operation.ts';

const schema = buildSchema(/* GraphQL */ `
  type Query { node: Node, nodes: [Node!], page(limit: Int, offset: Int): Page, first(first: Int = 3): [Node!], grid: [[Int]], called: Node }
  type Mutation { write: Node }
  type Page { items: [Node!], more: [Node!], total: Int }
  interface Named { name: String }
  type Node implements Named { name: String, node: Node, nodes: [Node!], page(limit: Int): Page, system: Node, either: Either }
  union Either = Node | Page
`);
schema.getQueryType()!.getFields()['called']!.extensions = { scopes: ['a:read', 'b:read'] };
(schema.getType('Node') as unknown as { getFields(): Record<string, { extensions: object }> }).getFields()['system']!.extensions = { scopes: ['a:read'] };

function read(text: string, of: GraphQLSchema = schema, { checked = true } = {}) {
  const document = parse(text);
  if (checked) expect(validate(of, document).map(({ message }) => message)).toEqual([]);
  const operation = document.definitions.find((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION)!;
  return { schema: of, document, operation };
}

const problem = (text: string, settings: Partial<LimitSettings>, variables = {}): string | undefined => createLimits({ ...noLimits, ...settings }).ofRun(read(text), variables)?.message;

describe('the depth of an operation', () => {
  it.each([
    ['{ node { node { name } } }', 3],
    ['{ node { node { __typename } } }', 3],
    ['{ node { ... { ... on Node { ... on Named { name } } } } }', 2],
    ['{ node { ...A } } fragment A on Node { node { ...B } } fragment B on Node { node { name } }', 4],
    ['{ ...A ...B } fragment A on Query { node { ...B2 } } fragment B on Query { node { name } } fragment B2 on Node { name }', 2],
    ['{ a: node { name } b: node { node { name } } }', 3],
    ['mutation { write { node { name } } }', 3],
  ])('%s is %i', (text, depth) => {
    expect(problem(text, { maxDepth: depth })).toBeUndefined();
    expect(problem(text, { maxDepth: depth - 1 })).toBe(`The operation is too deep: found ${depth} fields, allowed ${depth - 1}.`);
  });
});

describe('aliases and root fields', () => {
  it('count wherever their fragment is spread', () => {
    const text = '{ ...R } fragment R on Query { x: node { ...N } y: node { ...N } node { ...N } } fragment N on Node { a: name b: name }';
    expect(problem(text, { maxAliases: 8, maxRootFields: 3 })).toBeUndefined();
    expect(problem(text, { maxAliases: 7 })).toContain('found 8 aliases and repeated fields, allowed 7.');
    expect(problem(text, { maxRootFields: 2 })).toBe('The operation has too many fields at its root: found 3, allowed 2.');
  });

  it('are those of the operation that is run', () => {
    const text = 'query A { node { name } } query B { a: node { name } b: node { name } }';
    expect(problem(text, { maxAliases: 0, maxRootFields: 1 })).toBeUndefined();
  });
});

describe('the cost of an operation', () => {
  it.each<[string, number, Record<string, unknown>]>([
    // A root field makes a call, unless it says that it makes several.
    ['{ node { name } }', 12, {}],
    ['{ called { name } }', 22, {}],
    ['{ node { system { name } } }', 11 + 11 + 1, {}],
    ['{ nodes { name } }', 10 + 10 * 2, {}],
    ['{ nodes { nodes { name } } }', 10 + 10 * (1 + 10 * 2), {}],
    // Calls of an item are made for each of them, that of the list once.
    ['{ nodes { system { name } } }', 10 + 10 * (1 + 12), {}],
    ['{ page(limit: 5) { items { name } total } }', 11 + 5 * 2 + 1, {}],
    ['{ page(limit: 5) { ...P } } fragment P on Page { items { name } ... { more { name } } }', 11 + 5 * 2 + 5 * 2, {}],
    ['{ page { items { name } } }', 11 + 10 * 2, {}],
    ['{ page(limit: 0) { items { name } } }', 11 + 10 * 2, {}],
    ['{ page(limit: -5) { items { name } } }', 11 + 10 * 2, {}],
    ['{ page(limit: 5) { items { nodes { name } } } }', 11 + 5 * (1 + 10 * 2), {}],
    ['{ first { name } }', 10 + 3 * 2, {}],
    ['{ first(first: 7) { name } }', 10 + 7 * 2, {}],
    ['{ grid }', 10 + 100, {}],
    ['{ __typename }', 1, {}],
    ['query($n: Int) { page(limit: $n) { items { name } } }', 11 + 4 * 2, { n: 4 }],
    ['query($n: Int) { page(limit: $n) { items { name } } }', 11 + 10 * 2, {}],
    ['query($n: Int) { page(limit: $n) { items { name } } }', 11 + 10 * 2, { n: null }],
    ['query($n: Int) { page(limit: $n) { items { name } } }', 11 + 10 * 2, { n: '99' }],
    ['query($n: Int = 6) { page(limit: $n) { items { name } } }', 11 + 6 * 2, {}],
    ['query($n: Int) { first(first: $n) { name } }', 10 + 3 * 2, {}],
    ['query($n: Int) { nodes { page(limit: $n) { ...P } } } fragment P on Page { items { page(limit: $n) { items { name } } } }', 10 + 10 * (2 + 2 * (1 + 1 + 2 * 2)), { n: 2 }],
    ['query($toString: Int) { page(limit: $toString) { items { name } } }', 11 + 10 * 2, {}],
  ])('%s is %i', (text, cost, variables) => {
    expect(problem(text, { maxCost: cost }, variables)).toBeUndefined();
    expect(problem(text, { maxCost: cost - 1 }, variables)).toBe(`The operation is too costly: found ${cost}, allowed ${cost - 1}.`);
  });

  it('is never too large to be refused', () => {
    const text = 'query($n: Int) { page(limit: $n) { items { page(limit: $n) { total } } total } }';
    for (const n of [1e9, 1e308, Infinity]) expect(problem(text, { maxCost: 1e9 }, { n })).toContain('too costly');
    expect(problem('query($n: Int) { page(limit: $n) { total } }', { maxCost: 20 }, { n: Infinity })).toBeUndefined();
  });
});

describe('questions about the schema', () => {
  const graph = buildSchema(readFileSync(new URL('../../../schema/graph.graphql', import.meta.url), 'utf8'));
  const tools = getIntrospectionQuery({ specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true });
  const problemOf = (text: string): string | undefined => createLimits({ ...noLimits, maxDepth: 3, maxCost: 30 }).ofRun(read(text, graph, { checked: false }), {})?.message;

  function threeTimes(): string {
    const { definitions } = parse(tools);
    const [operation, ...fragments] = definitions.map((definition) => print(definition)) as [string, ...string[]];
    const asked = operation.slice(operation.indexOf('{') + 1, operation.lastIndexOf('}'));
    return [`{ ${['a', 'b', 'c'].map((key) => `${key}: ${asked.trim()}`).join(' ')} }`, ...fragments].join(' ');
  }

  it('may be those of every tool, whatever depth and cost other operations may have', () => {
    for (const options of [{}, { inputValueDeprecation: true }, { descriptions: false, oneOf: true }]) expect(problemOf(getIntrospectionQuery(options))).toBeUndefined();
    expect(problemOf(tools)).toBeUndefined();
    expect(problemOf('{ __type(name: "Claim") { name fields { name type { name } } } }')).toBeUndefined();
    expect(problemOf(tools.replace('{', '{ cm: paymentLink(reference: "a") { ref }'))).toBeUndefined();
  });

  it.each([
    ['three times', threeTimes()],
    ['in circles', '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }'],
    ['by name in circles', `{ ${Array.from({ length: 50 }, (_, i) => `t${i}: __type(name: "Claim") { fields { type { fields { args { type { name } } } } } }`).join(' ')} }`],
    ['too deep', `{ __type(name: "Claim") ${'{ ofType '.repeat(40)} { name } ${'}'.repeat(40)} }`],
  ])('are refused %s', (_, text) => {
    expect(problemOf(text)).toMatch(/^The operation (asks for too much of the schema: found \d+ values|is too deep: found \d+ fields), allowed \d+\.$/);
  });
});

describe('the measuring itself', () => {
  const chained = (fragments: number, body: (next: string) => string): string =>
    `{ ...F0 } ${Array.from({ length: fragments }, (_, i) => `fragment F${i} on Query { ${body(`...F${i + 1}`)} }`).join(' ')} fragment F${fragments} on Query { a: node { name } b: node { name } }`;

  it('looks at each fragment once, however often it is spread', () => {
    const text = chained(500, (next) => `${next} ${next} ... { ${next} }`);
    const { visited, refusal } = measureOperation(read(text, schema, { checked: false }), { ...noLimits, maxAliases: 100 });
    // Four selections in each of 500 fragments, four fields at the end, one spread at the root.
    expect(visited).toBe(500 * 4 + 5);
    expect(refusal!.message).toBe(`The operation asks for too much under other names, or repeatedly: found more than ${Number.MAX_SAFE_INTEGER} aliases and repeated fields, allowed 100.`);
  });

  it('computes the cost of a fragment once in a run', () => {
    const text = `query($n: Int) { ...F0 } ${Array.from({ length: 60 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`).join(' ')} fragment F60 on Query { page(limit: $n) { items { name } } }`;
    const measured = read(text, schema, { checked: false });
    let asked = 0;
    const variables = {
      get n() {
        asked += 1;
        return 5;
      },
    };
    expect(createLimits({ ...noLimits, maxCost: 1e9 }).ofRun(measured, variables)!.message).toContain('too costly');
    expect(asked).toBeLessThanOrEqual(3);
  });

  it('ends where fragments lead back to themselves', () => {
    const cycle = '{ ...A } fragment A on Query { node { ...B } ...A } fragment B on Node { node { ...B } ...C } fragment C on Node { ...B name }';
    expect(measureOperation(read(cycle, schema, { checked: false }), noLimits)).toMatchObject({ refusal: undefined, visited: 9 });
  });

  it('goes as deep as any document of ten thousand tokens', () => {
    const inline = chained(90, (next) => `${'... { '.repeat(36)}${next}${' }'.repeat(36)}`);
    expect(measureOperation(read(inline, schema, { checked: false }), noLimits).refusal).toBeUndefined();
  });

  it('is done once for a document', () => {
    const limits = createLimits({ ...noLimits, maxDepth: 1 });
    const measured = read('{ node { name } }');
    const refusal = limits.ofOperation(measured);
    expect(refusal).toBeDefined();
    expect(limits.ofRun(measured, {})).toBe(refusal);
    expect(limits.ofOperation({ ...measured })).toBe(refusal);
  });
});

/** Which documents are interpreted and which compiled: seen by `info.fieldNodes`, which only plans keep. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, execute, parse } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { createEngine } from '../../../src/execute/main.ts';
import type { Engine } from '../../../src/execute/main.ts';

interface Watched {
  schema: GraphQLSchema;
  nodes: unknown[];
}

function watched(): Watched {
  const schema = buildSchema('type Query { name(of: String): String } type Mutation { set(n: Int!): Int } type Subscription { tick: Int }');
  const nodes: unknown[] = [];
  const field = schema.getQueryType()?.getFields()['name'];
  if (field) {
    field.resolve = (_source, _args, _context, info) => {
      nodes.push(info.fieldNodes);
      return 'n';
    };
  }
  return { schema, nodes };
}

/** Whether two runs from now on share their nodes. */
function isCompiled(engine: Engine, { schema, nodes }: Watched, document: DocumentNode, operationName?: string): boolean {
  nodes.length = 0;
  for (let run = 0; run < 2; run++) expect(engine.execute({ schema, document, operationName })).toEqual({ data: { name: 'n' } });
  return nodes[0] === nodes[1];
}

/** Collects until none of them is left, at most a few times: what has just been asked stays until the turn is over. */
async function collected(all: readonly WeakRef<object>[]): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let n = 0; n < 10 && all.some((one) => one.deref() !== undefined); n++) {
    await new Promise(setImmediate);
    collect();
  }
}

describe('the engine', () => {
  it('interprets a document that is new and compiles it when it comes again', () => {
    const engine = createEngine();
    const { schema, nodes } = watched();
    const document = parse('{ name }');
    for (let run = 0; run < 4; run++) expect(engine.execute({ schema, document })).toEqual({ data: { name: 'n' } });
    expect([nodes[0] === nodes[1], nodes[1] === nodes[2], nodes[2] === nodes[3]]).toEqual([false, true, true]);
  });

  it('waits as long as it is told', () => {
    const counts = [1, 2, 4].map((after) => {
      const engine = createEngine({ after });
      const { schema, nodes } = watched();
      const document = parse('{ name }');
      for (let run = 0; run < 6; run++) void engine.execute({ schema, document });
      return new Set(nodes).size;
    });
    expect(counts).toEqual([1, 2, 4]);
  });

  it('keeps the documents that were used last, and compiles a forgotten one at its next use', () => {
    const engine = createEngine({ size: 1 });
    const world = watched();
    const [a, b, c] = [parse('{ name }'), parse('{ name }'), parse('{ name }')];
    const run = (document: DocumentNode) => {
      world.nodes.length = 0;
      void engine.execute({ schema: world.schema, document });
      return world.nodes[0];
    };
    for (const document of [a, b]) run(document);
    const [first, kept] = [run(b), run(a)];
    for (let n = 0; n < 2; n++) run(c);
    expect(run(a)).toBe(kept);
    const again = run(b); // Was forgotten for c; now c is forgotten for it.
    expect(again).not.toBe(first);
    expect(run(b)).toBe(again);
    expect(run(a)).toBe(kept);
  });

  it('keeps the plans of as many documents as it is told, however long they are asked in turn', () => {
    const kept = (count: number) => {
      const engine = createEngine({ size: 3 });
      const world = watched();
      const documents = Array.from({ length: count }, () => parse('{ name }'));
      const round = () => documents.map((document) => (void engine.execute({ schema: world.schema, document }), world.nodes.at(-1)));
      const [, second, ...later] = [round(), round(), round(), round()];
      return later.every((nodes) => nodes.every((one, n) => one === second?.[n]));
    };
    expect([kept(1), kept(3), kept(12)]).toEqual([true, true, false]);
  });

  it('keeps no document that nobody else keeps', async () => {
    const engine = createEngine();
    const world = watched();
    const asked = (): WeakRef<DocumentNode> => {
      const document = parse('{ name }');
      expect(isCompiled(engine, world, document)).toBe(false);
      expect(isCompiled(engine, world, document)).toBe(true);
      world.nodes.length = 0;
      return new WeakRef(document);
    };
    const kept = parse('{ name }');
    isCompiled(engine, world, kept);
    const gone = [asked(), asked()];
    await collected(gone);
    expect(gone.map((one) => one.deref())).toEqual([undefined, undefined]);
    expect(isCompiled(engine, world, kept)).toBe(true);
  });

  it('compiles for each schema anew', () => {
    const engine = createEngine({ after: 1 });
    const [one, two] = [watched(), watched()];
    const document = parse('{ name }');
    expect([isCompiled(engine, one, document), isCompiled(engine, two, document)]).toEqual([true, true]);
    expect(one.nodes[0]).not.toBe(two.nodes[0]);
  });

  it('compiles each operation of a document', () => {
    const engine = createEngine({ after: 1 });
    const world = watched();
    const document = parse('query A { name } query B { name(of: "b") }');
    expect([isCompiled(engine, world, document, 'A'), isCompiled(engine, world, document, 'B')]).toEqual([true, true]);
  });

  it.each<[string, object]>([
    ['query A { name } query B { name }', {}],
    ['query A { name }', { operationName: 'B' }],
    ['fragment F on Query { name }', {}],
    ['mutation ($n: Int!) { set(n: $n) }', { variableValues: { n: 'x' } }],
    ['mutation ($n: Int!) { set(n: $n) }', {}],
    ['mutation ($n: Int!) { set(n: $n) }', { variableValues: { n: 1 }, rootValue: { set: ({ n }: { n: number }) => n + 1 } }],
    ['{ __schema { queryType { name } } name }', {}],
    ['subscription { tick }', { rootValue: { tick: 1 } }],
    ['query A { name }', { operationName: null, variableValues: null }],
  ])('answers as graphql-js, cold and hot: %s with %j', (text, options) => {
    const engine = createEngine();
    const { schema } = watched();
    const document = parse(text);
    const reference = JSON.stringify(execute({ schema, document, ...options }));
    for (let run = 0; run < 4; run++) expect(JSON.stringify(engine.execute({ schema, document, ...options }))).toBe(reference);
  });

  it('throws what graphql-js throws', () => {
    const engine = createEngine({ after: 1 });
    const document = parse('{ a }');
    const invalid = buildSchema('type Query { a: Int } type Empty implements Lost { b: Int } interface Lost { c: Int }', { assumeValidSDL: true });
    for (let run = 0; run < 3; run++) expect(() => engine.execute({ schema: invalid, document })).toThrow('Interface field Lost.c expected but Empty does not provide it.');
    expect(() => engine.execute({ schema: watched().schema, document: parse('{ name }'), variableValues: 'x' as any })).toThrow('Variables must be provided as an Object');
  });
});

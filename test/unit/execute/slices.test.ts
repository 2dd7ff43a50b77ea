/** Lists in slices: the same answer as in one piece, others served in between, and an end when nobody waits any more. */
import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import type { ExecutionResult } from 'graphql';
import { compileOperation, nextTurn } from '../../../src/execute/main.ts';
import type { SliceOptions } from '../../../src/execute/main.ts';
import { plainly } from './compare.ts';
import { fixtureSchema } from './fixture.ts';
import { randomOperation } from './operations.ts';

const every = { every: 1, sliceMs: 0 };

/** A world in which all is at hand: what goes wrong does so in an order that is the executor's alone. */
const nodes = buildSchema(`
  type Node { id: Int! name: String loose: [Node] strict: [Node!] grid: [[Int!]] must: Node! ids: [Int!]! }
  type Query { before: Node loose: [Node] strict: [Node!] after: [Node] last: Int! }
  type Mutation { one: [Node!] two: Node three: [Node] }
`);
const fields = '{ id name grid ids loose { id must { id name } strict { id } } strict { id name loose { id ids } } must { id ids } }';
const questions = [`{ before ${fields} loose ${fields} strict ${fields} after { id } last }`, `mutation { one ${fields} two ${fields} three ${fields} }`].map((text) => parse(text));

const leaf = fc.oneof({ weight: 8, arbitrary: fc.nat(9) }, { weight: 1, arbitrary: fc.constantFrom(null, undefined, new Error('in place'), 'no number') });
const { node } = fc.letrec<{ node: unknown; list: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', maxDepth: 5, withCrossShrink: true },
    { weight: 1, arbitrary: fc.constantFrom(null, new Error('no node')) },
    { weight: 12, arbitrary: fc.record({ id: leaf, name: fc.constant('n'), loose: tie('list'), strict: tie('list'), grid: fc.array(fc.array(leaf, { maxLength: 3 }), { maxLength: 3 }), must: tie('node'), ids: fc.array(leaf, { maxLength: 3 }) }) },
  ),
  list: fc.oneof({ weight: 1, arbitrary: fc.constantFrom<unknown>(null, 'no list', new Error('no list')) }, { weight: 10, arbitrary: fc.array(tie('node'), { maxLength: 4 }) }),
}));
const list = fc.array(node, { maxLength: 6 });
const root = fc.record({ before: node, loose: list, strict: list, after: list, last: leaf, one: list, two: node, three: list });

it('answers what it answers in one piece, errors in the same order', async () => {
  let pauses = 0;
  let failed = 0;
  await fc.assert(
    fc.asyncProperty(root, fc.constantFrom(...questions), async (rootValue, document) => {
      const run = async (slices?: SliceOptions): Promise<ExecutionResult> => compileOperation({ schema: nodes, document, slices })?.run({ rootValue }) ?? {};
      const whole = await run();
      const sliced = await run({ ...every, onPause: (_, over) => ((pauses += 1), over) });
      if (whole.errors) failed += 1;
      expect(plainly(sliced)).toEqual(plainly(whole));
      expect(JSON.stringify(sliced)).toBe(JSON.stringify(whole));
    }),
    { numRuns: 300, seed: 20240301 },
  );
  expect(pauses).toBeGreaterThan(1000);
  expect(failed).toBeGreaterThan(100);
});

const schema = fixtureSchema();
const tape = fc.array(fc.nat(9999), { minLength: 1, maxLength: 150, size: 'max' });

it.each([
  { what: 'nothing wrong', late: 0, wrong: 0, kind: 'query' as const },
  { what: 'some things wrong', late: 0, wrong: 12, kind: 'query' as const },
  { what: 'some values to be waited for', late: 30, wrong: 0, kind: 'query' as const },
  { what: 'written one after the other', late: 0, wrong: 12, kind: 'mutation' as const },
])('answers a random operation with the same data, $what', async ({ late, wrong, kind }) => {
  let pauses = 0;
  await fc.assert(
    fc.asyncProperty(tape, fc.nat(), async (choices, seed) => {
      const { text, variables } = randomOperation({ schema, kind, tape: choices });
      const document = parse(text);
      const run = async (slices?: SliceOptions): Promise<ExecutionResult> => compileOperation({ schema, document, slices })?.run({ contextValue: { seed, late, wrong }, variableValues: variables }) ?? {};
      const sliced = await run({ ...every, onPause: (_, over) => ((pauses += 1), over) });
      expect(JSON.stringify(sliced.data)).toBe(JSON.stringify((await run()).data));
    }),
    { numRuns: 100, seed: 20240301 },
  );
  expect(pauses).toBeGreaterThan(5);
});

const people = buildSchema('type Person { name: String friends: [Person!] } type Query { people: [Person!] strangers: [Person] after: String }');
const named = (count: number, seen: string[] = []): object[] => Array.from({ length: count }, (_, n) => ({ name: () => (seen.push(`${n}`), `person ${n}`) }));

describe('a long list', () => {
  it('is cut where others have waited for long, and what comes behind it waits', async () => {
    const seen: string[] = [];
    const turns: number[] = [];
    const compiled = compileOperation({
      schema: people,
      document: parse('{ people { name } after }'),
      slices: { every: 10, sliceMs: 0, onPause: (_, over) => (turns.push(seen.length), over) },
    });
    const rootValue = { people: named(25, seen), after: () => (seen.push('after'), 'x') };
    const result = compiled?.run({ rootValue });
    expect(seen).toHaveLength(10);
    expect(await result).toMatchObject({ data: { people: { length: 25 }, after: 'x' } });
    expect(turns).toEqual([10, 20]);
    expect(seen.at(-1)).toBe('after');
  });

  it('is not cut while its slice is young, nor without slices', () => {
    const document = parse('{ people { name } }');
    for (const slices of [{ every: 10, sliceMs: 60_000 }, undefined]) {
      const result = compileOperation({ schema: people, document, slices })?.run({ rootValue: { people: named(100) } });
      expect(result).not.toBeInstanceOf(Promise);
    }
  });

  it('lets others have their turn between two slices', async () => {
    const order: string[] = [];
    const compiled = compileOperation({ schema: people, document: parse('{ people { name } }'), slices: { every: 10, sliceMs: 0 } });
    const result = compiled?.run({ rootValue: { people: named(60, order) } });
    let isOver = false;
    const neighbour = (): void => {
      order.push('neighbour');
      if (!isOver) setImmediate(neighbour);
    };
    setImmediate(neighbour);
    await result;
    isOver = true;
    // The turn after the first slice was asked for before the neighbour's.
    for (let at = 10; at < 50; at += 10) expect(order.slice(order.indexOf(`${at + 9}`) + 1, order.indexOf(`${at + 10}`))).toContain('neighbour');
  });

  it('gives each turn to one run, so that many of them hold up nobody for longer than one', async () => {
    const order: string[] = [];
    const document = parse('{ people { name } }');
    const runs = ['a', 'b', 'c'].map((run) => compileOperation({ schema: people, document, slices: { every: 10, sliceMs: 0 } })?.run({ rootValue: { people: Array.from({ length: 30 }, () => ({ name: () => (order.push(run), run) })) } }));
    let isOver = false;
    const neighbour = (): void => {
      order.push('|');
      if (!isOver) setImmediate(neighbour);
    };
    setImmediate(neighbour);
    for (const run of runs) await run;
    isOver = true;
    // After the first slices, which began in this very turn, no two runs share one.
    const shares = order.join('').split('|').filter((turn) => turn !== '').slice(1);
    expect(shares.length).toBeGreaterThanOrEqual(5);
    for (const turn of shares) expect(new Set(turn).size).toBe(1);
  });

  it('ends with the first pause after which nobody waits', async () => {
    const seen: string[] = [];
    let pauses = 0;
    const compiled = compileOperation({
      schema: people,
      document: parse('{ people { name friends { name } } strangers { name } after }'),
      slices: { every: 10, sliceMs: 0, onPause: (_, over) => over.then(() => {
        if ((pauses += 1) === 2) throw new Error('gone');
      }) },
    });
    const result = await compiled?.run({ rootValue: { people: named(100, seen), strangers: named(100, seen), after: () => (seen.push('after'), 'x') } });
    expect(result).toMatchObject({ data: null, errors: [{ message: 'gone' }] });
    expect(seen).toHaveLength(20);
    expect(pauses).toBe(2);
  });

  it('tells the context of the run whose turn it is', async () => {
    const contexts: unknown[] = [];
    const contextValue = { request: 1 };
    await compileOperation({ schema: people, document: parse('{ people { name } }'), slices: { every: 10, sliceMs: 0, onPause: (context, over) => (contexts.push(context), over) } })?.run({ contextValue, rootValue: { people: named(30) } });
    expect(contexts).toEqual([contextValue, contextValue]);
  });
});

it('gives turns in the order in which they were asked for', async () => {
  const order: number[] = [];
  await Promise.all([1, 2, 3].map((n) => nextTurn().then(() => order.push(n))));
  expect(order).toEqual([1, 2, 3]);
});

describe('a long list among the variables', () => {
  const counting = buildSchema('input Item { n: Int! name: String = "x" } type Query { sum(items: [Item!]!): Int }');
  const document = parse('query ($items: [Item!]!) { sum(items: $items) }');
  const rootValue = { sum: ({ items }: { items: { n: number; name: string }[] }) => items.reduce((sum, { n, name }) => sum + n + name.length, 0) };
  const items: unknown[] = Array.from({ length: 2000 }, (_, n) => ({ n }));
  const run = async (list: unknown[], slices?: SliceOptions): Promise<ExecutionResult> => compileOperation({ schema: counting, document, slices })?.run({ rootValue, variableValues: { items: list } }) ?? {};

  it('is read in slices, and means the same', async () => {
    let pauses = 0;
    const onPause: SliceOptions['onPause'] = (_, over) => ((pauses += 1), over);
    expect(await run(items, { ...every, onPause })).toEqual(await run(items));
    expect(pauses).toBeGreaterThan(10);
    const wrong = [...items, { n: 'no number' }];
    expect(plainly(await run(wrong, { ...every, onPause }))).toEqual(plainly(await run(wrong)));
  });

  it('is read no further when nobody waits any more', async () => {
    let pauses = 0;
    const onPause = async (): Promise<void> => {
      if ((pauses += 1) === 3) throw new Error('gone');
    };
    await expect(run(items, { ...every, onPause })).rejects.toThrow('gone');
    expect(pauses).toBe(3);
  });
});

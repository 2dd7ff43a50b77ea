/** The graph follows the remote: at start, later, while it is away, and whatever it says of itself. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery, graphqlSync, printSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { realTime } from '../../../src/graph/follow.ts';
import { buildGraph } from '../../../src/graph/main.ts';
import type { Graph, GraphOptions } from '../../../src/graph/main.ts';
import type { System } from '../../../src/upstream/call.ts';
import { ask, connect, executable, hang, newClock, newContext, newLog, ownSchema, startRemote } from './fixture.ts';
import type { Answerer, Clock, Log, Remote } from './fixture.ts';

const version = (fields: string): GraphQLSchema =>
  executable(`type Query { payLink: PayLinkQuery } type PayLinkQuery { links: [Link!] } type Link { id: ID ${fields} }`, {
    Query: { payLink: () => ({}) },
    PayLinkQuery: { links: () => [{ id: '1', name: 'n', added: 'new' }] },
  });
const old = version('name: String');
const newer = version('name: String added: String');
const snapshot = printSchema(old);

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

interface Started {
  remote: Remote;
  graph: Graph;
  log: Log;
  clock: Clock;
  system: System;
  fields: () => string[];
}

/** `answer`: of the introspection, from the start. */
async function start(schema: GraphQLSchema, answer?: Answerer, options: Partial<GraphOptions> = {}): Promise<Started> {
  const remote = await startRemote(schema);
  open.push(remote.close);
  remote.answer = answer;
  const { system, close } = connect(remote);
  open.push(close);
  const log = newLog();
  const clock = newClock();
  const graph = await buildGraph({ rest: ownSchema(), snapshot, system, log, schedule: clock.schedule, ...options });
  open.push(() => graph.close());
  const fields = (): string[] => Object.keys((graph.schema.getType('Link') as unknown as { getFields: () => object }).getFields());
  return { remote, graph, log, clock, system, fields };
}

const failing: Answerer = (_, response) => {
  response.statusCode = 503;
  return 'busy';
};

describe('at start', () => {
  it('the remote is asked, and a field that the snapshot does not know works', async () => {
    const { graph, system, fields, remote, log } = await start(newer);
    expect(graph.remote).toEqual({ state: 'introspected', since: expect.stringMatching(/^\d{4}-.*Z$/) });
    expect(fields()).toEqual(['id', 'name', 'added']);
    expect(await ask(graph, newContext(system), '{ payLink { links { added } } }')).toEqual({ data: { payLink: { links: [{ added: 'new' }] } }, errors: [] });
    expect(remote.introspections).toHaveLength(1);
    expect(remote.introspections[0]).toMatchObject({ method: 'POST', url: '/v1', headers: { 'x-auth-token': 'key-of-the-test', 'content-type': 'application/json' } });
    expect(log.lines).toContain('info Collectmaxx was asked for its schema and gave it.');
  });

  it('a remote that understands less is asked in simpler words', async () => {
    const { graph, remote } = await start(newer, ({ body }) => (body.query.includes('isOneOf') ? { errors: [{ message: 'Cannot query field "isOneOf".' }] } : undefined));
    expect(graph.remote.state).toBe('introspected');
    expect(remote.introspections.map(({ body }) => body.query)).toEqual([expect.stringContaining('isOneOf'), getIntrospectionQuery()]);
  });

  it('one that refuses with status 400 is, too', async () => {
    const { graph } = await start(newer, ({ body }, response) => {
      if (!body.query.includes('isOneOf')) return undefined;
      response.statusCode = 400;
      return { errors: [{ message: 'no' }] };
    });
    expect(graph.remote.state).toBe('introspected');
  });

  it('a remote that does not answer is waited for no longer than asked, and the snapshot stands in', async () => {
    const { graph, log, fields, system, remote } = await start(newer, ({ body }) => (body.operationName === 'IntrospectionQuery' ? hang : undefined), { introspectionTimeoutMs: 40 });
    expect(graph.remote).toEqual({ state: 'snapshot', since: expect.any(String), problem: expect.stringContaining('did not answer') });
    expect(fields()).toEqual(['id', 'name']);
    expect(log.lines).toEqual([expect.stringMatching(/^warn Collectmaxx could not be asked for its schema: .*did not answer.* Going on with the snapshot of its schema; it is asked again in the background\.$/)]);
    expect(log.lines.join()).not.toContain(remote.url);
    expect(await ask(graph, newContext(system), '{ payLink { links { name } } }')).toEqual({ data: { payLink: { links: [{ name: 'n' }] } }, errors: [] });
  });

  it('a client that ignores its bounds is not waited for either', async () => {
    const deaf = { name: 'collectmaxx', baseURL: 'http://127.0.0.1', variables: {}, send: () => new Promise<never>(() => undefined) };
    const log = newLog();
    const graph = await buildGraph({ rest: ownSchema(), snapshot, system: deaf, log, schedule: newClock().schedule, introspectionTimeoutMs: 20 });
    expect(graph.remote).toMatchObject({ state: 'snapshot', problem: 'it did not answer within 20 ms' });
    graph.close();
  });
});

describe('what the remote says of itself', () => {
  const introspected = (schema: string): Record<string, unknown> =>
    graphqlSync({ schema: executable(schema), source: getIntrospectionQuery() }).data as Record<string, unknown>;
  const altered = (change: (types: Record<string, unknown>[], data: { __schema: Record<string, unknown> }) => void): unknown => {
    const data = JSON.parse(JSON.stringify(introspected('type Query { a: A } type A { b: Int a(x: In): A } input In { y: Int }'))) as { __schema: Record<string, unknown> & { types: Record<string, unknown>[] } };
    change(data.__schema.types, data);
    return { data };
  };
  const named = (types: Record<string, unknown>[], name: string): Record<string, unknown> => types.find((type) => type['name'] === name)!;
  const lists = (depth: number): string => `${'{"kind":"LIST","ofType":'.repeat(depth)}{"kind":"SCALAR","name":"Int"}${'}'.repeat(depth)}`;

  it.each<[string, () => unknown, RegExp]>([
    ['nothing', () => '""', /no __schema/],
    ['HTML', () => '<html>', /is not JSON/],
    ['null', () => 'null', /no __schema/],
    ['a number', () => '5', /no __schema/],
    ['data without a schema', () => ({ data: {} }), /no __schema/],
    ['a schema without types', () => ({ data: { __schema: {} } }), /no __schema/],
    ['types that are none', () => ({ data: { __schema: { types: [null, 5, 'x', {}] } } }), /makes no schema/],
    ['no Query', () => altered((_, { __schema }) => void (__schema['queryType'] = null)), /Query root type must be provided/],
    ['a Query that is not there', () => altered((_, { __schema }) => void (__schema['queryType'] = { name: 'Nowhere' })), /Nowhere/],
    ['a Query that is an input', () => altered((_, { __schema }) => void (__schema['queryType'] = { name: 'In' })), /In/],
    ['a type with a name that is none', () => altered((types) => void (named(types, 'A')['name'] = 'a-b')), /a-b|"?A"?/],
    ['a type with a reserved name', () => altered((types) => void types.push({ kind: 'SCALAR', name: '__Mine' })), /__Mine/],
    ['a field with a name that is none', () => altered((types) => void ((named(types, 'A')['fields'] as Record<string, unknown>[])[0]!['name'] = '0 or 1')), /0 or 1/],
    ['a type that is missing', () => altered((types) => void types.splice(types.indexOf(named(types, 'In')), 1)), /In/],
    ['a type of no kind', () => altered((types) => void (named(types, 'A')['kind'] = 'THING')), /makes no schema/],
    ['an output type as an argument', () => altered((types) => void (((named(types, 'A')['fields'] as { args: Record<string, unknown>[] }[])[1]!.args[0]!)['type'] = { kind: 'OBJECT', name: 'A' })), /makes no (valid )?schema/],
    ['a default value that is none', () => altered((types) => void ((named(types, 'In')['inputFields'] as Record<string, unknown>[])[0]!['defaultValue'] = '}{')), /makes no schema/],
    ['an interface that implements itself', () => altered((types) => void types.push({ kind: 'INTERFACE', name: 'I', fields: [{ name: 'a', args: [], type: { kind: 'SCALAR', name: 'Int' } }], interfaces: [{ kind: 'INTERFACE', name: 'I' }], possibleTypes: [] })), /I/],
    ['an input that needs itself', () => altered((types) => void ((named(types, 'In')['inputFields'] as Record<string, unknown>[])[0]!['type'] = { kind: 'NON_NULL', ofType: { kind: 'INPUT_OBJECT', name: 'In' } })), /In/],
    ['a union of nothing', () => altered((types) => void types.push({ kind: 'UNION', name: 'U', possibleTypes: [] })), /U/],
    ['an enum of nothing', () => altered((types) => void types.push({ kind: 'ENUM', name: 'E', enumValues: [] })), /E/],
    ['a type within twenty thousand lists', () => JSON.stringify(altered((types) => void ((named(types, 'A')['fields'] as Record<string, unknown>[])[0]!['type'] = 'deep'))).replace('"deep"', lists(20_000)), /makes no schema/],
    ['twenty thousand types', () => altered((types) => void types.push(...Array.from({ length: 20_000 }, (_, index) => ({ kind: 'SCALAR', name: `S${index}` })))), /at most 10000 are taken/],
    ['ten megabytes', () => altered((types) => void (named(types, 'A')['description'] = 'x'.repeat(10_000_000))), /at most 8388608 are read/],
    ['a clash that cannot be settled', () => ({ data: introspected('type Query { a: Account b: CollectmaxxAccount } type Account { x: Int } type CollectmaxxAccount { x: Int }') }), /is taken as well/],
    ['a refusal', () => ({ errors: [{ message: 'introspection is off' }] }), /refused the introspection query/],
  ])('(%s) is not believed: the snapshot stands in, in one clear sentence', async (_, answer, problem) => {
    const { graph, log, system, fields } = await start(newer, ({ body }) => (body.operationName === 'IntrospectionQuery' ? answer() : undefined));
    expect(graph.remote.state).toBe('snapshot');
    expect(graph.remote.problem).toMatch(problem);
    expect(graph.remote.problem!.length).toBeLessThan(420);
    expect(log.lines).toEqual([`warn Collectmaxx could not be asked for its schema: ${graph.remote.problem}. Going on with the snapshot of its schema; it is asked again in the background.`]);
    expect(fields()).toEqual(['id', 'name']);
    expect(await ask(graph, newContext(system), '{ payLink { links { id } } }')).toEqual({ data: { payLink: { links: [{ id: '1' }] } }, errors: [] });
  });
});

describe('later', () => {
  it('the remote is asked again every five minutes, and a field that it adds appears, told to listeners', async () => {
    const { remote, graph, clock, system, fields, log } = await start(old);
    const seen: GraphQLSchema[] = [];
    graph.onChange((schema) => seen.push(schema));
    expect(clock.planned.map(({ ms }) => ms)).toEqual([300_000]);
    await clock.tick();
    expect(seen).toEqual([]);
    const before = graph.schema;
    const { since } = graph.remote;

    remote.schema = newer;
    await clock.tick();
    expect(seen).toEqual([graph.schema]);
    expect(graph.schema).not.toBe(before);
    expect(graph.remote.since >= since).toBe(true);
    expect(fields()).toEqual(['id', 'name', 'added']);
    expect(await ask(graph, newContext(system), '{ payLink { links { added } } }')).toMatchObject({ data: { payLink: { links: [{ added: 'new' }] } } });
    expect(log.lines).toContain('info The schema of Collectmaxx has changed, and the graph with it.');
    expect(remote.introspections).toHaveLength(3);
    expect(clock.planned.map(({ ms }) => ms)).toEqual([300_000]);
  });

  it('an order of types that changed is no change', async () => {
    const ordered = (text: string): GraphQLSchema => executable(text);
    const { remote, graph, clock } = await start(ordered('type Query { a: A b: B } type A { x: Int y: Int } type B { z: Int }'));
    const seen: unknown[] = [];
    graph.onChange((schema) => seen.push(schema));
    remote.schema = ordered('type B { z: Int } type A { y: Int x: Int } type Query { b: B a: A }');
    await clock.tick();
    expect(seen).toEqual([]);
  });

  it('requests that began before a change end as they began', async () => {
    const { remote, graph, clock, system } = await start(newer);
    const before = { schema: graph.schema };
    remote.schema = old;
    await clock.tick();
    expect((await ask(graph, newContext(system), '{ payLink { links { added } } }')).errors[0]?.message).toMatch(/Cannot query field "added"/);
    expect(await ask(before, newContext(system), '{ payLink { links { id added } } }')).toMatchObject({ data: { payLink: null }, errors: [{ extensions: { code: 'UPSTREAM_BAD_REQUEST' } }] });
    expect(await ask(before, newContext(system), '{ payLink { links { id } } }')).toEqual({ data: { payLink: { links: [{ id: '1' }] } }, errors: [] });
  });

  it('a remote that stops answering keeps the last good schema, is asked sooner, and comes back', async () => {
    const { remote, graph, clock, log, fields } = await start(newer);
    const seen: unknown[] = [];
    graph.onChange((schema) => seen.push(schema));
    remote.answer = failing;
    const { schema } = graph;
    const pauses: number[] = [];
    for (let round = 0; round < 11; round++) {
      await clock.tick();
      pauses.push(clock.planned[0]!.ms);
    }
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000]);
    expect(graph.schema).toBe(schema);
    expect(graph.remote).toMatchObject({ state: 'introspected', problem: 'collectmaxx is unavailable' });
    expect(fields()).toContain('added');
    // Said once, not in every round.
    expect(log.lines.filter((line) => line.startsWith('warn'))).toEqual([
      'warn Collectmaxx could not be asked for its schema: collectmaxx is unavailable. Going on with the last schema that it gave; it is asked again in the background.',
    ]);
    remote.answer = undefined;
    await clock.tick();
    expect(graph.remote).not.toHaveProperty('problem');
    expect(clock.planned[0]!.ms).toBe(300_000);
    expect(log.lines.filter((line) => line.includes('gave it'))).toHaveLength(2);
    expect(seen).toEqual([]);
  });

  it('a remote that was away at start is found in the background', async () => {
    const { remote, graph, clock, system, fields } = await start(newer, failing, { retryMs: 10 });
    const seen: unknown[] = [];
    graph.onChange((schema) => seen.push(schema));
    expect([graph.remote.state, clock.planned[0]!.ms]).toEqual(['snapshot', 10]);
    await clock.tick();
    expect([graph.remote.state, clock.planned[0]!.ms]).toEqual(['snapshot', 20]);
    remote.answer = undefined;
    await clock.tick();
    expect(graph.remote.state).toBe('introspected');
    expect(fields()).toContain('added');
    expect(seen).toEqual([graph.schema]);
    expect(await ask(graph, newContext(system), '{ payLink { links { added } } }')).toMatchObject({ errors: [] });
  });

  it('listeners are told until they leave, and one that fails takes nobody along', async () => {
    const { remote, graph, clock, log } = await start(old);
    const seen: string[] = [];
    const leave = graph.onChange(() => seen.push('first'));
    graph.onChange(() => {
      throw new Error('listener broken');
    });
    graph.onChange(() => seen.push('last'));
    remote.schema = newer;
    await clock.tick();
    leave();
    remote.schema = old;
    await clock.tick();
    expect(seen).toEqual(['first', 'last', 'last']);
    expect(log.lines).toContain('warn A listener to changes of the graph failed: listener broken');
  });

  it('nothing is asked once it is closed, and what is under way changes nothing', async () => {
    const { remote, graph, clock, log } = await start(old);
    const seen: unknown[] = [];
    graph.onChange((schema) => seen.push(schema));
    remote.schema = newer;
    let asked = (): void => undefined;
    const underWay = new Promise<void>((resolve) => (asked = resolve));
    remote.answer = () => (asked(), hang);
    const round = clock.tick();
    await underWay;
    const lines = [...log.lines];
    graph.close();
    await round;
    expect(clock.planned).toEqual([]);
    expect(seen).toEqual([]);
    expect(log.lines).toEqual(lines);
    graph.close();
  });
});

describe('the pauses of a follower', () => {
  it('in real time run their job, and keep no process alive', async () => {
    await new Promise<void>((resolve) => {
      // Holds the loop in the timer's place.
      const hold = setInterval(() => undefined, 1000);
      realTime(1, async () => {
        clearInterval(hold);
        resolve();
      });
    });
    const before = process.getActiveResourcesInfo().length;
    const cancel = realTime(600_000, async () => undefined);
    expect(process.getActiveResourcesInfo()).toHaveLength(before);
    cancel();
  });
});

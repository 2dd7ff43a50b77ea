/** Any parameters, and bodies in any form but JSON: what a caller gives stands where the document says, encoded once. */
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import Upload from 'graphql-upload/Upload.mjs';
import type { Multipart } from '../../src/upstream/call.ts';
import { builder, codecOf, overlay, type Codec } from '../support/generated/codec.ts';
import { argumentType, documentOf, fakeOf, generated, startJudge } from '../support/generated/document.ts';
import { leafOf } from '../support/generated/leaves.ts';
import { names } from '../support/generated/names.ts';
import { plain, type Node } from '../support/generated/nodes.ts';
import { declared, propertiesOf } from '../support/generated/objects.ts';
import { Choices, Digits, objectOf, type Wire } from '../support/generated/wire.ts';

const judge = startJudge();
afterAll(() => judge.close());

const choices = fc.array(fc.nat(59), { maxLength: 40 });

/** A scalar or enum with one spelling as text, or a list of them. */
const part: fc.Arbitrary<Node> = fc.tuple(plain.filter((one) => one.kind !== 'leaf' || leafOf(one.leaf).text), fc.boolean()).map(([of, list]) => (list ? { kind: 'list', of } : of));

/** Each item as it reads. */
const texts = (value: Wire): string[] => (Array.isArray(value) ? value : [value]).map((one) => (one instanceof Digits ? one.text : typeof one === 'string' ? one : JSON.stringify(one)));

describe('parameters', () => {
  const places = {
    // A path parameter's name stands between braces, and no segment is empty.
    path: { name: /^[^{}/?#]+$/, fits: (all: string[]) => all[0] !== '' },
    // Headers know no percent-encoding.
    header: { name: /^[\w-]+$/, fits: (all: string[]) => all.every((text) => /^(?:[!-~](?:[ -~]*[!-~])?)?$/.test(text)) },
    query: { name: /^/, fits: () => true },
  };
  /** How lists of the query are written, and read back. */
  const styles = {
    exploded: { said: {}, joined: undefined },
    form: { said: { explode: false }, joined: ',' },
    pipeDelimited: { said: { style: 'pipeDelimited' }, joined: '|' },
    spaceDelimited: { said: { style: 'spaceDelimited' }, joined: ' ' },
  };
  const parameter = fc.record({
    name: fc.nat(names.length - 1),
    node: part,
    required: fc.boolean(),
    place: fc.constantFrom('query' as const, 'path' as const, 'header' as const),
    style: fc.constantFrom('exploded' as const, 'form' as const, 'pipeDelimited' as const, 'spaceDelimited' as const),
  });

  /** The first value that can stand there, of the one that is chosen and some others. */
  function drawn(codec: Codec, made: Choices, fits: (all: string[]) => boolean): Wire | undefined {
    const candidates = [codec.draw(made, 'in', 0), ...Array.from({ length: 12 }, (_, index) => codec.draw(new Choices([index, index, index]), 'in', 0))];
    return candidates.find((one): one is Wire => one !== undefined && texts(one).length > 0 && fits(texts(one)));
  }

  it('stand in the path, the query and the headers as they were given', async () => {
    let given = 0;
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(parameter, { maxLength: 5, selector: ({ name }) => name }), choices, async (found, chosen) => {
        const placed = found.map((one) => ({ ...one, wire: names[one.name]!.wire, graph: names[one.name]!.graph ?? `odd${one.name}` }))
          .map((one) => ({ ...one, place: places[one.place].name.test(one.wire) ? one.place : ('query' as const) }));
        const template = `/here${placed.filter(({ place }) => place === 'path').map(({ wire }) => `/{${wire}}`).join('')}`;
        const build = builder();
        const parameters = placed.map((one, index) => {
          const at = ['paths', template, 'get', 'parameters', index];
          if (names[one.name]!.graph === undefined) overlay(build, at, { 'x-graphql-field-name': one.graph });
          const node = one.place !== 'query' && one.node.kind === 'list' ? one.node.of : one.node;
          return { ...one, required: one.required || one.place === 'path', style: styles[node.kind === 'list' ? one.style : 'exploded'], codec: codecOf(build, node, [...at, 'schema']) };
        });
        const document = documentOf(build, {
          [template]: {
            get: {
              operationId: 'getHere',
              parameters: parameters.map(({ wire, place, required, style, codec: { schema } }) => ({ name: wire, in: place, required, ...style.said, schema })),
              responses: { 204: { description: 'There' } },
            },
          },
        });
        const { schema, run } = fakeOf(await generated(document, build.actions));

        const made = new Choices(chosen);
        const values = parameters.flatMap((one) => {
          if (!one.required && made.below(3) === 0) return [];
          const value = drawn(one.codec, made, places[one.place].fits);
          fc.pre(value !== undefined);
          return [{ ...one, value, all: texts(value) }];
        });
        const variables = objectOf(values.map(({ graph, codec, value }) => [graph, codec.input(value, new Choices([]))] as const));
        const head = values.map(({ graph }) => `$${graph}: ${argumentType(schema, 'here', graph)}`).join(', ');
        const passed = values.map(({ graph }) => `${graph}: $${graph}`).join(', ');
        const { result, calls: [call, ...others] } = await run(`query${head && `(${head})`} { here${passed && `(${passed})`} }`, variables, '');
        expect(result).toEqual({ data: { here: true } });
        expect(others).toEqual([]);

        const at = (place: string) => values.filter((one) => one.place === place);
        const [path = '', search] = call!.path.split('?');
        expect(path.split('/').slice(2).map(decodeURIComponent)).toEqual(at('path').map(({ all }) => all[0]));
        const pairs = search?.split('&').map((pair) => pair.split('=').map(decodeURIComponent)) ?? [];
        expect(pairs).toEqual(at('query').flatMap(({ wire, all, style: { joined } }) => (joined === undefined ? all.map((text) => [wire, text]) : [[wire, all.join(joined)]])));
        expect(call!.headers).toEqual(Object.fromEntries(at('header').map(({ wire, all }) => [wire.toLowerCase(), all[0]])));
        // The judge knows the items of a list as text alone, and templates with plain names.
        if (/^[\w/{}-]+$/.test(template) && values.every(({ value }) => !Array.isArray(value))) expect(await judge.problems(document, call!)).toEqual([]);
        given += values.length;
      }),
      { numRuns: 150, seed: 20_260_102 },
    );
    expect(given).toBeGreaterThan(150);
  }, 60_000);
});

describe('forms', () => {
  const field = fc.record({ name: fc.nat(names.length - 1), node: part, required: fc.boolean(), filled: fc.boolean(), flow: fc.constant('both' as const) });
  const fields = fc.uniqueArray(field, { minLength: 1, maxLength: 5, selector: ({ name }) => name });

  /** A document that takes these fields in a body of this type; further properties stand beside them. */
  function taking(media: string, list: Parameters<typeof propertiesOf>[1], beside: Record<string, unknown> = {}) {
    const build = builder();
    const properties = propertiesOf(build, list, ['paths', '/form', 'post', 'requestBody', 'content', media, 'schema']);
    const { properties: own, ...rest } = declared(properties);
    const document = documentOf(build, {
      '/form': {
        post: {
          operationId: 'send',
          requestBody: { required: true, content: { [media]: { schema: { ...rest, properties: objectOf([...Object.entries(own as object), ...Object.entries(beside)]) } } } },
          responses: { 204: { description: 'Taken' } },
        },
      },
    });
    return { document, actions: build.actions, properties };
  }

  /** What is sent, and what it reads in the order of the document. */
  function filledIn(properties: ReturnType<typeof propertiesOf>, chosen: readonly number[]) {
    const made = new Choices(chosen);
    const values = properties.flatMap((one) => (!one.required && made.below(3) === 0 ? [] : [{ ...one, value: one.codec.draw(made, 'in', 0) as Wire }]));
    return {
      input: objectOf(values.map(({ graph, codec, value }) => [graph, codec.input(value, new Choices([]))] as const)),
      pairs: values.flatMap(({ wire, value }) => texts(value).map((text) => [wire, text] as const)),
    };
  }

  const query = (schema: Parameters<typeof argumentType>[0]): string => `mutation ($input: ${argumentType(schema, 'send', 'input')}) { send(input: $input) }`;

  it('are sent urlencoded, a list as its name repeated', async () => {
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(fields, choices, async (list, chosen) => {
        const { document, actions, properties } = taking('application/x-www-form-urlencoded', list);
        const { schema, run } = fakeOf(await generated(document, actions));
        const { input, pairs } = filledIn(properties, chosen);
        const { result, calls: [call] } = await run(query(schema), { input }, '');
        expect(result).toEqual({ data: { send: true } });
        expect([...new URLSearchParams(call!.body as string)]).toEqual(pairs);
        expect(call!.headers['content-type']).toBe('application/x-www-form-urlencoded');
        sent += pairs.length;
      }),
      { numRuns: 100, seed: 20_260_103 },
    );
    expect(sent).toBeGreaterThan(100);
  }, 60_000);

  it('are sent in parts, with files as they are', async () => {
    const file = fc.record({ filename: fc.string(), mimetype: fc.constantFrom('image/png', ''), bytes: fc.uint8Array({ maxLength: 8 }) });
    await fc.assert(
      fc.asyncProperty(fields, choices, fc.array(file, { minLength: 1, maxLength: 3 }), async (list, chosen, files) => {
        const binary = { type: 'string', format: 'binary' };
        const { document, actions, properties } = taking('multipart/form-data', list, { first_file: binary, more_files: { type: 'array', items: binary } });
        const { schema, run } = fakeOf(await generated(document, actions));
        const { input, pairs } = filledIn(properties, chosen);
        const [first, ...more] = files.map(({ filename, mimetype, bytes }) => {
          const upload = new Upload();
          (upload.resolve as (file: unknown) => void)({ filename, mimetype, encoding: '7bit', createReadStream: () => Readable.from([bytes]) });
          return upload;
        });
        const { result, calls: [call] } = await run(query(schema), { input: { ...input, firstFile: first, moreFiles: more } }, '');
        expect(result).toEqual({ data: { send: true } });
        const { parts } = call!.body as Multipart;
        expect(parts.flatMap((one) => ('value' in one ? [[one.name, one.value]] : []))).toEqual(pairs);
        const taken = await Promise.all(parts.flatMap((one) => ('open' in one ? [read(one)] : [])));
        expect(taken).toEqual(files.map(({ filename, mimetype, bytes }, index) => ({ name: index === 0 ? 'first_file' : 'more_files', filename, contentType: mimetype || 'application/octet-stream', bytes: [...bytes] })));
      }),
      { numRuns: 60, seed: 20_260_104 },
    );
  }, 60_000);

  async function read({ name, filename, contentType, open }: Extract<Multipart['parts'][number], { open: unknown }>) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of open()) chunks.push(chunk as Uint8Array);
    return { name, filename, contentType, bytes: [...Buffer.concat(chunks)] };
  }
});

describe('text', () => {
  it('goes out and comes in as it is', async () => {
    const content = { 'text/plain': { schema: { type: 'string' } } };
    const document = documentOf(builder(), { '/note': { put: { operationId: 'note', requestBody: { required: true, content }, responses: { 200: { description: 'Noted', content } } } } });
    const { run } = fakeOf(await generated(document, []));
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), async (sent, answered) => {
        const { result, calls: [call] } = await run('mutation ($input: String!) { note(input: $input) }', { input: sent }, answered);
        expect(call?.body).toBe(sent);
        expect(result).toEqual({ data: { note: answered } });
      }),
      { numRuns: 100, seed: 20_260_105 },
    );
  });
});

/**
 * The catalogue of a collections desk's questions: each is valid against the graph that clients build on,
 * and its answer on the demo data is the reviewed one beside this test, `operations/<name>.json`. Addresses
 * of stand-ins are written there as `https://<system>.example`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, Kind, parse, validate } from 'graphql';
import { startSandboxGateway, type SandboxGateway } from '../support/sandboxGateway.ts';

const folder = new URL('../../src/client/operations/', import.meta.url);
const read = (url: URL): string => readFileSync(url, 'utf8');
const readJSON = (url: URL): unknown => JSON.parse(read(url)) as unknown;
const names = readdirSync(folder).filter((file) => file.endsWith('.graphql')).map((file) => file.replace(/\.graphql$/, ''));
const schema = buildSchema(read(new URL('../../schema/graph.graphql', import.meta.url)));

let graph: SandboxGateway;
beforeAll(async () => {
  graph = await startSandboxGateway();
});
afterAll(() => graph.close());

it('holds ten questions, each with variables and a reviewed answer', () => {
  expect(names).toHaveLength(10);
  expect(readdirSync(folder).sort()).toEqual(names.flatMap((name) => [`${name}.graphql`, `${name}.variables.json`]).sort());
  expect(readdirSync(new URL('operations/', import.meta.url)).sort()).toEqual(names.map((name) => `${name}.json`).sort());
});

describe.each(names)('%s', (name) => {
  const text = read(new URL(`${name}.graphql`, folder));
  const document = parse(text);

  it('says what it asks for, under its own name, in the graph of today', () => {
    expect(text).toMatch(/^# \S.*[?:,.].*\n/);
    const operations = document.definitions.flatMap((definition) => (definition.kind === Kind.OPERATION_DEFINITION ? [definition.name?.value] : []));
    expect(operations).toEqual([name.replace(/^./, (first) => first.toUpperCase())]);
    expect(validate(schema, document)).toEqual([]);
  });

  it('is answered as reviewed', async () => {
    const answer = await graph.ask(text, readJSON(new URL(`${name}.variables.json`, folder)) as Record<string, unknown>);
    const shown = Object.entries(graph.sandbox.systems).reduce((written, [system, { url }]) => written.replaceAll(url, `https://${system}.example`), JSON.stringify(answer));
    expect(JSON.parse(shown)).toEqual(readJSON(new URL(`operations/${name}.json`, import.meta.url)));
  });
});

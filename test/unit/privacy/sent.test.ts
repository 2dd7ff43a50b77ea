import { describe, expect, it } from '@jest/globals';
import { buildSchema, Kind, parse } from 'graphql';
import { readMarkers } from '../../../src/privacy/markers.ts';
import { sentValues } from '../../../src/privacy/sent.ts';

const sdl = /* GraphQL */ `
  scalar JSON
  input Person { reference: String, name: String @sensitive, phones: [Int] @sensitive, meta: JSON @sensitive, next: Person, others: [Person] }
  input Pick @oneOf { person: Person, reference: String }
  type Query { people(input: [Person!], reference: String, secret: String @sensitive, pick: Pick): String message(messageURL: String @sensitive): String }
`;
const schema = buildSchema(`directive @sensitive on FIELD_DEFINITION | INPUT_FIELD_DEFINITION | ARGUMENT_DEFINITION ${sdl}`);
const markers = readMarkers({ documents: [sdl] });

function sent(source: string, variables: Record<string, unknown> = {}): string[] {
  const document = parse(source);
  const [operation] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
  return sentValues({ schema, document, operation, variables }, markers).sort();
}

describe('what an operation sends in confidence', () => {
  it.each<[string, string, Record<string, unknown>, string[]]>([
    ['in a literal', '{ people(input: [{ name: "Jane", reference: "R" }]) }', {}, ['Jane']],
    ['in an argument', '{ people(secret: "Jane", reference: "R") }', {}, ['Jane']],
    ['in a variable of an argument', 'query ($u: String) { message(messageURL: $u) }', { u: 'Jane' }, ['Jane']],
    ['in a variable of a field', 'query ($n: String, $r: String) { people(input: [{ name: $n, reference: $r }]) }', { n: 'Jane', r: 'R' }, ['Jane']],
    ['in a variable of an object', 'query ($i: [Person!]) { people(input: $i) }', { i: [{ name: 'Jane', reference: 'R' }, { name: 'Joe' }] }, ['Jane', 'Joe']],
    ['in one that stands for a list', 'query ($i: [Person!]) { people(input: $i) }', { i: { name: 'Jane' } }, ['Jane']],
    ['deep within', 'query ($i: [Person!]) { people(input: $i) }', { i: [{ next: { others: [{ next: { name: 'Jane' } }] } }] }, ['Jane']],
    ['as numbers', '{ people(input: { phones: [4711, 4712] }) }', {}, ['4711', '4712']],
    ['in a free object, keys and all', 'query ($i: [Person!]) { people(input: $i) }', { i: [{ meta: { Jane: ['Doe', { deep: 4711 }], empty: null } }] }, ['4711', 'Doe', 'Jane', 'deep', 'empty']],
    ['in a fragment', 'query ($u: String) { ...F } fragment F on Query { message(messageURL: $u) }', { u: 'Jane' }, ['Jane']],
    ['within a oneOf', 'query ($p: Pick) { people(pick: $p) }', { p: { person: { name: 'Jane' } } }, ['Jane']],
    ['not at all', 'query ($r: String, $x: String) { people(reference: $r, input: [{ reference: "R" }]) }', { r: 'R', x: 'Jane' }, []],
    ['as a file, whose name is told', 'query ($i: [Person!]) { people(input: $i) }', { i: [{ meta: Object.assign(new (class Upload {})(), { file: { filename: 'Jane.pdf' }, resolve: () => undefined }) }] }, ['Jane.pdf']],
    ['as a file that did not come', 'query ($i: [Person!]) { people(input: $i) }', { i: [{ meta: new (class Upload {})() }] }, []],
    ['as null', 'query ($u: String) { message(messageURL: $u) people(secret: null) }', { u: null }, []],
  ])('%s', (_, source, variables, expected) => {
    expect(sent(source, variables)).toEqual(expected);
  });
});

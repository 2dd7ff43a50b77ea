/** What is written for the remote where the gateway's types know more than the remote's. */
import { describe, expect, it } from '@jest/globals';
import { buildSchema, getNamedType, Kind, parse, validate } from 'graphql';
import type { FieldNode, FragmentDefinitionNode, GraphQLObjectType } from 'graphql';
import { settleNames } from '../../../src/graph/names.ts';
import { writeRootField, writeSelection } from '../../../src/graph/selection.ts';

const remote = buildSchema(`
  type Query { payLink: PayLinks any: Any node: Node }
  type PayLinks { items(n: Int): [PayLink] }
  interface Node { id: ID }
  type PayLink implements Node { id: ID status: String }
  type Mandate implements Node { id: ID }
  union Any = PayLink | Mandate
`);
/** As the gateway may grow it: fields on the remote's types, an interface across systems. */
const graph = buildSchema(`
  type Query { payLink: PayLinks any: Any node: Node account: Account }
  type PayLinks { items(n: Int): [PayLink] }
  interface Node { id: ID }
  interface PaymentRequest { paymentStatus: String }
  type PayLink implements Node & PaymentRequest { id: ID status: String paymentStatus: String account: Account }
  type Mandate implements Node { id: ID }
  type Account implements PaymentRequest { name: String paymentStatus: String links(n: Int): [PayLink] }
  union Any = PayLink | Mandate
`);
const names = settleNames(remote, buildSchema('type Query { account: Account } type Account { name: String }'));

function write(query: string): { text: string; fragments: Record<string, string>; variables: string[] } {
  const document = parse(query);
  expect(validate(graph, document)).toEqual([]);
  const [operation] = document.definitions;
  const nodes = operation?.kind === Kind.OPERATION_DEFINITION ? (operation.selectionSet.selections as FieldNode[]) : [];
  const fragments = Object.fromEntries(document.definitions.filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION).map((node) => [node.name.value, node]));
  const [first] = nodes;
  const selection =
    first?.name.value === 'account'
      ? writeSelection({ nodes: first.selectionSet!.selections as FieldNode[], fragments, schema: graph, names, type: graph.getType('PayLink') as GraphQLObjectType })
      : writeRootField({ nodes, fragments, schema: graph, names, parent: graph.getQueryType()! });
  expect(getNamedType(graph.getQueryType())).toBeDefined();
  return { text: selection.text, fragments: Object.fromEntries(selection.fragments), variables: [...selection.variables] };
}

describe('what is written for the remote', () => {
  it('leaves out fields that only the gateway has, and nothing is left empty', () => {
    expect(write('{ payLink { items { id account { name } paymentStatus } } }').text).toBe('payLink { items { id } }');
    expect(write('{ payLink { items { paymentStatus account { name } } } }').text).toBe('payLink { items { __typename } }');
    expect(write('{ payLink { items { ... on PayLink { account { name } } } } }').text).toBe('payLink { items { ... on PayLink { __typename } } }');
  });

  it('writes fragments on an interface of the gateway for the types they can meet', () => {
    expect(write('{ payLink { items { ... on PaymentRequest { paymentStatus ... on PayLink { id } } } } }').text).toBe('payLink { items { ... on PayLink { ... on PayLink { id } } } }');
    expect(write('{ any { ... on PaymentRequest { paymentStatus ... on PayLink { id } ... on Account { name } } ... on Mandate { id } } }').text).toBe(
      'any { __typename ... on PayLink { ... on PayLink { id } } ... on Mandate { id } }',
    );
  });

  it('asks for no variable that only a fragment on what the remote does not have is included by', () => {
    expect(write('query($v: Boolean!, $w: Boolean!) { any { ... on PaymentRequest { ... on Account @include(if: $v) { name } ...A @skip(if: $v) ... on PayLink @skip(if: $w) { id } } } } fragment A on Account { name }')).toEqual({
      text: 'any { __typename ... on PayLink { ... on PayLink @skip(if: $w) { id } } }',
      fragments: {},
      variables: ['w'],
    });
  });

  it('writes named ones once for each such type, under a name that is free', () => {
    expect(
      write(`
        { node { ...P ...N } }
        fragment P on PaymentRequest { ... on PayLink { id } ...P_PayLink ...P_PayLink }
        fragment P_PayLink on PaymentRequest { ... on Node { id } }
        fragment N on Node { id ...P }
      `),
    ).toEqual({
      text: 'node { __typename ...P_PayLink_ ...N }',
      fragments: {
        P_PayLink_: 'fragment P_PayLink_ on PayLink { ... on PayLink { id } ...P_PayLink_PayLink ...P_PayLink_PayLink }',
        P_PayLink_PayLink: 'fragment P_PayLink_PayLink on PayLink { ... on Node { __typename id } }',
        N: 'fragment N on Node { __typename id ...P_PayLink_ }',
      },
      variables: [],
    });
  });

  it('is, for a link, what is selected of it, with the variables in it', () => {
    expect(write('query ($n: Int, $yes: Boolean!) { account { links(n: $n) { id ...S @include(if: $yes) account { name } } } } fragment S on PayLink { status }')).toEqual({
      text: '{ id ...S @include(if: $yes) }',
      fragments: { S: 'fragment S on PayLink { status }' },
      variables: ['yes'],
    });
  });
});

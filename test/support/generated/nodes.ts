/**
 * Schemas as the tests think of them: a tree of what a value may be, from which a document, values and
 * what the graph must say of them are made (`codec.ts`). Every tree is a document that the graph can
 * express; `wild.ts` has the others.
 */
import fc from 'fast-check';
import { enumValues, names } from './names.ts';
import { leafNames, type LeafName } from './leaves.ts';

export type Node =
  | { kind: 'leaf'; leaf: LeafName }
  /** Indices of `enumValues`. */
  | { kind: 'enum'; values: number[] }
  | { kind: 'nullable'; by: 'type' | 'oneOf' | 'anyOf'; of: Node }
  | { kind: 'list'; of: Node }
  | { kind: 'tuple'; places: Node[] }
  | { kind: 'map'; of: Node; key: boolean; whole: boolean }
  | ObjectNode
  | UnionNode
  /** The component around it, once more. */
  | { kind: 'again' };

export interface ObjectNode {
  kind: 'object';
  as: 'inline' | 'component' | 'allOf';
  closed: boolean;
  fields: FieldNode[];
}

export interface FieldNode {
  /** Index of `names`. */
  name: number;
  node: Node;
  required: boolean;
  /** Has a default, where its kind can have one. */
  filled: boolean;
  flow: 'both' | 'readOnly' | 'writeOnly';
}

export interface UnionNode {
  kind: 'union';
  as: 'inline' | 'component' | 'beside';
  by: 'name' | 'mapping' | 'constant' | 'required';
  members: FieldNode[][];
}

/** Fields whose names differ. */
const fieldsOf = (node: fc.Arbitrary<Node>, constraints: { minLength: number; maxLength: number }): fc.Arbitrary<FieldNode[]> =>
  fc.uniqueArray(
    fc.record({
      name: fc.nat(names.length - 1),
      node,
      required: fc.boolean(),
      filled: fc.boolean(),
      flow: fc.constantFrom<FieldNode['flow']>('both', 'both', 'both', 'both', 'readOnly', 'writeOnly'),
    }),
    { ...constraints, selector: ({ name }) => name },
  );

const leaf: fc.Arbitrary<Node> = fc.record({ kind: fc.constant('leaf' as const), leaf: fc.constantFrom(...leafNames) });
const enumeration: fc.Arbitrary<Node> = fc.record({
  kind: fc.constant('enum' as const),
  values: fc.uniqueArray(fc.nat(enumValues.length - 1), { minLength: 1, maxLength: 5 }),
});

/** A list of maps has no form in the graph, and null twice would be two branches that it fits: the inner one stays. */
function tidy(tree: Node): Node {
  switch (tree.kind) {
    case 'list': {
      const of = tidy(tree.of);
      const inside = of.kind === 'nullable' ? of.of : of;
      return inside.kind === 'map' ? of : { ...tree, of };
    }
    case 'nullable': {
      const of = tidy(tree.of);
      return of.kind === 'nullable' || (of.kind === 'leaf' && of.leaf === 'any') ? of : { ...tree, of };
    }
    case 'map': return { ...tree, of: tidy(tree.of) };
    case 'tuple': return { ...tree, places: tree.places.map(tidy) };
    case 'object': return { ...tree, fields: tree.fields.map(tidyField) };
    case 'union': return { ...tree, members: tree.members.map((fields) => fields.map(tidyField)) };
    case 'leaf':
    case 'enum':
    case 'again': return tree;
  }
}

const tidyField = (field: FieldNode): FieldNode => ({ ...field, node: tidy(field.node) });

/** Any schema that the graph can express. */
export const node: fc.Arbitrary<Node> = fc.letrec<{ node: Node; object: ObjectNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'schema', withCrossShrink: true },
    { weight: 5, arbitrary: leaf },
    { weight: 2, arbitrary: enumeration },
    { weight: 3, arbitrary: tie('object') },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('list' as const), of: tie('node') }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('map' as const), of: tie('node'), key: fc.boolean(), whole: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('nullable' as const), by: fc.constantFrom('type' as const, 'oneOf' as const, 'anyOf' as const), of: tie('node') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('tuple' as const), places: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('union' as const),
        as: fc.constantFrom('component' as const, 'inline' as const, 'beside' as const),
        by: fc.constantFrom('required' as const, 'name' as const, 'mapping' as const, 'constant' as const),
        members: fc.array(fieldsOf(tie('node'), { minLength: 0, maxLength: 3 }), { minLength: 2, maxLength: 3 }),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'again' as const }) },
  ),
  object: fc.record({
    kind: fc.constant('object' as const),
    as: fc.constantFrom('inline' as const, 'component' as const, 'allOf' as const),
    closed: fc.boolean(),
    fields: fieldsOf(tie('node'), { minLength: 1, maxLength: 5 }),
  }),
})).node.map(tidy);

/** Scalars, enums and lists of them: what parameters and parts of a form may be. */
export const plain: fc.Arbitrary<Node> = fc.oneof(leaf, enumeration);

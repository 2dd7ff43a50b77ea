/** Unions of the tests: members are components, told apart in each of the ways that the graph knows. */
import { braced, type Builder, type Codec, type Schema } from './codec.ts';
import { componentPath, declared, meaningOf, propertiesOf, reference, type Property } from './objects.ts';
import type { UnionNode } from './nodes.ts';
import { objectOf, type Choices, type Wire } from './wire.ts';

interface Member {
  name: string;
  /** The graph's type out, and the key of the input. */
  type: string;
  key: string;
  /** The property that tells it, and its value there. */
  mark: { wire: string; value: string };
  codec: Omit<Codec, 'schema' | 'nullable'>;
}

const stems = [{ wire: 'Cat', type: 'Cat', key: 'cat' }, { wire: 'line_dog', type: 'LineDog', key: 'lineDog' }, { wire: 'SSNBird', type: 'SSNBird', key: 'ssnBird' }] as const;

/** The union itself, and the schema that says so. */
function union(build: Builder, node: UnionNode): { schema: Schema; codec: Omit<Codec, 'schema' | 'nullable'>; members: Member[]; unknown: Wire } {
  const members = node.members.map((_, index) => member(build, node, index));
  const by = { propertyName: 'object_type', ...(node.by === 'mapping' && { mapping: objectOf(members.map(({ name, mark }) => [mark.value, `#/components/schemas/${name}`] as const)) }) };
  const told = node.by === 'name' || node.by === 'mapping';
  const of = (wire: Wire): Member | undefined => members.find(({ mark }) => (node.by === 'required' ? Object.hasOwn(wire as object, mark.wire) : (wire as Record<string, Wire>)[mark.wire] === mark.value));
  const alias = (index: number, object: unknown): Record<string, unknown> => objectOf(Object.entries(object as object).map(([name, value]) => [`m${index}_${name}`, value as unknown] as const));
  return {
    members,
    unknown: node.by === 'required' ? { other: 1 } : { object_type: 'unheard of' },
    schema: { [told ? 'anyOf' : 'oneOf']: members.map(({ name }) => reference(name)), ...(told && { discriminator: by }) },
    codec: {
      draw: (choices, side, depth) => choices.of(members).codec.draw(choices, side, depth),
      input: (wire, choices) => {
        const one = of(wire)!;
        return { [one.key]: one.codec.input(wire, choices) };
      },
      output: (wire) => {
        const one = of(wire)!;
        return { __typename: one.type, ...alias(members.indexOf(one), one.codec.output(wire)) };
      },
      // A field of two members may have two types, so each has a name of its own.
      selection: (depth) => `__typename ${members.map(({ type, codec }, index) => `... on ${type} { ${aliased(codec.selection(depth), index)} }`).join(' ')}`,
    },
  };
}

/** Prefixes the outermost fields of a selection. */
function aliased(selection: string, index: number): string {
  let depth = 0;
  return selection.replace(/\.\.\. on \w+|[{}]|\w+:? ?/g, (token) => {
    if (token === '{') depth += 1;
    if (token === '}') depth -= 1;
    const name = token.trim();
    return depth === 0 && /^\w+$/.test(name) ? `m${index}_${name}: ${token}` : token;
  });
}

function member(build: Builder, node: UnionNode, index: number): Member {
  const number = build.next();
  const stem = stems[index]!;
  const name = stem.wire + number;
  const mark = {
    name: { wire: 'object_type', value: name },
    mapping: { wire: 'object_type', value: `is "${number}"!` },
    constant: { wire: 'object_type', value: `value-${number}` },
    required: { wire: `only_${number}`, value: 'this one' },
  }[node.by];
  build.components[name] = {};
  const fields = propertiesOf(build, node.members[index]!, componentPath(name));
  const all: Property[] = [telling(node, mark), ...fields];
  build.components[name] = declared(all);
  return { name, type: stem.type + number, key: stem.key + number, mark, codec: meaningOf(all) };
}

/** The property that tells a member from the others. */
function telling({ by }: UnionNode, { wire, value }: Member['mark']): Property {
  const constant = by === 'constant';
  const graph = by === 'required' ? wire.replace('_', '') : 'objectType';
  const shown = (text: Wire): unknown => (constant ? value.toUpperCase().replace('-', '_') : text);
  const schema = constant ? { type: 'string', const: value } : { type: 'string' };
  return {
    wire, graph, required: true, flow: 'both', filled: constant ? value : undefined, schema,
    codec: { schema, nullable: false, draw: () => value, input: shown, output: shown, selection: () => '' },
  };
}

export function unionCodec(build: Builder, node: UnionNode): Codec {
  const { schema, codec, unknown } = union(build, node);
  if (node.as === 'inline') return { schema, nullable: false, ...codec };
  const name = `Choice${build.next()}`;
  build.components[name] = schema;
  const isUnknown = (wire: Wire): boolean => JSON.stringify(wire) === JSON.stringify(unknown);
  return {
    ...codec,
    schema: reference(name),
    nullable: false,
    // What the document does not know yet may be in an answer.
    draw: (choices, side, depth) => (side === 'out' && choices.below(6) === 5 ? unknown : codec.draw(choices, side, depth)),
    output: (wire) => (isUnknown(wire) ? { __typename: `Unknown${name}`, raw: wire } : codec.output(wire)),
    selection: (depth) => `${codec.selection(depth)} ... on Unknown${name} { raw }`,
  };
}

/** An object with a union among its parts: the member's properties stand beside its own on the wire. */
export function besideCodec(build: Builder, node: UnionNode): Codec {
  const { schema, codec } = union(build, node);
  const number = build.next();
  const [name, base, choice] = [`Beside${number}`, `Base${number}`, `Choice${number}`];
  build.components[choice] = schema;
  build.components[base] = { type: 'object', properties: { 'base-field': { type: 'string' } }, required: ['base-field'] };
  build.components[name] = { allOf: [reference(base), reference(choice)] };
  const own = 'base-field';
  const field = `choice${number}`;
  const rest = (wire: Wire): Wire => objectOf(Object.entries(wire as Record<string, Wire>).filter(([key]) => key !== own));
  const both = (wire: Wire, inner: unknown): unknown => ({ baseField: (wire as Record<string, Wire>)[own], [field]: inner });
  return {
    schema: reference(name),
    nullable: false,
    object: true,
    draw: (choices: Choices, side, depth) => ({ [own]: 'base', ...(codec.draw(choices, side, depth) as object) }),
    input: (wire, choices) => both(wire, codec.input(rest(wire), choices)),
    output: (wire) => both(wire, codec.output(rest(wire))),
    selection: (depth) => `baseField ${field}${braced(codec.selection(depth))}`,
  };
}

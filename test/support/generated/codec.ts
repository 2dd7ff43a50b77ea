/**
 * From a tree of `nodes.ts`: the schema for the document, values of it, and what the graph must make of
 * them. Here a value of the wire becomes one of the graph by the rules of the README alone; nothing of
 * `src/` takes part.
 */
import { enumValues, keys } from './names.ts';
import { leafOf } from './leaves.ts';
import type { Node } from './nodes.ts';
import { objectCodec } from './objects.ts';
import { besideCodec, unionCodec } from './unions.ts';
import { Digits, objectOf, type Choices, type Wire } from './wire.ts';

/** `in`: a caller's value on its way to the vendor. `out`: the vendor's on its way to a caller. */
export type Side = 'in' | 'out';

export type Schema = Record<string, unknown>;

export interface Codec {
  /** As it stands in the document. */
  schema: Schema;
  nullable: boolean;
  /** What the default of a property may be. */
  usual?: Wire;
  /** The only value there is. */
  only?: Wire;
  /** Has fields of its own, beside which the key of a map can stand. */
  object?: boolean;
  /** A value of the wire; undefined where recursion has to end. */
  draw: (choices: Choices, side: Side, depth: number) => Wire | undefined;
  /** The variable that a caller gives for it. What may be left out sometimes is. */
  input: (wire: Wire, choices: Choices) => unknown;
  /** The graph's answer to `selection`. */
  output: (wire: Wire) => unknown;
  /** All fields to full depth, without braces; empty for a value without fields. */
  selection: (depth: number) => string;
}

/** Where schemas stand in the document: `['components', 'schemas', 'Thing']`. */
export type Path = readonly (string | number)[];

export interface Builder {
  components: Record<string, Schema>;
  /** Actions of the overlay. */
  actions: { target: string; update: unknown }[];
  /** A number of its own for each component. */
  next(): number;
  /** The component around the place. */
  around?: { name: string; codec: () => Codec } | undefined;
}

export function builder(): Builder {
  let count = 0;
  return { components: {}, actions: [], next: () => (count += 1) };
}

/** How often a component may hold itself. */
export const deepest = 2;

export const braced = (selection: string): string => (selection === '' ? '' : ` { ${selection} }`);

/** An action of the overlay on the schema at a path. */
export function overlay(build: Builder, path: Path, update: unknown): void {
  build.actions.push({ target: `$${path.map((part) => `[${JSON.stringify(part)}]`).join('')}`, update });
}

export function codecOf(build: Builder, node: Node, path: Path): Codec {
  switch (node.kind) {
    case 'leaf': {
      const { schema, values, nullable = false, text } = leafOf(node.leaf);
      return {
        schema: { ...schema }, nullable, ...(text && values[0] !== undefined && { usual: values[0] }),
        draw: (choices) => choices.of(values), input: graphLeaf, output: graphLeaf, selection: () => '',
      };
    }
    case 'enum': return enumCodec(build, node.values, path);
    case 'nullable': return nullableCodec(build, node, path);
    case 'list': return listCodec(codecOf(build, node.of, [...path, 'items']));
    case 'tuple': return tupleCodec(build, node.places, path);
    case 'map': return mapCodec(build, node, path);
    case 'object': return objectCodec(build, node, path);
    case 'union': return node.as === 'beside' ? besideCodec(build, node) : unionCodec(build, node);
    case 'again': return again(build) ?? codecOf(build, { kind: 'leaf', leaf: 'string' }, path);
  }
}

function graphLeaf(wire: Wire): unknown {
  return wire instanceof Digits ? wire.text : wire;
}

function enumCodec(build: Builder, indices: readonly number[], path: Path): Codec {
  const graph = new Map(indices.map((index) => [enumValues[index]!.wire, enumValues[index]!.graph ?? `ODD_${index}`]));
  const values = [...graph.keys()];
  const odd = indices.filter((index) => enumValues[index]!.graph === undefined);
  if (odd.length > 0) overlay(build, path, { 'x-graphql-enum-mapping': objectOf(odd.map((index) => [enumValues[index]!.wire, `ODD_${index}`] as const)) });
  const named = (wire: Wire): unknown => graph.get(wire as string);
  return {
    schema: { type: 'string', enum: values }, nullable: false, usual: values[0]!, ...(values.length === 1 && { only: values[0]! }),
    draw: (choices) => choices.of(values), input: named, output: named, selection: () => '',
  };
}

function nullableCodec(build: Builder, { by, of }: Extract<Node, { kind: 'nullable' }>, path: Path): Codec {
  const alone = by === 'type' && of.kind !== 'object' && of.kind !== 'union' && of.kind !== 'again';
  const inner = codecOf(build, of, alone ? path : [...path, by === 'type' ? 'oneOf' : by, 0]);
  const { type } = inner.schema;
  const schema = alone
    ? { ...inner.schema, type: [type, 'null'], ...(Array.isArray(inner.schema.enum) && { enum: [...(inner.schema.enum as Wire[]), null] }) }
    : { [by === 'type' ? 'oneOf' : by]: [inner.schema, { type: 'null' }] };
  return {
    schema, nullable: true,
    draw: (choices, side, depth) => (choices.below(3) === 0 ? null : (inner.draw(choices, side, depth) ?? null)),
    input: (wire, choices) => (wire === null ? null : inner.input(wire, choices)),
    output: (wire) => (wire === null ? null : inner.output(wire)),
    selection: inner.selection,
  };
}

/** As many as were chosen, fewer where recursion ends. */
function drawn(inner: Codec, count: number, choices: Choices, side: Side, depth: number): Wire[] {
  return Array.from({ length: count }, () => inner.draw(choices, side, depth)).filter((one) => one !== undefined);
}

function listCodec(inner: Codec): Codec {
  return {
    schema: { type: 'array', items: inner.schema }, nullable: false,
    draw: (choices, side, depth) => drawn(inner, choices.below(4), choices, side, depth),
    input: (wire, choices) => (wire as Wire[]).map((one) => inner.input(one, choices)),
    output: (wire) => (wire as Wire[]).map(inner.output),
    selection: inner.selection,
  };
}

const places = [{ title: 'first_place', graph: 'firstPlace' }, { title: 'Second', graph: 'second' }, { title: 'third place', graph: 'thirdPlace' }] as const;

function tupleCodec(build: Builder, nodes: readonly Node[], path: Path): Codec {
  const within = { ...build, around: undefined };
  const inner = nodes.map((one, index) => codecOf(within, one, [...path, 'prefixItems', index]));
  const graph = (index: number): string => places[index]!.graph;
  return {
    schema: { type: 'array', prefixItems: inner.map(({ schema }, index) => ({ ...schema, title: places[index]!.title })), items: false, minItems: inner.length },
    nullable: false,
    draw: (choices, side, depth) => inner.map((one) => one.draw(choices, side, depth) ?? null),
    input: (wire, choices) => objectOf(inner.map((one, index) => [graph(index), one.input((wire as Wire[])[index]!, choices)] as const)),
    output: (wire) => objectOf(inner.map((one, index) => [graph(index), one.output((wire as Wire[])[index]!)] as const)),
    selection: (depth) => inner.map((one, index) => graph(index) + braced(one.selection(depth))).join(' '),
  };
}

function mapCodec(build: Builder, node: Extract<Node, { kind: 'map' }>, path: Path): Codec {
  const inner = codecOf(build, node.of, [...path, 'additionalProperties']);
  // Of values that may be anything only the overlay can say that they are a map's.
  const named = node.key || Object.keys(inner.schema).length === 0;
  const [key, field] = [named ? 'mapKey' : 'key', node.whole ? 'whole' : 'value'];
  const flat = inner.object === true && !node.whole;
  const notes = { ...(named && { 'x-graphql-key': key }), ...(node.whole && { 'x-graphql-value': field }) };
  if (Object.keys(notes).length > 0) overlay(build, path, notes);
  const items = (wire: Wire, convert: (value: Wire) => unknown): unknown[] => {
    const object = wire as Record<string, Wire>;
    return Object.keys(object).map((name) => ({ [key]: name, ...(flat ? (convert(object[name]!) as object) : { [field]: convert(object[name]!) }) }));
  };
  return {
    schema: { type: 'object', additionalProperties: inner.schema }, nullable: false,
    draw: (choices, side, depth) => objectOf(drawn(inner, choices.below(4), choices, side, depth).map((value) => [choices.of(keys), value] as const)),
    input: (wire, choices) => items(wire, (value) => inner.input(value, choices)),
    output: (wire) => items(wire, inner.output),
    selection: (depth) => `${key} ${flat ? inner.selection(depth) : field + braced(inner.selection(depth))}`,
  };
}

function again({ around }: Builder): Codec | undefined {
  if (!around) return undefined;
  const { name, codec } = around;
  return {
    schema: { $ref: `#/components/schemas/${name}` }, nullable: false, object: true,
    draw: (choices, side, depth) => (depth < deepest ? codec().draw(choices, side, depth + 1) : undefined),
    input: (wire, choices) => codec().input(wire, choices),
    output: (wire) => codec().output(wire),
    selection: (depth) => (depth < deepest ? codec().selection(depth + 1) : '__typename'),
  };
}

/** Objects of the tests: written in place, as a component, or as an allOf of a component and a part in place. */
import { braced, codecOf, overlay, type Builder, type Codec, type Path, type Schema, type Side } from './codec.ts';
import { names } from './names.ts';
import type { FieldNode, ObjectNode } from './nodes.ts';
import { Digits, objectOf, written, type Choices, type Wire } from './wire.ts';

/** A property of an object, its schema in place. */
export interface Property {
  wire: string;
  graph: string;
  codec: Codec;
  required: boolean;
  flow: FieldNode['flow'];
  /** What a caller may leave out when it is just this; undefined: nothing. */
  filled: Wire | undefined;
  schema: Schema;
}

export const componentPath = (name: string): Path => ['components', 'schemas', name];
export const reference = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** The properties of an object whose `properties` stand at the path. */
export function propertiesOf(build: Builder, fields: readonly FieldNode[], path: Path): Property[] {
  return fields.map((field, index) => {
    const { wire, graph } = names[field.name]!;
    const at = [...path, 'properties', wire];
    const codec = codecOf(build, field.node, at);
    const recursive = codec.schema.$ref !== undefined && field.node.kind === 'again';
    // One property at least is there for both sides; what only one side may give, the other cannot require.
    const flow = index === 0 ? 'both' : field.flow;
    const required = field.required && flow === 'both' && !recursive;
    if (graph === undefined) overlay(build, at, { 'x-graphql-field-name': `odd${field.name}` });
    const usual = field.filled ? codec.usual : undefined;
    return {
      wire, graph: graph ?? `odd${field.name}`, codec, required, flow,
      filled: required ? (usual ?? codec.only ?? (codec.nullable ? null : undefined)) : undefined,
      schema: {
        ...codec.schema,
        ...(usual !== undefined && { default: usual instanceof Digits ? Number(usual.text) : usual }),
        ...(flow !== 'both' && { [flow]: true }),
      },
    };
  });
}

/** `type`, `properties` and `required`. */
export const declared = (properties: readonly Property[]): Schema => ({
  type: 'object',
  properties: objectOf(properties.map(({ wire, schema }) => [wire, schema] as const)),
  ...(properties.some(({ required }) => required) && { required: properties.filter(({ required }) => required).map(({ wire }) => wire) }),
});

/** What an object of these properties means. */
export function meaningOf(properties: readonly Property[]): Omit<Codec, 'schema' | 'nullable'> & { object: true } {
  const seen = (side: Side): Property[] => properties.filter(({ flow }) => flow === 'both' || flow === (side === 'in' ? 'writeOnly' : 'readOnly'));
  return {
    object: true,
    draw: (choices, side, depth) =>
      objectOf(
        seen(side).flatMap(({ wire, required, codec }) => {
          if (!required && choices.below(3) === 0) return [];
          const value = codec.draw(choices, side, depth);
          return value === undefined ? [] : [[wire, value] as const];
        }),
      ),
    input: (wire, choices) => objectOf(seen('in').flatMap((property) => inputOf(property, wire as Record<string, Wire>, choices))),
    output: (wire) =>
      objectOf(seen('out').map(({ wire: name, graph, codec }) => [graph, Object.hasOwn(wire as object, name) ? codec.output((wire as Record<string, Wire>)[name]!) : null] as const)),
    selection: (depth) => seen('out').map(({ graph, codec }) => graph + braced(codec.selection(depth))).join(' '),
  };
}

function inputOf({ wire, graph, codec, filled }: Property, object: Record<string, Wire>, choices: Choices): (readonly [string, unknown])[] {
  if (!Object.hasOwn(object, wire)) return [];
  const value = object[wire]!;
  if (filled !== undefined && written(value) === written(filled) && choices.below(2) === 1) return [];
  return [[graph, codec.input(value, choices)]];
}

export function objectCodec(build: Builder, node: ObjectNode, path: Path): Codec {
  const { fields, closed } = node;
  const extra = closed ? { additionalProperties: false } : {};
  if (node.as === 'inline') {
    const properties = propertiesOf(build, fields, path);
    return { schema: { ...declared(properties), ...extra }, nullable: false, ...meaningOf(properties) };
  }
  const number = build.next();
  const name = ['Thing', 'line_item', 'Order.part', 'kebab-thing'][number % 4]! + number;
  const self: { codec?: Codec } = {};
  const within: Builder = { ...build, around: { name, codec: () => self.codec! } };
  build.components[name] = {};
  if (node.as === 'component') {
    const properties = propertiesOf(within, fields, componentPath(name));
    build.components[name] = { ...declared(properties), ...extra };
    return (self.codec = { schema: reference(name), nullable: false, ...meaningOf(properties) });
  }
  // Every second field comes from the part in place, whose requirements stand beside the allOf.
  const base = `Base${number}`;
  const inherited = propertiesOf(within, fields.filter((_, index) => index % 2 === 0), componentPath(base));
  const own = propertiesOf(within, fields.filter((_, index) => index % 2 === 1), [...componentPath(name), 'allOf', 1]);
  const { required, ...part } = declared(own);
  build.components[base] = declared(inherited);
  build.components[name] = { allOf: [reference(base), part], ...(required !== undefined && { required }) };
  return (self.codec = { schema: reference(name), nullable: false, ...meaningOf([...inherited, ...own]) });
}

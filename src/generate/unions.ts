/**
 * Unions. Out: a union whose members are told apart by what the document says of them, with a last
 * member for what it does not say. In: an input of which exactly one member is given.
 */
import { conditionsOf } from './conditions.ts';
import { define } from './definitions.ts';
import { definition, unionDefinition } from './layout.ts';
import { documentName, twin, typeName } from './naming.ts';
import { lowerCamel, pascal } from './names.ts';
import { defineObject, visible } from './objects.ts';
import { member } from './place.ts';
import { directive } from './print.ts';
import type { Reading, Shape } from './schemas.ts';
import type { Direction } from './types.ts';
import type { Work } from './work.ts';
import { refuse } from './work.ts';

export type UnionShape = Extract<Shape, { kind: 'union' }>;

interface Options {
  reading: Reading;
  shape: UnionShape;
  direction: Direction;
}

/** Defines the union and answers its name. */
export function defineUnion(work: Work, options: Options): string {
  const { reading, direction } = options;
  const name = typeName(work, reading, direction.side);
  const pointer = reading.home.pointer;
  const key = direction.side === 'in' ? 'x-graphql-input-type-name' : 'x-graphql-type-name';
  define(work, { name, pointer, identity: `union ${direction.side} ${pointer}`, what: 'a union', key, build: () => (direction.side === 'in' ? input(work, name, options) : output(work, name, options)) });
  if (direction.side === 'out') {
    const unknown = `Unknown${name}`;
    define(work, {
      name: unknown,
      pointer,
      identity: `unknown ${pointer}`,
      what: 'the rest of a union',
      key,
      build: () => definition({
        pointer,
        keyword: 'type',
        name: unknown,
        description: `A ${name} that the document does not know.`,
        // Nobody knows what it holds.
        fields: [{ name: 'raw', type: 'JSON!', directives: [directive('sensitive')], description: 'The value as it came.' }],
      }),
    });
  }
  return name;
}

/** The names of the members' types, each defined; members that share a name or have none are refused. */
function memberNames(work: Work, union: string, { shape, reading, direction }: Options): string[] {
  const seen = new Set([union]);
  const names = shape.members.map((one) => typeName(work, one, direction.side));
  const proposals = new Set([union, ...names]);
  return shape.members.map((one, index) => {
    const name = names[index]!;
    const fields = one.shape.kind === 'object' ? visible(work, one.shape, direction.side) : [];
    if (seen.has(name)) {
      const own = fields.find((field) => field.required) ?? fields[0];
      let proposal = typeName(work, reading, 'out') + pascal(own?.wire ?? 'member');
      while (proposals.has(proposal) || proposals.has(twin(proposal))) proposal = `Other${proposal}`;
      proposals.add(proposal);
      refuse(work, {
        pointer: one.home.pointer,
        found: `a member of ${union} without a name of its own`,
        expected: 'a component, a title or a type name',
        overlay: { update: { 'x-graphql-type-name': proposal } },
      });
    } else if (one.shape.kind !== 'object' || (fields.length === 0 && !one.shape.union)) {
      refuse(work, { pointer: one.home.pointer, found: `a member of ${union} without properties`, expected: 'an object with properties', overlay: { at: reading.home.pointer, update: { 'x-graphql-json': true } } });
    } else {
      defineObject(work, { reading: one, shape: one.shape, direction, name });
    }
    seen.add(name);
    return name;
  });
}

function output(work: Work, name: string, options: Options): ReturnType<typeof unionDefinition> {
  const { reading, shape } = options;
  const names = memberNames(work, name, options);
  const unknown = `Unknown${name}`;
  const conditions = conditionsOf(work, reading, shape);
  return unionDefinition({
    pointer: reading.home.pointer,
    name,
    description: text(member(reading.home.value, 'description')),
    directives: [
      ...conditions.map(({ index, has, at, is }) => directive('member', { type: names[index], has, at, is })),
      directive('member', { type: unknown }),
    ],
    members: [...names, unknown],
  });
}

function input(work: Work, name: string, options: Options): ReturnType<typeof definition> {
  const { reading, shape } = options;
  const names = memberNames(work, name, options);
  const seen = new Map<string, string>();
  const fields = shape.members.map((one, index) => {
    const own = documentName(one.home) ?? names[index]!;
    const key = lowerCamel(own.replace(/(?<=.)Input$/, ''));
    const other = seen.get(key);
    if (other !== undefined) {
      refuse(work, { pointer: one.home.pointer, found: `the member ${key} of ${name} beside the one of ${other}`, expected: 'one member for each name', overlay: { at: reading.home.pointer, update: { 'x-graphql-json': true } } });
    }
    seen.set(key, one.home.pointer);
    return { name: key, type: names[index]!, directives: [] };
  });
  return definition({
    pointer: reading.home.pointer,
    keyword: 'input',
    name,
    description: text(member(reading.home.value, 'description')),
    directives: [directive('oneOf')],
    fields,
  });
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * How the members of a union are told apart in an answer: by the discriminator of the document, by
 * members that no other has, by a constant, or by the overlay's word. What stays alike is refused.
 */
import { documentName } from './naming.ts';
import type { Place } from './place.ts';
import { isObject, member } from './place.ts';
import { target } from './references.ts';
import type { Property, Reading, Shape } from './schemas.ts';
import { read } from './schemas.ts';
import type { Work } from './work.ts';
import { refuse } from './work.ts';

export interface Condition {
  /** Of the member, in the document's order. */
  index: number;
  has?: string[] | undefined;
  at?: string[] | undefined;
  is?: string[] | undefined;
}

type UnionShape = Extract<Shape, { kind: 'union' }>;

export function conditionsOf(work: Work, reading: Reading, shape: UnionShape): Condition[] {
  const told = reading.notes['x-graphql-members'];
  if (told !== undefined) return byOverlay(work, reading, shape, told);
  const known = shape.discriminator && byDiscriminator(work, shape, shape.discriminator);
  if (known) return known;
  const fields = shape.members.map((one) => (one.shape.kind === 'object' ? one.shape.fields : []));
  const conditions = fields.map((_, index) => byOwnMembers(work, fields, index) ?? byConstant(work, fields, index));
  const alike = shape.members.filter((_, index) => !conditions[index]);
  if (alike.length > 0) {
    const name = (one: Reading): string => documentName(one.home) ?? one.home.pointer;
    refuse(work, {
      pointer: reading.home.pointer,
      found: `a union whose ${alike.length > 1 ? 'members' : 'member'} ${alike.map(name).join(', ')} cannot be told from the others`,
      expected: 'a discriminator, a required property that no other member has, or a required constant',
      overlay: { update: { 'x-graphql-members': shape.members.map((one) => ({ type: name(one), has: [] })) } },
    });
  }
  return conditions.filter((one) => one !== undefined);
}

function byDiscriminator(work: Work, shape: UnionShape, discriminator: Place): Condition[] | undefined {
  const property = member(discriminator.value, 'propertyName');
  const mapping = member(discriminator.value, 'mapping');
  if (typeof property !== 'string') return undefined;
  const values = new Map<string, string[]>();
  for (const [value, reference] of isObject(mapping) ? Object.entries(mapping) : []) {
    if (typeof reference !== 'string') continue;
    const place = reference.includes('#') ? target(work, discriminator, reference) : undefined;
    const pointer = place?.pointer ?? `/components/schemas/${reference}`;
    values.set(pointer, [...(values.get(pointer) ?? []), value]);
  }
  const conditions = shape.members.map(({ home }, index) => {
    const is = values.get(home.pointer) ?? [documentName(home)].filter((name) => name !== undefined);
    return { index, at: [property], is };
  });
  return conditions.every(({ is }) => is.length > 0) ? conditions : undefined;
}

/** Properties that are in every answer, with a value, and that no other member declares. */
function byOwnMembers(work: Work, fields: Property[][], index: number): Condition | undefined {
  const others = new Set(fields.flatMap((list, other) => (other === index ? [] : list.map((field) => field.wire))));
  const certain = (field: Property): boolean => {
    const { nullable, notes } = read(work, field.place);
    return field.required && !nullable && notes.writeOnly !== true;
  };
  const has = fields[index]!.filter((field) => !others.has(field.wire) && certain(field)).map((field) => field.wire);
  return has.length > 0 ? { index, has } : undefined;
}

/** A required property whose few values no other member shares. */
function byConstant(work: Work, fields: Property[][], index: number): Condition | undefined {
  for (const field of fields[index]!) {
    const values = field.required ? valuesOf(work, field) : undefined;
    if (!values) continue;
    const apart = fields.every((list, other) => {
      const same = other === index ? undefined : list.find((one) => one.wire === field.wire);
      if (!same) return true;
      return valuesOf(work, same)?.every((value) => !values.includes(value)) ?? false;
    });
    if (apart) return { index, at: [field.wire], is: values };
  }
  return undefined;
}

function valuesOf(work: Work, field: Property): string[] | undefined {
  const { shape } = read(work, field.place);
  return shape.kind === 'enum' ? shape.values : undefined;
}

const texts = (value: unknown): string[] | undefined => {
  const list = Array.isArray(value) ? value : value === undefined ? undefined : [value];
  return list?.every((one) => typeof one === 'string') ? list : undefined;
};

function byOverlay(work: Work, reading: Reading, shape: UnionShape, told: unknown): Condition[] {
  const names = shape.members.map((one) => documentName(one.home) ?? one.home.pointer);
  const wrong = (found: string): Condition[] => {
    refuse(work, {
      pointer: reading.home.pointer,
      found,
      expected: `one entry for each of ${names.join(', ')}, in the form { type, has } or { type, at, is }`,
    });
    return [];
  };
  if (!Array.isArray(told)) return wrong('x-graphql-members that are no list');
  const conditions = told.map((one) => ({ index: names.indexOf(String(member(one, 'type'))), has: texts(member(one, 'has')), at: texts(member(one, 'at')), is: texts(member(one, 'is')) }));
  const odd = conditions.findIndex(({ index, has, at, is }) => index < 0 || ((at === undefined) !== (is === undefined)) || (has?.length ?? at?.length ?? 0) === 0);
  if (odd >= 0) return wrong(`the entry ${JSON.stringify(told[odd])} in x-graphql-members`);
  const missing = names.filter((_, index) => !conditions.some((one) => one.index === index));
  return missing.length > 0 ? wrong(`x-graphql-members without ${missing.join(', ')}`) : conditions;
}

/**
 * Which member of a union a value is: the first `@member` whose condition holds, in their order.
 * Refuses at build what could not be told apart; a value that no member takes is an error at its field.
 */
import { isObjectType, isScalarType, getNullableType, type GraphQLResolveInfo, type GraphQLUnionType } from 'graphql';
import type { RequestContext } from '../context.ts';
import type { Build } from './build.ts';
import { ExactNumber } from './exact-json.ts';
import { getter } from './json-value.ts';
import { misfit } from './misfit.ts';
import type { MemberRule, Rules } from './rules.ts';
import { SchemaError } from './schema-error.ts';

type Item = Record<string, unknown>;

export function compileUnion(build: Build, union: GraphQLUnionType): GraphQLUnionType['resolveType'] {
  const { members } = build.rules.types.get(union.name) ?? { members: [] };
  checkMembers(build.rules, union, members);
  const tests = members.map((member) => ({ type: member.type, holds: compileTest(member), takesAll: build.unknowns.has(member.type) }));
  const place = { ...build.place(union.name, ''), field: union.name };
  return (value: unknown, context: unknown, info: GraphQLResolveInfo) => {
    const object = typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
    for (const { type, holds, takesAll } of tests) if (takesAll || (object && holds(value as Item))) return type;
    throw misfit({ place, expected: `a member of ${union.name}`, value, context: context as RequestContext, info });
  };
}

/** Members that hold a value as it came: the last of a union, without a condition, `{ raw: JSON! }`. */
export function unknownMembers({ schema, rules }: Pick<Build, 'schema' | 'rules'>): Set<string> {
  const unknowns = new Set<string>();
  for (const { members } of rules.types.values()) {
    const last = members.at(-1);
    const type = last && unconditional(last) ? schema.getType(last.type) : undefined;
    if (!isObjectType(type)) continue;
    const fields = Object.values(type.getFields());
    const [raw] = fields;
    if (fields.length !== 1 || raw?.name !== 'raw') continue;
    const scalar = getNullableType(raw.type);
    if (isScalarType(scalar) && scalar.name === 'JSON') unknowns.add(type.name);
  }
  return unknowns;
}

function compileTest({ has, at, is }: MemberRule): (item: Item) => boolean {
  const present = has.map(getter);
  const steps = at.map(getter);
  const values = new Set(is);
  return (item) => {
    for (const get of present) if (get(item) == null) return false;
    if (steps.length === 0) return true;
    let value: unknown = item;
    for (const step of steps) {
      if (typeof value !== 'object' || value === null) return false;
      value = step(value as Item);
    }
    return (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') && values.has(String(value));
  };
}

function unconditional({ has, at }: MemberRule): boolean {
  return has.length === 0 && at.length === 0;
}

function checkMembers(rules: Rules, union: GraphQLUnionType, members: MemberRule[]): void {
  const where = rules.place(union.name);
  const names = union.getTypes().map(({ name }) => name);
  const seen: MemberRule[] = [];
  for (const member of members) {
    if (!names.includes(member.type)) throw new SchemaError(where, `@member names ${member.type}, which is no member; found ${names.join(', ')}.`);
    if ((member.at.length > 0) !== (member.is.length > 0)) throw new SchemaError(where, `@member ${member.type} needs both at (a path) and is (the values there), or neither.`);
    const shadow = seen.find((earlier) => covers(earlier, member));
    if (shadow) throw new SchemaError(where, `@member ${member.type} can never be reached: ${shadow.type} stands before it and takes all that it would; put it first, or tell it by something else.`);
    seen.push(member);
  }
  const without = names.find((name) => !members.some(({ type }) => type === name));
  if (without !== undefined) throw new SchemaError(where, `The member ${without} has no @member, so nothing tells it from the others; add one.`);
}

/** Whether whatever fits `later` fits `earlier` too. */
function covers(earlier: MemberRule, later: MemberRule): boolean {
  if (!earlier.has.every((name) => later.has.includes(name))) return false;
  if (earlier.at.length === 0) return true;
  return earlier.at.join('\0') === later.at.join('\0') && later.is.every((value) => earlier.is.includes(value));
}

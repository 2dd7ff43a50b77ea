/**
 * Seeds: values that nobody else has, in every place that the schema's marks call sensitive: in what a caller sends
 * and in what a vendor answers. Wherever one of them turns up later, it came from there.
 */
import {
  getNamedType, getNullableType, isAbstractType, isCompositeType, isEnumType, isInputObjectType, isListType, isObjectType, isRequiredArgument,
  type GraphQLField, type GraphQLInputType, type GraphQLObjectType, type GraphQLOutputType, type GraphQLSchema,
} from 'graphql';
import type { Sensitive } from '../../src/privacy/markers.ts';
import type { Rules } from '../../src/rest/rules.ts';
import { sampleOf } from './inputs.ts';

/** What every seeded text holds. */
export const seed = 'SEEDED';
/** Where a type allows no such text: a day on which no test is. */
export const seededDate = '1904-05-06';

/** Base64 of the seed, wherever in a text it stands: the characters that do not depend on what is around it. */
const encoded = [0, 1, 2].map((before) => Buffer.from(' '.repeat(before) + seed).toString('base64').slice(before === 0 ? 0 : 4, before === 0 ? 8 : 8));
const pattern = new RegExp(`.{0,60}(?:${seed}|${seededDate}|${encoded.join('|')}).{0,60}`, 'gi');

/** What is seeded, with what stands around it; also where it is encoded, as in Basic credentials. */
export function seedsIn(text: string): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([match]) => match))];
}

const textOf = (coordinate: string): string => `${seed} ${coordinate.replace(/\W+/g, ' ')} <a@b.c>`;

export interface SeededOperation {
  /** `updateClaims`, `payLink.create` */
  name: string;
  kind: 'query' | 'mutation';
  query: string;
  variables: Record<string, unknown>;
}

export interface Seeding {
  operations: SeededOperation[];
  /** Coordinates of inputs and arguments that hold a seed in one of them. */
  seeded: Set<string>;
}

/** Every root field with all of its arguments; of a oneOf each member in an operation of its own. Files are left out. */
export function seededOperations(schema: GraphQLSchema, { coordinates }: Sensitive): Seeding {
  const seeded = new Set<string>();
  const operations: SeededOperation[] = [];
  for (const kind of ['query', 'mutation'] as const) {
    const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
    for (const path of Object.values(root?.getFields() ?? {}).flatMap((field) => pathsOf(field, kind))) {
      const operation = operationOf(kind, path);
      if (operation) operations.push(...operation);
    }
  }
  return { operations, seeded };

  function operationOf(kind: 'query' | 'mutation', path: [string, GraphQLField<unknown, unknown>][]): SeededOperation[] | undefined {
    const [parent, field] = path.at(-1)!;
    const args = field.args.filter((argument) => getNamedType(argument.type).name !== 'Upload');
    if (args.length < field.args.filter(isRequiredArgument).length) return undefined;
    const names = path.map(([, { name }]) => name);
    const head = args.length > 0 ? `(${args.map(({ type }, index) => `$a${index}: ${type.toString()}`).join(' ')})` : '';
    const passed = args.length > 0 ? `(${args.map(({ name }, index) => `${name}: $a${index}`).join(' ')})` : '';
    const inner = `${field.name}${passed}${selectionOf(schema, field.type, 4)}`;
    const query = `${kind}${head} { ${names.slice(0, -1).reduceRight((text, name) => `${name} { ${text} }`, inner)} }`;
    const choices = Math.max(1, ...args.map(({ type }) => choicesIn(type, 5)));
    return Array.from({ length: choices }, (_, choice) => ({
      name: names.join('.'),
      kind,
      query,
      variables: Object.fromEntries(args.map((argument, index) => [`a${index}`, valueOf(argument.type, `${parent}.${field.name}(${argument.name})`, choice, 6)])),
    }));
  }

  function valueOf(type: GraphQLInputType, coordinate: string, choice: number, depth: number): unknown {
    const inner = getNullableType<GraphQLInputType>(type);
    if (coordinates.has(coordinate)) seeded.add(coordinate);
    if (isListType(inner)) return [valueOf(inner.ofType, coordinate, choice, depth)];
    if (isInputObjectType(inner)) {
      if (depth === 0) return undefined;
      const all = Object.values(inner.getFields()).filter((field) => getNamedType(field.type).name !== 'Upload');
      const fields = inner.isOneOf ? [all[choice % all.length]!] : all;
      return Object.fromEntries(fields.map((field) => [field.name, valueOf(field.type, `${inner.name}.${field.name}`, choice, depth - 1)]));
    }
    if (!coordinates.has(coordinate)) return /currency(Code)?\)?$/i.test(coordinate) ? 'EUR' : sampleOf(inner);
    if (isEnumType(inner)) return sampleOf(inner);
    if (inner.name === 'Date') return seededDate;
    if (inner.name === 'JSON') return { [textOf(coordinate)]: [textOf(coordinate), { deep: textOf(coordinate) }] };
    return inner.name === 'String' || inner.name === 'ID' ? textOf(coordinate) : sampleOf(inner);
  }
}

/** A namespace of the remote (`payLink { create }`) is gone into. */
function pathsOf(field: GraphQLField<unknown, unknown>, kind: string): [string, GraphQLField<unknown, unknown>][][] {
  const type = getNamedType(field.type);
  const root = kind === 'query' ? 'Query' : 'Mutation';
  if (!isObjectType(type) || !type.name.endsWith(root)) return [[[root, field]]];
  return Object.values(type.getFields()).map((inner) => [[root, field], [type.name, inner]]);
}

function choicesIn(type: GraphQLInputType, depth: number): number {
  const named = getNamedType(type);
  if (!isInputObjectType(named) || depth === 0) return 1;
  const fields = Object.values(named.getFields());
  return Math.max(named.isOneOf ? fields.length : 1, ...fields.map((field) => choicesIn(field.type, depth - 1)));
}

/** All that can be asked for without arguments, so deep. Fields of a union's members are told apart by an alias. */
export function selectionOf(schema: GraphQLSchema, type: GraphQLOutputType, depth: number, prefix = ''): string {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return '';
  if (depth === 0) return ' { __typename }';
  if (isAbstractType(named)) {
    return ` { __typename ${schema.getPossibleTypes(named).map((member) => `... on ${member.name}${selectionOf(schema, member, depth - 1, `${member.name}_`)}`).join(' ')} }`;
  }
  // Links lead into other systems: one question is about one.
  const fields = Object.values(named.getFields()).filter(({ args, extensions }) => args.length === 0 && extensions['calls'] === undefined);
  return ` { __typename ${fields.map((field) => `${prefix === '' ? '' : `${prefix}${field.name}: `}${field.name}${selectionOf(schema, field.type, depth - 1)}`).join(' ')} }`;
}

export interface WireOptions {
  schema: GraphQLSchema;
  rules: Rules;
  sensitive: Sensitive;
}

/** An answer as the vendor would write it, with seeds in all sensitive places; `wrong`: with a seed in every place, whatever its type. */
export function wireAnswer({ schema, rules, sensitive }: WireOptions, type: GraphQLOutputType, coordinate: string, wrong: boolean, depth = 6): unknown {
  const inner = getNullableType(type);
  if (isListType(inner)) return [wireAnswer({ schema, rules, sensitive }, inner.ofType, coordinate, wrong, depth)];
  if (isAbstractType(inner)) return wireAnswer({ schema, rules, sensitive }, schema.getPossibleTypes(inner)[0]!, coordinate, wrong, depth);
  if (isObjectType(inner)) return depth === 0 ? {} : wireObject({ schema, rules, sensitive }, inner, wrong, depth);
  if (wrong) return { [`${seed} key`]: textOf(coordinate) };
  if (sensitive.coordinates.has(coordinate)) return inner.name === 'Date' ? seededDate : textOf(coordinate);
  if (isEnumType(inner)) return rules.enums.get(inner.name)?.get(inner.getValues()[0]?.name ?? '') ?? inner.getValues()[0]?.name;
  return sampleOf(inner);
}

function wireObject(options: WireOptions, type: GraphQLObjectType, wrong: boolean, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.values(type.getFields()).flatMap((field) => {
      const rule = options.rules.fields.get(`${type.name}.${field.name}`);
      return rule ? [[rule.wire, wireAnswer(options, field.type, `${type.name}.${field.name}`, wrong, depth - 1)]] : [];
    }),
  );
}

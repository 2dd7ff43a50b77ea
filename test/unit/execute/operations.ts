/**
 * Random valid operations over any schema. Choices are read off a tape of numbers, so that a failure shrinks
 * with its tape; an empty tape means the least of everything.
 */
import { getNamedType, getNullableType, isAbstractType, isCompositeType, isEnumType, isInputObjectType, isInterfaceType, isListType, isNonNullType, isObjectType, isRequiredArgument, isRequiredInputField } from 'graphql';
import type { GraphQLCompositeType, GraphQLField, GraphQLInputType, GraphQLObjectType, GraphQLSchema } from 'graphql';

export interface RandomOperation {
  text: string;
  variables: Record<string, unknown>;
}

export interface RandomOptions {
  schema: GraphQLSchema;
  kind: 'query' | 'mutation';
  tape: readonly number[];
  depth?: number;
  /** How many selections the operation has at most. */
  most?: number;
}

export function randomOperation({ schema, kind, tape, depth = 5, most = 60 }: RandomOptions): RandomOperation {
  let at = 0;
  let left = most;
  const choose = (count: number): number => (count > 0 ? (tape[at++ % Math.max(tape.length, 1)] ?? 0) % count : 0);
  const pick = <T>(from: readonly T[]): T => from[choose(from.length)] as T;
  const definitions: string[] = [];
  const variables: Record<string, unknown> = {};
  const fragments: string[] = [];
  const known: { name: string; type: GraphQLCompositeType }[] = [];
  const plainKeys = namesOfOneType(schema);

  const root = (kind === 'query' ? schema.getQueryType() : schema.getMutationType()) as GraphQLObjectType;
  const selections = selectionsOf(root, depth);
  const head = definitions.length > 0 ? `(${definitions.join(', ')})` : '';
  return { text: `${kind} Random${head} ${selections}\n${fragments.join('\n')}`, variables };

  function selectionsOf(type: GraphQLCompositeType, levels: number): string {
    const parts: string[] = [];
    for (let count = 1 + choose(6); count > 0 && left > 0; count--) {
      left--;
      parts.push(selection(type, levels));
    }
    return `{ ${parts.join(' ') || '__typename'} }`;
  }

  function selection(type: GraphQLCompositeType, levels: number): string {
    const roll = choose(10);
    if (roll === 0) return `__typename${directives()}`;
    if (roll === 1) return `...${condition(type)}${directives()} ${selectionsOf(type, levels - 1)}`;
    if (roll === 2) {
      const other = pick(fitting(type));
      return `... on ${other.name}${directives()} ${selectionsOf(other, levels - 1)}`;
    }
    if (roll === 3) return `...${fragment(type, levels)}${directives()}`;
    const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
    const open = fields.filter(({ type: of }) => levels > 0 || !isCompositeType(getNamedType(of)));
    if (open.length === 0) return `__typename${directives()}`;
    return fieldOf(type, pick(open), levels);
  }

  function condition(type: GraphQLCompositeType): string {
    return choose(2) === 0 ? '' : ` on ${type.name}`;
  }

  function fieldOf(type: GraphQLCompositeType, field: GraphQLField<unknown, unknown>, levels: number): string {
    const given = field.args.filter((argument) => isRequiredArgument(argument) || choose(2) === 1).map((argument) => `${argument.name}: ${literal(argument.type, 2)}`);
    const child = getNamedType(field.type);
    const inside = isCompositeType(child) ? ` ${selectionsOf(child, levels - 1)}` : '';
    const text = given.length > 0 ? `(${given.join(', ')})` : '';
    // The same key must mean the same field with the same arguments, whatever type it stands in.
    const unique = `${type.name}_${field.name}_${text === '' ? '' : Math.abs([...text].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) | 0, 7))}`;
    const alias = text === '' && plainKeys.has(field.name) && choose(3) > 0 ? '' : `${unique}: `;
    return `${alias}${field.name}${text}${directives()}${inside}`;
  }

  function fragment(type: GraphQLCompositeType, levels: number): string {
    const usable = known.filter((one) => fitting(type).some(({ name }) => name === one.type.name));
    if (usable.length > 0 && choose(2) === 1) return pick(usable).name;
    const other = pick(fitting(type));
    const name = `F${fragments.length + known.length}x${at}`;
    fragments.push(`fragment ${name} on ${other.name} ${selectionsOf(other, levels - 1)}`);
    known.push({ name, type: other });
    return name;
  }

  /** Types that share a concrete type with this one. */
  function fitting(type: GraphQLCompositeType): GraphQLCompositeType[] {
    const abstract = Object.values(schema.getTypeMap()).filter((other) => isAbstractType(other) && concrete(other).some((member) => concrete(type).includes(member)));
    return [...new Set([type, ...concrete(type), ...abstract])] as GraphQLCompositeType[];
  }

  function concrete(type: GraphQLCompositeType): readonly GraphQLObjectType[] {
    return isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  }

  function directives(): string {
    const roll = choose(12);
    if (roll < 8) return '';
    const value = roll === 8 ? 'true' : roll === 9 ? 'false' : variableOf('Boolean!', choose(2) === 1);
    return ` @${pick(['include', 'skip'])}(if: ${value})`;
  }

  function variableOf(type: string, value: unknown): string {
    const name = `v${definitions.length}`;
    definitions.push(`$${name}: ${type}`);
    if (value !== undefined) variables[name] = value;
    return `$${name}`;
  }

  function literal(type: GraphQLInputType, levels: number): string {
    const roll = choose(6);
    if (roll === 0 && !isNonNullType(type)) return 'null';
    // Left out, null, of the wrong type or as it should be: all four are seen.
    if (roll === 1 || getNamedType(type).name === 'Upload') return variableOf(String(type), isNonNullType(type) ? plainValue(type, levels) : [undefined, null, plainValue(type, levels)][choose(3)]);
    const nullable: GraphQLInputType = getNullableType(type);
    if (isListType(nullable)) return `[${Array.from({ length: choose(3) }, () => literal(nullable.ofType, levels - 1)).join(', ')}]`;
    if (isInputObjectType(nullable)) {
      const fields = Object.values(nullable.getFields()).filter((field) => isRequiredInputField(field) || (levels > 0 && choose(2) === 1));
      const chosen = nullable.isOneOf ? Object.values(nullable.getFields()).slice(0, 1) : fields;
      return `{ ${chosen.map((field) => `${field.name}: ${nullable.isOneOf ? oneOf(field.type, levels) : literal(field.type, levels - 1)}`).join(', ')} }`;
    }
    const value = plainValue(nullable, levels);
    return isEnumType(nullable) ? String(value) : JSON.stringify(value);
  }

  /** A value that is neither null nor a variable, as @oneOf demands. */
  function oneOf(type: GraphQLInputType, levels: number): string {
    const nullable: GraphQLInputType = getNullableType(type);
    if (isInputObjectType(nullable)) return `{ ${Object.values(nullable.getFields()).filter(isRequiredInputField).map((field) => `${field.name}: ${oneOf(field.type, levels - 1)}`).join(', ')} }`;
    if (isListType(nullable)) return '[]';
    const value = plainValue(nullable, levels);
    return isEnumType(nullable) ? String(value) : JSON.stringify(value);
  }

  function plainValue(type: GraphQLInputType, levels: number): unknown {
    const nullable: GraphQLInputType = getNullableType(type);
    if (isListType(nullable)) return Array.from({ length: choose(3) }, () => plainValue(nullable.ofType, levels - 1));
    if (isEnumType(nullable)) return pick(nullable.getValues()).name;
    if (isInputObjectType(nullable)) {
      const fields = Object.values(nullable.getFields());
      const chosen = nullable.isOneOf ? fields.slice(0, 1) : fields.filter((field) => isRequiredInputField(field) || (levels > 0 && choose(3) === 0));
      return Object.fromEntries(chosen.map((field) => [field.name, plainValue(field.type, levels - 1)]));
    }
    const scalars: Record<string, unknown[]> = {
      Int: [1, 2, 40], SafeInt: [5], Float: [1.5], Boolean: [true, false], Decimal: ['1.50'], Date: ['2024-02-29'], DateTime: ['2022-02-22T22:00:00+00:00'], JSON: ['text', true],
    };
    return pick(scalars[nullable.name] ?? ['a', 'b']);
  }
}

/** Names that stand for fields of one type wherever they stand, and take no arguments: these need no alias. */
function namesOfOneType(schema: GraphQLSchema): Set<string> {
  const types = new Map<string, Set<string>>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || (!isObjectType(type) && !isInterfaceType(type))) continue;
    for (const field of Object.values(type.getFields())) types.set(field.name, (types.get(field.name) ?? new Set()).add(String(field.type)));
  }
  return new Set([...types].filter(([, of]) => of.size === 1).map(([name]) => name));
}

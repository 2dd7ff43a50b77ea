/**
 * Gives each field below the root its resolver: plain functions of the object it stands in, compiled once.
 * They take a member of the parsed answer by its wire name and read it; they make no call and no promise
 * (but for the parts of a mail, which is parsed when they are asked for).
 */
import {
  getNamedType, getNullableType, isCompositeType, isEnumType, isListType, isScalarType,
  type GraphQLField, type GraphQLFieldResolver, type GraphQLObjectType, type GraphQLOutputType,
} from 'graphql';
import type { RequestContext } from '../context.ts';
import { markSerialized } from '../execute/main.ts';
import type { Build } from './build.ts';
import { compilePass, inheritedValue } from './inherit.ts';
import { getter } from './json-value.ts';
import { mailMembers, type Mail } from './mail.ts';
import { misfit } from './misfit.ts';
import { compilePhrase, dropWord, type Phrase } from './phrase.ts';
import { compileRead } from './read.ts';
import type { Read } from './read.ts';
import type { PhraseRule } from './rules.ts';
import { SchemaError } from './schema-error.ts';

type Resolver = GraphQLFieldResolver<unknown, RequestContext>;
type Item = Record<string | symbol, unknown>;
type Field = GraphQLField<unknown, unknown>;

export function resolveFields(build: Build, type: GraphQLObjectType): void {
  const format = build.formats.get(type.name);
  for (const field of Object.values(type.getFields())) {
    const rules = build.rules.fields.get(`${type.name}.${field.name}`);
    const where = build.rules.place(type.name, field.name);
    if (rules?.rest) throw new SchemaError(where, '@rest is for fields of Query and Mutation; this type stands below them.');
    if (rules?.bulk !== undefined) throw new SchemaError(where, '@bulk is for fields of Mutation; this type stands below them.');
    if (field.args.length > 0) throw new SchemaError(where, `The argument ${field.args[0]?.name} is used nowhere: only fields of Query and Mutation make calls.`);
    if (rules?.phrase && format !== 'PHRASE') throw new SchemaError(where, '@phrase is for a type that a field with answer: PHRASE answers.');
    let resolve: Resolver;
    if (build.unknowns.has(type.name)) resolve = whole(build, type, field);
    else if (format === 'PHRASE') resolve = phrasePart(build, type, field, rules?.phrase);
    else if (format === 'EML') resolve = mailPart(build, type, field);
    else resolve = member(build, type, field);
    field.resolve = resolve as GraphQLFieldResolver<unknown, unknown>;
  }
}

function member(build: Build, type: GraphQLObjectType, field: Field): Resolver {
  const rules = build.rules.fields.get(`${type.name}.${field.name}`) ?? { wire: field.name, map: undefined, flatten: false, freeform: false, inherit: false, inline: false };
  const where = build.rules.place(type.name, field.name);
  const child = getNamedType(field.type);
  const read = compileRead({ build, type: field.type, rules, where, place: build.place(type.name, field.name), lone: true });
  const pass = compilePass({ build, parent: type, root: false, child });
  const get = getter(rules.wire);
  if (rules.inline) {
    if (!isCompositeType(child) || isListType(getNullableType(field.type))) throw new SchemaError(where, `@inline is for one object, but this is ${String(field.type)}.`);
    return (source, _args, context, info) => {
      const value = read(source, context, info);
      pass?.(value, source as Item);
      return value;
    };
  }
  if (rules.inherit) {
    return (source, _args, context, info) => {
      const value = get(source as Item) ?? inheritedValue(source as Item, field.name);
      return value == null ? null : read(value, context, info);
    };
  }
  if (!pass) {
    const scalar = getNullableType(field.type);
    const resolve: Resolver = isText(scalar) && !(rules.wire in Object.prototype) ? textMember(rules.wire, read) : (source, _args, context, info) => {
      const value = get(source as Item);
      return value == null ? null : read(value, context, info);
    };
    return isScalarType(scalar) ? markSerialized(resolve) : resolve;
  }
  return (source, _args, context, info) => {
    const found = get(source as Item);
    if (found == null) return null;
    const value = read(found, context, info);
    pass(value, source as Item);
    return value;
  };
}

/** Half of all fields are text, and text that came is what it should be: no reader is called for it. */
function textMember(wire: string, read: Read): Resolver {
  return (source, _args, context, info) => {
    const value = (source as Item)[wire];
    if (typeof value === 'string') return value;
    return value == null ? null : read(value, context, info);
  };
}

function isText(type: GraphQLOutputType): boolean {
  return ['String', 'ID'].includes(String(type));
}

/** `raw` of an unknown member is the wire's value itself. */
function whole(build: Build, type: GraphQLObjectType, field: Field): Resolver {
  const read = compileRead({ build, type: field.type, rules: { flatten: false, freeform: false }, where: build.rules.place(type.name, field.name), place: build.place(type.name, field.name), lone: false });
  return (source, _args, context, info) => read(source, context, info);
}

function phrasePart(build: Build, type: GraphQLObjectType, field: Field, rule: PhraseRule | undefined): Resolver {
  const where = build.rules.place(type.name, field.name);
  if (!rule) throw new SchemaError(where, 'The answer is a phrase, so each field of its type needs @phrase; this one has none.');
  if (rule.after != null && rule.part !== 'REMARK') throw new SchemaError(where, `@phrase(after:) belongs to part: REMARK, but this is ${rule.part}.`);
  const isEnum = isEnumType(getNullableType(field.type));
  if ((rule.part === 'WORDS') !== isEnum) throw new SchemaError(where, `@phrase(part: ${rule.part}) is ${rule.part === 'WORDS' ? 'for an enum' : 'text and no enum'}, but this is ${String(field.type)}.`);
  if (rule.part === 'WHOLE') return (source) => (source as Phrase).phrase;

  const words = Object.values(type.getFields()).filter((one) => build.rules.fields.get(`${type.name}.${one.name}`)?.phrase?.part === 'WORDS');
  if (words.length !== 1) throw new SchemaError(where, `A phrase has one field with part: WORDS; ${type.name} has ${words.length}.`);
  const enumName = getNamedType(words[0]?.type)?.name ?? '';
  const split = compilePhrase(build.rules.enums.get(enumName) ?? new Map());
  if (rule.part === 'REMARK') {
    return (source) => {
      const { remark } = split((source as Phrase).phrase);
      return remark === undefined ? null : dropWord(remark, rule.after) || null;
    };
  }
  const place = build.place(type.name, field.name);
  return (source, _args, context, info) => {
    const { phrase } = source as Phrase;
    return split(phrase).words ?? misfit({ place, expected: `words of ${enumName}`, value: phrase, context, info });
  };
}

function mailPart(build: Build, type: GraphQLObjectType, field: Field): Resolver {
  const where = build.rules.place(type.name, field.name);
  const wire = build.rules.fields.get(`${type.name}.${field.name}`)?.wire ?? field.name;
  if (!mailMembers.has(wire)) throw new SchemaError(where, `A mail has no member ${wire}; found ${[...mailMembers].join(', ')}.`);
  const place = build.place(type.name, field.name);
  const read = compileRead({ build, type: field.type, rules: { flatten: false, freeform: false }, where, place, lone: false });
  if (wire === 'raw') return (source, _args, context, info) => read((source as Mail).raw, context, info);
  return (source, _args, context, info) =>
    (source as Mail).parts().then(
      (parts) => {
        const value = parts[wire as keyof typeof parts];
        return value == null ? null : read(value, context, info);
      },
      () => misfit({ place, expected: 'a mail that can be parsed', value: '', context, info }),
    );
}

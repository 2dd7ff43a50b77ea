/**
 * `{name}` in a template: which argument or variable it stands for, and its text in one request.
 * A template is cut into pieces once; what is built in a request is a plain concatenation.
 */
import { isListType, isNonNullType, type GraphQLArgument } from 'graphql';
import { compileText, encode, type ToText } from './argument-text.ts';
import { below } from './refusal.ts';
import type { ArgumentRules, Rules } from './rules.ts';
import { SchemaError } from './schema-error.ts';
import { variableName, type Source } from './source.ts';

/** A variable of the source that a call needs and nobody configured; its message ends the system's sentence. */
export class Unset extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Unset';
  }
}

export type Arguments = Record<string, unknown>;
export type Variables = Readonly<Record<string, string | undefined>>;

/** Literal text, or what stands for `{name}`. */
export type Piece = string | Slot;

export interface Slot {
  name: string;
  /** Whether the caller or the configuration always gives it; else it may be absent. */
  always: boolean;
  list?: { explode: boolean; separator: string } | undefined;
  /** Its text, not encoded; undefined where it is absent. Of a list, all items joined. */
  text(args: Arguments, variables: Variables): string | undefined;
  /** The same, percent-encoded. */
  encoded(args: Arguments, variables: Variables): string | undefined;
  /** Items of an exploded list, percent-encoded; undefined where it is absent. */
  items(args: Arguments, variables: Variables): string[] | undefined;
}

export interface SlotOptions {
  /** As in messages: `receeve.graphql: Query.account`. */
  where: string;
  source: Source;
  arguments: readonly GraphQLArgument[];
  argumentRules(name: string): ArgumentRules;
  rules: Rules;
  /** Collects the names of arguments that stand somewhere. */
  used: Set<string>;
}

/** Cuts `a{b}c` into its pieces; a name that is neither argument nor variable is refused. */
export function cut(template: string, options: SlotOptions): Piece[] {
  const pieces: Piece[] = [];
  let rest = template;
  for (;;) {
    const open = rest.search(/[{}]/);
    if (open === -1) break;
    const close = rest.indexOf('}', open);
    const name = rest.slice(open + 1, close);
    if (rest[open] === '}' || !/^\w+$/.test(name)) throw new SchemaError(options.where, `The braces of ${JSON.stringify(template)} do not hold a name each; expected {name}.`);
    if (open > 0) pieces.push(rest.slice(0, open));
    pieces.push(slot(name, options));
    rest = rest.slice(close + 1);
  }
  if (rest !== '') pieces.push(rest);
  return pieces;
}

function slot(name: string, options: SlotOptions): Slot {
  const { where, source, used } = options;
  const argument = options.arguments.find((one) => one.name === name);
  if (!argument) {
    if (!source.variables.includes(name)) {
      throw new SchemaError(where, `{${name}} is neither an argument of the field (${options.arguments.map((one) => one.name).join(', ') || 'it has none'}) nor a variable of ${source.name} (${source.variables.join(', ') || 'it has none'}).`);
    }
    return variableSlot(name, options);
  }
  used.add(name);
  const rules = options.argumentRules(name);
  const type = isNonNullType(argument.type) ? argument.type.ofType : argument.type;
  const place = `${where}(${name})`;
  if (rules.list && !isListType(type)) throw new SchemaError(place, `@list is for lists, but the argument is ${String(argument.type)}.`);
  if (rules.variable !== undefined) {
    if (!source.variables.includes(rules.variable)) throw new SchemaError(place, `@default names the variable ${rules.variable}, but ${source.name} has ${source.variables.join(', ') || 'none'}.`);
    if (isNonNullType(argument.type)) throw new SchemaError(place, `@default is for an argument that may be left out, but this one is ${String(argument.type)}.`);
  }
  const toText = compileText({ type, rules: options.rules, where: place });
  const list = isListType(type) ? (rules.list ?? { explode: true, separator: ',' }) : undefined;
  return argumentSlot({ name, toText, list, always: isNonNullType(argument.type) || rules.variable !== undefined, fallback: rules.variable, options });
}

function argumentSlot(given: { name: string; toText: ToText; list: Slot['list']; always: boolean; fallback: string | undefined; options: SlotOptions }): Slot {
  const { name, toText, list, always, fallback, options } = given;
  const { source } = options;

  function absent(variables: Variables): string | undefined {
    if (fallback === undefined) return undefined;
    const value = variables[fallback];
    if (value !== undefined && value !== '') return value;
    throw new Unset(`the argument ${name} was not given and the variable ${variableName(source.name, fallback)} is not set`);
  }
  /** Null items of a list are absent ones; a list without items is absent itself. */
  function texts(value: unknown): string[] | undefined {
    const items = (value as unknown[]).flatMap((item) => (item == null ? [] : [toText(item)]));
    return items.length > 0 ? items : undefined;
  }
  const separator = list && (list.separator === ',' ? ',' : encode(list.separator));
  // An argument may be called constructor: what Object has by itself, no caller gave.
  const ownValue = (args: Arguments): unknown => (Object.hasOwn(args, name) ? args[name] : undefined);
  const guard = <T>(make: (args: Arguments, variables: Variables) => T) => (args: Arguments, variables: Variables): T => {
    try {
      return make(args, variables);
    } catch (error) {
      throw below(name, error);
    }
  };
  return {
    name, always, list,
    text: guard((args, variables) => {
      const value = ownValue(args);
      if (value == null) return absent(variables);
      return list ? texts(value)?.join(list.separator) : toText(value);
    }),
    encoded: guard((args, variables) => {
      const value = ownValue(args);
      if (value == null) return encodeMaybe(absent(variables));
      return list ? texts(value)?.map(encode).join(separator) : encode(toText(value));
    }),
    items: guard((args) => (ownValue(args) == null ? undefined : texts(ownValue(args))?.map(encode))),
  };
}

function variableSlot(name: string, { source }: SlotOptions): Slot {
  const value = (variables: Variables): string => {
    const text = variables[name];
    if (text !== undefined && text !== '') return text;
    throw new Unset(`the variable ${variableName(source.name, name)} is not set`);
  };
  return { name, always: true, text: (_args, variables) => value(variables), encoded: (_args, variables) => encode(value(variables)), items: (_args, variables) => [encode(value(variables))] };
}

function encodeMaybe(text: string | undefined): string | undefined {
  return text === undefined ? undefined : encode(text);
}

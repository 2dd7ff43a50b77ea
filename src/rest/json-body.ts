/**
 * Input value -> the exact JSON text of a body, written by functions compiled once from its type.
 *
 * Members stand in the order of the type's fields, items of a map in the order the caller gave them.
 * What was not given is not sent; an explicit null is sent as null, or blank under `@blank`.
 * Decimals are written digit by digit. Nothing is built in between: 10,000 items are 10,000 small texts, and
 * a body that is so long a list is written in slices, between which others have their turn.
 */
import {
  getNamedType, isEnumType, isInputObjectType, isListType, isNonNullType,
  type GraphQLInputObjectType, type GraphQLInputType, type GraphQLList,
} from 'graphql';
import { sliceMs } from '../execute/main.ts';
import { compileText } from './argument-text.ts';
import { getter } from './json-value.ts';
import { compileMoneyChecks } from './money-check.ts';
import { below, kindOf, Refusal } from './refusal.ts';
import type { MapRule, Rules } from './rules.ts';
import { SchemaError } from './schema-error.ts';

/** Text of a value that is not null. */
export type WriteJSON = (value: unknown) => string;

/** How the items of one list are written, one after the other. */
interface ItemsWriter {
  open: string;
  close: string;
  /** Writes an item by its place, without the comma; begun anew for each list. */
  begin: (list: readonly unknown[]) => (index: number) => string;
}

/** Lists of more items are written in slices where that is possible. */
const atOnce = 1000;
/** Items after which the clock is looked at. */
const every = 64;

type Item = Record<string, unknown>;

interface Member {
  name: string;
  get(item: Item): unknown;
  /** `"amount":` with its colon; empty for an inlined object. */
  label: string;
  inline: boolean;
  write: WriteJSON;
  /** What an explicit null is written as. */
  blank: string;
}

/** An object type compiled: the whole text, or the members alone, perhaps less one. */
interface ObjectWriter {
  members: Member[];
  whole(item: Item): string;
  membersOnly(item: Item, without?: string): string;
  /** The value in place of a map item: its members less the key, or bare. */
  lessKey(item: Item, key: string): string;
}

export interface InputRules { map?: MapRule | undefined; freeform: boolean }

/** Compiles the JSON writers of one schema; types refer to each other, so they are compiled once and shared. */
export class JSONBodies {
  private readonly rules: Rules;
  private readonly objects = new Map<string, ObjectWriter>();

  constructor(rules: Rules) {
    this.rules = rules;
  }

  compile(options: { type: GraphQLInputType; input: InputRules; where: string }): WriteJSON {
    const { input, where } = options;
    const type = isNonNullType(options.type) ? options.type.ofType : options.type;
    if (input.map) return whole(this.compileMap(type, input.map, where));
    if (isListType(type)) return whole(this.compileList(type, input, where));
    if (isInputObjectType(type)) {
      const writer = this.object(type);
      return (value) => writer.whole(value as Item);
    }
    if (isEnumType(type)) {
      const wires = new Map([...(this.rules.enums.get(type.name) ?? [])].map(([name, wire]) => [name, JSON.stringify(wire)]));
      return (value) => wires.get(value as string) ?? JSON.stringify(value);
    }
    if (type.name === 'Upload') throw new SchemaError(where, 'An Upload can stand only directly in the input of a MULTIPART body.');
    if (input.freeform && type.name !== 'JSON') throw new SchemaError(where, `@freeform is for JSON, but this is ${String(options.type)}.`);
    if (type.name === 'Decimal') return (value) => value as string;
    return input.freeform ? writeFreeform : (value) => JSON.stringify(value);
  }

  /** Writes a promise of the text where the value is a long list. */
  compileInSlices(options: { type: GraphQLInputType; input: InputRules; where: string }): (value: unknown, turn: () => Promise<void>) => string | Promise<string> {
    const { input, where } = options;
    const type = isNonNullType(options.type) ? options.type.ofType : options.type;
    const write = this.compile(options);
    const items = input.map ? this.compileMap(type, input.map, where) : isListType(type) ? this.compileList(type, input, where) : undefined;
    return (value, turn) => (items && Array.isArray(value) && value.length > atOnce ? writeInSlices(items, value, turn) : write(value));
  }

  private compileList(type: GraphQLList<GraphQLInputType>, input: InputRules, where: string): ItemsWriter {
    return listWriter(this.compile({ type: type.ofType, input, where }));
  }

  object(type: GraphQLInputObjectType): ObjectWriter {
    let writer = this.objects.get(type.name);
    if (writer) return writer;
    const where = this.rules.place(type.name);
    const rules = this.rules.types.get(type.name);
    const checkMoney = compileMoneyChecks({ type, rules: this.rules });
    const members: Member[] = [];
    writer = objectWriter(members, { oneOf: type.isOneOf, tuple: rules?.tuple ?? false, bare: rules?.bare, checkMoney });
    this.objects.set(type.name, writer);
    if (rules?.bare !== undefined && !(rules.bare in type.getFields())) throw new SchemaError(where, `@bare names the field ${rules.bare}, which the type lacks; found ${Object.keys(type.getFields()).join(', ')}.`);
    for (const field of Object.values(type.getFields())) {
      const found = this.rules.fields.get(`${type.name}.${field.name}`);
      const place = this.rules.place(type.name, field.name);
      const named = getNamedType(field.type);
      const inline = found?.inline ?? false;
      if (inline && (!isInputObjectType(named) || isListType(isNonNullType(field.type) ? field.type.ofType : field.type))) throw new SchemaError(place, `@inline is for one object, but this is ${String(field.type)}.`);
      if (inline && (rules?.tuple || this.rules.types.get(named.name)?.tuple)) throw new SchemaError(place, '@inline cannot stand in a @tuple, nor hold one.');
      members.push({
        name: field.name,
        get: getter(field.name),
        label: inline ? '' : `${JSON.stringify(found?.wire ?? field.name)}:`,
        inline,
        write: inline ? (value) => this.object(named as GraphQLInputObjectType).membersOnly(value as Item) : this.compile({ type: field.type, input: { map: found?.map, freeform: found?.freeform ?? false }, where: place }),
        blank: rules?.blank ? blankOf(field.type, found?.map !== undefined || named.name === 'JSON') : 'null',
      });
    }
    return writer;
  }

  private compileMap(type: GraphQLInputType, map: MapRule, where: string): ItemsWriter {
    const item = getNamedType(type);
    if (!isListType(type) || !isInputObjectType(item)) throw new SchemaError(where, `@map is for a list of objects, but this is ${String(type)}.`);
    const fields = item.getFields();
    const keyField = fields[map.key];
    const missing = [map.key, ...(map.value === undefined ? [] : [map.value])].find((name) => !(name in fields));
    if (!keyField || missing !== undefined) throw new SchemaError(where, `@map names the field ${missing}, which ${item.name} lacks; found ${Object.keys(fields).join(', ')}.`);
    if (!isNonNullType(keyField.type)) throw new SchemaError(where, `@map has the key ${map.key}, which must be required, but it is ${String(keyField.type)} in ${item.name}.`);
    if (getNamedType(keyField.type).name === 'Decimal') throw new SchemaError(where, `@map has the key ${map.key}, which is a Decimal: 1.0 and 1.00 would be two keys.`);
    const toText = compileText({ type: keyField.type, rules: this.rules, where });
    const writer = this.object(item);
    const { key, value } = map;
    if (value === undefined) return mapWriter(key, toText, (one) => writer.lessKey(one, key));
    return mapWriter(key, toText, (one) => {
      const member = writer.members.find(({ name }) => name === value);
      const inner = member?.get(one);
      return inner == null ? (member?.blank ?? 'null') : attempt(value, () => member?.write(inner) ?? 'null');
    });
  }
}

function objectWriter(members: Member[], kind: { oneOf: boolean; tuple: boolean; bare: string | undefined; checkMoney: ((item: Item) => void) | undefined }): ObjectWriter {
  const { oneOf, tuple, bare, checkMoney } = kind;

  function membersOnly(item: Item, without?: string): string {
    checkMoney?.(item);
    let text = '';
    for (const member of members) {
      const value = member.get(item);
      if (value === undefined || member.name === without) continue;
      let inner: string;
      try {
        if (value === null) inner = member.inline ? '' : member.blank;
        else inner = member.write(value);
      } catch (error) {
        throw below(member.name, error);
      }
      if (member.inline && inner === '') continue;
      text += (text === '' ? '' : ',') + member.label + inner;
    }
    return text;
  }
  function tupleOf(item: Item): string {
    checkMoney?.(item);
    const texts = members.map((member) => {
      const value = member.get(item);
      return value == null ? 'null' : attempt(member.name, () => member.write(value));
    });
    let length = members.length;
    while (length > 0 && members[length - 1]?.get(item) === undefined) length--;
    return `[${texts.slice(0, length).join(',')}]`;
  }
  /** The one member that is given, if it is the bare one. */
  function bareOf(item: Item, without?: string): string | undefined {
    let given: Member | undefined;
    for (const member of members) {
      if (member.name === without || member.get(item) === undefined) continue;
      if (member.name !== bare) return undefined;
      given = member;
    }
    const value = given?.get(item);
    return given && value != null ? attempt(given.name, () => given.write(value)) : undefined;
  }
  /** A oneOf is its one member, unwrapped. */
  function chosen(item: Item): { member: Member; value: unknown } {
    const member = members.find((one) => one.get(item) != null);
    if (!member) throw new Refusal('has none of its members; expected exactly one');
    return { member, value: member.get(item) };
  }
  if (oneOf) {
    const whole = (item: Item) => {
      const { member, value } = chosen(item);
      return attempt(member.name, () => member.write(value));
    };
    return { members, whole, membersOnly: (item) => inner(whole(item)), lessKey: whole };
  }
  const whole = (item: Item) => (tuple ? tupleOf(item) : ((bare === undefined ? undefined : bareOf(item)) ?? `{${membersOnly(item)}}`));
  return {
    members, whole, membersOnly,
    lessKey: (item, key) => (bare === undefined ? undefined : bareOf(item, key)) ?? `{${membersOnly(item, key)}}`,
  };
}

/** Members of an object's text, without its braces. */
function inner(object: string): string {
  return object.slice(1, -1);
}

/** One value stands for a list of one. */
function whole({ open, close, begin }: ItemsWriter): WriteJSON {
  return (value) => {
    const list = Array.isArray(value) ? (value as unknown[]) : [value];
    const write = begin(list);
    let text = open;
    for (let index = 0; index < list.length; index++) text += (index === 0 ? '' : ',') + write(index);
    return text + close;
  };
}

async function writeInSlices({ open, close, begin }: ItemsWriter, list: readonly unknown[], turn: () => Promise<void>): Promise<string> {
  const write = begin(list);
  let text = open;
  let began = performance.now();
  for (let index = 0; index < list.length; index++) {
    text += (index === 0 ? '' : ',') + write(index);
    if (index % every !== every - 1 || performance.now() - began < sliceMs) continue;
    await turn();
    began = performance.now();
  }
  return text + close;
}

function listWriter(write: WriteJSON): ItemsWriter {
  return {
    open: '[',
    close: ']',
    begin: (list) => (index) => (list[index] == null ? 'null' : attempt(index, () => write(list[index]))),
  };
}

function mapWriter(key: string, toText: (value: unknown) => string, write: (item: Item) => string): ItemsWriter {
  return {
    open: '{',
    close: '}',
    begin: (list) => {
      const items = list as readonly (Item | null)[];
      const seen = new Map<string, number>();
      return (index) => {
        const item = items[index];
        if (item == null) throw new Refusal('is null; expected an item with its key', [index]);
        const name = toText(item[key]);
        const other = seen.get(name);
        if (other !== undefined) throw new Refusal(`is the same key as that of item ${other}; each key may be given once`, [index, key]);
        seen.set(name, index);
        return `${JSON.stringify(name)}:${attempt(index, () => write(item))}`;
      };
    },
  };
}

function writeFreeform(value: unknown): string {
  if (typeof value !== 'object' || Array.isArray(value)) throw new Refusal(`is ${kindOf(value)}; expected a JSON object`);
  return JSON.stringify(value);
}

function blankOf(type: GraphQLInputType, object: boolean): string {
  const inside = isNonNullType(type) ? type.ofType : type;
  if (object || isInputObjectType(inside)) return '{}';
  return isListType(inside) ? '[]' : '""';
}

function attempt(step: string | number, write: () => string): string {
  try {
    return write();
  } catch (error) {
    throw below(step, error);
  }
}

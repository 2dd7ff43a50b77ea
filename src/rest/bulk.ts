/**
 * `@bulk`: the answer of a bulk write -> one item for each key that was asked for, in their order, then any the
 * answer has beside them. HTTP 200 is no success: an item's own `success` is, and a key that the answer
 * leaves out is an item that says so. Nothing is ever left in silence.
 */
import { getNamedType, getNullableType, isListType, isNonNullType, isObjectType, type GraphQLOutputType } from 'graphql';
import { setOwn } from '../json/main.ts';
import type { Rules } from './rules.ts';
import { SchemaError } from './schema-error.ts';

type Item = Record<string, unknown>;

/** Undefined where the answer is no answer to a bulk write at all. */
export type ReadBulk = (answer: unknown, keys: string[]) => Item[] | undefined;

const silent = 'The answer says nothing about this key; it may or may not have been done.';
const unclear = 'The answer does not say whether this succeeded; it may or may not have been done.';

export function compileBulk(options: { type: GraphQLOutputType; key: string; rules: Rules; where: string }): ReadBulk {
  const { key, rules, where } = options;
  const type = getNamedType(options.type);
  if (!isListType(getNullableType(options.type)) || !isObjectType(type)) throw new SchemaError(where, `@bulk is for a list of objects, but this is ${String(options.type)}.`);
  const fields = type.getFields();
  const missing = [key, 'success', 'error'].find((name) => !(name in fields));
  if (missing !== undefined) throw new SchemaError(where, `@bulk needs the field ${missing}, which ${type.name} lacks; found ${Object.keys(fields).join(', ')}.`);
  const error = getNamedType(fields['error']?.type as GraphQLOutputType);
  if (!isObjectType(error) || !['code', 'message'].every((name) => name in error.getFields())) throw new SchemaError(where, `@bulk needs error: { code message } on ${type.name}; found ${String(fields['error']?.type)}.`);
  if (!isNonNullType(fields['success']?.type)) throw new SchemaError(where, `@bulk needs success: Boolean! on ${type.name}; found ${String(fields['success']?.type)}.`);

  const wireOf = (owner: string, name: string) => rules.fields.get(`${owner}.${name}`)?.wire ?? name;
  const wire = {
    key: wireOf(type.name, key), success: wireOf(type.name, 'success'), messages: wireOf(type.name, 'messages'), error: wireOf(type.name, 'error'),
    code: wireOf(error.name, 'code'), message: wireOf(error.name, 'message'),
  };
  const problem = (code: string | null, message: string) => ({ [wire.code]: code, [wire.message]: message });

  function read(name: string, found: unknown): Item {
    const item: Item = typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Item) : {};
    setOwn(item, wire.key, name);
    const success = item[wire.success];
    if (success === true) item[wire.error] = null;
    else if (success === false) {
      const messages = messagesOf(item[wire.messages]);
      item[wire.error] = problem(codeOf(messages), messages.join('; ') || 'The vendor refused this and gave no reason.');
    } else {
      item[wire.success] = false;
      item[wire.error] = problem('UNKNOWN_OUTCOME', found === undefined ? silent : unclear);
    }
    return item;
  }

  return (answer, keys) => {
    if (answer == null || (Array.isArray(answer) && answer.length === 0)) return keys.map((name) => read(name, undefined));
    if (typeof answer !== 'object' || Array.isArray(answer)) return undefined;
    const results = answer as Item;
    // One item's shape in place of the map. Refused as a whole, each key is refused; a success of the whole is no key's own.
    const whole = typeof results[wire.success] === 'boolean' && !keys.includes(wire.success) ? results[wire.success] : undefined;
    if (whole === false) return keys.map((name) => read(name, { [wire.success]: false, [wire.messages]: results[wire.messages] }));
    const items = keys.map((name) => read(name, Object.hasOwn(results, name) ? results[name] : undefined));
    if (whole === true) return items;
    const asked = new Set(keys);
    for (const name of Object.keys(results)) if (!asked.has(name) && isResult(results[name])) items.push(read(name, results[name]));
    return items;
  };
}

/** An extra member of the answer is a result only if it looks like one. */
function isResult(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function messagesOf(value: unknown): string[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).filter((message): message is string => typeof message === 'string' && message !== '');
}

/** The vendor's bracketed code of the first message that has one: `[4002] ...`, or a number after what failed, `...: [4007] ...`. */
function codeOf(messages: string[]): string | null {
  for (const message of messages) {
    const code = (/^\[(\w+)\]/.exec(message) ?? /: \[(\d+)\]/.exec(message))?.[1];
    if (code !== undefined) return code;
  }
  return null;
}

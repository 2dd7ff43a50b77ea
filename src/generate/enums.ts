/** Enums: values in capitals in the graph, exact on the wire. */
import { define } from './definitions.ts';
import { definition } from './layout.ts';
import { typeName } from './naming.ts';
import { isName, unaccented, upperSnake } from './names.ts';
import { isObject, member } from './place.ts';
import { directive } from './print.ts';
import type { Reading } from './schemas.ts';
import type { Work } from './work.ts';
import { refuse } from './work.ts';

/** The graph's name of one value, before it is checked. */
export function valueName(reading: Reading, value: string): string {
  const mapping = reading.notes['x-graphql-enum-mapping'];
  const mapped = isObject(mapping) ? member(mapping, value) : undefined;
  return typeof mapped === 'string' ? mapped : upperSnake(value);
}

/** Defines the enum and answers its name; answers and bodies share it. */
export function defineEnum(work: Work, reading: Reading, values: string[]): string {
  const name = typeName(work, reading, 'out');
  const pointer = reading.home.pointer;
  define(work, {
    name,
    pointer,
    identity: `enum ${pointer}`,
    what: 'an enum',
    key: 'x-graphql-type-name',
    build: () => {
      check(work, reading, values);
      const fields = values.map((value) => {
        const graph = valueName(reading, value);
        return { name: graph, directives: graph === value ? [] : [directive('wire', { value })] };
      });
      return definition({ pointer, keyword: 'enum', name, description: text(member(reading.home.value, 'description')), fields });
    },
  });
  return name;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const reserved = new Set(['true', 'false', 'null']);

function check(work: Work, reading: Reading, values: string[]): void {
  const { pointer } = reading.home;
  const given = reading.notes['x-graphql-enum-mapping'];
  const mapping = isObject(given) ? given : {};
  const unknown = Object.keys(mapping).filter((value) => !values.includes(value));
  if (unknown.length > 0) {
    refuse(work, { pointer, found: `a mapping of ${listed(unknown)} that the enum does not have`, expected: `values among ${listed(values)}` });
  }
  const seen = new Map<string, string>();
  const odd: string[] = [];
  const help: Record<string, string> = {};
  for (const value of values) {
    const graph = valueName(reading, value);
    const nameless = !isName(graph) || reserved.has(graph) || (member(mapping, value) === undefined && /^[_\-. ]/.test(value));
    if (nameless || seen.has(graph)) {
      odd.push(value);
      help[value] = proposed(value, seen);
    }
    seen.set(help[value] ?? graph, value);
  }
  if (odd.length === 0) return;
  refuse(work, { pointer, found: `the enum ${odd.length > 1 ? 'values' : 'value'} ${listed(odd)} without a name of ${odd.length > 1 ? 'their' : 'its'} own`, expected: 'one for each value', overlay: { update: { 'x-graphql-enum-mapping': help } } });
}

const listed = (values: string[]): string => values.map((value) => JSON.stringify(value)).join(', ');

const spoken: Record<string, string> = { '<': 'LESS', '>': 'MORE', '=': 'EQUAL', '+': 'PLUS', '-': 'MINUS', '*': 'ANY', '/': 'SLASH', '%': 'PERCENT', '&': 'AND', '#': 'NUMBER', '!': 'NOT', '@': 'AT', $: 'DOLLAR', '€': 'EURO', '|': 'OR', '~': 'ABOUT', ':': 'COLON' };

/** A name for a value that gives none. */
function proposed(value: string, seen: ReadonlyMap<string, string>): string {
  if (value === '') return 'EMPTY';
  const words = upperSnake(unaccented(value).replace(/^-/, 'MINUS ').replace(/[^A-Za-z0-9_\-. ]/g, (sign) => ` ${spoken[sign] ?? ''} `));
  const name = isName(words) ? words : words === '' ? 'OTHER' : `VALUE_${words}`;
  return seen.has(name) ? `OTHER_${name}` : name;
}

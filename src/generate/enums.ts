/** Enums: values in capitals in the graph, exact on the wire. */
import { define } from './definitions.ts';
import { definition } from './layout.ts';
import { typeName } from './naming.ts';
import { isName, upperSnake } from './names.ts';
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
  const seen = new Map<string, string>();
  const { pointer } = reading.home;
  const mapping = isObject(reading.notes['x-graphql-enum-mapping']) ? reading.notes['x-graphql-enum-mapping'] : {};
  for (const value of Object.keys(mapping)) {
    if (!values.includes(value)) {
      refuse(work, { pointer, found: `the mapped value ${JSON.stringify(value)} that the enum does not have`, expected: `one of ${values.map((one) => JSON.stringify(one)).join(', ')}` });
    }
  }
  for (const value of values) {
    const graph = valueName(reading, value);
    const other = seen.get(graph);
    const odd = !isName(graph) || reserved.has(graph) || (member(mapping, value) === undefined && /^[_\-. ]/.test(value));
    if (odd || other !== undefined) {
      refuse(work, {
        pointer,
        found: other === undefined ? `the enum value ${JSON.stringify(value)} that gives no name` : `the enum values ${JSON.stringify(other)} and ${JSON.stringify(value)} that give the same name ${graph}`,
        expected: 'a name of its own for each value',
        overlay: { update: { 'x-graphql-enum-mapping': { [value]: proposed(value, seen) } } },
      });
    }
    seen.set(graph, value);
  }
}

const spoken: Record<string, string> = { '<': 'LESS', '>': 'MORE', '=': 'EQUAL', '+': 'PLUS', '-': 'MINUS', '*': 'ANY', '/': 'SLASH', '%': 'PERCENT', '&': 'AND', '#': 'NUMBER', '!': 'NOT', '@': 'AT', $: 'DOLLAR', '€': 'EURO', '|': 'OR', '~': 'ABOUT', ':': 'COLON' };

/** A name for a value that gives none. */
function proposed(value: string, seen: ReadonlyMap<string, string>): string {
  if (value === '') return 'EMPTY';
  const words = upperSnake(value.replace(/^-/, 'MINUS ').replace(/[^A-Za-z0-9_\-. ]/g, (sign) => ` ${spoken[sign] ?? ''} `));
  const name = isName(words) ? words : words === '' ? 'OTHER' : `VALUE_${words}`;
  return seen.has(name) ? `OTHER_${name}` : name;
}

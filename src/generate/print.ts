/**
 * Text of the schema language: descriptions as block strings, directives, fields, definitions.
 * Everything that comes out of a document goes through `quote` or `describe`, so that no text of a
 * document can end its string.
 */

export interface FieldText {
  description?: string | undefined;
  name: string;
  args?: FieldText[] | undefined;
  type: string;
  default?: string | undefined;
  directives: string[];
  /** The last directive gets a line of its own: the HTTP call of an operation. */
  call?: string | undefined;
}

/** A GraphQL literal; `word` stands for an enum value. */
export type Literal = string | number | boolean | null | { word: string } | Literal[] | { fields: Record<string, Literal | undefined> };

export const quote = (text: string): string => JSON.stringify(text.replace(/\p{Surrogate}/gu, '\uFFFD'));

export function literal(value: Literal): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  if ('word' in value) return value.word;
  return `{ ${named(value.fields)} }`;
}

const named = (fields: Record<string, Literal | undefined>): string =>
  Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${literal(value)}`])).join(', ');

/** `@map(key: "accountReference")`; undefined arguments are left out. */
export function directive(name: string, args: Record<string, Literal | undefined> = {}): string {
  const text = named(args);
  return text ? `@${name}(${text})` : `@${name}`;
}

/** The text as a block string keeps it: no control characters, no common indentation, no blank edges. */
export function plain(text: string): string {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]|\p{Surrogate}/gu, '\uFFFD')
    .split('\n')
    .map((line) => line.trimEnd());
  while (lines.length > 0 && lines[0] === '') lines.shift();
  while (lines.length > 0 && lines.at(-1) === '') lines.pop();
  const indents = lines.filter((line) => line !== '').map((line) => /^[ \t]*/.exec(line)![0].length);
  const common = indents.length > 0 ? Math.min(...indents) : 0;
  return lines.map((line) => line.slice(common)).join('\n');
}

/** A description above what it describes, or nothing. */
export function describe(text: string | undefined, indent: string): string {
  const value = text === undefined ? '' : plain(text).replaceAll('"""', '\\"""');
  if (value === '') return '';
  const oneLine = !value.includes('\n') && !/["\\]$/.test(value) && !value.startsWith('"') && value.length <= 100;
  if (oneLine) return `${indent}"""${value}"""\n`;
  const lines = value.split('\n').map((line) => (line === '' ? '' : indent + line));
  return `${indent}"""\n${lines.join('\n')}\n${indent}"""\n`;
}

export function field(text: FieldText, indent = '  '): string {
  const args = text.args ?? [];
  const start = describe(text.description, indent) + indent + text.name;
  const listed = args.some((arg) => arg.description !== undefined)
    ? `(\n${args.map((arg) => field(arg, `${indent}  `)).join('')}${indent})`
    : args.length > 0 ? `(${args.map((arg) => field({ ...arg, description: undefined }, '').trimEnd()).join(', ')})` : '';
  const end = text.default === undefined ? '' : ` = ${text.default}`;
  const directives = text.directives.map((one) => ` ${one}`).join('');
  const call = text.call === undefined ? '' : `\n${indent}  ${text.call}`;
  return `${start}${listed}: ${text.type}${end}${directives}${call}\n`;
}

/** `type Name @a @b {` ... `}` with its fields or values, each already printed. */
export function block(keyword: string, name: string, directives: string[], lines: string[]): string {
  return `${[keyword, name, ...directives].join(' ')} {\n${lines.join('')}}\n`;
}

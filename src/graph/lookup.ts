/**
 * One question to the remote: a root field with what is selected of it, and how several of them become
 * one document. Pure text: no HTTP, no errors.
 *
 * One lookup goes on its way as the caller wrote it:
 *
 *   query Links($n: Int) { payLink { payLinks(limit: $n) { items { id } } } }     { n: 5 }
 *
 * Several are told apart by an alias, in the answer and in the paths of its errors. The caller's own
 * variables and fragments are the same for all of them and stand there once; a lookup's own variables
 * (those of a link, whose values differ) carry its number:
 *
 *   before   payLink { payLinks(filters: $filters) { ...L } }     { filters: { id: { equalTo: "a" } } }
 *            payLink { payLinks(filters: $filters) { ...L } }     { filters: { id: { equalTo: "b" } } }
 *   after    query Claims($_0_filters: PayLinkFiltersInput, $_1_filters: PayLinkFiltersInput) {
 *              _0: payLink { payLinks(filters: $_0_filters) { ...L } }
 *              _1: payLink { payLinks(filters: $_1_filters) { ...L } }
 *            } fragment L on PayLinkPage { items { id } }
 */

import { setOwn } from '../json/main.ts';

export interface Lookup {
  kind: 'query' | 'mutation';
  /** The remote's root field: the key of its answer. */
  root: string;
  /** Text of the root field without alias; `own` turns the name of an own variable into the one to write, `filters` -> `$_1_filters`. */
  write: (own: (name: string) => string) => string;
  /** Text of the fragments that it needs, by name. */
  fragments: ReadonlyMap<string, string>;
  /** The caller's variables that it needs: `definition` is `$n: Int = 5`, an absent value is undefined. */
  variables: readonly { name: string; definition: string; value: unknown }[];
  /** Variables of its own: `type` is the remote's, e.g. `PayLinkFiltersInput`. */
  own: readonly { name: string; type: string; value: unknown }[];
  /** JSON of their values, once somebody has asked for it. */
  texts?: readonly (string | undefined)[] | undefined;
  /** The caller's name for its operation. */
  operationName: string | undefined;
  /** What errors are said to concern: `payLink.payLinks`; of a member of the root field, or of all of it. */
  operation: (member?: string | number) => string;
  /** The same for lookups that differ in values alone; absent: what is written of this one is not kept. */
  question?: Question | undefined;
}

let questions = 0;
/** Documents kept for a question, and the longest of them: each other length of a list is one of its own. */
const maxWritten = 8;
const maxCharacters = 50_000;

/** What stays the same when a lookup comes again with other values, and the documents that were written of it. */
export class Question {
  readonly id = (questions += 1);
  /** Its text, once somebody has asked for it. */
  text: string | undefined;
  /** By the questions that travel along. */
  readonly #written = new Map<string, Written>();

  written(company: string, write: () => Written): Written {
    let found = this.#written.get(company);
    if (found === undefined) {
      if (this.#written.size >= maxWritten) this.#written.clear();
      found = write();
      if (found.head.length <= maxCharacters) this.#written.set(company, found);
    }
    return found;
  }
}

export interface MergedDocument {
  query: string;
  variables: Record<string, unknown>;
  /** Where each lookup's answer stands, in the order of the lookups. */
  keys: string[];
}

/** Lookups of one request and one kind, at least one. */
export function mergeLookups(lookups: readonly Lookup[]): MergedDocument {
  const { query, keys, mark } = writtenOf(lookups);
  return { query, variables: valuesOf(lookups, mark), keys };
}

/** The same as the body of a POST: `{"query":"...","variables":{...},"operationName":"..."}`. */
export function writeBody(lookups: readonly Lookup[]): { body: string; keys: string[] } {
  const { head, tail, keys, names } = writtenOf(lookups);
  const variables = variablesText(lookups, names);
  return { body: variables === '' ? head + tail : `${head},"variables":{${variables}}${tail}`, keys };
}

/** Members of an object; names of GraphQL need no escaping. */
function variablesText(lookups: readonly Lookup[], names: Written['names']): string {
  const seen = new Set<string>();
  let text = '';
  for (let index = 0; index < lookups.length; index++) {
    const lookup = lookups[index] as Lookup;
    // The caller's are the same for all that belong to one question.
    if (lookup.question === undefined || lookup.question !== lookups[index - 1]?.question) {
      for (const { name, value } of lookup.variables) {
        if (value === undefined || seen.has(name)) continue;
        seen.add(name);
        text += `${text === '' ? '' : ','}"${name}":${JSON.stringify(value)}`;
      }
    }
    const texts = textsOf(lookup);
    for (let at = 0; at < texts.length; at++) {
      if (texts[at] !== undefined) text += (text === '' ? '' : ',') + names[index]?.[at] + texts[at];
    }
  }
  return text;
}

function textsOf(lookup: Lookup): readonly (string | undefined)[] {
  return (lookup.texts ??= lookup.own.map(({ value }) => (value === undefined ? undefined : JSON.stringify(value))));
}

/** What does not depend on values: written once for lookups that come again in the same company. */
interface Written {
  query: string;
  keys: string[];
  /** Begins the names of own variables. */
  mark: string;
  /** Of each lookup, its own variables as members of an object: `"_1_filters":`. */
  names: string[][];
  /** The body before its variables, and after them. */
  head: string;
  tail: string;
}

function writtenOf(lookups: readonly Lookup[]): Written {
  const company = companyOf(lookups);
  const question = lookups[0]?.question;
  return company === undefined || question === undefined ? write(lookups) : question.written(company, () => write(lookups));
}

/** `7*20,9*1`: twenty lookups of one question, then one of another. */
function companyOf(lookups: readonly Lookup[]): string | undefined {
  if (lookups.length === 1) return '';
  let company = '';
  for (let from = 0; from < lookups.length; ) {
    const question = lookups[from]?.question;
    if (question === undefined) return undefined;
    let to = from + 1;
    while (lookups[to]?.question === question) to += 1;
    company += `${question.id}*${to - from},`;
    from = to;
  }
  return company;
}

function write(lookups: readonly Lookup[]): Written {
  const alone = lookups.length === 1;
  const definitions = new Map<string, string>();
  const fragments = new Map<string, string>();
  const fields: string[] = [];
  const keys: string[] = [];
  const names: string[][] = [];
  for (const lookup of lookups) {
    for (const { name, definition } of lookup.variables) definitions.set(name, definition);
    for (const [name, text] of lookup.fragments) fragments.set(name, text);
  }
  const mark = freeMark([...definitions.keys()]);
  for (const [index, lookup] of lookups.entries()) {
    const named = (name: string): string => `${mark}${index}_${name}`;
    for (const { name, type } of lookup.own) definitions.set(named(name), `$${named(name)}: ${type}`);
    names.push(lookup.own.map(({ name }) => `"${named(name)}":`));
    const text = lookup.write((name) => `$${named(name)}`);
    const key = alone ? lookup.root : `_${index}`;
    fields.push(alone ? text : `${key}: ${text}`);
    keys.push(key);
  }
  const [first] = lookups;
  const name = first?.operationName === undefined ? '' : ` ${first.operationName}`;
  const parameters = definitions.size === 0 ? '' : `${name === '' ? ' ' : ''}(${[...definitions.values()].join(', ')})`;
  const query = [`${first?.kind}${name}${parameters} { ${fields.join(' ')} }`, ...fragments.values()].join(' ');
  const tail = first?.operationName === undefined ? '}' : `,"operationName":${JSON.stringify(first.operationName)}}`;
  return { query, keys, mark, names, head: `{"query":${JSON.stringify(query)}`, tail };
}

function valuesOf(lookups: readonly Lookup[], mark: string): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (let index = 0; index < lookups.length; index++) {
    const { variables, own } = lookups[index] as Lookup;
    for (const { name, value } of variables) if (value !== undefined) setOwn(values, name, value);
    for (const { name, value } of own) if (value !== undefined) setOwn(values, `${mark}${index}_${name}`, value);
  }
  return values;
}

/** Two lookups with the same text and the same own values have the same answer within one request. */
export function textOf(lookup: Lookup): string {
  const { question } = lookup;
  if (question === undefined) return lookup.write(named);
  return (question.text ??= lookup.write(named));
}

function named(name: string): string {
  return `$${name}`;
}

/** What tells it from those of the same text: `{...}`, of several `"filters":{...},`; nothing where it has none. */
export function ownKey(lookup: Lookup): string {
  const texts = textsOf(lookup);
  // Names are the same where the text is.
  if (texts.length === 1) return texts[0] ?? '';
  return lookup.own.reduce((key, { name }, at) => `${key}"${name}":${texts[at]},`, '');
}

/** Begins no name of the caller's. */
function freeMark(names: readonly string[]): string {
  let mark = '_';
  while (names.some((name) => name.startsWith(mark))) mark += '_';
  return mark;
}

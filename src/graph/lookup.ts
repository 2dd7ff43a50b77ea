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
  /** The caller's name for its operation. */
  operationName: string | undefined;
  /** What errors are said to concern: `payLink.payLinks`; of a member of the root field, or of all of it. */
  operation: (member?: string | number) => string;
}

export interface MergedDocument {
  query: string;
  variables: Record<string, unknown>;
  /** Where each lookup's answer stands, in the order of the lookups. */
  keys: string[];
}

/** Lookups of one request and one kind, at least one. */
export function mergeLookups(lookups: readonly Lookup[]): MergedDocument {
  const alone = lookups.length === 1;
  const definitions = new Map<string, string>();
  const variables = new Map<string, unknown>();
  const fragments = new Map<string, string>();
  const fields: string[] = [];
  const keys: string[] = [];
  for (const lookup of lookups) {
    for (const { name, definition, value } of lookup.variables) {
      definitions.set(name, definition);
      if (value !== undefined) variables.set(name, value);
    }
    for (const [name, text] of lookup.fragments) fragments.set(name, text);
  }
  const mark = freeMark([...definitions.keys()]);
  for (const [index, lookup] of lookups.entries()) {
    const named = (name: string): string => `${mark}${index}_${name}`;
    for (const { name, type, value } of lookup.own) {
      definitions.set(named(name), `$${named(name)}: ${type}`);
      if (value !== undefined) variables.set(named(name), value);
    }
    const text = lookup.write((name) => `$${named(name)}`);
    const key = alone ? lookup.root : `_${index}`;
    fields.push(alone ? text : `${key}: ${text}`);
    keys.push(key);
  }
  const [first] = lookups;
  const name = first?.operationName === undefined ? '' : ` ${first.operationName}`;
  const parameters = definitions.size === 0 ? '' : `${name === '' ? ' ' : ''}(${[...definitions.values()].join(', ')})`;
  const query = [`${first?.kind}${name}${parameters} { ${fields.join(' ')} }`, ...fragments.values()].join(' ');
  return { query, variables: Object.fromEntries(variables), keys };
}

/** Two lookups with the same key have the same answer within one request. */
export function lookupKey(lookup: Lookup): string {
  const text = lookup.write((name) => `$${name}`);
  return lookup.own.length === 0 ? text : `${text}\n${JSON.stringify(lookup.own.map(({ name, value }) => [name, value]))}`;
}

/** Begins no name of the caller's. */
function freeMark(names: readonly string[]): string {
  let mark = '_';
  while (names.some((name) => name.startsWith(mark))) mark += '_';
  return mark;
}

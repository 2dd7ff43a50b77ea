/**
 * Names of documents beside the graph's names for them, written out by hand: the rules of the README and
 * not the generator's own code. A name without a partner gives none, and an overlay has to name it.
 */
export interface Name {
  wire: string;
  /** Absent: no name of GraphQL comes of it. */
  graph?: string;
}

const pair = (wire: string, graph = wire): Name => ({ wire, graph });

/** Properties and parameters. No two of them meet in the graph. */
export const names: readonly Name[] = [
  pair('a'), pair('name'), pair('merchant_reference', 'merchantReference'), pair('PGToken', 'pgToken'), pair('URL', 'url'),
  pair('OrgPGID', 'orgPGID'), pair('messageURL'), pair('kebab-case-name', 'kebabCaseName'), pair('dotted.name', 'dottedName'),
  pair('with space', 'withSpace'), pair('_leading', 'leading'), pair('trailing_', 'trailing'), pair('twice__parted', 'twiceParted'),
  pair('ALL_CAPS', 'allCAPS'), pair('HTTPStatus', 'httpStatus'), pair('IDs', 'ids'), pair('iPhone'), pair('x2'), pair('b1_c2', 'b1C2'),
  // Every object has these, so no field of an input is called so.
  { wire: 'constructor' }, { wire: 'toString' }, { wire: 'hasOwnProperty' }, { wire: 'valueOf' }, pair('__defineGetter__', 'defineGetter'), pair('prototype'), pair('__typename', 'typename'),
  pair('type'), pair('items'), pair('properties'), pair('enum'), pair('default'), pair('required'), pair('allOf'), pair('oneOf'), pair('schema'), pair('schemas'), pair('additionalProperties'),
  pair('example'), pair('examples'), pair('title'), pair('format'), pair('description'), pair('const'), pair('nullable'), pair('deprecated'), pair('discriminator'), pair('mapping'), pair('parameters'),
  pair('true'), pair('null'), pair('on'), pair('fragment'), pair('query'), pair('input'), pair('raw'), pair('error'), pair('success'), pair('source'),
  { wire: '日本' }, { wire: '1st' }, { wire: 'a/b' }, { wire: 'a~b' }, { wire: "it's" }, { wire: 'quo"te' }, { wire: 'größe' }, { wire: '{x}' }, { wire: '@type' },
  { wire: '#' }, { wire: '' }, { wire: 'back\\slash' }, { wire: 'new\nline' }, { wire: '100%' }, { wire: '$ref' }, { wire: '&=?' },
];

/** Values of enums. */
export const enumValues: readonly Name[] = [
  pair('ACTIVE'), pair('no answer', 'NO_ANSWER'), pair('notLoaded', 'NOT_LOADED'), pair('HTTPError', 'HTTP_ERROR'), pair('dotted.value', 'DOTTED_VALUE'),
  pair('kebab-value', 'KEBAB_VALUE'), pair('snake_value', 'SNAKE_VALUE'), pair('constructor', 'CONSTRUCTOR'), pair('v2', 'V2'), pair('Null', 'NULL'), pair('x', 'X'),
  { wire: '' }, { wire: '+' }, { wire: '-1' }, { wire: '42' }, { wire: 'größe' }, { wire: 'a"b\\c' }, { wire: ' padded ' }, { wire: '日本' }, { wire: 'on hold!' }, { wire: 'null' },
];

/** Keys of maps: data, and so anything at all. */
export const keys: readonly string[] = ['a', 'ACC-1', '', '__proto__', 'constructor', '10', '2', 'with "quotes"', 'ä/ö', '\u2028', 'toString', 'key'];

/**
 * A value of the document and where it stands: every sentence of a refusal names a place.
 *
 * Only own members are read, so that a document cannot reach `Object.prototype` by a name.
 */

export type JsonObject = Record<string, unknown>;

export interface Place {
  value: unknown;
  /** JSON pointer from the document's root: `/paths/~1pets/get`. */
  pointer: string;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The own member of an object or list, else undefined. */
export function member(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as JsonObject)[key];
}

/** The place below this one; its value is undefined where there is none. */
export function below(place: Place, ...keys: (string | number)[]): Place {
  let { value, pointer } = place;
  for (const key of keys) {
    value = member(value, key);
    pointer += `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
  }
  return { value, pointer };
}

/** The places of an object's members, in document order. */
export function members(place: Place): { key: string; place: Place }[] {
  if (!isObject(place.value)) return [];
  return Object.keys(place.value).map((key) => ({ key, place: below(place, key) }));
}

/** The places of a list's items. */
export function items(place: Place): Place[] {
  if (!Array.isArray(place.value)) return [];
  return place.value.map((_, index) => below(place, index));
}

export function segments(pointer: string): string[] {
  return pointer.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The same place as the JSONPath of an overlay's target: `$.paths['/pets'].get`. */
export function jsonPath(pointer: string): string {
  return segments(pointer).reduce((path, part) => {
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(part)) return `${path}.${part}`;
    if (/^(0|[1-9]\d{0,2})$/.test(part) && /\/(allOf|oneOf|anyOf|prefixItems|parameters|servers|security)$/.test(pointerOf(path))) return `${path}[${part}]`;
    return `${path}['${part.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`;
  }, '$');
}

/** Enough of a pointer to see which list an index belongs to. */
const pointerOf = (path: string): string => path.replaceAll('.', '/');

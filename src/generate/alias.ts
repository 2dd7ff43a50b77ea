/** An `allOf` of one part that says something and others that only describe: the part itself under another description. */
import type { JsonObject, Place } from './place.ts';
import { below, isObject, items, member } from './place.ts';
import { follow, hasStructure, target } from './references.ts';
import { subtypes } from './subtypes.ts';
import type { Work } from './work.ts';

/** The one part that says anything, when the others only describe. */
export function onlyPart(work: Work, home: Place): Place | undefined {
  const reference = member(home.value, '$ref');
  const own = { ...(home.value as JsonObject), allOf: undefined, $ref: undefined };
  const parts = items(below(home, 'allOf'));
  if (typeof reference === 'string') {
    const base = target(work, home, reference);
    if (base) parts.push(base);
  }
  const saying = parts.filter((part) => {
    const schema = follow(work, part)?.home.value;
    return !isObject(schema) || says(schema);
  });
  const [only] = saying;
  const base = only && follow(work, only)?.home;
  return base && saying.length === 1 && !says(own) && subtypes(work, base).length === 0 ? only : undefined;
}

function says(schema: Record<string, unknown>): boolean {
  const { type, properties, ...rest } = schema;
  if (isObject(properties) && Object.keys(properties).length > 0) return true;
  return hasStructure(rest) || (type !== undefined && type !== 'object' && JSON.stringify(type) !== '["object","null"]');
}


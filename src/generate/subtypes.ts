/**
 * Inheritance: a schema with a discriminator and no alternatives of its own stands for the components
 * that contain it in an `allOf`, or that its discriminator maps to.
 */
import type { Place } from './place.ts';
import { below, isObject, items, member, members } from './place.ts';
import { target } from './references.ts';
import type { Work } from './work.ts';
import { rootOf } from './work.ts';

/** The components that a schema stands for; none where it stands for itself. */
export function subtypes(work: Work, home: Place): Place[] {
  const schema = home.value;
  if (!isObject(schema) || !isObject(schema.discriminator) || schema.oneOf !== undefined || schema.anyOf !== undefined) return [];
  const mapping = below(home, 'discriminator', 'mapping');
  if (isObject(mapping.value)) {
    const mapped = members(mapping).flatMap(({ place }) => {
      if (typeof place.value !== 'string') return [];
      const found = place.value.includes('#') ? target(work, place, place.value) : below(rootOf(work), 'components', 'schemas', place.value);
      return found && found.value !== undefined && found.pointer !== home.pointer ? [found] : [];
    });
    return [...new Map(mapped.map((place) => [place.pointer, place])).values()];
  }
  const found = new Map<string, Place>();
  const open = [home.pointer];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const child of childrenOf(work).get(next) ?? []) {
      if (found.has(child.pointer) || child.pointer === home.pointer) continue;
      found.set(child.pointer, child);
      open.push(child.pointer);
    }
  }
  return [...found.values()];
}

/** The components that contain each schema in their `allOf`, by its pointer. */
function childrenOf(work: Work): Map<string, Place[]> {
  if (work.children) return work.children;
  const children = new Map<string, Place[]>();
  for (const { place } of members(below(rootOf(work), 'components', 'schemas'))) {
    for (const part of items(below(place, 'allOf'))) {
      const reference = member(part.value, '$ref');
      const base = typeof reference === 'string' && reference.startsWith('#/') ? target(work, part, reference) : undefined;
      if (base) children.set(base.pointer, [...(children.get(base.pointer) ?? []), place]);
    }
  }
  work.children = children;
  return children;
}

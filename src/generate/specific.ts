/**
 * Which of two schemas for one property says more. Parts of an `allOf` may declare a property
 * twice, the derived part more closely than the base; what cannot be ordered is refused there.
 */
import { ownKind } from './own-shapes.ts';
import type { Place } from './place.ts';
import { below, isObject, items } from './place.ts';
import { follow, target } from './references.ts';
import { scalarName } from './scalars.ts';
import { read } from './schemas.ts';
import type { Work } from './work.ts';

/** The more specific of both places; undefined where neither is. */
export function moreSpecific(work: Work, one: Place, other: Place): Place | undefined {
  const a = follow(work, one)?.home;
  const b = follow(work, other)?.home;
  if (!a || !b) return one;
  if (a.pointer === b.pointer || same(a.value, b.value)) return one;
  if (ancestors(work, a).has(b.pointer)) return one;
  if (ancestors(work, b).has(a.pointer)) return other;
  if (ownKind(a.value) === 'list' && ownKind(b.value) === 'list') {
    const winner = moreSpecific(work, below(a, 'items'), below(b, 'items'));
    return winner && (winner.pointer === below(a, 'items').pointer ? one : other);
  }
  if (work.readings.get(a.pointer) === null || work.readings.get(b.pointer) === null) return undefined;
  return closer(work, one, other);
}

function closer(work: Work, one: Place, other: Place): Place | undefined {
  const a = read(work, one).shape;
  const b = read(work, other).shape;
  if (a.kind === 'any' || (a.kind === 'free' && b.kind !== 'scalar' && b.kind !== 'enum')) return other;
  if (b.kind === 'any' || (b.kind === 'free' && a.kind !== 'scalar' && a.kind !== 'enum')) return one;
  if (a.kind === 'scalar' && b.kind === 'scalar') {
    if (scalarName(a) === scalarName(b)) return other;
    if (a.type !== b.type) return undefined;
    if (a.format === undefined || b.format === undefined) return a.format === undefined ? other : one;
  }
  if (a.kind === 'enum' && b.kind === 'enum') {
    if (b.values.every((value) => a.values.includes(value))) return other;
    return a.values.every((value) => b.values.includes(value)) ? one : undefined;
  }
  if (a.kind === 'enum' && b.kind === 'scalar' && b.type === 'string') return one;
  if (b.kind === 'enum' && a.kind === 'scalar' && a.type === 'string') return other;
  return undefined;
}

/** Schemas that a schema is composed of, at any depth. */
function ancestors(work: Work, home: Place): Set<string> {
  const found = new Set<string>();
  const open = [home];
  for (let next = open.pop(); next; next = open.pop()) {
    const parts = items(below(next, 'allOf'));
    const reference = isObject(next.value) ? next.value.$ref : undefined;
    const base = typeof reference === 'string' ? target(work, next, reference) : undefined;
    for (const part of base ? [...parts, base] : parts) {
      const parent = follow(work, part)?.home;
      if (!parent || found.has(parent.pointer)) continue;
      found.add(parent.pointer);
      open.push(parent);
    }
  }
  return found;
}

/** Equal but for what people read. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(bare(a)) === JSON.stringify(bare(b));
}

function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([key, inner]) => !(['description', 'title', 'example', 'examples'].includes(key) && (typeof inner !== 'object' || key.startsWith('example'))));
  return Object.fromEntries(entries.sort(([x], [y]) => (x < y ? -1 : 1)).map(([key, inner]) => [key, bare(inner)]));
}

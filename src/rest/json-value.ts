/**
 * Free JSON values: how deep they may be, and what may stand in them.
 * A value nested thousands deep would overflow the stack of whoever prints it, so it ends here.
 */
import { setOwn } from '../json/main.ts';
import { ExactNumber } from './exact-json.ts';

export const maxJSONDepth = 500;

/** The value with plain numbers only; undefined if it is nested too deep. Copies nothing unless it must. */
export function plainJSON(value: unknown, depth = maxJSONDepth): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof ExactNumber) return value.toJSON();
  if (depth === 0) return undefined;
  let copy: Record<string, unknown> | unknown[] | undefined;
  const source = value as Record<string, unknown>;
  for (const key of Object.keys(source)) {
    const before = source[key];
    if (typeof before !== 'object' || before === null) continue;
    const after = plainJSON(before, depth - 1);
    if (after === undefined) return undefined;
    if (after === before) continue;
    copy ??= Array.isArray(value) ? [...(value as unknown[])] : { ...source };
    setOwn(copy, key, after);
  }
  return copy ?? value;
}

/** Reads a property that is the value's own; needed only for names that every object inherits. */
export function getter(name: string): (source: Record<string, unknown>) => unknown {
  return name in Object.prototype ? (source) => (Object.hasOwn(source, name) ? source[name] : undefined) : (source) => source[name];
}

/** Metadata merges by its top-level keys: what is not named stays, a null takes its key away. */
import type { Meta } from './state.ts';

export function mergeMeta(before: Meta, given: Meta | undefined): Meta {
  const merged = new Map([...Object.entries(before), ...Object.entries(given ?? {})]);
  return Object.fromEntries([...merged].filter(([, value]) => value !== null));
}

/**
 * OpenAPI Overlay 1.0: actions applied to a document, one after the other. Objects are merged, lists
 * are appended to, `remove` takes away. An action that hits nothing is an error: it says that the
 * document has changed under its overlay.
 */
import { exec } from 'jsonpath-rfc9535';
import type { JsonObject } from './place.ts';
import { isObject } from './place.ts';

interface Action {
  target: string;
  update?: unknown;
  remove?: boolean;
}

/** Applies the overlay in place, and answers a sentence for each action that cannot be applied. */
export function applyOverlay(root: JsonObject, overlay: JsonObject): string[] {
  if (typeof overlay.overlay !== 'string' || !/^1\.\d+(\.\d+)?$/.test(overlay.overlay)) {
    return [`/overlay: found ${JSON.stringify(overlay.overlay) ?? 'no version'}, expected version 1.0.0`];
  }
  if (!Array.isArray(overlay.actions)) return ['/actions: found no list of actions, expected one'];
  return overlay.actions.flatMap((action: unknown, index) => apply(root, action, `/actions/${index}`));
}

function apply(root: JsonObject, action: unknown, pointer: string): string[] {
  if (!isAction(action)) return [`${pointer}: found ${brief(action)}, expected { target, update } or { target, remove: true }`];
  let found: { value: unknown; path: (string | number)[] }[];
  try {
    found = select(root, action.target);
  } catch (error) {
    return [`${pointer}: found the target ${action.target} that is no JSONPath (${error instanceof Error ? error.message.split('\n')[0] : String(error)}), expected one by RFC 9535`];
  }
  if (found.length === 0) return [`${pointer}: found the target ${action.target} that matches nothing in the document, expected at least one place`];
  if (action.remove === true) {
    // From the end, so that an index still means what it meant.
    for (const { path } of found.reverse()) removeAt(root, path);
    return [];
  }
  return found.flatMap(({ value }) => {
    if (Array.isArray(value)) {
      value.push(...(Array.isArray(action.update) ? copy(action.update) as unknown[] : [copy(action.update)]));
      return [];
    }
    if (isObject(value) && isObject(action.update)) {
      merge(value, action.update);
      return [];
    }
    return [`${pointer}: found the target ${action.target} that is ${isObject(value) ? 'an object' : 'neither an object nor a list'} and the update ${brief(action.update)}, expected an object for an object`];
  });
}

function isAction(action: unknown): action is Action {
  if (!isObject(action) || typeof action.target !== 'string') return false;
  if (!Object.keys(action).every((key) => ['target', 'update', 'remove', 'description'].includes(key) || key.startsWith('x-'))) return false;
  return (action.remove === true) !== (action.update !== undefined);
}

function select(root: JsonObject, target: string): { value: unknown; path: (string | number)[] }[] {
  const found: { value: unknown; path: (string | number)[] }[] = [];
  exec(root as never, target, (value, path) => found.push({ value, path: [...path] }));
  return found;
}

function removeAt(root: JsonObject, path: (string | number)[]): void {
  const last = path.at(-1);
  const parent = path.slice(0, -1).reduce<unknown>((value, key) => (value as JsonObject | undefined)?.[key], root);
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (isObject(parent) && last !== undefined) delete parent[last];
}

/** Members are merged; of lists in both, the update's items join the end; anything else is replaced. */
function merge(into: JsonObject, update: JsonObject): void {
  for (const [key, value] of Object.entries(update)) {
    const known = Object.hasOwn(into, key) ? into[key] : undefined;
    if (isObject(known) && isObject(value)) merge(known, value);
    else if (Array.isArray(known) && Array.isArray(value)) known.push(...copy(value) as unknown[]);
    else into[key] = copy(value);
  }
}

const copy = (value: unknown): unknown => (value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown));

const brief = (value: unknown): string => (JSON.stringify(value) ?? String(value)).slice(0, 120);

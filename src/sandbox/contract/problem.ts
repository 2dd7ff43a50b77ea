/** What does not fit the document: where it stands, and one sentence about it. */
import type { ErrorObject } from 'ajv/dist/2020.js';

export interface Problem {
  place: 'path' | 'query' | 'header' | 'content-type' | 'body' | 'status' | 'answer';
  /** From the root of the place to the value: the name of a parameter, or keys and indices of a body. */
  at: (string | number)[];
  /** In Ajv's words, e.g. `must have required property 'amount'`. */
  message: string;
}

/** `body /CLM-1/amount: must be integer, got "12"`. */
export function describeProblem(problem: Problem): string {
  const at = problem.at.map((part) => `/${part}`).join('');
  return `${problem.place}${at && ` ${at}`}: ${problem.message}`;
}

/** Nobody reads more than these. */
const mostProblems = 20;

/** `schema` finds what a `$ref` means. */
export function problemsOf(errors: readonly ErrorObject[], place: Problem['place'], value: unknown, schema: Resolve): Problem[] {
  return nearest(errors, schema)
    .slice(0, mostProblems)
    .map((error) => {
      const at = tokens(error.instancePath);
      return { place, at: typed(at, value), message: sentence(error, at, value) };
    });
}

export type Resolve = (reference: string) => object | undefined;

/** Of a failed oneOf or anyOf only the branch that comes closest is worth reading: all others did not mean this value. */
function nearest(errors: readonly ErrorObject[], resolve: Resolve): ErrorObject[] {
  const choice = errors.find(({ keyword }) => keyword === 'oneOf' || keyword === 'anyOf');
  if (choice === undefined) return [...errors];
  const before = errors.slice(0, errors.indexOf(choice));
  const after = errors.slice(before.length + 1);
  const branches = (choice.schema as object[]).map((branch) => reachable(branch, resolve));
  const below = (error: ErrorObject) => error.instancePath === choice.instancePath || error.instancePath.startsWith(`${choice.instancePath}/`);
  const branchOf = (error: ErrorObject) => (below(error) ? branches.findIndex((branch) => branch.has(error.parentSchema as object)) : -1);
  const complaints = branches
    .map((_, index) => before.filter((error) => branchOf(error) === index))
    .filter((of) => of.length > 0)
    .sort((a, b) => distance(a, choice) - distance(b, choice) || a.length - b.length);
  const [best = []] = complaints;
  const others = before.filter((error) => branchOf(error) < 0);
  // A branch that fits but for something deep inside is what was meant; else the choice itself is worth a sentence.
  return [...others, ...(distance(best, choice) > 0 || best.length === 0 ? [choice] : []), ...best, ...nearest(after, resolve)];
}

/** A word that a branch does not know says more against it than a property that it lacks; what lies deeper says nothing. */
function distance(errors: readonly ErrorObject[], choice: ErrorObject): number {
  const words = errors.filter(({ keyword }) => keyword === 'enum' || keyword === 'const').length;
  return words * 10 + errors.filter(({ instancePath }) => instancePath === choice.instancePath).length;
}

/** The schema and all that stands in it or that it refers to. */
function reachable(schema: object, resolve: Resolve, seen = new Set<object>()): Set<object> {
  if (seen.has(schema)) return seen;
  seen.add(schema);
  for (const [key, value] of Object.entries(schema)) {
    const inner: unknown = key === '$ref' ? resolve(String(value)) : value;
    if (typeof inner === 'object' && inner !== null && key !== 'example' && key !== 'examples') reachable(inner, resolve, seen);
  }
  return seen;
}

function sentence(error: ErrorObject, at: string[], value: unknown): string {
  const { keyword, params, message = 'is not valid' } = error;
  if (keyword === 'enum') return `must be one of ${(params as { allowedValues: unknown[] }).allowedValues.map((one) => JSON.stringify(one)).join(', ')}, got ${shortly(valueAt(value, at))}`;
  if (keyword === 'type' || keyword === 'format' || keyword === 'pattern') return `${message}, got ${shortly(valueAt(value, at))}`;
  return message;
}

function tokens(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer.slice(1).split('/').map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function valueAt(value: unknown, at: readonly string[]): unknown {
  return at.reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined), value);
}

/** An index is a number, a key that looks like one is not. */
function typed(at: readonly string[], value: unknown): (string | number)[] {
  let inner = value;
  return at.map((key) => {
    const part = Array.isArray(inner) ? Number(key) : key;
    inner = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined;
    return part;
  });
}

function shortly(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

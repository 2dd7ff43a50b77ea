/**
 * Values on the wire as the tests hold them: JSON, where a number whose digits count is a `Digits`.
 * One text for each value, so that two of them are compared by what they say.
 */

/** A number with every digit it was written with. */
export class Digits {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Wire = null | boolean | number | string | Digits | Wire[] | { [name: string]: Wire };

/** JSON text; names as they stand. */
export function written(value: Wire): string {
  if (value instanceof Digits) return value.text;
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.keys(value).map((name) => `${JSON.stringify(name)}:${written(value[name]!)}`).join(',')}}`;
}

/** An object of these members; `__proto__` is a name like any other. */
export function objectOf<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  const object = {};
  for (const [name, value] of entries) Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  return object;
}

/** What JSON text says, with sorted names; and its numbers as they are written, which parsing would round. */
export function meaning(text: string): string {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== 'object' || value === null) return value;
    return objectOf(Object.keys(value).sort().map((name) => [name, sorted((value as Record<string, unknown>)[name])] as const));
  };
  const numbers = text.replace(/"(?:[^"\\]|\\.)*"/g, '""').match(/-?\d[\d.eE+-]*/g) ?? [];
  return `${JSON.stringify(sorted(JSON.parse(text)), null, 1)}\nnumbers: ${numbers.sort().join(' ')}`;
}

/** Choices that were made beforehand, so that a failing value shrinks by itself: zero is always the simplest. */
export class Choices {
  private readonly made: readonly number[];
  private next = 0;

  constructor(made: readonly number[]) {
    this.made = made;
  }

  /** A whole number from 0 to `bound - 1`; 0 when nothing is left. */
  below(bound: number): number {
    const choice = this.made[this.next] ?? 0;
    this.next += 1;
    return choice % bound;
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}

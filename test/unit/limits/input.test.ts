import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkInput } from '../../../src/limits/input.ts';
import { noLimits } from '../../../src/limits/main.ts';
import type { LimitSettings } from '../../../src/limits/main.ts';

const problem = (variables: Record<string, unknown>, settings: Partial<LimitSettings>): string | undefined => checkInput(variables, { ...noLimits, ...settings })?.message;
const nested = (levels: number, open: string, close: string): unknown => JSON.parse(`${open.repeat(levels)}1${close.repeat(levels)}`);

describe('variables', () => {
  it.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
    ['objects called __proto__', '{"__proto__":', '}'],
    ['lists and objects', '[{"a":[', ']}]'],
  ])('nest %s as deep as is allowed', (_, open, close) => {
    const levels = 6 / (open.match(/[[{]/g) as string[]).length;
    expect(problem({ a: nested(levels, open, close) }, { maxInputDepth: 6 })).toBeUndefined();
    expect(problem({ a: nested(levels, open, close) }, { maxInputDepth: 5 })).toBe('A variable is nested too deep: found more than 5 levels, allowed 5.');
  });

  it('may be nested a hundred thousand levels: the walk ends at the limit and needs no stack', () => {
    for (const value of [nested(100_000, '[', ']'), nested(100_000, '{"a":', '}')]) {
      expect(problem({ a: value }, { maxInputDepth: 32 })).toContain('nested too deep');
      expect(problem({ a: value }, {})).toBeUndefined();
    }
  });

  it('have lists as long as is allowed', () => {
    expect(problem({ a: [1, 2, 3], b: { c: [1, 2, 3] } }, { maxListItems: 3 })).toBeUndefined();
    expect(problem({ b: { c: [1, 2, 3, 4] } }, { maxListItems: 3 })).toBe('A list in the variables is too long: found 4 items, allowed 3.');
    expect(problem({ b: { c: 1, d: 2, e: 3, f: 4 } }, { maxListItems: 3 })).toBeUndefined();
  });

  it('hold as many values as are allowed', () => {
    const variables = { a: [1, [2], { b: 3 }], c: 4 };
    expect(problem(variables, { maxInputValues: 6 })).toBeUndefined();
    expect(problem(variables, { maxInputValues: 5 })).toBe('The variables hold too much: found more than 5 values, allowed 5.');
  });

  it('that are plain, or files, cost nothing', () => {
    class Upload {
      deep = [[[[]]]];
    }
    expect(problem({ a: 1, b: 'x'.repeat(1000), c: null, d: new Upload() }, { maxInputDepth: 0, maxInputValues: 0, maxListItems: 0 })).toBeUndefined();
  });

  it('are measured as they are, whatever they are', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        const value: unknown = JSON.parse(text);
        const depth = depthOf(value);
        expect(problem({ a: value }, { maxInputDepth: depth })).toBeUndefined();
        if (depth > 0) expect(problem({ a: value }, { maxInputDepth: depth - 1 })).toContain('nested too deep');
      }),
      { numRuns: 500 },
    );
  });
});

function depthOf(value: unknown): number {
  return typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
}

/** Growth, as it is measured, judged and drawn: the figures are what the data make of them, and neither says more than was measured. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const file = (path: string): URL => new URL(`../../${path}`, import.meta.url);
const read = (path: string): string => readFileSync(file(path), 'utf8');
const { judge, slope, steepestDecade } = await import(file('test/bench/growth/fit.js').href);
const { drawFigure, escape, number, position, ticks } = await import(file('test/bench/growth/plot.js').href);
const { figureOf, pointsOf } = await import(file('test/bench/growth/figures.js').href);
const { series } = await import(file('test/bench/growth/series.js').href);

const at = [1, 10, 100, 1000, 10_000];
const grown = (cost: (n: number) => number): [number, number][] => at.map((n) => [n, cost(n)]);

describe('the report of growth', () => {
  const report = JSON.parse(read('test/bench/report/growth.json'));

  it.each<string>(series.map(({ name }: { name: string }) => name))('draws %s from its data, and shows it in the README', (name) => {
    expect(read(`test/bench/report/growth-${name}.svg`)).toBe(figureOf(name, report.series[name], report.facts));
    expect(read('README.md')).toContain(`(test/bench/report/growth-${name}.svg)`);
  });

  it.each<string>(series.map(({ name }: { name: string }) => name))('judges %s by its data, at all places', (name) => {
    const { judged, at: places } = series.find((one: { name: string }) => one.name === name);
    const { lines, verdicts } = report.series[name];
    for (const { points } of lines) expect(points.map(({ n }: { n: number }) => n)).toEqual(places);
    expect(verdicts).toEqual(
      judged.map(({ kind, figure }: any) => ({ kind, figure, ...judge(pointsOf(lines, { kind, figure })), floor: judge(pointsOf(lines, { kind, figure, server: 'floor' })).sentence })),
    );
    expect(verdicts.filter(({ linear }: any) => !linear)).toEqual([]);
  });
});

describe('the slope of a growth', () => {
  it('is the power that the cost grows with', () => {
    for (const power of [0, 0.5, 1, 2]) expect(slope(grown((n) => 3 * n ** power))).toBeCloseTo(power, 9);
  });

  it('passes over what has no logarithm', () => {
    expect(slope([[0, 5], [10, 0], [1, 2], [100, 200]])).toBeCloseTo(1, 9);
  });

  it.each<[string, [number, number][]]>([['no points', []], ['one point', [[1, 1]]], ['one place', [[2, 1], [2, 3]]], ['nothing above zero', [[0, 1], [1, 0]]]])('is unknown with %s', (_, points) => {
    expect(slope(points)).toBeUndefined();
    expect(judge(points)).toEqual({ linear: false, sentence: 'too few points for a line' });
  });

  it('is found in the steepest decade, however flat the others are', () => {
    const hidden = grown((n) => 1000 + n ** 2 / 100);
    expect(steepestDecade(hidden)).toBeGreaterThan(1.9);
    expect(steepestDecade([[5, 1], [20, 4]])).toBeCloseTo(1, 9);
  });

  it.each<[string, (n: number) => number, boolean]>([
    ['a constant', () => 7, true],
    ['a constant and a share', (n) => 100 + 3 * n, true],
    ['n log n', (n) => 50 + n * (3 + Math.log10(n) / 3), true],
    ['a step on the way', (n) => (n > 1000 ? 15 : 10) * n, true],
    ['a square', (n) => n ** 2, false],
    ['a square that hides behind a constant', (n) => 1000 + n ** 2 / 1000, false],
    ['a power and a half', (n) => 100 + n ** 1.5, false],
  ])('judges %s', (_, cost, linear) => {
    expect(judge(grown(cost)).linear).toBe(linear);
  });

  it('says what it found', () => {
    expect(judge(grown((n) => n)).sentence).toBe('linear or better: slope 1.00');
    expect(judge(grown((n) => n ** 2)).sentence).toBe('worse than linear: slope 2.00');
    expect(judge(grown((n) => 100 + n)).sentence).toMatch(/^linear or better: slope 0\.\d\d, at most 0\.\d\d$/);
    expect(judge(grown((n) => n ** -0.0001)).sentence).toBe('linear or better: slope 0.00');
  });
});

describe('axes', () => {
  it('have round numbers around all values', () => {
    expect(ticks('linear', [0, 11_000])).toEqual([0, 5000, 10_000, 15_000]);
    expect(ticks('linear', [0.2, 0.09])).toEqual([0, 0.05, 0.1, 0.15, 0.2, 0.25]);
    expect(ticks('linear', [0])).toEqual([0, 1]);
    expect(ticks('log', [0.19, 158])).toEqual([0.1, 1, 10, 100, 1000]);
    expect(ticks('log', [0.012, 0.19])).toEqual([0.01, 0.02, 0.05, 0.1, 0.2]);
    expect(ticks('log', [3])).toEqual([2, 5]);
    expect(ticks('log', [1])).toEqual([1, 2]);
    expect(ticks('log', [])).toEqual([]);
    expect(() => ticks('log', [0, 1])).toThrow('found 0 on a logarithmic axis, expected more than 0');
  });

  it('put values between their ends', () => {
    expect([1, 10, 100].map(position('log', [1, 100], 0, 200))).toEqual([0, 100, 200]);
    expect([0, 5, 50].map(position('steps', [0, 5, 50], 10, 30))).toEqual([10, 20, 30]);
    expect([0, 5].map(position('linear', [0, 10], 100, 0))).toEqual([100, 50]);
    // One place is in the middle.
    for (const scale of ['log', 'linear', 'steps']) expect(position(scale, [7], 0, 10)(7)).toBe(5);
  });

  it('write three digits that mean something', () => {
    expect([0, 0.012345, 1.5, 12.34, 123.4, 12_345, 10_000].map(number)).toEqual(['0', '0.0123', '1.5', '12.3', '123', '12,300', '10,000']);
  });
});

describe('a figure', () => {
  const lines = { one: { title: 'one', look: 'main' } };
  const panel = (points: [number, number][], more: object = {}) => ({ title: 'cost', x: { title: 'n', at: [1, 10], scale: 'log' }, y: { scale: 'log' }, lines: [{ line: 'one', points }], guide: 'in proportion', ...more });
  const draw = (panels: object[], more: object = {}): string => drawFigure({ title: 't', subtitle: 's', note: 'n', lines, panels, ...more });

  it('shows texts as they are, whatever they hold', () => {
    expect(escape(`<&>"'`)).toBe('&#60;&#38;&#62;&#34;&#39;');
    const svg = draw([panel([[1, 1]], { title: '</text><script>' })], { title: 'a & b', note: '"<' });
    expect(svg).not.toContain('<script');
    expect(svg).toContain('a &#38; b');
    expect(svg).toContain('&#34;&#60;');
  });

  it('says that there is nothing to draw', () => {
    for (const empty of [panel([]), panel([], { lines: [] })]) {
      const svg = draw([empty, panel([[1, 2], [10, 20]])]);
      expect(svg).toContain('no data');
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    }
    expect(draw([])).toContain('</svg>');
  });

  it('draws one place as well as many', () => {
    for (const points of [[[1, 5]], [[1, 5], [10, 5]], [[1, 0.001], [10, 90_000]]] as [number, number][][]) expect(draw([panel(points)])).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('knows a line by its look', () => {
    expect(() => draw([panel([[1, 1]])], { lines: { one: { title: 'one', look: 'pink' } } })).toThrow('found the look pink, expected one of main, other, faint');
  });

  it('asks nobody for anything: no script, no font, no picture from elsewhere', () => {
    for (const { name } of series) {
      const path = `test/bench/report/growth-${name}.svg`;
      expect(existsSync(file(path))).toBe(true);
      expect(read(path).replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|@import|<script|<image|on\w+=/);
    }
  });
});

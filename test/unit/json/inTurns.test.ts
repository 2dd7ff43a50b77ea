/** Large JSON in turns: the value of JSON.parse and its refusals, whatever the text; others served in between. */
import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { isLargeJSON, parseInTurns } from '../../../src/json/main.ts';
import { parseExactJSON } from '../../../src/rest/exact-json.ts';

/** A piece ends with the first comma after this many bytes, so that small texts are cut as large ones are. */
const cuts = [1, 7, 40];

interface Read {
  value?: unknown;
  turns: number;
  error?: unknown;
}

async function read(text: string | Buffer, pieceBytes: number, parse = JSON.parse as (text: string) => unknown): Promise<Read> {
  let turns = 0;
  const turn = async (): Promise<void> => void (turns += 1);
  try {
    return { value: await parseInTurns(Buffer.from(text as string), { turn, sliceMs: 0, pieceBytes, parse }), turns };
  } catch (error) {
    return { error, turns };
  }
}

/** Members in their order as well, which `toEqual` does not look at; `__proto__` is a member like any other. */
async function expectSame(text: string | Buffer): Promise<number> {
  let expected: Read;
  let turns = 0;
  try {
    expected = { value: JSON.parse(Buffer.from(text as string).toString('utf8')), turns: 0 };
  } catch (error) {
    expected = { error, turns: 0 };
  }
  for (const pieceBytes of cuts) {
    const found = await read(text, pieceBytes);
    turns += found.turns;
    if ('error' in expected) {
      expect(found.error).toBeInstanceOf(SyntaxError);
      expect((found.error as Error).message).toBe((expected.error as Error).message);
    } else {
      expect(found.error).toBeUndefined();
      expect(JSON.stringify(found.value)).toBe(JSON.stringify(expected.value));
      expect(found.value).toStrictEqual(expected.value);
    }
  }
  return turns;
}

const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('"', '\\', '},{"a":1', '],[', '\\"', 'ü€\u{1f600}', '__proto__', '1', '10'));
const key = fc.oneof({ weight: 4, arbitrary: fc.constantFrom('a', 'b', 'c') }, { weight: 1, arbitrary: text });
const leaf = fc.oneof(text, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(null, true, false));
/** An object as its members, so that a key may come twice. */
type Member = [string, unknown];
const { any } = fc.letrec<{ any: unknown; list: unknown; object: unknown }>((tie) => ({
  any: fc.oneof({ maxDepth: 5 }, { weight: 2, arbitrary: leaf.map((value) => ({ leaf: value })) }, { weight: 3, arbitrary: tie('list') }, { weight: 3, arbitrary: tie('object') }),
  list: fc.array(tie('any'), { maxLength: 8 }).map((items) => ({ items })),
  object: fc.array(fc.tuple(key, tie('any')), { maxLength: 8 }).map((members) => ({ members })),
}));
const blank = fc.constantFrom('', '', '', ' ', '\n\t', '\r\n  ');

/** Any way to write it that JSON allows. */
function written(value: unknown, gap: () => string): string {
  const { leaf: one, items, members } = value as { leaf?: unknown; items?: unknown[]; members?: Member[] };
  const inside = items ? items.map((item) => written(item, gap)) : members?.map(([name, member]) => `${gap()}${JSON.stringify(name)}${gap()}:${written(member, gap)}`);
  const own = inside === undefined ? JSON.stringify(one) : items ? `[${inside.length === 0 ? gap() : inside.join(',')}]` : `{${inside.length === 0 ? gap() : inside.join(',')}}`;
  return `${gap()}${own}${gap()}`;
}

const document = fc.tuple(any, fc.array(blank, { minLength: 1, maxLength: 20 })).map(([value, blanks]) => {
  let next = 0;
  return written(value, () => blanks[(next += 1) % blanks.length] ?? '');
});

describe('parseInTurns', () => {
  it('reads what JSON.parse reads, wherever it is cut', async () => {
    let turns = 0;
    await fc.assert(fc.asyncProperty(document, async (one) => void (turns += await expectSame(one))), { numRuns: 400, seed: 20240301 });
    expect(turns).toBeGreaterThan(1000);
  });

  it('reads lists of like items, which it leaps over', async () => {
    const item = fc.record({ a: leaf, in: fc.array(fc.record({ a: text, b: fc.array(fc.record({ a: leaf })) }), { maxLength: 3 }), s: text });
    await fc.assert(fc.asyncProperty(fc.array(item, { maxLength: 30 }), fc.boolean(), async (items, pretty) => void (await expectSame(JSON.stringify({ before: items.slice(3), items, next: null }, null, pretty ? 2 : 0)))), { numRuns: 150, seed: 20240301 });
  });

  it('refuses what JSON.parse refuses, in its words', async () => {
    const bytes = fc.constantFrom(...'{}[]",:\\ 1ae-.\n\u0001'.split(''), 'null', '""', '{}', '[]', ',,', '"a":', '\ufeff', 'ü');
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(document, fc.nat(), fc.nat(3), bytes, async (one, at, dropped, put) => {
        const place = at % (one.length + 1);
        const broken = one.slice(0, place) + put + one.slice(place + dropped);
        try {
          JSON.parse(broken);
        } catch {
          refused += 1;
        }
        await expectSame(broken);
      }),
      { numRuns: 1500, seed: 20240301 },
    );
    expect(refused).toBeGreaterThan(600);
  });

  it.each(['', ' ', ',', '1', '"a"', '[', ']', '{', '}', '[,]', '[1,]', '[1,2', '[1,2}', '{"a":1,}', '{"a":1,"b"}', '{"a":[1,2],,"b":1}', '[[1,2] [3]]', '[[1,2]3]', '{"a":[1,2]"b":1}', '{"a" 1:[1,2]}', '{[1,2]:1}', '{:[1,2,3]}', '{1:[1,2,3]}',
    '{"a":1,"b":[1,2],"c"}', '[1,2],[3]', '[1,2]]', '1,[1,2]', '[1,2],', '[1,"\\', '[1,"\\"]', '[1,"a\nb"]', '{"a":1,"a":[1,2,3],"a":2}', '{"__proto__":[1,2],"b":1}', '{"b":{"__proto__":1,"a":2}}', '\ufeff[1,2]', '[1,2]\u00a0', '[1,2]\n', '{"10":[1,2],"9":1,"a":{"2":1,"1":2}}'])('treats %j as JSON.parse does', async (one) => {
    await expectSame(one);
  });

  it('reads bytes that are no UTF-8 as they are read in one piece', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.constantFrom(...Buffer.from('{}[]",:\\a1 ')), fc.nat(255)), { maxLength: 40 }), async (inside) => {
        await expectSame(Buffer.concat([Buffer.from('["'), Buffer.from(inside), Buffer.from('",[1,2],{"a":"'), Buffer.from(inside), Buffer.from('"}]')]));
      }),
      { numRuns: 500, seed: 20240301 },
    );
  });

  it('reads text that is nested thousands deep', async () => {
    for (const depth of [5_000, 100_000]) {
      const deep = `${'[1,'.repeat(depth)}2${']'.repeat(depth)}`;
      const { value, error } = await read(deep, 1_000);
      expect(error).toBeUndefined();
      let levels = 0;
      for (let inside = value; Array.isArray(inside); inside = inside[1]) levels += 1;
      expect(levels).toBe(depth);
    }
  });

  it('keeps each digit where numbers are exact', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.integer(), fc.nat(99)).map(([whole, cents]) => `{"amount":${whole}.${cents}0}`), { minLength: 5 }), async (items) => {
        const one = `{"items":[${items.join(',')}]}`;
        const { value, turns } = await read(one, 1, parseExactJSON);
        expect(value).toStrictEqual(parseExactJSON(one));
        expect(turns).toBeGreaterThan(2);
      }),
      { numRuns: 50, seed: 20240301 },
    );
  });

  it('parses no more than a piece at once, asks for a turn between them, and stops when it does not come', async () => {
    const bytes = Buffer.from(JSON.stringify({ results: Array.from({ length: 20_000 }, (_, n) => ({ n, name: `number ${n}`, inside: [{ n }, { n }] })) }));
    expect(isLargeJSON(bytes)).toBe(true);
    let longest = 0;
    const parse = (text: string): unknown => {
      longest = Math.max(longest, text.length);
      return JSON.parse(text);
    };
    expect(await parseInTurns(bytes, { parse, pieceBytes: 10_000 })).toStrictEqual(JSON.parse(bytes.toString()));
    expect(longest).toBeLessThan(31_000);
    let turns = 0;
    const turn = async (): Promise<void> => {
      if ((turns += 1) === 3) throw new RangeError('gone');
    };
    await expect(parseInTurns(bytes, { turn, sliceMs: 0 })).rejects.toThrow('gone');
    expect(turns).toBe(3);
  });

  it('passes on what goes wrong within the parser itself', async () => {
    const parse = (): never => {
      throw new TypeError('not of the text');
    };
    await expect(parseInTurns(Buffer.from('[1,2,3]'), { parse, pieceBytes: 1 })).rejects.toThrow('not of the text');
  });
});

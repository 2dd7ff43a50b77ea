/** What is remembered of documents has an end, whatever they are like; what fits is found again. */
import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { DocumentTable } from '../../../src/server/documentTable.ts';

const small = parse('{ a }');
/** Some ten thousand tokens. */
const large = parse(`{ ${'a '.repeat(9_990)} }`);

describe('the table of documents', () => {
  it('finds a document again, by its text alone', () => {
    const table = new DocumentTable();
    table.set('{ a }', small);
    expect(table.get('{ a }')).toBe(small);
    expect(table.has('{ a }')).toBe(true);
    expect(table.get('{ b }')).toBeUndefined();
    table.clear();
    expect(table.get('{ a }')).toBeUndefined();
  });

  it('keeps a thousand documents, the newest', () => {
    const table = new DocumentTable();
    for (let n = 0; n < 1_500; n++) table.set(String(n), small);
    expect(table.get('499')).toBeUndefined();
    expect(table.get('500')).toBe(small);
    expect(table.get('1499')).toBe(small);
  });

  it('keeps what comes again, however much comes once', () => {
    const table = new DocumentTable();
    table.set('again', small);
    table.set('once more', small);
    for (let n = 0; n < 20_000; n++) {
      table.set(String(n), small);
      if (n === 0) table.get('once more');
      if (n % 500 === 0) expect(table.get('again')).toBe(small);
    }
    expect(table.has('once more')).toBe(false);
    expect(Array.from({ length: 20_000 }, (_, n) => String(n)).filter((key) => table.has(key)).length).toBe(999);
  });

  it('has an end where all come again', () => {
    const table = new DocumentTable();
    for (let n = 0; n < 3_000; n++) {
      table.set(String(n), small);
      for (let m = 0; m <= n; m += 7) table.get(String(m));
    }
    expect(Array.from({ length: 3_000 }, (_, n) => String(n)).filter((key) => table.has(key)).length).toBe(1_000);
  });

  it('keeps fewer that are large', () => {
    const table = new DocumentTable();
    for (let n = 0; n < 100; n++) table.set(String(n), large);
    const kept = Array.from({ length: 100 }, (_, n) => n).filter((n) => table.has(String(n)));
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, n) => 100 - kept.length + n));
    expect(kept.length).toBeGreaterThan(10);
    expect(kept.length).toBeLessThan(30);
  });

  it('keeps fewer whose texts are long, in the document or in what it is known by', () => {
    const byText = new DocumentTable();
    for (let n = 0; n < 20; n++) byText.set(`{ a } # ${n} ${'x'.repeat(4_000_000)}`, small);
    const long = parse(`{ a } # ${'x'.repeat(4_000_000)}`);
    const byHash = new DocumentTable();
    for (let n = 0; n < 20; n++) byHash.set(String(n), long);
    expect(byHash.has('0')).toBe(false);
    expect(byHash.has('19')).toBe(true);
    expect(byText.has(`{ a } # 0 ${'x'.repeat(4_000_000)}`)).toBe(false);
    expect(byText.has(`{ a } # 19 ${'x'.repeat(4_000_000)}`)).toBe(true);
  });

  it('counts a document once, however often it is set, and forgets what is deleted', () => {
    const table = new DocumentTable();
    table.set('small', small);
    for (let n = 0; n < 100; n++) table.set('large', large);
    expect(table.has('small')).toBe(true);
    for (let n = 0; n < 100; n++) {
      table.set(String(n), large);
      table.delete(String(n));
    }
    expect(table.has('small')).toBe(true);
  });

  it('does not begin with one that is larger than all of it', () => {
    const table = new DocumentTable();
    table.set('small', small);
    table.set('huge', parse(`{ ${'a '.repeat(260_000)} }`));
    expect(table.has('huge')).toBe(false);
    expect(table.has('small')).toBe(true);
  });
});

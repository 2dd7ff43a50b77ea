/** What the README says of speed is what was measured, and its table says what has to be known to read it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const { renderTable, withTable } = await import(new URL('../bench/table.js', import.meta.url).href);
const { measure } = await import(new URL('../bench/load.js', import.meta.url).href);

const report = {
  facts: { cores: 2, node: '20.19.0', connections: 32 },
  servers: [
    { name: 'floor', title: 'floor' },
    { name: 'gateway', title: '**gateway**' },
    { name: 'many', title: 'makes more calls', note: 'another build does not run here: it needs GLIBC_9' },
    { name: 'gone', title: 'gone', fails: 'gone ended with 1' },
    { name: 'wrong', title: 'wrong' },
  ],
  workloads: [{ name: 'W1', what: 'one account' }],
  cells: {
    W1: {
      floor: { rate: 1000, p99: 2000, calls: 3 },
      gateway: { rate: 904, p99: 2960, calls: 3 },
      many: { rate: 240, p99: 8000, calls: 22.01 },
      gone: { fails: 'gone ended with 1' },
      wrong: { fails: 'wrong, W1: found null at data.account, expected {}' },
    },
  },
  memory: { gateway: { first: 120, last: 121 } },
  firstAnswer: 450,
};

describe('the table of the bench', () => {
  it('is in the README as the report says', () => {
    const readme = read('README.md');
    expect(withTable(readme, renderTable(JSON.parse(read('test/bench/report/bench.json'))))).toBe(readme);
  });

  it('shows shares, p99 against the floor, and calls where they differ', () => {
    expect(renderTable(report).split('\n').slice(0, 5)).toEqual([
      '| | W1 one account |',
      '|---|---|',
      '| floor, requests/s | 1000 |',
      '| **gateway** | 0.90, 1.5× |',
      '| makes more calls | 0.24, 4.0×, 22 calls for 3 |',
    ]);
  });

  it('shows a peer that fails, and says why', () => {
    const table = renderTable(report);
    expect(table).toContain('| gone | fails |');
    expect(table).toContain('| wrong | fails |');
    expect(table).toContain('- gone fails: gone ended with 1.');
    expect(table).toContain('- wrong fails: wrong, W1: found null at data.account, expected {}.');
    expect(table).toContain('- makes more calls: another build does not run here: it needs GLIBC_9.');
  });

  it('needs its marks in the README', () => {
    expect(withTable('a\n<!-- bench -->\nold\n<!-- /bench -->\nb', 'new')).toBe('a\n<!-- bench -->\nnew\n<!-- /bench -->\nb');
    expect(() => withTable('no marks', 'new')).toThrow('expected these marks');
  });
});

describe('the load of the bench', () => {
  const answer = (head: string, body: string) => measure(Buffer.from(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n${body}`));

  it('knows when an answer is whole', () => {
    expect(measure(Buffer.from('HTTP/1.1 200 OK\r\ncontent-le'))).toBeUndefined();
    expect(answer('Content-Length: 5', 'he')).toMatchObject({ bytes: 5, missing: 3 });
    expect(answer('content-length: 5', 'hello')).toMatchObject({ bytes: 5, missing: 0 });
    expect(answer('Transfer-Encoding: chunked', '5\r\nhello\r\n0\r\n\r\n')).toMatchObject({ bytes: 5, missing: 0 });
    // The end of a chunk looks like the end of all of them.
    expect(answer('transfer-encoding: chunked', 'a\r\n12\r\n0\r\n\r\n6')).toMatchObject({ missing: 1 });
    expect(answer('transfer-encoding: chunked', 'a\r\n123450\r\n\r\n')).toMatchObject({ missing: 1 });
  });

  it('counts nothing but answers of 200 with a known end', () => {
    expect(measure(Buffer.from('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n'))).toEqual({ problem: 'found HTTP/1.1 503 Service Unavailable, expected HTTP/1.1 200' });
    expect(answer('content-length: 2', 'more')).toEqual({ problem: 'more bytes than its head says' });
    expect(answer('connection: close', 'x')).toEqual({ problem: 'found neither content-length nor chunks' });
  });
});

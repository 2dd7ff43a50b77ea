/** Beside the program lies what V8 compiled of it, for the flags that a process starts with. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const heap = fileURLToPath(new URL('../../../dist/server/heap.js', import.meta.url));

it('can be put back to what V8 starts with', () => {
  const script = `
    const { cachedDataVersionTag: tag } = await import('node:v8');
    const { keepHeapOfServer, keepHeapAsUsual } = await import(${JSON.stringify(heap)});
    const tags = [tag()];
    keepHeapOfServer();
    tags.push(tag());
    keepHeapAsUsual();
    tags.push(tag());
    console.log(JSON.stringify(tags));`;
  const [start, server, usual] = JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })) as number[];
  expect(server).not.toBe(start);
  expect(usual).toBe(start);
});

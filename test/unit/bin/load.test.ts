/** What V8 compiled before is used for the very script that it was made of, and for nothing else; the script does the same with and without. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const loader = fileURLToPath(new URL('../../support/typescript.js', import.meta.url));
const loading = new URL('../../../src/bin/load.ts', import.meta.url).href;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'collectgraph-load-'));
  write('program.cjs', "const { by } = require('./part.cjs');\nexports.answer = (n) => n * by;\nexports.where = __filename;\nexports.join = require('node:path').join;\n");
  write('part.cjs', 'exports.by = 2;\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string | Buffer): void => writeFileSync(join(folder, name), content);

interface Ran {
  answer: number;
  where: string;
  /** Scripts whose code was used. */
  kept: string[];
}

/** A process that loads the program and asks it; `keep`: and writes its code, as the build does. */
function run({ keep = false, flags = [] }: { keep?: boolean; flags?: string[] } = {}): Ran {
  const program = `
    import { writeFileSync } from 'node:fs';
    import { basename } from 'node:path';
    const { codePath, digestOf, load, scripts } = await import(${JSON.stringify(loading)});
    const { answer, where, join } = load('program', ${JSON.stringify(folder)});
    if (join('a', 'b') !== 'a/b') throw new Error('what Node brings is not there');
    if (load('program', ${JSON.stringify(folder)}).answer !== answer) throw new Error('loaded twice');
    console.log(JSON.stringify({ answer: answer(21), where, kept: [...scripts].filter(([, { kept }]) => kept).map(([path]) => basename(path)).sort() }));
    if (${keep}) for (const [path, { source, script }] of scripts) {
      const code = script.createCachedData();
      writeFileSync(codePath(path), Buffer.concat([digestOf(source, code), code]));
    }`;
  return JSON.parse(execFileSync(process.execPath, [...flags, '--no-warnings', '--import', loader, '--input-type=module', '-e', program], { encoding: 'utf8' })) as Ran;
}

describe('the loader', () => {
  it('runs scripts that nothing is kept of', () => {
    expect(run()).toEqual({ answer: 42, where: join(folder, 'program.cjs'), kept: [] });
  });

  it('uses what was kept, and the scripts do the same', () => {
    run({ keep: true });
    expect(run()).toEqual({ answer: 42, where: join(folder, 'program.cjs'), kept: ['part.cjs', 'program.cjs'] });
  });

  it('runs a script that was changed since, also one of the same length', () => {
    run({ keep: true });
    write('part.cjs', 'exports.by = 3;\n');
    expect(run()).toMatchObject({ answer: 63, kept: ['program.cjs'] });
  });

  it('takes no code of another script', () => {
    run({ keep: true });
    write('part.code', readFileSync(join(folder, 'program.code')));
    expect(run()).toMatchObject({ answer: 42, kept: ['program.cjs'] });
  });

  it('takes no code that was made with other flags', () => {
    run({ keep: true });
    expect(run({ flags: ['--stack-size=900'] })).toMatchObject({ answer: 42, kept: [] });
  });

  it.each([
    ['empty', () => Buffer.alloc(0)],
    ['cut off', (code: Buffer) => code.subarray(0, code.length - 8)],
    ['shorter than its digest', (code: Buffer) => code.subarray(0, 20)],
    ['changed in one bit', (code: Buffer) => Buffer.from(code.map((byte, at) => (at === code.length - 100 ? byte ^ 1 : byte)))],
    ['changed in its digest', (code: Buffer) => Buffer.from(code.map((byte, at) => (at === 0 ? byte ^ 1 : byte)))],
    ['a text', () => Buffer.from('not code at all\n'.repeat(10))],
  ])('takes no code that is %s', (_, harm) => {
    run({ keep: true });
    write('part.code', harm(readFileSync(join(folder, 'part.code'))));
    expect(run()).toMatchObject({ answer: 42, kept: ['program.cjs'] });
  });

  it('does without code that cannot be read', () => {
    run({ keep: true });
    rmSync(join(folder, 'part.code'));
    mkdirSync(join(folder, 'part.code'));
    expect(run()).toMatchObject({ answer: 42, kept: ['program.cjs'] });
  });
});

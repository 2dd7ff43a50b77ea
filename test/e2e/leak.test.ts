/** The leak suite, in short: a part of it runs to its end and finds nothing in the gateway, and finds what is planted there. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));

async function leakSuite(...args: string[]): Promise<{ code: number; said: string }> {
  const command = ['--no-warnings', '--import', './test/support/typescript.js', 'test/leak/main.ts', '--quick', '--only', 'aborted', '--aborted', '60', '--stretches', '1', ...args];
  const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
}

it('finds nothing that is kept of callers who hang up', async () => {
  const { code, said } = await leakSuite();
  expect(said).toContain('Nothing is kept.');
  expect(code).toBe(0);
}, 180_000);

it('finds what is kept of each request', async () => {
  const { code, said } = await leakSuite('--plant', '200000');
  expect(said).toMatch(/LEAK {2}aborted: its heap grew by [\d.]+ MiB/);
  expect(code).toBe(1);
}, 180_000);

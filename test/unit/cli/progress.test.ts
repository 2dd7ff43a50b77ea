import { describe, expect, it } from '@jest/globals';
import { during } from '../../../src/cli/progress.ts';

function terminal(watched: boolean, env: NodeJS.ProcessEnv = {}) {
  const said: string[] = [];
  return { said, env, stdout: () => undefined, stderr: (text: string) => void said.push(text), ended: Promise.resolve(), watched: { stdout: false, stderr: watched } };
}

describe('progress', () => {
  it('says on a terminal what is being done, wipes it away and gives what the work gives', async () => {
    const one = terminal(true);
    expect(await during(one, 'Building', async () => 7)).toBe(7);
    expect(one.said[0]).toContain('Building …');
    expect(one.said.at(-1)).toBe('\r\u001b[2K');
  });

  it('wipes it away after a failure, which goes through', async () => {
    const one = terminal(true);
    await expect(during(one, 'Building', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(one.said.at(-1)).toBe('\r\u001b[2K');
  });

  it.each([[terminal(false)], [terminal(true, { TERM: 'dumb' })]])('writes nothing where nobody watches', async (one) => {
    await during(one, 'Building', async () => undefined);
    expect(one.said).toEqual([]);
  });
});

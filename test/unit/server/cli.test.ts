import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { run } from '../../../src/cli/run.ts';
import { summary } from '../../../src/cli/summary.ts';

async function collectgraph(...args: string[]) {
  let stdout = '';
  let stderr = '';
  const code = await run({ args, env: {}, stdout: (text) => void (stdout += text), stderr: (text) => void (stderr += text), ended: Promise.resolve() });
  return { code, stdout, stderr };
}

describe('collectgraph', () => {
  it.each([['--help'], ['-h'], ['help'], ['start', '--help'], ['generate', '-h']])('%s %s shows what there is', async (...args) => {
    const { code, stdout, stderr } = await collectgraph(...args);
    expect(code).toBe(0);
    for (const word of ['start', 'generate', '--check', 'sandbox', '--version']) expect(stdout).toContain(word);
    expect(stderr).toBe('');
  });

  it('--version tells the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string };
    expect(await collectgraph('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([
    [[], 'No command is given: "collectgraph --help" shows what there is.\n'],
    [['strat'], 'There is no command "strat": "collectgraph --help" shows what there is.\n'],
    [['__proto__'], 'There is no command "__proto__": "collectgraph --help" shows what there is.\n'],
    [['start', '--prot', '1'], 'Unknown option \'--prot\': "collectgraph --help" shows what there is.\n'],
    [['start', 'now'], 'Unexpected argument \'now\': "collectgraph --help" shows what there is.\n'],
    [['generate', '--check=yes'], 'Option \'--check\' does not take an argument: "collectgraph --help" shows what there is.\n'],
  ])('%j is not understood: one sentence, exit code 2', async (args, stderr) => {
    expect(await collectgraph(...args)).toEqual({ code: 2, stdout: '', stderr });
  });
});

describe('what start says', () => {
  const gateway = {
    url: 'http://127.0.0.1:4000',
    mode: 'sandbox' as const,
    graphiql: true,
    systems: [
      { name: 'cm', state: 'stand-in' as const, host: '127.0.0.1:1234' },
      { name: 'receeve', state: 'not configured' as const },
    ],
  };

  it('is where, in which mode and with which systems', () => {
    const text = summary(gateway);
    expect(text).toMatch(/^Collectgraph runs in SANDBOX mode: nothing here is real\./);
    for (const line of ['GraphQL    http://127.0.0.1:4000/graphql', 'GraphiQL   http://127.0.0.1:4000/graphiql', 'Readiness  http://127.0.0.1:4000/health/ready', 'cm       stand-in  127.0.0.1:1234', 'receeve  not configured']) {
      expect(text.split('\n')).toContain(line);
    }
  });

  it('ends in one command to paste, whose body is JSON in single quotes', () => {
    const command = summary(gateway).trim().split('\n').at(-1)!;
    const body = /^curl -s http:\/\/127\.0\.0\.1:4000\/graphql -H 'content-type: application\/json' -d '([^']*)'$/.exec(command)![1]!;
    expect(JSON.parse(body)).toEqual({ query: expect.stringContaining('{') });
  });

  it('does not shout in live mode, and says that GraphiQL is off', () => {
    const text = summary({ ...gateway, mode: 'live', graphiql: false });
    expect(text).toMatch(/^Collectgraph runs in LIVE mode/);
    expect(text).not.toContain('SANDBOX');
    expect(text).not.toContain('4000/graphiql');
  });
});

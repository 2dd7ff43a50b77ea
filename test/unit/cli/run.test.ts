import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { commands } from '../../../src/cli/commands.ts';
import { run } from '../../../src/cli/run.ts';
import { addresses, summary } from '../../../src/cli/summary.ts';

async function collectgraph(args: string[], world: { env?: NodeJS.ProcessEnv; watched?: boolean } = {}) {
  let stdout = '';
  let stderr = '';
  const { env = {}, watched = false } = world;
  const code = await run({ args, env, stdout: (text) => void (stdout += text), stderr: (text) => void (stderr += text), ended: Promise.resolve(), watched: { stdout: watched, stderr: watched } });
  return { code, stdout, stderr };
}

const names = Object.keys(commands) as (keyof typeof commands)[];
const escape = '\u001b[';

describe('collectgraph', () => {
  it.each([['--help'], ['-h'], ['help']])('%s shows every command and what the exit codes mean', async (...args) => {
    const { code, stdout, stderr } = await collectgraph(args);
    expect(code).toBe(0);
    for (const word of [...names, '--version', 'Exit codes', 'http://127.0.0.1:4000/graphiql']) expect(stdout).toContain(word);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    expect(stderr).toBe('');
  });

  it.each(names.flatMap((name) => [[name, '--help'], [name, '-h'], ['help', name]]))('%s %s shows its options, exit codes and examples', async (...args) => {
    const { code, stdout, stderr } = await collectgraph(args);
    const name = args.find((arg) => arg in commands) as keyof typeof commands;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const option of Object.keys(commands[name].options)) expect(stdout).toContain(`--${option}`);
    for (const part of [`collectgraph ${name}`, 'Usage', 'Exit codes', 'Examples', ...commands[name].takes]) expect(stdout).toContain(part);
    for (const other of names.filter((one) => one !== name)) expect(stdout).not.toContain(commands[other].summary);
  });

  it('paints on a terminal alone, and never where NO_COLOR stands', async () => {
    expect((await collectgraph(['--help'], { watched: true })).stdout).toContain(escape);
    expect((await collectgraph(['--help'], { watched: false })).stdout).not.toContain(escape);
    expect((await collectgraph(['--help'], { watched: true, env: { NO_COLOR: '1' } })).stdout).not.toContain(escape);
    expect((await collectgraph(['--help'], { watched: true, env: { TERM: 'dumb' } })).stdout).not.toContain(escape);
    expect((await collectgraph(['--help'], { env: { FORCE_COLOR: '1' } })).stdout).toContain(escape);
    expect((await collectgraph(['--help'], { watched: true, env: { FORCE_COLOR: '0' } })).stdout).not.toContain(escape);
  });

  it('--version tells the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string };
    expect(await collectgraph(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([
    [[], 'No command is given: "collectgraph --help" shows what there is.\n'],
    [['strat'], 'There is no command "strat": "collectgraph --help" shows what there is.\n'],
    [['__proto__'], 'There is no command "__proto__": "collectgraph --help" shows what there is.\n'],
    [['start', '--prot', '1'], 'Unknown option \'--prot\': "collectgraph start --help" shows what there is.\n'],
    [['start', 'now'], 'Unexpected argument \'now\': "collectgraph start --help" shows what there is.\n'],
    [['generate', '--check=yes'], 'Option \'--check\' does not take an argument: "collectgraph generate --help" shows what there is.\n'],
    [['add'], 'The name is missing: "collectgraph add --help" shows what there is.\n'],
    [['add', 'parcels'], 'The openapi file or url is missing: "collectgraph add --help" shows what there is.\n'],
    [['add', 'parcels', 'a.yaml', 'b.yaml'], 'Unexpected argument \'b.yaml\': "collectgraph add --help" shows what there is.\n'],
  ])('%j is not understood: one sentence, exit code 2', async (args, stderr) => {
    expect(await collectgraph(args)).toEqual({ code: 2, stdout: '', stderr });
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

  it('is the same for a script, as one object', () => {
    expect(addresses(gateway)).toMatchObject({ graphql: 'http://127.0.0.1:4000/graphql', docs: 'http://127.0.0.1:4000/docs/', mode: 'sandbox', systems: gateway.systems });
    expect(addresses({ ...gateway, graphiql: false })).not.toHaveProperty('graphiql');
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

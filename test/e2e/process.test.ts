/** The program as its users run it: a process with an environment, two streams, signals and an exit code. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';

const program = fileURLToPath(new URL('../../dist/bin/collectgraph.js', import.meta.url));
beforeAll(() => {
  if (!existsSync(program)) throw new Error('The program is not built: run "npm run build".');
});

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** Only what is given: nothing of the machine's own environment can turn a test into a live gateway. */
function collectgraph(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  const exited = once(child, 'close').then(([code]) => ({ code: code as number | null, ...said }));
  /** Resolves when stdout matches; rejects when the process ends before. */
  const saying = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(said.stdout);
        if (match) resolve(match);
      };
      child.stdout.on('data', look);
      look();
      void exited.then(({ code }) => reject(new Error(`ended with ${code} and said: ${said.stdout}${said.stderr}`)));
    });
  return { child, said, exited, saying };
}

/** A live configuration whose systems are all down. */
const nobody = 'http://127.0.0.1:9';
const live = {
  COLLECTMAXX_URL: nobody,
  COLLECTMAXX_API_KEY: 'secret-1',
  RECEEVE_URL: nobody,
  RECEEVE_CLIENT_ID: '4c2b4bc0-9f13-4c48-9e4e-0a8a5ff6b0f5',
  RECEEVE_API_CLIENT: 'client',
  RECEEVE_API_SECRET: 'secret-2',
};

const address = /GraphQL +(http:\/\/127\.0\.0\.1:\d+)\/graphql/;

describe('collectgraph start', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('without any configuration runs on stand-ins, answers the query it prints, and ends on %s with 0', async (signal) => {
    const gateway = collectgraph(['start', '--port', '0']);
    const [, url] = await gateway.saying(address);
    await gateway.saying(/\ncurl .*\n$/);
    expect(gateway.said.stdout).toContain('nothing here is real');
    const [, body] = /-d '([^']*)'\n$/.exec(gateway.said.stdout)!;
    const reply = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: body! });
    const answer = (await reply.json()) as { data: Record<string, unknown>; errors?: unknown };
    expect(answer.errors).toBeUndefined();
    expect(Object.values(answer.data)).not.toContain(null);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    gateway.child.kill(signal);
    expect(await gateway.exited).toMatchObject({ code: 0 });
  });

  it('with dead systems starts all the same, says so in JSON lines, and shows no secret', async () => {
    const gateway = collectgraph(['start'], { ...live, PORT: '0' });
    const [, url] = await gateway.saying(address);
    expect(gateway.said.stdout).toMatch(/receeve +configured +127\.0\.0\.1:9\n/);
    expect(gateway.said.stdout).toMatch(/cm +not configured\n/);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const reply = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ account(accountReference: \\"a\\") { currency } }"}' });
    expect(await reply.json()).toMatchObject({ data: { account: null }, errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE', system: 'receeve' } }] });
    gateway.child.kill('SIGTERM');
    const { code, stdout, stderr } = await gateway.exited;
    expect(code).toBe(0);
    for (const line of stderr.trim().split('\n')) expect(() => void JSON.parse(line)).not.toThrow();
    expect(stdout + stderr).not.toMatch(/secret-\d/);
  });

  it('on a port that is taken ends in one sentence', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, stdout, stderr } = await collectgraph(['start', '--port', String(port)], { ...live, LOG_LEVEL: 'silent' }).exited;
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: `Port ${port} on 127.0.0.1 is in use: set PORT to a free one.\n` });
    await new Promise((resolve) => other.close(resolve));
  });

  it.each([
    [{ PORT: 'four' }, /^PORT is "four": .*\.\n$/],
    [{ NODE_ENV: 'production' }, /^NODE_ENV is "production", where nothing is faked, and no system has credentials: .*\.\n$/],
  ])('with %j ends in one sentence that names it', async (env, sentence) => {
    const { code, stdout, stderr } = await collectgraph(['start'], env).exited;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(sentence);
  });
});

describe('collectgraph generate --check', () => {
  it('finds every generated document up to date', async () => {
    expect(await collectgraph(['generate', '--check']).exited).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe('collectgraph sandbox', () => {
  it('runs the stand-ins alone, says how to reach them, and ends with 0', async () => {
    const sandbox = collectgraph(['sandbox']);
    await sandbox.saying(/RECEEVE_URL=http:\/\/127\.0\.0\.1:\d+/);
    await sandbox.saying(/\n$/);
    sandbox.child.kill('SIGINT');
    expect(await sandbox.exited).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('collectgraph', () => {
  it('that is not understood exits with 2', async () => {
    expect(await collectgraph(['strat']).exited).toMatchObject({ code: 2, stdout: '' });
  });
});

/**
 * From the start of the process to its first answer: node test/bench/start.js [--starts N] [--of live,sandbox]
 *
 *   live       the gateway over the bench's upstreams: the first answer, and the first that asks an upstream
 *   sandbox    `npm start` without configuration, with its stand-ins
 *
 * One start after another, never two at once: the median, the fastest and the slowest, in ms. What a
 * process says of itself is left out; the clock runs here, from before it is made until the answer is read.
 */
import { spawn } from 'node:child_process';
import { deepStrictEqual } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({ options: { starts: { type: 'string', default: '11' }, of: { type: 'string', default: 'live,sandbox' }, core: { type: 'string' }, cpuprof: { type: 'string' } } });
const CLIENT = '11111111-2222-4333-8444-555555555555';
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const data = mkdtempSync(join(tmpdir(), 'collectgraph-start-'));

/** Over node:http, which this process has loaded long before. */
function ask(url, body) {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', headers: { 'content-type': 'application/json' } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk)).on('end', () => resolve(JSON.parse(text)));
    });
    asked.on('error', reject).end(JSON.stringify(body));
  });
}

function begin(path, { args = [], env, ipc = false }) {
  const command = [process.execPath, ...(options.cpuprof && !ipc ? ['--cpu-prof', `--cpu-prof-dir=${options.cpuprof}`] : []), here(path), ...args];
  if (options.core !== undefined && !ipc) command.unshift('taskset', '-c', options.core);
  const child = spawn(command[0], command.slice(1), {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit', ...(ipc ? ['ipc'] : [])],
  });
  return { child, ended: new Promise((resolve) => child.once('exit', resolve)) };
}

/** One start: ms until the process said where it listens, until its first answer, until its first real one. */
async function once(env, { query, variables, data: expected }) {
  const began = performance.now();
  const { child, ended } = begin('../../dist/bin/collectgraph.js', { args: ['start', '--json'], env: { PORT: '0', LOG_LEVEL: 'silent', EVENTS_PATH: join(data, 'events.db'), ...env } });
  let last = '';
  for await (const line of createInterface({ input: child.stdout })) {
    last = line;
    break;
  }
  const { url } = JSON.parse(last);
  const told = performance.now() - began;
  deepStrictEqual(await ask(`${url}/graphql`, { query: '{ __typename }' }), { data: { __typename: 'Query' } });
  const first = performance.now() - began;
  const answer = await ask(`${url}/graphql`, { query, variables });
  const real = performance.now() - began;
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  deepStrictEqual(answer.data, expected);
  child.kill('SIGTERM');
  await ended;
  return { 'listening, ms': told, 'first answer, ms': first, 'first that asks an upstream, ms': real };
}

const query = 'query ($accountReference: String!) { account(accountReference: $accountReference) { accountReference } }';
const accountOf = (accountReference) => ({ query, variables: { accountReference }, data: { account: { accountReference } } });

const upstream = begin('./upstream.js', { ipc: true, env: {} });
const { port } = await new Promise((resolve) => upstream.child.once('message', resolve));
const base = `http://127.0.0.1:${port}`;
const kinds = {
  live: () =>
    once(
      {
        NODE_ENV: 'production', GATEWAY_MODE: 'live', DRAIN_MS: '0',
        RECEEVE_URL: base, RECEEVE_CLIENT_ID: CLIENT, RECEEVE_API_CLIENT: 'bench', RECEEVE_API_SECRET: 'bench',
        COLLECTMAXX_URL: `${base}/graphql`, COLLECTMAXX_API_KEY: 'bench',
      },
      accountOf('ACC-0001'),
    ),
  sandbox: () => once({ GATEWAY_MODE: 'sandbox' }, accountOf('ACC-0001')),
};

try {
  const table = {};
  for (const kind of options.of.split(',')) {
    await kinds[kind](); // The first one reads the disk.
    const starts = [];
    for (let start = 0; start < Number(options.starts); start += 1) starts.push(await kinds[kind]());
    for (const figure of Object.keys(starts[0])) {
      const sorted = starts.map((one) => one[figure]).sort((a, b) => a - b);
      table[`${kind}: ${figure}`] = { median: Math.round(sorted[sorted.length >> 1]), fastest: Math.round(sorted[0]), slowest: Math.round(sorted.at(-1)) };
    }
  }
  console.table(table);
} finally {
  upstream.child.disconnect();
  rmSync(data, { recursive: true, force: true });
}

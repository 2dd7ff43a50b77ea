/**
 * From the start of the process to its first answer, as whoever starts it sees it: `collectgraph start` on one core,
 * its clock from before the process is made until the answer is read, asked as soon as it says where it listens.
 * One start after another, never two at once. The first one of all reads the disk and is not counted.
 *
 *   live       the gateway over the bench's upstreams
 *   sandbox    `npm start` without configuration, with its stand-ins
 */
import { spawn, spawnSync } from 'node:child_process';
import { deepStrictEqual } from 'node:assert';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gatewayOver, median } from './children.js';

const program = fileURLToPath(new URL('../../dist/bin/collectgraph.js', import.meta.url));
const account = { query: 'query ($accountReference: String!) { account(accountReference: $accountReference) { accountReference } }', variables: { accountReference: 'ACC-0001' } };
const canPin = spawnSync('taskset', ['-c', '0', 'true']).status === 0;

export const kinds = {
  live: (base) => ({ ...gatewayOver(base), NODE_ENV: 'production', DRAIN_MS: '0' }),
  sandbox: () => ({ PORT: '0', LOG_LEVEL: 'silent', GATEWAY_MODE: 'sandbox' }),
};

/** Of each figure, in ms, the times of all starts, the fastest first. `args`: of Node. */
export async function starts(env, { count = 5, core = 0, args = [] } = {}) {
  const data = mkdtempSync(join(tmpdir(), 'collectgraph-start-'));
  const all = [];
  try {
    for (let n = 0; n <= count; n += 1) all.push(await startOnce({ ...env, EVENTS_PATH: join(data, 'events.db') }, { core, args }));
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
  const of = (figure) => all.slice(1).map((one) => one[figure]).sort((a, b) => a - b);
  return { listening: of('listening'), answer: of('answer'), read: of('read') };
}

/** What the table of the bench shows, in ms: until the first answer for which a system was asked. */
export async function firstAnswer(base) {
  return median((await starts(kinds.live(base))).read);
}

async function startOnce(env, { core, args }) {
  const command = [...(canPin ? ['taskset', '-c', String(core)] : []), process.execPath, ...args, program, 'start', '--json'];
  const began = performance.now();
  const child = spawn(command[0], command.slice(1), { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  try {
    const gone = ended.then(([code]) => Promise.reject(new Error(`it ended with ${code} before it listened`)));
    const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), gone]);
    const { url } = JSON.parse(line);
    const listening = performance.now() - began;
    deepStrictEqual(await ask(url, { query: '{ __typename }' }), { data: { __typename: 'Query' } });
    const answer = performance.now() - began;
    deepStrictEqual(await ask(url, account), { data: { account: account.variables } });
    return { listening, answer, read: performance.now() - began };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

/** Over node:http, which this process has loaded long before. */
function ask(url, body) {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk)).on('end', () => resolve(JSON.parse(text)));
    });
    asked.on('error', reject).end(JSON.stringify(body));
  });
}

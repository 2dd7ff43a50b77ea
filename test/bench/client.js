/**
 * npm run bench:client: what one upstream call costs, CPU of this process in us, our client beside the library's.
 *
 *   core 0: the client      core 1: the server
 *
 * Both ask for the same answers with as many calls at the same time; rounds are interleaved.
 */
import { fork, execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Pool } from 'undici';
import { openHTTP1 } from '../../dist/upstream/http1/main.js';
import { poolExchange } from '../../dist/upstream/poolExchange.js';

const { values: options } = parseArgs({
  options: { concurrency: { type: 'string', default: '32' }, calls: { type: 'string', default: '20000' }, rounds: { type: 'string', default: '5' } },
});
const concurrency = Number(options.concurrency);

function pin(pid, core) {
  try {
    execFileSync('taskset', ['-a', '-p', '-c', String(core), String(pid)], { stdio: 'ignore' });
  } catch {
    console.warn('taskset is missing: the client shares its core with the server.');
  }
}

const upstream = fork(fileURLToPath(new URL('./upstream.js', import.meta.url)), []);
pin(upstream.pid, 1);
pin(process.pid, 0);
const { port } = await new Promise((resolve) => upstream.once('message', resolve));
const base = new URL(`http://127.0.0.1:${port}`);
const maxAnswerBytes = 2 ** 26;
const pool = new Pool(base.origin, { connections: concurrency, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
const http1 = openHTTP1({ base, connectMs: 10_000, maxAnswerBytes });
const bounds = { onStop() {} };
const headers = { 'user-agent': 'collectgraph', accept: 'application/json', authorization: 'bench' };

const clients = {
  'undici request': async (request) => (await pool.request({ method: request.method, path: request.target, headers })).body.arrayBuffer(),
  'undici dispatch (poolExchange)': (request) => overPool(request, bounds),
  'http1': (request) => http1.exchange(request, bounds),
};
const overPool = poolExchange(pool, maxAnswerBytes);

/** CPU of this process per call, in us. */
async function cost(send, request) {
  const before = process.cpuUsage();
  let left = Number(options.calls);
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (left-- > 0) await send(request);
    }),
  );
  const { user, system } = process.cpuUsage(before);
  return { user: user / options.calls, system: system / options.calls };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const rows = [];
for (const [answer, target] of [['46 bytes', '/v1/c/get_landing_page_url?claimReference=CLM-0001'], ['11 kB', '/v1/c/get_account_claims?accountReference=ACC-0001&limit=20']]) {
  const request = { method: 'GET', target, headers, body: undefined, accept: [] };
  const costs = Object.fromEntries(Object.keys(clients).map((name) => [name, []]));
  // The first round warms up and is not counted.
  for (let round = 0; round <= Number(options.rounds); round += 1) {
    for (const [name, send] of Object.entries(clients)) {
      const one = await cost(send, request);
      if (round > 0) costs[name].push(one);
    }
  }
  for (const [client, all] of Object.entries(costs)) {
    const of = (figure) => Math.round(10 * median(all.map((one) => one[figure]))) / 10;
    rows.push({ answer, client, 'user us': of('user'), 'system us': of('system'), 'CPU us': Math.round(10 * median(all.map((one) => one.user + one.system))) / 10 });
  }
}
console.table(rows);
http1.destroy();
await pool.destroy();
upstream.disconnect();

/**
 * npm run bench:stall: what neighbours notice of a big answer, or of a large import.
 *
 * Small queries come at a modest rate, on time whatever happens to those before them; beside them one client asks
 * for the same big thing, again as soon as it has it. Told are the delay of the gateway's event loop and how long the
 * neighbours waited, in ms. `--only text` runs the cases whose name contains it; exit code 1 where a bound is exceeded.
 */
import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';
import { ask, gatewayOver, memory, pin, quantile, start, stop, tell } from './children.js';
import { claimFields } from './portfolio.js';

const { values: options } = parseArgs({ options: { seconds: { type: 'string', default: '6' }, rate: { type: 'string', default: '100' }, only: { type: 'string', default: '' }, prof: { type: 'string' }, json: { type: 'boolean', default: false } } });
const seconds = Number(options.seconds);

/** The most that the 99th percentile of the delay may be, in ms. */
const bounds = { 2: 50, 20: 250, import: 50 };

const claims = (n, inside = '') => ({ query: `query Claims($a: String!) { account(accountReference: $a) { claims { ${claimFields} ${inside} } } }`, variables: { a: `ACC-${n}` } });
const page = (n) => ({ query: `query Page($a: String!, $n: Int) { accountClaims(accountReference: $a, limit: $n) { items { ${claimFields} } } }`, variables: { a: `ACC-${n}`, n } });
const payLinks = 'payLinks { id status amountPaid createdOn }';
const numbers = Array.from({ length: 10_000 }, (_, n) => n);
const row = (n) => ({
  reference: `CLM-${n}`, script: '1001', personFamilyName: 'Example', personBirthDay: '1980-06-28', toMailAddress: 'ada@example.com', toPhoneNumbers: ['+31600000001'],
  invoiceDate: '2022-05-28', invoiceDueDate: '2022-06-28', invoiceReference: `INV-${n}`, invoiceNumber: `${n}`, invoiceCurrency: 'EUR', invoiceAmount: '13025',
});
const imported = (n) => ({
  claimReference: `CLM-${n}`, amount: 13025, currency: 'EUR', totalFees: 250, currentDueDate: '2022-06-28', originalDueDate: '2022-05-28', accountReference: 'ACC-1', meta: { batch: 'B-1' },
  fees: [{ name: 'lateFee', amount: 250 }],
});
const importRows = (variables, type) => ({ query: `mutation Import($v: ${type}) { import { addRecords(${type === 'FileInput' ? 'file' : 'rows'}: $v) { name status records { reference } } } }`, variables: { v: variables } });
const csv = Buffer.from(numbers.map((n) => Object.values(row(n)).join(';')).join('\n')).toString('base64');

/** 2 MB are 3,000 claims, 20 MB 30,000. */
const cases = [
  { name: 'nobody', of: undefined },
  { name: '2 MB, all claims', of: 2, body: claims(3000) },
  { name: '2 MB, one page', of: 2, body: page(3000) },
  { name: '2 MB, one page, gzip', of: 2, body: page(3000), headers: { 'accept-encoding': 'gzip' } },
  { name: '2 MB, claims with their pay links', of: 2, body: claims(3000, payLinks) },
  { name: '2 MB, a document never seen before', of: 2, body: (n) => ({ ...page(3000), query: `${page(3000).query} # ${n}` }) },
  { name: '20 MB, all claims', of: 20, body: claims(30_000) },
  { name: '20 MB, one page', of: 20, body: page(30_000) },
  { name: '20 MB, one page, gzip', of: 20, body: page(30_000), headers: { 'accept-encoding': 'gzip' } },
  { name: '20 MB, claims with their pay links', of: 20, body: claims(30_000, payLinks) },
  { name: '20 MB, a document never seen before', of: 20, body: (n) => ({ ...page(30_000), query: `${page(30_000).query} # ${n}` }) },
  { name: 'import of 10,000 rows at Collectmaxx', of: 'import', body: importRows(numbers.map(row), '[RowInput!]') },
  { name: 'import of a file of 10,000 rows at Collectmaxx', of: 'import', body: importRows({ extension: 'csv', contents: csv }, 'FileInput') },
  { name: 'import of 10,000 claims at Receeve', of: 'import', body: { query: 'mutation Import($v: [ImportClaimInput!]!) { importClaims(input: $v) { claimReference success error { code } } }', variables: { v: numbers.map(imported) } } },
].filter(({ name }) => name === 'nobody' || name.includes(options.only));

const small = JSON.stringify({ query: 'query Small($a: String!) { account(accountReference: $a) { accountReference currency debtors { firstName lastName } } }', variables: { a: 'ACC-1' } });

/** Bytes of the answer, and when it was there. */
function post(url, agent, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers } }, (response) => {
      let bytes = 0;
      let first;
      response.on('data', (chunk) => {
        bytes += chunk.length;
        first ??= chunk.toString('latin1', 0, 300);
      });
      response.on('end', () => (response.statusCode === 200 && !first?.startsWith('{"errors"') ? resolve(bytes) : reject(new Error(`${response.statusCode} ${first}`))));
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

async function measure(gateway, url, { name, body, headers, of }) {
  const big = new Agent({ keepAlive: true, maxSockets: 1 });
  const neighbours = new Agent({ keepAlive: true, maxSockets: 64 });
  let bytes = 0;
  let answers = 0;
  let going = body !== undefined;
  let n = 0;
  const text = typeof body === 'function' ? () => JSON.stringify(body((n += 1))) : ((whole) => () => whole)(JSON.stringify(body));
  // Seen twice, a document is compiled; and the upstream has made its answers.
  for (let warm = 0; body && warm < 3; warm += 1) await post(url, big, text(), headers);
  await tell(gateway, 'begin');
  const asking = (async () => {
    for (; going; answers += 1) bytes = await post(url, big, text(), headers);
  })();
  const waits = [];
  const pending = new Set();
  const began = performance.now();
  let sent = 0;
  while (performance.now() - began < seconds * 1000) {
    for (; sent < ((performance.now() - began) / 1000) * Number(options.rate); sent += 1) {
      const due = began + (sent * 1000) / Number(options.rate);
      const one = post(url, neighbours, small).then(() => (waits.push(performance.now() - due), pending.delete(one)));
      pending.add(one);
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  going = false;
  await Promise.all([...pending, asking]);
  const { p50, p99, max, busy } = await tell(gateway, 'end');
  big.destroy();
  neighbours.destroy();
  waits.sort((a, b) => a - b);
  const ms = (value) => Number(value.toFixed(1));
  return {
    beside: name, bound: of && bounds[of], 'delay p50': ms(p50), 'delay p99': ms(p99), 'delay max': ms(max), 'neighbours p50': ms(quantile(waits, 0.5)), 'neighbours p99': ms(quantile(waits, 0.99)), 'neighbours max': ms(waits.at(-1)),
    'answers/s': Number((answers / seconds).toFixed(1)), MB: Number((bytes / 1e6).toFixed(2)), 'busy %': Math.round(busy * 100), 'memory MB': Math.round(memory(gateway.child.pid)),
  };
}

try {
  pin(process.pid, 1);
  const upstream = await start('./sized.js', { core: 1 });
  const gateway = await start('./watched.js', { core: 0, env: gatewayOver(upstream.url), args: options.prof ? ['--cpu-prof', `--cpu-prof-dir=${options.prof}`] : [] });
  const url = `${gateway.url}/graphql`;
  for (let warm = 0; warm < 200; warm += 1) await ask(url, JSON.parse(small));
  const rows = [];
  for (const one of cases) rows.push(await measure(gateway, url, one));
  if (options.json) console.log(JSON.stringify(rows));
  else console.table(rows);
  const over = rows.filter((one) => one.bound !== undefined && one['delay p99'] > one.bound);
  for (const one of over) console.error(`${one.beside}: the delay's p99 is ${one['delay p99']} ms, above ${one.bound} ms.`);
  process.exitCode = over.length > 0 ? 1 : 0;
} finally {
  stop();
}

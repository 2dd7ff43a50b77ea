/**
 * Upstream calls that fail in every way: nobody listens, the connection is reset before and within the answer, no
 * answer in time, 5xx, answers that cannot be read, answers that are too large or unpack to too much. Circuits open
 * and close meanwhile. What counts are the calls that met trouble, not those that an open circuit kept back.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { readsOf, writes } from '../../chaos/operations.ts';
import { createClient } from '../client.ts';
import { times } from '../scenario.ts';
import type { Scenario, Tools } from '../scenario.ts';
import { write, type Trouble } from '../systems.ts';

const width = 16;
const maxAnswerBytes = 100_000;
const json = { 'content-type': 'application/json' };
const tooLarge = Buffer.from(JSON.stringify('x'.repeat(maxAnswerBytes * 3)));
const bomb = gzipSync(Buffer.alloc(maxAnswerBytes * 30, 32));

/** Each way to fail. */
const ways: Record<string, Trouble> = {
  'reset before the answer': (response) => void response.socket?.resetAndDestroy(),
  'reset within the answer': (response, { body }) => {
    response.writeHead(200, { ...json, 'content-length': body.length + 10 });
    response.write(body, () => response.socket?.resetAndDestroy());
  },
  'ended within the answer': (response, { body }) => {
    response.writeHead(200, json);
    response.write(body.subarray(0, body.length / 2), () => response.socket?.end());
  },
  'no answer': () => undefined,
  'half an answer': (response) => void response.writeHead(200, json).write('{"a":'),
  'no HTTP': (response) => void response.socket?.end('who is there?\r\n\r\n'),
  '500': (response) => write(response, { status: 500, headers: json, body: Buffer.from('{"message":"it is broken"}') }),
  '503': (response) => write(response, { status: 503, headers: { ...json, 'retry-after': '0' }, body: Buffer.alloc(0) }),
  '429': (response) => write(response, { status: 429, headers: json, body: Buffer.from('{}') }),
  'broken JSON': (response, { body }) => write(response, { status: 200, headers: json, body: body.subarray(0, body.length - 1) }),
  'a page': (response) => write(response, { status: 200, headers: { 'content-type': 'text/html' }, body: Buffer.from('<html>Who are you?</html>') }),
  'too large': (response) => write(response, { status: 200, headers: json, body: tooLarge }),
  'too large, unpacked': (response) => write(response, { status: 200, headers: { ...json, 'content-encoding': 'gzip' }, body: bomb }),
  'packed wrongly': (response, { body }) => write(response, { status: 200, headers: { ...json, 'content-encoding': 'gzip' }, body }),
};
const all = Object.entries(ways);

async function fail(tools: Tools, units: number): Promise<void> {
  const { gateway, systems, random } = tools;
  const client = createClient(gateway.url, width);
  const reads = readsOf(tools.names);
  const kinds = Object.keys(writes);
  const before = systems.troubled;
  let asked = 0;
  const ask = async (): Promise<void> => {
    const n = (asked += 1);
    const { query, variables } = n % 5 === 0 ? writes[random.pick(kinds)]!(`leak-${n}`, random, tools.names) : random.pick(reads)(random);
    const { status, codes } = await client.post({ query, variables });
    for (const code of new Set(codes)) tools.count(code);
    if (status !== 200) tools.problem(`a request over failing systems was answered ${status}`);
  };
  while (systems.troubled - before < units) {
    // A few calls fail, then the systems are well, so that circuits close; now and then nobody listens at all.
    systems.trouble = () => (systems.troubled - before < units && random.next() < 0.7 ? all[random.integer(0, all.length - 1)]![1] : undefined);
    await times(width * 3, width, ask);
    if (random.next() < 0.3) {
      systems.cut();
      await times(width, width, ask);
      await systems.mend();
    }
    systems.trouble = undefined;
    await sleep(60);
    await times(width / 2, width, ask);
  }
  // All is well with the systems: so it is for callers.
  const giveUpAt = performance.now() + 20_000;
  for (const read of reads) {
    for (;;) {
      const { query, variables } = read(random);
      const { codes } = await client.post({ query, variables });
      if (codes.length === 0) break;
      if (performance.now() > giveUpAt) return tools.problem(`all is well again, but a caller is told ${codes.join()}`);
      await sleep(50);
    }
  }
  await client.close();
}

export const failures: Scenario = {
  name: 'failures',
  unit: 'failed upstream call',
  env: { UPSTREAM_TIMEOUT_MS: '300', UPSTREAM_RETRIES: '1', CIRCUIT_FAILURES: '20', CIRCUIT_RESET_MS: '50', MAX_ANSWER_BYTES: String(maxAnswerBytes) },
  warmUp: (tools, share) => fail(tools, Math.max(50, Math.round(1_000 * share))),
  stretch: fail,
};

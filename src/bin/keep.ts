/**
 * The last step of the build: the gateway starts once on its stand-ins and answers, and what V8 compiled for that is
 * written beside the program, for `load.ts` to start from. Nothing is fetched, and nothing else is left behind.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepHeapAsUsual } from '../server/heap.ts';
import { codePath, digestOf, load, scripts } from './load.ts';

const { run } = load<typeof import('../cli/here.ts')>('cli');
load('gateway');

const data = mkdtempSync(join(tmpdir(), 'collectgraph-build-'));
let end = (): void => undefined;
const ended = new Promise<void>((resolve) => (end = resolve));
let said = '';
let asked: Promise<void> | undefined;
try {
  const code = await run({
    args: ['start', '--json', '--host', '127.0.0.1', '--port', '0'],
    env: { GATEWAY_MODE: 'sandbox', LOG_LEVEL: 'silent', EVENTS_PATH: join(data, 'events.db') },
    stdout: (text) => void (asked = ask((JSON.parse(text) as { url: string }).url).finally(end)),
    stderr: (text) => void (said += text),
    ended,
  });
  await asked;
  if (code !== 0 || !asked) throw new Error(`The program that was built does not start: ${said}`);
} finally {
  rmSync(data, { recursive: true });
}

keepHeapAsUsual();
for (const [path, { source, script }] of scripts) {
  const code = script.createCachedData();
  writeFileSync(codePath(path), Buffer.concat([digestOf(source, code), code]));
}

/** What a gateway is asked first, and what makes it ask a system. */
async function ask(url: string): Promise<void> {
  for (const query of ['{ __typename }', '{ account(accountReference: "ACC-0001") { accountReference } }']) {
    const answer = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) });
    const { errors } = (await answer.json()) as { errors?: unknown };
    if (errors !== undefined) throw new Error(`The program that was built does not answer: ${JSON.stringify(errors)}`);
  }
}

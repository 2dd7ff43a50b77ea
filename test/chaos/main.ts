/**
 * npm run test:chaos -- --seconds 600 --seed 1
 *
 * Callers read and write over all systems through a gateway in a process of its own, while the systems fail at
 * random and are cut off; then all is well again, and the books are compared: every write accounted for once,
 * at its caller and at its system. The gateway must not end, log a fault, keep memory or stay down.
 * A failure prints the seed and all that is known of the write.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { errorCodes } from '../../src/errors.ts';
import { startSandbox, type RecordedCall, type Sandbox, type SystemName } from '../../src/sandbox/main.ts';
import { createRandom, type Random } from '../../src/sandbox/random.ts';
import { checkAsked, checkEntry, type Asked, type Entry, type Told } from './ledger.ts';
import { namesOf, readsOf, requestPaymentQuery, writes, type Answer, type Operation } from './operations.ts';
import { startChaosGateway, type ChaosGateway } from './process.ts';
import { startWeather } from './weather.ts';
import { startWire, type Wire } from './wire.ts';

const { values: given } = parseArgs({ options: { seconds: { type: 'string', default: '600' }, seed: { type: 'string', default: String(Date.now() % 1_000_000) }, callers: { type: 'string', default: '12' } } });
const [seconds, seed, callers] = [Number(given.seconds), Number(given.seed), Number(given.callers)];
const MiB = 2 ** 20;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const startedAt = performance.now();
const now = (): number => Math.round(performance.now() - startedAt);
const problems: string[] = [];
const timeline: string[] = [];
const entries: Entry[] = [];
const asked: Asked[] = [];
const arrived: (RecordedCall & { at: number })[] = [];
const counts = { reads: 0, readsWhole: 0, hungUp: 0 };

say(`Chaos for ${seconds} s with seed ${seed}.`);
const sandbox: Sandbox = await startSandbox({ validate: 'requests' });
const names = namesOf(sandbox);
const systems = Object.keys(sandbox.systems) as SystemName[];
const wires = Object.fromEntries(await Promise.all(systems.map(async (name) => [name, await startWire(sandbox.systems[name].url)]))) as Record<SystemName, Wire>;
const urls = Object.fromEntries(systems.map((name) => [`${name.toUpperCase()}_URL`, name === 'collectmaxx' ? `${wires[name].url}/v1` : wires[name].url]));
const gateway: ChaosGateway = await startChaosGateway({
  ...sandbox.env, ...urls, GATEWAY_MODE: 'live', PORT: '0',
  UPSTREAM_TIMEOUT_MS: '1000', REQUEST_DEADLINE_MS: '4000', CIRCUIT_RESET_MS: '300',
});

const chance = createRandom(seed);
const reads = readsOf(names);
const kinds = Object.keys(writes);
/** Each is asked for by one caller alone. */
const claims = names.claims.flatMap(({ accountReference, claimReference }) => ['CM', 'COLLECTMAXX'].map((provider) => ({ accountReference, claimReference, provider })));

/** Takes the records of the systems as they come in, before they are dropped; those of reads are not kept. */
function collect(): void {
  const batch = sandbox.calls.list();
  sandbox.calls.clear();
  const at = now();
  for (const call of batch) if (isWrite(call)) arrived.push(Object.assign(call, { at }));
}

/** At Collectmaxx all calls look alike, but for what they hold. */
function isWrite({ method, system, operation, body }: RecordedCall): boolean {
  if (system === 'collectmaxx') return body === undefined || body.includes('mutation');
  return method !== 'GET' && !/oken/.test(operation);
}

interface Reply {
  answer: Answer | undefined;
  hungUp: boolean;
}

async function post(operation: Operation, hangUpMs?: number): Promise<Reply> {
  const abort = new AbortController();
  const timer = hangUpMs === undefined ? undefined : setTimeout(() => abort.abort(), hangUpMs);
  try {
    const { query, variables } = operation;
    const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }), signal: abort.signal });
    const answer = (await response.json()) as Answer;
    if (response.status !== 200 || !('data' in answer)) problems.push(`${operation.kind} was answered ${response.status}: ${JSON.stringify(answer).slice(0, 500)}`);
    for (const error of answer.errors ?? []) {
      const { code, system, requestId } = error.extensions;
      const known = code in errorCodes && systems.includes(system as SystemName) && typeof requestId === 'string';
      if (!known) problems.push(`${operation.kind} has an error that is not documented: ${JSON.stringify(error).slice(0, 500)}`);
    }
    return { answer, hungUp: false };
  } catch (error) {
    if (abort.signal.aborted) return { answer: undefined, hungUp: true };
    problems.push(`${operation.kind} was not answered: ${String((error as Error).cause ?? error)}`);
    return { answer: undefined, hungUp: true };
  } finally {
    clearTimeout(timer);
  }
}

function codeOf({ answer }: Reply): string | undefined {
  return answer?.errors?.[0]?.extensions['code'] as string | undefined;
}

/** A write whose answer names no outcome has failed, unless it says that it may not have. */
function toldBy(reply: Reply, read: (data: any) => Told | undefined): Told {
  if (reply.hungUp) return 'unknown';
  return read(reply.answer?.data) ?? (codeOf(reply) === 'OUTCOME_UNKNOWN' ? 'unknown' : 'failed');
}

async function write(kind: string, random: Random, hangUpMs?: number): Promise<Entry> {
  const mark = `chaos-${String(entries.length).padStart(7, '0')}`;
  const entry: Entry = { mark, kind, askedAt: now() };
  entries.push(entry);
  const operation = writes[kind]!(mark, random, names);
  const reply = await post(operation, hangUpMs);
  Object.assign(entry, { told: toldBy(reply, operation.read), toldAt: now(), code: codeOf(reply) });
  if (reply.hungUp) counts.hungUp += 1;
  return entry;
}

/** Asks again, as a clerk would, until there is an answer; one that is not known he leaves alone. */
async function requestPayment(): Promise<void> {
  const input = claims.splice(chance.integer(0, claims.length - 1), 1)[0];
  if (!input) return;
  const one: Asked = { kind: `requestPayment at ${input.provider}`, mark: input.claimReference, told: [] };
  asked.push(one);
  for (let i = 0; i < 3; i += 1) {
    const reply = await post({ kind: one.kind, query: requestPaymentQuery, variables: { input } });
    const told = toldBy(reply, (data) => (data?.requestPayment ? 'done' : undefined));
    // A link that was found may be older; an intent that could not be taken back says that one may be there.
    const open = reply.answer?.data?.requestPayment?.created === false || reply.answer?.errors?.[0]?.extensions['intentAt'] !== undefined;
    one.told.push(open ? 'unknown' : told);
    if (told === 'done') return;
  }
}

async function caller(index: number, until: number): Promise<void> {
  const random = createRandom(seed * 1000 + index);
  while (performance.now() < until) {
    const which = random.next();
    const hangUpMs = random.next() < 0.04 ? random.integer(0, 300) : undefined;
    if (which < 0.02) await requestPayment();
    else if (which < 0.45) await write(random.pick(kinds), random, hangUpMs);
    else {
      const reply = await post(random.pick(reads)(random), hangUpMs);
      counts.reads += 1;
      if (reply.answer && !reply.answer.errors) counts.readsWhole += 1;
    }
    // Nobody clicks faster than that.
    await sleep(random.integer(0, 30));
    if (gateway.complaints.some((text) => text.startsWith('it ended'))) return;
  }
}

/** What one write is known by, for whoever has to find out. */
function history({ mark, kind }: { mark: string; kind: string }, arrivals: readonly (RecordedCall & { at: number })[], entry?: Entry): string {
  const lines = [`${kind}, ${mark}, seed ${seed}`];
  if (entry) lines.push(`  ${entry.askedAt} ms asked`, `  ${entry.toldAt ?? '?'} ms told ${entry.told ?? 'nothing'}${entry.code ? ` (${entry.code})` : ''}`);
  for (const { at, system, operation, method, url, status, done, failure } of arrivals) lines.push(`  before ${at} ms at ${system}: ${operation} ${method} ${url} -> ${status ?? 'no answer'}, done: ${done ?? false}, ${JSON.stringify(failure ?? 'as ever')}`);
  if (entry) lines.push(...timeline.filter((line) => Math.abs(Number(line.split(' ')[0]) - entry.askedAt) < 3000).map((line) => `  ${line}`));
  return lines.join('\n');
}

/** Compares the books: each mark is looked for in what has arrived. Answers how many of unknown outcome were done. */
function compare(): number {
  let doneUnknown = 0;
  const byMark = new Map<string, (RecordedCall & { at: number })[]>();
  for (const call of arrived.filter(isWrite)) {
    const text = call.url + (call.body?.toString() ?? '');
    for (const mark of new Set(text.match(/chaos-\d{7}/g) ?? [])) byMark.set(mark, [...(byMark.get(mark) ?? []), call]);
  }
  for (const entry of entries) {
    const arrivals = byMark.get(entry.mark) ?? [];
    if (entry.told === 'unknown' && arrivals.some(({ done }) => done)) doneUnknown += 1;
    for (const problem of checkEntry(entry, arrivals)) problems.push(`${problem}:\n${history(entry, arrivals, entry)}`);
  }
  const texts = arrived.filter(({ operation, system }) => system === 'collectmaxx' || operation === 'createPaymentLink').map((call) => ({ call, text: call.body?.toString() ?? '' }));
  for (const one of asked) {
    const system = one.kind.endsWith('CM') ? 'cm' : 'collectmaxx';
    const creates = texts.filter(({ call, text }) => call.system === system && text.includes(one.mark) && (system === 'cm' || text.includes('create('))).map(({ call }) => call);
    for (const problem of checkAsked(one, creates)) problems.push(`${problem}:\n${history(one, creates)}\n  told ${one.told.join(', ')}`);
  }
  return doneUnknown;
}

/**
 * All is well with the systems: so it has to be for callers, without a restart, soon. A busy machine may be
 * late with an answer or two.
 */
async function proveWell(when: string): Promise<void> {
  const giveUpAt = performance.now() + 60_000;
  const attempts = [
    ...reads.map((read) => async () => JSON.stringify((await post(read(chance))).answer?.errors)),
    ...kinds.map((kind) => async () => {
      const { told, code } = await write(kind, chance);
      return told === 'done' ? undefined : `${kind} was told ${told ?? 'nothing'}, ${code ?? 'without a code'}`;
    }),
  ];
  for (const attempt of attempts) {
    for (let problem = await attempt(); problem !== undefined; problem = await attempt()) {
      if (performance.now() > giveUpAt) return void problems.push(`all is well ${when}, but not for callers: ${problem.slice(0, 500)}`);
      await sleep(100);
    }
  }
}

const heaps: number[] = [];
await proveWell('at first');
if (problems.length > 0) throw new Error(problems.join('\n'));
collect();
const weather = startWeather({ seed, sandbox, wires, onMood: (system, mood) => void timeline.push(`${now()} ms ${system} is ${mood}`) });
const until = performance.now() + seconds * 1000;
const collecting = setInterval(collect, 500);
const measuring = setInterval(() => void gateway.heap().then((bytes) => heaps.push(bytes)), Math.min(10_000, seconds * 100));
await Promise.all(Array.from({ length: callers }, (_, index) => caller(index, until)));
clearInterval(measuring);
await weather.end();
await proveWell('again');
// Whatever was late has come by now: no call may take longer.
await sleep(5000);
clearInterval(collecting);
collect();
const doneUnknown = compare();

const finalHeap = await gateway.heap();
const median = (list: number[]): number => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
const [early, late] = [median(heaps.slice(Math.floor(heaps.length / 5), Math.floor(heaps.length / 2))), median(heaps.slice(-Math.ceil(heaps.length / 4)))];
const allowed = (from: number): number => from * 1.15 + 10 * MiB;
if (late > allowed(early) || finalHeap > allowed(early)) problems.push(`its memory grows: ${heaps.map((bytes) => (bytes / MiB).toFixed(1)).join(' ')}, at last ${(finalHeap / MiB).toFixed(1)} MiB`);
const exitCode = await gateway.close();
if (exitCode !== 0) problems.push(`it did not end by itself, but with ${String(exitCode)}`);
problems.push(...gateway.complaints, ...sandbox.problems.map((text) => `a stand-in: ${text}`));
await Promise.all(systems.map((name) => wires[name].close()));
await sandbox.close();

const tally = (of: Told): number => entries.filter(({ told }) => told === of).length;
say(`${entries.length} writes: ${tally('done')} done, ${tally('failed')} failed, ${tally('unknown')} unknown (${doneUnknown} of them done; ${counts.hungUp} callers hung up).`);
say(`${asked.length} requests for payment. ${counts.reads} reads, ${counts.readsWhole} of them whole. ${timeline.length} changes of weather.`);
say(`Heap after collection: ${(early / MiB).toFixed(1)} MiB early, ${(late / MiB).toFixed(1)} late, ${(finalHeap / MiB).toFixed(1)} at last.`);
if (problems.length > 0) {
  say(`\n${problems.length} problems with seed ${seed}:\n\n${problems.slice(0, 20).join('\n\n')}`);
  process.exit(1);
}
say('Every write is accounted for.');
// Not left to the end of all handles: Node waits for ever for one that was reset while it was shut down.
process.exit(0);

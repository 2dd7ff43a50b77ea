/**
 * npm run test:leak -- --only requests --requests 100000 --aborted 1000 --reloads 100 --failures 1000 --stretches 5
 * npm run test:leak -- --quick
 *
 * Each scenario has a gateway in a process of its own. It is warmed up until whatever it remembers is full, then does
 * equal stretches of work; before, between and after them it is left alone, and what it holds after a collection
 * is measured. Its memory must not grow, and nothing may be left under way: no request, no upstream call, no
 * subscription, no connection, no timer, no listener. Exit code 1 and a sentence for each leak.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createRandom } from '../../src/sandbox/random.ts';
import { namesOf } from '../chaos/operations.ts';
import { startMeasuredGateway, type Measured, type MeasuredGateway } from './process.ts';
import type { Scenario, Tools } from './scenario.ts';
import { aborted } from './scenarios/aborted.ts';
import { failures } from './scenarios/failures.ts';
import { reloads } from './scenarios/reloads.ts';
import { removeCallers, requests } from './scenarios/requests.ts';
import { startSystems, type Systems } from './systems.ts';
import { growthOf, inMiB, perUnit, verdict } from './verdict.ts';

const { values: given } = parseArgs({
  options: {
    requests: { type: 'string' },
    aborted: { type: 'string' },
    reloads: { type: 'string' },
    failures: { type: 'string' },
    stretches: { type: 'string' },
    /** Little of everything: shows that the suite itself works, and finds what is coarse. */
    quick: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    /** One scenario alone. */
    only: { type: 'string' },
    /** Bytes that the gateway keeps of each request on purpose: the suite must find them. */
    plant: { type: 'string' },
  },
});
const usual = { requests: 100_000, aborted: 1_000, reloads: 100, failures: 1_000, stretches: 5 } as const;
const few: Record<keyof typeof usual, number> = { requests: 1_000, aborted: 90, reloads: 8, failures: 90, stretches: 3 };
const amounts = given.quick ? few : usual;
/** Until a process has done a lot, it grows by what it learns. */
const allowedBytes = given.quick ? 8 * 2 ** 20 : undefined;
const scenarios: ['requests' | 'aborted' | 'reloads' | 'failures', Scenario][] = [['requests', requests], ['aborted', aborted], ['reloads', reloads], ['failures', failures]];
const stretches = Number(given.stretches ?? amounts.stretches);
const say = (text: string): void => void process.stdout.write(`${text}\n`);
/** For whatever is under way, or idle, to end by itself, in ms. */
const settleMs = 15_000;

const leaks: string[] = [];
const startedAt = performance.now();
const row = (...cells: (string | number)[]): void => say(`  ${cells.map((cell, at) => (at === 0 ? String(cell).padEnd(16) : String(cell).padStart(11))).join('')}`);

async function run(scenario: Scenario, units: number, share: number, systems: Systems): Promise<void> {
  const { name, unit } = scenario;
  const begunAt = performance.now();
  const counts = new Map<string, number>();
  const problems = new Set<string>();
  const gateway = await startMeasuredGateway({ ...systems.env, ...(given.plant !== undefined && { LEAK_PLANT: given.plant }), ...scenario.env });
  const tools: Tools = {
    gateway, systems,
    names: namesOf(systems.sandbox),
    random: createRandom(Number(given.seed)),
    count: (what) => void counts.set(what, (counts.get(what) ?? 0) + 1),
    problem: (sentence) => void problems.add(sentence),
  };
  // Metrics are loaded when they are first asked for.
  await gateway.underWay();
  await scenario.warmUp(tools, share);
  counts.clear();
  const measured: Measured[] = [];
  const measure = async (when: string): Promise<void> => {
    const left = await settled(gateway, systems, measured[0]);
    if (left !== undefined) leaks.push(`${name}: ${left}, ${when}`);
    measured.push(await gateway.measure());
    const { heap, external, rss } = measured.at(-1) as Measured;
    row(when, inMiB(heap), inMiB(external), inMiB(rss), Object.values((measured.at(-1) as Measured).resources).reduce((sum, one) => sum + one, 0));
  };
  say(`\n${name}: ${units} ${unit}s in ${stretches} stretches`);
  row('MiB', 'heap', 'beside it', 'resident', 'handles');
  await measure('after warm-up');
  const warmMs = performance.now() - begunAt;
  for (let n = 1; n <= stretches; n++) {
    await scenario.stretch(tools, Math.round((units * n) / stretches) - Math.round((units * (n - 1)) / stretches));
    await measure(`after ${n} of ${stretches}`);
  }
  // `external` counts buffers of arrays as well.
  const growth = growthOf(measured.map(({ heap, external }) => ({ heap, others: external })), units, allowedBytes);
  const listeners = (measured.at(-1)?.listeners ?? 0) - (measured[0]?.listeners ?? 0);
  say(`  grows by ${inMiB(growth.heap)} MiB, ${perUnit(growth.heap, units)} bytes for each ${unit}, and beside the heap by ${inMiB(growth.others)} MiB; up to ${inMiB(growth.allowed)} MiB is no leak`);
  say(`  ${[...counts].sort().map(([what, count]) => `${what} ${count}`).join(', ')}; ${(warmMs / 1000).toFixed(0)} s to warm up, ${((performance.now() - begunAt - warmMs) / 1000).toFixed(0)} s`);
  const leak = verdict(growth, { unit, count: units });
  if (leak !== undefined) leaks.push(`${name}: ${leak}`);
  if (listeners > 0) leaks.push(`${name}: ${listeners} more listeners to events of the process are left`);
  const exitCode = await gateway.close();
  if (exitCode !== 0) problems.add(`the gateway did not end by itself, but with ${String(exitCode)}`);
  for (const problem of [...[...problems].slice(0, 10), ...gateway.complaints]) leaks.push(`${name}: ${problem}`);
}

/** Waits until nothing is under way; a sentence for what is still there when its time is over. */
async function settled(gateway: MeasuredGateway, systems: Systems, before: Measured | undefined): Promise<string | undefined> {
  const giveUpAt = performance.now() + settleMs;
  for (;;) {
    const left = await leftOf(gateway, systems, before);
    if (left === undefined || performance.now() > giveUpAt) return left;
    await sleep(250);
  }
}

async function leftOf(gateway: MeasuredGateway, systems: Systems, before: Measured | undefined): Promise<string | undefined> {
  for (const [name, value] of Object.entries(await gateway.underWay())) if (value !== 0) return `${name} is ${value} where nothing is under way`;
  if (systems.connections() > 0) return `${systems.connections()} connections to the systems are still open`;
  if (!before) return undefined;
  const { resources } = await gateway.measure();
  for (const [name, count] of Object.entries(resources)) {
    if (count > (before.resources[name] ?? 0)) return `${count} ${name} are there, and ${before.resources[name] ?? 0} were before`;
  }
  return undefined;
}

const systems = await startSystems();
for (const [name, scenario] of scenarios) {
  const units = Number(given[name] ?? amounts[name]);
  if (units > 0 && (given.only ?? name) === name) await run(scenario, units, Math.min(1, units / usual[name]), systems);
}
if (systems.sandbox.problems.length > 0) leaks.push(`a stand-in: ${systems.sandbox.problems[0]}`);
await systems.close();
removeCallers();

say(`\n${((performance.now() - startedAt) / 1000).toFixed(0)} s.`);
if (leaks.length > 0) {
  say(leaks.map((leak) => `LEAK  ${leak}.`).join('\n'));
  process.exit(1);
}
say('Nothing is kept.');
process.exit(0);

/**
 * Whatever fails, and in whatever order: a debtor is never asked twice without somebody's word, and no
 * link is lost in silence. Random histories of one claim: requests whose every call may go wrong, also by
 * the death of the process, and links that are paid or cancelled in between.
 */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Stage } from './stage.ts';
import type { Mishap, Step } from './stage.ts';

type Event =
  | { kind: 'ask'; force: boolean; at: number; mishaps: Record<Step, (Mishap | undefined)[]>; forever: Step[] }
  | { kind: 'together'; count: number; mishaps: Record<Step, (Mishap | undefined)[]> }
  | { kind: 'pay' }
  | { kind: 'cancel' };

const mishap = (...of: Mishap[]) => fc.option(fc.constantFrom(...of), { nil: undefined, freq: 2 });
const mishaps = fc.record({
  read: fc.array(mishap('unreachable', 'killed'), { maxLength: 1 }),
  find: fc.array(mishap('unreachable', 'rateLimited', 'killed'), { maxLength: 1 }),
  write: fc.array(mishap('refused', 'unreachable', 'rateLimited', 'lost', 'unsure', 'killed', 'killedAfter'), { maxLength: 5 }),
  create: fc.array(mishap('refused', 'unreachable', 'rateLimited', 'lost', 'unsure', 'fault', 'killed', 'killedAfter'), { maxLength: 1 }),
});
/** Without the death of the process, which takes all of them. */
const livable = mishaps.map((of) => Object.fromEntries(Object.entries(of).map(([step, list]) => [step, list.filter((one) => one !== 'killed' && one !== 'killedAfter')])) as typeof of);
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('ask' as const), force: fc.boolean(), at: fc.integer({ min: 0, max: 3_600_000 }), mishaps, forever: fc.subarray(['write'] as Step[]) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('together' as const), count: fc.integer({ min: 2, max: 5 }), mishaps: livable }) },
  { weight: 1, arbitrary: fc.constantFrom<Event>({ kind: 'pay' }, { kind: 'cancel' }) },
);

/** What a test of this file watches over. */
class Watch {
  readonly stage = new Stage();
  /** Links of which somebody was told, or whose loss somebody has taken upon himself. */
  readonly told = new Set<string>();
  forcedCreates = 0;

  async apply(one: Event): Promise<void> {
    const { stage } = this;
    if (one.kind === 'pay' || one.kind === 'cancel') {
      const link = stage.open[0];
      if (link) link.status = one.kind === 'pay' ? 'PAID' : 'CANCELLED';
      return;
    }
    stage.mishaps = structuredClone(one.mishaps);
    stage.forever = new Set(one.kind === 'ask' ? one.forever : []);
    if (one.kind === 'ask') stage.now += one.at;
    const before = { creates: stage.calls.create, open: stage.open.length };
    const force = one.kind === 'ask' && one.force;
    // Whoever forces says that he has looked.
    if (force) for (const { id } of stage.links) this.told.add(id);
    const answers = await Promise.all(Array.from({ length: one.kind === 'ask' ? 1 : one.count }, () => stage.ask({ force })));
    if (force) this.forcedCreates += stage.calls.create - before.creates;

    for (const { result, code } of answers) {
      if (result) this.told.add(result.link.id);
      // "There may be one": whoever hears it knows of all that is not remembered.
      if (code === 'OUTCOME_UNKNOWN') for (const { id } of stage.links) this.told.add(id);
    }
    // A create call is made at most once for each call that says it created, or failed.
    expect(stage.calls.create - before.creates).toBeLessThanOrEqual(answers.length);
    if (before.open > 0 && !force) {
      // With an open link that is known nothing is created.
      if (stage.links.some(({ id, status }) => status === 'OPEN' && stage.rememberedIds.includes(id))) expect(stage.calls.create).toBe(before.creates);
    }
  }

  check(): void {
    const { stage, told } = this;
    expect(stage.open.length).toBeLessThanOrEqual(1 + this.forcedCreates);
    const remembered = new Set(stage.rememberedIds);
    for (const { id } of stage.links) expect(remembered.has(id) || stage.intent !== undefined || told.has(id)).toBe(true);
  }
}

describe('a claim', () => {
  it('is never asked for twice without force, and never in silence', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 12 }), async (events) => {
        const watch = new Watch();
        for (const one of events) {
          await watch.apply(one);
          watch.check();
        }
      }),
      { seed: 20250301, numRuns: 1500 },
    );
  });

  it('without force never has two open links, whatever happens', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 15 }), async (events) => {
        const watch = new Watch();
        for (const one of events) {
          await watch.apply(one.kind === 'ask' ? { ...one, force: false } : one);
          expect(watch.stage.open.length).toBeLessThanOrEqual(1);
          watch.check();
        }
        // And where nothing is in doubt, it can still be asked for.
        const { stage } = watch;
        stage.mishaps = { read: [], find: [], write: [], create: [] };
        stage.forever.clear();
        stage.now += 3_600_000;
        const doubt = stage.intent !== undefined;
        const known = stage.open.some(({ id }) => stage.rememberedIds.includes(id));
        const { result, code } = await stage.ask();
        expect(result ? [result.created] : code).toEqual(known ? [false] : doubt ? 'OUTCOME_UNKNOWN' : [true]);
      }),
      { seed: 7, numRuns: 1500 },
    );
  });
});

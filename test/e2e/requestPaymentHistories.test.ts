/**
 * Random histories of one claim at the stand-ins, over real HTTP: whatever call fails in whatever way, a
 * debtor is asked twice only on somebody's word, and no link is lost in silence.
 */
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Failure } from '../../src/sandbox/main.ts';
import { providers, startDesk } from '../support/payments.ts';
import type { Desk, Step } from '../support/payments.ts';

let desk: Desk | undefined;
afterEach(async () => {
  await desk?.close();
  desk = undefined;
});

const done = fc.boolean();
/** None that takes time: nobody hangs here. */
const failure: fc.Arbitrary<Failure> = fc.oneof(
  fc.record({ kind: fc.constant('status' as const), status: fc.constantFrom(400, 403, 409, 429) }),
  fc.record({ kind: fc.constant('status' as const), status: fc.constantFrom(500, 502, 503, 302), done }),
  fc.record({ kind: fc.constant('garbage' as const), done }),
  fc.record({ kind: fc.constant('garbage' as const), contentType: fc.constant('application/json'), body: fc.constantFrom('{}', 'null', '[]', '{"data":{"payLink":{"create":null}}}', '{"ref":""}'), done }),
  fc.record({ kind: fc.constant('reset' as const), when: fc.constantFrom('head' as const, 'request' as const), done }),
  fc.constant<Failure>({ kind: 'reset', when: 'answer' }),
  fc.constant<Failure>({ kind: 'truncate' }),
);
const few = (maxLength: number) => fc.array(fc.option(failure, { nil: undefined, freq: 2 }), { maxLength });
const ask = fc.record({
  count: fc.constantFrom(1, 1, 3),
  force: fc.boolean(),
  failures: fc.record<Partial<Record<Step, (Failure | undefined)[]>>>({ find: few(1), intent: few(2), create: few(1), remember: few(2) }),
  /** What happens afterwards. */
  then: fc.constantFrom('nothing', 'nothing', 'paid', 'another gateway'),
});

describe.each(providers)('a claim at %s', (provider) => {
  it.each([['with', true], ['without', false]] as const)('is never asked for twice %s force, nor in silence', async (_, mayForce) => {
    const one = (desk = await startDesk({ provider, env: { REQUEST_DEADLINE_MS: '8000' } }));
    const { account, sandbox, links, open, remembered, intent, fail, heal, count } = one;
    await fc.assert(
      fc.asyncProperty(fc.array(ask, { minLength: 1, maxLength: 5 }), async (asks) => {
        account.meta = {};
        sandbox.systems.cm.state.links.clear();
        sandbox.systems.collectmaxx.state.payLinks.clear();
        const told = new Set<string>();
        let forced = 0;
        for (const { count: many, force, failures, then } of asks) {
          const forcing = mayForce && force;
          for (const [step, list] of Object.entries(failures)) fail(step as Step, ...list);
          if (forcing) for (const { id } of links()) told.add(id);
          const before = count('create');
          const answers = await Promise.all(Array.from({ length: many }, () => one.ask({ force: forcing })));
          heal();
          if (forcing) forced += count('create') - before;
          for (const { data, errors } of answers) {
            const result = data?.requestPayment;
            if (result) told.add(result.paymentRequest.paymentRequestId as string);
            if (errors?.[0]?.extensions['code'] === 'OUTCOME_UNKNOWN') for (const { id } of links()) told.add(id);
          }
          expect(open().length).toBeLessThanOrEqual(1 + forced);
          for (const { id } of links()) expect([id, remembered().includes(id) || intent() !== undefined || told.has(id)]).toEqual([id, true]);
          if (then === 'another gateway') await one.restart();
          const [id] = open();
          if (then === 'paid' && id !== undefined) {
            if (provider === 'CM') sandbox.systems.cm.pay(id);
            else sandbox.systems.collectmaxx.pay(id);
          }
        }
      }),
      { seed: 20250301, numRuns: 15 },
    );
  }, 120_000);
});

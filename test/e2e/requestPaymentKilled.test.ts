/**
 * The gateway is killed (SIGKILL, a process of its own) at each step of a request for payment: when a call
 * arrives at a system, before it is done and after. Whoever asks then, of a new gateway, is given the link
 * or is told that there may be one; a debtor is never asked twice, and no link is lost in silence.
 */
import { afterEach, describe, expect, it } from '@jest/globals';
import { claimReference, accountReference, errorOf, gatewayEnv, providers, startDesk } from '../support/payments.ts';
import type { Desk, Step } from '../support/payments.ts';
import { startGatewayProcess } from '../support/gatewayProcess.ts';
import type { GatewayProcess } from '../support/gatewayProcess.ts';

let desk: Desk | undefined;
let child: GatewayProcess | undefined;
afterEach(async () => {
  child?.kill();
  await child?.gone;
  await desk?.close();
  desk = child = undefined;
});

/** What stands after the end: links at the provider, and what the next caller is told. */
const ends: [Step | 'take back', 'arrives' | 'is done', { links: number; told: 'created' | 'found' | 'unknown' }][] = [
  ['account', 'arrives', { links: 0, told: 'created' }],
  ['claims', 'is done', { links: 0, told: 'created' }],
  ['intent', 'arrives', { links: 0, told: 'created' }],
  ['intent', 'is done', { links: 0, told: 'unknown' }],
  ['create', 'arrives', { links: 0, told: 'unknown' }],
  ['create', 'is done', { links: 1, told: 'unknown' }],
  ['remember', 'arrives', { links: 1, told: 'unknown' }],
  ['remember', 'is done', { links: 1, told: 'found' }],
  // The create call was refused.
  ['take back', 'arrives', { links: 0, told: 'unknown' }],
  ['take back', 'is done', { links: 0, told: 'created' }],
];

describe.each(providers)('a gateway that is killed while it asks at %s', (provider) => {
  it.each(ends)('when the call for %s %s', async (step, when, { links, told }) => {
    desk = await startDesk({ provider });
    const { ask, watch, heal, count, links: linksNow, intent, remembered } = desk;
    child = await startGatewayProcess(gatewayEnv(desk.sandbox));
    const { url, kill, gone } = child;
    watch((now) => {
      if (now === 'create' && step === 'take back') return { kind: 'status', status: 400 };
      // Both are the write after the create call.
      if (now !== (step === 'take back' ? 'remember' : step)) return undefined;
      kill();
      return { kind: 'hang', done: when === 'is done' };
    });
    const query = `mutation { requestPayment(input: { accountReference: "${accountReference}", claimReference: "${claimReference}", provider: ${provider} }) { created } }`;
    const call = fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) });
    await expect(call).rejects.toThrow();
    expect(await gone).toBe('SIGKILL');
    expect([count(step === 'take back' ? 'remember' : step), linksNow().length]).toEqual([1, links]);

    // Another gateway, which knows nothing of the first one.
    heal();
    const createsBefore = count('create');
    const next = await ask();
    if (told === 'unknown') {
      expect(errorOf(next)).toMatchObject({ code: 'OUTCOME_UNKNOWN', intentAt: intent() });
      expect([count('create') - createsBefore, linksNow().length]).toEqual([0, links]);
      expect(await ask({ force: true })).toMatchObject({ data: { requestPayment: { created: true, remembered: true } } });
      expect([count('create') - createsBefore, linksNow().length]).toEqual([1, links + 1]);
    } else {
      expect(next).toMatchObject({ data: { requestPayment: { created: told === 'created', remembered: true } } });
      expect(linksNow().map(({ id }) => id)).toEqual([next.data.requestPayment.paymentRequest?.paymentRequestId]);
    }
    expect(intent()).toBeUndefined();
    expect(remembered()).toHaveLength(1);
    expect(await ask()).toMatchObject({ data: { requestPayment: { created: false } } });
  }, 60_000);
});

/**
 * Asking for money beside circuits: what is begun is remembered although the system fails until it is left alone
 * and back again; a provider that is left alone is asked for nothing, and no intent stays behind.
 */
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Failure } from '../../src/sandbox/main.ts';
import { errorOf, providers, startDesk, type Desk } from '../support/payments.ts';

let desk: Desk | undefined;
afterEach(async () => {
  await desk?.close();
  desk = undefined;
});

const broken: Failure = { kind: 'status', status: 500 };
const env = { REQUEST_DEADLINE_MS: '30000', CIRCUIT_FAILURES: '3', CIRCUIT_RESET_MS: '100' };

describe.each(providers)('a request for payment at %s', (provider) => {
  it('remembers its link when the account can be written again, its circuit open in between', async () => {
    const { ask, fail, count, links, remembered, intent } = (desk = await startDesk({ provider, env }));
    fail('remember', broken, broken, broken, broken);
    const { data, errors } = await ask();
    expect(errors).toBeUndefined();
    expect(data.requestPayment).toMatchObject({ created: true, remembered: true });
    expect([count('create'), links().length, remembered(), intent()]).toEqual([1, 1, links().map(({ id }) => id), undefined]);
    // Four failed, one went well; none was sent while the circuit was open.
    expect(count('remember')).toBe(5);
  }, 60_000);

  it('sends nothing to a provider that is left alone, and takes its intent back', async () => {
    const one = (desk = await startDesk({ provider, env: { ...env, CIRCUIT_RESET_MS: '3600000', UPSTREAM_RETRIES: '0' } }));
    const { run, ask, count, links, intent, sandbox, heal } = one;
    const system = provider === 'CM' ? sandbox.systems.cm : sandbox.systems.collectmaxx;
    const allWell = system.fail(({ operation }) => (/oken$/.test(operation) ? undefined : broken));
    const query = provider === 'CM' ? '{ paymentLinkStatus(reference: "x") { status } }' : '{ payLink { payLinks { items { id } } } }';
    for (let i = 0; i < 3; i += 1) await run(query);
    allWell();
    heal();
    const error = errorOf(await ask());
    expect(error).toMatchObject({ code: 'UPSTREAM_CIRCUIT_OPEN', retryable: true });
    expect(error).not.toHaveProperty('intentAt');
    expect([count('create'), links().length, intent()]).toEqual([0, 0, undefined]);
  }, 60_000);
});

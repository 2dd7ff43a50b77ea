/** Asking a debtor for money, from the caller to the providers and back, whatever fails on the way. */
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Failure } from '../../src/sandbox/main.ts';
import { claimReference, accountReference, errorOf, providers, startDesk } from '../support/payments.ts';
import type { Desk, DeskOptions, Step } from '../support/payments.ts';

const open: Desk[] = [];
afterEach(async () => {
  for (const desk of open.splice(0)) await desk.close();
});

async function desk(options: DeskOptions): Promise<Desk> {
  const one = await startDesk(options);
  open.push(one);
  return one;
}

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown as string;
const created = { data: { requestPayment: { created: true, remembered: true } } };
const found = { data: { requestPayment: { created: false, remembered: true } } };

/** Who hangs is waited for; nobody else is hurried. */
const impatient = ({ kind }: Failure): Record<string, string> => (kind === 'hang' ? { UPSTREAM_TIMEOUT_MS: '1500' } : {});

/** Done, but the answer does not arrive. */
const lostAnswers: [string, Failure][] = [
  ['breaks off before the answer', { kind: 'reset', when: 'request', done: true }],
  ['breaks off within the answer', { kind: 'reset', when: 'answer' }],
  ['is never answered', { kind: 'hang', done: true }],
  ['is answered 500', { kind: 'status', status: 500, done: true }],
  ['is answered 503', { kind: 'status', status: 503, done: true }],
  ['is answered by half', { kind: 'truncate' }],
  ['is answered with something else', { kind: 'garbage', done: true }],
  ['is answered with empty JSON', { kind: 'garbage', body: '{}', contentType: 'application/json', done: true }],
  ['is answered with null', { kind: 'garbage', body: 'null', contentType: 'application/json', done: true }],
];

describe.each(providers)('requestPayment at %s', (provider) => {
  it('creates a link, remembers it beside what was there, and answers it the second time', async () => {
    const { ask, count, links, account, intent } = await desk({ provider });
    const first = await ask();
    expect(first).toMatchObject(created);
    expect(first.errors).toBeUndefined();
    const [link] = links();
    const { paymentRequest } = first.data.requestPayment;
    expect(paymentRequest).toMatchObject({ paymentRequestId: link?.id, provider, paymentStatus: 'OPEN', claimReference, paymentURL: expect.stringMatching(/^https?:/) });
    const key = `${provider === 'CM' ? 'cmPaymentLink' : 'collectmaxxPayLink'}:${claimReference}:${link?.id}`;
    expect(account.meta).toEqual({ segment: 'cold', [key]: time });
    expect(intent()).toBeUndefined();

    const second = await ask({ force: true });
    expect(second).toMatchObject(found);
    expect(second.data.requestPayment.paymentRequest).toEqual(paymentRequest);
    expect([count('create'), count('intent') + count('remember'), links().length]).toEqual([1, 2, 1]);
  });

  it('fifty at once create one link', async () => {
    const { ask, count, links } = await desk({ provider });
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask()));
    expect(answers.flatMap(({ errors = [] }) => errors)).toEqual([]);
    expect(answers.filter(({ data }) => data.requestPayment.created === true)).toHaveLength(1);
    expect(new Set(answers.map(({ data }) => data.requestPayment.paymentRequest.paymentRequestId as string)).size).toBe(1);
    expect([count('create'), count('intent') + count('remember'), links().length]).toEqual([1, 2, 1]);
  });

  it('fifty times in one operation creates one link', async () => {
    const { run, count, links } = await desk({ provider });
    const one = `requestPayment(input: { accountReference: "${accountReference}", claimReference: "${claimReference}", provider: ${provider} }) { created paymentRequest { paymentRequestId } }`;
    const { data, errors } = await run(`mutation { ${Array.from({ length: 50 }, (_, index) => `a${index}: ${one}`).join(' ')} }`);
    expect(errors).toBeUndefined();
    const answers = Object.values(data as Record<string, { created: boolean; paymentRequest: { paymentRequestId: string } }>);
    expect(answers.map((answer) => answer.created)).toEqual([true, ...Array.from({ length: 49 }, () => false)]);
    expect(new Set(answers.map((answer) => answer.paymentRequest.paymentRequestId)).size).toBe(1);
    expect([count('create'), links().length]).toEqual([1, 1]);
  });

  it.each(lostAnswers)('whose create call %s may have asked: it says so until somebody forces it, and then asks exactly once more', async (_, failure) => {
    const { ask, fail, count, links, remembered, intent } = await desk({ provider, env: impatient(failure) });
    fail('create', failure);
    const first = errorOf(await ask());
    expect(first).toMatchObject({ code: 'OUTCOME_UNKNOWN', system: provider === 'CM' ? 'cm' : 'collectmaxx', retryable: false, intentAt: time });
    expect(links()).toHaveLength(1);
    expect(intent()).toBe(first['intentAt']);

    const second = errorOf(await ask());
    expect(second).toMatchObject({ code: 'OUTCOME_UNKNOWN', intentAt: first['intentAt'] });
    expect(second.message).toContain(String(first['intentAt']));
    expect([count('create'), links().length]).toEqual([1, 1]);

    expect(await ask({ force: true })).toMatchObject(created);
    expect([count('create'), links().length, remembered().length, intent()]).toEqual([2, 2, 1, undefined]);
    expect(await ask({ force: true })).toMatchObject(found);
    expect(await ask()).toMatchObject(found);
    expect(count('create')).toBe(2);
  });

  it.each([
    ['400', { kind: 'status', status: 400 }, 'UPSTREAM_BAD_REQUEST', 1],
    ['403', { kind: 'status', status: 403 }, 'UPSTREAM_FORBIDDEN', 1],
    ['404', { kind: 'status', status: 404 }, 'UPSTREAM_NOT_FOUND', 1],
    ['422', { kind: 'status', status: 422 }, 'UPSTREAM_BAD_REQUEST', 1],
    ['429', { kind: 'status', status: 429, headers: { 'retry-after': '7' } }, 'UPSTREAM_RATE_LIMITED', 1],
    // Sent once more after a 401 where there is a token to renew: a 401 says that nothing was done.
    ['401, again and again', { kind: 'status', status: 401 }, 'UPSTREAM_UNAUTHENTICATED', provider === 'CM' ? 2 : 1],
  ] as [string, Failure, string, number][])('whose create call is refused with %s passes that on, takes the intent back and can be asked again', async (_, failure, code, calls) => {
    const { ask, fail, count, links, intent, account } = await desk({ provider });
    fail('create', ...Array.from({ length: calls }, () => failure));
    const error = errorOf(await ask());
    expect(error).toMatchObject({ code, system: provider === 'CM' ? 'cm' : 'collectmaxx' });
    if (code === 'UPSTREAM_RATE_LIMITED') expect(error).toMatchObject({ retryable: true, retryAfter: 7 });
    expect([count('create'), links().length, intent(), account.meta]).toEqual([calls, 0, undefined, { segment: 'cold' }]);
    expect(await ask()).toMatchObject(created);
    expect([count('create'), links().length]).toEqual([calls + 1, 1]);
  });

  it.each([
    ['broken off', { kind: 'reset', when: 'request' }],
    ['unanswered', { kind: 'hang' }],
    ['answered 500', { kind: 'status', status: 500 }],
    ['answered 429', { kind: 'status', status: 429 }],
    ['done and unanswered', { kind: 'hang', done: true }],
    ['done and answered with something else', { kind: 'garbage', done: true }],
    ['answered without the account', { kind: 'garbage', body: '{}', contentType: 'application/json' }],
  ] as [string, Failure][])('repeats writing what is remembered, when that is %s, and creates once', async (_, failure) => {
    const { ask, fail, count, links, remembered, intent } = await desk({ provider, env: impatient(failure) });
    fail('intent', failure);
    fail('remember', failure);
    expect(await ask()).toMatchObject(created);
    expect([count('create'), count('intent'), count('remember')]).toEqual([1, 2, 2]);
    expect(remembered()).toEqual(links().map(({ id }) => id));
    expect(intent()).toBeUndefined();
  });

  it.each([
    ['answered 500 though done', { kind: 'status', status: 500, done: true }, 'UPSTREAM_UNAVAILABLE'],
    ['answered 403', { kind: 'status', status: 403 }, 'UPSTREAM_FORBIDDEN'],
  ] as [string, Failure, string][])('creates nothing when the intent cannot be written: %s', async (_, failure, code) => {
    const { ask, failAlways, count, links } = await desk({ provider, env: { REQUEST_DEADLINE_MS: '4000', CIRCUIT_FAILURES: '1000000' } });
    failAlways('intent', failure);
    expect(errorOf(await ask())).toMatchObject({ code, system: 'receeve' });
    expect([count('create'), links().length]).toEqual([0, 0]);
  });

  it('creates nothing when the account says no to the intent', async () => {
    const { ask, failAlways, count } = await desk({ provider });
    const body = JSON.stringify({ [accountReference]: { success: false, messages: ['[4001] Account is closed'], messageIds: [] } });
    failAlways('intent', { kind: 'garbage', body, contentType: 'application/json' });
    expect(errorOf(await ask())).toMatchObject({ code: 'UPSTREAM_BAD_REQUEST', system: 'receeve', messages: ['[4001] Account is closed'] });
    expect([count('intent'), count('create')]).toEqual([1, 0]);
  });

  it.each([
    ['answered 500', { kind: 'status', status: 500 }],
    ['answered 403', { kind: 'status', status: 403 }],
  ] as [string, Failure][])('answers the link when it cannot be remembered (%s), and says so; the next call says that there may be one', async (_, failure) => {
    const { ask, failAlways, heal, count, links, intent } = await desk({ provider, env: { REQUEST_DEADLINE_MS: '4000', CIRCUIT_FAILURES: '1000000' } });
    failAlways('remember', failure);
    const answer = await ask();
    expect(answer.errors).toBeUndefined();
    expect(answer).toMatchObject({ data: { requestPayment: { created: true, remembered: false, paymentRequest: { paymentRequestId: links()[0]?.id } } } });
    heal();
    expect(errorOf(await ask())).toMatchObject({ code: 'OUTCOME_UNKNOWN', intentAt: intent() });
    expect([count('create'), links().length]).toEqual([1, 1]);
  });

  it.each(['account', 'claims', 'find'] as Step[])('does nothing when %s cannot be read', async (step) => {
    const { ask, failAlways, heal, count, links, account } = await desk({ provider });
    account.meta[`${provider === 'CM' ? 'cmPaymentLink' : 'collectmaxxPayLink'}:${claimReference}:old`] = '2025-01-01T00:00:00.000Z';
    failAlways(step, { kind: 'status', status: 500 });
    expect(errorOf(await ask())).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', system: step !== 'find' ? 'receeve' : provider === 'CM' ? 'cm' : 'collectmaxx' });
    expect([count('intent'), count('create'), links().length]).toEqual([0, 0, 0]);
    heal();
    expect(await ask()).toMatchObject(created);
  });

  it('finds what an account remembers whose meta is JSON text', async () => {
    const { ask, count } = await desk({ provider, account: { metaAsText: true } });
    expect(await ask()).toMatchObject(created);
    expect(await ask()).toMatchObject(found);
    expect(count('create')).toBe(1);
  });

  it('goes on to the end when the caller hangs up in the middle', async () => {
    const { gateway, watch, ask, links, remembered } = await desk({ provider });
    const caller = new AbortController();
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => (release = resolve));
    const gone = new Promise<void>((resolve) => {
      watch((step) => {
        if (step !== 'create') return undefined;
        caller.abort();
        resolve();
        return { kind: 'wait', until };
      });
    });
    const query = `mutation { requestPayment(input: { accountReference: "${accountReference}", claimReference: "${claimReference}", provider: ${provider} }) { created } }`;
    const call = fetch(`${gateway.url}/graphql`, { method: 'POST', signal: caller.signal, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) });
    await expect(call).rejects.toThrow();
    await gone;
    release();
    // In turn: this one is answered after the other has ended.
    expect(await ask()).toMatchObject(found);
    expect(remembered()).toEqual(links().map(({ id }) => id));
    expect(links()).toHaveLength(1);
  });
});

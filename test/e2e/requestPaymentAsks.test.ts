/** What a debtor is asked for, byte by byte; what cannot be asked for; and how a provider's refusal is told from a loss. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { addPayLink } from '../../src/sandbox/collectmaxx/state.ts';
import { createRandom } from '../../src/sandbox/random.ts';
import type { Claim } from '../../src/sandbox/receeve/state.ts';
import { startDoor } from '../support/door.ts';
import type { Door } from '../support/door.ts';
import { accountReference, claimReference, errorOf, providers, startDesk } from '../support/payments.ts';
import type { Desk, DeskOptions } from '../support/payments.ts';

const opened: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

async function desk(options: DeskOptions): Promise<Desk> {
  const one = await startDesk(options);
  opened.push(one);
  return one;
}

const created = { data: { requestPayment: { created: true, remembered: true } } };
const found = { data: { requestPayment: { created: false, remembered: true } } };
const debtor = { type: 'natural', contactInformation: { country: 'NL' } };

/** Body of the only create call. */
function createBody({ sandbox, provider }: Desk): string {
  const bodies = (provider === 'CM' ? sandbox.calls.list({ system: 'cm', operation: 'createPaymentLink' }) : sandbox.calls.list({ system: 'collectmaxx' }))
    .map(({ body }) => String(body))
    .filter((body) => provider === 'CM' || body.includes('create('));
  if (bodies.length !== 1) throw new Error(`expected one create call, found ${bodies.length}`);
  return bodies[0] ?? '';
}
const payLinkOf = (one: Desk): Record<string, unknown> => Object.values((JSON.parse(createBody(one)) as { variables: Record<string, Record<string, unknown>> }).variables)[0] ?? {};

describe('what CM is asked', () => {
  it('is the total, the due date and the references', async () => {
    const one = await desk({ provider: 'CM' });
    await one.ask({ expiresAt: '2099-12-31T23:59:59+01:00', callbackUrl: 'https://desk.example.com/paid?claim=7' });
    expect(JSON.parse(createBody(one))).toEqual({
      amount: 105.55, currency_code: 'EUR', merchant_reference: claimReference, invoice_reference: claimReference,
      invoice_due_date: '2025-02-03T00:00:00+00:00', expiry_date: '2099-12-31T23:59:59+01:00', callback_url: 'https://desk.example.com/paid?claim=7',
    });
  });

  it.each([
    [{ amount: 10_000, totalFees: 0 }, '100.00'],
    [{ amount: 1, totalFees: 0 }, '0.01'],
    [{ amount: 5_000, totalFees: 7, currency: 'JPY' }, '5007'],
    [{ amount: 12_340, totalFees: 5, currency: 'KWD' }, '12.345'],
    [{ amount: 9_007_199_254_740_980, totalFees: 11 }, '90071992547409.91'],
  ] as [Partial<Claim>, string][])('is exact: %j is %s', async (claim, amount) => {
    const one = await desk({ provider: 'CM', claim });
    expect(await one.ask()).toMatchObject(created);
    expect(createBody(one)).toMatch(new RegExp(`"amount":${amount.replace('.', '\\.')}[,}]`));
  });

  it('leaves out what is not known', async () => {
    const one = await desk({ provider: 'CM', claim: { primaryDebtor: debtor } });
    await one.ask({ expiresAt: null, callbackUrl: null });
    expect(Object.keys(JSON.parse(createBody(one)) as object).sort()).toEqual(['amount', 'currency_code', 'invoice_due_date', 'invoice_reference', 'merchant_reference']);
  });
});

describe('what Collectmaxx is asked', () => {
  it('is the total as digits of cents, the due date, the name and the references', async () => {
    const one = await desk({ provider: 'COLLECTMAXX' });
    await one.ask({ expiresAt: '2099-12-31T23:59:59+01:00' });
    expect(payLinkOf(one)).toEqual({
      personName: 'Jo Doe', invoiceAmount: '10555', invoiceCurrency: 'EUR', invoiceDescription: claimReference, invoiceReference: claimReference,
      invoiceDate: '2025-02-03T00:00:00+00:00', visibleUntil: '2099-12-31T23:59:59+01:00',
    });
  });

  it.each([
    [{ firstName: 'Ann', middleName: 'de', lastName: 'Vries' }, 'Ann de Vries'],
    [{ type: 'legal', companyName: 'Acme B.V.', firstName: 'Jo' }, 'Acme B.V.'],
    [{ lastName: 'Vries' }, 'Vries'],
  ])('names the debtor %j as %s', async (names, personName) => {
    const one = await desk({ provider: 'COLLECTMAXX', claim: { primaryDebtor: { ...debtor, ...names } } });
    await one.ask();
    expect(payLinkOf(one)).toMatchObject({ personName });
  });

  it('includes what the caller selected, under his own names, and answers it from the create call alone', async () => {
    const { run, sandbox } = await desk({ provider: 'COLLECTMAXX' });
    const query = `
      mutation Ask($input: RequestPaymentInput!, $no: Boolean!) {
        mine: requestPayment(input: $input) { request: paymentRequest { ...Link } request: paymentRequest { paymentRequestId } created }
      }
      fragment Link on PaymentRequest { state: paymentStatus ... on PayLink { code: shortUrl attributes { id value } longUrl @include(if: $no) } ... on PaymentLink { ref } }`;
    const input = { accountReference, claimReference, provider: 'COLLECTMAXX' };
    const [first, second] = [await run(query, { input, no: false }), await run(query, { input, no: false })];
    const [link] = [...sandbox.systems.collectmaxx.state.payLinks.values()];
    const request = { state: 'OPEN', code: `https://ibanaccept.com/${link?.code}`, attributes: [{ id: 'origin', value: 'api' }], paymentRequestId: link?.id };
    expect(first).toEqual({ data: { mine: { request, created: true } } });
    expect(second).toEqual({ data: { mine: { request, created: false } } });
    // Introspection, search, create, search.
    expect(sandbox.calls.count({ system: 'collectmaxx' })).toBe(4);
  });

  it.each([
    ['two names of paymentRequest', 'a: paymentRequest { provider } b: paymentRequest { paymentURL }'],
    ['a name that the gateway uses', 'paymentRequest { ... on PayLink { collectgraph_id: shortUrl } }'],
  ])('refuses %s before anything is done', async (_, selection) => {
    const { run, count } = await desk({ provider: 'COLLECTMAXX' });
    const answer = await run(`mutation Ask($input: RequestPaymentInput!) { requestPayment(input: $input) { created ${selection} } }`, { input: { accountReference, claimReference, provider: 'COLLECTMAXX' } });
    expect(errorOf(answer)).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect([count('account'), count('create')]).toEqual([0, 0]);
  });

  it('needs no paymentRequest to be selected', async () => {
    const { run, links } = await desk({ provider: 'COLLECTMAXX' });
    const answer = await run('mutation Ask($input: RequestPaymentInput!) { requestPayment(input: $input) { created remembered } }', { input: { accountReference, claimReference, provider: 'COLLECTMAXX' } });
    expect(answer).toEqual({ data: { requestPayment: { created: true, remembered: true } } });
    expect(links()).toHaveLength(1);
  });
});

describe.each(providers)('what nobody can be asked for at %s', (provider) => {
  it.each([
    ['an unknown account', { accountReference: 'ACC-0' }, {}, 'UPSTREAM_NOT_FOUND', /account of this accountReference/],
    ['an unknown claim', { claimReference: 'CLM-0' }, {}, 'UPSTREAM_NOT_FOUND', /no claim of this claimReference/],
    ['a claim with blanks around its reference', { claimReference: ` ${claimReference}` }, {}, 'UPSTREAM_NOT_FOUND', /no claim of this claimReference/],
    ['a blank reference', { claimReference: ' ' }, {}, 'BAD_USER_INPUT', /^input\.claimReference: .*blank/],
    ['a time that is past', { expiresAt: '2020-01-01T00:00:00Z' }, {}, 'BAD_USER_INPUT', /^input\.expiresAt: .*past/],
    ['a resolved claim', {}, { status: 'RESOLVED' }, 'BAD_USER_INPUT', /resolved/],
    ['a claim of nothing', {}, { amount: 0, totalFees: 0, fees: [] }, 'BAD_USER_INPUT', /nothing to pay/],
    ['a claim without a currency', {}, { currency: undefined }, 'BAD_USER_INPUT', /no currency/],
    ['a currency that there is not', {}, { currency: 'EUX' }, 'BAD_USER_INPUT', /ISO 4217/],
  ] as [string, Record<string, unknown>, Partial<Claim>, string, RegExp][])('is %s: said before anything is written', async (_, input, claim, code, message) => {
    const { ask, count, account } = await desk({ provider, claim });
    const error = errorOf(await ask(input));
    expect(error).toMatchObject({ code });
    expect(error.message).toMatch(message);
    expect([count('intent'), count('create'), account.meta]).toEqual([0, 0, { segment: 'cold' }]);
  });

  it('is a claim of an account whose meta cannot be read: a link could be hidden in it', async () => {
    const { ask, fail, count } = await desk({ provider });
    fail('account', { kind: 'garbage', contentType: 'application/json', body: JSON.stringify({ currency: 'EUR', meta: '{"cmPaymentLink' }) });
    expect(errorOf(await ask())).toMatchObject({ code: 'UPSTREAM_INVALID_RESPONSE', system: 'receeve', operation: 'account' });
    expect([count('intent'), count('create')]).toEqual([0, 0]);
  });

  it('is a claim at a provider that is not configured', async () => {
    const off: Record<string, string> = provider === 'CM' ? { CM_URL: '', CM_CLIENT_ID: '', CM_CLIENT_SECRET: '' } : { COLLECTMAXX_URL: '', COLLECTMAXX_API_KEY: '' };
    const { ask, count } = await desk({ provider, env: off });
    expect(errorOf(await ask())).toMatchObject({ code: 'SYSTEM_NOT_CONFIGURED', system: provider === 'CM' ? 'cm' : 'collectmaxx' });
    expect([count('account'), count('intent')]).toEqual([0, 0]);
  });

  it('is again possible when the earlier link is paid, and the next one is found then', async () => {
    const one = await desk({ provider });
    await one.ask();
    const [first] = one.links();
    if (provider === 'CM') one.sandbox.systems.cm.pay(first?.id ?? '');
    else one.sandbox.systems.collectmaxx.pay(first?.id ?? '');
    expect(await one.ask()).toMatchObject(created);
    expect(await one.ask()).toMatchObject(found);
    expect([one.links().length, one.open().length, one.remembered().length]).toEqual([2, 1, 2]);
    const { data } = await one.run('query Look($a: String!, $c: String!) { claim(accountReference: $a, claimReference: $c) { paymentRequests { paymentRequestId paymentStatus claimReference } } }', { a: accountReference, c: claimReference });
    expect(data.claim.paymentRequests.map((link: { paymentStatus: string }) => link.paymentStatus).sort()).toEqual(['OPEN', 'PAID']);
  });

  it('is told as unavailable when the provider cannot be reached, the intent is taken back, and it is asked for later', async () => {
    let door: Door | undefined;
    const one = await desk({
      provider,
      env: async ({ systems }) => {
        door = await startDoor((provider === 'CM' ? systems.cm : systems.collectmaxx).url);
        opened.push(door);
        return Object.fromEntries([provider === 'CM' ? ['CM_URL', door.url] : ['COLLECTMAXX_URL', `${door.url}/v1`]]);
      },
    });
    one.watch((step) => {
      if (step === 'intent') door?.shut();
      return undefined;
    });
    expect(errorOf(await one.ask())).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', system: provider === 'CM' ? 'cm' : 'collectmaxx', retryable: true });
    expect([one.count('intent'), one.count('create'), one.intent()]).toEqual([2, 0, undefined]);
    one.heal();
    await door?.reopen();
    expect(await one.ask()).toMatchObject(created);
    expect(one.links()).toHaveLength(1);
  });
});

it.each([
  ['a debtor without a name', { primaryDebtor: debtor }, {}, /debtor of this claim has no name/],
  ['an address to call back', {}, { callbackUrl: 'https://desk.example.com' }, /^input\.callbackUrl: /],
] as [string, Partial<Claim>, Record<string, unknown>, RegExp][])('Collectmaxx cannot do with %s, which is said before anything is written', async (_, claim, input, message) => {
  const { ask, count } = await desk({ provider: 'COLLECTMAXX', claim });
  const error = errorOf(await ask(input));
  expect(error).toMatchObject({ code: 'BAD_USER_INPUT' });
  expect(error.message).toMatch(message);
  expect([count('intent'), count('create')]).toEqual([0, 0]);
});

it('A link of CM that is no longer active does not stand in the way of a new one', async () => {
  const { ask, sandbox } = await desk({ provider: 'CM' });
  await ask();
  for (const link of sandbox.systems.cm.state.links.values()) link.active = false;
  expect(await ask()).toMatchObject(created);
});

it('A pay link that was born from an import stands for the claim, though nobody remembers it', async () => {
  const { ask, sandbox, count } = await desk({ provider: 'COLLECTMAXX' });
  const link = addPayLink(sandbox.systems.collectmaxx.state, createRandom(1), {
    attributes: [{ id: 'reference', value: claimReference }], personName: 'Jo Doe', createdOn: Date.UTC(2025, 0, 2), invoice: { amount: 10_555, currency: 'EUR' },
  });
  expect(await ask()).toMatchObject({ data: { requestPayment: { created: false, paymentRequest: { paymentRequestId: link.id } } } });
  expect([count('intent'), count('create')]).toEqual([0, 0]);
});

describe('an answer of Collectmaxx to its create call', () => {
  const error = (message: string, path?: (string | number)[], extensions?: object) => ({ message, ...(path && { path }), ...(extensions && { extensions }) });
  const answer = (data: unknown, ...errors: object[]) => ({ kind: 'garbage' as const, contentType: 'application/json', body: JSON.stringify({ ...(data !== undefined && { data }), ...(errors.length > 0 && { errors }) }) });
  const at = ['payLink', 'create'];

  it.each([
    ['that does not understand the document', answer(undefined, error('Cannot query field "x"')), 'UPSTREAM_BAD_REQUEST'],
    ['that refuses at create', answer({ payLink: { create: null } }, error('invoiceAmount is too high', at)), 'UPSTREAM_BAD_REQUEST'],
    ['that refuses at create and nulls what is above', answer({ payLink: null }, error('invoiceAmount is too high', at)), 'UPSTREAM_BAD_REQUEST'],
    ['that refuses and nulls all', answer(null, error('invoiceAmount is too high', at)), 'UPSTREAM_BAD_REQUEST'],
    ['that does not know the key', answer({ payLink: { create: null } }, error('No', at, { category: 'authentication' })), 'UPSTREAM_UNAUTHENTICATED'],
    ['that forbids', answer({ payLink: { create: null } }, error('No', at, { code: 'FORBIDDEN' })), 'UPSTREAM_FORBIDDEN'],
  ])('%s says that nothing was done', async (_, failure, code) => {
    const { ask, fail, intent, links } = await desk({ provider: 'COLLECTMAXX' });
    fail('create', failure);
    expect(errorOf(await ask())).toMatchObject({ code, system: 'collectmaxx', operation: 'payLink.create' });
    expect(intent()).toBeUndefined();
    expect(await ask()).toMatchObject(created);
    expect(links()).toHaveLength(1);
  });

  it.each([
    ['with a fault of its own, said by code', answer({ payLink: { create: null } }, error('Oops', at, { code: 'INTERNAL_SERVER_ERROR' }))],
    ['with a fault of its own, said in words', answer({ payLink: { create: null } }, error('Internal server error', at))],
    ['with an error below the link', answer({ payLink: { create: null } }, error('No address', [...at, 'longUrl']))],
    ['with an error below the link, all of it null', answer(null, error('No address', [...at, 'longUrl']))],
    ['without a link and without a reason', answer({ payLink: { create: null } })],
    ['with a link without an id', answer({ payLink: { create: { shortUrl: 'https://ibanaccept.com/x' } } })],
    ['whose id failed', answer({ payLink: { create: { collectgraph_id: null } } }, error('No id', [...at, 'collectgraph_id']))],
    ['without anything', answer({})],
  ])('%s says nothing', async (_, failure) => {
    const { ask, fail, intent, links } = await desk({ provider: 'COLLECTMAXX' });
    fail('create', { ...failure, done: true });
    expect(errorOf(await ask())).toMatchObject({ code: 'OUTCOME_UNKNOWN', system: 'collectmaxx', intentAt: intent() });
    expect(errorOf(await ask())).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(links()).toHaveLength(1);
  });

  it('with a link of which one field failed is a link', async () => {
    const { ask, fail, remembered } = await desk({ provider: 'COLLECTMAXX' });
    fail('create', answer({ payLink: { create: { collectgraph_id: 'l-1', collectgraph_status: 'ready', collectgraph_attributes: [], collectgraph_shortUrl: 'https://ibanaccept.com/x', shortUrl: null } } }, error('No address', [...at, 'shortUrl'])));
    const { data, errors } = await ask();
    expect(data.requestPayment).toMatchObject({ created: true, remembered: true, paymentRequest: { paymentRequestId: 'l-1', paymentStatus: 'OPEN', claimReference, shortUrl: null } });
    expect(errors).toHaveLength(1);
    expect(remembered()).toEqual(['l-1']);
  });

  it('whose id could not be found again in a key is answered, and said not to be remembered', async () => {
    const { ask, fail, intent } = await desk({ provider: 'COLLECTMAXX' });
    fail('create', answer({ payLink: { create: { collectgraph_id: 'l:1', collectgraph_status: 'ready' } } }));
    expect(await ask()).toMatchObject({ data: { requestPayment: { created: true, remembered: false, paymentRequest: { paymentRequestId: 'l:1' } } } });
    expect(errorOf(await ask())).toMatchObject({ code: 'OUTCOME_UNKNOWN', intentAt: intent() });
  });
});

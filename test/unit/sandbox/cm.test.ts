import { beforeEach, describe, expect, it } from '@jest/globals';
import { paddedDecimal, plainDecimal, shortDecimal } from '../../../src/sandbox/cm/amount.ts';
import type { Client } from './support.ts';
import { start } from './support.ts';

let client: Client;
beforeEach(async () => {
  client = await start();
});

const create = (body: string, path = '/paymentlink/v1.0') => client.cm(path, { method: 'POST', body });
const patch = (ref: string, body: string) => client.cm(`/paymentlink/v1/${ref}`, { method: 'PATCH', body });

describe('a payment link', () => {
  it('is created with what was given and what is usual', async () => {
    const { status, json } = await create('{"amount": 10.5, "merchant_reference": "M", "nonsense": 1}');
    expect(status).toBe(201);
    expect(json).toEqual({ amount: 10.5, currency_code: 'EUR', language_code: 'EN', merchant_reference: 'M', ref: expect.any(String), active: true, status: 'open', uri: expect.any(String) });
    expect(json.uri).toMatch(new RegExp(`^${client.env('CM_URL')}/pml/[A-Z0-9]{7}$`));
  });

  it('is created under /v1 as well', async () => {
    expect((await create('{"amount": 1, "merchant_reference": "M"}', '/paymentlink/v1')).status).toBe(201);
    expect(client.sandbox.calls.count({ operation: 'createPaymentLink' })).toBe(1);
  });

  it.each([
    ['10', 'EUR', '10.00', '10'],
    ['10.10', 'EUR', '10.10', '10.1'],
    ['0.01', 'EUR', '0.01', '0.01'],
    ['1e3', 'EUR', '1000.00', '1000'],
    ['1.05e1', 'EUR', '10.50', '10.5'],
    ['5e-2', 'EUR', '0.05', '0.05'],
    ['90071992547409931.23', 'EUR', '90071992547409931.23', '90071992547409931.23'],
    ['500', 'JPY', '500', '500'],
    ['1.234', 'KWD', '1.234', '1.234'],
    ['1', 'KWD', '1.000', '1'],
  ])('of %s %s is printed as %s, and after a change as %s', async (amount, currency, printed, short) => {
    const created = await create(`{"amount": ${amount}, "currency_code": "${currency}", "merchant_reference": "M"}`);
    expect(created.text).toContain(`"amount":${printed},`);
    expect((await client.cm(`/paymentlink/v1/${created.json.ref}`)).text).toContain(`"amount":${printed},`);
    expect((await patch(created.json.ref, '{"active": false}')).text).toContain(`"amount":${short},`);
  });

  it.each([
    ['{"amount": 0, "merchant_reference": "M"}', 'amount must be greater than 0'],
    ['{"amount": -1, "merchant_reference": "M"}', 'amount must be greater than 0'],
    ['{"amount": 1.005, "merchant_reference": "M"}', 'amount has more decimals than EUR'],
    ['{"amount": 1.5, "currency_code": "JPY", "merchant_reference": "M"}', 'amount has more decimals than JPY'],
    ['{"amount": 1e400, "merchant_reference": "M"}', expect.any(String)],
    ['{"amount": "1.00", "merchant_reference": "M"}', 'body /amount: must be number, got "1.00"'],
    ['{"amount": 1}', "body: must have required property 'merchant_reference'"],
    ['{"amount": 1, "merchant_reference": "M", "callback_url": null}', 'body /callback_url: must be string, got null'],
    ['{"amount": ', expect.stringContaining('SyntaxError')],
  ])('%s is a 400', async (body, message) => {
    expect(await create(body)).toMatchObject({ status: 400, json: { message } });
    expect(client.sandbox.systems.cm.state.links.size).toBe(0);
  });

  it('is changed by what is given and by nothing else', async () => {
    const { json } = await create('{"amount": 10, "merchant_reference": "M", "invoice_reference": "I"}');
    expect((await patch(json.ref, '{}')).json).toEqual(json);
    expect((await patch(json.ref, '{"amount": 12.34, "language_code": "NL"}')).json).toEqual({ ...json, amount: 12.34, language_code: 'NL' });
    expect((await patch(json.ref, '{"currency_code": "JPY"}')).json).toEqual({ message: 'amount has more decimals than JPY' });
    expect((await client.cm(`/paymentlink/v1/${json.ref}`)).json).toEqual({ ...json, amount: 12.34, language_code: 'NL' });
  });

  it('is not found where there is none', async () => {
    for (const path of ['/paymentlink/v1/pml-x', '/paymentlink/v1/pml-x/status', '/paymentlink/v1/a%2F..%2Fb']) expect(await client.cm(path)).toMatchObject({ status: 404, text: '' });
    expect(await patch('pml-x', '{"active":false}')).toMatchObject({ status: 404, text: '' });
    expect((await client.cm('/paymentlink/v2/x')).status).toBe(404);
  });
});

describe('paying', () => {
  it('moves the status to paid, once', async () => {
    const { json } = await create('{"amount": 10, "merchant_reference": "M"}');
    const { cm } = client.sandbox.systems;
    expect(cm.pay(json.ref).status).toBe('paid');
    expect((await client.cm(`/paymentlink/v1/${json.ref}/status`)).json).toEqual({ status: 'paid' });
    expect(() => cm.pay(json.ref)).toThrow('is paid already');
    expect((await patch(json.ref, '{"amount": 11}')).status).toBe(400);
    expect(() => cm.pay('pml-none')).toThrow('There is no payment link pml-none.');
  });

  it('is not possible on a link that is not active', async () => {
    const { json } = await create('{"amount": 10, "merchant_reference": "M"}');
    await patch(json.ref, '{"active": false}');
    expect(() => client.sandbox.systems.cm.pay(json.ref)).toThrow('is not active');
    await patch(json.ref, '{"active": true}');
    expect(client.sandbox.systems.cm.pay(json.ref).status).toBe('paid');
  });
});

describe('the token call', () => {
  const token = (form: Record<string, string>) => client.raw('CM', '/auth/v1/token', { method: 'POST', body: new URLSearchParams(form) });
  const known = () => ({ grant_type: 'client_credentials', client_id: client.env('CM_CLIENT_ID'), client_secret: client.env('CM_CLIENT_SECRET') });

  it('answers a token for a day', async () => {
    expect((await token(known())).json).toEqual({ access_token: expect.any(String), token_type: 'bearer', expires_in: 86_400 });
  });

  it('refuses everything else with 401', async () => {
    for (const form of [{}, { ...known(), client_secret: 'wrong' }, { ...known(), grant_type: 'password' }]) expect(await token(form as Record<string, string>)).toMatchObject({ status: 401, text: '' });
  });

  it('is what all other calls need', async () => {
    const bearer = await client.cmToken();
    const get = (authorization?: string) => client.raw('CM', '/paymentlink/v1/x', { headers: authorization === undefined ? {} : { authorization } });
    expect((await get(`Bearer ${bearer}`)).status).toBe(404);
    for (const authorization of [undefined, bearer, 'Bearer x', `Basic ${bearer}`]) expect(await get(authorization)).toMatchObject({ status: 401, json: { message: 'Unauthorized' } });
    client.sandbox.systems.cm.expireTokens();
    expect((await get(`Bearer ${bearer}`)).status).toBe(401);
  });
});

it('decimals are text', () => {
  expect(['1', '0.10', '1E2', '12e-1', '1.5e+3', '0e5', 'x', '1e999'].map(plainDecimal)).toEqual(['1', '0.10', '100', '1.2', '1500', '0', 'NaN', 'NaN']);
  expect(['1.00', '100', '0.50', '10.0'].map(shortDecimal)).toEqual(['1', '100', '0.5', '10']);
  expect([paddedDecimal('1', 'EUR'), paddedDecimal('1', 'JPY'), paddedDecimal('1.5', 'XYZ'), paddedDecimal('1.500', 'KWD')]).toEqual(['1.00', '1', '1.50', '1.500']);
});

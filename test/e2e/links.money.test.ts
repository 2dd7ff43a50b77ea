/** Money fields: exact, or an error at that field alone. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRecordedGateway, type RecordedGateway } from '../support/gateway.ts';
import { json, quiet } from '../support/links.ts';

let graph: RecordedGateway;
beforeAll(async () => {
  graph = await startRecordedGateway();
});
afterAll(() => graph.close());
beforeEach(() => quiet(graph));

describe('money', () => {
  const of = async (claim: unknown): Promise<unknown> => {
    graph.vendors.receeve.answer({ headers: json, body: typeof claim === 'string' ? claim : JSON.stringify([claim]) });
    const { data, errors } = await graph.ask('{ accountClaims(accountReference: "A") { items { principal { decimal } feesTotal { decimal } total { minorUnits decimal currency } } } }');
    const [item] = data.accountClaims.items;
    return { item, errors: (errors ?? []).map(({ path: at, message, extensions }) => [at?.slice(3).join('.'), extensions['code'], /\((.*)\)/.exec(message)?.[1]]) };
  };

  it.each([
    [{ amount: 13025, totalFees: 975, currency: 'EUR' }, '130.25', '9.75', 14000, '140.00'],
    [{ amount: 500, totalFees: 7, currency: 'JPY' }, '500', '7', 507, '507'],
    [{ amount: 1234, totalFees: 0, currency: 'KWD' }, '1.234', '0.000', 1234, '1.234'],
    [{ amount: 100, fees: [{ amount: 5 }, { amount: 6 }], currency: 'EUR' }, '1.00', '0.11', 111, '1.11'],
    [{ amount: 100, totalFees: 1, fees: [{ amount: 5 }], currency: 'EUR' }, '1.00', '0.01', 101, '1.01'],
    [{ amount: '9007199254740990', totalFees: 1, currency: 'EUR' }, '90071992547409.90', '0.01', 9007199254740991, '90071992547409.91'],
  ])('of a claim with %j', async (claim, principal, fees, minorUnits, total) => {
    expect(await of(claim)).toEqual({ item: { principal: { decimal: principal }, feesTotal: { decimal: fees }, total: { minorUnits, decimal: total, currency: claim.currency } }, errors: [] });
  });

  it('of a claim that says nothing of fees is its amount', async () => {
    expect(await of({ amount: 100, currency: 'EUR' })).toEqual({ item: { principal: { decimal: '1.00' }, feesTotal: null, total: { minorUnits: 100, decimal: '1.00', currency: 'EUR' } }, errors: [] });
    expect(await of({ currency: 'EUR' })).toEqual({ item: { principal: null, feesTotal: null, total: null }, errors: [] });
  });

  const beyond = 'Claim: an amount beyond 2^53 smallest units, which cannot be answered exactly';
  const code = 'UPSTREAM_INVALID_RESPONSE';
  it.each([
    ['beyond 2^53 in sum', { amount: 9007199254740991, totalFees: 1, currency: 'EUR' }, { principal: { decimal: '90071992547409.91' }, feesTotal: { decimal: '0.01' }, total: null }, [['total', code, beyond]]],
    ['without a currency', { amount: 1, totalFees: 1 }, { principal: null, feesTotal: null, total: null }, ['principal', 'feesTotal', 'total'].map((field) => [field, code, 'Claim: an amount without a currency'])],
    ['in a currency that there is not', { amount: 1, currency: 'XYZ' }, { principal: null, feesTotal: null, total: null }, ['principal', 'total'].map((field) => [field, code, 'Claim: a currency that ISO 4217 does not have'])],
    ['that is no number', { amount: 1.5, totalFees: 2, currency: 'EUR' }, { principal: null, feesTotal: { decimal: '0.02' }, total: null }, ['principal', 'total'].map((field) => [field, code, 'Claim.amount: expected a whole number within 2^53, found a number'])],
  ])('%s is refused at that field alone', async (_name, claim, item, errors) => {
    expect(await of(claim)).toEqual({ item, errors });
  });

  it('beyond 2^53 on the wire is refused, not rounded', async () => {
    expect(await of('[{"amount": 9007199254740993, "totalFees": 1, "currency": "EUR"}]')).toMatchObject({ item: { principal: null, total: null, feesTotal: { decimal: '0.01' } } });
  });

  it.each([
    ['{"ref":"r","amount":10,"currency_code":"EUR"}', { minorUnits: 1000, decimal: '10.00', currency: 'EUR' }],
    ['{"ref":"r","amount":10.10}', { minorUnits: 1010, decimal: '10.10', currency: 'EUR' }],
    ['{"ref":"r","amount":"4.35","currency_code":"eur"}', { minorUnits: 435, decimal: '4.35', currency: 'EUR' }],
    ['{"ref":"r","amount":1.500,"currency_code":"KWD"}', { minorUnits: 1500, decimal: '1.500', currency: 'KWD' }],
    ['{"ref":"r","amount":90071992547409.91,"currency_code":"EUR"}', { minorUnits: 9007199254740991, decimal: '90071992547409.91', currency: 'EUR' }],
    ['{"ref":"r"}', null],
    ['{"ref":"r","amount":10.005,"currency_code":"EUR"}', undefined],
    ['{"ref":"r","amount":90071992547409.92,"currency_code":"EUR"}', undefined],
    ['{"ref":"r","amount":1,"currency_code":"EURO"}', undefined],
  ])('of a payment link %s', async (body, due) => {
    graph.vendors.cm.answer({ headers: json, body });
    const { data, errors } = await graph.ask('{ paymentLink(reference: "r") { ref due { minorUnits decimal currency } } }');
    expect(data.paymentLink).toEqual({ ref: 'r', due: due ?? null });
    expect(errors?.map(({ path: at, extensions }) => [at, extensions['code'], extensions['system'], extensions['operation']])).toEqual(due === undefined ? [[['paymentLink', 'due'], code, 'cm', 'paymentLink']] : undefined);
  });
});

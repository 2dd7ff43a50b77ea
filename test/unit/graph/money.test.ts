/** Money: exact for every currency of ISO 4217, from smallest units and from decimals, or refused. */
import { describe, expect, it } from '@jest/globals';
import { data as currencies } from 'currency-codes';
import fc from 'fast-check';
import { MoneyError, moneyOfDecimal, moneyOfMinorUnits, scaleOf } from '../../../src/graph/money.ts';

describe('an amount in smallest units', () => {
  it.each([
    [0n, 'EUR', '0.00'],
    [1n, 'EUR', '0.01'],
    [-1n, 'EUR', '-0.01'],
    [15050n, 'EUR', '150.50'],
    [500n, 'JPY', '500'],
    [0n, 'JPY', '0'],
    [-7n, 'JPY', '-7'],
    [1234n, 'KWD', '1.234'],
    [5n, 'KWD', '0.005'],
    [12345n, 'CLF', '1.2345'],
    [9007199254740991n, 'EUR', '90071992547409.91'],
    [-9007199254740991n, 'KWD', '-9007199254740.991'],
  ])('%s %s is %s', (minorUnits, currency, decimal) => {
    expect(moneyOfMinorUnits(minorUnits, currency)).toEqual({ minorUnits: Number(minorUnits), decimal, currency });
  });

  it.each([9007199254740992n, -9007199254740992n, 10n ** 30n])('%s is refused: it would be rounded', (minorUnits) => {
    expect(() => moneyOfMinorUnits(minorUnits, 'EUR')).toThrow(new MoneyError('an amount beyond 2^53 smallest units, which cannot be answered exactly'));
  });
});

describe('a decimal amount', () => {
  it.each([
    ['10', 'EUR', 1000, '10.00'],
    ['10.0', 'EUR', 1000, '10.00'],
    ['10.5', 'EUR', 1050, '10.50'],
    ['10.500000', 'EUR', 1050, '10.50'],
    ['-0.01', 'EUR', -1, '-0.01'],
    ['-0.00', 'EUR', 0, '0.00'],
    ['500', 'JPY', 500, '500'],
    ['500.00', 'JPY', 500, '500'],
    ['1.234', 'KWD', 1234, '1.234'],
    ['0.1', 'KWD', 100, '0.100'],
    // In binary floats 1.005 * 100 is 100.49999999999999 and 4.35 * 100 is 434.99999999999994.
    ['4.35', 'EUR', 435, '4.35'],
    ['90071992547409.91', 'EUR', 9007199254740991, '90071992547409.91'],
  ])('%s %s is %s smallest units', (amount, currency, minorUnits, decimal) => {
    const money = moneyOfDecimal(amount, currency);
    expect(money).toEqual({ minorUnits, decimal, currency });
    expect(Object.is(money.minorUnits, -0)).toBe(false);
  });

  it.each([
    ['1.005', 'EUR', 'an amount with more decimals than its currency has'],
    ['0.5', 'JPY', 'an amount with more decimals than its currency has'],
    ['1.2345', 'KWD', 'an amount with more decimals than its currency has'],
    ['90071992547409.92', 'EUR', 'an amount beyond 2^53 smallest units, which cannot be answered exactly'],
    ['', 'EUR', 'an amount that is no decimal number'],
    ['1e3', 'EUR', 'an amount that is no decimal number'],
    ['1,50', 'EUR', 'an amount that is no decimal number'],
    ['NaN', 'EUR', 'an amount that is no decimal number'],
  ])('%j %s is refused: %s', (amount, currency, message) => {
    expect(() => moneyOfDecimal(amount, currency)).toThrow(new MoneyError(message));
  });
});

describe('a currency', () => {
  it('has the decimals that ISO 4217 gives it, whatever its case', () => {
    expect(['EUR', 'JPY', 'KWD', 'CLF', 'eur', 'XTS9'].map(scaleOf)).toEqual([2, 0, 3, 4, 2, undefined]);
    expect(moneyOfMinorUnits(150n, 'eur')).toEqual({ minorUnits: 150, decimal: '1.50', currency: 'EUR' });
  });

  it.each([null, undefined, ''])('%j is none', (currency) => {
    expect(() => moneyOfMinorUnits(1n, currency)).toThrow(new MoneyError('an amount without a currency'));
  });

  it.each(['EURO', '€', 'XYZ', '__proto__', 'constructor'])('%j is not of ISO 4217, and is not repeated', (currency) => {
    expect(() => moneyOfDecimal('1', currency)).toThrow(new MoneyError('a currency that ISO 4217 does not have'));
  });

  it('of every kind takes each amount there and back', () => {
    const codes = currencies.map(({ code }) => code);
    fc.assert(
      fc.property(fc.constantFrom(...codes), fc.bigInt({ min: -(2n ** 53n) + 1n, max: 2n ** 53n - 1n }), (currency, minorUnits) => {
        const money = moneyOfMinorUnits(minorUnits, currency);
        expect(moneyOfDecimal(money.decimal, currency)).toEqual(money);
        expect(BigInt(money.minorUnits)).toBe(minorUnits);
        expect(money.decimal.split('.')[1]?.length ?? 0).toBe(scaleOf(currency));
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { formatMoney } from '../../../src/client/main.ts';

describe('formatMoney', () => {
  it.each([
    ['1234.50', 'EUR', 'en', '€1,234.50'],
    ['1234.50', 'EUR', 'de', '1.234,50 €'],
    ['0.07', 'EUR', 'en', '€0.07'],
    ['1000', 'JPY', 'en', '¥1,000'],
    ['1.005', 'KWD', 'en', 'KWD 1.005'],
    ['-12.30', 'EUR', 'en', '-€12.30'],
    // More digits than a binary fraction holds.
    ['9007199254740993.01', 'EUR', 'en', '€9,007,199,254,740,993.01'],
  ])('%s %s in %s is %s', (decimal, currency, locale, text) => expect(formatMoney({ decimal, currency }, locale).replace(/\s/g, ' ')).toBe(text));
});

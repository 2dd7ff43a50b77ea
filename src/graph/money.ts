/**
 * Money, exact: text and bigint alone, nothing ever passes through a binary float and nothing is rounded.
 * How many decimals an amount has is what ISO 4217 says of its currency.
 *
 * Receeve documents its amounts as integer cents. Cents are hundredths of a euro, but a yen has none and a
 * dinar has a thousand fils: an integer amount is read as a count of the currency's smallest unit, which
 * is what payment systems mean by it and what makes 500 JPY five hundred yen, not five.
 */
import { data as currencies } from 'currency-codes';

export interface Money {
  minorUnits: number;
  /** With as many decimals as the currency has. */
  decimal: string;
  /** ISO 4217, in capitals. */
  currency: string;
}

/** Why there is no Money: ends a sentence, and never repeats a value. */
export class MoneyError extends Error {}

const digitsOf = new Map(currencies.map(({ code, digits }) => [code, digits]));

/** Decimals of the currency; undefined where ISO 4217 has no such code. */
export function scaleOf(currency: string): number | undefined {
  return digitsOf.get(currency.toUpperCase());
}

/** Throws a `MoneyError`. `minorUnits` counts the currency's smallest unit. */
export function moneyOfMinorUnits(minorUnits: bigint, currency: string | null | undefined): Money {
  const scale = neededScale(currency);
  if (minorUnits > BigInt(Number.MAX_SAFE_INTEGER) || minorUnits < BigInt(Number.MIN_SAFE_INTEGER)) throw new MoneyError('an amount beyond 2^53 smallest units, which cannot be answered exactly');
  const digits = String(minorUnits < 0n ? -minorUnits : minorUnits).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = scale === 0 ? '' : `.${digits.slice(-scale)}`;
  return { minorUnits: Number(minorUnits), decimal: `${minorUnits < 0n ? '-' : ''}${whole}${fraction}`, currency: (currency as string).toUpperCase() };
}

/** Throws a `MoneyError`. `amount` is decimal text in the main unit, without exponent: `150.5`. */
export function moneyOfDecimal(amount: string, currency: string | null | undefined): Money {
  const scale = neededScale(currency);
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount);
  if (!match) throw new MoneyError('an amount that is no decimal number');
  const [, sign, whole = '', fraction = ''] = match;
  const kept = fraction.replace(/0+$/, '');
  if (kept.length > scale) throw new MoneyError('an amount with more decimals than its currency has');
  const units = BigInt(whole + kept.padEnd(scale, '0'));
  return moneyOfMinorUnits(sign === '-' ? -units : units, currency);
}

function neededScale(currency: string | null | undefined): number {
  if (currency === null || currency === undefined || currency === '') throw new MoneyError('an amount without a currency');
  const scale = scaleOf(currency);
  if (scale === undefined) throw new MoneyError('a currency that ISO 4217 does not have');
  return scale;
}

/**
 * How many decimals an amount may have: what ISO 4217 says of its currency. Nothing is rounded;
 * an amount that does not fit is refused before it is sent. Zeros at the end do not count: 10.000 EUR is 10.00 EUR.
 */
import { data as currencies } from 'currency-codes';
import { decimalsOf } from './decimal.ts';
import { Refusal } from './refusal.ts';

const decimalsOfCurrency = new Map(currencies.map(({ code, digits }) => [code, digits]));

export function currencyDecimals(currency: string): number | undefined {
  return decimalsOfCurrency.get(currency.toUpperCase());
}

/** `amount` is decimal text in major units; `currency` an ISO 4217 code. */
export function checkMoney(amount: string, currency: string): void {
  const allowed = currencyDecimals(currency);
  if (allowed === undefined) throw new Refusal(`the decimals of this amount cannot be checked, for ${JSON.stringify(currency.slice(0, 20))} is no currency of ISO 4217`);
  const found = decimalsOf(amount);
  if (found > allowed) throw new Refusal(`${amount} has ${found} ${found === 1 ? 'decimal' : 'decimals'}, but ${currency} has ${allowed === 0 ? 'none' : allowed}`);
}

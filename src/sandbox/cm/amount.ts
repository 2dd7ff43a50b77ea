/** Amounts of CM: decimals in major units, kept as text, never as a binary float. */
import { code } from 'currency-codes';

/** `1.50e1` -> `15.0`: the number's text without an exponent; digits stay as they were given. */
export function plainDecimal(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const point = whole.length + Number(exponent);
  if (whole === '' || Math.abs(point) > 100) return 'NaN';
  const digits = (whole + fraction).padStart(whole.length + fraction.length + Math.max(0, 1 - point), '0');
  const at = Math.max(point, 1);
  const padded = digits.padEnd(at, '0');
  const left = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const right = padded.slice(at);
  return `${sign}${left}${right && `.${right}`}`;
}

/** `10.00` -> `10`, as CM prints the answer to a PATCH. */
export function shortDecimal(amount: string): string {
  return amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount;
}

/** `10` -> `10.00` at EUR, as CM prints the answers to a POST and a GET. */
export function paddedDecimal(amount: string, currency: string): string {
  const short = shortDecimal(amount);
  const [whole = '', fraction = ''] = short.split('.');
  const padded = fraction.padEnd(digitsOf(currency), '0');
  return padded === '' ? whole : `${whole}.${padded}`;
}

/** What is wrong with the amount, or nothing. */
export function faultOf(amount: string, currency: string): string | undefined {
  if (!/^\d+(\.\d+)?$/.test(amount) || /^0(\.0*)?$/.test(amount)) return 'amount must be greater than 0';
  const decimals = shortDecimal(amount).split('.')[1]?.length ?? 0;
  if (decimals > digitsOf(currency)) return `amount has more decimals than ${currency}`;
  return undefined;
}

/** Decimals of a currency by ISO 4217; 2 where it is not known. */
export function digitsOf(currency: string): number {
  return code(currency)?.digits ?? 2;
}

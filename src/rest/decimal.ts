/**
 * Decimal numbers as text, never through a binary float. It does no arithmetic.
 */

/** More digits than any amount needs; a bound so that `1e999999999` cannot fill the memory. */
const maxDigits = 400;

/** Canonical: a JSON number without exponent, `-0.50`, `10.00`. */
export function isDecimal(text: string): boolean {
  return text.length <= maxDigits && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text);
}

/** Number text in any usual notation (`+1`, `007.50`, `1.5e3`) as canonical decimal text, every digit kept; undefined if it is none, or one of too many digits. */
export function decimalText(text: string): string | undefined {
  if (isDecimal(text)) return text;
  if (text.length > maxDigits) return undefined;
  const match = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/.exec(text.trim());
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const shift = Number(exponent);
  if (Math.abs(shift) > maxDigits) return undefined;
  let digits = whole + fraction;
  let point = whole.length + shift;
  if (point <= 0) {
    digits = '0'.repeat(1 - point) + digits;
    point = 1;
  }
  digits = digits.padEnd(point, '0');
  const left = digits.slice(0, point).replace(/^0+(?=\d)/, '');
  const right = digits.slice(point);
  const canonical = `${sign === '-' ? '-' : ''}${left}${right && `.${right}`}`;
  return isDecimal(canonical) ? canonical : undefined;
}

/** Decimals that matter: trailing zeros do not (`10.000` has none). */
export function decimalsOf(text: string): number {
  const point = text.indexOf('.');
  if (point === -1) return 0;
  let end = text.length;
  while (text.charCodeAt(end - 1) === 48) end--;
  return end - point - 1;
}

/** Amounts as a reader of the language expects them, exact: the decimal's digits are formatted as they are, never as a binary fraction. */
export interface Amount {
  /** `150.50` */
  decimal: string;
  /** ISO 4217. */
  currency: string;
}

/** `1234.50 EUR` -> `1.234,50 €` in German. */
export function formatMoney({ decimal, currency }: Amount, locale?: string): string {
  const fraction = decimal.split('.')[1]?.length ?? 0;
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency, minimumFractionDigits: fraction, maximumFractionDigits: fraction });
  // By the standard a decimal as text is formatted digit by digit.
  return format.format(decimal as `${number}`);
}

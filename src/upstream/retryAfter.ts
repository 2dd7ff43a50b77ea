/** `Retry-After` in seconds, from its two forms (RFC 9110): seconds, or a date. Anything else says nothing. */

/** A vendor that asks for more than a day is not believed. */
const longestS = 86_400;

export function readRetryAfter(value: string | string[] | null | undefined, now: number = Date.now()): number | undefined {
  const text = (Array.isArray(value) ? value[0] : value)?.trim() ?? '';
  if (/^\d+$/.test(text)) return within(Number(text));
  // Only the date formats of HTTP, all of which end in GMT or a year: `Date.parse` alone reads far more.
  if (!/^[A-Z][a-z]{2,8},? .*(?:GMT|\d{4})$/.test(text)) return undefined;
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(at) ? undefined : within(Math.max(0, Math.ceil((at - now) / 1000)));
}

function within(seconds: number): number | undefined {
  return seconds <= longestS ? seconds : undefined;
}

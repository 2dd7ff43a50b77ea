/** A value of the remote as text, for comparing it; what is no text is compared as none. Its own `toString` is not asked: it may be no function. */
export function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

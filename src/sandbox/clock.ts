/** The time in the stand-ins: the machine's own, or one that stands still where a test gave it. */
export interface Clock {
  /** ms since the epoch. */
  now(): number;
}

export function createClock(now?: Date): Clock {
  return now === undefined ? { now: () => Date.now() } : { now: () => now.getTime() };
}

/** `2025-03-01T12:00:00+00:00`, as PHP prints it. */
export function rfc3339(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}+00:00`;
}

/** `2025-03-01` */
export function isoDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

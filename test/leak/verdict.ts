/**
 * Whether a process keeps something of what it did: from what it held before the first stretch of equal work and
 * after each of them. Pure arithmetic.
 *
 * One measurement tells little: code is compiled and thrown away, a table doubles. So the growth is that of the line
 * through all measurements which half of their pairs lie above and half below (Theil and Sen): one that is out of line
 * moves it by nothing, a little that is kept of each request moves it for sure.
 */

/** What is left after a collection, in bytes; `others` is what lies beside the heap. */
export interface Held {
  heap: number;
  others: number;
}

export interface Growth {
  /** Over all stretches, in bytes; of the line, not of one measurement. */
  heap: number;
  others: number;
  /** More than this is a leak, in bytes. */
  allowed: number;
}

const MiB = 2 ** 20;
/** More than the heap moves by itself, and a hundredth of what would hurt in a day. */
const usuallyAllowed = MiB;
const allowedShare = 0.02;
/** A third of an object with nothing in it: whoever keeps something of each unit keeps more. */
const allowedEach = 16;

/** `held` begins with what was there before the first stretch; `count` is what was done since. */
export function growthOf(held: readonly Held[], count: number, allowedBytes: number = usuallyAllowed): Growth {
  const stretches = held.length - 1;
  return {
    heap: slopeOf(held.map(({ heap }) => heap)) * stretches,
    others: slopeOf(held.map(({ others }) => others)) * stretches,
    allowed: Math.max(allowedBytes, allowedShare * (held[0]?.heap ?? 0), allowedEach * count),
  };
}

/** A sentence; undefined where nothing leaks. `unit` is one of what was done `count` times. */
export function verdict({ heap, others, allowed }: Growth, { unit, count }: { unit: string; count: number }): string | undefined {
  const grown = ([['its heap', heap], ['its memory beside the heap', others]] as const).filter(([, bytes]) => bytes > allowed);
  if (grown.length === 0) return undefined;
  return `${grown.map(([what, bytes]) => `${what} grew by ${inMiB(bytes)} MiB (${perUnit(bytes, count)} bytes for each ${unit})`).join(' and ')} over ${count} ${unit}s, and at most ${inMiB(allowed)} MiB is no leak`;
}

export function inMiB(bytes: number): string {
  return (bytes / MiB).toFixed(2);
}

export function perUnit(bytes: number, count: number): string {
  const each = bytes / count;
  return Math.abs(each) < 10 ? each.toFixed(1) : each.toFixed(0);
}

/** The median of the slopes between all pairs: of one stretch. */
function slopeOf(values: readonly number[]): number {
  const slopes: number[] = [];
  for (let from = 0; from < values.length; from++) {
    for (let to = from + 1; to < values.length; to++) slopes.push(((values[to] as number) - (values[from] as number)) / (to - from));
  }
  slopes.sort((a, b) => a - b);
  const middle = slopes.length / 2;
  return slopes.length === 0 ? 0 : ((slopes[Math.ceil(middle) - 1] as number) + (slopes[Math.floor(middle)] as number)) / 2;
}

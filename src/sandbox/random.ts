/** A small seeded generator of numbers (mulberry32): the same seed gives the same portfolio at every start. Not for secrets. */
export interface Random {
  /** 0 <= n < 1 */
  next(): number;
  /** From `low` to `high`, both included. */
  integer(low: number, high: number): number;
  pick<T>(from: readonly T[]): T;
  /** A version 4 UUID. */
  uuid(): string;
  /** Letters and digits that are not mistaken for each other. */
  code(length: number): string;
}

const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const integer = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const word = () => Math.floor(next() * 4_294_967_296).toString(16).padStart(8, '0');
  return {
    next,
    integer,
    pick: (from) => {
      const one = from[integer(0, from.length - 1)];
      if (one === undefined) throw new Error('there is nothing to pick from');
      return one;
    },
    uuid() {
      const hex = word() + word() + word() + word();
      const variant = ((parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    },
    code: (length) => Array.from({ length }, () => alphabet[integer(0, alphabet.length - 1)]).join(''),
  };
}

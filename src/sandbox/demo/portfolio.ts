/**
 * The portfolio that all four systems tell of: 200 debtors, 300 accounts, 900 claims.
 *
 * DEB-0001 has five accounts of twenty claims each, for whoever wants to see much at once; the others
 * have one or two accounts of one to five claims. All times are relative to one day, never to today.
 */
import type { Random } from '../random.ts';
import type { Person } from './people.ts';
import { createPerson } from './people.ts';

/** The day on which the portfolio stands. */
export const epoch = Date.UTC(2025, 2, 1, 9);
export const day = 86_400_000;

export interface DemoAccount {
  accountReference: string;
  person: Person;
  /** Shares the debt, for some. */
  second?: Person;
  claims: DemoClaim[];
}

export interface DemoClaim {
  claimReference: string;
  accountReference: string;
  person: Person;
  amount: number;
  totalFees: number;
  /** ms */
  dueAt: number;
  createdAt: number;
  resolved: boolean;
}

export interface Portfolio {
  people: Person[];
  accounts: DemoAccount[];
  claims: DemoClaim[];
}

const usual = [1, 4, 2, 3, 3];

export function createPortfolio(random: Random): Portfolio {
  const people = Array.from({ length: 200 }, (_, index) => createPerson(random, index + 1));
  const holders = [...Array.from({ length: 5 }, () => 0), ...people.slice(1).flatMap((_, index) => (index < 96 ? [index + 1, index + 1] : [index + 1]))];
  // Five accounts of twenty claims; of the other 295, a cycle that makes 767 of the 800 that are left.
  const counts = holders.map((_, index) => (index < 5 ? 20 : (usual[index % usual.length] ?? 0) + (index < 5 + 33 ? 1 : 0)));
  const claims: DemoClaim[] = [];
  const accounts = holders.map((holder, index): DemoAccount => {
    const person = at(people, holder);
    const accountReference = `ACC-${String(index + 1).padStart(4, '0')}`;
    const own = Array.from({ length: at(counts, index) }, () => createClaim(random, { n: claims.length + 1, accountReference, person, into: claims }));
    return { accountReference, person, ...(index % 12 === 11 && { second: at(people, (holder + 7) % people.length) }), claims: own };
  });
  return { people, accounts, claims };
}

function createClaim(random: Random, options: { n: number; accountReference: string; person: Person; into: DemoClaim[] }): DemoClaim {
  const { n, accountReference, person, into } = options;
  const dueAt = epoch - random.integer(5, 400) * day;
  const claim: DemoClaim = {
    claimReference: `CLM-${String(n).padStart(4, '0')}`,
    accountReference,
    person,
    amount: random.integer(900, 250_000),
    totalFees: random.pick([0, 0, 1500, 2500, 4000]),
    dueAt,
    createdAt: dueAt + 3 * day + random.integer(0, 8) * 3_600_000,
    resolved: n % 6 === 0,
  };
  into.push(claim);
  return claim;
}

export function at<T>(list: readonly T[], index: number): T {
  const one = list[index];
  if (one === undefined) throw new Error(`The portfolio has no number ${index}.`);
  return one;
}

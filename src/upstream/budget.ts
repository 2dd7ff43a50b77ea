/** How many calls one operation may still make: each takes one, whoever answers it and however often it is repeated. */
import type { CallBudget } from './call.ts';
import { Failure } from './failure.ts';

/** Takes one call from what the request may still make. Throws a `Failure` where nothing is left, and then takes nothing. */
export function take(budget: CallBudget, system: string): void {
  if (budget.left <= 0) throw new Failure('overBudget', { detail: 'the operation makes more upstream calls than it may' });
  const ofSystem = budget.leftBySystem?.get(system);
  if (ofSystem !== undefined) {
    if (ofSystem <= 0) throw new Failure('overBudget', { detail: 'the operation makes more calls to one system than it may' });
    budget.leftBySystem?.set(system, ofSystem - 1);
  }
  budget.left -= 1;
}

/** Whether `take` would throw. */
export function isSpent({ left, leftBySystem }: CallBudget, system: string): boolean {
  return left <= 0 || (leftBySystem?.get(system) ?? 1) <= 0;
}

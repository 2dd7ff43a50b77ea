/**
 * The demo data: one invented portfolio, told by all four systems, the same at every start.
 *
 *   demo/people.ts     invented debtors
 *   demo/portfolio.ts  debtors, accounts and claims, and the day on which they stand
 *   demo/receeve.ts    ledgers, claims, mandates, events; messages.ts mails, SMS and letters
 *   demo/payments.ts   pay links, e-mandates, payment links
 *   demo/ucollect.ts   contacts and invoices
 */
import type { CmState } from './cm/state.ts';
import type { CollectmaxxState } from './collectmaxx/state.ts';
import { fillPayments } from './demo/payments.ts';
import { createPortfolio } from './demo/portfolio.ts';
import { fillReceeve } from './demo/receeve.ts';
import { fillUcollect } from './demo/ucollect.ts';
import type { Random } from './random.ts';
import type { ReceeveState } from './receeve/state.ts';
import type { UcollectState } from './ucollect/state.ts';

export interface DemoStates {
  receeve: ReceeveState;
  ucollect: UcollectState;
  cm: CmState;
  collectmaxx: CollectmaxxState;
}

export function fillWithDemo(states: DemoStates, options: { random: Random; clientId: string }): void {
  const { random, clientId } = options;
  const portfolio = createPortfolio(random);
  fillReceeve(portfolio, { state: states.receeve, random, clientId });
  fillPayments(portfolio, { ...states, random });
  fillUcollect(portfolio, states.ucollect);
}

/** The portfolio in uCollect: contact id = debtor reference, invoice id = claim reference. */
import { isoDate } from '../clock.ts';
import type { UcollectState } from '../ucollect/state.ts';
import type { Portfolio } from './portfolio.ts';
import { day, epoch } from './portfolio.ts';

export function fillUcollect(portfolio: Portfolio, state: UcollectState): void {
  portfolio.people.forEach(({ debtorReference, name }, index) => {
    // Two of five pay through no gateway yet.
    if (index % 5 === 3 || index % 5 === 4) return;
    state.contacts.set(debtorReference, {
      contactId: debtorReference,
      gatewayId: index % 2 === 0 ? '2105' : '2051',
      token: index % 2 === 0 ? `cus_demo${debtorReference.slice(4)}` : '',
      suspended: index % 15 === 7,
      values: [],
      blind: '',
      name,
    });
  });
  portfolio.claims.forEach((claim, index) => {
    const half = String(Math.floor(claim.amount / 2)).padStart(3, '0');
    const rest = String(claim.amount - Math.floor(claim.amount / 2)).padStart(3, '0');
    const planned = index % 13 === 5 && !claim.resolved;
    state.invoices.set(claim.claimReference, {
      contactId: claim.person.debtorReference,
      suspended: index % 19 === 4,
      installments: planned
        ? [
            [isoDate(epoch + 14 * day), `${half.slice(0, -2)}.${half.slice(-2)}`],
            [isoDate(epoch + 45 * day), `${rest.slice(0, -2)}.${rest.slice(-2)}`],
          ]
        : [],
    });
  });
}

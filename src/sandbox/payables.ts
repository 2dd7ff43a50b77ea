/** Links that can be paid: on their pages or by a test, either way with what the vendor then tells. */
import type { Clock } from './clock.ts';
import type { CmState, PaymentLink } from './cm/state.ts';
import { payLink } from './cm/state.ts';
import type { CollectmaxxState, PayLink } from './collectmaxx/state.ts';
import { payPayLink } from './collectmaxx/state.ts';
import type { PageOptions } from './pages.ts';
import type { Telling } from './tell.ts';

interface AtCollectmaxx {
  state: CollectmaxxState;
  clock: Clock;
  telling: Telling;
}

interface AtCm {
  state: CmState;
  telling: Telling;
}

export function payAtCollectmaxx({ state, clock, telling }: AtCollectmaxx, id: string, cents?: number): PayLink {
  const before = state.payLinks.get(id)?.amountPaid ?? 0;
  const link = payPayLink(state, { id, cents, now: clock.now() });
  telling.payLink('PayLinkPaid', { id, reference: referenceOf(link) }, { 'payment-method': 'ideal', 'transaction-amount': link.amountPaid - before });
  return link;
}

export function payAtCm({ state, telling }: AtCm, ref: string): PaymentLink {
  const link = payLink(state, ref);
  telling.paymentLinks([ref]);
  return link;
}

export function pagesOfCollectmaxx(at: AtCollectmaxx): PageOptions {
  return {
    path: '/pay/',
    find(code) {
      const link = [...at.state.payLinks.values()].find((one) => one.code === code);
      if (!link) return undefined;
      const { id, invoice, amountPaid, visibleUntil } = link;
      const paid = amountPaid >= invoice.amount;
      return {
        title: invoice.description ?? 'Your payment',
        amount: `${invoice.currency} ${cents(paid ? invoice.amount : invoice.amount - amountPaid)}`,
        state: paid ? 'paid' : at.clock.now() >= visibleUntil ? 'closed' : 'open',
        pay: () => void payAtCollectmaxx(at, id),
        visited: () => at.telling.payLink('PayLinkVisited', { id, reference: referenceOf(link) }),
      };
    },
  };
}

export function pagesOfCm(at: AtCm): PageOptions {
  return {
    path: '/pml/',
    find(code) {
      const link = [...at.state.links.values()].find((one) => one.code === code);
      if (!link) return undefined;
      const { ref, status, active, amount, fields } = link;
      return {
        title: fields.invoice_reference ?? 'Your payment',
        amount: `${fields.currency_code ?? 'EUR'} ${amount}`,
        state: status === 'paid' ? 'paid' : active ? 'open' : 'closed',
        pay: () => void payAtCm(at, ref),
      };
    },
  };
}

/** As the vendor has it: empty where the link was made through the API. */
function referenceOf({ attributes }: PayLink): string {
  return attributes.some(({ id, value }) => id === 'origin' && value === 'api') ? '' : (attributes.find(({ id }) => id === 'reference')?.value ?? '');
}

function cents(amount: number): string {
  const text = String(amount).padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}

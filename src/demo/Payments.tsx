/** Payments as they come in: each one is said, and what it changes is read anew. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { EventReceivedSubscription } from '../client/main.ts';
import { useClaimQuery, useDebtorOverviewQuery, useEventReceivedSubscription } from '../client/reactQuery/main.ts';
import { Failure } from './Failure.tsx';
import { words } from './words.ts';

type Event = NonNullable<EventReceivedSubscription['eventReceived']>;

export function Payments() {
  const queries = useQueryClient();
  const [told, setTold] = useState<string[]>([]);
  const { error, status } = useEventReceivedSubscription(
    { types: ['PayLinkPaid', 'PaymentLinkStatusChanged'] },
    {
      onData: ({ eventReceived }) => {
        if (!eventReceived) return;
        setTold((before) => [sentence(eventReceived), ...before].slice(0, 3));
        void queries.invalidateQueries({ queryKey: useClaimQuery.queryKey() });
        void queries.invalidateQueries({ queryKey: useDebtorOverviewQuery.queryKey() });
      },
    },
  );
  return (
    <aside aria-label="Payments as they come in" className="payments" data-listening={status === 'listening'}>
      {error && <Failure error={error} what="Payments are no longer told here." />}
      <div role="log" aria-label="Payments">
        {told.map((text, index) => (
          <p key={told.length - index} className="said">
            {text}
          </p>
        ))}
      </div>
    </aside>
  );
}

function sentence({ event, reference }: Event): string {
  const claim = reference ? ` for ${reference}` : '';
  switch (event.__typename) {
    case 'PayLinkPaid':
      return `Collectmaxx: a payment came in${claim}${event.paymentMethod ? ` by ${event.paymentMethod}` : ''}.`;
    case 'PaymentLinkStatusChanged':
      return `CM: the payment link${event.merchantReference ? ` for ${event.merchantReference}` : ''} is ${words(event.paymentStatus)}.`;
    default:
      return `${reference ?? 'Something'} has changed.`;
  }
}

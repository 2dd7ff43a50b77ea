/** One claim: what it is made of, what the debtor was asked to pay and where, and what was written about it. */
import { useQueryClient } from '@tanstack/react-query';
import { formatMoney } from '../client/main.ts';
import type { PaymentProvider } from '../client/main.ts';
import { useClaimQuery, useDebtorOverviewQuery, useRequestPaymentMutation } from '../client/reactQuery/main.ts';
import { Fact } from './Debtor.tsx';
import { Failure } from './Failure.tsx';
import { Messages } from './Messages.tsx';
import { words } from './words.ts';

export function Claim({ account, claim: reference }: { account: string; claim: string }) {
  const variables = { accountReference: account, claimReference: reference };
  const { data, error, isPending } = useClaimQuery(variables);
  const claim = (data ?? error?.data)?.claim;
  if (isPending) return <p role="status">Reading {reference} …</p>;
  return (
    <section className="card" aria-labelledby={`claim-${reference}`}>
      <h3 id={`claim-${reference}`}>Claim {reference}</h3>
      {error && <Failure error={error} what="A part is missing." />}
      {claim && (
        <>
          <dl>
            <Fact name="Principal" value={claim.principal && formatMoney(claim.principal)} />
            <Fact name="Fees" value={claim.feesTotal && formatMoney(claim.feesTotal)} />
            <Fact name="Total" value={claim.total && formatMoney(claim.total)} />
            <Fact name="Status" value={claim.status && words(claim.status)} />
          </dl>
          <h4>Payment requests</h4>
          {claim.paymentRequests?.length === 0 && <p>None yet.</p>}
          <ul className="requests">
            {claim.paymentRequests?.map(({ paymentRequestId, provider, paymentStatus, paymentURL }) => (
              <li key={paymentRequestId}>
                {words(provider)} <span className={`status status-${paymentStatus.toLowerCase()}`}>{words(paymentStatus)}</span>{' '}
                {paymentURL && (
                  <a href={paymentURL} target="_blank" rel="noreferrer">
                    page of the debtor<span className="hidden"> at {words(provider)}, in a new tab</span>
                  </a>
                )}
              </li>
            ))}
          </ul>
          <Ask account={account} claim={reference} />
          <Messages account={account} claim={reference} />
        </>
      )}
    </section>
  );
}

const providers: readonly PaymentProvider[] = ['COLLECTMAXX', 'CM'];

function Ask({ account, claim }: { account: string; claim: string }) {
  const queries = useQueryClient();
  const { mutate, data, error, isPending } = useRequestPaymentMutation({
    onSettled: () =>
      Promise.all([queries.invalidateQueries({ queryKey: useClaimQuery.queryKey({ accountReference: account, claimReference: claim }) }), queries.invalidateQueries({ queryKey: useDebtorOverviewQuery.queryKey() })]),
  });
  const answer = data?.requestPayment;
  return (
    <>
      <div className="buttons" role="group" aria-label="Ask for the total">
        {providers.map((provider) => (
          <button key={provider} disabled={isPending} onClick={() => mutate({ input: { accountReference: account, claimReference: claim, provider } })}>
            Ask at {words(provider)}
          </button>
        ))}
      </div>
      {error && <Failure error={error} what="Not asked." />}
      {answer && (
        <p role="status" className="said">
          {answer.created ? 'The debtor has a new page to pay on' : 'The debtor has a page to pay on already'}: {words(answer.paymentRequest?.provider ?? '')}.
          {!answer.remembered && ' It could not be written down: keep its address.'}
        </p>
      )}
    </>
  );
}

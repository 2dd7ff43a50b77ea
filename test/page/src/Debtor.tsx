/** TanStack Query: a question, pages, and a write. */
import { formatMoney } from 'collectgraph/client';
import { useAccountClaimsInfiniteQuery, useDebtorOverviewQuery, useRequestPaymentMutation } from 'collectgraph/client/react-query';

export function Debtor({ reference }: { reference: string }) {
  const { data, error } = useDebtorOverviewQuery({ debtorReference: reference });
  const debtor = (data ?? error?.data)?.debtor;
  if (!debtor) return <p role="status">{error ? `${error.code}: ${error.message}` : 'Loading'}</p>;
  return (
    <main>
      <h1>
        {debtor.firstName} {debtor.lastName}
      </h1>
      {debtor.accounts?.map((account) => (
        <section key={account.accountReference}>
          <h2>{account.accountReference}</h2>
          <ul>{account.claims?.map((claim) => <li key={claim.claimReference}>{claim.total && formatMoney(claim.total, 'en')}</li>)}</ul>
          <Claims account={account.accountReference} />
          <Ask account={account.accountReference} claim={account.claims?.[0]?.claimReference ?? ''} />
        </section>
      ))}
    </main>
  );
}

function Claims({ account }: { account: string }) {
  const { data, hasNextPage, fetchNextPage, isFetching } = useAccountClaimsInfiniteQuery({ accountReference: account, limit: 1 });
  const claims = data?.pages.flatMap((page) => page.accountClaims?.items ?? []) ?? [];
  return (
    <>
      <ol data-state={isFetching ? 'loading' : hasNextPage ? 'more' : 'all'}>{claims.map((claim) => <li key={claim.claimReference}>{claim.claimReference}</li>)}</ol>
      <button id="more" disabled={!hasNextPage || isFetching} onClick={() => void fetchNextPage()}>
        More
      </button>
    </>
  );
}

function Ask({ account, claim }: { account: string; claim: string }) {
  const { mutate, data, error, isPending } = useRequestPaymentMutation();
  const asked = data?.requestPayment;
  return (
    <>
      <button id="ask" disabled={isPending} onClick={() => mutate({ input: { accountReference: account, claimReference: claim, provider: 'CM' } })}>
        Ask for payment
      </button>
      {asked?.paymentRequest && <output>{`${asked.created ? 'new' : 'known'} ${asked.paymentRequest.provider} ${asked.paymentRequest.paymentStatus}`}</output>}
      {error && <output>{error.code}</output>}
    </>
  );
}

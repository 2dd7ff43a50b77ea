/** The same by Apollo Client. */
import { useAccountQuery, useStopJourneysMutation } from 'collectgraph/client/apollo';

export function Currency({ account }: { account: string }) {
  const { data, error } = useAccountQuery({ variables: { accountReference: account } });
  const [stop, { data: stopped }] = useStopJourneysMutation();
  return (
    <aside>
      <p id="currency">{error ? error.message : data?.account?.currency}</p>
      <button id="stop" onClick={() => void stop({ variables: { input: [{ claimReference: 'CLM-0136' }] } })}>
        Stop
      </button>
      {stopped?.stopJourneys?.map(({ claimReference, success }) => <output key={claimReference}>{`${claimReference} ${success}`}</output>)}
    </aside>
  );
}

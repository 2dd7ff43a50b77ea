/** An operation of the page's own. */
import { useWhoseQuery } from './own';

export function Whose({ debtor }: { debtor: string }) {
  const { data } = useWhoseQuery({ debtorReference: debtor });
  return <p id="whose">{data?.debtor?.contactInformation?.city} {data?.debtor?.payNowURL}</p>;
}

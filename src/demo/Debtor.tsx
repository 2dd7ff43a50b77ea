/** Who it is, how the contact stands, and what is owed on which account. A partial answer is shown as far as it came, with what is missing. */
import type { DebtorOverviewQuery } from '../client/main.ts';
import { formatMoney } from '../client/main.ts';
import { useDebtorOverviewQuery } from '../client/reactQuery/main.ts';
import { useState } from 'react';
import { Claim } from './Claim.tsx';
import { Failure } from './Failure.tsx';
import { day, words } from './words.ts';

type Account = NonNullable<NonNullable<NonNullable<DebtorOverviewQuery['debtor']>['accounts']>[number]>;

export function Debtor({ reference }: { reference: string }) {
  const { data, error, isPending } = useDebtorOverviewQuery({ debtorReference: reference });
  const found = data ?? error?.data;
  const debtor = found?.debtor;
  if (isPending) return <p role="status">Asking four systems …</p>;
  return (
    <>
      {error && <Failure error={error} what={debtor ? 'A part is missing.' : 'The debtor could not be read.'} />}
      {found && !debtor && !error && <p role="status">Nobody is known as {reference}.</p>}
      {debtor && (
        <section aria-labelledby="who" className="card">
          <h2 id="who">{[debtor.firstName, debtor.lastName].filter(Boolean).join(' ') || debtor.companyName || reference}</h2>
          <dl>
            <Fact name="Reference" value={debtor.debtorReference} />
            <Fact name="Contact" value={debtor.contactStatus?.status && words(debtor.contactStatus.status)} />
            <Fact name="E-mail" value={debtor.contactInformation?.email} />
            <Fact name="Telephone" value={debtor.contactInformation?.mobileNumber} />
            <Fact name="City" value={debtor.contactInformation?.city} />
          </dl>
        </section>
      )}
      {debtor?.accounts?.map((account) => <AccountClaims key={account.accountReference} account={account} />)}
    </>
  );
}

export function Fact({ name, value }: { name: string; value: string | null | undefined }) {
  return value ? (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  ) : null;
}

function AccountClaims({ account }: { account: Account }) {
  const [open, setOpen] = useState<string>();
  const { accountReference, claims } = account;
  return (
    <section aria-label={`Account ${accountReference}`}>
      <h2>Account {accountReference}</h2>
      {claims === null && <p>Its claims could not be read.</p>}
      {claims?.length === 0 && <p>Nothing is owed on it.</p>}
      {claims && claims.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Claim</th>
              <th scope="col">Due</th>
              <th scope="col">At uCollect</th>
              <th scope="col">Asked for</th>
              <th scope="col" className="amount">
                Total
              </th>
            </tr>
          </thead>
          <tbody>
            {claims.map(({ claimReference, currentDueDate, invoiceStatus, paymentRequests, total }) => (
              <tr key={claimReference}>
                <th scope="row">
                  <button className="link" aria-expanded={open === claimReference} onClick={() => setOpen(open === claimReference ? undefined : (claimReference ?? undefined))}>
                    {claimReference}
                  </button>
                </th>
                <td>{currentDueDate && day(currentDueDate)}</td>
                <td>{invoiceStatus?.status ? words(invoiceStatus.status) : '–'}</td>
                <td>{paymentRequests === null ? 'not known' : paymentRequests.map(({ provider, paymentStatus }) => `${words(provider)} ${words(paymentStatus)}`).join(', ') || 'no'}</td>
                <td className="amount">{total ? formatMoney(total) : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {open !== undefined && <Claim key={open} account={accountReference} claim={open} />}
    </section>
  );
}

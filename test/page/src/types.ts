/** What the compiler has to know, and has to refuse. */
import { createClient, DebtorOverviewDocument, errorCodes, GraphQLRequestError, RequestPaymentDocument } from 'collectgraph/client';
import type { ClaimFieldsFragment, DebtorFieldsFragment, ErrorCode, PaymentRequestFieldsFragment } from 'collectgraph/client';
import { documentNode, useDebtorOverviewQuery as useByApollo } from 'collectgraph/client/apollo';
import type { Claim } from 'collectgraph/client/graph';
import { useDebtorOverviewQuery, useNewClaimsInfiniteQuery, useRequestPaymentMutation } from 'collectgraph/client/react-query';

type Is<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_T extends true>(): void => undefined;

export async function request(): Promise<void> {
  const client = createClient({ url: '/graphql', apiKey: 'key', bearer: async () => 'token' });
  const { debtor } = await client.request(DebtorOverviewDocument, { debtorReference: 'DEB-0010' });
  const total = debtor?.accounts?.[0]?.claims?.[0]?.total;
  holds<Is<typeof total, { decimal: string; currency: string } | null | undefined>>();
  // @ts-expect-error a required variable is missing
  await client.request(DebtorOverviewDocument, {});
  // @ts-expect-error variables are missing
  await client.request(DebtorOverviewDocument);
  // @ts-expect-error no such provider
  await client.request(RequestPaymentDocument, { input: { accountReference: 'a', claimReference: 'c', provider: 'BANK' } });
  // @ts-expect-error not asked for
  void debtor?.birthday;
}

export function useTypes() {
  const query = useDebtorOverviewQuery({ debtorReference: 'DEB-0010' }, { select: ({ debtor }) => debtor?.lastName });
  holds<Is<typeof query.data, string | null | undefined>>();
  const pages = useNewClaimsInfiniteQuery({ date: '2025-01-15' });
  holds<Is<NonNullable<typeof pages.data>['pages'][number]['events'], NonNullable<typeof pages.data>['pages'][number]['events']>>();
  const page = pages.data?.pages[0]?.events?.numberOfPages;
  holds<Is<typeof page, number | null | undefined>>();
  const pay = useRequestPaymentMutation();
  const code = pay.error?.code;
  // @ts-expect-error no such code
  if (code === 'OUTCOME_UNKOWN') return;
  if (code === 'OUTCOME_UNKNOWN') return pay.error?.data?.requestPayment?.created;
  // @ts-expect-error a write is not retried
  useRequestPaymentMutation({ retry: 3 });
  // @ts-expect-error a required variable is missing
  useDebtorOverviewQuery({});
  // @ts-expect-error a required variable is missing
  useByApollo({ variables: {} });
  // @ts-expect-error variables are missing
  useByApollo();
  const found = useByApollo({ variables: { debtorReference: 'DEB-0010' } });
  const name = found.data?.debtor?.lastName;
  holds<Is<typeof name, string | null | undefined>>();
  return undefined;
}

export function words(claim: ClaimFieldsFragment, debtor: DebtorFieldsFragment, asked: PaymentRequestFieldsFragment): string {
  const code: ErrorCode = 'UPSTREAM_TIMEOUT';
  const failed = new GraphQLRequestError({ code, message: 'no' });
  const status: Claim['status'] = claim.status;
  void documentNode(DebtorOverviewDocument).definitions;
  return `${status} ${debtor.lastName} ${asked.provider} ${errorCodes[code]} ${failed.retry}`;
}

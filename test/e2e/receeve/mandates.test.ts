/** Mandates of accounts at Receeve through the whole gateway. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRecordedGateway, type RecordedGateway } from '../../support/gateway.ts';
import { documentedAnswer, documentedRequest, done, exchange, holds } from '../../support/receeve.ts';

let graph: RecordedGateway;
beforeAll(async () => {
  graph = await startRecordedGateway();
});
beforeEach(() => graph.reset());
afterAll(() => graph.close());

const accountReference = 'ACCOUNT_REFERENCE_002';
const bank = { holderName: 'string', bankName: 'string', accountNumber: 'string' };
const card = { cardIssuer: 'VISA', lastDigits: '1404', holderName: 'string', expiryMonth: '5', expiryYear: '2023', bankName: 'string' };
const mandate = { mandateId: 'd34b443e-968e-4647-80ec-292ee38c8b34', accountReference, debtorReference: 'EXTERNAL_DEBTOR_REF_002', productReferences: ['PRODUCT_REFERENCE_1'] };

describe('accountMandates', () => {
  const call = { field: 'accountMandates', args: { accountReference: 'ACC' }, url: '/get_account_mandates?accountReference=ACC' };

  it("reads the document's mandate", () =>
    holds(graph, {
      ...call, args: { accountReference: 'ACC', triggerName: 'T' }, url: `${call.url}&triggerName=T`, answer: documentedAnswer('getAccountMandates'),
      expected: [{ ...mandate, providerName: 'trustly', mandateRepresentation: { __typename: 'MandateAccountTypeRepresentation', ...bank } }],
    }));

  it('tells a card from a bank account, with months as numbers, and passes others on as they came', () =>
    holds(graph, {
      ...call,
      answer: [{ mandateRepresentation: { ...card, expiryMonth: 5, expiryYear: 2023 } }, { mandateRepresentation: bank }, { mandateRepresentation: { wallet: 'w' } }, { mandateId: 'none', mandateRepresentation: null }],
      expected: [
        { mandateRepresentation: { __typename: 'MandateCardTypeRepresentation', ...card } },
        { mandateRepresentation: { __typename: 'MandateAccountTypeRepresentation', ...bank } },
        { mandateRepresentation: { __typename: 'UnknownMandateRepresentation', raw: { wallet: 'w' } } },
        { mandateId: 'none' },
      ],
    }));
});

describe('createAccountMandates', () => {
  it("sends the document's mandate, its provider filled in, and reads its answer", () =>
    holds(graph, {
      field: 'createAccountMandates',
      args: { input: [{ ferratumV2AccountMandate: { ...mandate, mandateRepresentation: { mandateAccountTypeRepresentation: bank } } }], triggerName: 'T', sequential: false, async: true },
      url: '/create_account_mandates?triggerName=T&sequential=false&async=true',
      body: documentedRequest('createAccountMandates'),
      answer: documentedAnswer('createAccountMandates', accountReference),
      expected: [{
        accountReference, ...done,
        data: [{ __typename: 'FerratumV2AccountMandate', ...mandate, providerNameOfFerratumV2AccountMandate: 'FERRATUM_CHECKOUT_CREDIT_CARD_V2', mandateRepresentation: { __typename: 'MandateAccountTypeRepresentation', ...bank } }],
      }],
    }));

  it.each([
    ['splitAccountMandate', {}, 'split'],
    ['splitAccountMandate', { providerName: 'SPLIT' }, 'split'],
    ['trustlyAccountMandate', {}, 'trustly'],
    ['ferratumV2AccountMandate', { providerName: 'FERRATUM_CHECKOUT_CREDIT_CARD_V2' }, 'ferratumCheckoutCreditCardV2'],
    ['paylandsAccountMandate', { providerName: 'PAYLANDSEN_BIZUM', clientIpAddress: '192.0.2.1' }, 'paylandsenBizum'],
    ['paylandsAccountMandate', { providerName: 'PAYLANDSEN_CARDS', clientIpAddress: '192.0.2.1' }, 'paylandsenCards'],
  ])('sends %s with %j as %s', async (kind, more, providerName) => {
    const { errors, request } = await exchange(graph, { field: 'createAccountMandates', args: { input: [{ [kind]: { ...mandate, ...more, mandateRepresentation: { mandateCardTypeRepresentation: card } } }] }, answer: {} });
    expect(errors).toBeUndefined();
    expect(JSON.parse(request.body.toString())).toEqual([{ ...mandate, ...more, providerName, mandateRepresentation: card }]);
  });

  it('answers each account once, with the kinds told by their providers', async () => {
    const kinds = ['split', 'trustly', 'paylandsenCards', 'paylandsenBizum', 'ferratumCheckoutCreditCardV2', 'brandNew'];
    const { data, errors } = await exchange(graph, {
      field: 'createAccountMandates', args: { input: ['A', 'B', 'A'].map((key) => ({ splitAccountMandate: { ...mandate, accountReference: key } })) },
      answer: { A: { ...done, data: kinds.map((providerName) => ({ mandateId: 'm', providerName })) } },
    });
    expect(errors).toBeUndefined();
    const [first, second, ...more] = data.createAccountMandates;
    expect(more).toEqual([]);
    expect(first.data.map(({ __typename, ...rest }: { __typename: string; raw?: unknown }) => [__typename, Object.entries(rest).find(([name]) => name.startsWith('providerNameOf'))?.[1] ?? rest.raw])).toEqual([
      ['SplitAccountMandate', 'SPLIT'], ['TrustlyAccountMandate', 'TRUSTLY'], ['PaylandsAccountMandate', 'PAYLANDSEN_CARDS'], ['PaylandsAccountMandate', 'PAYLANDSEN_BIZUM'],
      ['FerratumV2AccountMandate', 'FERRATUM_CHECKOUT_CREDIT_CARD_V2'], ['UnknownCreatedAccountMandate', { mandateId: 'm', providerName: 'brandNew' }],
    ]);
    expect(second).toMatchObject({ accountReference: 'B', success: false, error: { code: 'UNKNOWN_OUTCOME' } });
  });
});

describe('deleteAccountMandates', () => {
  it("sends the document's mandate and reads its answer", () =>
    holds(graph, {
      field: 'deleteAccountMandates', args: { input: [{ accountReference, mandateId: mandate.mandateId }], async: false, sequential: true, triggerName: 'T' },
      url: '/delete_account_mandates?triggerName=T&sequential=true&async=false', body: documentedRequest('deleteAccountMandates'),
      answer: documentedAnswer('deleteAccountMandates', accountReference), expected: [{ accountReference, ...done }],
    }));
});

/** What belongs to an account at Receeve, through the whole gateway: products, debtors, scores. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRecordedGateway, type RecordedGateway } from '../../support/gateway.ts';
import { documentedAnswer, documentedDebtor, documentedRequest, done, exchange, holds } from '../../support/receeve.ts';

let graph: RecordedGateway;
beforeAll(async () => {
  graph = await startRecordedGateway();
});
beforeEach(() => graph.reset());
afterAll(() => graph.close());

const reference = 'ACCOUNT_REFERENCE_002';
const product = { productReference: 'PRODUCT_REFERENCE_002_2', type: 'Computer', name: 'MacBook Air', code: '2022' };
const debtor = { debtorReference: 'EXTERNAL_DEBTOR_REF_002', contactInformation: { country: 'DE', email: 'first.last@acme.com' }, firstName: 'First_2', lastName: 'Last_2' };

describe.each([
  ['addAccountProducts', '/add_account_products'],
  ['updateAccountProducts', '/update_account_products'],
])('%s', (field, url) => {
  const call = {
    field,
    body: documentedRequest(field),
    answer: documentedAnswer(field),
    expected: [{
      accountReference: reference, success: true, messageIds: ['931120dd-06bf-4ec9-9f44-2167585e76d1'], messages: ['Successfully added Product PRODUCT_REFERENCE_002_2'],
      data: [{ ...product, meta: {} }],
    }],
  };
  const input = [{ accountReference: reference, ...product }];

  it("sends the document's product and reads its answer", () => holds(graph, { ...call, args: { input }, url }));

  it('sends the three options as they are given', () =>
    holds(graph, { ...call, args: { input, async: true, sequential: true, triggerName: 'T' }, url: `${url}?triggerName=T&async=true&sequential=true` }));
});

describe('debtors', () => {
  const input = [{ accountReference: reference, ...debtor }];

  it("addAccountDebtors sends the document's debtor and reads its answer, in which telephones are numbers", () =>
    holds(graph, {
      field: 'addAccountDebtors', args: { input }, url: '/add_account_debtors', body: documentedRequest('addAccountDebtors'),
      answer: documentedAnswer('addAccountDebtors', reference, 'another'),
      expected: [{ accountReference: reference, ...done, data: [documentedDebtor] }, { accountReference: 'another', ...done, data: [documentedDebtor] }],
    }));

  it("updateAccountDebtors sends the document's debtor and reads its answer", () =>
    holds(graph, {
      field: 'updateAccountDebtors', args: { input, triggerName: 'T', async: false, sequential: false }, url: '/update_account_debtors?triggerName=T&async=false&sequential=false',
      body: documentedRequest('updateAccountDebtors'), answer: documentedAnswer('updateAccountDebtors', reference), expected: [{ accountReference: reference, ...done }],
    }));

  it('sends names and kinds as the wire has them', async () => {
    const { errors, request } = await exchange(graph, {
      field: 'addAccountDebtors', answer: {},
      args: { input: [{ accountReference: 'A', ssn: '1', type: 'LEGAL', birthday: '2000-02-29', contactInformation: { country: 'DE', additionalContactInformation: [{ landLineContact: { landLine: '49' } }, { workPhoneNumberContact: { workPhoneNumber: '50' } }] } }] },
    });
    expect(errors).toBeUndefined();
    expect(JSON.parse(request.body.toString())).toEqual([
      { accountReference: 'A', SSN: '1', type: 'legal', birthday: '2000-02-29', contactInformation: { country: 'DE', additionalContactInformation: [{ landLine: '49' }, { workPhoneNumber: '50' }] } },
    ]);
  });

  it('reads an answer of another kind as unknown, not as done', async () => {
    const { data, errors } = await exchange(graph, { field: 'updateAccountDebtors', args: { input }, answer: [] });
    expect(errors).toBeUndefined();
    expect(data.updateAccountDebtors).toMatchObject([{ accountReference: reference, success: false, error: { code: 'UNKNOWN_OUTCOME' } }]);
  });
});

describe('setAccountScores', () => {
  const score = { type: 'EXTERNAL', value: 'SCORE1', meta: {} };

  it("sends the document's score and reads its answer", () =>
    holds(graph, {
      field: 'setAccountScores', args: { input: [{ accountReference: reference, ...score }], sequential: true, async: true, triggerName: 'T' }, url: '/set_account_scores?triggerName=T&sequential=true&async=true',
      body: documentedRequest('SetAccountScores'), answer: documentedAnswer('SetAccountScores', reference),
      expected: [{ accountReference: reference, messages: ['Successfully set the score of EXTERNAL'], success: true, messageIds: ['0fdf533f-e453-4b64-9e4a-e1e2a2b81bf4'], data: [score] }],
    }));
});

it('sends null where null was given, and nothing where nothing was', async () => {
  // The document says nothing of null, so these requests are not held against it.
  const loose = await startRecordedGateway({ unchecked: ['receeve'] });
  try {
    const { errors, request } = await exchange(loose, { field: 'updateAccountProducts', args: { input: [{ accountReference: 'A', productReference: 'P', name: null, meta: null }] }, answer: {} });
    expect(errors).toBeUndefined();
    expect(request.body.toString()).toBe('[{"accountReference":"A","productReference":"P","name":null,"meta":null}]');
  } finally {
    await loose.close();
  }
});

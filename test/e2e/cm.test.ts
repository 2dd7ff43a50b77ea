/** CM Payments through the whole gateway: every documented call, exact on the wire. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRecordedGateway, type RecordedGateway } from '../support/gateway.ts';

/** The example of the vendor's document. */
const link = {
  amount: 10.0,
  callback_url: 'https://merchant.url/callback',
  country_code: 'NL',
  currency_code: 'EUR',
  expiry_date: '2022-02-22T22:00:00+00:00',
  invoice_due_date: '2022-02-22T22:00:00+00:00',
  invoice_reference: '<INVOICE_REFERENCE>',
  language_code: 'NL',
  merchant_reference: '<MERCHANT_REFERENCE>',
  ref: 'pml-f4b63861-9af3-4b20-a414-59dd9a7887c5',
  active: true,
  status: 'open',
  uri: 'https://www.cmpay.nl/pml/3F7XHG7',
};
const answered = {
  amount: '10.00',
  callbackUrl: link.callback_url,
  countryCode: 'NL',
  currencyCode: 'EUR',
  expiryDate: link.expiry_date,
  invoiceDueDate: link.invoice_due_date,
  invoiceReference: link.invoice_reference,
  languageCode: 'NL',
  merchantReference: link.merchant_reference,
  ref: link.ref,
  active: true,
  status: 'OPEN',
  uri: link.uri,
};
const fields = Object.keys(answered).join(' ');
const json = { 'content-type': 'application/json' };
/** As printed in the document: 10.00, which JSON.stringify would shorten. */
const asPrinted = JSON.stringify(link).replace('"amount":10', '"amount":10.00');

let graph: RecordedGateway;
beforeAll(async () => {
  graph = await startRecordedGateway();
});
beforeEach(() => graph.reset());
afterAll(() => graph.close());

describe('CM', () => {
  it('creates a payment link with exact digits and a bearer token', async () => {
    graph.vendors.cm.answer({ status: 201, headers: json, body: asPrinted });
    const { data, errors } = await graph.ask(
      `mutation($input: CreatePaymentLinkInput!) { createPaymentLink(input: $input) { ${fields} } }`,
      { input: { ...answered, ref: undefined, active: undefined, status: undefined, uri: undefined } },
    );
    expect(errors).toBeUndefined();
    expect(data.createPaymentLink).toEqual(answered);
    const { method, url, headers, body } = graph.vendors.cm.only();
    expect([method, url]).toEqual(['POST', '/paymentlink/v1.0']);
    expect(headers.authorization).toBe('Bearer token-1');
    expect(headers['content-type']).toBe('application/json');
    expect(body.toString()).toBe(
      '{"amount":10.00,"callback_url":"https://merchant.url/callback","country_code":"NL","currency_code":"EUR","expiry_date":"2022-02-22T22:00:00+00:00","invoice_due_date":"2022-02-22T22:00:00+00:00","invoice_reference":"<INVOICE_REFERENCE>","language_code":"NL","merchant_reference":"<MERCHANT_REFERENCE>"}',
    );
  });

  it('changes only what the caller gave', async () => {
    graph.vendors.cm.answer({ headers: json, body: { ...link, amount: 10, active: false } });
    const { data, errors } = await graph.ask(`mutation { updatePaymentLink(reference: "a/../b?c=1#d%2f é", input: { active: false }) { amount active } }`);
    expect(errors).toBeUndefined();
    expect(data.updatePaymentLink).toEqual({ amount: '10', active: false });
    const { method, url, body } = graph.vendors.cm.only();
    expect([method, url]).toEqual(['PATCH', '/paymentlink/v1/a%2F..%2Fb%3Fc%3D1%23d%252f%20%C3%A9']);
    expect(body.toString()).toBe('{"active":false}');
  });

  it('reads a payment link and its status', async () => {
    graph.vendors.cm.answer(({ url }) => ({ headers: json, body: url.endsWith('/status') ? { status: 'paid' } : asPrinted }));
    const { data, errors } = await graph.ask(`query($r: String!) { paymentLink(reference: $r) { ${fields} } paymentLinkStatus(reference: $r) { status } }`, { r: link.ref });
    expect(errors).toBeUndefined();
    expect(data).toEqual({ paymentLink: answered, paymentLinkStatus: { status: 'PAID' } });
    expect(graph.vendors.cm.requests.map(({ method, url }) => `${method} ${url}`).sort()).toEqual([
      `GET /paymentlink/v1/${link.ref}`,
      `GET /paymentlink/v1/${link.ref}/status`,
    ]);
  });

  it('answers null for a link that CM does not know', async () => {
    graph.vendors.cm.answer({ status: 404 });
    const { data, errors } = await graph.ask(`{ paymentLink(reference: "x") { ref } paymentLinkStatus(reference: "x") { status } }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({ paymentLink: null, paymentLinkStatus: null });
  });

  it.each([
    ['more decimals than the currency has', { amount: '10.001', merchantReference: 'm' }, /10\.001.*EUR has 2/],
    ['decimals of a currency without any', { amount: '10.5', currencyCode: 'JPY', merchantReference: 'm' }, /10\.5 has 1 decimal, but JPY has none/],
    ['no amount at all', { merchantReference: 'm' }, /amount/],
    ['an amount that is no number', { amount: 'ten', merchantReference: 'm' }, /amount/],
    ['a date without an offset', { amount: '10', merchantReference: 'm', expiryDate: '2022-02-22T22:00:00' }, /expiryDate/],
    ['a field that does not exist', { amount: '10', merchantReference: 'm', iban: 'x' }, /iban/],
  ])('refuses %s before any call', async (_, input, sentence) => {
    const { errors } = await graph.ask(`mutation($input: CreatePaymentLinkInput!) { createPaymentLink(input: $input) { ref } }`, { input });
    expect(errors?.[0]?.message).toMatch(sentence);
    expect(graph.vendors.cm.requests).toEqual([]);
  });

  it('keeps three decimals of a currency that has them', async () => {
    graph.vendors.cm.answer({ status: 201, headers: json, body: link });
    const { errors } = await graph.ask(`mutation { createPaymentLink(input: { amount: 10.001, currencyCode: "KWD", merchantReference: "m" }) { ref } }`);
    expect(errors).toBeUndefined();
    expect(graph.vendors.cm.only().body.toString()).toBe('{"amount":10.001,"currency_code":"KWD","merchant_reference":"m"}');
  });
});

/** uCollect through the whole gateway: every documented call, exact on the wire. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRecordedGateway, type RecordedGateway } from '../support/gateway.ts';

let graph: RecordedGateway;
beforeAll(async () => {
  graph = await startRecordedGateway();
});
beforeEach(() => graph.reset());
afterAll(() => graph.close());

const contact = 'a4d48ba0-fd53-422d-95a1-6ea2dae05fe5';
const text = (body: string) => ({ headers: { 'content-type': 'text/plain' }, body });
const assign = `mutation($input: AssignContactInput!) { assignContact(input: $input) { outcome message } }`;

describe('assignContact', () => {
  it("sends the vendor's example, dates in double brackets", async () => {
    graph.vendors.ucollect.answer(text('OK'));
    const { data, errors } = await graph.ask(assign, {
      input: {
        contactId: contact,
        orgPGID: '2105',
        pgToken: 'cus_EWQJcUrpqp3Sb8',
        suspended: '1',
        values: ['123', '234', '345'],
        installments: [
          { invoiceId: 'f1328393-0d6e-44df-a11f-064d3c4d4bfd', parts: [{ date: '2019-02-21', amount: '150.50' }] },
          { invoiceId: 'd8272b94-e39d-4445-8ddb-9de09e5a28af', parts: [{ date: '2019-02-22', amount: '50' }, { date: '2019-02-24', amount: '50' }] },
        ],
        blind: 'true',
        name: 'Cont1',
      },
    });
    expect(errors).toBeUndefined();
    expect(data.assignContact).toEqual({ outcome: 'OK', message: null });
    const { method, url, headers, body } = graph.vendors.ucollect.only();
    expect([method, url]).toEqual(['POST', '/api/AssignContact']);
    expect(headers['apikey']).toBe('ucollect-key');
    expect(headers.authorization).toBeUndefined();
    expect(JSON.parse(body.toString())).toEqual({
      ContactID: contact,
      OrgPGID: '2105',
      PGToken: 'cus_EWQJcUrpqp3Sb8',
      Suspended: '1',
      Values: ['123', '234', '345'],
      Installments: {
        'f1328393-0d6e-44df-a11f-064d3c4d4bfd': [['2019-02-21', '150.50']],
        'd8272b94-e39d-4445-8ddb-9de09e5a28af': [['2019-02-22', '50'], ['2019-02-24', '50']],
      },
      blind: 'true',
      name: 'Cont1',
    });
  });

  it.each([
    ['left out', {}],
    ['null', { pgToken: null }],
  ])('always sends PGToken, blank when it is %s, and nothing else that is absent', async (_, more) => {
    graph.vendors.ucollect.answer(text('REPLACED'));
    const { data } = await graph.ask(assign, { input: { contactId: contact, orgPGID: '2105', ...more } });
    expect(data.assignContact.outcome).toBe('REPLACED');
    expect(graph.vendors.ucollect.only().body.toString()).toBe(`{"ContactID":"${contact}","OrgPGID":"2105","PGToken":""}`);
  });

  it('sends an explicit null blank, by its type', async () => {
    graph.vendors.ucollect.answer(text('OK'));
    await graph.ask(assign, { input: { contactId: contact, orgPGID: '2105', suspended: null, values: null, installments: null, blind: null, name: null } });
    expect(JSON.parse(graph.vendors.ucollect.only().body.toString())).toEqual({
      ContactID: contact, OrgPGID: '2105', PGToken: '', Suspended: '', Values: [], Installments: {}, blind: '', name: '',
    });
  });

  it('reads a refusal with its reason', async () => {
    graph.vendors.ucollect.answer(text('FAIL (unknown OrgPGID)'));
    const { data, errors } = await graph.ask(assign, { input: { contactId: contact, orgPGID: 'x' } });
    expect(errors).toBeUndefined();
    expect(data.assignContact).toEqual({ outcome: 'FAIL', message: 'unknown OrgPGID' });
  });

  it.each([
    ['the same invoice twice', { installments: [{ invoiceId: 'i', parts: [] }, { invoiceId: 'i', parts: [] }] }, /installments.*"?i"?/],
    ['a date that is none', { installments: [{ invoiceId: 'i', parts: [{ date: '2019-02-30', amount: '1' }] }] }, /installments\[0\]\.parts\[0\]\.date/],
    ['a part without an amount', { installments: [{ invoiceId: 'i', parts: [{ date: '2019-02-21' }] }] }, /amount/],
  ])('refuses %s before any call', async (_, more, sentence) => {
    const { errors } = await graph.ask(assign, { input: { contactId: contact, orgPGID: '2105', ...more } });
    expect(errors?.[0]?.message).toMatch(sentence);
    expect(graph.vendors.ucollect.requests).toEqual([]);
  });
});

describe('sendInvite', () => {
  it("sends the vendor's example", async () => {
    graph.vendors.ucollect.answer(text('OK'));
    const { data, errors } = await graph.ask(`mutation($input: SendInviteInput!) { sendInvite(input: $input) { outcome message } }`, {
      input: { contactId: contact, orgPGID: ['2105', '2051'], email: 'test123@example.com' },
    });
    expect(errors).toBeUndefined();
    expect(data.sendInvite).toEqual({ outcome: 'OK', message: null });
    const { method, url, headers, body } = graph.vendors.ucollect.only();
    expect([method, url, headers['apikey']]).toEqual(['POST', '/api/SendInvite', 'ucollect-key']);
    expect(body.toString()).toBe(`{"ContactID":"${contact}","OrgPGID":["2105","2051"],"email":"test123@example.com"}`);
  });
});

describe('the statuses', () => {
  const ledger = 'Demo%20Company%20(NL)';
  it.each([
    ['organisationStatus { status gateway raw }', `/extension?method=organisation&ledger=${ledger}&user=user%40example.com&format=json`, 'PAYNOW'],
    ['contactStatus(contactId: "c 1") { status gateway raw }', `/extension?method=contact&contact_id=c%201&ledger=${ledger}&user=user%40example.com&format=json`, 'NOT ENABLED'],
    ['invoiceStatus(invoiceId: "i+1") { status gateway raw }', `/extension?method=invoice&invoice_id=i%2B1&ledger=${ledger}&user=user%40example.com&format=json`, 'INVOICE SUSPENDED'],
    [
      'invoiceStatus(invoiceId: "i", contactId: "a/../b?c=1#d%2f é", ledger: "Other Ledger", user: "x+y@example.com") { status gateway raw }',
      '/extension?method=invoice&contact_id=a%2F..%2Fb%3Fc%3D1%23d%252f%20%C3%A9&invoice_id=i&ledger=Other%20Ledger&user=x%2By%40example.com&format=json',
      'NOT CONNECTED',
    ],
  ])('%s', async (field, url, phrase) => {
    graph.vendors.ucollect.answer(text(phrase));
    const { data, errors } = await graph.ask(`{ answer: ${field} }`);
    expect(errors).toBeUndefined();
    expect(data.answer).toEqual({ status: phrase.replaceAll(' ', '_'), gateway: null, raw: phrase });
    const request = graph.vendors.ucollect.only();
    expect([request.method, request.url]).toEqual(['GET', url]);
    expect(request.headers['apikey']).toBeUndefined();
  });

  it.each([
    ['plain text', text('INSTALLMENTS (via Stripe)')],
    ['a JSON string', { headers: { 'content-type': 'application/json' }, body: '"INSTALLMENTS (via Stripe)"' }],
    ['an object with one string in it', { headers: { 'content-type': 'application/json' }, body: { code: 1, status: 'INSTALLMENTS (via Stripe)' } }],
  ])('reads %s', async (_, answer) => {
    graph.vendors.ucollect.answer(answer);
    const { data } = await graph.ask(`{ invoiceStatus(invoiceId: "i") { status gateway raw } }`);
    expect(data.invoiceStatus).toEqual({ status: 'INSTALLMENTS', gateway: 'Stripe', raw: 'INSTALLMENTS (via Stripe)' });
  });

  it('keeps words that it does not know, and says so at the one field', async () => {
    graph.vendors.ucollect.answer(text('ON HOLD'));
    const { data, errors } = await graph.ask(`{ contactStatus(contactId: "c") { status raw } }`);
    expect(data.contactStatus).toEqual({ status: null, raw: 'ON HOLD' });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({ path: ['contactStatus', 'status'], extensions: { code: 'UPSTREAM_INVALID_RESPONSE', system: 'ucollect', operation: 'contactStatus' } });
  });
});

describe('payNowURL', () => {
  it("is the vendor's example, computed without a call", async () => {
    const { data, errors } = await graph.ask(`{ payNowURL(org: "!aYJhW", contactId: "38ecc740-1d25-4135-b5c9-10140fe595f2") odd: payNowURL(org: "a b&c", contactId: "a/../b?c=1#d%2f é") }`);
    expect(errors).toBeUndefined();
    const base = graph.gateway.systems.find(({ name }) => name === 'ucollect')?.host;
    expect(data).toEqual({
      payNowURL: `http://${base}/paynow/index/?org=!aYJhW&contactID=38ecc740-1d25-4135-b5c9-10140fe595f2`,
      odd: `http://${base}/paynow/index/?org=a%20b%26c&contactID=a%2F..%2Fb%3Fc%3D1%23d%252f%20%C3%A9`,
    });
    expect(graph.vendors.ucollect.requests).toEqual([]);
  });
});

describe('without a configured ledger and user', () => {
  it('asks for them in one sentence, before any call', async () => {
    const bare = await startRecordedGateway({ env: { UCOLLECT_LEDGER: '', UCOLLECT_USER: '' } });
    try {
      const { data, errors } = await bare.ask(`{ organisationStatus { status } given: organisationStatus(ledger: "L", user: "u@example.com") { status } }`);
      expect(data.organisationStatus).toBeNull();
      expect(errors?.map(({ path }) => path?.[0])).toContain('organisationStatus');
      expect(errors?.[0]?.message).toMatch(/ledger.*UCOLLECT_LEDGER/);
      expect(bare.vendors.ucollect.requests).toHaveLength(1);
    } finally {
      await bare.close();
    }
  });
});

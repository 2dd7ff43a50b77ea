import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from './support.ts';
import { start } from './support.ts';

let client: Client;
beforeEach(async () => {
  client = await start();
});

const contact = { ContactID: 'C', OrgPGID: '2105', PGToken: 'cus_1' };
const status = async (query: string, more: { ledger?: string; user?: string; format?: string } = {}) => {
  const { ledger = client.env('UCOLLECT_LEDGER'), user = client.env('UCOLLECT_USER'), format = 'string' } = more;
  return client.ucollect(`/extension?method=${query}&ledger=${encodeURIComponent(ledger)}&user=${encodeURIComponent(user)}&format=${format}`);
};
const word = async (...given: Parameters<typeof status>) => (await status(...given)).text;
const assign = async (more: object = {}) => (await client.ucollect('/api/AssignContact', { ...contact, ...more })).text;

describe('an organisation', () => {
  it.each([
    [{}, 'PAYNOW'],
    [{ ledger: 'Muster Inkasso GmbH' }, 'CONNECTED'],
    [{ ledger: 'Nog Leeg BV' }, 'NOT CONNECTED'],
    [{ ledger: 'Dubbel BV' }, 'DUPLICATE ORGANISATION'],
    [{ ledger: 'Unknown' }, 'NOT CONNECTED'],
    [{ ledger: 'Voorbeeld+Incasso+BV' }, 'NOT CONNECTED'],
    [{ user: 'somebody@example.com' }, 'NOT CONNECTED'],
  ])('with %j is %s', async (more, expected) => {
    expect(await word('organisation', more)).toBe(expected);
    if (expected.endsWith('CONNECTED') || expected.startsWith('DUPL')) return;
    expect(await status('organisation', { ...more, format: 'json' })).toMatchObject({ text: `"${expected}"`, json: expected });
  });

  it('answers plain text, or that text as JSON', async () => {
    expect((await status('organisation')).headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect((await status('organisation', { format: 'json' })).headers.get('content-type')).toBe('application/json');
  });

  it('passes its own state on to contacts and invoices', async () => {
    await assign();
    for (const query of ['contact&contact_id=C', 'invoice&invoice_id=I']) {
      expect(await word(query, { ledger: 'Dubbel BV' })).toBe('DUPLICATE ORGANISATION');
      expect(await word(query, { ledger: 'Unknown' })).toBe('NOT CONNECTED');
      // Its gateways do not have the one that the contact pays through.
      expect(await word(query, { ledger: 'Muster Inkasso GmbH' })).toBe('NOT ENABLED');
    }
  });
});

describe('a contact', () => {
  it('is assigned, replaced, suspended and released; what is not supplied is kept', async () => {
    expect(await word('contact&contact_id=C')).toBe('NOT ENABLED');
    expect(await assign({ Suspended: '1', Values: ['1', '2'], blind: 'true', name: 'N' })).toBe('OK');
    expect(await word('contact&contact_id=C')).toBe('CONTACT SUSPENDED');
    expect(await assign({ OrgPGID: '2051', PGToken: '' })).toBe('REPLACED');
    expect(client.sandbox.systems.ucollect.state.contacts.get('C')).toEqual({ contactId: 'C', gatewayId: '2051', token: '', suspended: true, values: ['1', '2'], blind: 'true', name: 'N' });
    expect(await assign({ Suspended: '', Values: [], blind: '', name: '' })).toBe('REPLACED');
    expect(client.sandbox.systems.ucollect.state.contacts.get('C')).toMatchObject({ suspended: false, values: [], blind: '', name: '' });
    expect(await word('contact&contact_id=C')).toBe('ENABLED (via Stripe)');
  });

  it.each([
    [{ OrgPGID: '9999' }, 'FAIL (unknown OrgPGID 9999)'],
    [{ ContactID: '' }, 'FAIL (ContactID is empty)'],
    [{ Installments: { I: [['2025-02-20', '1,00']] } }, 'FAIL (installment 2025-02-20 1,00 of invoice I has no amount)'],
  ])('with %j fails', async (more, expected) => {
    expect(await client.ucollect('/api/AssignContact', { ...contact, ...more })).toMatchObject({ status: 200, text: expected });
    expect(client.sandbox.systems.ucollect.state.contacts.size).toBe(0);
  });

  it('has no installment on a day that is none', async () => {
    const reply = await client.ucollect('/api/AssignContact', { ...contact, Installments: { I: [['2025-02-30', '1.00']] } });
    expect(reply).toMatchObject({ status: 400, text: expect.stringMatching(/^FAIL \(body \/Installments\/I/) });
  });
});

describe('an invoice', () => {
  it('is what its contact is, unless it has installments', async () => {
    expect(await word('invoice&invoice_id=I')).toBe('NOT ENABLED');
    await assign({ Installments: { I: [['2025-02-22', '50'], ['2025-02-24', '50.50']], J: ['2025-02-21', '150.50'] } });
    expect(await word('invoice&invoice_id=I')).toBe('INSTALLMENTS (via Stripe)');
    expect(await word('invoice&invoice_id=J&contact_id=C')).toBe('INSTALLMENTS (via Stripe)');
    expect(await word('invoice&invoice_id=K&contact_id=C')).toBe('ENABLED (via Stripe)');
    await assign({ Suspended: '1' });
    // A plan overrides the suspension.
    expect(await word('invoice&invoice_id=I')).toBe('INSTALLMENTS (via Stripe)');
    expect(await word('invoice&invoice_id=K&contact_id=C')).toBe('CONTACT SUSPENDED');
    await assign({ Installments: { I: [] } });
    expect(await word('invoice&invoice_id=I')).toBe('CONTACT SUSPENDED');
    expect(await word('invoice&invoice_id=J')).toBe('INSTALLMENTS (via Stripe)');
    await assign({ Installments: {} });
    expect(await word('invoice&invoice_id=J')).toBe('CONTACT SUSPENDED');
  });

  it('may be suspended by itself', async () => {
    client = await start({ demo: true });
    const { invoices, contacts } = client.sandbox.systems.ucollect.state;
    const [id] = [...invoices].find(([, invoice]) => invoice.suspended && invoice.installments.length === 0 && contacts.get(invoice.contactId ?? '')?.suspended === false) ?? [];
    expect(await word(`invoice&invoice_id=${id}`)).toBe('INVOICE SUSPENDED');
  });
});

describe('an invite', () => {
  it.each([
    [{ ContactID: 'C', OrgPGID: ['2105', '2051'], email: 'a@example.com' }, 'OK'],
    [{ ContactID: 'C', OrgPGID: '2105' }, 'OK'],
    [{ ContactID: 'C', OrgPGID: ['2105', '1'] }, 'FAIL (unknown OrgPGID 1)'],
    [{ ContactID: 'C', OrgPGID: [] }, 'FAIL (OrgPGID is empty)'],
    [{ ContactID: '', OrgPGID: '2105' }, 'FAIL (ContactID is empty)'],
    [{ ContactID: 'C', OrgPGID: '2105', email: 'nobody' }, 'FAIL (email is not an e-mail address)'],
  ])('%j: %s', async (body, expected) => {
    expect(await client.ucollect('/api/SendInvite', body)).toMatchObject({ status: 200, text: expected });
    expect(client.sandbox.systems.ucollect.state.invites).toHaveLength(expected === 'OK' ? 1 : 0);
  });
});

describe('at the door', () => {
  it('a wrong key is refused', async () => {
    for (const headers of [{}, { apikey: 'wrong' }] as Record<string, string>[]) {
      const reply = await client.raw('UCOLLECT', '/api/AssignContact', { method: 'POST', body: JSON.stringify(contact), headers: { 'content-type': 'application/json', ...headers } });
      expect(reply).toMatchObject({ status: 401, text: 'FAIL (invalid API key)' });
    }
  });

  it.each([
    ['{', 'application/json', /^FAIL \(body: SyntaxError/],
    ['{}', 'application/json', /^FAIL \(body: must have required property 'ContactID'/],
    ['{"ContactID":"C","OrgPGID":2105,"PGToken":""}', 'application/json', /^FAIL \(body \/OrgPGID: must be string, got 2105\)$/],
    ['{}', 'text/plain', /^FAIL \(content-type/],
  ])('%s as %s does not fit', async (body, type, expected) => {
    const reply = await client.raw('UCOLLECT', '/api/AssignContact', { method: 'POST', body, headers: { 'content-type': type, apikey: client.env('UCOLLECT_API_KEY') } });
    expect(reply).toMatchObject({ status: 400, text: expect.stringMatching(expected) });
  });

  it.each(['/extension', '/extension?method=nothing', '/api/assigncontact', '/'])('%s is not found', async (path) => {
    expect((await client.ucollect(path)).status).toBe(404);
  });

  it('a status needs all of its parameters and knows no others', async () => {
    expect(await client.ucollect('/extension?method=organisation')).toMatchObject({ status: 400, text: 'FAIL (query /ledger: is required; query /user: is required; query /format: is required)' });
    expect((await status('organisation', { format: 'xml' })).status).toBe(400);
    expect((await status('organisation&invoice_id=1')).text).toBe('FAIL (query /invoice_id: is not documented for this operation)');
  });

  it('the Pay Now page is a page', async () => {
    const page = await client.ucollect('/paynow/index/?org=!aYJhW&contactID=C');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.text).toContain('Pay Voorbeeld Incasso BV');
    expect((await client.ucollect('/paynow/index/?org=%3Cb%3E&contactID=C')).text).toContain('Unknown organisation');
  });
});

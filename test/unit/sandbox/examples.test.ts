/** Every request that the vendors print as an example is done, and the answer is what their documents say it is. */
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { contractOf } from '../../../src/sandbox/documents.ts';
import type { Client } from './support.ts';
import { start } from './support.ts';

type Documented = { operationId: string; requestBody?: { content: Record<string, { example?: unknown }> } };

const document = parse(readFileSync('schema/receeve.openapi.yaml', 'utf8')) as { paths: Record<string, Record<string, Documented>> };
const receeve = new Map(
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.values(item).map((operation) => [operation.operationId, { path: path.split('/').at(-1) ?? '', example: operation.requestBody?.content['application/json']?.example }] as const),
  ),
);

describe('the documented examples of Receeve', () => {
  let client: Client;
  const send = (operationId: string, body = receeve.get(operationId)?.example) => {
    if (body === undefined) throw new Error(`${operationId} has no example`);
    return client.receeve(receeve.get(operationId)?.path ?? '', body);
  };
  /** What the examples take for granted. */
  const claim = { amount: 3000, currency: 'EUR', currentDueDate: '2019-02-15', originalDueDate: '2019-02-15', primaryDebtor: { firstName: 'F', lastName: 'L', contactInformation: { country: 'DE' } } };

  beforeEach(async () => {
    client = await start();
    await send('createAccounts');
    await client.receeve('create_claims', { API_CLAIM_REF_002_1: claim, CLAIM_REF_002: claim, property1: claim, property2: claim });
  });

  const prepared: Record<string, string[]> = {
    updateAccountProducts: ['addAccountProducts'],
    updateAccountDebtors: [],
    updateAccountLedgerEntriesAmounts: ['addAccountLedgerEntries'],
    recreateClaims: ['createClaims'],
    updateClaims: ['createClaims'],
    resumeJourneys: ['pauseJourneys'],
    deleteAccountMandates: ['createAccountMandates'],
  };
  const writes = [...receeve].filter(([id, { example }]) => example !== undefined && id !== 'createAccounts').map(([id]) => id);

  it('are 23 writes besides createAccounts', () => {
    expect(writes).toHaveLength(23);
  });

  it.each(writes)('%s', async (operationId) => {
    for (const before of prepared[operationId] ?? []) await send(before);
    if (operationId === 'recreateClaims') client.sandbox.systems.receeve.deleteClaim('CLAIM_REF_002_1');
    if (operationId === 'addAccountDebtors') await client.receeve('create_accounts', { OTHER: { currency: 'EUR' } });
    const example = receeve.get(operationId)?.example;
    // The account of the example has this debtor already.
    const body = operationId === 'addAccountDebtors' ? [{ ...(example as object[])[0], accountReference: 'OTHER' }] : example;
    const reply = await send(operationId, body);
    expect(reply.status).toBe(200);
    const answers = Object.values(reply.json as Record<string, { success: boolean; messages: string[]; messageIds: string[] }>);
    expect(answers.length).toBeGreaterThan(0);
    for (const { success, messages, messageIds } of answers) {
      expect({ success, messages }).toEqual({ success: true, messages: [expect.any(String)] });
      expect(messageIds).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    }
  });

  it('all 34 operations are known to the stand-in', async () => {
    for (const { path, method } of contractOf('receeve').operations()) {
      const url = path.replace('{clientId}', client.env('RECEEVE_CLIENT_ID'));
      const reply = await client.raw('RECEEVE', url, { method, headers: { authorization: await client.receeveToken() } });
      // Nothing was given that they need, but they know what they are asked.
      expect({ path, status: reply.status, success: reply.json?.success }).toEqual({ path, status: path.endsWith('/token') ? 405 : 400, success: path.endsWith('/token') ? undefined : false });
    }
    expect(contractOf('receeve').operations()).toHaveLength(34);
    expect(client.sandbox.calls.count({ system: 'receeve', operation: 'unknown' })).toBe(0);
  });
});

describe('the documented examples of CM', () => {
  it('are created, read, deactivated and asked for their status', async () => {
    const client = await start();
    const example = contentOf('cm', '/paymentlink/v1.0', 'post');
    const created = await client.cm('/paymentlink/v1.0', { method: 'POST', body: example.text });
    expect(created.status).toBe(201);
    expect(created.json).toEqual({ ...example.value, amount: 10, ref: expect.stringMatching(/^pml-[0-9a-f-]{36}$/), active: true, status: 'open', uri: expect.stringMatching(/\/pml\/[A-Z0-9]{7}$/) });
    const path = `/paymentlink/v1/${created.json.ref}`;
    expect(await client.cm(path)).toMatchObject({ status: 200, text: created.text });
    const changed = await client.cm(path, { method: 'PATCH', body: JSON.stringify(contentOf('cm', '/paymentlink/v1/{reference}', 'patch').value) });
    expect(changed).toMatchObject({ status: 200, json: { ...created.json, active: false } });
    expect(await client.cm(`${path}/status`)).toMatchObject({ status: 200, json: { status: 'open' } });
  });
});

describe('the documented examples of uCollect', () => {
  it('assigns a contact, invites one, and tells statuses', async () => {
    const client = await start();
    expect((await client.ucollect('/api/AssignContact', contentOf('ucollect', '/api/AssignContact', 'post').value)).text).toBe('OK');
    expect((await client.ucollect('/api/AssignContact', contentOf('ucollect', '/api/AssignContact', 'post').value)).text).toBe('REPLACED');
    expect((await client.ucollect('/api/SendInvite', contentOf('ucollect', '/api/SendInvite', 'post').value)).text).toBe('OK');
    const asked = `ledger=${encodeURIComponent(client.env('UCOLLECT_LEDGER'))}&user=${client.env('UCOLLECT_USER')}&format=string`;
    expect((await client.ucollect(`/extension?method=organisation&${asked}`)).text).toBe('PAYNOW');
    expect((await client.ucollect(`/extension?method=contact&contact_id=a4d48ba0-fd53-422d-95a1-6ea2dae05fe5&${asked}`)).text).toBe('CONTACT SUSPENDED');
    expect((await client.ucollect(`/extension?method=invoice&invoice_id=f1328393-0d6e-44df-a11f-064d3c4d4bfd&${asked}`)).text).toBe('INSTALLMENTS (via Stripe)');
  });
});

describe('the documented operations of Collectmaxx', () => {
  const manual = JSON.parse(readFileSync('test/unit/graph/manual.json', 'utf8')) as { name: string; document: string; variables: Record<string, unknown> }[];

  it.each(manual)('$name', async ({ document: query, variables }) => {
    const client = await start({ demo: true });
    const { status, json } = await client.collectmaxx(query, variables);
    expect(status).toBe(200);
    expect(json.errors).toBeUndefined();
    const [service = {}] = Object.values(json.data as Record<string, Record<string, unknown>>);
    expect(Object.values(service)).toEqual([expect.anything()]);
  });
});

function contentOf(system: string, path: string, method: string): { value: any; text: string } {
  const { paths } = parse(readFileSync(`schema/${system}.openapi.yaml`, 'utf8')) as typeof document;
  const value = paths[path]?.[method]?.requestBody?.content['application/json']?.example;
  return { value, text: JSON.stringify(value) };
}

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startHarness, type Harness } from '../../support/documents.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness(`
    type Query { invoiceStatus(id: String!): InvoiceStatus @rest(source: "test", GET: "/extension?invoice_id={id}&format=json", answer: PHRASE) }
    type Mutation { assign(input: AssignInput!): AssignResult @rest(source: "test", POST: "/assign", body: JSON, answer: PHRASE) }
    type InvoiceStatus { status: InvoiceStatusWord @phrase(part: WORDS)  gateway: String @phrase(part: REMARK, after: "via")  raw: String @phrase(part: WHOLE) }
    enum InvoiceStatusWord { NOT  NOT_ENABLED @wire(value: "NOT ENABLED")  ENABLED  INSTALLMENTS }
    input AssignInput { id: String! }
    type AssignResult { outcome: Outcome @phrase(part: WORDS)  message: String @phrase(part: REMARK) }
    enum Outcome { OK  REPLACED  FAIL }
  `);
});
beforeEach(() => harness.server.reset());
afterAll(() => harness.close());

const query = '{ invoiceStatus(id: "a b") { status gateway raw } }';

describe('a phrase', () => {
  it.each([
    ['ENABLED (via Stripe)', 'ENABLED', 'Stripe', 'ENABLED (via Stripe)'],
    ['"INSTALLMENTS (via GoCardless Pro)"', 'INSTALLMENTS', 'GoCardless Pro', 'INSTALLMENTS (via GoCardless Pro)'],
    ['{"status":"ENABLED (Stripe)"}', 'ENABLED', 'Stripe', 'ENABLED (Stripe)'],
    ['{"ok":true,"n":1,"status":"NOT ENABLED"}', 'NOT_ENABLED', null, 'NOT ENABLED'],
    ['  not   enabled \n', 'NOT_ENABLED', null, 'not   enabled'],
    ['\ufeff"NOT ENABLED"', 'NOT_ENABLED', null, 'NOT ENABLED'],
    ['NOT (viable)', 'NOT', 'viable', 'NOT (viable)'],
    ['ENABLED (via)', 'ENABLED', null, 'ENABLED (via)'],
    ['ENABLED: via Stripe', 'ENABLED', 'Stripe', 'ENABLED: via Stripe'],
    ['ENABLED ()', 'ENABLED', null, 'ENABLED ()'],
  ])('%j has its words and its remark', async (body, status, gateway, raw) => {
    harness.server.answer({ body });
    expect(await harness.run(query)).toEqual({ data: { invoiceStatus: { status, gateway, raw } } });
  });

  it.each([['ENABLEDLY (via X)', 'X'], ['SECRET WORDS', null], ['"ENABLÉD"', null], ['12', null], ['\u0130 (x) (y)', '(x) (y)']])('%j has no known words: an error there, and the rest as it came', async (body, gateway) => {
    harness.server.answer({ body });
    const { data, errors } = await harness.run(query);
    expect(data?.['invoiceStatus']).toEqual({ status: null, gateway, raw: body.replaceAll('"', '') });
    expect(errors).toMatchObject([{ path: ['invoiceStatus', 'status'], extensions: { code: 'UPSTREAM_INVALID_RESPONSE', operation: 'invoiceStatus' } }]);
    expect(errors?.[0]?.message).not.toContain('SECRET');
  });

  it.each([[''], ['   '], ['<html>ENABLED</html>'], ['{"a":"ENABLED","b":"x"}'], ['{"a":1}'], ['[]'], ['{broken'], ['"ENABLED'], ['null'], ['""'], ['['.repeat(500)]])('%s is none', async (body) => {
    harness.server.answer({ body });
    expect(await harness.run(query)).toMatchObject({ data: { invoiceStatus: null }, errors: [{ path: ['invoiceStatus'], extensions: { code: 'UPSTREAM_INVALID_RESPONSE' } }] });
    expect(await harness.run('mutation { assign(input: { id: "1" }) { outcome } }')).toMatchObject({ data: { assign: null }, errors: [{ path: ['assign'], extensions: { code: 'OUTCOME_UNKNOWN' } }] });
  });

  it.each([['FAIL (no such gateway)', 'FAIL', 'no such gateway'], ['FAIL no such gateway', 'FAIL', 'no such gateway'], ['FAIL (a) and (b)', 'FAIL', '(a) and (b)'], ['"OK"', 'OK', null], ['REPLACED', 'REPLACED', null]])('%j answers a write', async (body, outcome, message) => {
    harness.server.answer({ body });
    expect(await harness.run('mutation { assign(input: { id: "1" }) { outcome message } }')).toEqual({ data: { assign: { outcome, message } } });
    expect(harness.server.only().headers['accept']).toBe('application/json, text/plain, */*;q=0.5');
  });
});
